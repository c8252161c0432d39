from __future__ import annotations

from actions.answer import Answer
from actions.same_words import Memory, told_once

_BASIS = "依据：《某市措施》（六）：“一级到五级分别给予补助。”"
_REMARK = "以上按公开文件整理，最终以主管部门审核为准。"


def answer(*lines: str, kind: str = "award") -> Answer:
    return Answer.model_validate({"kind": kind, "text": "\n".join(lines)})


def test_a_quotation_in_sight_becomes_a_reference() -> None:
    first, second = told_once([answer("甲。", _BASIS), answer("乙。", _BASIS)])
    assert _BASIS in first.text
    assert second.text == "乙。\n依据：《某市措施》（六）（原文上面已经列出）。"


def test_the_first_line_always_stays() -> None:
    memory = Memory((), 1)
    memory.reword(answer(_REMARK))
    assert memory.reword(answer(_REMARK, "丙。")).text.startswith(_REMARK)


def test_a_remark_is_made_once_while_it_is_in_sight() -> None:
    memory = Memory((), 1)
    memory.reword(answer("甲。", _REMARK))
    later = Memory(memory.kept(), 2)
    assert later.reword(answer("乙。", _REMARK)).text == "乙。"


def test_what_is_out_of_sight_is_said_again() -> None:
    memory = Memory((), 1)
    memory.reword(answer("甲。", _REMARK))
    assert _REMARK in Memory(memory.kept(), 9).reword(answer("乙。", _REMARK)).text


def test_the_same_answer_is_called_so_and_a_person_is_offered() -> None:
    memory = Memory((), 1)
    text = "可以拿，一次性补助18万元。这是某项补助，由主管部门核定。"
    memory.reword(answer(text))
    again = Memory(memory.kept(), 2).reword(answer(text))
    assert text in again.text
    assert again.text != text
    assert "12345" in again.text


def test_a_list_may_come_twice_as_it_is() -> None:
    memory = Memory((), 1)
    text = "一共三项：\n1. 甲\n2. 乙\n3. 丙，后面还有很多很多很多很多字"
    memory.reword(answer(text, kind="list"))
    assert Memory(memory.kept(), 2).reword(answer(text, kind="list")).text == text
