"""What people say of themselves, read with the facts and names of the real catalogue."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_kb.awards import APPLICANT_FACT, AwardBook
from policy_kb.awards.stated import StatedFacts, stated_facts
from policy_kb.language.lexicon import Lexicon, LexiconEntry
from policy_kb.language.reading import read
from tests.processor_time import seconds


@pytest.fixture(scope="session")
def lexicon(book: AwardBook) -> Lexicon:
    return Lexicon(
        [LexiconEntry(name, "award", rule.key) for rule in book.rules.values() for name in (rule.name, *rule.aliases)],
        inexact_kinds=("award",),
    )


@pytest.fixture(scope="session")
def say(book: AwardBook, lexicon: Lexicon) -> Any:
    """Facts of one or several rules (by their short ids) in a sentence."""

    def stated(
        rules: str, sentence: str, expected: str | None = None, known: dict[str, Any] | None = None
    ) -> StatedFacts:
        names = dict.fromkeys(
            name for rule in rules.split() for name in book.rules[f"zhangzhou-2024/{rule}"].accepted_facts
        )
        names[APPLICANT_FACT] = None
        facts = [book.facts[name] for name in names]
        return stated_facts(read(sentence, lexicon), facts, expected=expected, known=known)

    return stated


APPLICANTS = [
    ("我们是高校", "university"),
    ("我们学校今年转让了一批专利", "university"),
    ("我是厦门一所大学的科研处", "university"),
    ("我们公司想问问", "enterprise"),
    ("我们是一家企业", "enterprise"),
    ("我们企业是国企", "enterprise"),
    ("本公司属于民营企业", "enterprise"),
    ("我们是新引进的企业", "enterprise"),
    ("不是高校，是研究院", "research_institute"),
    ("不是企业，我们是研究所", "research_institute"),
    ("高校转让给企业12件", "university"),
    ("我们是高校，今年向漳州企业转让了12件发明专利", "university"),
    ("研究所卖给本地公司8件专利", "research_institute"),
    ("学院把9件专利转给了漳州的公司", "university"),
    ("高校把专利转让给我们公司", "enterprise"),
    ("我们公司从高校买了10件专利", "enterprise"),
    ("我们企业向银行贷款坏账100万", "enterprise"),
    ("我们是快维中心，惠及了四家企业", "service_institution"),
    ("行业协会指导了15家企业", "organization"),
    ("企业联合会制定的团体标准", "organization"),
    ("给高校补助多少钱", "university"),
    ("农民专业合作社可以申请吗", "other_business"),
    ("我是个体户", "other_business"),
    ("大学生能申请吗", "individual"),
    ("企业跟高校合作，我们是企业", "enterprise"),
    ("我们高校院所里的研究所", None),
    ("向漳州企业转让了12件", None),
    ("转让给企业12件发明专利", None),
    ("12件发明专利，受让方是漳州企业", None),
    ("卖给公司8件", None),
    ("惠及了5家企业", None),
    ("服务企业6家", None),
    ("高校和企业都能申请吗", None),
    ("高校或者科研院所转让有奖吗", None),
    ("高校的研究院首次贯标", None),
    ("2所高校和1家研究院首次贯标", None),
    ("是不是企业都可以", None),
    ("转让奖励怎么算", None),
]


@pytest.mark.parametrize(("sentence", "value"), APPLICANTS)
def test_who_is_asking(say: Any, sentence: str, value: str | None) -> None:
    assert say("patent-transfer", sentence).values.get(APPLICANT_FACT) == (value or None)


def test_answering_the_question_who_one_is(say: Any) -> None:
    for answer, value in [
        ("高校", "university"),
        ("企业", "enterprise"),
        ("是公司", "enterprise"),
        ("研究院吧", "research_institute"),
    ]:
        assert say("patent-transfer", answer, APPLICANT_FACT).values[APPLICANT_FACT] == value
    assert APPLICANT_FACT not in say("patent-transfer", "不是企业", APPLICANT_FACT).values


NUMBERS = [
    # transfers
    ("patent-transfer", "转让了12件发明专利", {"transferred_patents": 12}),
    ("patent-transfer", "今年卖给企业十二件专利", {"transferred_patents": 12}),
    ("patent-transfer", "我们转让了１２個", {"transferred_patents": 12}),
    ("patent-transfer", "12个专利转让出去了", {"transferred_patents": 12}),
    ("patent-transfer", "手里有100件专利，转让了8件", {"transferred_patents": 8}),
    ("patent-transfer", "去年一年通过各种渠道成功转让出去的发明专利总共有二十件", {"transferred_patents": 20}),
    ("patent-transfer", "转让20件，其中实用新型8件，发明专利12件", {"transferred_patents": 12}),
    ("patent-transfer", "20件实用新型12件发明专利都转让了", {"transferred_patents": 12}),
    ("patent-transfer", "实用新型20件，发明12件，转让给企业了", {"transferred_patents": 12}),
    ("patent-transfer", "转让了20件实用新型", {}),
    ("patent-transfer", "转让了20件外观设计专利能奖多少", {}),
    ("patent-transfer", "转让了20件，都是实用新型", {}),
    ("patent-transfer", "转让实用新型20件", {}),
    ("patent-transfer", "转让了15件商标", {}),
    ("patent-transfer", "我们有3个校区，转让奖励多少", {}),
    ("patent-transfer", "申请了30件专利", {}),
    ("patent-transfer", "不是12件，是15件，转让的", {"transferred_patents": 15}),
    ("patent-transfer", "转让12件，哦不，15件", {"transferred_patents": 15}),
    ("patent-transfer", "转让了12件，说错了，是14件", {"transferred_patents": 14}),
    ("patent-transfer", "转让从12件增加到15件", {"transferred_patents": 15}),
    ("patent-transfer", "2024年3月转让了7件", {"transferred_patents": 7}),
    ("patent-transfer", "去年谈好的，转让了一打专利", {"transferred_patents": 12}),
    ("patent-transfer", "我的电话13800138000，转让了9件", {"transferred_patents": 9}),
    ("patent-transfer", "成立三年，员工200人，转让了一百零五件", {"transferred_patents": 105}),
    ("patent-transfer", "转让20件，其中发明专利12件", {"transferred_patents": 12}),
    ("patent-transfer", "转让5件不够吧？那6件呢", {"transferred_patents": 6}),
    ("patent-transfer", "转让 12", {"transferred_patents": 12}),
    ("pledge-risk-sharing", "坏账100万，其中本金80万", {"loan_principal_loss": Decimal(800_000)}),
    ("patent-transfer", "如果转让12件能拿多少", {"transferred_patents": 12}),
    ("patent-transfer", "目前转让了12件工业领域的发明专利", {"transferred_patents": 12}),
    ("patent-transfer", "最近12件专利转让了", {"transferred_patents": 12}),
    # introduced enterprises
    ("introduced-enterprise", "新增42件，高价值应该是15件", {"new_invention_patents": 42, "high_value_patents": 15}),
    (
        "introduced-enterprise",
        "公司刚落户，发明45，高价值20",
        {"newly_introduced": True, "new_invention_patents": 45, "high_value_patents": 20},
    ),
    ("introduced-enterprise", "如果新增40件", {"new_invention_patents": 40}),
    (
        "introduced-enterprise",
        "新引进的企业两年新增39件，其中高价值30件",
        {"newly_introduced": True, "new_invention_patents": 39, "high_value_patents": 30},
    ),
    ("introduced-enterprise", "新增发明专利45件，高价值20件", {"new_invention_patents": 45, "high_value_patents": 20}),
    ("introduced-enterprise", "45件发明专利里有15件高价值的", {"new_invention_patents": 45, "high_value_patents": 15}),
    ("introduced-enterprise", "新增四十二件高价值十四件", {"new_invention_patents": 42, "high_value_patents": 14}),
    (
        "introduced-enterprise",
        "高价值发明专利有15件，一共新增42件",
        {"new_invention_patents": 42, "high_value_patents": 15},
    ),
    ("introduced-enterprise", "新增40件实用新型", {}),
    (
        "introduced-enterprise",
        "新增60件，高价值占三分之一",
        {"new_invention_patents": 60, "high_value_share": Fraction(1, 3)},
    ),
    (
        "introduced-enterprise",
        "新增60件，三成是高价值",
        {"new_invention_patents": 60, "high_value_share": Fraction(3, 10)},
    ),
    (
        "introduced-enterprise",
        "新增60件，高价值占比百分之四十",
        {"new_invention_patents": 60, "high_value_share": Fraction(2, 5)},
    ),
    ("introduced-enterprise", "高价值占13/42", {"high_value_share": Fraction(13, 42)}),
    # levels
    ("iso56005", "拿到ISO56005三级评级补多少", {"iso56005_level": 3}),
    ("iso56005", "iso 56005 level 4", {"iso56005_level": 4}),
    ("iso56005", "我们L2", {"iso56005_level": 2}),
    ("iso56005", "评了伍级", {"iso56005_level": 5}),
    ("iso56005", "通过第二级评价", {"iso56005_level": 2}),
    ("iso56005", "评级是Ⅲ级", {"iso56005_level": 3}),
    ("iso56005", "不是三级是四级", {"iso56005_level": 4}),
    ("iso56005", "从二级升到三级", {"iso56005_level": 3}),
    ("iso56005", "一级到五级分别补多少", {}),
    # products
    ("patent-intensive-product", "专利密集型产品认定了25件", {"intensive_products": 25}),
    ("patent-intensive-product", "有三款产品通过认定", {"intensive_products": 3}),
    ("patent-intensive-product", "我们有16件密集型产品", {"intensive_products": 16}),
    ("patent-intensive-product", "备案了30件，认定8件", {"intensive_products": 8}),
    ("patent-intensive-product", "备案了30件专利密集型产品", {}),
    # money
    ("pledge-risk-sharing", "坏账本金100万，怎么分担", {"loan_principal_loss": Decimal(1_000_000)}),
    ("pledge-risk-sharing", "贷款1000万，坏账了200万", {"loan_principal_loss": Decimal(2_000_000)}),
    ("pledge-risk-sharing", "本金损失３５０萬元，利息20万", {"loan_principal_loss": Decimal(3_500_000)}),
    ("pledge-risk-sharing", "利息20万，本金80万还不上", {"loan_principal_loss": Decimal(800_000)}),
    ("pledge-risk-sharing", "损失一亿两千万", {"loan_principal_loss": Decimal(120_000_000)}),
    ("pledge-risk-sharing", "损失3万5", {"loan_principal_loss": Decimal(35_000)}),
    ("pledge-risk-sharing", "坏账1亿元", {"loan_principal_loss": Decimal(100_000_000)}),
    ("pledge-risk-sharing", "坏账50w", {"loan_principal_loss": Decimal(500_000)}),
    ("pledge-risk-sharing", "我想贷款500万", {}),
    ("pledge-risk-sharing", "利息20万", {}),
    ("pledge-risk-sharing", "打12345热线问贷款损失", {}),
    # public service
    (
        "public-service-institution",
        "惠及四家企业，专利转让许可60件，密集型产品备案55件，全部免费",
        {"served_enterprises": 4, "licensed_patents": 60, "filed_products": 55, "free_of_charge": True},
    ),
    (
        "public-service-institution",
        "质押登记服务了6家、许可50件、备案50件，没收服务费",
        {"served_enterprises": 6, "licensed_patents": 50, "filed_products": 50, "free_of_charge": True},
    ),
    (
        "public-service-institution",
        "50件转让许可，51件备案，惠及企业五家，照常收费",
        {"served_enterprises": 5, "licensed_patents": 50, "filed_products": 51, "free_of_charge": False},
    ),
    # standards
    ("group-standard", "我们协会用团体标准指导了15个市场主体", {"guided_entities": 15}),
    ("group-standard", "团标带动二十家商户", {"guided_entities": 20}),
    ("local-standard", "参与制定了两项地方标准，排名第二", {"drafted_standards": 2, "drafting_rank": 2}),
    ("local-standard", "作为第一起草单位制定了3个地方标准", {"drafted_standards": 3, "drafting_rank": 1}),
    ("local-standard", "地标文旅的地方标准，我们公司排第二起草单位", {"drafted_standards": 1, "drafting_rank": 2}),
    ("local-standard", "这些地方标准我们都排第二", {"drafting_rank": 2}),
    ("introduced-enterprise", "38件里头有20件高价值", {"new_invention_patents": 38, "high_value_patents": 20}),
    ("patent-transfer", "转给漳州企业的6件都是实用新型", {"transferred_patents": 0}),
    ("local-standard", "起草地方标准1项，排第3", {"drafted_standards": 1, "drafting_rank": 3}),
    ("local-standard", "参与制定3项国家标准", {}),
]


@pytest.mark.parametrize(("rules", "sentence", "values"), NUMBERS, ids=[case[1] for case in NUMBERS])
def test_numbers_go_to_their_facts(say: Any, rules: str, sentence: str, values: dict[str, Any]) -> None:
    stated = say(rules, sentence)
    assert {k: v for k, v in stated.values.items() if k != APPLICANT_FACT} == values
    assert not stated.doubts


FLAGS = [
    ("university-certification", "我们高校首次贯标", {"first_certification": True}),
    ("university-certification", "第一次通过33251认证", {"first_certification": True}),
    ("university-certification", "不是首次认证", {"first_certification": False}),
    ("university-certification", "去年已经通过过，这次是复审认证", {"first_certification": False}),
    ("university-certification", "没有首次通过认证", {"first_certification": False}),
    ("university-certification", "还没通过认证", {"first_certification": False}),
    ("university-certification", "我第一次来问，高校贯标补多少", {}),
    ("university-certification", "是不是首次贯标才有补助", {}),
    ("university-certification", "必须首次通过认证吗", {}),
    (
        "domestic-enforcement-win",
        "专利侵权官司打赢了，属于9+5产业",
        {"domestic_case_won": True, "in_9_plus_5_industry": True},
    ),
    (
        "domestic-enforcement-win",
        "维权官司输了，不属于9+5",
        {"domestic_case_won": False, "in_9_plus_5_industry": False},
    ),
    ("domestic-enforcement-win", "官司还在打", {"domestic_case_won": False}),
    ("domestic-enforcement-win", "我们创新大赛赢了", {}),
    (
        "domestic-enforcement-win",
        "产品是9 + 5产业的，国内维权胜诉",
        {"domestic_case_won": True, "in_9_plus_5_industry": True},
    ),
    ("overseas-enforcement-win", "在美国被诉，最后打赢了", {"overseas_case_won": True}),
    ("overseas-enforcement-win", "海外官司败诉", {"overseas_case_won": False}),
    ("domestic-enforcement-win overseas-enforcement-win", "海外维权胜诉了", {"overseas_case_won": True}),
    ("domestic-enforcement-win overseas-enforcement-win", "国内侵权案件胜诉", {"domestic_case_won": True}),
    (
        "domestic-enforcement-win overseas-enforcement-win",
        "国内官司打赢了，海外官司输了",
        {"domestic_case_won": True, "overseas_case_won": False},
    ),
    ("domestic-enforcement-win overseas-enforcement-win", "胜诉了", {}),
    ("introduced-enterprise", "我们是刚引进的企业", {"newly_introduced": True}),
    ("introduced-enterprise", "我们不是新引进的企业", {"newly_introduced": False}),
    ("introduced-enterprise", "我们是本地老企业", {"newly_introduced": False}),
    ("introduced-enterprise", "我们不算新引进的，能拿新引进企业那50万吗", {"newly_introduced": False}),
    ("introduced-enterprise", "不是刚引进的公司，也能领新引进企业的奖励吗", {"newly_introduced": False}),
    ("introduced-enterprise", "不是老企业，是新引进的", {"newly_introduced": True}),
    ("domestic-enforcement-win", "不是商标案，发明专利的国内官司，胜诉了", {"domestic_case_won": True}),
    ("domestic-enforcement-win", "去年的国内官司败诉了，今年这件国内案子胜诉", {"domestic_case_won": True}),
    ("introduced-enterprise", "老字号，不是引进的，新引进企业50万能给我们不", {"newly_introduced": False}),
    (
        "domestic-enforcement-win",
        "我们行业不属于九加五，国内的专利官司打赢了",
        {"in_9_plus_5_industry": False, "domestic_case_won": True},
    ),
    (
        "domestic-enforcement-win",
        "国内官司打赢了，行业在9+5之外",
        {"in_9_plus_5_industry": False, "domestic_case_won": True},
    ),
    ("introduced-enterprise", "公司新引进人才12名", {}),
    ("introduced-enterprise", "是不是新引进的企业才行", {}),
    ("ip-research-centre", "我们高校设立了知识产权研究中心", {"has_ip_research_centre": True}),
    ("ip-research-centre", "学校已经有研究中心", {"has_ip_research_centre": True}),
    ("ip-research-centre", "我们没有知识产权研究中心", {"has_ip_research_centre": False}),
    ("ip-research-centre", "研究中心还没建", {"has_ip_research_centre": False}),
    ("ip-research-centre", "我们公司成立了三年", {}),
    ("ip-research-centre", "学校设置了新专业", {}),
    ("ip-research-centre", "有没有研究中心的补助", {}),
    ("public-service-institution", "服务费照常收费", {"free_of_charge": False}),
    ("public-service-institution", "这些服务都不收钱", {"free_of_charge": True}),
]


@pytest.mark.parametrize(("rules", "sentence", "values"), FLAGS, ids=[case[1] for case in FLAGS])
def test_flags_are_stated_by_their_own_words_alone(say: Any, rules: str, sentence: str, values: dict[str, Any]) -> None:
    assert {k: v for k, v in say(rules, sentence).values.items() if isinstance(v, bool)} == values


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ("是", True),
        ("是的", True),
        ("嗯嗯", True),
        ("对的，首次", True),
        ("第一次", True),
        ("没错啊", True),
        ("不是", False),
        ("没有", False),
        ("还没呢", False),
        ("否", False),
        ("不是首次", False),
        ("第二次了", False),
        ("不知道", None),
        ("不清楚是不是首次", None),
        ("什么意思", None),
        ("多少钱", None),
    ],
)
def test_answering_yes_or_no(say: Any, answer: str, value: bool | None) -> None:
    assert say("university-certification", answer, "first_certification").values.get("first_certification") is value


def test_a_bare_number_answers_the_question_that_was_asked(say: Any) -> None:
    ask = "transferred_patents"
    for answer in ("12", "十二", "12件", "１２", "十二个", "是12件吧", "一打"):
        assert say("patent-transfer", answer, ask).values[ask] == 12, answer
    assert say("iso56005", "三", "iso56005_level").values["iso56005_level"] == 3
    assert say("pledge-risk-sharing", "1000000", "loan_principal_loss").values["loan_principal_loss"] == 1_000_000
    assert say("local-standard", "第二", "drafting_rank").values["drafting_rank"] == 2
    assert say("local-standard", "2", "drafting_rank").values["drafting_rank"] == 2
    assert say("introduced-enterprise", "0.4", "high_value_share").values["high_value_share"] == Fraction(2, 5)


def test_a_number_nobody_asked_for_needs_a_unit(say: Any) -> None:
    assert not say("pledge-risk-sharing", "200000").values
    assert not say("patent-transfer", "12").values


@pytest.mark.parametrize(
    ("rules", "expected", "sentence"),
    [
        ("patent-transfer", "transferred_patents", "十来件"),
        ("patent-transfer", "transferred_patents", "好几件"),
        ("patent-transfer", "transferred_patents", "abc件"),
        ("patent-transfer", "transferred_patents", "2.5件"),
        ("patent-transfer", "transferred_patents", "-3件"),
        ("patent-transfer", "transferred_patents", "10^12件"),
        ("patent-transfer", "transferred_patents", "9999999999999件"),
        ("patent-transfer", "transferred_patents", "10到15件"),
        ("patent-transfer", "transferred_patents", "两件半"),
        ("patent-transfer", None, "上半年转让了6件，下半年转让了8件"),
        ("patent-transfer", None, "转让6件和转让10件分别奖多少"),
        ("patent-intensive-product", None, "上半年认定了3件，下半年认定了5件"),
        ("patent-transfer", None, "两年里转让了一打专利"),
        ("pledge-risk-sharing", "loan_principal_loss", "100"),
        ("patent-transfer", None, "我们转让了二十多件发明专利"),
        ("patent-transfer", None, "转让了-3件发明专利"),
        ("patent-transfer", None, "转让了10^12件"),
        ("patent-transfer", None, "我们转让了大概20件"),
        ("patent-transfer", None, "不到10件转让"),
        ("iso56005", "iso56005_level", "六级"),
        ("iso56005", "iso56005_level", "0级"),
        ("iso56005", None, "我们是ISO56005六级"),
        ("iso56005", None, "三到四级"),
        ("pledge-risk-sharing", None, "坏账100多万"),
        ("introduced-enterprise", "high_value_share", "150%"),
    ],
)
def test_what_cannot_be_is_asked_again(say: Any, rules: str, expected: str | None, sentence: str) -> None:
    stated = say(rules, sentence, expected)
    assert stated.doubts
    assert stated.doubts[0].sentence
    assert stated.doubts[0].fact not in stated.values


def test_more_and_less_start_from_what_is_known(say: Any) -> None:
    known = {"transferred_patents": 12}
    for sentence, value in [
        ("再多一件呢", 13),
        ("多3件呢", 15),
        ("如果再转让两件", 14),
        ("少两件呢", 10),
        ("要是少了5件", 7),
        ("不对，是15件", 15),
        ("改成20件", 20),
        ("一共15件", 15),
    ]:
        assert say("patent-transfer", sentence, None, known).values == {"transferred_patents": value}, sentence
    assert say("patent-transfer", "少20件呢", None, known).doubts
    assert say("patent-transfer", "再多一件呢").doubts


def test_a_correction_goes_to_the_fact_that_is_known(say: Any) -> None:
    known = {"licensed_patents": 40}
    stated = say("public-service-institution", "不对，是50件", None, known)
    assert stated.values == {"licensed_patents": 50}


def test_the_condition_read_aloud_states_nothing(say: Any) -> None:
    for question in ("6件以上才有奖励吗", "要求不少于6件是什么意思", "是不是至少要转让6件"):
        stated = say("patent-transfer", question)
        assert stated == StatedFacts(), question


def test_a_third_is_exactly_a_third(say: Any) -> None:
    for words in ("三分之一", "1/3"):
        share = say("introduced-enterprise", f"高价值占{words}").values["high_value_share"]
        assert share >= Fraction(1, 3)


@pytest.mark.parametrize(
    "piece", ["高校", "胜诉", "转让3件", "没有", "12", "有研究中心。", "不是首次，", "其中3件", "企业和高校"]
)
def test_a_long_message_takes_no_time(book: AwardBook, lexicon: Lexicon, piece: str) -> None:
    reading = read((piece * 5_000)[:5_000], lexicon)
    facts = list(book.facts.values())
    # Less than a tenth; a step for each pair of pieces would take many.
    assert min(seconds(lambda: stated_facts(reading, facts)) for _ in range(2)) < 1.0


@settings(max_examples=300)
@given(
    st.text(alphabet="我们是高校企业转让了12件三十万元不没对，。/%-第级再多少分之一新增高价值首次吗 的", max_size=40)
)
def test_no_message_breaks_it(book: AwardBook, lexicon: Lexicon, text: str) -> None:
    facts = list(book.facts.values())
    stated = stated_facts(read(text, lexicon), facts)
    for doubt in stated.doubts:
        assert doubt.fact in book.facts
        assert doubt.sentence
    book.validate({k: v for k, v in stated.values.items() if k != "high_value_patents"})


def numbers(stated: StatedFacts) -> dict[str, Any]:
    return {name: value for name, value in stated.values.items() if name != APPLICANT_FACT}


KNOWN = {
    "patent-transfer": {"transferred_patents": 12},
    "patent-intensive-product": {"intensive_products": 15},
    "iso56005": {"iso56005_level": 3},
    "introduced-enterprise": {"new_invention_patents": 42, "high_value_patents": 20},
    "pledge-risk-sharing": {"loan_principal_loss": Decimal(1_000_000)},
}


@pytest.mark.parametrize(
    ("rules", "sentence", "value"),
    [
        ("iso56005", "升一级呢", 4),
        ("iso56005", "再高一级呢", 4),
        ("iso56005", "多一级呢", 4),
        ("iso56005", "高一个等级呢", 4),
        ("iso56005", "上调一级", 4),
        ("iso56005", "提升一级能多拿多少", 4),
        ("iso56005", "再升两级", 5),
        ("iso56005", "低一级呢", 2),
        ("iso56005", "往下一级呢", 2),
        ("iso56005", "降两级呢", 1),
        ("iso56005", "升到四级呢", 4),
        ("iso56005", "提高到五级", 5),
        ("iso56005", "四级呢", 4),
        ("iso56005", "评上四级", 4),
        ("patent-transfer", "又转让了20件", 32),
        ("patent-transfer", "又卖了3件", 15),
        ("patent-transfer", "外加3件", 15),
        ("patent-transfer", "多转3件呢", 15),
        ("patent-transfer", "去掉2件呢", 10),
        ("patent-transfer", "6+6件", 12),
        ("patent-transfer", "20件呢", 20),
        ("patent-transfer", "那6件呢", 6),
        ("patent-transfer", "是18件不是12件", 18),
        ("pledge-risk-sharing", "再多50万", Decimal(1_500_000)),
        ("pledge-risk-sharing", "再损失50万", Decimal(1_500_000)),
        ("pledge-risk-sharing", "少20万", Decimal(800_000)),
    ],
)
def test_differences_start_from_what_was_said(say: Any, rules: str, sentence: str, value: Any) -> None:
    stated = say(rules, sentence, None, KNOWN[rules])
    assert list(numbers(stated).values()) == [value]
    assert not stated.doubts


def test_a_difference_goes_to_the_fact_it_names(say: Any) -> None:
    known = KNOWN["introduced-enterprise"]
    for sentence, values in [
        ("高价值少5件呢", {"high_value_patents": 15}),
        ("高价值再多3件", {"high_value_patents": 23}),
        ("发明再多3件", {"new_invention_patents": 45}),
        ("不对总数是45件", {"new_invention_patents": 45}),
        ("一共48件", {"new_invention_patents": 48}),
        ("新增48件", {"new_invention_patents": 48}),
    ]:
        stated = say("introduced-enterprise", sentence, None, known)
        assert numbers(stated) == values, sentence
        assert not stated.doubts
    assert say("introduced-enterprise", "再多3件呢", None, known).doubts


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ("iso56005", "升三级呢"),
        ("iso56005", "下一级呢"),
        ("iso56005", "再高三级呢"),
        ("iso56005", "降三级"),
        ("patent-transfer", "比去年多3件"),
        ("patent-transfer", "明年再卖20件"),
        ("patent-transfer", "去年10件"),
        ("patent-transfer", "退回去2件"),
        ("patent-transfer", "最多18件"),
        ("introduced-enterprise", "高价值增加3件呢"),
        ("patent-intensive-product", "3件被驳回了"),
        ("patent-intensive-product", "还有5件在审"),
        ("patent-intensive-product", "还有5件没批下来"),
        ("patent-intensive-product", "有两件作废了"),
        ("pledge-risk-sharing", "追回来50万"),
        ("pledge-risk-sharing", "又收回50万"),
        ("pledge-risk-sharing", "已经还了30万"),
        ("pledge-risk-sharing", "坏了三成"),
    ],
)
def test_what_may_change_a_known_value_is_asked(say: Any, rules: str, sentence: str) -> None:
    stated = say(rules, sentence, None, KNOWN[rules])
    assert stated.doubts
    assert not numbers(stated)


SUMS = [
    ("patent-transfer", "又转让了20件", 20),
    ("patent-transfer", "高校转让12件奖6万，再多3件呢", 15),
    ("patent-transfer", "转让12件，外加3件", 15),
    ("patent-transfer", "转让12件，又卖了3件", 15),
    ("patent-transfer", "转让了10+3件", 13),
    ("patent-transfer", "转让 6 + 6 件", 12),
    ("patent-transfer", "转让了20件，其中外观5件，实用3件，剩下发明", 12),
    ("patent-transfer", "转让15件专利，10件发明5件实用新型", 10),
    ("patent-transfer", "转让10件发明和2件实用新型，一共12件", 10),
    ("patent-transfer", "一共转让12件，发明10件，实用新型2件", 10),
    ("patent-transfer", "转让了12件（含2件实用新型）", 10),
    ("patent-transfer", "转让12件发明专利，其中4件转给外省企业", 8),
    ("patent-transfer", "转让20件，扣除5件没过户的", 15),
    ("patent-transfer", "转让12件，还有3件实用新型", 12),
    ("patent-transfer", "转让了12件，不是实用新型", 12),
    ("patent-intensive-product", "密集型产品20件，其中5件还没认定", 15),
    ("patent-intensive-product", "密集型产品15件，去掉3件没认定的", 12),
    ("patent-intensive-product", "产品20件，认定的15件，没认定的5件", 15),
    ("patent-intensive-product", "认定了8件，还有3件在审", 8),
    ("patent-intensive-product", "认定了8件，另外2件被驳回", 8),
    ("patent-intensive-product", "申报20件通过12件", 12),
    ("patent-intensive-product", "我们有20件密集型产品，都通过了认定", 20),
    ("iso56005", "我们三级，再升一级呢", 4),
    ("iso56005", "从二级升一级", 3),
    ("introduced-enterprise", "新增50件其中高价值20件", 50),
    ("introduced-enterprise", "新增发明专利45件，其中高价值15件，实用新型10件", 35),
    ("pledge-risk-sharing", "贷款500万，损失100万没收回", Decimal(1_000_000)),
    ("pledge-risk-sharing", "损失100万能分担80%吗", Decimal(1_000_000)),
]

MAIN_FACT = {rules: next(iter(values)) for rules, values in KNOWN.items()}


@pytest.mark.parametrize(("rules", "sentence", "value"), SUMS, ids=[case[1] for case in SUMS])
def test_parts_and_additions_are_counted(say: Any, rules: str, sentence: str, value: Any) -> None:
    stated = say(rules, sentence)
    assert stated.values[MAIN_FACT[rules]] == value
    assert not stated.doubts


UNCLEAR = [
    ("patent-transfer", "转让20件，5件还没过户"),
    ("patent-transfer", "去年转让3件今年5件，两年合计能奖多少"),
    ("patent-transfer", "转让12件，作废了2件"),
    ("patent-transfer", "转让12件，还有3件"),
    ("patent-transfer", "转让20件，其中12件"),
    ("patent-intensive-product", "没有通过认定的有3件"),
    ("pledge-risk-sharing", "贷款500万还了200万剩下收不回"),
    ("pledge-risk-sharing", "损失100万，追回来50万"),
    ("pledge-risk-sharing", "1000万损失了30%"),
    ("pledge-risk-sharing", "贷款1000万坏了三成"),
    ("iso56005", "升一级呢"),
    ("iso56005", "去年三级今年五级"),
    ("iso56005", "三级和四级都有证书"),
    ("iso56005", "三级比二级多多少"),
    ("iso56005", "三级还没通过认证"),
    ("iso56005", "ISO56005十级"),
    ("iso56005", "ISO56005零级"),
    ("iso56005", "56005十级"),
    ("introduced-enterprise", "三年新增发明专利60件"),
    ("introduced-enterprise", "每年新增20件发明"),
    ("introduced-enterprise", "第一年20件第二年25件发明"),
    ("local-standard", "分别排第1、第2、第3"),
    ("local-standard", "排第零位"),
    ("patent-transfer", "明年再卖20件"),
    ("patent-transfer", "大概转让30件"),
    ("patent-transfer", "差不多转了30件"),
    ("patent-transfer", "可能转让了12件"),
    ("patent-transfer", "估计能转让12件"),
    ("patent-transfer", "转让了快12件"),
    ("patent-transfer", "转让了上百件"),
    ("patent-transfer", "转让了好几件"),
    ("patent-transfer", "转让了∞件"),
    ("patent-transfer", "转让了NaN件"),
    ("patent-transfer", "转让了abc件"),
    ("patent-transfer", "转让半件"),
    ("pledge-risk-sharing", "大概损失300万"),
    ("pledge-risk-sharing", "损失三百万不到"),
    ("public-service-institution", "服务了好几家企业"),
]


@pytest.mark.parametrize(("rules", "sentence"), UNCLEAR, ids=[case[1] for case in UNCLEAR])
def test_what_is_not_plainly_said_is_asked(say: Any, rules: str, sentence: str) -> None:
    stated = say(rules, sentence)
    assert stated.doubts
    assert stated.doubts[0].fact not in stated.values


CORRECTED = [
    ("patent-transfer", "转让了20件哦不18件", 18),
    ("patent-transfer", "转让20件发明，不，18件", 18),
    ("patent-transfer", "转让12件 搞错 10件", 10),
    ("patent-transfer", "转让了12件，说多了，10件", 10),
    ("patent-transfer", "转让20，更正为18", 18),
    ("patent-transfer", "转让的不是12件是15件", 15),
    ("patent-transfer", "12件不是，是15件，转让的", 15),
    ("iso56005", "三级改四级", 4),
    ("iso56005", "四级不是三级", 4),
    ("iso56005", "三级，不是四级", 3),
    ("iso56005", "不是四级而是三级", 3),
    ("iso56005", "五級，講錯咗，係二級", 2),
    ("iso56005", "三級，唔係，係四級", 4),
    ("iso56005", "从三级升到四级能多拿多少", 4),
    ("local-standard", "排名第二，不对，第三", 3),
]


@pytest.mark.parametrize(("rules", "sentence", "value"), CORRECTED, ids=[case[1] for case in CORRECTED])
def test_corrections_take_back_what_they_replace(say: Any, rules: str, sentence: str, value: int) -> None:
    stated = say(rules, sentence)
    assert list(numbers(stated).values()) == [value]
    assert not stated.doubts


def test_a_correction_without_a_unit(say: Any) -> None:
    known = KNOWN["patent-transfer"]
    assert numbers(say("patent-transfer", "不是12是15", None, known)) == {"transferred_patents": 15}
    assert numbers(say("patent-transfer", "讲错了18件", None, known)) == {"transferred_patents": 18}
    asked = say("patent-transfer", "20，更正为18", "transferred_patents")
    assert numbers(asked) == {"transferred_patents": 18}
    assert not numbers(say("patent-transfer", "不是12件", None, known))


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("我们公司，不对，我们是协会", "organization"),
        ("高校，不对，研究院，今年15件", "research_institute"),
        ("企业，说错了，是高校", "university"),
        ("我们是高校，没说错", "university"),
    ],
)
def test_who_is_asking_can_be_corrected(say: Any, sentence: str, value: str) -> None:
    assert say("patent-transfer", sentence).values[APPLICANT_FACT] == value


def test_yes_and_no_can_be_corrected(say: Any) -> None:
    for answer, value in [("是的，不对，不是", False), ("不是，说错了，是的", True), ("不是", False)]:
        assert say("university-certification", answer, "first_certification").values == {"first_certification": value}


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("高校去年转让了10件发明专利，今年才3件", 3),
        ("转让去年10件今年8件", 8),
        ("今年转让3件，去年转让5件", 3),
        ("我们去年申请了30件，今年转让了8件", 8),
        ("转让了12件，明年还想转", 12),
        ("今年上半年转让了12件", 12),
        ("打算转让12件", 12),
        ("成立三年，转让了12件", 12),
    ],
)
def test_the_year_asked_for_counts(say: Any, sentence: str, value: int) -> None:
    stated = say("patent-transfer", sentence)
    assert numbers(stated) == {"transferred_patents": value}
    assert not stated.doubts


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ("introduced-enterprise", "申请了50件发明专利"),
        ("patent-transfer", "许可了20件"),
        ("patent-transfer", "转让给外省企业12件"),
        ("patent-transfer", "40件以上才有吗"),
        ("patent-transfer", "需要转让几件"),
        ("patent-transfer", "30"),
        ("introduced-enterprise", "0.4"),
        ("iso56005", "上一级主管部门是谁"),
    ],
)
def test_what_is_of_something_else_states_nothing(say: Any, rules: str, sentence: str) -> None:
    stated = say(rules, sentence)
    assert not numbers(stated)
    assert not stated.doubts


@pytest.mark.parametrize(
    "sentence",
    [
        "转让了12件，没有收费",
        "转让了12件，还没申请奖励",
        "转让12件有没有奖",
        "转让12件不算多吧",
        "转让12件达不达标",
        "转让12件符不符合条件",
        "高校转让12件没问题吧",
        "今年转让了12件，去年没有",
        "转让了12件，大概能拿多少钱",
        "我们转让12件专利大概能奖多少",
        "我们有100件专利，转让了12件",
        "转让了12件专利给3家企业",
        "转让12件给漳州企业，合同金额100万",
        "再问一下，转让12件奖多少",
    ],
)
def test_ordinary_sentences_stay_plain(say: Any, sentence: str) -> None:
    stated = say("patent-transfer", sentence)
    assert numbers(stated) == {"transferred_patents": 12}
    assert not stated.doubts


def test_answers_out_of_order(say: Any) -> None:
    stated = say("introduced-enterprise", "我们公司是新引进的，45件，高价值12件", APPLICANT_FACT)
    assert numbers(stated) == {"newly_introduced": True, "new_invention_patents": 45, "high_value_patents": 12}
    assert numbers(say("local-standard", "第二", "drafted_standards")) == {"drafting_rank": 2}
    assert not numbers(say("local-standard", "第二"))
    assert not numbers(say("patent-transfer", "30", APPLICANT_FACT))
    assert numbers(say("iso56005", "最高级", "iso56005_level")) == {"iso56005_level": 5}


@pytest.mark.parametrize(
    ("sentence", "yuan"),
    [
        ("损失半个亿", 50_000_000),
        ("损失1个亿", 100_000_000),
        ("损失两个亿", 200_000_000),
        ("损失1.5个亿", 150_000_000),
        ("损失50k", 50_000),
        ("损失100万+50万", 1_500_000),
    ],
)
def test_ways_of_saying_sums(say: Any, sentence: str, yuan: int) -> None:
    assert numbers(say("pledge-risk-sharing", sentence)) == {"loan_principal_loss": Decimal(yuan)}


def test_the_question_again_fits_the_kind_of_fact(say: Any) -> None:
    def asked(rules: str, sentence: str, expected: str | None = None) -> str:
        return str(say(rules, sentence, expected).doubts[0].sentence)

    assert "几级" in asked("iso56005", "三级和四级都有证书")
    assert "第几位" in asked("local-standard", "分别排第1、第2、第3")
    assert "多少件" in asked("patent-transfer", "转让6件和转让10件分别奖多少")
    assert "一级到五级" in asked("iso56005", "ISO56005十级")
    half = asked("patent-transfer", "2.5件", "transferred_patents")
    assert "几件" in half
    assert "100000" not in half
    assert "大于零" not in asked("pledge-risk-sharing", "损失9999亿")


@pytest.mark.parametrize(
    "sentence",
    ["又下来4件", "昨天又批了3件", "今天撤了1件", "重复了1件", "2件下来了", "后来退了3件"],
)
def test_a_number_that_may_be_a_difference_never_replaces_what_is_known(say: Any, sentence: str) -> None:
    found = say("patent-intensive-product", sentence, None, {"intensive_products": 10})
    assert found.doubts or found.values["intensive_products"] in (14, 13, 9, 12, 7)


@pytest.mark.parametrize(
    "sentence",
    [
        "公司12件密集型产品里有2件是子公司的，能拿多少",
        "公司8件密集型产品其中3件是代别人报的",
        "公司密集型产品5件再算上新批的3件",
        "密集型产品18件，数错了少数了2件",
    ],
)
def test_a_second_number_is_never_dropped_without_a_word(say: Any, sentence: str) -> None:
    found = say("patent-intensive-product", sentence)
    assert found.doubts or found.values["intensive_products"] in (8, 20)


@pytest.mark.parametrize(
    "sentence",
    [
        "哦不对，财务说是12件",
        "不对，他们那边定下来的是12件",
        "说岔了是12件",
        "财务说是12件",
        "漏了3件，加上是12件",
        "又批了3件，现在一共12件",
    ],
)
def test_a_new_value_in_many_words(say: Any, sentence: str) -> None:
    assert say("patent-transfer", sentence, None, {"transferred_patents": 9}).values["transferred_patents"] == 12


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("刚才少报了2件", 11),
        ("其实多算了2件", 7),
        ("说少了一件", 10),
        ("漏报了4件", 13),
        ("少算了3件，加起来是12件", 12),
    ],
)
def test_a_miscount_is_put_right(say: Any, sentence: str, value: int) -> None:
    assert say("patent-transfer", sentence, None, {"transferred_patents": 9}).values["transferred_patents"] == value


def test_a_miscount_that_does_not_add_up_is_asked_about(say: Any) -> None:
    assert say("patent-transfer", "少算了2件，加起来是15件", None, {"transferred_patents": 9}).doubts


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("再多三件，就是12件", 12),
        ("要是再卖一件出去 凑10件", 10),
        ("要是再加5件呢，就14件了", 14),
        ("现在12件，再多一件呢", 13),
    ],
)
def test_a_difference_and_what_it_leads_to_are_one(say: Any, sentence: str, value: int) -> None:
    assert say("patent-transfer", sentence, None, {"transferred_patents": 9}).values["transferred_patents"] == value


@pytest.mark.parametrize("sentence", ["打算从厦门搬到漳州", "准备从外地迁来", "考虑从泉州整体搬过来"])
def test_what_is_intended_is_not_so_yet(say: Any, sentence: str) -> None:
    assert "newly_introduced" not in say("introduced-enterprise", f"公司{sentence}").values
    assert say("introduced-enterprise", "公司刚从厦门搬到漳州").values["newly_introduced"] is True


def test_what_is_paid_for_one_is_no_count(say: Any) -> None:
    found = say("patent-intensive-product", "一件是按多少给的", None, {"intensive_products": 9})
    assert not found.values
    assert not found.doubts


def test_a_difference_that_does_not_lead_there_is_asked_about(say: Any) -> None:
    assert say("patent-transfer", "再多三件，就是20件", None, {"transferred_patents": 9}).doubts


@pytest.mark.parametrize(
    "sentence",
    [
        "6家，55件转让许可 60件备案，不收费",
        "惠及6家 55件转让许可60件产品备案，不收费",
        "惠及6家，转让许可55件，备案60件，不收费",
    ],
)
def test_the_word_behind_each_number_is_its_own(say: Any, sentence: str) -> None:
    values = say("public-service-institution", sentence).values
    assert (values["licensed_patents"], values["filed_products"]) == (55, 60)


@pytest.mark.parametrize("behind", ["符合吗", "请问行不行", "达标", ""])
def test_a_word_of_asking_is_no_word_of_a_number(say: Any, behind: str) -> None:
    found = say("introduced-enterprise", f"新引进的企业，两年新增45件高价值20件{behind}").values
    assert (found["new_invention_patents"], found["high_value_patents"]) == (45, 20)
    assert say("introduced-enterprise", f"45件高价值20件{behind}").values.get("high_value_patents") != 45


def test_a_count_beside_a_rank_is_plainly_told_anew(say: Any) -> None:
    known = {"drafted_standards": 1, "drafting_rank": 3}
    values = say("local-standard", "三项都排第二呢", None, known).values
    assert (values["drafted_standards"], values["drafting_rank"]) == (3, 2)


def test_whole_and_part_told_anew(say: Any) -> None:
    known = {"new_invention_patents": 38, "high_value_patents": 15}
    found = say("introduced-enterprise", "现在43件了，不过高价值重新数只有13件", None, known)
    assert found.values == {"new_invention_patents": 43, "high_value_patents": 13}
    assert not say("introduced-enterprise", "现在10件了，高价值13件", None, known).values.get("new_invention_patents")


@pytest.mark.parametrize("sentence", ["21呢", "那要是21的话"])
def test_a_bare_number_that_changes_the_one_known_count(say: Any, sentence: str) -> None:
    known = {"intensive_products": 19}
    assert say("patent-intensive-product", sentence, None, known).values["intensive_products"] == 21


@pytest.mark.parametrize("sentence", ["密集型产品再加2件", "再多2件"])
def test_what_is_added_to_nothing_known_is_no_value(say: Any, sentence: str) -> None:
    assert "intensive_products" not in say("patent-intensive-product", sentence).values


@pytest.mark.parametrize("sentence", ["一件五千对吧", "不是1件给5000元吗"])
def test_the_rate_of_the_notice_is_no_count(say: Any, sentence: str) -> None:
    assert "intensive_products" not in say("patent-intensive-product", sentence).values


def test_the_rest_is_no_total(say: Any) -> None:
    assert say("patent-intensive-product", "那剩下的四款通过了呢").doubts


@pytest.mark.parametrize("sentence", ["那输了呢", "没打赢呢", "要是败诉了呢"])
def test_a_known_flag_turns_in_a_short_message(say: Any, sentence: str) -> None:
    assert say("overseas-enforcement-win", sentence, None, {"overseas_case_won": True}).values == {
        "overseas_case_won": False
    }


def test_a_known_flag_stays_in_a_message_about_something_else(say: Any) -> None:
    found = say("domestic-enforcement-win", "更正一下，我们是做机械的企业", None, {"in_9_plus_5_industry": False})
    assert "in_9_plus_5_industry" not in found.values


def test_a_flag_that_only_an_enterprise_can_have(say: Any) -> None:
    assert say("introduced-enterprise", "我们是新引进到漳州的").values[APPLICANT_FACT] == "enterprise"
    assert say("introduced-enterprise", "研究院是新引进的").values[APPLICANT_FACT] == "research_institute"


def test_what_was_told_is_denied_without_naming_it_again(say: Any) -> None:
    found = say("domestic-enforcement-win", "败诉的话有没有补助", None, {"domestic_case_won": True})
    assert found.values["domestic_case_won"] is False
    assert "domestic_case_won" not in say("domestic-enforcement-win", "败诉的话有没有补助").values


def test_a_rate_is_no_count(say: Any) -> None:
    assert not say("patent-intensive-product", "五千一件能领吗").values
    assert say("patent-intensive-product", "五千一件，认定了七件").values == {"intensive_products": 7}


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("我们是做食品的", {}),
        ("是在外地判的", {}),
        ("是的", {"in_9_plus_5_industry": True}),
        ("在九加五名单里", {"in_9_plus_5_industry": True}),
        ("是实用新型的官司", {"domestic_case_won": False}),
    ],
)
def test_a_word_that_is_in_many_sentences_states_no_flag(say: Any, sentence: str, values: dict[str, Any]) -> None:
    assert say("domestic-enforcement-win", sentence, "in_9_plus_5_industry").values == values


def test_a_part_that_another_award_counts_is_taken_off(say: Any) -> None:
    rules = "patent-transfer public-service-institution"
    found = say(rules, "转让了15件给漳州企业，其中5件是许可")
    assert found.values["transferred_patents"] == 10
    whole = say("introduced-enterprise", "新引进的企业新增45件发明专利，其中高价值15件")
    assert numbers(whole) == {"newly_introduced": True, "new_invention_patents": 45, "high_value_patents": 15}


def test_a_whole_named_by_more_of_the_facts_words_than_its_part_is_asked_about(say: Any) -> None:
    found = say("public-service-institution", "转让许可60件，其中20件是转让")
    assert "licensed_patents" not in found.values
    assert [doubt.fact for doubt in found.doubts] == ["licensed_patents"]


def test_a_pledged_loan_that_was_lost(say: Any) -> None:
    assert say("pledge-risk-sharing", "质押贷款亏了100万").values == {"loan_principal_loss": 1_000_000}


def test_what_was_of_another_year_is_not_added_to_what_is_of_this_one(say: Any) -> None:
    assert say("patent-transfer", "去年转给漳州企业4件，今年又转了7件").values["transferred_patents"] == 7
    both = say("patent-transfer", "大学去年转了4件发明专利，今年又转了5件，加起来9件，够了吧")
    assert both.values["transferred_patents"] == 5
    halves = say("patent-transfer", "上半年转了10件，下半年又转了7件")
    assert halves.values["transferred_patents"] == 17


@pytest.mark.parametrize(
    ("sentence", "value"),
    [("被国家知识产权局认定的专利密集型产品有23件，一件五千块", 23), ("将11件密集型产品认定了", 11)],
)
def test_the_rate_is_no_count(say: Any, sentence: str, value: int) -> None:
    assert say("patent-intensive-product", sentence).values["intensive_products"] == value


def test_a_correction_that_somebody_passes_on(say: Any) -> None:
    found = say("patent-intensive-product", "又错了不好意思会计说只有18件", None, {"intensive_products": 12})
    assert found.values["intensive_products"] == 18


@pytest.mark.parametrize(
    "sentence", ["转了20件给企业，8件是外观", "转让专利20件，实用新型8件", "转让15件，5件许可给了企业"]
)
def test_what_may_be_a_part_of_another_kind_is_asked_about(say: Any, sentence: str) -> None:
    found = say("patent-transfer", sentence)
    assert "transferred_patents" not in found.values
    assert found.doubts


def test_the_kind_that_was_said_counts_beside_another(say: Any) -> None:
    assert say("patent-transfer", "转让发明20件，实用新型8件").values["transferred_patents"] == 20
    assert say("patent-transfer", "转让了20件，另外还有8件外观").values["transferred_patents"] == 20


def test_what_somebody_has_is_not_what_was_sold(say: Any) -> None:
    assert not say("patent-transfer", "有20件发明专利").values
    assert say("patent-transfer", "有20件发明专利", "transferred_patents").values == {"transferred_patents": 20}
    assert say("patent-transfer", "有20件发明专利卖给了企业").values == {"transferred_patents": 20}


@pytest.mark.parametrize(
    ("sentence", "new", "valuable"),
    [("那高价值15件，总数45件", 45, 15), ("总数涨到43件，高价值还是14件", 43, 14)],
)
def test_whole_and_part_after_both_were_known(say: Any, sentence: str, new: int, valuable: int) -> None:
    known = {"newly_introduced": True, "new_invention_patents": 41, "high_value_patents": 13}
    found = say("introduced-enterprise", sentence, None, known)
    assert (found.values["new_invention_patents"], found.values["high_value_patents"]) == (new, valuable)


@pytest.mark.parametrize(
    ("rules", "sentence", "known", "values"),
    [
        ("introduced-enterprise", "两年新增发明专利39件，就差一件", {}, {"new_invention_patents": 39}),
        (
            "introduced-enterprise",
            "两年新增发明专利39件，全部是高价值",
            {},
            {"new_invention_patents": 39, "high_value_patents": 39},
        ),
        (
            "introduced-enterprise",
            "哦漏算一件，高价值是16件",
            {"new_invention_patents": 48, "high_value_patents": 15},
            {"high_value_patents": 16},
        ),
        (
            "introduced-enterprise",
            "那总共只有38件呢",
            {"new_invention_patents": 40, "high_value_patents": 14},
            {"new_invention_patents": 38},
        ),
        ("patent-intensive-product", "如果明年过30件呢", {"intensive_products": 19}, {"intensive_products": 30}),
        ("patent-intensive-product", "另外12件产品被国家知识产权局认定", {}, {"intensive_products": 12}),
        (
            "public-service-institution",
            "说错了，还是50件",
            {"licensed_patents": 49, "filed_products": 50},
            {"licensed_patents": 50},
        ),
        (
            "local-standard",
            "那四项呢 也都是第一",
            {"drafted_standards": 2},
            {"drafted_standards": 4, "drafting_rank": 1},
        ),
    ],
)
def test_what_is_told_around_a_number(
    say: Any, rules: str, sentence: str, known: dict[str, Any], values: dict[str, Any]
) -> None:
    said = say(rules, sentence, known=known)
    assert {name: said.values.get(name) for name in values} == values
    assert not said.doubts


def test_the_size_of_the_fund_is_no_loss(say: Any) -> None:
    said = say("pledge-risk-sharing", "漳州那个1个亿的风险补偿，银行跟补偿资金怎么分")
    assert "loan_principal_loss" not in said.values


@pytest.mark.parametrize(
    ("sentence", "known"),
    [
        ("还有一笔60万，一共分多少", {"loan_principal_loss": 900_000}),
        ("还有一笔损失60万，加起来补偿资金出多少", {}),
        ("一笔损失90万，另一笔60万，补偿资金合计出多少", {}),
        ("本金损失90万，还有一笔损失60万，加起来出多少", {}),
    ],
)
def test_one_sum_of_several_is_not_computed_alone(say: Any, sentence: str, known: dict[str, Any]) -> None:
    said = say("pledge-risk-sharing", sentence, known=known)
    assert "loan_principal_loss" not in said.values
    assert [doubt.fact for doubt in said.doubts] == ["loan_principal_loss"]


def test_another_sum_is_computed_by_itself_where_none_is_added(say: Any) -> None:
    said = say("pledge-risk-sharing", "还有一笔损失60万，出多少", known={"loan_principal_loss": 900_000})
    assert said.values["loan_principal_loss"] == 600_000


@pytest.mark.parametrize(
    "sentence",
    [
        "说好转让12件发明给漳州企业，还差2件",
        "转让给漳州企业12件发明，还差2件没转",
        "转让给漳州企业12件发明，差2件没转",
        "说好转让12件发明，差2件",
    ],
)
def test_what_may_be_missing_of_a_count_is_asked_about(say: Any, sentence: str) -> None:
    said = say("patent-transfer", sentence)
    assert "transferred_patents" not in said.values
    assert said.doubts[0].fact == "transferred_patents"


@pytest.mark.parametrize(
    ("rules", "sentence", "name", "value"),
    [
        ("patent-transfer", "转让给漳州企业4件发明，离6件还差2件", "transferred_patents", 4),
        ("introduced-enterprise", "两年新增发明专利39件，就差一件，能给吗", "new_invention_patents", 39),
    ],
)
def test_how_far_a_count_is_from_something_takes_nothing_from_it(
    say: Any, rules: str, sentence: str, name: str, value: int
) -> None:
    said = say(rules, sentence)
    assert said.values[name] == value
    assert not said.doubts


def test_who_buys_is_never_who_asks(say: Any) -> None:
    said = say("patent-transfer", "12件,发明,卖给漳州企业的", expected=APPLICANT_FACT)
    assert APPLICANT_FACT not in said.values


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("又转了3件，现在14件", 14),
        ("签约桌上还有3件，签了就是14件", 14),
        ("扣了3件，实际8件", 8),
        ("月底又下来三件，加上", 14),
        ("又签3件，加起来多少", 14),
        ("如果明年转72件", 72),
        ("隔壁学校26件呢", 26),
        ("减到9件算", 9),
        ("只剩4件", 4),
    ],
)
def test_what_becomes_of_a_count(say: Any, sentence: str, value: int) -> None:
    said = say("patent-transfer", sentence, known={"transferred_patents": 11})
    assert said.values["transferred_patents"] == value
    assert not said.doubts


@pytest.mark.parametrize("sentence", ["8件给漳州，剩下3件给厦门", "又转了3件，现在15件", "又下来3件"])
def test_what_may_have_become_of_a_count_is_asked(say: Any, sentence: str) -> None:
    said = say("patent-transfer", sentence, known={"transferred_patents": 11})
    assert "transferred_patents" not in said.values or said.values["transferred_patents"] == 14
    assert said.doubts or said.values["transferred_patents"] == 14


@pytest.mark.parametrize(("sentence", "level"), [("顶格那档是多少", 5), ("顶级的", 5), ("最低那级", 1)])
def test_the_ends_of_the_scale(say: Any, sentence: str, level: int) -> None:
    assert say("iso56005", sentence, known={"iso56005_level": 3}).values == {"iso56005_level": level}


@pytest.mark.parametrize("sentence", ["不是新招商来的企业", "不是最近才从外地搬来的", "并非刚落户的公司"])
def test_what_is_denied_may_have_happened_lately(say: Any, sentence: str) -> None:
    assert say("introduced-enterprise", sentence).values["newly_introduced"] is False


def test_a_place_among_the_first_is_asked_about(say: Any) -> None:
    said = say("local-standard", "每项都排前二")
    assert "drafting_rank" not in said.values


@pytest.mark.parametrize("sentence", ["12件加起来的话", "就这12件加上了"])
def test_nothing_is_added_without_a_word(say: Any, sentence: str) -> None:
    said = say("patent-transfer", sentence, known={"transferred_patents": 11})
    assert said.values.get("transferred_patents") in (None, 12)
