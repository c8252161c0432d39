"""An extraction as JSON values, in the terms of the design; money is a number of yuan, a date is YYYY-MM-DD."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from policy_kb.extract.application import Contact, Item, Window
from policy_kb.extract.awards import Award
from policy_kb.extract.conditions import Comparison
from policy_kb.extract.document import Extraction
from policy_kb.extract.drafts import draft_rule
from policy_kb.extract.institutions import Institution
from policy_kb.extract.targets import Target

Json = dict[str, Any]


def as_json(extraction: Extraction) -> Json:
    """The extraction in the form that ``ipdesk kb extract --json`` prints. Offsets count characters of ``text``."""
    notice = extraction.notice
    validity = notice.validity
    return {
        "title": notice.title,
        "issuers": list(notice.issuers),
        "doc_number": notice.doc_number,
        "issued_on": _iso(notice.issued_on),
        "published_on": _iso(notice.published_on),
        "effective_on": _iso(validity.effective_on),
        "expires_on": _iso(validity.until),
        "validity_quote": validity.quote,
        "clauses": [
            {
                "label": clause.label,
                "clause": clause.cite_label,
                "title": clause.heading,
                "path": list(clause.path),
                "start": clause.start,
                "end": clause.end,
                "lead_units": list(clause.lead_units),
                "responsible_units": list(clause.responsible_units),
            }
            for clause in notice.clauses
        ],
        "awards": [_award(award) for award in extraction.awards],
        "stations": [_station(station) for station in extraction.institutions],
        "targets": [_target(target) for target in extraction.targets],
        "application_windows": [_window(window) for window in extraction.windows],
        "materials": [_item(item) for item in extraction.materials],
        "steps": [_item(item) for item in extraction.steps],
        "contacts": [_contact(contact) for contact in extraction.contacts],
        "cited_documents": [asdict(cited) for cited in notice.cited_documents],
        "status": "draft",
    }


def _award(award: Award) -> Json:
    fact: Json = {
        "clause": award.clause,
        "who": award.who,
        "condition": award.condition,
        "kind": award.kind,
        "amounts": [number(amount) for amount in award.amounts],
        "cap": number(award.cap) if award.cap is not None else None,
        "ratio": number(award.ratio) if award.ratio is not None else None,
        "quote": award.quote,
        "start": award.start,
        "end": award.end,
        "cap_scope": award.cap_scope or None,
        "per": award.unit,
        "minimum": award.minimum,
        "at_most": award.at_most,
        "frequency": award.frequency,
        "years": award.years,
        "conditions": [_comparison(comparison) for comparison in award.comparisons],
        "draft": draft_rule(award),
    }
    if len(award.caps) > 1:
        fact["caps"] = [number(yuan) for yuan, _ in award.caps]
        fact["cap_scopes"] = [scope or None for _, scope in award.caps]
    return fact


def _comparison(comparison: Comparison) -> Json:
    return {
        "what": comparison.what,
        "comparison": comparison.operator,
        "value": number(comparison.value),
        "unit": comparison.unit,
        "quote": comparison.quote,
        "start": comparison.start,
    }


def _station(station: Institution) -> Json:
    return {
        "name": station.name,
        "region": station.region,
        "role": station.role,
        "roles": list(station.roles),
        "status": station.status,
        "clause": station.clause,
        "quote": station.quote,
        "start": station.start,
    }


def _target(target: Target) -> Json:
    return {
        "name": target.name,
        "value": number(target.value),
        "unit": target.unit,
        "comparison": target.comparison,
        "by": _iso(target.by),
        "by_quote": target.by_quote or None,
        "clause": target.clause,
        "quote": target.quote,
        "start": target.start,
    }


def _window(window: Window) -> Json:
    return {
        "from": _iso(window.from_),
        "to": _iso(window.to),
        "clause": window.clause,
        "quote": window.quote,
        "start": window.start,
    }


def _item(item: Item) -> Json:
    return {"text": item.text, "clause": item.clause, "quote": item.quote, "start": item.start}


def _contact(contact: Contact) -> Json:
    return {
        "name": contact.name,
        "person": contact.person,
        "phones": list(contact.phones),
        "emails": list(contact.emails),
        "address": contact.address,
        "clause": contact.clause,
        "quote": contact.quote,
        "start": contact.start,
    }


def number(value: Decimal) -> int | float:
    """A whole number where it is one: 30000 rather than 30000.0."""
    return int(value) if value == value.to_integral_value() else float(value)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
