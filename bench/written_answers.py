"""Whether answers that the staff have written come where they should and nowhere else.

    python bench/written_answers.py

An answer is written to every question of tests/conversations that is to be declined and is. Then all questions and
dialogues are put to the real assistant as of 2026-06-01, on a staff's database that is made for it, and so are the
declined questions in the other wordings of the evaluation. Printed are: answers given to questions that are not to be
declined (must be 0), answers given to a question other than the one they were written for (listed, for somebody to
judge), and the share of other wordings that got theirs.
"""

# ruff: noqa: INP001, T201

from __future__ import annotations

import asyncio
import os
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

os.environ["IPDESK_TODAY"] = "2026-06-01"

from bot.runtime import Assistant
from channels.api.refused import Refused
from channels.backend import Backend
from channels.loading import model_folder, newest_model
from channels.replies import without_assistant
from channels.staff_store import upgrade
from channels.teaching.written import write
from channels.written_answers import WrittenAnswers
from evaluation.collection import Expectation, batches, load
from evaluation.perturbations import KINDS, perturbed
from policy_kb.models.engine import create_engine
from policy_kb.settings import settings

COLLECTION = Path(__file__).resolve().parent.parent / "tests" / "conversations"
DECLINED = ("decline",)


async def main() -> None:
    """Measure and print."""
    collections = [load(COLLECTION), *batches(COLLECTION)]
    questions = list({one.user: one for part in collections for one in part.questions}.values())
    dialogues = [one for part in collections for one in part.dialogues]
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{folder}/staff.sqlite3")
        upgrade(engine)
        assistant = await Assistant.load(newest_model(model_folder(settings())))

        async def ready() -> Assistant:
            return assistant

        backend = Backend(ready, beside=WrittenAnswers(lambda: engine, settings().human_contact))
        await backend.start()

        async def ask(sender: str, text: str) -> list[Any]:
            """What was written for it, of each message that it gets."""
            if without_assistant(sender, text, "") is not None:
                return []
            replies = await backend.answer(sender, text, {})
            return [written for reply in replies if (written := (reply.get("custom") or {}).get("written"))]

        have: list[Expectation] = []
        for number, question in enumerate(questions):
            if question.kind != DECLINED or without_assistant("", question.user, "") is not None:
                continue
            replies = await backend.answer(f"before-{number}", question.user, {})
            if [(reply.get("custom") or {}).get("kind") for reply in replies] == ["decline"]:
                try:
                    write(engine, "answer", [question.user], f"写给：{question.user}", "", "bench")
                    have.append(question)
                except Refused as refused:
                    print(f"not taken: {question.user} ({refused})")
        print(f"answers written: {len(have)}")

        wrong, others, own = [], [], 0
        for number, question in enumerate(questions):
            for written in await ask(f"q-{number}", question.user):
                own += written["text"] == f"写给：{question.user}"
                if "decline" not in question.kind:
                    wrong.append(question.user)
                elif written["text"] != f"写给：{question.user}":
                    others.append((question.user, written["text"]))
        turns = 0
        for number, dialogue in enumerate(dialogues):
            for turn in dialogue.turns:
                turns += 1
                for written in await ask(f"d-{number}", turn.user):
                    (others if not turn.kind or "decline" in turn.kind else wrong).append((turn.user, written["text"]))
        print(f"questions: {len(questions)}, turns of dialogues: {turns}, own answer: {own} of {len(have)}")
        print(f"given to what is not to be declined: {len(wrong)} {wrong}")
        print(f"given to another question: {len(others)} {others}")

        got, asked, amiss = Counter[str](), Counter[str](), []
        for kind in KINDS:
            for question in have:
                if (changed := perturbed(kind, question)) is None:
                    continue
                asked[kind.name] += 1
                for written in await ask(f"{kind.name}-{question.user}", changed):
                    got[kind.name] += written["text"] == f"写给：{question.user}"
                    if written["text"] != f"写给：{question.user}":
                        amiss.append((changed, written["text"]))
        for kind in KINDS:
            if asked[kind.name]:
                print(f"{kind.name}: {got[kind.name]} of {asked[kind.name]} ({got[kind.name] / asked[kind.name]:.0%})")
        print(f"another question's answer: {len(amiss)} {amiss}")
        engine.dispose()


if __name__ == "__main__":
    asyncio.run(main())
