"""Reviewed entries that have no file of their own: they become what document.yaml says on how to apply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import Field

from policy_kb.catalogue.schema import Entry, Text

Json = dict[str, Any]
_NAMES = {
    "form": "申请表",
    "materials": "申报材料",
    "window": "受理窗口",
    "deadline": "申报截止时间",
    "phone": "联系电话",
    "address": "地址",
}


class Window(Entry):
    """When applications are taken; ``to`` is the last day."""

    from_: date | None = Field(default=None, alias="from")
    to: date
    clause: Text
    quote: Text

    def faults(self) -> Iterator[str]:
        """Days of which the quote does not hold month and day."""
        for day in (self.from_, self.to):
            if day is not None and not all(str(number) in self.quote for number in (day.month, day.day)):
                yield f"引文里没有 {day.month}月{day.day}日"


class Contact(Entry):
    """Whom to turn to, as the notice says it."""

    name: Text | None = None
    person: Text | None = None
    phones: tuple[Text, ...] = ()
    emails: tuple[Text, ...] = ()
    address: Text | None = None
    clause: Text
    quote: Text

    def faults(self) -> Iterator[str]:
        """What does not stand in the quote."""
        said = "".join(self.quote.split())
        for words in (self.name, self.person, *self.phones, *self.emails, self.address):
            if words is not None and "".join(words.split()) not in said:
                yield f"引文里没有“{words}”"


def application(approved: Sequence[tuple[str, Mapping[str, Any]]]) -> Json:
    """The ``application`` of document.yaml from approved windows and contacts, the first of each kind."""
    facts: dict[str, Json | None] = dict.fromkeys(_NAMES)
    for kind, entry in approved:
        cite = {"clause": entry["clause"], "quote": entry["quote"]}
        named = ["deadline"] if kind == "window" else []
        if kind == "contact":
            named = [
                name
                for name, value in (
                    ("window", entry["name"]),
                    ("phone", entry["phones"]),
                    ("address", entry["address"]),
                )
                if value
            ]
        for name in named:
            facts[name] = facts[name] or cite
    said = "、".join(label for name, label in _NAMES.items() if facts[name])
    silent = "、".join(label for name, label in _NAMES.items() if not facts[name])
    parts = [f"写明了{said}" if said else "", f"没有写明{silent}" if silent else ""]
    return {**facts, "statement": "这份文件" + "，".join(part for part in parts if part) + "。"}
