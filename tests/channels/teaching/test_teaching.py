"""Teaching over HTTP: examples, training in a process of its own, swapping while visitors talk, undoing."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.taught import Choice, chosen_model, clear_out, examples_file, read_choice, undo_target, write_choice
from bot.training import fingerprint
from channels.audit.log import entries
from channels.backend import Backend, NotReady
from channels.teaching import jobs
from tests.channels.inbox.conftest import Script

AT = "/api/v1/desk/teaching"


async def trained(editor, status="done"):
    job = (await editor.post(f"{AT}/trainings", status=202))["id"]
    async with asyncio.timeout(120):
        while True:
            found = next(one for one in (await editor.get(AT))["trainings"] if one["id"] == job)
            if found["state"] in ("done", "failed"):
                assert found["state"] == status, found
                return found
            await asyncio.sleep(0.1)


async def test_questions_that_went_wrong_are_found(visit, person, script):
    for text, kind in (("商标被抢注了怎么办", "decline"), ("请问商标被抢注了该怎么办", "decline"), ("多少钱", "award")):
        script.answers[text] = {"text": "……", "custom": {"schema": "ipdesk.answer/1", "kind": kind}}
    visitor = await visit()
    for text in script.answers:
        answer = await visitor.ask(text)
    await visitor.send("rate", seq=answer["seq"], useful=False, why="不对")
    await visitor.until("rated")
    clerk = await person("clerk")
    found = await clerk.get("/api/v1/desk/questions")
    assert found["looked_at"] == 3
    first, second = found["groups"]
    assert (first["example"], first["count"], first["declined"]) == ("请问商标被抢注了该怎么办", 2, 2)
    assert (second["useless"], second["whys"], second["taught"]) == (1, ["不对"], False)
    editor = await person("editor")
    await editor.post(f"{AT}/examples", {"text": "奖多少钱", "intent": "award_amount"}, status=409)
    await editor.post(f"{AT}/examples", {"text": "商标被抢注了怎么办", "intent": "dispute_station"})
    assert (await clerk.get("/api/v1/desk/questions"))["groups"][0]["taught"]


async def test_what_can_be_taught(person, application):
    editor, clerk = await person("editor"), await person("clerk")
    await clerk.get(AT, status=403)
    topic = (await editor.get(AT))["topics"][0]["id"]
    good = {"text": "帮我看看我们厂能不能报那个", "intent": "eligibility", "topic": topic}
    made = await editor.post(f"{AT}/examples", good)
    assert made["intent"]["name"] == "问申报条件"
    assert "已经教过" in (await editor.post(f"{AT}/examples", good | {"intent": "help"}, status=409))["error"]
    for wrong in (
        {"text": "", "intent": "help"},
        {"text": " -- ", "intent": "help"},
        {"text": "[漳州](region)有什么", "intent": "help"},
        {"text": "我的电话是13800138000", "intent": "help"},
        {"text": "能报吗", "intent": "no_such"},
        {"text": "能报吗呀呀", "intent": "help", "topic": "no_such"},
    ):
        await editor.post(f"{AT}/examples", wrong, status=422)
    assert (
        "不能再教成别的"
        in (await editor.post(f"{AT}/examples", {"text": "奖多少钱", "intent": "help"}, status=409))["error"]
    )
    await editor.post(f"{AT}/examples/{made['id']}/remove")
    await editor.post(f"{AT}/examples/{made['id']}/remove", status=404)
    assert (await editor.get(AT))["examples"] == []


async def test_a_model_is_trained_compared_used_and_taken_back(visit, person, database, models, script):
    editor = await person("editor")
    assert "还没有教过" in (await editor.post(f"{AT}/trainings", status=409))["error"]
    assert "没有可以换回" in (await editor.post(f"{AT}/undo", status=409))["error"]
    await editor.post(f"{AT}/examples", {"text": "这个钱咋个领嘛", "intent": "how_to_apply"})
    visitor = await visit()
    assert (await visitor.ask("一"))["text"] == "收到：一"
    training = await trained(editor)
    assert training["usable"]
    assert not training["in_use"]
    assert training["comparison"]["won"] == ["乙"]
    assert training["comparison"]["lost"] == ["丙"]
    assert training["comparison"]["after"]["taught_right"] == 1
    assert (await visitor.ask("二"))["text"] == "收到：二"

    used = await editor.post(f"{AT}/trainings/{training['id']}/use")
    assert (used["own_model"], used["can_undo"], used["trainings"][0]["in_use"]) == (False, True, True)
    assert (await visitor.ask("三"))["text"] == "新收到：三"
    assert chosen_model(models) == models / "taught" / f"{training['id']}.tar.gz"
    await editor.post(f"{AT}/trainings/{training['id']}/use", status=409)

    back = await editor.post(f"{AT}/undo")
    assert (back["own_model"], back["can_undo"]) == (True, False)
    assert (await visitor.ask("四"))["text"] == "收到：四"
    assert chosen_model(models) is None
    done = [one.action for one in entries(database) if one.action.startswith(("model.", "teaching."))]
    assert done == ["model.undo", "model.use", "teaching.train", "teaching.teach"]


async def test_models_of_no_use_are_deleted(person, application, models):
    editor = await person("editor")
    await editor.post(f"{AT}/examples", {"text": "这个钱咋个领嘛", "intent": "how_to_apply"})

    def there():
        return {path.name.partition(".")[0] for path in (models / "taught").iterdir()}

    def said(state):
        return {one["id"]: (one["usable"], one["sentence"]) for one in state["trainings"]}

    first = (await trained(editor))["id"]
    (models / "taught" / "tmpkilled").mkdir()
    second = (await trained(editor))["id"]
    assert there() == {second}
    usable, sentence = said(await editor.get(AT))[first]
    assert not usable
    assert "已经删去" in sentence
    await editor.post(f"{AT}/trainings/{first}/use", status=409)

    assert said(await editor.post(f"{AT}/trainings/{second}/use"))[second] == (True, "现在用的就是这个模型。")
    third = (await trained(editor))["id"]
    await editor.post(f"{AT}/trainings/{third}/use")
    assert there() == {second, third}
    fourth = (await trained(editor))["id"]
    assert there() == {second, third, fourth}
    await editor.post(f"{AT}/trainings/{fourth}/use")
    assert there() == {third, fourth}
    back = await editor.post(f"{AT}/undo")
    assert back["can_undo"]
    assert there() == {third, fourth}
    assert chosen_model(models) == models / "taught" / f"{third}.tar.gz"
    assert (await editor.post(f"{AT}/undo"))["own_model"]
    await trained(editor)
    assert not {first, second, third, fourth} & there()


async def test_a_model_that_gives_more_wrong_sums_cannot_be_used(person, application):
    editor = await person("editor")
    await editor.post(f"{AT}/examples", {"text": "会给错金额", "intent": "help"})
    training = await trained(editor)
    assert not training["usable"]
    assert "给错金额" in training["sentence"]
    await editor.post(f"{AT}/trainings/{training['id']}/use", status=409)


async def test_a_training_that_fails_changes_nothing(person, application, models):
    editor = await person("editor")
    await editor.post(f"{AT}/examples", {"text": "训练会出错", "intent": "help"})
    assert "正在用的模型没有变" in (await trained(editor, "failed"))["sentence"]
    assert (await editor.get(AT))["own_model"]


async def test_one_training_at_a_time_and_none_outlives_the_server(person, application, database):
    editor = await person("editor")
    await editor.post(f"{AT}/examples", {"text": "训练很久", "intent": "help"})
    await editor.post(f"{AT}/trainings", status=202)
    assert "已经有一次" in (await editor.post(f"{AT}/trainings", status=409))["error"]
    await application.close()
    async with asyncio.timeout(120):
        while jobs.latest(database)[0].state != "failed":  # noqa: ASYNC110 -- another process writes it
            await asyncio.sleep(0.05)
    assert jobs.latest(database)[0].sentence == jobs.INTERRUPTED


async def test_nothing_changes_where_a_model_cannot_be_loaded(models):
    async def load():
        return old

    async def broken(_before):
        raise RuntimeError("no such model")

    old = Script()
    backend = Backend(load)
    with pytest.raises(NotReady):
        await backend.swap(broken)
    await backend.start()
    with pytest.raises(RuntimeError):
        await backend.swap(broken)
    assert (await backend.answer("s", "一", {}))[0]["text"] == "收到：一"


async def test_a_turn_is_answered_to_its_end_by_whoever_began_it():
    class Slow(Script):
        async def handle(self, sender, text, metadata=None):
            begun.set()
            await gate.wait()
            return await super().handle(sender, text, metadata)

    async def load():
        return Slow("旧")

    async def other(_before):
        return Script("新")

    begun, gate = asyncio.Event(), asyncio.Event()
    backend = Backend(load)
    await backend.start()
    turn = asyncio.create_task(backend.answer("s", "一", {}))
    await begun.wait()
    await backend.swap(other)
    assert (await backend.answer("t", "二", {}))[0]["text"] == "新收到：二"
    gate.set()
    assert (await turn)[0]["text"] == "旧收到：一"


@pytest.mark.parametrize(
    "written", ["", "[]", "{}", '{"model": "../../etc/passwd", "before": [], "base": ""}', '{"model": 3, "before": 4}']
)
def test_a_choice_that_cannot_be_read_is_none(tmp_path, written):
    (tmp_path / "choice.json").write_text(written, encoding="utf-8")
    assert read_choice(tmp_path) == Choice()


def test_going_back_never_reaches_behind_a_change_of_the_program(tmp_path):
    one, two, three = (f"{digit * 32}.tar.gz" for digit in "123")
    choice = Choice().used(one, "base").used(two, "base")
    assert choice.undone() == Choice(one, (None,), "base")
    newer = choice.used(three, "another base")
    assert newer.undone() == Choice(None, (), "another base")
    write_choice(tmp_path, newer)
    assert read_choice(tmp_path) == newer
    assert chosen_model(tmp_path) is None


def test_what_is_just_being_made_is_not_cleared_out(tmp_path):
    names = [f"{digit * 32}.tar.gz" for digit in "1234"]
    folder = tmp_path / "taught"
    (folder / "tmpworking").mkdir(parents=True)
    for name in names:
        (folder / name).touch()
    write_choice(tmp_path, Choice(names[0], (None, names[1]), fingerprint()))
    assert undo_target(tmp_path) == Choice(names[1], (None,), fingerprint())
    assert clear_out(tmp_path, [names[2]]) == [names[3]]
    assert clear_out(tmp_path) == [names[2], "tmpworking"]
    (folder / names[1]).unlink()
    assert undo_target(tmp_path) == Choice(None, (), fingerprint())
    write_choice(tmp_path, Choice(names[0], (), "another base"))
    assert undo_target(tmp_path) is None
    assert clear_out(tmp_path) == [names[0]]
    assert clear_out(tmp_path / "nowhere") == []


def test_examples_are_written_as_the_training_data_are():
    import yaml

    written = yaml.safe_load(examples_file([("怎么领: #1", "help"), ("咋个领", "how_to_apply"), ("a\nb", "help")]))
    assert written["nlu"] == [
        {"intent": "help", "examples": "- 怎么领: #1\n- a b\n"},
        {"intent": "how_to_apply", "examples": "- 咋个领\n"},
    ]
    assert json.dumps(written)
