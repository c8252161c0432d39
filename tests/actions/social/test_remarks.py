"""Remarks that are known by their words, whatever the classifier takes them for."""

from __future__ import annotations

import pytest

from actions.social.remarks import remark
from tests.actions.talk import Talk


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("晚上好呀，还在线吗", "greet"),
        ("您好，第一次用", "greet"),
        ("刚才话说重了，对不起", "apology"),
        ("不好意思啊，冲你发火了", "apology"),
        ("得，我先撤了", "goodbye"),
        ("改天再来问你", "goodbye"),
        ("好，睡了哈", "goodbye"),
        ("你说话绕来绕去的", "complaint"),
        ("答非所问", "complaint"),
        ("那你会干啥呀", "help"),
        ("你都能帮我查什么", "help"),
        ("thx 明白啦", "thanks"),
        ("没意思 88", "goodbye"),
    ],
)
def test_a_remark_in_its_own_words(talk: Talk, text: str, name: str) -> None:
    assert remark(talk.request(text, "out_of_scope"), "out_of_scope") == name


@pytest.mark.parametrize("intent", ["out_of_scope", "validity", "definition", "nlu_fallback"])
@pytest.mark.parametrize("text", ["晚上好呀，还在线吗", "刚才话说重了，对不起", "改天再来问你", "你说话绕来绕去的"])
def test_what_the_classifier_is_not_sure_of(talk: Talk, intent: str, text: str) -> None:
    assert talk.say(intent, text, confidence=0.5).kind in ("smalltalk", "handover")


@pytest.mark.parametrize(
    "text",
    ["你好，漳州专利转让奖多少", "对不起，是15件", "明天到期吗", "你说的是哪一条", "下次什么时候申请", "材料交到哪里"],
)
def test_a_question_is_no_remark(talk: Talk, text: str) -> None:
    assert remark(talk.request(text, "out_of_scope"), "out_of_scope") is None


def test_what_the_classifier_is_sure_of_stands(talk: Talk) -> None:
    request = talk.request("先这样", "cancel")
    assert remark(request, "cancel") in ("goodbye", None)
