"""Proposals for institutions, targets, application windows and contacts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pypinyin import Style, lazy_pinyin

from policy_kb.extract.application import Contact, Item, Window
from policy_kb.extract.institutions import Institution
from policy_kb.extract.targets import Target
from policy_kb.notice import Notice
from policy_kb.regions import RegionTable

Json = dict[str, Any]
_SAYS = {
    "existing": "文件提到了{name}。",
    "planned": "文件提出建设{name}。",
    "supported": "文件支持{name}发挥作用。",
}


def identifier(name: str, taken: set[str]) -> str:
    """An id from the first letters of a name's sounds, with a number behind it where that is taken."""
    letters = "".join(char for char in "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower() if char.isascii())
    base = "".join(char for char in letters if char.isalnum())[:32] or "entry"
    base = base if base[0].isalpha() else f"e{base}"
    found, number = base, 2
    while found in taken:
        found, number = f"{base}_{number}", number + 1
    taken.add(found)
    return found


def propose_institution(found: Institution, region: str, taken: set[str]) -> Json:
    """An entry of institutions.yaml; a region outside the notice's own is not proposed."""
    own = found.region if found.region and RegionTable.contains(region, found.region) else region
    return {
        "id": identifier(found.name, taken),
        "name": found.name,
        "aliases": [],
        "roles": list(found.roles),
        "status": found.status,
        "region": own,
        "clause": found.clause,
        "quote": found.quote,
        "says": _SAYS[found.status].format(name=found.name),
    }


def propose_target(found: Target, notice: Notice, taken: set[str]) -> Json:
    """An entry of targets.yaml; without a deadline where the notice names none, and then it can't be approved as is."""
    value = f"{found.value:f}"
    entry: Json = {
        "id": identifier(found.name, taken),
        "name": found.name,
        "aliases": [],
        "value": value.rstrip("0").rstrip(".") if "." in value else value,
        "unit": found.unit,
        "comparison": found.comparison,
        "period": "by",
        "clause": found.clause,
        "quote": found.quote,
    }
    if found.by is not None:
        labels = [found.clause, *(clause.cite_label for clause in notice.clauses)]
        texts = {clause.cite_label: clause.text for clause in notice.clauses}
        where = next((label for label in labels if found.by_quote in texts[label]), found.clause)
        entry["deadline"] = {"by": found.by.isoformat(), "clause": where, "quote": found.by_quote}
    return entry


def propose_window(found: Window) -> Json:
    """When applications are taken."""
    return {
        "from": found.from_.isoformat() if found.from_ else None,
        "to": found.to.isoformat() if found.to else None,
        "clause": found.clause,
        "quote": found.quote,
    }


def propose_items(found: Sequence[Item], notice: Notice) -> list[Json]:
    """Materials or steps, as one list for each heading that they stand below."""
    clauses = {clause.cite_label: clause for clause in notice.clauses}
    lists: dict[tuple[str, ...], Json] = {}
    for item in found:
        clause = clauses[item.clause]
        inside = sum(other.clause == item.clause for other in found) > 1
        head = clause.path if inside else clause.path[:-1]
        above = next((one for one in notice.clauses if one.path == head), None)
        entry = lists.setdefault(head, {"heading": (above.heading if above else "") or None, "items": []})
        entry["items"].append({"text": item.text, "clause": item.clause, "quote": item.quote})
    return list(lists.values())


def propose_contact(found: Contact, institutions: Sequence[Institution] = ()) -> Json:
    """Whom to turn to; where the block names no office, the institution that it speaks of."""
    named = [one.name for one in institutions if one.clause == found.clause and one.name in found.quote]
    return {
        "name": found.name or (named[0] if len(named) == 1 else None),
        "person": found.person,
        "phones": list(found.phones),
        "emails": list(found.emails),
        "address": found.address,
        "clause": found.clause,
        "quote": found.quote,
    }
