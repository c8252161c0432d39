"""Every question and dialogue of the collection, over REST, through the trained model.

What the assistant can't do yet is listed in known_failures.yaml. A failure that is not listed fails the build, and so
does a listed one that succeeds: the list only shrinks on purpose.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from evaluation.collection import Conversation, Expectation, Fault, load
from evaluation.money import unfounded_figures, worked_out
from policy_kb.knowledge import current
from tests.conversations.conftest import Ask

_HERE = Path(__file__).parent
_KNOWN = yaml.safe_load((_HERE / "known_failures.yaml").read_text(encoding="utf-8"))
_COLLECTION = load(_HERE)

pytestmark = pytest.mark.asyncio(loop_scope="session")


def _settle(faults: Sequence[Fault | str], *, listed: bool, name: str) -> None:
    if listed:
        assert faults, f"{name!r} succeeds now: take it out of known_failures.yaml"
    else:
        assert not faults, f"{name!r}: " + "; ".join(map(str, faults))


@pytest.mark.parametrize(("number", "question"), list(enumerate(_COLLECTION.questions)))
async def test_question(ask: Ask, number: int, question: Expectation) -> None:
    messages = await ask(f"question-{number}", question.user)
    assert not unfounded_figures(question.user, messages, current(), worked_out([question])), (
        "a figure that no cited clause holds"
    )
    _settle(question.faults(messages), listed=question.user in _KNOWN["questions"], name=question.user)


@pytest.mark.parametrize("dialogue", _COLLECTION.dialogues, ids=lambda d: d.name)
async def test_dialogue(ask: Ask, dialogue: Conversation) -> None:
    faults: list[str] = []
    said = ""
    for number, turn in enumerate(dialogue.turns, 1):
        said += turn.user
        messages = await ask(f"dialogue-{dialogue.name}", turn.user)
        assert not unfounded_figures(said, messages, current(), worked_out(dialogue.turns)), (
            f"turn {number}: a figure that no cited clause holds"
        )
        faults += [f"turn {number} ({turn.user}): {fault}" for fault in turn.faults(messages)]
    _settle(faults, listed=dialogue.name in _KNOWN["dialogues"], name=dialogue.name)


def test_known_failures_are_of_the_collection() -> None:
    assert set(_KNOWN["questions"]) <= {q.user for q in _COLLECTION.questions}
    assert set(_KNOWN["dialogues"]) <= {d.name for d in _COLLECTION.dialogues}
