"""A whole run over a small collection, with an assistant that answers from a table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from evaluation import assessment, run
from evaluation.assessment import Assessment, Perturbation, assess, assess_kind, selected
from evaluation.baseline import BaselineError, read_baseline, write_baseline
from evaluation.collection import Collection, Conversation, Expectation
from evaluation.perturbations import KINDS
from evaluation.report import write_report
from evaluation.understanding import Understood

DOUBLED = next(kind for kind in KINDS if kind.name == "doubled_character")
WELCOME = Expectation("你们好呀各位", "social", kind=("smalltalk",), intent=("greet",))
WEATHER = Expectation("今天天气<b>怎么样", "other", kind=("decline",), intent=("out_of_scope",))
SUM = Expectation("专利密集型产品两件奖多少", "awards", kind=("calculation",), intent=("award_amount",), yuan=10_000)
BROKEN = Expectation("这句话让它出错", "other", kind=("decline",), intent=("out_of_scope",))
DIALOGUE = Conversation("two-turns", (WELCOME, SUM), "long")


class TableDesk:
    """Answers ``answers``, everything else by small talk; keeps who asked what."""

    def __init__(self, answers: dict[str, dict[str, Any]]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, str]] = []

    async def answer(self, sender: str, text: str) -> list[dict[str, Any]]:
        self.asked.append((sender, text))
        if text == BROKEN.user:
            raise RuntimeError("out of order")
        return [{"text": "好的。", "custom": self.answers.get(text, {"kind": "smalltalk"})}]

    async def parse(self, text: str) -> dict[str, Any] | None:
        return {"text": text}


@pytest.fixture(autouse=True)
def _without_knowledge(monkeypatch):
    """Judging and understanding need no knowledge base here."""
    monkeypatch.setattr(run, "current", lambda: None)
    monkeypatch.setattr(run, "unfounded_figures", lambda *_: set())
    monkeypatch.setattr(run, "understood", lambda _: Understood("greet", "greet", 0.5, (), frozenset()))


@pytest.fixture
def desk() -> TableDesk:
    calculation = {"kind": "calculation", "verdict": "yes", "amount": {"yuan": 10_000, "basis": "exact"}}
    return TableDesk({WEATHER.user: {"kind": "decline"}, SUM.user: calculation})


@pytest.fixture
async def found(desk) -> Assessment:
    whole = Collection("", (WELCOME, WEATHER, SUM, BROKEN), (DIALOGUE,))
    return await assess(desk, [whole, Collection("batches/one", (WEATHER,))], lambda _: None, perturb=False)


async def test_every_question_has_a_sender_of_its_own_and_a_dialogue_one(desk, found):
    senders = [sender for sender, text in desk.asked]
    assert [text for _, text in desk.asked] == [
        *(q.user for q in (WELCOME, WEATHER, SUM, BROKEN)),
        *(turn.user for turn in DIALOGUE.turns),
        WEATHER.user,
    ]
    assert len(set(senders)) == 6
    assert senders[4] == senders[5]


async def test_what_fails_is_named(found):
    whole, batch = found.sections
    assert (whole.failing, whole.failing_dialogues) == ([BROKEN.name], [])
    assert whole.measures.answers == 0.75
    assert whole.answered[3].faults[0].got == "RuntimeError: out of order"
    assert (batch.name, batch.measures.answers, batch.measures.dialogue_success) == ("batches/one", 1.0, None)


async def test_a_fall_is_measured_on_the_questions_that_changed(desk, found):
    one = await assess_kind(desk, DOUBLED, found.sections[0].answered)
    assert one.asked == [q.name for q in (WELCOME, WEATHER, SUM, BROKEN)]
    # Doubled, the table knows neither the weather nor the sum, and the broken one is no longer broken.
    assert one.failing == [WEATHER.name, SUM.name, BROKEN.name]
    assert (one.unchanged_right, one.right, one.fall) == (0.75, 0.25, 50.0)


async def test_a_baseline_is_written_read_and_compared(desk, found, tmp_path):
    file = tmp_path / "baseline.json"
    assert read_baseline(file) is None
    one = await assess_kind(desk, DOUBLED, found.sections[0].answered)
    write_baseline(file, Assessment(found.sections, (one,)))
    before = read_baseline(file)
    assert before is not None
    whole = found.sections[0]
    same = before.questions(whole)
    assert same is not None
    assert (same.lost, same.won) == ((), ())
    assert before.section_figures("")["answers"] == 0.75
    assert before.section_figures("batches/new") == {}
    assert before.dialogues(whole).p == 1.0

    desk.answers[WEATHER.user] = {"kind": "award"}
    desk.answers[BROKEN.user] = {"kind": "decline"}
    worse = await assessment.assess_section(desk, Collection("", (WEATHER, BROKEN), ()))
    assert before.questions(worse).lost == (WEATHER.name,)
    again = Perturbation(DOUBLED, one.answered[1:], 0.5, 0.0, 0.0, 0, None)
    assert before.perturbation(again).lost == ()


def test_a_file_that_is_no_baseline_is_named(tmp_path):
    file = tmp_path / "baseline.json"
    file.write_text("[]", encoding="utf-8")
    with pytest.raises(BaselineError, match=r"baseline\.json"):
        read_baseline(file)


async def test_the_page_shows_failures_and_escapes_them(desk, found, tmp_path):
    one = await assess_kind(desk, DOUBLED, found.sections[0].answered)
    whole = Assessment(found.sections, (one,))
    write_baseline(tmp_path / "baseline.json", whole)
    page = write_report(whole, read_baseline(tmp_path / "baseline.json"), tmp_path / "report")
    text = page.read_text(encoding="utf-8")
    tree = html.fromstring(text)
    assert len(tree.xpath("//*[local-name()='svg']")) == 4
    assert "<b>" not in text
    assert BROKEN.user in tree.text_content()
    assert not tree.xpath("//script | //link | //img")
    assert "http" not in "".join(tree.xpath("//@href | //@src"))
    data = json.loads((tmp_path / "report" / "report.json").read_text(encoding="utf-8"))
    assert [section["name"] for section in data["sections"]] == ["", "batches/one"]
    [failure] = data["sections"][0]["failures"]
    assert (failure["where"], failure["said"]) == ("other", BROKEN.user)
    assert data["perturbations"][0]["kind"] == "doubled_character"


async def test_a_page_without_baseline_and_without_questions(tmp_path, desk):
    found = await assess(desk, [Collection("")], lambda _: None, perturb=False)
    assert "没有可比的基线" in write_report(found, None, Path(tmp_path)).read_text(encoding="utf-8")


async def test_a_selection_changes_little_when_questions_are_added(desk):
    asked = [
        Expectation(f"{word}的第{number}个问题", intent=("greet",)) for word in ("奖励", "政策") for number in range(50)
    ]
    answered = await run.ask_all(desk, asked)
    some = selected(DOUBLED, answered[:90], 30)
    assert len(some) == 30
    assert some == selected(DOUBLED, reversed(answered[:90]), 30)
    assert len({one.said for one in some} & {one.said for one in selected(DOUBLED, answered, 30)}) > 20
