"""clause_content, definition, document_info, validity, target, list_policies, stacking."""

from __future__ import annotations

from datetime import date

import pytest

from tests.actions.knowledge import SetDay
from tests.actions.talk import Talk, cited


# ------------------------------------------------------------------------------------------------ clause_content
@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("漳州第七条说了什么", ("zhangzhou-2024", "（七）"), "每增加1件奖励5000元"),
        ("淄博第十条讲什么", ("zibo-2023", "十、"), "联合调解、仲裁调解"),
        ("漳州关于专利导航是怎么规定的", ("zhangzhou-2024", "（二）"), "专利导航"),
        ("重庆第8条", ("chongqing-2024", "8."), "海外知识产权纠纷应对"),
    ],
)
def test_the_words_of_a_clause(talk: Talk, text: str, place: tuple[str, str], words: str) -> None:
    answer = talk.say("clause_content", text)
    assert answer.kind == "clause"
    assert cited(answer)[0] == place
    assert words in answer.text


def test_what_no_notice_mentions(talk: Talk) -> None:
    answer = talk.say("clause_content", "漳州有没有提到元宇宙")
    assert answer.verdict == "no"
    assert not answer.citations


@pytest.mark.parametrize("text", ["漳州第二十条说了什么", "淄博第99条说了什么"])
def test_a_clause_that_does_not_exist_is_said_not_to(talk: Talk, text: str) -> None:
    answer = talk.say("clause_content", text)
    assert not answer.citations
    assert "没有" in answer.text


def test_a_clause_that_does_not_exist_does_not_repeat_the_last_one(talk: Talk) -> None:
    talk.say("clause_content", "漳州第七条说了什么")
    assert "盘活存量专利" not in talk.say("follow_up", "第二十条呢").text


def test_the_heading_of_a_part_lists_what_is_in_it(talk: Talk) -> None:
    answer = talk.say("clause_content", "漳州第二部分讲什么")
    assert "（三）" in answer.text
    assert "（四）" in answer.text


# ------------------------------------------------------------------------------------------------ definition
@pytest.mark.parametrize(
    ("text", "says", "doc"),
    [
        ("什么是专利密集型产品", "没有给“专利密集型产品”下定义", "zhangzhou-2024"),
        ("ISO56005是什么", "56005", "zhangzhou-2024"),
        ("33618是什么意思", "不是金额", "chongqing-2024"),
        ("国发〔2021〕20号是什么", "不是这份措施自己的文号", "zhangzhou-2024"),
        ("1亿元是给企业的吗", "不是给企业的奖励", "zhangzhou-2024"),
    ],
)
def test_terms_and_figures(talk: Talk, text: str, says: str, doc: str) -> None:
    answer = talk.say("definition", text)
    assert answer.kind == "definition"
    assert says in answer.text
    assert doc in {citation.doc_id for citation in answer.citations}


def test_a_term_that_no_notice_uses(talk: Talk) -> None:
    answer = talk.say("definition", "量子纠缠是什么意思")
    assert not answer.citations
    assert "没有找到" in answer.text


# ------------------------------------------------------------------------------------------------ document_info
@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("漳州措施谁发的，文号多少", ("漳州市人民政府办公室", "正文里没有写文号", "2024年2月2日")),
        ("靖江方案什么时候上网的", ("2017年4月26日", "2018年9月21日")),
        ("重庆方案谁发的", ("重庆市人民政府、国家知识产权局", "2024年10月11日")),
        ("淄博那个意见什么时候印发", ("淄博市市场监督管理局", "2023年11月9日")),
    ],
)
def test_facts_of_a_notice(talk: Talk, text: str, says: tuple[str, ...]) -> None:
    answer = talk.say("document_info", text)
    for words in says:
        assert words in answer.text
    assert "国发〔2021〕20号" not in answer.text


def test_the_outline_counts_parts_and_items(talk: Talk) -> None:
    assert "8个部分" in talk.say("document_info", "漳州措施一共几条").text
    assert "共18条" in talk.say("document_info", "漳州措施一共几条").text
    assert "共19条" in talk.say("document_info", "淄博意见一共几条").text


# ------------------------------------------------------------------------------------------------ validity
def test_in_force(talk: Talk) -> None:
    answer = talk.say("validity", "漳州措施哪天到期")
    assert (answer.kind, answer.verdict) == ("validity", "yes")
    assert "2029年2月2日" in answer.text
    assert answer.citations[0].valid_until == date(2029, 2, 2)
    assert answer.citations[0].in_force


def test_over(talk: Talk) -> None:
    answer = talk.say("validity", "靖江那个方案现在还算数吗")
    assert answer.verdict == "not_in_force"
    first = answer.text.partition("。")[0]
    assert "结束" in first or "过期" in first


def test_over_is_not_said_three_times(talk: Talk) -> None:
    assert talk.say("validity", "靖江那个方案现在还算数吗").text.count("已经结束") <= 1


