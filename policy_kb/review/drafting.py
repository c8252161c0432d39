"""The drafts of a notice that is being stored, in the order in which a reviewer goes through them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from policy_kb.awards.fact import Fact
from policy_kb.catalogue.schema import Topic
from policy_kb.extract.application import Item
from policy_kb.extract.document import Extraction
from policy_kb.extract.output import as_json
from policy_kb.models import DocumentRow, DraftRow, FactRow, TopicRow
from policy_kb.models.review import DraftKind
from policy_kb.notice import Notice
from policy_kb.review.proposals.award import Namesakes, propose_award
from policy_kb.review.proposals.cites import place_of
from policy_kb.review.proposals.document import propose_document
from policy_kb.review.proposals.offices import propose_units
from policy_kb.review.proposals.places import (
    propose_contact,
    propose_institution,
    propose_items,
    propose_target,
    propose_window,
)
from policy_kb.review.proposals.stacking import propose_stacking

Json = dict[str, Any]
_OF_DOCUMENT = ("title", "issuers", "doc_number", "issued_on", "published_on", "effective_on", "expires_on")


@dataclass(frozen=True, slots=True)
class _Draft:
    kind: DraftKind
    start: int
    payload: Json
    found: Json
    clause: str
    quote: str


def add_drafts(session: Session, row: DocumentRow, extraction: Extraction) -> dict[str, int]:
    """Adds a draft for everything that was read; gives how many there are of each kind."""
    facts = {
        fact.key: Fact.model_validate(fact.payload)
        for fact in session.scalars(sa.select(FactRow).order_by(FactRow.position))
    }
    topics = [Topic.model_validate(topic.payload) for topic in session.scalars(sa.select(TopicRow))]
    names = set(_names(session))
    known = Namesakes(facts, topics)
    drafts = list(_drafts(row, extraction, known, names))
    session.add_all(
        DraftRow(
            document_id=row.id,
            position=number,
            kind=draft.kind,
            status="draft",
            clause=draft.clause,
            quote=draft.quote,
            start_offset=draft.start,
            end_offset=draft.start + len(draft.quote),
            payload=draft.payload,
            found=draft.found,
        )
        for number, draft in enumerate(drafts)
    )
    session.flush()
    return dict(Counter(draft.kind for draft in drafts))


def _names(session: Session) -> Iterator[str]:
    """Names by which other notices are called or would be."""
    reviewed: Sequence[Json | None] = session.scalars(sa.select(DocumentRow.payload)).all()
    proposed: Sequence[Json] = session.scalars(sa.select(DraftRow.payload).where(DraftRow.kind == "document")).all()
    entries: list[Json] = [entry for entry in (*reviewed, *proposed) if entry is not None]
    for entry in entries:
        yield from (entry["short_title"], *entry["aliases"])


def _drafts(row: DocumentRow, extraction: Extraction, known: Namesakes, names: set[str]) -> Iterator[_Draft]:
    notice, found = extraction.notice, as_json(extraction)
    region = row.region_code or ""
    document = propose_document(row.doc_id, region, extraction, names)
    first = document["metadata"]["quotes"].get("title") or {
        "clause": notice.clauses[0].cite_label,
        "quote": notice.clauses[0].text[:40],
    }
    yield _Draft(
        "document",
        place_of(notice, first)[0],
        document,
        {name: found[name] for name in _OF_DOCUMENT},
        first["clause"],
        first["quote"],
    )
    for window, read in zip(extraction.windows, found["application_windows"], strict=True):
        yield _Draft("window", window.start, propose_window(window), read, window.clause, window.quote)
    for contact, read in zip(extraction.contacts, found["contacts"], strict=True):
        proposal = propose_contact(contact, extraction.institutions)
        yield _Draft("contact", contact.start, proposal, read, contact.clause, contact.quote)
    yield from _lists("materials", extraction.materials, notice)
    yield from _lists("steps", extraction.steps, notice)
    if (offices := propose_units(notice)) is not None:
        first_unit = offices["units"][0]
        yield _Draft("units", place_of(notice, first_unit)[0], offices, {}, first_unit["clause"], first_unit["quote"])
    stacking = propose_stacking(notice, extraction.awards)
    clauses = {clause.cite_label: clause for clause in notice.clauses}
    for number, (award, read) in enumerate(zip(extraction.awards, found["awards"], strict=True), start=1):
        if stacking is not None and award in stacking.not_awards:
            continue
        proposal = propose_award(award, clauses[award.clause], number, known)
        yield _Draft("award", award.start, proposal, read, award.clause, award.quote)
    taken: set[str] = set()
    for station, read in zip(extraction.institutions, found["stations"], strict=True):
        proposal = propose_institution(station, region, taken)
        yield _Draft("institution", station.start, proposal, read, station.clause, station.quote)
    taken = set()
    for target, read in zip(extraction.targets, found["targets"], strict=True):
        proposal = propose_target(target, notice, taken)
        yield _Draft("target", target.start, proposal, read, target.clause, target.quote)
    if stacking is not None:
        yield _Draft("stacking", stacking.start, stacking.entry, {}, stacking.clause, stacking.quote)


def _lists(kind: DraftKind, found: Sequence[Item], notice: Notice) -> Iterator[_Draft]:
    """A draft for each list of materials or of steps."""
    starts = {(item.clause, item.quote): item.start for item in reversed(found)}
    for proposal in propose_items(found, notice):
        first = proposal["items"][0]
        clause, quote = first["clause"], first["quote"]
        yield _Draft(kind, starts[clause, quote], proposal, {}, clause, quote)
