"""GET /api/v1/desk/questions and teaching; POST teaching/examples, …/remove, trainings, …/use, undo"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine

from channels.api.call import Act, Call
from channels.api.endpoint import endpoint
from channels.api.knowledge import knowledge
from channels.api.refused import Refused, wrong_fields
from channels.backend import NotReady
from channels.live import NOT_SERVING, Connected
from channels.shared.peers import News
from channels.teaching.parts import (
    Comparison,
    Example,
    ExamplePath,
    FiguresPart,
    Named,
    QuestionGroup,
    QuestionGroups,
    QuestionsQuery,
    TeachBody,
    Teaching,
    TrainingPart,
    TrainingPath,
)
from channels.teaching.trainer import Trainer
from policy_kb.settings import settings

if TYPE_CHECKING:
    from bot.taught import Choice
    from channels.staff_store import TaughtRow, TrainingRow
    from channels.teaching.likeness import Group

log = logging.getLogger(__name__)

#: Loads a model file so that it goes on with the conversations of the assistant before; None is the program's own.
Load = Callable[[Path | None, Any], Awaitable[Any]]
_SWAP_SECONDS = 120.0
_MOST_GROUPS = 100
_SWAPPING = "正在换模型，请稍等。"
_ANSWERS = "现在用的就是这个模型。"
_CLEARED = "这个模型后来没有用，文件已经删去。要用教过的问题，请再训练一次。"
_OUTDATED = "训练以后程序升级过，这个模型不能再用。教过的问题都还在，请再训练一次。"


class TeachingApi(Connected):
    """From a question that went wrong to a model that gets it right."""

    def __init__(self, engine: Callable[[], Engine], trainer: Trainer, load: Load | None = None) -> None:
        self._engine = engine
        self._trainer = trainer
        self._load = load_after if load is None else load
        self._swapping = threading.Lock()

    @endpoint("GET", "/api/v1/desk/questions", role="clerk", summary="Questions that went wrong, those alike together.")
    def questions(self, query: QuestionsQuery) -> QuestionGroups:
        """The most frequent first."""
        from bot.lint import key
        from channels.teaching.examples import taught
        from channels.teaching.likeness import grouped
        from channels.teaching.questions import gone_wrong
        from channels.teaching.sameness import question_key
        from channels.teaching.written import in_force

        engine = self._engine()
        asked = list(gone_wrong(engine, query.days))
        known = {row.key for row in taught(engine)}
        answered = {question_key(text) for row in in_force(engine) if row.kind == "answer" for text in row.asked}
        return QuestionGroups(
            groups=tuple(
                _group(
                    group,
                    taught=any(key(text) in known for text in group.wordings),
                    written=any(question_key(text) in answered for text in group.wordings),
                )
                for group in grouped(asked)[:_MOST_GROUPS]
            ),
            looked_at=len(asked),
        )

    @endpoint("GET", "/api/v1/desk/teaching", role="editor", summary="What was taught, and trainings with it.")
    def teaching(self) -> Teaching:
        """All of it."""
        return self._teaching()

    @endpoint("POST", "/api/v1/desk/teaching/examples", role="editor", summary="Teach a sentence.", refusals=(409,))
    def teach(self, call: Call, body: TeachBody) -> Example:
        """The example."""
        from channels.teaching.examples import teach

        if body.topic is not None and body.topic not in knowledge().topics:
            raise wrong_fields({"topic": "没有这个主题，请从列表里选。"})
        row = teach(self._engine(), body.text, body.intent, body.topic, call.person.name)
        after = {"text": row.text, "intent": row.intent, "topic": row.topic}
        call.acts.append(Act("teaching.teach", str(row.id), None, after))
        return _example(row, _topics())

    @endpoint("POST", "/api/v1/desk/teaching/examples/{example}/remove", role="editor", summary="Teach it no longer.")
    def take_back(self, call: Call, path: ExamplePath) -> Example:
        """What it was."""
        from channels.teaching.examples import take_back

        row = take_back(self._engine(), path.example)
        call.acts.append(Act("teaching.take_back", str(row.id), {"text": row.text, "intent": row.intent}))
        return _example(row, _topics())

    @endpoint(
        "POST",
        "/api/v1/desk/teaching/trainings",
        role="editor",
        summary="Train a model with what was taught.",
        status=202,
        refusals=(409,),
    )
    def train(self, call: Call) -> TrainingPart:
        """The training; its state is asked for with ``GET teaching``."""
        from bot.training import fingerprint
        from channels.teaching import jobs
        from channels.teaching.examples import taught

        engine = self._engine()
        examples = len(taught(engine))
        if not examples:
            raise Refused(409, "还没有教过问题，不用训练。")
        job = jobs.begin(engine, call.person.name, fingerprint(), examples)
        if job is None:
            raise Refused(409, "已经有一次训练在进行，请等它结束。")
        _clear_out(engine)
        try:
            self._trainer.start(job)
        except OSError:
            log.exception("训练没能开始")
            jobs.tell(engine, job, "failed", "训练没能开始，请联系维护人员。")
        call.acts.append(Act("teaching.train", job, None, {"examples": examples}))
        return self._training(job)

    @endpoint(
        "POST",
        "/api/v1/desk/teaching/trainings/{training}/use",
        role="editor",
        summary="Let a trained model answer from now on.",
        refusals=(409,),
    )
    def use(self, call: Call, path: TrainingPath) -> Teaching:
        """As it is now."""
        from bot.taught import read_choice
        from bot.training import fingerprint
        from channels.teaching import jobs
        from channels.teaching.sharing import bring_here
        from channels.teaching.working import model_name

        engine = self._engine()
        bring_here(engine, _folder())
        training = self._training(path.training)
        if training.in_use:
            raise Refused(409, "正在用的就是这个模型。")
        if not training.usable:
            raise Refused(409, "这个模型现在不能用：训练没有完成、比较没有通过，或者程序更新过。请重新训练。")
        before = read_choice(_folder())
        self._swap(before.used(model_name(path.training), fingerprint()))
        running = (row for row in jobs.latest(engine) if jobs.state_of(row)[0] in jobs.UNFINISHED)
        _clear_out(engine, [model_name(row.id) for row in running])
        call.acts.append(Act("model.use", path.training, {"model": before.model}, {"model": path.training}))
        return self._teaching()

    @endpoint("POST", "/api/v1/desk/teaching/undo", role="editor", summary="Back to the model before.", refusals=(409,))
    def undo(self, call: Call) -> Teaching:
        """As it is now."""
        from bot.taught import read_choice, undo_target
        from channels.teaching.sharing import bring_here

        bring_here(self._engine(), _folder())
        before = read_choice(_folder())
        choice = undo_target(_folder())
        if choice is None:
            raise Refused(409, "前面没有用过别的模型，没有可以换回的。")
        self._swap(choice)
        call.acts.append(Act("model.undo", choice.model or "own", {"model": before.model}, {"model": choice.model}))
        return self._teaching()

    def shut_down(self) -> None:
        """Ends what is being trained."""
        self._trainer.close()

    def _swap(self, choice: Choice) -> None:
        """The model answers, in every process and after a restart; where it can't be loaded here, everything stays as
        it was."""
        from bot.taught import taught_model, write_choice
        from channels.teaching.sharing import choose, chosen, fetch, store

        live, folder, engine = self.live, _folder(), self._engine()
        if not self._swapping.acquire(blocking=False):
            raise Refused(409, _SWAPPING)
        try:
            version, _ = chosen(engine)
            file = None if choice.model is None else taught_model(folder, choice.model)
            if file is not None and fetch(engine, folder, file.name):
                store(engine, file)

            def choose_it() -> None:
                if not choose(engine, choice, version):
                    raise Refused(409, _SWAPPING)
                write_choice(folder, choice)

            async def load(old: Any) -> Any:
                loaded = await self._load(file, old)
                await asyncio.to_thread(choose_it)
                return loaded

            live.run(live.backend.swap(load), _SWAP_SECONDS)
            live.peers.tell(News("model"))
        except NotReady:
            raise Refused(503, NOT_SERVING) from None
        except OSError:
            log.exception("换模型的选择没能存下来")
            raise Refused(503, "模型文件夹写不进去，模型没有换。请联系维护人员。") from None
        finally:
            self._swapping.release()

    def _teaching(self) -> Teaching:
        from bot.taught import undo_target
        from channels.teaching import jobs
        from channels.teaching.examples import intents, taught
        from channels.teaching.sharing import stored

        engine, topics, model = self._engine(), _topics(), _in_use()
        kept = stored(engine)
        return Teaching(
            intents=tuple(Named(id=id_, name=name) for id_, name in intents().items()),
            topics=tuple(Named(id=id_, name=name) for id_, name in topics.items()),
            examples=tuple(_example(row, topics) for row in taught(engine)),
            trainings=tuple(_training(row, model, kept) for row in jobs.latest(engine)),
            own_model=model is None,
            can_undo=undo_target(_folder()) is not None,
        )

    def _training(self, job: str) -> TrainingPart:
        from channels.teaching import jobs
        from channels.teaching.sharing import stored

        row = jobs.find(self._engine(), job)
        if row is None:
            raise Refused(404, "没有找到这次训练。")
        return _training(row, _in_use(), stored(self._engine()))


def _folder() -> Path:
    from channels.loading import model_folder

    return model_folder(settings())


def _in_use() -> str | None:
    from bot.taught import chosen_model

    file = chosen_model(_folder())
    return None if file is None else file.name


def _clear_out(engine: Engine, running: Sequence[str] = ()) -> None:
    """Models that are of no use any more go; ``running`` are those that are just being made or compared."""
    from bot.taught import clear_out, undo_target
    from channels.teaching.sharing import keep_only

    before = undo_target(_folder())
    kept = (*running, _in_use(), None if before is None else before.model)
    keep_only(engine, [name for name in kept if name is not None])
    if deleted := clear_out(_folder(), running):
        log.info("删去了不再用的模型：%s", "、".join(deleted))


async def load_after(file: Path | None, before: Any) -> Any:
    """Load a model (None is the program's own) that goes on with the conversations of another. Raises Refused."""
    from bot.runtime import Assistant, ModelMissing
    from channels.loading import newest_model

    try:
        return await Assistant.load(file or newest_model(_folder()), before)
    except ModelMissing:
        log.exception("模型读不出来")
        raise Refused(409, "这个模型的文件读不出来，模型没有换。请重新训练。") from None


def _topics() -> dict[str, str]:
    return {topic.id: topic.name for topic in knowledge().topics.values()}


def _group(group: Group, *, taught: bool, written: bool) -> QuestionGroup:
    return QuestionGroup(
        example=group.example,
        wordings=tuple(group.wordings[:20]),
        count=group.count,
        declined=group.reasons.get("declined", 0),
        asked_back=group.reasons.get("asked_back", 0),
        useless=group.reasons.get("useless", 0),
        whys=tuple(group.whys[:10]),
        first_at=group.first_at,
        last_at=group.last_at,
        taught=taught,
        written=written,
    )


def _example(row: TaughtRow, topics: dict[str, str]) -> Example:
    from channels.teaching.examples import intents

    return Example(
        id=row.id,
        text=row.text,
        intent=Named(id=row.intent, name=intents().get(row.intent, row.intent)),
        topic=None if row.topic is None else Named(id=row.topic, name=topics.get(row.topic, row.topic)),
        who=row.who,
        at=row.at,
    )


def _training(row: TrainingRow, model: str | None, kept: Collection[str]) -> TrainingPart:
    from bot.taught import taught_model
    from bot.training import fingerprint
    from channels.teaching import jobs
    from channels.teaching.working import model_name

    state, sentence = jobs.state_of(row)
    compared = None if row.comparison is None else Comparison.model_validate(row.comparison)
    name = model_name(row.id)
    there = name in kept or taught_model(_folder(), name).is_file()
    if name == model:
        sentence = _ANSWERS
    elif state == "done" and not there:
        sentence = _CLEARED
    elif state == "done" and row.base != fingerprint():
        sentence = _OUTDATED
    return TrainingPart(
        id=row.id,
        who=row.who,
        state=state,
        sentence=sentence,
        examples=row.examples,
        created_at=row.created_at,
        updated_at=row.updated_at,
        comparison=compared,
        usable=state == "done"
        and compared is not None
        and _no_more_wrong_sums(compared.before, compared.after)
        and row.base == fingerprint()
        and there,
        in_use=name == model,
    )


def _no_more_wrong_sums(before: FiguresPart, after: FiguresPart) -> bool:
    return after.wrong_yuan <= before.wrong_yuan
