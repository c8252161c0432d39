"""All that one applicant can claim, as a list that can be read aloud."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from actions.award_text import money
from actions.wording import joined, quoted_title
from policy_kb.awards import APPLICANT_FACT, Fact, FactValue
from policy_kb.awards.claims import Claim, Claims, Total
from policy_kb.awards.fact import Facts
from policy_kb.awards.rule import Verdict
from policy_kb.knowledge import KnowledgeBase
from policy_kb.money import format_yuan

_HEADINGS: tuple[tuple[Verdict, str], ...] = (
    ("yes", "按您说的情况，可以申请："),
    ("person", "金额能算出来，但有的条件要由主管部门认定："),
    ("unknown", "还要看具体情况："),
    ("not_in_force", "文件不在有效期内，现在不能申请："),
)
#: Of the conditions that an award still depends on, so many are named.
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class ClaimList:
    """``listed`` in the order of their numbers, ``refused`` those known to be out of reach; ``totals`` are the lines on
    what may be added and what not."""

    listed: tuple[Claim, ...]
    refused: tuple[Claim, ...]
    lines: tuple[str, ...]
    totals: tuple[str, ...]


def told(facts: Facts, kb: KnowledgeBase) -> str:
    """The facts as people say them: 企业、ISO56005评级四级."""
    names = sorted(facts, key=lambda name: name != APPLICANT_FACT)
    return joined(_said(kb.book.facts[name], facts[name]) for name in names)


def _said(fact: Fact, value: FactValue) -> str:
    if fact.id == APPLICANT_FACT:
        return fact.show(value)
    return f"{fact.label}：{fact.show(value)}" if fact.type == "flag" else f"{fact.label}{fact.show(value)}"


def claim_list(found: Claims, kb: KnowledgeBase) -> ClaimList:
    """The awards by what can be said of them, each with amount and clause; those refused for a reason come last."""
    shown: list[Claim] = []
    parts: list[str] = []
    for verdict, heading in _HEADINGS:
        group = found.of(verdict)
        if verdict == "not_in_force":
            group = tuple(claim for claim in group if not claim.evaluation.failed)
        if group:
            parts.append(heading)
        for claim in group:
            shown.append(claim)
            parts.append(f"{len(shown)}. {_line(claim, kb)}")
    totals = (
        *(_total_line(total, found, kb) for total in found.totals if len(total.parts) > 1),
        *(f"{quoted_title(kb.sources[doc])}没有写明几项能不能一起拿，这里就不加在一起了。" for doc in found.not_added),
    )
    parts += totals
    refused = tuple(claim for claim in found.of("no") if _for_this_kind(claim))
    if refused:
        parts.append("按您说的情况拿不到的：" + "；".join(_refusal(claim) for claim in refused) + "。")
    return ClaimList(tuple(shown), refused, tuple(parts), totals)


def _line(claim: Claim, kb: KnowledgeBase) -> str:
    evaluation = claim.evaluation
    remark = ""
    if evaluation.verdict == "person":
        remark = f"前提：{joined(result.text for result in evaluation.judged)}。"
    elif evaluation.verdict == "unknown":
        remark = _depends_on([result.text for result in evaluation.conditions if result.state in ("unknown", "person")])
    return f"{claim.rule.name}{claim.rule.clause}：{money(evaluation, kb.book)}。{remark}{claim.because}"


def _depends_on(conditions: Sequence[str]) -> str:
    more = "等" if len(conditions) > _MOST_NAMED else ""
    return f"条件：{'；'.join(conditions[:_MOST_NAMED])}{more}。" if conditions else ""


def _refusal(claim: Claim) -> str:
    reasons = "，".join(f"要求{result.text}，{result.reason}" for result in claim.evaluation.failed)
    return f"{claim.rule.name}{claim.rule.clause}，{reasons}"


def _for_this_kind(claim: Claim) -> bool:
    """Whether the award is for this kind of applicant at all; what is for others is not worth a line."""
    return not any(APPLICANT_FACT in result.facts for result in claim.evaluation.failed)


def _total_line(total: Total, found: Claims, kb: KnowledgeBase) -> str:
    numbers = [str(i) for i, claim in enumerate(found.claims, 1) if claim.rule.key in total.parts]
    by_frequency = (("一次性的", total.once), ("按年的", total.yearly))
    split = [f"{often}{format_yuan(part)}" for often, part in by_frequency if part]
    text = f"金额已经确定的第{joined(numbers)}项加起来是{format_yuan(total.yuan)}"
    text += f"（{'，'.join(split)}）。" if len(split) > 1 else "。"
    for limit, _ in total.limits:
        text += f"{limit.scope_words}合计最高不超过{format_yuan(limit.yuan)}，已经按这个上限算。"
    entry = kb.book.stacking[total.doc]
    principles = f"文件的原则是“{joined(entry.principles)}”，" if entry.principles else ""
    return f"{text}能不能都拿，{principles}由主管部门审核决定。"


def wanted(found: Claims, kb: KnowledgeBase, limit: int = 3) -> Iterator[str]:
    """Labels of the facts whose answers would settle most."""
    yield from (kb.book.facts[name].label for name in found.missing[:limit])


def as_of(on: date, today: date) -> str | None:
    """Said where the day asked for is not today."""
    return None if on == today else f"以下按{on.year}年{on.month}月{on.day}日的情况算。"
