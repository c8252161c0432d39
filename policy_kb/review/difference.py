"""What changed from one notice to another: clauses with their words, and awards."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from policy_kb.migrations import upgrade
from policy_kb.models import AwardRow, DocumentRow, DraftRow, reading
from policy_kb.notice import Clause
from policy_kb.review.errors import NotThere
from policy_kb.search.tokenizer import tokenizer
from policy_kb.store import repository

Json = dict[str, Any]
Change = Literal["same", "added", "removed"]
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words that both have, or only the new or the old one."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class ChangedClause:
    """A clause of both notices; the labels differ where it has moved."""

    old: str
    new: str
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class ChangedAward:
    """An award of both notices, with what it says in each: place in the rule, old value, new value."""

    name: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """From ``old`` to ``new``. Awards are the reviewed ones; ``drafts_*`` the quotes of those nobody has approved."""

    added: tuple[Clause, ...]
    removed: tuple[Clause, ...]
    changed: tuple[ChangedClause, ...]
    awards_added: tuple[str, ...]
    awards_removed: tuple[str, ...]
    awards_changed: tuple[ChangedAward, ...]
    drafts_added: tuple[str, ...]
    drafts_removed: tuple[str, ...]


def difference(engine: Engine, old: str, new: str) -> Difference:
    """Compare two stored notices. Raises ReviewError where one is not there."""
    upgrade(engine)
    with reading(engine) as session:
        first, second = _row(session, old), _row(session, new)
        pairs, removed, added = _pairs(repository.clauses(session, old), repository.clauses(session, new))
        rules, others = _rules(session, first), _rules(session, second)
        drafts, new_drafts = _drafts(session, first), _drafts(session, second)
    changed = tuple(
        ChangedClause(one.cite_label, other.cite_label, words_between(one.text, other.text))
        for one, other in pairs
        if one.text != other.text
    )
    return Difference(
        added=added,
        removed=removed,
        changed=changed,
        awards_added=tuple(name for name in others if name not in rules),
        awards_removed=tuple(name for name in rules if name not in others),
        awards_changed=tuple(
            ChangedAward(name, fields)
            for name in rules
            if name in others and (fields := tuple(_fields(rules[name], others[name])))
        ),
        drafts_added=tuple(quote for quote in new_drafts if quote not in drafts),
        drafts_removed=tuple(quote for quote in drafts if quote not in new_drafts),
    )


def words_between(old: str, new: str) -> tuple[Words, ...]:
    """Both texts in one, word by word."""
    one, other = _words(old), _words(new)
    found: list[Words] = []
    for kind, start, end, begin, stop in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Words("same", "".join(one[start:end])))
            continue
        if start < end:
            found.append(Words("removed", "".join(one[start:end])))
        if begin < stop:
            found.append(Words("added", "".join(other[begin:stop])))
    return tuple(found)


def _words(text: str) -> list[str]:
    """The text cut into words; what the tokenizer leaves out (marks, white space) stands between them one by one."""
    parts: list[str] = []
    at = 0
    for word in tokenizer().words(text):
        found = text.find(word, at)
        if found >= 0:
            parts += [*text[at:found], word]
            at = found + len(word)
    return [*parts, *text[at:]]


def _pairs(
    old: Sequence[Clause], new: Sequence[Clause]
) -> tuple[list[tuple[Clause, Clause]], tuple[Clause, ...], tuple[Clause, ...]]:
    """Clauses that belong together: of the same text, else of the same label and alike, else of the same heading."""
    left, right = list(old), list(new)
    pairs: list[tuple[Clause, Clause]] = []

    def take(fits: Any) -> None:
        for one in list(left):
            found = next((other for other in right if fits(one, other)), None)
            if found is not None:
                pairs.append((one, found))
                left.remove(one)
                right.remove(found)

    take(lambda one, other: _body(one) == _body(other))
    take(lambda one, other: one.heading and one.heading == other.heading and one.kind == other.kind)
    take(lambda one, other: one.cite_label == other.cite_label and _alike(one, other))
    take(lambda one, other: one.kind == other.kind != "clause")
    return sorted(pairs, key=lambda pair: pair[1].start), tuple(left), tuple(right)


def _body(clause: Clause) -> str:
    """The text without the number before it, which changes when clauses move."""
    return clause.text.removeprefix(clause.label).strip()


def _alike(one: Clause, other: Clause) -> bool:
    return SequenceMatcher(None, one.text, other.text, autojunk=False).ratio() >= _ALIKE


def _row(session: Session, doc_id: str) -> DocumentRow:
    row = session.scalar(sa.select(DocumentRow).where(DocumentRow.doc_id == doc_id))
    if row is None:
        raise NotThere(f"没有编号为 {doc_id} 的文件。运行 ipdesk kb clause 可以列出全部文件。")
    return row


def _rules(session: Session, document: DocumentRow) -> dict[str, Json]:
    rows = session.scalars(
        sa.select(AwardRow)
        .where(AwardRow.document_id == document.id, AwardRow.status == "reviewed")
        .order_by(AwardRow.position)
    )
    return {row.rule["name"]: row.rule for row in rows}


def _drafts(session: Session, document: DocumentRow) -> list[str]:
    query = (
        sa.select(DraftRow.quote)
        .where(DraftRow.document_id == document.id, DraftRow.kind == "award", DraftRow.status == "draft")
        .order_by(DraftRow.position)
    )
    return list(session.scalars(query))


_NOT_COMPARED = ("id", "aliases", "examples", "topics", "notes")


def _fields(old: Json, new: Json) -> list[tuple[str, str, str]]:
    return [
        (key, _shown(old.get(key)), _shown(new.get(key)))
        for key in dict.fromkeys((*old, *new))
        if key not in _NOT_COMPARED and old.get(key) != new.get(key)
    ]


def _shown(value: Any) -> str:
    if value is None:
        return "（没有）"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
