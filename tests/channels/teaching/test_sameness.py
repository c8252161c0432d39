"""Which wordings are one question, and which word a message asks about."""

from __future__ import annotations

from pathlib import Path

import pytest

from channels.teaching.sameness import points_back, question_key
from channels.teaching.terms import term_asked_for, term_key
from evaluation.collection import batches, load

COLLECTION = Path(__file__).resolve().parents[2] / "conversations"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("外观专利保护期几年", "请问外观专利的保护期是多少年呀？", True),
        ("商标续展费多少", "麻烦问一下，商标續展費幾多，谢谢", True),
        ("专利年费减缴怎么办理", "怎么办理专利年费减缴", True),
        ("能不能减缴年费", "可以减缴年费吗", True),
        ("外观专利保护期几年", "发明专利保护期几年", False),
        ("能减缴年费吗", "不能减缴年费吗", False),
        ("深圳专利资助多少", "厦门专利资助多少", False),
        ("第3年年费多少", "第7年年费多少", False),
        ("企业把专利转给高校怎么办理", "高校把专利转给企业怎么办理", False),
        ("交了年费怎么恢复", "没交年费怎么恢复", False),
        ("专利申请怎么样了", "怎么申请专利", False),
        ("下雨了吗", "雨", False),
        ("费用1.5倍", "费用15倍", False),
        ("", "", False),
        ("？？？", "……", False),
        ("请问", "您好", False),
        ("怎么办", "多少", False),
        ("长" * 201, "长" * 201, False),
        ("\ud800年费怎么交", "年费怎么交", True),
    ],
)
def test_one_question(one, other, same):
    keys = question_key(one), question_key(other)
    assert (keys[0] == keys[1] and keys[0] != ("", "")) is same


@pytest.mark.parametrize(
    ("text", "points"), [("这个怎么交", True), ("它多少钱", True), ("刚才说的能报吗", True), ("年费怎么交", False)]
)
def test_what_needs_the_words_before(text, points):
    assert points_back(text) is points


def test_no_question_of_the_collection_is_taken_for_one_that_is_declined():
    """Written answers stand where the assistant declines: none of the questions that it answers may look like those."""
    parts = [load(COLLECTION), *batches(COLLECTION)]
    questions = [one for part in parts for one in part.questions]
    turns = [turn for part in parts for dialogue in part.dialogues for turn in dialogue.turns if turn.kind]
    declined = {question_key(one.user) for one in questions if one.kind == ("decline",)} - {("", "")}
    answered = [one.user for one in (*questions, *turns) if "decline" not in one.kind and one.kind]
    assert len(declined) > 200
    assert len(answered) > 1_500
    assert [text for text in answered if question_key(text) in declined] == []


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("什么是微导航", "微导航"),
        ("請問「區塊鏈」係咩意思呀？", "区块链"),
        ("PCT 是啥", "pct"),
        ("请解释一下知识产权证券化", "知识产权证券化"),
        ("微导航到底是什么", "微导航"),
    ],
)
def test_the_word_asked_about(text, term):
    assert term_key(term) in term_asked_for(text)


@pytest.mark.parametrize("text", ["微导航怎么申请", "微导航", "微导航奖多少", "什么是", "", "什么" * 200])
def test_other_questions_ask_about_no_word(text):
    assert term_key("微导航") not in term_asked_for(text)