def test_no_end_named(talk: Talk) -> None:
    for text in ("重庆方案有效期到哪天", "四川意见什么时候失效", "淄博的文件还有效吗"):
        answer = talk.say("validity", text)
        assert "没有写" in answer.text, text
        assert "2029" not in answer.text


def test_after_the_end(talk: Talk, day: SetDay) -> None:
    day(date(2030, 1, 1))
    answer = talk.say("validity", "漳州措施还有效吗")
    assert answer.verdict == "not_in_force"
    assert "现在还有效" not in answer.text


def test_a_later_year_is_asked_for(talk: Talk) -> None:
    answer = talk.say("validity", "漳州措施2030年还能用吗")
    assert answer.verdict != "yes"
    assert "2029年2月2日" in answer.text


def test_before_the_beginning(talk: Talk, day: SetDay) -> None:
    day(date(2024, 1, 1))
    answer = talk.say("validity", "漳州措施还有效吗")
    assert answer.verdict == "not_in_force"
    assert "还没有开始实施" in answer.text
    assert "已经结束" not in answer.text


# ------------------------------------------------------------------------------------------------ target
@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("靖江的万人发明专利拥有量目标是多少", "达到13件"),
        ("靖江商标要到多少件", "7500件"),
        ("靖江企业贯标目标多少家", "60家"),
        ("靖江高新技术企业贯标目标", "全覆盖"),
        ("靖江培训多少人", "200名"),
    ],
)
def test_targets_with_their_deadline(talk: Talk, text: str, says: str) -> None:
    answer = talk.say("target", text)
    assert answer.kind == "target"
    assert answer.verdict == "not_in_force"
    assert says in answer.text
    assert "2018年底" in answer.text
    assert answer.text.startswith("先提醒您")


def test_all_twenty_targets(talk: Talk) -> None:
    answer = talk.say("target", "靖江一共定了哪些目标")
    assert len(answer.citations) == 20
    assert "20. " in answer.text


@pytest.mark.parametrize("text", ["漳州万人发明专利拥有量目标多少", "重庆的商标目标是多少件", "淄博有什么目标"])
def test_notices_without_targets(talk: Talk, text: str) -> None:
    answer = talk.say("target", text)
    assert "没有规定" in answer.text
    assert "数字目标" in answer.text
    assert "13件" not in answer.text


def test_a_target_of_a_place_without_a_notice(talk: Talk) -> None:
    assert talk.say("target", "苏州万人发明专利拥有量目标多少").kind == "decline"


def test_the_target_of_a_county_is_not_the_provinces(talk: Talk) -> None:
    answer = talk.say("target", "江苏省的万人发明专利拥有量目标是多少")
    first = answer.text.splitlines()[0]
    assert "没有" in first
    assert "江苏省" in first
    assert "靖江市" in first


# ------------------------------------------------------------------------------------------------ list_policies
def test_all_notices(talk: Talk) -> None:
    answer = talk.say("list_policies", "你们收录了哪些政策")
    for source in talk.kb.sources.values():
        assert f"《{source.title}》" in answer.text
    assert "期限已过" in answer.text
    assert talk.say("list_policies", "除了漳州还有哪里").text.count("《") == 5


def test_the_notices_of_one_place(talk: Talk) -> None:
    answer = talk.say("list_policies", "重庆收录了哪些")
    assert "收录了1份" in answer.text


def test_the_notices_of_an_uncovered_place(talk: Talk) -> None:
    answer = talk.say("list_policies", "有深圳的政策吗")
    assert "没有收录深圳市" in answer.text


# ------------------------------------------------------------------------------------------------ stacking
def test_stacking_where_a_notice_rules_it(talk: Talk) -> None:
    answer = talk.say("stacking", "漳州两个奖能一起拿吗")
    assert "就高、从优、不重复" in answer.text
    assert cited(answer) == [("zhangzhou-2024", "文末")]
    assert answer.region is not None


def test_stacking_where_a_notice_is_silent(talk: Talk) -> None:
    answer = talk.say("stacking", "重庆的奖能一起拿吗")
    assert "没有写" in answer.text
    assert not answer.citations


def test_stacking_elsewhere(talk: Talk) -> None:
    assert talk.say("stacking", "深圳的奖能叠加吗").kind == "decline"


def test_whose_rate_is_meant(talk: Talk) -> None:
    both = talk.say("target", "靖江的专利实施转化率要达到多少")
    assert len(both.citations) == 2
    one = talk.say("target", "靖江高企的专利实施转化率要到多少")
    assert [citation.quote for citation in one.citations] == ["高新技术企业专利实施转化率达到60%以上"]


@pytest.mark.parametrize("number", ["〔2018〕130号", "131号文"])
def test_a_number_that_no_notice_has(talk: Talk, number: str) -> None:
    first, *others = talk.say("document_info", f"{number}是谁发的").text.splitlines()
    assert first == f"我收录的文件里没有文号是“{number}”的，收录的是："
    assert others
    assert "没有文号是" not in talk.say("document_info", "〔2017〕130号是谁发的").text
