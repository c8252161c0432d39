"""Made-up notices: small awards with sums of one's choice, and what their notices say on drawing several."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from policy_kb.awards import AwardBook, load_book
from policy_kb.awards.claims import Claims, claims
from policy_kb.awards.lint import ALWAYS
from policy_kb.notice import Validity

FACTS = """\
facts:
- {id: applicant_type, type: choice, label: 单位类型, question: 哪一类单位？,
   options: [{value: firm, label: 企业}, {value: school, label: 高校}]}
- {id: items, type: count, label: 产品, unit: 件, min: 0, max: 1000, question: 多少件？}
- {id: chosen, type: count, label: 其中的精品, unit: 件, min: 0, max: 1000, not_above: items, question: 精品多少件？}
- {id: listed, type: count, label: 其中的名品, unit: 件, min: 0, max: 1000, not_above: items, question: 名品多少件？}
- {id: grade, type: level, label: 评级, unit: 级, min: 1, max: 3, question: 几级？}
- {id: cost, type: money, label: 费用, unit: 元, min: 0元, max: 1亿元, question: 多少钱？}
- {id: part, type: ratio, label: 占比, question: 占多少？}
- {id: sure, type: flag, label: 已经备案, question: 备案了吗？}
- {id: won, type: flag, label: 已经获奖, question: 获奖了吗？}
"""
#: A rule for whoever is ``sure``; ``{…}`` are filled in.
RULE = """\
- id: {id}
  name: {id}奖
  aliases: [{id}]
  topics: [t]
  clause: （一）
  payment: {payment}
  frequency: {frequency}
{quote}  beneficiaries: {{label: 企业, quote: 企业}}
  conditions: {{fact: {fact}, is_true: true, quote: 已经备案的}}
  amount: {amount}
"""
SURE = {"sure": True}
DAY = date(2025, 6, 1)


def flat(yuan: str) -> str:
    return f"{{kind: flat, yuan: {yuan}, quote: 给{yuan}}}"


def at_most(yuan: str) -> str:
    return f"{{kind: discretionary, at_most: {yuan}, quote: 最高不超过{yuan}}}"


PER_ITEM = "{kind: per_unit, fact: items, step: 1万元, quote: 每件1万元}"
SHARED = "{kind: share, of: cost, parties: [{name: 甲, parts: 8}, {name: 乙, parts: 2}], quote: 甲和乙按8∶2分担}"


def rule(
    name: str, amount: str, *, fact: str = "sure", frequency: str = "once", payment: str = "奖励", judged: bool = False
) -> str:
    quote = "" if frequency == "none" else "  frequency_quote: 给一次\n"
    text = RULE.format(id=name, amount=amount, fact=fact, frequency=frequency, payment=payment, quote=quote)
    if judged:
        text = text.replace("  conditions: {", "  conditions: {all: [{judged: 有前景, quote: 有前景}, {").replace(
            "已经备案的}\n", "已经备案的}]}\n"
        )
    return text


def write(folder: Path, notices: Mapping[str, str], facts: str = FACTS) -> Path:
    """Each notice as its stacking (if any) and rules, without the ``document`` line."""
    folder.mkdir(exist_ok=True)
    (folder / "facts.yaml").write_text(facts, encoding="utf-8")
    for doc, text in notices.items():
        (folder / doc).mkdir()
        (folder / doc / "awards.yaml").write_text(f"document: {doc}\n{text}", encoding="utf-8")
    return folder


def stacking(more: str = "") -> str:
    return f"stacking:\n  clause: （九）\n  principles: [不重复]\n  text: 不重复享受。\n  quote: 不重复享受\n{more}"


def group(*rules: str, keep: str = "highest", name: str = "one") -> str:
    ids = ", ".join(rules)
    return f"  groups:\n  - {{id: {name}, rules: [{ids}], keep: {keep}, clause: （九）, quote: 只能拿一项}}\n"


def limit(yuan: str, *rules: str, scope: str = "per_applicant_year") -> str:
    ids = f"rules: [{', '.join(rules)}], " if rules else ""
    return f"  - {{yuan: {yuan}, scope: {scope}, {ids}clause: （九）, quote: 合计不超过{yuan}}}\n"


def limits(*several: str) -> str:
    return "  limits:\n" + "".join(several)


def book_of(folder: Path, *rules: str, saying: str = "", **others: str) -> AwardBook:
    """The notice ``town`` with these rules, and other notices by name."""
    notices = {"town": saying + "rules:\n" + "".join(rules), **others}
    return load_book(write(folder / "catalogue", notices))


def claimed(book: AwardBook, *, on: date = DAY, ended: tuple[str, ...] = (), **facts: object) -> Claims:
    """All that can be claimed; the notices ``ended`` are out of force."""
    over = Validity(None, date(2020, 1, 1), None)
    validities = {rule.doc: over if rule.doc in ended else ALWAYS for rule in book.rules.values()}
    return claims(book.rules.values(), book.validate(facts), book, on, validities)


def standings(found: Claims) -> dict[str, str]:
    return {claim.rule.id: claim.standing for claim in found.claims}


def wan(number: object) -> Decimal:
    return Decimal(str(number)) * 10_000
