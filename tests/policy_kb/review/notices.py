"""Small notices of real places that say invented things, and a build without any notice."""

from __future__ import annotations

from pathlib import Path

import yaml
from sqlalchemy import Engine

import policy_kb
from policy_kb.models import reading
from policy_kb.store.build import build
from policy_kb.store.check import check

CATALOGUE = Path(policy_kb.__file__).parent / "catalogue"

MEASURES = """漳州市专利奖补若干措施
漳州市市场监督管理局
2025年3月1日
为促进专利转化，制定本措施。
一、奖补内容
（一）首次认定奖励。对首次认定的企业，一次性给予5万元的奖励。
责任单位：市市场监管局
（二）专利转让奖励。对高校当年度转让发明专利5件以上的，一次性给予3万元的奖励。
责任单位：市教育局
（三）纠纷调解。依托漳州市知识产权保护中心开展知识产权纠纷调解。
二、目标
到2027年底，发明专利拥有量达到2000件。
三、申报时间
2025年申报时间为6月1日-6月30日。
四、联系方式
漳州市市场监督管理局
联系电话：0596-1234567
五、附则
本措施自2025年4月1日起施行，有效期至2028年3月31日。
"""
PLAN = """泉州市知识产权保护行动方案
泉州市人民政府办公室
2024年5月6日
一、总体要求
加强知识产权保护。
二、重点任务
（一）开展专项执法。
（二）健全快速维权机制。
"""
NEWER = (
    MEASURES.replace("2025年3月1日", "2026年3月1日")
    .replace("一次性给予5万元的奖励", "一次性给予8万元的奖励")
    .replace("（三）纠纷调解。依托漳州市知识产权保护中心开展知识产权纠纷调解。\n", "")
    .replace("自2025年4月1日起施行，有效期至2028年3月31日", "自2026年4月1日起施行，有效期至2029年3月31日")
)
NOWHERE = "关于促进专利转化的通知\n一、支持转化。\n二、加强保护。\n"


def prepare(engine: Engine, folder: Path) -> None:
    """A knowledge base with the facts and topics of the repository, and none of its notices."""
    sources, catalogue = folder / "none", folder / "lists"
    for made in (sources, catalogue):
        made.mkdir(exist_ok=True)
    facts = (CATALOGUE / "facts.yaml").read_text(encoding="utf-8")
    (catalogue / "facts.yaml").write_text(facts, encoding="utf-8")
    topics = yaml.safe_load((CATALOGUE / "topics.yaml").read_text(encoding="utf-8"))
    for topic in topics["topics"]:
        topic.pop("clauses", None)
    term = {
        "term": "专利导航",
        "aliases": [],
        "kind": "named_only",
        "text": "收录的文件没有下定义。",
        "citations": [{"doc": "somewhere-2000", "clause": "一、", "quote": "专利导航"}],
    }
    for name, value in (("topics.yaml", topics), ("glossary.yaml", {"terms": [term]})):
        (catalogue / name).write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")
    build(engine, sources, catalogue)


def faults(engine: Engine) -> list[str]:
    """What ``kb check`` finds wrong, apart from the term whose notice isn't there."""
    with reading(engine) as session:
        return [str(fault) for fault in check(session).faults if fault.doc_id != "somewhere-2000"]
