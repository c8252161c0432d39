"""Remarks that are known by their words, whatever the classifier takes them for."""

from __future__ import annotations

import pytest

from actions.social.remarks import about_the_desk, remark, wants_a_person
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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("你是人还是机器啊", "bot_challenge"),
        ("are you a real person", "bot_challenge"),
        ("对面是真人吗", "bot_challenge"),
        ("你这里主要管哪些事", "help"),
        ("我能问你哪方面的问题", "help"),
        ("先举几个例子吧", "help"),
        ("漳州哪些机构管这件事", None),
        ("程序走到哪一步了", None),
    ],
)
def test_a_question_about_the_desk_itself(text: str, name: str | None) -> None:
    assert about_the_desk(text) == name


def test_a_wish_for_a_person() -> None:
    assert wants_a_person("找个懂行的人当面讲")
    assert wants_a_person("麻烦派一位同志给我回个电话") or wants_a_person("派个同志和我联系")
    assert not wants_a_person("找哪个部门联系")
