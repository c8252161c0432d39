"""What is left of a message without the story around it."""

import pytest

from bot.components.idle import without_story
from bot.components.vocabulary import PolicyWords
from policy_kb.knowledge import KnowledgeBase
from policy_kb.language.reading import read

_FAMILY = "我姑妈做了一辈子豆腐，半夜就起来磨豆子，邻居们都爱吃。去年她腰疼得厉害，铺子就交给我表姐，我周末过去搭把手。"
_OFFICE = "昨天办公室搬家，纸箱子堆了一地，谁也找不着自己的杯子。主任说晚上请大家吃面，我们才打起精神。"
_ASKED = "高校今年转让了12件发明专利给漳州企业,能奖多少"


def left(kb: KnowledgeBase, text: str) -> str:
    """What stays of a text, the whole where nothing goes."""
    reading = read(text, kb.lexicon)
    kept = without_story(reading, kb.book.facts.values(), PolicyWords().of(kb))
    return reading.text if kept is None else kept


@pytest.mark.parametrize("story", [_FAMILY, _OFFICE, _FAMILY + _OFFICE])
def test_a_story_goes_wherever_it_stands(kb: KnowledgeBase, story: str) -> None:
    assert left(kb, f"{story}{_ASKED}") == _ASKED
    assert left(kb, f"{_ASKED}。{story}") == _ASKED
    assert left(kb, f"{story}{_ASKED}。{_OFFICE}") == _ASKED


@pytest.mark.parametrize("prelude", ["我儿子在旁边吵，", "我记性不好，上回听完又忘了，", "同事们都说不清楚。"])
def test_so_do_a_few_words_about_oneself(kb: KnowledgeBase, prelude: str) -> None:
    assert left(kb, prelude + _ASKED) == _ASKED


@pytest.mark.parametrize(
    "text", [_ASKED, "漳州", "12件", "不对，是15件", "怎么申请，找哪个部门", "还没批，能不能先拿一半"]
)
def test_a_short_message_stays_as_it_is(kb: KnowledgeBase, text: str) -> None:
    assert left(kb, text) == read(text, kb.lexicon).text


def test_of_a_message_that_is_only_a_story_the_end_stays(kb: KnowledgeBase) -> None:
    whole = read(_FAMILY, kb.lexicon).text
    assert whole.rstrip("。").endswith(left(kb, _FAMILY))


@pytest.mark.parametrize("question", ["医保报销比例是多少", "漳州明天下雨吗", "退休金怎么算"])
def test_a_question_about_something_else_stays(kb: KnowledgeBase, question: str) -> None:
    assert left(kb, _OFFICE + question) == question


def test_a_question_without_its_subject_keeps_the_story_that_has_it(kb: KnowledgeBase) -> None:
    told = "我们的商标被人抢注了"
    assert told in left(kb, f"{told}，{_FAMILY}这事该找哪个机构")


def test_a_question_in_a_story_is_none(kb: KnowledgeBase) -> None:
    story = "老板问我在忙什么，我说没什么，谁也没再说话，大家什么都没吃就走了。"
    assert left(kb, _FAMILY + story + _ASKED) == _ASKED


def test_the_field_mentioned_in_passing_goes_where_the_question_has_a_subject(kb: KnowledgeBase) -> None:
    passing = "有回我表哥喝醉了，拉着我聊起知识产权，把我听得直打瞌睡。"
    assert left(kb, _FAMILY + passing + _ASKED) == _ASKED
    assert "知识产权" in left(kb, _FAMILY + passing + "那我该怎么办")


_VOIDING = (
    "其中3件还没过户",
    "有几件被退回来了",
    "一半是前年转的",
    "后来合同作废了",
    "现在还在走流程",
    "有两家其实是子公司",
    "主任说得等公示完才算数",
)
#: These take up what was told before them.
_TAKING_BACK = ("表姐说那都是老黄历了", "邻居讲这个数不对", "后来没谈成")


@pytest.mark.parametrize("told", _VOIDING)
def test_what_may_void_a_claim_stays_before_the_question(kb: KnowledgeBase, told: str) -> None:
    assert read(told, kb.lexicon).text in left(kb, f"{told}。{_OFFICE}{_ASKED}")


@pytest.mark.parametrize("told", [*_VOIDING, *_TAKING_BACK])
@pytest.mark.parametrize("order", ["{asked}。{story}{told}。", "{asked}。{told}。{story}"])
def test_what_may_void_a_claim_stays_behind_it(kb: KnowledgeBase, told: str, order: str) -> None:
    assert read(told, kb.lexicon).text in left(kb, order.format(told=told, story=_OFFICE, asked=_ASKED))


def test_what_states_a_fact_stays(kb: KnowledgeBase) -> None:
    told = "质押登记惠及的企业有5家，专利转让许可51件，密集型产品备案了50件"
    assert "要收费" in left(kb, f"我们是知识产权公共服务机构，{told}，服务是要收费的，请问可以拿多少奖补")


def test_facts_in_the_middle_of_a_tale_stay(kb: KnowledgeBase) -> None:
    tale = f"{_FAMILY}我们是一所职业学院，今年有16件发明专利转让给了漳州的几家公司。{_OFFICE}能奖多少钱"
    kept = left(kb, tale)
    assert "16件发明专利转让给了漳州的几家公司" in kept
    assert "我们是一所职业学院" in kept
    assert "豆腐" not in kept


@pytest.mark.parametrize(
    ("said", "stays"),
    [("我们是一所大学", True), ("我跟他是大学同学", False), ("上午去银行存了点钱", False), ("作为企业", True)],
)
def test_who_asks_stays_and_whom_a_story_meets_goes(kb: KnowledgeBase, said: str, stays: bool) -> None:
    assert (said in left(kb, f"{_FAMILY}{said}，买了菜回家。通过ISO56005三级补多少")) is stays


def test_who_asks_by_the_way_goes_where_the_question_names_another(kb: KnowledgeBase) -> None:
    story = f"{_OFFICE}我们公司食堂的菜太咸。"
    assert "我们公司" in left(kb, f"{story}通过ISO56005三级补多少")
    assert "我们公司" not in left(kb, story + _ASKED)
