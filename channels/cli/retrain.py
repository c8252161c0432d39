"""ipdesk retrain: what the desk starts to train with what was taught."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from channels.teaching.working import Examples, Figures

#: Enough to see a fall of a few points, and done in half a minute.
SAMPLE = 150


def retrain(job: Annotated[str, typer.Argument(help="训练任务的编号，工作台给出")]) -> None:
    """用工作台教过的问题训练一个新模型，并和正在用的比较（由工作台启动）。"""
    import logging
    import os

    from bot.taught import chosen_model, train_taught
    from bot.training import TrainingFailed
    from channels import logs
    from channels.errors import UserError
    from channels.loading import model_folder, newest_model
    from channels.staff_store.opening import staff_engine
    from channels.teaching.working import work
    from evaluation.collection import AS_OF
    from policy_kb.settings import settings

    logs.configure(logging.WARNING)
    os.nice(10)  # answers come first
    # Expectations of the collection are written for this day.
    os.environ["IPDESK_TODAY"] = AS_OF.isoformat()
    settings.cache_clear()
    folder = model_folder(settings())

    def train(name: str, examples: Examples) -> Path:
        return train_taught(folder, name, examples)

    try:
        work(staff_engine(), job, chosen_model(folder) or newest_model(folder), train, ask)
    except TrainingFailed as error:
        raise UserError(str(error)) from error


def ask(model: Path, examples: Examples) -> Figures:
    """What a model gets right of a sample of the collection, and of what was taught."""
    import asyncio

    from bot.runtime import Assistant
    from channels.cli.desk import Desk
    from channels.cli.eval import COLLECTION
    from channels.teaching.working import Figures
    from evaluation.assessment import assess_section
    from evaluation.collection import Collection, load
    from policy_kb.settings import settings

    questions = sorted(load(COLLECTION).questions, key=lambda one: _lot(one.user))[:SAMPLE]

    async def run() -> Figures:
        assistant = await Assistant.load(model)
        section = await assess_section(Desk(assistant, settings().human_contact), Collection("", tuple(questions)))
        parsed = [(await assistant.parse(text))["intent"]["name"] == intent for text, intent in examples]
        measures = section.measures
        return Figures(
            questions=measures.questions,
            answers=measures.answers,
            wrong_yuan=measures.wrong_yuan,
            intents=measures.intents.accuracy if measures.intents else None,
            taught_right=sum(parsed),
            right=[one.question.name for one in section.answered if one.right],
        )

    return asyncio.run(run())


def _lot(text: str) -> bytes:
    import hashlib

    return hashlib.sha256(text.encode()).digest()
