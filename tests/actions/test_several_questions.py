"""Several questions in one message: each answered, in order, once."""

from __future__ import annotations

from dataclasses import replace

from actions.answer import Answer
from actions.dialogue import Dialogue
from actions.several_questions import Exchange, exchange
from actions.turn import Part
from policy_kb.knowledge import KnowledgeBase
from tests.actions.talk import turn, yuan


def ask(kb: KnowledgeBase, *parts: tuple[str, str], dialogue: Dialogue | None = None) -> Exchange:
    text = "，".join(text for text, _ in parts)
    whole = turn(kb, text, parts[0][1])
    return exchange(replace(whole, parts=tuple(Part(t, i, 0.95) for t, i in parts)), dialogue or Dialogue())


def kinds(answers: tuple[Answer, ...]) -> list[str]:
    return [answer.kind for answer in answers]


def test_each_is_answered_in_order(kb: KnowledgeBase) -> None:
    made = ask(
        kb,
        ("漳州高校转让了12件发明专利给本地企业能拿多少", "award_amount"),
        ("怎么申请", "how_to_apply"),
        ("归谁管", "responsible_unit"),
        ("哪天到期", "validity"),
    )
    assert kinds(made.answers) == ["calculation", "how_to_apply", "unit", "validity"] or kinds(made.answers) == [
        "award",
        "how_to_apply",
        "unit",
        "validity",
    ]
    assert yuan(made.answers[0]) == 60000
    assert {answer.region.code for answer in made.answers if answer.region} == {"350600"}


def test_a_question_before_the_subject_is_answered_in_its_place(kb: KnowledgeBase) -> None:
    made = ask(kb, ("归谁管", "responsible_unit"), ("ISO56005三级补多少", "award_amount"))
    assert kinds(made.answers)[0] == "unit"
    assert "（六）" in made.answers[0].text
    assert yuan(made.answers[1]) == 180000


def test_what_was_said_is_not_said_again(kb: KnowledgeBase) -> None:
    made = ask(kb, ("ISO56005三级补多少", "award_amount"), ("怎么申请", "how_to_apply"))
    first, second = (answer.text for answer in made.answers)
    assert "一级到五级分别一次性给予" in first
    assert "一级到五级分别一次性给予" not in second
    assert "（六）（原文上面已经列出）" in second
    assert "牵头单位：" not in second
    assert made.answers[1].citations[0].quote.startswith("对通过上述国际标准评级的企业")


def test_what_is_asked_back_comes_last(kb: KnowledgeBase) -> None:
    made = ask(kb, ("ISO56005三级补多少", "award_amount"), ("哪天到期", "validity"))
    assert "请问您是哪一类单位" not in made.answers[0].text
    assert made.answers[-1].text.splitlines()[-1].startswith("要给您一个准话")
    assert made.dialogue.asked == "applicant_type"


def test_without_a_subject_it_is_asked_once_and_then_all_is_answered(kb: KnowledgeBase) -> None:
    asked = ask(kb, ("怎么申请", "how_to_apply"), ("能拿多少", "award_amount"), ("归谁管", "responsible_unit"))
    assert kinds(asked.answers) == ["question"]
    assert [waiting.intent for waiting in asked.dialogue.waiting] == ["award_amount", "responsible_unit"]
    picked = exchange(turn(kb, "第4个", "follow_up"), asked.dialogue)
    assert kinds(picked.answers) == ["how_to_apply", "award", "unit"]
    assert all("（六）" in answer.text for answer in picked.answers)
    assert not picked.dialogue.waiting


def test_another_subject_lets_the_waiting_questions_go(kb: KnowledgeBase) -> None:
    asked = ask(kb, ("怎么申请", "how_to_apply"), ("能拿多少", "award_amount"))
    other = exchange(turn(kb, "重庆的方案是谁发的", "document_info"), asked.dialogue)
    assert len(other.answers) == 1
    assert not other.dialogue.waiting


def test_the_region_holds_for_what_is_asked_after_it(kb: KnowledgeBase) -> None:
    made = ask(kb, ("重庆的数据知识产权归谁管", "responsible_unit"), ("质押融资那条归谁管", "responsible_unit"))
    assert [answer.region.code for answer in made.answers if answer.region] == ["500000", "500000"]


def test_each_region_has_its_own_answer(kb: KnowledgeBase) -> None:
    made = ask(kb, ("漳州的措施哪天到期", "validity"), ("靖江的方案谁发的", "document_info"))
    assert [answer.region.code for answer in made.answers if answer.region] == ["350600", "321282"]


def test_what_is_not_understood_beside_others_is_left_out(kb: KnowledgeBase) -> None:
    made = ask(kb, ("漳州的措施哪天到期", "validity"), ("咕噜咕噜呱呱", "nlu_fallback"))
    assert kinds(made.answers) == ["validity"]


def test_a_question_out_of_scope_is_declined_beside_the_answer(kb: KnowledgeBase) -> None:
    made = ask(kb, ("明天会不会下雨", "out_of_scope"), ("ISO56005三级补多少", "award_amount"))
    assert "decline" in kinds(made.answers)
    assert any(yuan(answer) == 180000 for answer in made.answers)
