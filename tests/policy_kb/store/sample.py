"""Three short notices of invented places with a catalogue, and a reader for them that needs no cleaning rules."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import yaml

from policy_kb.notice import Clause, Notice, Repair, Validity

ALPHA = """甲州市知识产权奖补措施
为推动知识产权工作，制定本措施。
一、转化运用
（一）盘活存量专利。对高校当年度转让发明专利6件以上的，每家奖励3万元，每增加1件奖励5000元，每年最高不超过30万元。
牵头单位：市市场监管局
责任单位：市财政局、市教育局
（二）推进知识产权质押融资。对质押贷款本金损失，风险补偿资金与银行按8∶2的比例承担。
牵头单位：市地方金融监管局
二、保护
（三）开展纠纷调解。依托甲州知识产权保护中心开展知识产权纠纷调解，支持商标维权。
牵头单位：市市场监管局
（四）推行国际标准。推行《创新管理—知识产权管理指南（ISO56005）》和GB/T33251—2016，一级补助8万元，二级补助12万元。
牵头单位：市市场监管局
本措施自2024年3月1日起施行，有效期五年。"""
BETA = """乙江市知识产权实施方案
为落实上级部署，制定本方案。
一、目标
至2018年底，万人发明专利拥有量达13件，商标注册总量达7500件。
责任单位：市科技局
二、任务
（一）加强专利导航。围绕重点产业开展专利导航，建设公共服务平台。
责任单位：市科技局、市财政局
（二）规范质押融资服务。鼓励银行开展知识产权质押贷款。
责任单位：市财政局
本方案自2017年4月26日起执行。"""
GAMMA = """丙海市商业秘密保护通知
各有关单位：
一、开展商业秘密保护宣传。
二、设立商业秘密保护工作站，受理商业秘密侵权线索。
特此通知。"""

_HEADING = re.compile(r"^(?P<label>[一二三四]、|（[一二三四]）)(?P<heading>[^。\n]*)", re.MULTILINE)


def read(raw: bytes, *, filename: str = "") -> Notice:
    """Reads a sample: 一、 and （一） headings, unit lines, text before and after them."""
    text = raw.decode("utf-8")
    if "坏" in text:
        raise ValueError("认不出文字编码")
    starts = [match.start() for match in _HEADING.finditer(text)]
    closing = text.rindex("\n") + 1
    spans = list(zip([0, *starts, closing], [*starts, closing, len(text)], strict=True))
    clauses: list[Clause] = []
    above = ""
    for number, (start, end) in enumerate(spans):
        body = text[start:end].rstrip("\n")
        match = _HEADING.match(body)
        if match is None:
            label = "开头" if number == 0 else "文末"
            kind = "opening" if number == 0 else "closing"
            clauses.append(Clause(kind, label, "", (label,), label, body, start, start + len(body)))  # type: ignore[arg-type]
            continue
        label = match["label"]
        path = (label,) if label.endswith("、") else (above, label)
        above = path[0]
        cite = label if label.endswith("、") or text.count(label) == 1 else above + label
        clauses.append(
            Clause(
                "clause",
                label,
                match["heading"],
                path,
                cite,
                body,
                start,
                start + len(body),
                _units(body, "牵头单位"),
                _units(body, "责任单位"),
            )
        )
    repairs = (Repair("example", 3, "﹒", "."),) if "甲州" in text else ()
    title = text.partition("\n")[0]
    return Notice(text, text, repairs, title, (), None, None, None, Validity(None, None, None), tuple(clauses))


def _units(body: str, name: str) -> tuple[str, ...]:
    match = re.search(rf"^{name}：(.*)$", body, re.MULTILINE)
    return tuple(match[1].split("、")) if match else ()


def _document(doc_id: str, code: str, region: str, text: str, **stated: object) -> dict[str, object]:
    title = text.partition("\n")[0]
    cite = {"clause": "开头", "quote": title}
    last = {"clause": "文末", "quote": text.rpartition("\n")[2]}
    metadata: dict[str, object] = {
        "title": title,
        "issuers": [title],
        "doc_number": None,
        "issued_on": None,
        "published_on": None,
    }
    metadata |= {"effective_on": None, "valid_until": None} | stated
    quotes = {name: last if name in ("effective_on", "valid_until") else cite for name, v in metadata.items() if v}
    return {
        "doc_id": doc_id,
        "region": code,
        "region_name": region,
        "short_title": title.removeprefix(region),
        "aliases": [f"{region}文件"],
        "kind": title[-2:],
        "metadata": metadata | {"quotes": quotes},
        "validity": {"statement": "见文末。"},
        "authority": None,
        "who_to_ask": {"names": [], "statement": "文件没有写。", **last},
        "amounts": "yes" if "万元" in text else "none",
        "amounts_statement": "见各条。",
        "numbers_that_are_not_awards": [],
        "application": dict.fromkeys(("form", "materials", "window", "deadline", "phone", "address"))
        | {"statement": "文件没有写怎么申请。"},
        "support_without_amount": [],
        "general_rules": [],
        "horizon": [],
    }


TRANSFER_QUOTE = "每家奖励3万元，每增加1件奖励5000元"
AWARDS = {
    "document": "alpha-2024",
    "stacking": {
        "clause": "文末",
        "principles": ["有效期五年"],
        "text": "文件只写了期限。",
        "quote": "有效期五年",
    },
    "rules": [
        {
            "id": "transfer",
            "name": "转让奖励",
            "aliases": ["专利转让奖"],
            "topics": ["patent_transfer"],
            "clause": "（一）",
            "payment": "奖励",
            "frequency": "yearly",
            "frequency_quote": "当年度",
            "beneficiaries": {"types": ["university"], "label": "高校", "quote": "对高校当年度转让"},
            "conditions": {"fact": "transferred_patents", "ge": 6, "quote": "转让发明专利6件以上"},
            "amount": {
                "kind": "per_unit",
                "fact": "transferred_patents",
                "base": "3万元",
                "from": 6,
                "step": "5000元",
                "quote": "转让发明专利6件以上的，" + TRANSFER_QUOTE,
            },
            "caps": [{"yuan": "30万元", "scope": "per_applicant_year", "quote": "每年最高不超过30万元"}],
        },
        {
            "id": "loss",
            "name": "坏账分担",
            "aliases": ["质押坏账"],
            "topics": ["pledge"],
            "clause": "（二）",
            "payment": "分担",
            "frequency": "none",
            "beneficiaries": {"label": "银行", "quote": "银行"},
            "amount": {
                "kind": "share",
                "of": "loan_loss",
                "parties": [{"name": "风险补偿资金", "parts": 8}, {"name": "银行", "parts": 2}],
                "quote": "风险补偿资金与银行按8∶2的比例承担",
            },
        },
        {
            "id": "standard",
            "name": "国际标准补助",
            "aliases": ["ISO56005补助"],
            "topics": ["standard"],
            "clause": "（四）",
            "payment": "补助",
            "frequency": "none",
            "beneficiaries": {"label": "企业", "quote": "推行"},
            "amount": {
                "kind": "table",
                "fact": "standard_level",
                "rows": [{"level": 1, "yuan": "8万元"}, {"level": 2, "yuan": "12万元"}],
                "quote": "一级补助8万元，二级补助12万元",
            },
        },
    ],
}
FACTS: dict[str, list[dict[str, object]]] = {
    "facts": [
        {
            "id": "applicant_type",
            "type": "choice",
            "label": "单位类型",
            "question": "请问您是哪一类单位？",
            "options": [{"value": "university", "label": "高校"}, {"value": "enterprise", "label": "企业"}],
        },
        {
            "id": "transferred_patents",
            "type": "count",
            "label": "转让的发明专利",
            "question": "今年转让了几件发明专利？",
            "unit": "件",
            "min": 0,
            "max": 10000,
        },
        {
            "id": "loan_loss",
            "type": "money",
            "label": "本金损失",
            "question": "本金损失是多少元？",
            "unit": "元",
            "min": 0,
            "max": 100000000,
        },
        {
            "id": "standard_level",
            "type": "level",
            "label": "评级",
            "question": "评到几级？",
            "unit": "级",
            "min": 1,
            "max": 2,
        },
    ]
}
INSTITUTION = {
    "id": "alpha_centre",
    "name": "甲州知识产权保护中心",
    "aliases": ["保护中心"],
    "roles": ["dispute_mediation", "enforcement_aid"],
    "status": "existing",
    "region": "990100",
    "clause": "（三）",
    "quote": "依托甲州知识产权保护中心开展知识产权纠纷调解",
    "says": "措施写明依托它开展调解。",
}
_END = {"by": "2018-12-31", "clause": "一、", "quote": "至2018年底"}
TARGETS = {
    "end_of_plan": _END,
    "targets": [
        {
            "id": "patents",
            "name": "万人发明专利拥有量",
            "aliases": ["万人拥有量"],
            "value": "13.5",
            "unit": "件",
            "comparison": "reach",
            "period": "by",
            "clause": "一、",
            "quote": "万人发明专利拥有量达13件",
            "deadline": _END,
        }
    ],
}
TOPIC = {
    "id": "pledge",
    "name": "质押融资",
    "aliases": ["质押贷款"],
    "patterns": ["质押"],
    "clauses": {"alpha-2024": ["（二）"], "beta-2017": ["（二）", "二、"]},
}
TERM = {
    "term": "专利导航",
    "aliases": ["导航"],
    "kind": "named_only",
    "text": "文件提到了，没有解释。",
    "citations": [{"doc": "beta-2017", "clause": "二、", "quote": "二、任务"}],
}


class Sample:
    """The folders of the sample, freely changed by a test."""

    def __init__(self, folder: Path) -> None:
        self.sources = folder / "sources"
        self.catalogue = folder / "catalogue"
        self.sources.mkdir(parents=True)
        self.catalogue.mkdir()
        for doc_id, text in (("alpha-2024", ALPHA), ("beta-2017", BETA), ("gamma-2023", GAMMA)):
            self.write_source(doc_id, text)
        self.write(
            "alpha-2024/document.yaml",
            _document(
                "alpha-2024",
                "990100",
                "甲州市",
                ALPHA,
                effective_on=date(2024, 3, 1),
                valid_until=date(2029, 3, 1),
            ),
        )
        self.write("alpha-2024/institutions.yaml", {"institutions": [INSTITUTION]})
        self.write("alpha-2024/awards.yaml", AWARDS)
        beta = _document("beta-2017", "990200", "乙江市", BETA, effective_on=date(2017, 4, 26))
        beta["validity"] = {"statement": "期限已过。", "period_until": date(2018, 12, 31), "period": _cite(_END)}
        self.write("beta-2017/document.yaml", beta)
        self.write("beta-2017/institutions.yaml", {"institutions": []})
        self.write("beta-2017/targets.yaml", TARGETS)
        self.write("facts.yaml", FACTS)
        self.write("topics.yaml", {"topics": [TOPIC]})
        self.write("glossary.yaml", {"terms": [TERM]})

    def write(self, name: str, value: object) -> None:
        path = self.catalogue / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")

    def write_source(self, doc_id: str, text: str) -> None:
        (self.sources / f"{doc_id}.txt").write_text(text, encoding="utf-8")


def _cite(place: dict[str, str]) -> dict[str, str]:
    return {"clause": place["clause"], "quote": place["quote"]}
