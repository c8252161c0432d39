"""The parts of a government notice, as the reader hands them on. Offsets count characters of the cleaned text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

ClauseKind = Literal["clause", "opening", "closing"]

OPENING_LABEL = "开头"
CLOSING_LABEL = "文末"


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered unit of a notice, or the text before the first or after the last of them.

    ``path`` holds the canonical labels from the outermost heading to this one, e.g. ``("四、", "（七）")``;
    ``cite_label`` is its shortest suffix that is unique in the notice, e.g. ``（七）``.
    ``start``/``end`` span the clause's own text (label, heading, body, unit lines) without its sub-clauses.
    """

    kind: ClauseKind
    label: str
    heading: str
    path: tuple[str, ...]
    cite_label: str
    text: str
    start: int
    end: int
    lead_units: tuple[str, ...] = ()
    responsible_units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repair:
    """What one cleaning rule changed: offsets count characters of the raw text; ``after`` may be empty."""

    rule: str
    start: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Validity:
    """From when to when a notice is in force; ``until`` is the last day, None where the notice names no end."""

    effective_on: date | None
    until: date | None
    quote: str | None


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """Another document that a notice refers to; ``doc_number`` where it stands behind the title."""

    title: str
    doc_number: str | None


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as read from its file: raw text untouched, cleaned text, structure and what the text says of itself."""

    raw_text: str
    text: str
    repairs: tuple[Repair, ...]
    title: str
    issuers: tuple[str, ...]
    doc_number: str | None
    issued_on: date | None
    published_on: date | None
    validity: Validity
    clauses: tuple[Clause, ...] = field(repr=False)
    cited_documents: tuple[CitedDocument, ...] = ()
