"""applying.yaml and units.yaml: what a notice says on how one applies, and which offices are in charge of a clause."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Self

from pydantic import Field, model_validator

from policy_kb.catalogue.schema import Cite, Entry, Text

APPLYING_FILE = "applying.yaml"
UNITS_FILE = "units.yaml"


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
        if self.from_ is not None and self.from_ > self.to:
            yield "开始的日子晚于截止的日子"


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


class Item(Entry):
    """One thing to hand in, or one step, in the notice's words."""

    text: Text
    clause: Text
    quote: Text

    def faults(self) -> Iterator[str]:
        """Words that are not the notice's."""
        if "".join(self.text.split()) not in "".join(self.quote.split()):
            yield f"引文里没有“{self.text}”"


class ItemList(Entry):
    """A list of the notice: materials to hand in or steps to take. ``heading`` is what stands above it."""

    heading: Text | None = None
    items: tuple[Item, ...] = Field(min_length=1)

    def faults(self) -> Iterator[str]:
        """What is wrong with its items."""
        for item in self.items:
            yield from item.faults()

    @property
    def cites(self) -> tuple[Cite, ...]:
        return tuple(Cite(clause=item.clause, quote=item.quote) for item in self.items)


class Applying(Entry):
    """applying.yaml; everything in it was reviewed."""

    windows: tuple[Window, ...] = ()
    contacts: tuple[Contact, ...] = ()
    materials: tuple[ItemList, ...] = ()
    steps: tuple[ItemList, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.windows or self.contacts or self.materials or self.steps)


#: Of a notice of which nothing on applying was reviewed.
SILENT = Applying()


class ClauseUnits(Entry):
    """The offices in charge of one clause. A name may be put together: 市财政局、发改委 → 市发改委."""

    clause: Text
    lead: tuple[Text, ...] = ()
    responsible: tuple[Text, ...] = ()
    quote: Text

    @model_validator(mode="after")
    def _names_somebody(self) -> Self:
        if not (self.lead or self.responsible):
            raise ValueError("lead 和 responsible 不能都是空的")
        return self

    def faults(self) -> Iterator[str]:
        """Names of which not even the last part stands in the quote."""
        for name in (*self.lead, *self.responsible):
            if not any(name[start:] in self.quote for start in range(max(1, len(name) - 2))):
                yield f"引文里没有“{name}”"


class UnitsFile(Entry):
    """units.yaml: takes the place of what a reader made of the notice's lines on its offices."""

    units: tuple[ClauseUnits, ...]
