"""Proof that what is stored stands in the notices: every clause at its offsets, every quote in the clause it cites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from policy_kb.models import (
    AwardRow,
    ClauseRow,
    ClauseUnitRow,
    DocumentRow,
    GlossaryRow,
    InstitutionRow,
    TargetRow,
    TopicRow,
)

_CITED: tuple[tuple[type[InstitutionRow] | type[TargetRow], str], ...] = (
    (InstitutionRow, "institution"),
    (TargetRow, "target"),
)


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
    texts = dict(session.execute(sa.select(DocumentRow.doc_id, DocumentRow.text)).all())
    clauses: dict[tuple[str, str], str] = {}
    faults: list[Fault] = []
    rows = session.execute(sa.select(DocumentRow.doc_id, ClauseRow).join(ClauseRow.document))
    for doc_id, row in rows:
        clauses[doc_id, row.cite_label] = row.text
        if texts[doc_id][row.start_offset : row.end_offset] != row.text:
            faults.append(Fault("clause", doc_id, row.cite_label, "条款的位置与全文对不上"))
    faults += _unit_faults(session)
    count = 0
    for quote in quotes(session):
        count += 1
        if reason := _reason(quote, texts, clauses):
            faults.append(Fault(quote.entry, quote.doc_id, quote.clause, reason))
    faults += _topic_faults(session, clauses)
    return CheckReport(len(texts), len(clauses), count, tuple(faults))


def quotes(session: Session) -> Iterator[Quote]:
    """Every quote of every stored entry."""
    rows = session.execute(sa.select(DocumentRow.doc_id, DocumentRow.payload, DocumentRow.stacking))
    for doc_id, payload, stacking in rows:
        yield from quotes_in(payload, "document", doc_id)
        yield from quotes_in(stacking, "stacking", doc_id)
    for award, doc_id in session.execute(
        sa.select(AwardRow, DocumentRow.doc_id).join(DocumentRow, DocumentRow.id == AwardRow.document_id)
    ):
        yield Quote(f"award {award.rule_id}", doc_id, award.clause, award.quote)
        yield from quotes_in(award.rule, f"award {award.rule_id}", doc_id)
    for model, name in _CITED:
        for key, payload, doc_id in session.execute(
            sa.select(model.key, model.payload, DocumentRow.doc_id).join(
                DocumentRow, DocumentRow.id == model.document_id
            )
        ):
            yield from quotes_in(payload, f"{name} {key}", doc_id)
    for key, payload in session.execute(sa.select(GlossaryRow.key, GlossaryRow.payload)):
        yield from quotes_in(payload, f"term {key}", "")


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


def _reason(quote: Quote, texts: Mapping[str, str], clauses: Mapping[tuple[str, str], str]) -> str | None:
    if quote.doc_id not in texts:
        return "引用了没有收录的文件"
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


def _topic_faults(session: Session, clauses: Mapping[tuple[str, str], str]) -> Iterator[Fault]:
    loaded = {doc_id for doc_id, _ in clauses}
    for key, payload in session.execute(sa.select(TopicRow.key, TopicRow.payload)):
        for doc_id, labels in payload.get("clauses", {}).items():
            if doc_id not in loaded:
                yield Fault(f"topic {key}", doc_id, "", "引用了没有收录的文件")
                continue
            for label in labels:
                if (doc_id, label) not in clauses:
                    yield Fault(f"topic {key}", doc_id, label, "引用了不存在的条款")
