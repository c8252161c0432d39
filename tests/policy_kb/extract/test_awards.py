"""What is an award and what is not, sentence by sentence."""

from __future__ import annotations

import pytest

from tests.policy_kb.extract.scoring import read


def awards(*lines: str):
    return read("某市扶持办法\n一、措施\n" + "\n".join(lines))["awards"]


@pytest.mark.parametrize(
    "line",
    [
        "拒绝检查的，处5000元以上罚款。",
        "没有违法所得的，可以处一万元以上二十万元以下的罚款。",
        "并处违法所得百分之五十以上三倍以下的罚款。",
        "违反协议的，应当退还全部补贴，并支付违约金5万元。",
        "市财政每年安排2000万元专项资金，用于支持知识产权工作。",
        "设立总规模10亿元的知识产权运营基金。",
        "上一年度营业收入不低于5000万元，注册资本不低于500万元。",
        "专利质押融资额突破50亿元，实施“百亿融资”行动。",
        "研发投入占营业收入的比例不低于3%。",
        "单户企业贷款额度最高不超过1000万元。",
        "申请资助金额超过50万元的项目，须经专家评审。",
        "补助资金分三年按40%、30%、30%的比例拨付。",
        "所需资金由市、区两级财政按5:5的比例承担。",
        "设金奖5项、银奖10项。",
        "支持龙头企业打造100亿元产业集群。",
        "目前已发放补助3000万元。",
        "开展补贴活动，带动消费5亿元。",
        "符合条件的个人可申请最高30万元的创业担保贷款，财政给予贴息。",
        "从业人员300人以下，2023年12月31日前注册。",
        "预算安排3500万元，其中3000万元用于奖励和补助。",
        "2023年，市财政累计发放专利奖励500万元。",
        "近三年共安排资助资金2000万元。",
        "工程总投资3.2亿元，其中申请中央补助8000万元。",
        "市级财政安排工作经费800万元，县级配套不低于400万元。",
        "原《商标奖励办法》（奖励驰名商标30万元）同时废止。",
        "获奖单位应当将不低于50%的奖金用于奖励发明人。",
        "评审专家按规定领取评审费，每人每天不超过800元。",
        "当事人宣传“购机最高补贴500元”，与事实不符。",
        "年研发费用500万元至2000万元部分，另行研究。",
        "奖励资金由市、县（区）财政按照6:4比例分担。",
    ],
)
def test_no_award(line: str) -> None:
    assert awards(line) == []


@pytest.mark.parametrize(
    ("line", "kind", "amounts", "cap", "ratio"),
    [
        ("对首次认定的企业，一次性奖励20万元。", "flat", [200000], None, None),
        ("20万元一次性奖励颁发给首次入选的企业。", "flat", [200000], None, None),
        ("给予年营业收入超过2000万元的企业50万元落户奖励。", "flat", [500000], None, None),
        ("国内发明专利每件资助五千元。", "per_unit", [5000], None, None),
        ("给予最高500万元的落户奖励。", "capped", [5000000], 5000000, None),
        ("给予不超过50万元的补助。", "capped", [500000], 500000, None),
        ("给予50万元以内资助。", "capped", [500000], 500000, None),
        ("按保费的60%给予补贴，每单最高10万元。", "ratio", [], 100000, 0.6),
        ("按发行规模的1‰给予奖励。", "ratio", [], None, 0.001),
        ("按上级资金1:1配套。", "ratio", [], None, 1),
        ("给予300万元至1000万元的项目资助。", "range", [3000000, 10000000], None, None),
        ("给予10—30万元支持。", "range", [100000, 300000], None, None),
        ("一项发明专利的奖金不少于四千元。", "range", [4000], None, None),
        ("对金奖、银奖、优秀奖分别给予100、50、30万元奖励。", "tiered", [1000000, 500000, 300000], None, None),
        (
            "转让6件以上的，每家奖励3万元，在此基础上每增加1件奖励5000元，每年最高不超过30万元。",
            "per_unit",
            [30000, 5000],
            300000,
            None,
        ),
        ("对符合规定的贷款本金损失，风险补偿资金与合作银行按8∶2的比例承担。", "ratio", [], None, 0.8),
        ("贷款逾期的，由资金池、银行、担保机构按5∶3∶2分担本金损失。", "ratio", [], None, 0.5),
        ("按企业实际发生额的一半给予补助，每笔不得高于3万元。", "ratio", [], 30000, 0.5),
        ("个人获奖的，按组织奖金的10%计发。", "ratio", [], None, 0.1),
        ("按其首年薪酬的10%给予奖励，每引进1人不超过5万元。", "ratio", [], 50000, 0.1),
        ("每个项目安排财政资金不超过总投入的30%，最高200万元。", "ratio", [], 2000000, 0.3),
        ("每项安排经费60万元。", "per_unit", [600000], None, None),
        ("给予建设经费500万元。", "flat", [5000000], None, None),
        ("给予工作经费10万元。", "flat", [100000], None, None),
        ("获专利奖励的企业，专利奖励5万元。", "flat", [50000], None, None),
    ],
)
def test_one_award(line: str, kind: str, amounts: list[int], cap: int | None, ratio: float | None) -> None:
    (award,) = awards(line)
    assert (award["amounts"], award["cap"], award["ratio"]) == (amounts, cap, ratio)
    if "每家" not in line:
        assert award["kind"] == kind


