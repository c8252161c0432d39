"""Some dozens of invented notices, written to a database in any order."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import Engine

from policy_kb.migrations import upgrade
from policy_kb.models import writing
from policy_kb.notice import Clause, Notice, Validity
from policy_kb.search.tokenizer import tokenizer
from policy_kb.store.build import bump, remove_document, write_document

NUMBERS = range(30)
REGIONS = (("990100", "甲州市"), ("990200", "乙江市"), ("990300", "丙海市"))
KINDS = ("措施", "方案", "办法")
UNITS = ("市财政局", "市市场监管局", "市地方金融监管局", "市教育局", "甲州市财政局")
WORDS = (
    "专利", "商标", "知识产权", "质押融资", "奖励", "补助", "转让", "高校", "企业", "导航", "维权", "调解", "风险补偿",
    "银行", "贷款", "示范", "园区", "人才", "国际标准", "地理标志", "版权", "数据", "仲裁", "公证", "海外", "培训",
    "代理", "评估", "交易", "运营",
)  # fmt: skip
#: The first words are in most clauses, the last ones in few.
_WEIGHTS = [1 / (place + 1) for place in range(len(WORDS))]


def notice(number: int) -> tuple[Notice, tuple[str, str], str]:
    """The same number always gives the same notice, its region and its kind."""
    chance = random.Random(number)  # noqa: S311
    region, kind = chance.choice(REGIONS), chance.choice(KINDS)
    begins = date(2015, 1, 1) + timedelta(days=chance.randrange(3000))
    ends = begins + timedelta(days=365 * chance.randint(1, 5)) if chance.random() < 0.7 else None
    clauses: list[Clause] = []
    position = 0
    for place in range(1, 13):
        label, heading = f"第{place}条", "".join(chance.choices(WORDS, _WEIGHTS, k=2))
        parts = [
            "、".join(chance.choices(WORDS, _WEIGHTS, k=chance.randint(1, 5))) for _ in range(chance.randint(1, 8))
        ]
        text = f"{label}{heading}。支持{'；开展'.join(parts)}。"
        lead = tuple(chance.sample(UNITS, chance.randint(0, 1)))
        rest = tuple(chance.sample(UNITS, chance.randint(0, 2)))
        end = position + len(text)
        clauses.append(Clause("clause", label, heading, (label,), label, text, position, end, lead, rest))
        position = end + 1
    whole = "\n".join(clause.text for clause in clauses)
    title = f"{region[1]}第{number}号知识产权{kind}"
    made = Notice(whole, whole, (), title, (), None, begins, None, Validity(begins, ends, None), tuple(clauses))
    return made, region, kind


def write(engine: Engine, numbers: Iterable[int]) -> None:
    """Adds notices in this order."""
    upgrade(engine)
    for number in numbers:
        made, region, kind = notice(number)
        with writing(engine) as session:
            row = write_document(
                session,
                f"notice-{number:03}",
                made,
                None,
                tokenizer(),
                raw_sha256="",
                source_name="",
                content_hash=str(number),
                raw=b"",
                origin="import",
                region=region,
            )
            row.kind = kind
            bump(session)


def remove(engine: Engine, numbers: Iterable[int]) -> None:
    for number in numbers:
        with writing(engine) as session:
            remove_document(session, f"notice-{number:03}")
            bump(session)
