"""How callers put things: templates for each award, written for this test alone.

``{v}`` stands for a value in words. A part is a piece of a sentence; parts are joined with commas.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

Facts = dict[str, Any]
Texts = tuple[str, ...]

WHO: dict[str, Texts] = {
    "enterprise": ("我们是企业", "我们是一家公司", "我们是民营企业", "我们是做机械的企业", "本公司是科技型企业"),
    "university": ("我们是高校", "我们是一所大学", "我这边是高校科技处的", "我们学校是本科院校"),
    "research_institute": ("我们是科研院所", "我们是研究所", "我们是一家研究院", "我们属于科研院所"),
    "service_institution": ("我们是知识产权快维中心", "我们是知识产权公共服务机构", "我们这儿是快维站"),
    "operation_institution": ("我们是知识产权运营机构", "我们是知识产权运营中心"),
    "bank": ("我们是银行", "我们是一家银行"),
    "organization": ("我们是行业协会", "我们是商会", "我们是一家协会"),
    "other_business": ("我是个体工商户", "我们是个体户"),
    "individual": ("我是个人", "我是以个人名义来问的"),
}
#: Counted applicants, with the measure word.
COUNTED: dict[str, Texts] = {
    "enterprise": ("家企业", "家公司"),
    "university": ("所高校", "所大学"),
    "research_institute": ("家研究院", "家研究所", "家科研院所"),
    "organization": ("家协会",),
    "service_institution": ("家快维中心",),
}
ASK: Texts = (
    "能拿多少钱",
    "可以领到多少",
    "有多少钱可以拿",
    "给我们多少钱",
    "那能给多少",
    "请问可以拿多少奖补",
    "该给多少钱",
    "算下来是多少钱",
)
CORRECT: Texts = (
    "不对，是{v}",
    "说错了，应该是{v}",
    "刚才报错了，是{v}",
    "等一下，我看错了，是{v}",
    "更正一下，是{v}",
    "不好意思，记错了，实际是{v}",
    "哦不，{v}才对",
    "纠正一下，应为{v}",
)
WHAT_IF: Texts = ("要是{v}呢", "如果是{v}呢", "那{v}呢", "假如有{v}，又是多少", "换成{v}会怎么样", "{v}的话能拿多少")
RESTATE: Texts = ("准确数字是{v}", "查过了，是{v}", "刚问了同事，{v}", "那就是{v}", "是{v}")
SIDE: Texts = (
    "这个怎么申请呀",
    "那要去哪里申请",
    "这件事归哪个部门管呢",
    "牵头的是哪个局",
    "把原文念给我听听",
    "原文是怎么写的",
    "依据是哪一条",
    "这个政策哪年到期",
    "要准备什么材料吗",
    "好的，谢谢你",
    "怎么申请",
    "归哪个部门管",
    "原文是什么",
)
#: Regions with what of the knowledge base is theirs; an empty name stands for no notice at all.
REGIONS: dict[str, tuple[Texts, str]] = {
    "重庆": (("那重庆呢", "重庆这边呢", "换到重庆能拿多少"), "chongqing-2024"),
    "四川": (("四川那边呢", "要是在四川呢", "换成四川能拿多少"), "sichuan-2024"),
    "淄博": (("淄博呢", "那淄博有没有这个钱"), "zibo-2023"),
    "靖江": (("靖江的话呢", "那在靖江能拿多少"), "jingjiang-2017"),
    "广州": (("广州呢", "如果在广州办呢"), ""),
    "杭州": (("杭州的企业呢", "那杭州呢"), ""),
}


@dataclass(frozen=True)
class Subject:
    """One kind of award and the ways to talk about it."""

    #: Measure by kind of applicant; ``""`` for everybody else.
    measures: Mapping[str, str]
    who: Texts
    names: Texts
    draw: Callable[[Random], Facts]
    parts: Mapping[str, Texts] = field(default_factory=dict)
    flags: Mapping[str, tuple[Texts, Texts]] = field(default_factory=dict)
    #: Facts after which the award can be recognised, so that the rest may be told later.
    keyed_by: str = ""
    units: Mapping[str, str] = field(default_factory=dict)
    questions: Texts = ASK
    #: Wording with the subject in it for openings without any fact.
    forms: Texts = ("帮我算一下{name}", "想算算{name}能有多少", "我来问{name}的，麻烦帮忙算一下")
    impossible: Mapping[str, Texts] = field(default_factory=dict)
    vague: Mapping[str, Texts] = field(default_factory=dict)
    steps: Texts = ()

    def measure(self, who: str | None) -> str:
        """The measure that is meant for this kind of applicant."""
        return self.measures.get(who or "", self.measures[""])


def _near(rng: Random, *edges: int, low: int = 0, high: int = 75) -> int:
    if rng.random() < 0.65:
        return max(low, rng.choice(edges) + rng.choice((-1, 0, 1)))
    return rng.randint(low, high)


def _introduced(rng: Random) -> Facts:
    new = _near(rng, 40, 42, 45, low=30, high=90)
    third = -(-new // 3)
    high = min(new, max(0, third + rng.choice((-1, -1, 0, 0, 1, 5))))
    return {
        "newly_introduced": rng.random() < 0.9,
        "new_invention_patents": new,
        "high_value_patents": high,
    }


def _service(rng: Random) -> Facts:
    def edge(least: int) -> int:
        return least + rng.choice((-1, 0, 0, 0, 1, 1, 7))

    return {
        "served_enterprises": edge(5),
        "licensed_patents": edge(50),
        "filed_products": edge(50),
        "free_of_charge": rng.random() < 0.85,
    }


def _loss(rng: Random) -> Facts:
    if rng.random() < 0.15:
        return {"loan_principal_loss": Decimal(rng.choice((100_000_000, 150_000_000, 230_000_000)))}
    return {"loan_principal_loss": Decimal(rng.choice((50, 75, 80, 120, 365, 805, 1000, 3333, 6400)) * 10_000 // 10)}


_COUNT_STEPS = ("再多一件呢", "再加两件呢", "少一件呢", "要是再多三件呢")
_NEGATIVE = ("-3{u}", "负两{u}", "2.5{u}", "-1{u}")
_VAGUE = ("十来{u}", "七八{u}", "二十多{u}", "十几{u}", "五六{u}")


def _in_unit(texts: Texts, unit: str) -> Texts:
    return tuple(text.format(u=unit) for text in texts)


SUBJECTS: dict[str, Subject] = {
    "transfer": Subject(
        measures={"": "patent-transfer"},
        who=("university", "university", "research_institute", "research_institute", "enterprise"),
        names=("专利转让的奖励", "高校院所转让专利的奖励", "转让发明专利的奖励"),
        draw=lambda rng: {"transferred_patents": _near(rng, 6, 6, 60, 60, 12, high=80)},
        parts={
            "transferred_patents": (
                "今年向漳州企业转让了{v}发明专利",
                "今年把{v}发明专利转让给漳州的企业",
                "今年转让给本市企业的发明专利有{v}",
                "今年卖给漳州企业{v}发明专利",
            )
        },
        keyed_by="transferred_patents",
        units={"transferred_patents": "件"},
        impossible={"transferred_patents": _in_unit(_NEGATIVE, "件")},
        vague={"transferred_patents": _in_unit(_VAGUE, "件")},
        steps=_COUNT_STEPS,
    ),
    "products": Subject(
        measures={"": "patent-intensive-product"},
        who=("enterprise",) * 6 + ("university", "other_business"),
        names=("专利密集型产品的奖励", "密集型产品那个奖励", "专利密集型产品"),
        draw=lambda rng: {"intensive_products": _near(rng, 1, 2, 20, 20, 11, high=35)},
        parts={
            "intensive_products": (
                "通过国家知识产权局认定的专利密集型产品有{v}",
                "今年认定了{v}专利密集型产品",
                "专利密集型产品认定下来{v}",
                "{v}专利密集型产品通过了认定",
            )
        },
        keyed_by="intensive_products",
        units={"intensive_products": "件"},
        impossible={"intensive_products": _in_unit(_NEGATIVE, "件")},
        vague={"intensive_products": _in_unit(_VAGUE, "件")},
        steps=_COUNT_STEPS,
    ),
    "iso": Subject(
        measures={"": "iso56005"},
        who=("enterprise",) * 6 + ("research_institute", "other_business"),
        names=("ISO56005的补助", "ISO56005评级", "ISO 56005评级的补助"),
        draw=lambda rng: {"iso56005_level": rng.randint(1, 5)},
        parts={
            "iso56005_level": (
                "ISO56005评到了{v}",
                "通过了ISO56005的{v}",
                "刚拿到ISO56005的{v}评级",
                "ISO56005评级结果是{v}",
            )
        },
        keyed_by="iso56005_level",
        impossible={"iso56005_level": ("六级", "0级", "7级", "八级")},
        vague={"iso56005_level": ("三四级", "两三级")},
    ),
    "certification": Subject(
        measures={"": "university-certification", "research_institute": "institute-certification"},
        who=("university", "university", "research_institute", "research_institute"),
        names=("知识产权贯标的补助", "知识产权管理规范认证的补助"),
        draw=lambda rng: {"first_certification": rng.random() < 0.8},
        flags={
            "first_certification": (
                ("首次通过了知识产权管理规范认证", "知识产权贯标是第一次通过", "头一次通过知识产权管理规范的认证"),
                ("知识产权管理规范认证这是第二次通过了", "知识产权贯标这次是复审，不是首次"),
            )
        },
        keyed_by="first_certification",
    ),
    "introduced": Subject(
        measures={"": "introduced-enterprise"},
        who=("enterprise",) * 6 + ("other_business",),
        names=("新引进企业的奖励", "引进专利密集型企业的奖励"),
        draw=_introduced,
        parts={
            "new_invention_patents": (
                "两年内新增发明专利{v}",
                "两年里新增了{v}发明专利",
                "引进后两年新增发明专利共{v}",
            ),
            "high_value_patents": ("其中高价值发明专利{v}", "里面高价值的有{v}", "高价值发明专利是{v}"),
        },
        flags={
            "newly_introduced": (
                ("是新引进到漳州的", "属于新引进的", "是刚引进来的"),
                ("不是新引进的", "一直就在本地，不是引进的"),
            )
        },
        keyed_by="newly_introduced",
        units={"new_invention_patents": "件", "high_value_patents": "件"},
        impossible={"new_invention_patents": _in_unit(_NEGATIVE, "件")},
        vague={"new_invention_patents": ("四十来件", "三四十件"), "high_value_patents": ("十几件", "十来件")},
    ),
    "pledge": Subject(
        measures={"": "pledge-risk-sharing"},
        who=("bank", "bank", "enterprise"),
        names=("质押贷款的风险分担", "知识产权质押贷款的风险补偿", "质押贷款坏账的分担"),
        draw=_loss,
        parts={
            "loan_principal_loss": (
                "知识产权质押贷款的本金损失了{v}",
                "有一笔专利质押贷款，本金损失{v}",
                "知识产权质押贷款坏账，本金亏了{v}",
                "质押贷款本金损失是{v}",
            )
        },
        keyed_by="loan_principal_loss",
        questions=("风险补偿资金承担多少", "两边各承担多少", "怎么分担", "银行自己要承担多少"),
        forms=("帮我算一下{name}", "想算算{name}", "我来问{name}怎么算"),
        impossible={"loan_principal_loss": ("-50万", "负二十万元", "0元")},
        vague={"loan_principal_loss": ("一百多万", "几十万", "七八十万", "两三百万元")},
    ),
    "domestic": Subject(
        measures={"": "domestic-enforcement-win"},
        who=("enterprise",) * 4 + ("university",),
        names=("国内维权的补助", "国内打专利官司的补助"),
        draw=lambda rng: {"in_9_plus_5_industry": rng.random() < 0.8, "domestic_case_won": rng.random() < 0.8},
        flags={
            "in_9_plus_5_industry": (
                ("涉案的发明专利属于9+5千百亿产业", "这件发明专利是“9+5”千百亿产业的"),
                ("涉案专利不属于9+5千百亿产业",),
            ),
            "domestic_case_won": (
                ("国内维权官司打赢了", "国内的维权案子胜诉了", "国内专利维权已经胜诉"),
                ("国内维权官司打输了", "国内的维权案子败诉了"),
            ),
        },
        keyed_by="domestic_case_won",
    ),
    "overseas": Subject(
        measures={"": "overseas-enforcement-win"},
        who=("enterprise",) * 5 + ("university",),
        names=("海外维权的补助", "海外打官司的补助"),
        draw=lambda rng: {"overseas_case_won": rng.random() < 0.8},
        flags={
            "overseas_case_won": (
                ("海外维权胜诉了", "在海外打的专利官司赢了", "海外侵权纠纷应对胜诉"),
                ("海外维权败诉了", "海外的官司打输了"),
            )
        },
        keyed_by="overseas_case_won",
    ),
    "service": Subject(
        measures={"": "public-service-institution"},
        who=("service_institution",) * 6 + ("enterprise",),
        names=("公共服务机构的补助", "知识产权公共服务机构每年的补助"),
        draw=_service,
        parts={
            "served_enterprises": ("普惠型专利权质押登记惠及企业{v}", "质押登记惠及的企业有{v}"),
            "licensed_patents": ("专利转让许可{v}", "做成转让许可{v}"),
            "filed_products": ("专利密集型产品备案{v}", "密集型产品备案了{v}"),
        },
        flags={
            "free_of_charge": (
                ("服务费全免", "没有收服务费", "免收服务费"),
                ("服务是要收费的", "是收服务费的"),
            )
        },
        keyed_by="served_enterprises",
        units={"served_enterprises": "家", "licensed_patents": "件", "filed_products": "件"},
        vague={"licensed_patents": ("五十来件", "四五十件"), "filed_products": ("五十来件", "四五十件")},
    ),
    "operation": Subject(
        measures={"": "operation-institution"},
        who=("operation_institution",) * 4 + ("bank", "university"),
        names=("知识产权运营机构的补助", "运营机构每年的补助"),
        draw=lambda rng: {},
        forms=("帮我算一下{name}", "{name}有多少", "我来问{name}能给多少"),
    ),
    "group": Subject(
        measures={"": "group-standard"},
        who=("organization",) * 5 + ("enterprise", "individual"),
        names=("地标文旅团体标准的奖励", "团体标准的奖励"),
        draw=lambda rng: {"guided_entities": _near(rng, 15, 15, 15, high=40)},
        parts={
            "guided_entities": (
                "用自己制定的团体标准指导了{v}开展地标文旅标准化活动",
                "我们的团体标准指导了{v}做地标文旅标准化",
                "按团体标准指导{v}开展了地标文旅标准化活动",
            )
        },
        keyed_by="guided_entities",
        units={"guided_entities": "家"},
        impossible={"guided_entities": ("-5家", "负三家")},
        vague={"guided_entities": ("十来家", "十几家")},
        steps=("再多一家呢", "少一家呢", "要是再加两家呢"),
    ),
    "local": Subject(
        measures={"": "local-standard"},
        who=("enterprise", "university", "organization", "research_institute"),
        names=("制定地标文旅地方标准的补助", "地方标准起草单位的补助"),
        draw=lambda rng: {
            "drafted_standards": rng.choice((1, 1, 2, 3, 4, 7)),
            "drafting_rank": rng.choice((1, 2, 2, 3, 5)),
        },
        parts={
            "drafted_standards": ("参与制定了{v}地标文旅地方标准", "参与起草{v}地标文旅地方标准"),
            "drafting_rank": ("在起草单位里排{v}", "起草单位排名{v}"),
        },
        keyed_by="drafted_standards",
        units={"drafted_standards": "项"},
        impossible={"drafted_standards": ("-2项", "1.5项")},
        vague={"drafted_standards": ("三四项", "好几项")},
        steps=("再多一项呢", "少一项呢", "要是再加两项呢"),
    ),
    "centre": Subject(
        measures={"": "ip-research-centre"},
        who=("university",) * 3 + ("research_institute", "research_institute", "enterprise"),
        names=("知识产权研究中心的补助", "设知识产权研究中心的补助"),
        draw=lambda rng: {"has_ip_research_centre": rng.random() < 0.8},
        flags={
            "has_ip_research_centre": (
                ("已经设立了知识产权研究中心", "设置了知识产权研究中心", "知识产权研究中心已经成立"),
                ("还没有设立知识产权研究中心", "知识产权研究中心还没设"),
            )
        },
        keyed_by="has_ip_research_centre",
    ),
}