def test_two_awards_of_equal_sums_keep_their_places() -> None:
    first, second = awards("获得国家奖的，奖励10万元；获得省奖的，奖励10万元。")
    assert first["quote"] == "获得国家奖的，奖励10万元"
    assert second["quote"] == "获得省奖的，奖励10万元"


def test_a_repeated_phrase_is_quoted_with_what_tells_it_apart() -> None:
    found = awards("对甲类企业：给予20万元补助。", "对乙类企业：给予20万元补助。")
    assert len({award["quote"] for award in found}) == 2


def test_a_limit_of_its_own_sentence_belongs_to_the_award_before() -> None:
    (award,) = awards("每件给予5000元的奖励。每家企业每年最高不超过10万元。")
    assert (award["amounts"], award["cap"], award["cap_scope"]) == ([5000], 100000, "每家企业每年")


def test_a_limit_on_several_awards_stands_alone() -> None:
    found = awards("发明专利每件资助5000元。", "商标每件资助1000元。", "同一单位每年资助总额不超过20万元。")
    assert [award["cap"] for award in found] == [None, None, 200000]


def test_conditions_are_compared() -> None:
    (award,) = awards("对固定资产投资500万元以上且从业人员不少于20人的项目，给予30万元补助。")
    compared = {(one["comparison"], one["value"], one["unit"]) for one in award["conditions"]}
    assert {("ge", 5000000, "元"), ("ge", 20, "人")} <= compared


def test_lines_that_a_converter_broke() -> None:
    (award,) = awards(
        "对首次通过高新技术企业认定并在本区范围内持续经营满一年以上的工业和服务业企业，给予", "一次性奖励20万元。"
    )
    assert award["amounts"] == [200000]


def test_frequency_and_years() -> None:
    (award,) = awards("连续三年每年给予10万元补助。")
    assert (award["frequency"], award["years"]) == ("yearly", 3)


def test_penal_chapters_grant_nothing() -> None:
    text = "某省条例\n第一章 总则\n第一条 为了保护，制定本条例。\n第二章 法律责任\n第二条 给予当事人一万元处理。"
    assert read(text)["awards"] == []


def test_templates_grant_nothing() -> None:
    text = (
        "某市办法\n一、标准\n给予20万元奖励。\n附件1\n申请表\n申请奖励\t20万元\n单位（盖章） 负责人签字：\n  年  月  日"
    )
    assert len(read(text)["awards"]) == 1


def test_tables() -> None:
    found = awards("按下表给予奖励：", "等级\t奖励金额（万元）", "一级\t8", "二级\t12.5")
    assert [award["amounts"] for award in found] == [[80000], [125000]]


def test_drafts() -> None:
    flat, part = awards("对首次认定的企业，一次性奖励20万元。", "按保费的60%给予补贴，每家企业每年最高10万元。")
    assert flat["draft"]["amount"] == {"kind": "flat", "yuan": "20万元", "quote": flat["quote"]}
    assert flat["draft"]["beneficiaries"]["label"] == "企业"
    assert flat["draft"]["frequency"] == "once"
    assert part["draft"]["amount"]["rate"] == "60%"
    assert part["draft"]["caps"][0]["scope"] == "per_applicant_year"
    (least,) = awards("一项发明专利的奖金不少于四千元。")
    assert least["draft"] is None


@pytest.mark.parametrize(
    "line", ["按每月每平方米最高50元的标准给予补贴，每年最高不超过300万元。", "按不超过贷款利息的40%给予贴息。"]
)
def test_no_rule_is_proposed_for_a_sum_that_is_only_a_limit(line: str) -> None:
    (award,) = awards(line)
    assert award["at_most"]
    assert award["draft"] is None


def test_table_of_levels_and_parties() -> None:
    found = awards(
        "标准制修订项目资助标准见下表（单位：万元/项）：", "标准类别\t第一起草单位\t其他起草单位", "国际标准\t100\t50",
        "国家标准\t50\t—",
    )  # fmt: skip
    assert [award["amounts"] for award in found] == [[1000000, 500000], [500000]]


def test_table_whose_head_has_two_rows() -> None:
    found = awards("奖励如下表：", "类别\t奖励金额（万元）", "类别\t企业\t个人", "金奖\t50\t10", "银奖\t20\t5")
    assert [award["amounts"] for award in found] == [[500000, 100000], [200000, 50000]]


def test_table_with_a_column_of_conditions() -> None:
    (award,) = awards("给予补贴：", "险种\t投保金额\t补贴比例\t最高补贴额（万元）", "侵权损失保险\t100万元以下\t70%\t2")
    assert (award["amounts"], award["cap"], award["ratio"]) == ([], 20000, 0.7)


def test_limits_for_different_parties_stand_apart() -> None:
    found = awards("发明专利每件资助5000元。", "同一单位年度资助总额最高不超过100万元，个人不超过5万元。")
    assert [award["cap"] for award in found] == [None, 1000000, 50000]


def test_reports_of_the_past_grant_nothing() -> None:
    text = "某市工作要点\n一、2023年工作情况\n为238家企业贴息1260万元。\n二、工作要点\n对示范企业奖励5万元。"
    assert [award["amounts"] for award in read(text)["awards"]] == [[50000]]
