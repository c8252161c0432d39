"""Reviewed entries in the form in which they are stored: JSON that reads back to the same entry."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policy_kb.awards.book import AwardBook, Place
from policy_kb.awards.book import load_book as read_book
from policy_kb.catalogue.applying import ClauseUnits, Contact, ItemList, UnitsFile, Window
from policy_kb.catalogue.load import Catalogue, DocumentFolder
from policy_kb.catalogue.load import load_catalogue as read_catalogue
from policy_kb.models import PracticalKind

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReviewedAward:
    """A rule as its file writes it (the document's id is left to the row), and what the row is looked up by."""

    rule_id: str
    clause: str
    quote: str
    rule: Json


@dataclass(frozen=True, slots=True)
class ReviewedEntries:
    """All reviewed entries about one notice."""

    document: Json
    stacking: Json | None
    awards: tuple[ReviewedAward, ...]
    institutions: tuple[Json, ...]
    targets: tuple[Json, ...]
    practical: tuple[tuple[PracticalKind, Json], ...] = ()
    units: tuple[ClauseUnits, ...] | None = None

    def content_hash(self) -> str:
        return digest(
            self.document,
            self.stacking,
            [award.rule for award in self.awards],
            self.institutions,
            self.targets,
            *([self.practical] if self.practical else []),
        )


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The catalogue and the award book, entry by entry; ``documents`` by doc_id, the others by key in their order."""

    documents: Mapping[str, ReviewedEntries]
    facts: Mapping[str, Json]
    topics: Mapping[str, Json]
    terms: Mapping[str, Json]


def digest(*values: Any) -> str:
    """A hash of JSON values, the order of keys included."""
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()


def read_reviewed(directory: Path) -> Reviewed:
    """Reads and checks the files. Raises CatalogueError or RuleFileError, which name file, line and reason."""
    catalogue, book = read_catalogue(directory), read_book(directory)
    return Reviewed(
        {doc_id: _entries(doc_id, catalogue, book) for doc_id in catalogue.documents},
        {fact_id: _written(book.places[fact_id]) for fact_id in book.facts},
        {topic.id: topic.model_dump(mode="json") for topic in catalogue.topics},
        {term.term: term.model_dump(mode="json") for term in catalogue.terms},
    )


def _entries(doc_id: str, catalogue: Catalogue, book: AwardBook) -> ReviewedEntries:
    folder = catalogue.documents[doc_id]
    return ReviewedEntries(
        document=folder.document.model_dump(mode="json"),
        stacking=_written(book.places[f"{doc_id}/stacking"]) if doc_id in book.stacking else None,
        awards=tuple(
            ReviewedAward(rule.id, rule.clause, rule.amount.quote, _written(book.places[rule.key]))
            for rule in book.of(doc_id)
        ),
        institutions=tuple(entry.model_dump(mode="json") for entry in folder.institutions),
        targets=tuple(entry.model_dump(mode="json") for entry in folder.targets),
        practical=tuple(_practical(folder)),
        units=folder.units,
    )


def _practical(folder: DocumentFolder) -> Iterator[tuple[PracticalKind, Json]]:
    applying = folder.applying
    lists: tuple[tuple[PracticalKind, tuple[Window | Contact | ItemList, ...]], ...] = (
        ("window", applying.windows),
        ("contact", applying.contacts),
        ("materials", applying.materials),
        ("steps", applying.steps),
    )
    for kind, entries in lists:
        for entry in entries:
            yield kind, entry.model_dump(mode="json", by_alias=True)
    if folder.units is not None:
        yield "units", UnitsFile(units=folder.units).model_dump(mode="json")


def _written(place: Place) -> Json:
    """The entry as the file has it. Amounts and shares stay as written: no number changes in JSON."""
    value: Any = place.file.data
    for step in place.location:
        value = value[step]
    copied: Json = json.loads(json.dumps(value))
    return copied
