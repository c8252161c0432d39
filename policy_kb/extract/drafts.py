"""Proposals for award rules: what of a rule in ``catalogue/<document>/awards.yaml`` follows from an award fact.

A reviewer gives the proposal its id, name, facts and examples. Nothing is proposed where the fact is of no clear kind.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from policy_kb.extract.awards import Award
from policy_kb.money import format_yuan

Draft = dict[str, Any]

_FREQUENCIES = {"once": "once", "yearly": "yearly"}
_GENERIC_TIERS = 2


def draft_rule(award: Award) -> Draft | None:
    """The part of a rule that can be derived, in the form of docs/award-rules.md; None for kinds that need a reader."""
    amount = _amount(award)
    if amount is None:
        return None
    draft: Draft = {"clause": award.clause, "payment": _payment(award.quote)}
    if award.frequency in _FREQUENCIES:
        draft |= {"frequency": _FREQUENCIES[award.frequency], "frequency_quote": award.frequency_quote}
    else:
        draft["frequency"] = "none"
    if award.who and award.who_quote in award.quote:
        draft["beneficiaries"] = {"label": award.who, "quote": award.who_quote}
    conditions = [
        {"what": one.what, one.operator: _plain(one.value), "unit": one.unit, "quote": one.quote}
        for one in award.comparisons
        if one.unit not in ("元", "%") or one.start < award.start + len(award.condition)
    ]
    if conditions:
        draft["conditions"] = {"all": conditions}
    draft["amount"] = amount
    caps = [
        {"yuan": _yuan(yuan), "scope": _scope(words), "words": words or None, "quote": award.quote}
        for yuan, words in award.caps
        if amount["kind"] != "discretionary" and _yuan(yuan)
    ]
    if caps:
        draft["caps"] = caps
    return draft


def _amount(award: Award) -> Draft | None:
    sums = [_yuan(amount) for amount in award.amounts]
    if any(one is None for one in sums) or award.joint or award.minimum or award.at_most:
        return None
    match award.kind:
        case "flat" if len(sums) == 1:
            return {"kind": "flat", "yuan": sums[0], "quote": award.quote}
        case "per_unit" if len(sums) == 1:
            return {"kind": "per_unit", "unit": award.unit, "step": sums[0], "quote": award.quote}
        case "per_unit" if len(sums) == _GENERIC_TIERS:
            return {"kind": "per_unit", "unit": award.unit, "base": sums[0], "step": sums[1], "quote": award.quote}
        case "capped" if len(award.caps) == 1 and _yuan(award.caps[0][0]):
            return {"kind": "discretionary", "at_most": _yuan(award.caps[0][0]), "quote": award.quote}
        case "ratio" if award.shared:
            return {"kind": "share", "parts": [_plain(part) for part in award.shared], "quote": award.quote}
        case "ratio" if award.ratio is not None and not sums:
            return {"kind": "ratio", "rate": f"{_plain(award.ratio * 100)}%", "quote": award.quote}
        case "tiered" if len(sums) > 1:
            return {"kind": "table", "rows": [{"yuan": one} for one in sums], "quote": award.quote}
        case "tiered" if len(sums) == 1 and award.comparisons:
            return {"kind": "flat", "yuan": sums[0], "quote": award.quote}
        case _:
            return None


def _payment(quote: str) -> str:
    found = {word: quote.find(word) for word in ("奖励", "补助", "分担") if word in quote}
    if found:
        return min(found, key=lambda word: found[word])
    return "奖励" if "奖" in quote else "补助"


def _scope(words: str) -> str:
    if "年" in words and any(party in words for party in ("家", "户", "企业", "单位", "机构", "同一", "个人")):
        return "per_applicant_year"
    if any(unit in words for unit in ("项目", "单个", "单项", "单笔")):
        return "per_project"
    if any(unit in words for unit in ("件", "台", "案", "单部", "单机", "笔")):
        return "per_item"
    return "per_applicant_year" if "年" in words else "per_programme"


def _yuan(amount: Decimal) -> str | None:
    try:
        return format_yuan(amount)
    except ValueError:
        return None


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
