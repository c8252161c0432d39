"""The whole knowledge base in the terms of ``ipdesk kb extract``: one list of documents, JSON values only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from policy_kb.awards.amount import Discretionary, Flat, PerUnit, RatioOf, Share, Table, Tiered
from policy_kb.awards.book import AwardBook
from policy_kb.awards.condition import leaves
from policy_kb.awards.rule import Rule
from policy_kb.catalogue.applying import SILENT, Applying
from policy_kb.catalogue.schema import ROLE_NAMES, Institution, Target
from policy_kb.notice import Clause
from policy_kb.store import repository
from policy_kb.store.repository import StoredDocument

Json = dict[str, Any]


def export(session: Session) -> Json:
    """``{"version", "documents": [...]}``; money is a number of yuan, a date is YYYY-MM-DD."""
    book = repository.load_book(session)
    practical = repository.practical(session)
    institutions, targets = repository.institutions(session), repository.targets(session)
    return {
        "version": repository.version(session).number,
        "documents": [
            _document(
                document,
                repository.clauses(session, document.doc_id),
                institutions.get(document.doc_id, ()),
                targets.get(document.doc_id, ()),
                book,
                practical.get(document.doc_id, SILENT),
            )
            for document in repository.documents(session)
        ],
    }


def _document(
    document: StoredDocument,
    clauses: list[Clause],
    institutions: Sequence[Institution],
    targets: Sequence[Target],
    book: AwardBook,
    applying: Applying,
) -> Json:
    return {
        "doc_id": document.doc_id,
        "title": document.title,
        "short_title": document.short_title,
        "kind": document.kind,
        "region": {"code": document.region_code, "name": document.region_name} if document.region_code else None,
        "issuers": list(document.issuers),
        "doc_number": document.doc_number,
        "issued_on": _iso(document.issued_on),
        "published_on": _iso(document.published_on),
        "effective_on": _iso(document.effective_on),
        "expires_on": _iso(document.valid_until),
        "period_until": _iso(document.period_until),
        "status": document.status,
        "clauses": [
            {
                "label": clause.label,
                "clause": clause.cite_label,
                "title": clause.heading,
                "path": list(clause.path),
                "lead_units": list(clause.lead_units),
                "responsible_units": list(clause.responsible_units),
            }
            for clause in clauses
        ],
        "awards": [_award(rule) for rule in book.of(document.doc_id)],
        "stations": [
            {
                "name": entry.name,
                "region": entry.region,
                "role": "、".join(ROLE_NAMES[role] for role in entry.roles),
                "roles": list(entry.roles),
                "status": entry.status,
                "clause": entry.clause,
                "quote": entry.quote,
            }
            for entry in institutions
        ],
        "targets": [
            {
                "name": entry.name,
                "value": number(entry.value),
                "unit": entry.unit,
                "by": _iso(entry.by),
                "clause": entry.clause,
                "quote": entry.quote,
            }
            for entry in targets
        ],
        "application_windows": [one.model_dump(mode="json", by_alias=True) for one in applying.windows],
        "materials": [item.model_dump(mode="json") for one in applying.materials for item in one.items],
        "steps": [item.model_dump(mode="json") for one in applying.steps for item in one.items],
        "contacts": [one.model_dump(mode="json") for one in applying.contacts],
    }


def _award(rule: Rule) -> Json:
    kind, amounts, cap, ratio = _amounts(rule)
    caps = [*(entry.yuan for entry in rule.caps), *([cap] if cap is not None else [])]
    return {
        "id": rule.id,
        "name": rule.name,
        "clause": rule.clause,
        "who": rule.beneficiaries.label,
        "condition": _conditions(rule),
        "kind": kind,
        "amounts": [number(amount) for amount in amounts],
        "cap": number(min(caps)) if caps else None,
        "ratio": number(ratio) if ratio is not None else None,
        "quote": rule.amount.quote,
        "status": "reviewed",
    }


def _amounts(rule: Rule) -> tuple[str, list[Decimal], Decimal | None, Fraction | None]:
    """Kind, sums, cap and ratio in the words of an extract, where a level's sum is a tier and a share is a ratio."""
    match rule.amount:
        case Flat() as flat:
            return "flat", [flat.yuan], None, None
        case PerUnit() as per_unit:
            return "per_unit", [*([per_unit.base] if per_unit.from_ else []), per_unit.step], None, None
        case Table() as table:
            return "tiered", [row.yuan for row in table.rows], None, None
        case Tiered() as tiered:
            rates = [Fraction(tier.rate) for tier in tiered.tiers if tier.rate is not None]
            sums = [tier.yuan for tier in tiered.tiers if tier.yuan is not None]
            return "tiered", sums, None, rates[0] if rates else None
        case RatioOf() as part:
            return "ratio", [], None, Fraction(part.rate)
        case Share() as share:
            return "ratio", [], None, share.rate(0)
        case Discretionary() as discretionary:
            return "capped", [], discretionary.at_most, None


def _conditions(rule: Rule) -> str:
    if rule.conditions is None:
        return ""
    return "；".join(dict.fromkeys(leaf.quote for leaf in leaves(rule.conditions)))


def number(value: Decimal | Fraction) -> int | float:
    """A whole number where it is one: 30000 rather than 30000.0."""
    return int(value) if value == int(value) else float(value)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
