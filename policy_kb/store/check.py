"""Proof that what is stored stands in the notices: every clause at its offsets, every quote in the clause it cites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from policy_kb.awards.book import rule_mistakes
from policy_kb.catalogue.check import PAGE_LABEL
from policy_kb.models import (
    AwardRow,
    ClauseRow,
    ClauseUnitRow,
    DocumentRow,
    GlossaryRow,
    InstitutionRow,
    PracticalRow,
    TargetRow,
    TopicRow,
)
from policy_kb.store.repository import load_book

_CITED: tuple[tuple[type[InstitutionRow] | type[TargetRow], str], ...] = (
    (InstitutionRow, "institution"),
    (TargetRow, "target"),
)
#: Only what a notice says of itself may be quoted from the page around it.
_METADATA = "document.metadata.quotes."


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that an entry says stand in a clause; ``entry`` names the entry and the place in it."""

    entry: str
    doc_id: str
    clause: str
    text: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Something stored that the notice does not bear out."""

    entry: str
    doc_id: str
    clause: str
    reason: str

    def __str__(self) -> str:
        return f"{self.doc_id} {self.clause} [{self.entry}]：{self.reason}"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """How much was looked at, and what was found wrong."""

    documents: int
    clauses: int
    quotes: int
    faults: tuple[Fault, ...]


def check(session: Session) -> CheckReport:
    """Looks at every clause and every quote in the database."""
    rows = session.execute(sa.select(DocumentRow.doc_id, DocumentRow.text, DocumentRow.raw_text)).all()
    texts = {doc_id: text for doc_id, text, _ in rows}
    pages = {doc_id: raw for doc_id, _, raw in rows}
    clauses: dict[tuple[str, str], str] = {}
    faults: list[Fault] = []
    for doc_id, row in session.execute(sa.select(DocumentRow.doc_id, ClauseRow).join(ClauseRow.document)):
        clauses[doc_id, row.cite_label] = row.text
        if texts[doc_id][row.start_offset : row.end_offset] != row.text:
            faults.append(Fault("clause", doc_id, row.cite_label, "条款的位置与全文对不上"))
    faults += _unit_faults(session)
    count = 0
    for quote in quotes(session):
        count += 1
        if reason := _reason(quote, texts, pages, clauses):
            faults.append(Fault(quote.entry, quote.doc_id, quote.clause, reason))
    faults += _topic_faults(session, clauses)
    faults += _rule_faults(session)
    return CheckReport(len(texts), len(clauses), count, tuple(faults))


def quotes(session: Session) -> Iterator[Quote]:
    """Every quote of every stored entry."""
    rows = session.execute(sa.select(DocumentRow.doc_id, DocumentRow.payload, DocumentRow.stacking))
    for row in rows:
        yield from quotes_in(row.payload, "document", row.doc_id)
        yield from quotes_in(row.stacking, "stacking", row.doc_id)
    for row in session.execute(
        sa.select(DocumentRow.doc_id, AwardRow.rule_id, AwardRow.clause, AwardRow.quote, AwardRow.rule).join(
            DocumentRow, DocumentRow.id == AwardRow.document_id
        )
    ):
        yield Quote(f"award {row.rule_id}", row.doc_id, row.clause, row.quote)
        yield from quotes_in(row.rule, f"award {row.rule_id}", row.doc_id)
    for model, name in _CITED:
        for row in session.execute(
            sa.select(model.key, model.payload, DocumentRow.doc_id).join(
                DocumentRow, DocumentRow.id == model.document_id
            )
        ):
            yield from quotes_in(row.payload, f"{name} {row.key}", row.doc_id)
    practical = sa.select(PracticalRow.kind, PracticalRow.payload, DocumentRow.doc_id).join(
        DocumentRow, DocumentRow.id == PracticalRow.document_id
    )
    for row in session.execute(practical):
        yield from quotes_in(row.payload, row.kind, row.doc_id)
    for row in session.execute(sa.select(GlossaryRow.key, GlossaryRow.payload)):
        yield from quotes_in(row.payload, f"term {row.key}", "")


def quotes_in(value: Any, entry: str, doc_id: str, clause: str = "") -> Iterator[Quote]:
    """The quotes inside an entry: values of ``quote`` and ``…_quote``, with the nearest ``clause`` and ``doc`` around
    them."""
    if isinstance(value, Mapping):
        if isinstance(value.get("clause"), str):
            clause = value["clause"]
        if isinstance(value.get("doc"), str):
            doc_id = value["doc"]
        for key, inner in value.items():
            if isinstance(inner, str) and (key == "quote" or key.endswith("_quote")):
                yield Quote(entry if key == "quote" else f"{entry}.{key}", doc_id, clause, inner)
            elif isinstance(inner, Mapping | list):
                yield from quotes_in(inner, f"{entry}.{key}", doc_id, clause)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from quotes_in(inner, f"{entry}[{number}]", doc_id, clause)


def _reason(
    quote: Quote, texts: Mapping[str, str], pages: Mapping[str, str], clauses: Mapping[tuple[str, str], str]
) -> str | None:
    if quote.doc_id not in texts:
        return "引用了没有收录的文件"
    if quote.clause == PAGE_LABEL and quote.entry.startswith(_METADATA):
        return None if quote.text in pages[quote.doc_id] else f"网页上没有这句话：{quote.text}"
    if (quote.doc_id, quote.clause) not in clauses:
        return "引用了不存在的条款"
    if not quote.text.strip():
        return "引文是空的"
    if quote.text in clauses[quote.doc_id, quote.clause]:
        return None
    if quote.text in texts[quote.doc_id]:
        return f"引文在别的条款里，不在这一条：{quote.text}"
    return f"原文里没有这句话：{quote.text}"


def _unit_faults(session: Session) -> Iterator[Fault]:
    """A name may be put together (市财政局、发改委 → 市发改委): what must stand in the clause is its last part."""
    rows = session.execute(
        sa.select(DocumentRow.doc_id, ClauseRow.cite_label, ClauseRow.text, ClauseUnitRow.name)
        .join(ClauseRow, ClauseRow.id == ClauseUnitRow.clause_id)
        .join(DocumentRow, DocumentRow.id == ClauseRow.document_id)
    )
    for doc_id, label, text, name in rows:
        if not any(name[start:] in text for start in range(max(1, len(name) - 2))):
            yield Fault("unit", doc_id, label, f"条款里没有这个单位：{name}")


def _rule_faults(session: Session) -> Iterator[Fault]:
    """Every number of a rule, read again from the rule's quotes."""
    book = load_book(session)
    for rule in book.rules.values():
        for place, reason in rule_mistakes(rule, book.facts):
            yield Fault(f"award {rule.id}.{'.'.join(str(step) for step in place)}", rule.doc, rule.clause, reason)


def _topic_faults(session: Session, clauses: Mapping[tuple[str, str], str]) -> Iterator[Fault]:
    loaded = {doc_id for doc_id, _ in clauses}
    for row in session.execute(sa.select(TopicRow.key, TopicRow.payload)):
        for doc_id, labels in row.payload.get("clauses", {}).items():
            if doc_id not in loaded:
                yield Fault(f"topic {row.key}", doc_id, "", "引用了没有收录的文件")
                continue
            for label in labels:
                if (doc_id, label) not in clauses:
                    yield Fault(f"topic {row.key}", doc_id, label, "引用了不存在的条款")
