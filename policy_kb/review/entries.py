"""What document.yaml says on how to apply, put together from the approved entries that have no place in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Json = dict[str, Any]
#: Kinds of draft that say how one applies.
APPLYING_KINDS = ("window", "contact", "materials", "steps")
_NAMES = {
    "form": "申请表",
    "materials": "申报材料",
    "steps": "办理步骤",
    "window": "受理窗口",
    "deadline": "申报截止时间",
    "phone": "联系电话",
    "address": "地址",
}
_FORM = ("申请表", "申报表", "申请书")


def application(approved: Sequence[tuple[str, Mapping[str, Any]]]) -> Json:
    """The ``application`` of document.yaml, with the first approved entry of each kind."""
    found: dict[str, Json | None] = dict.fromkeys(_NAMES)
    for kind, entry in approved:
        for name, cite in _named(kind, entry):
            found[name] = found[name] or cite
    said = "、".join(label for name, label in _NAMES.items() if found[name])
    silent = "、".join(label for name, label in _NAMES.items() if not found[name])
    parts = [f"写明了{said}" if said else "", f"没有写明{silent}" if silent else ""]
    found.pop("steps")
    return {**found, "statement": "这份文件" + "，".join(part for part in parts if part) + "。"}


def _named(kind: str, entry: Mapping[str, Any]) -> Iterator[tuple[str, Json]]:
    """Which details an entry names, and where."""
    if kind in ("materials", "steps"):
        cites = [({"clause": item["clause"], "quote": item["quote"]}, item["text"]) for item in entry["items"]]
        yield kind, cites[0][0]
        if kind == "materials":
            yield from (("form", cite) for cite, text in cites if any(word in text for word in _FORM))
        return
    cite = {"clause": entry["clause"], "quote": entry["quote"]}
    if kind == "window":
        yield "deadline", cite
        return
    for name, value in (("window", entry["name"]), ("phone", entry["phones"]), ("address", entry["address"])):
        if value:
            yield name, cite
