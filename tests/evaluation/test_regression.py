"""The trained assistant against evaluation/baseline.json: no fall beyond noise, no wrong sum, honest confidence.

docs/evaluation.md says how to update the baseline.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
import yaml

from channels.cli.desk import Desk
from evaluation.assessment import Section, assess_kind, assess_section, selected
from evaluation.baseline import BASELINE_FILE, read_baseline
from evaluation.collection import Collection, batches, load
from evaluation.comparison import Change
from evaluation.perturbations import KINDS, Kind
from policy_kb.settings import settings

if TYPE_CHECKING:
    from bot.runtime import Assistant

ROOT = Path(__file__).resolve().parents[2]
COLLECTION = ROOT / "tests" / "conversations"
KNOWN_WRONG = yaml.safe_load(Path(__file__).with_name("known_wrong.yaml").read_text(encoding="utf-8"))
BASELINE = read_baseline(BASELINE_FILE)
LARGEST_CALIBRATION_ERROR = 0.05

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture(scope="module", autouse=True)
def _fixed_today(fixed_today: None) -> None:
    """All questions are asked on one day."""


@pytest.fixture(scope="module")
def desk(assistant: Assistant) -> Desk:
    return Desk(assistant, settings().human_contact)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def whole(desk: Desk) -> Section:
    return await assess_section(desk, load(COLLECTION))


def no_worse(change: Change | None) -> None:
    assert change is not None, "not in the baseline: ipdesk eval --update-baseline"
    assert not change.worse, f"p = {change.p:.3f}; lost: {change.lost}; won: {change.won}"


async def test_questions_are_answered_no_worse(whole: Section) -> None:
    no_worse(BASELINE.questions(whole))


async def test_dialogues_succeed_no_worse(whole: Section) -> None:
    no_worse(BASELINE.dialogues(whole))


async def test_no_sum_is_wrong(whole: Section) -> None:
    assert [one.question.name for one in whole.answered if one.wrong] == []
    assert [one.dialogue.name for one in whole.held if any(turn.wrong for turn in one.turns)] == []


async def test_confidence_is_honest(whole: Section) -> None:
    assert whole.measures.calibration.error <= LARGEST_CALIBRATION_ERROR


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
async def test_other_words_cost_no_more(desk: Desk, whole: Section, kind: Kind) -> None:
    found = await assess_kind(desk, kind, selected(kind, whole.answered))
    no_worse(BASELINE.perturbation(found))
    assert {one.said for one in found.answered if one.wrong} == set(KNOWN_WRONG.get(kind.name, ()))


@pytest.mark.parametrize("batch", batches(COLLECTION), ids=lambda batch: batch.name)
async def test_batches_are_answered_no_worse(desk: Desk, batch: Collection) -> None:
    found = await assess_section(desk, batch)
    no_worse(BASELINE.questions(found))
    no_worse(BASELINE.dialogues(found))
    assert {one.question.name for one in found.answered if one.wrong} == set(KNOWN_WRONG.get(batch.name, ()))
