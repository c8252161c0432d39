"""Whether an entry may be approved: the same proofs that the files of the catalogue have to pass."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from policy_kb.awards.amount import Flat
from policy_kb.awards.book import AwardBook, rule_mistakes
from policy_kb.awards.fact import Fact
from policy_kb.awards.lint import check_example
from policy_kb.awards.rule import Rule
from policy_kb.awards.stacking import Stacking
from policy_kb.catalogue.applying import Contact, ItemList, UnitsFile, Window
from policy_kb.catalogue.check import document_faults, entry_faults
from policy_kb.catalogue.schema import Document, Institution, Target
from policy_kb.models import AwardRow, DocumentRow, FactRow, InstitutionRow, TargetRow, TopicRow
from policy_kb.notice import Clause, Notice, Validity
from policy_kb.review.entries import application
from policy_kb.review.errors import EntryRefused, Mistake
from policy_kb.review.stacking import mistakes_of
from policy_kb.review.written import Written
from policy_kb.store import repository

Json = dict[str, Any]
#: What is paid for each one more is no sum by itself.
_EACH_MORE = re.compile(r"每(?:增加|新增|多|超过?)[^，。；]{0,6}")
_SENTENCE_END = re.compile(r"[。\n]")
_PRACTICAL: Mapping[str, type[Window | Contact | ItemList]] = {
    "window": Window,
    "contact": Contact,
    "materials": ItemList,
    "steps": ItemList,
}
_AMOUNT_KINDS = ("flat", "per_unit", "table", "tiered", "ratio", "share", "discretionary")


@dataclass(frozen=True, slots=True)
class Checked:
    """An entry as it is kept, and what it is called in the log."""

    entry: Json
    subject: str


class Checker:
    """What one document's entries are proven with."""

    def __init__(self, session: Session, row: DocumentRow) -> None:
        self._session, self._row = session, row
        self._clauses = {clause.cite_label: clause for clause in repository.clauses(session, row.doc_id)}

    def check(self, kind: str, written: Written, approved: Sequence[tuple[str, Mapping[str, Any]]]) -> Checked:
        """The entry, proven. Raises EntryRefused with every mistake. ``approved`` are the document's windows and
        contacts, which say how to apply."""
        match kind:
            case "award":
                return self._award(written)
            case "document":
                return self._document(written, approved)
            case "institution" | "target":
                return self._listed(kind, written)
            case "stacking":
                return self._stacking(written)
            case "units":
                return self._units(written)
            case _:
                return self._practical(kind, written)

    # ------------------------------------------------------------------------------------------------ awards

    def _award(self, written: Written) -> Checked:
        data = written.data
        mistakes = [
            written.mistake(f"{key}: 没有这一项，只有 rule 和 facts", key)
            for key in data
            if key not in ("rule", "facts")
        ]
        facts = self._facts()
        new: dict[str, Json] = {}
        raw_facts = data.get("facts") or []
        if not isinstance(raw_facts, list):
            raise EntryRefused((written.mistake("facts 应该是一个列表", "facts"),))
        for number, raw in enumerate(raw_facts):
            fact = written.read(Fact, raw, ("facts", number))
            if fact.id in facts and facts[fact.id] != fact:
                mistakes.append(
                    written.mistake(f"{fact.id} 已经有了，内容不同；请换一个 id，或者删掉这一项", "facts", number, "id")
                )
            if fact.id in new:
                mistakes.append(written.mistake(f"{fact.id} 写了两次", "facts", number, "id"))
            if fact.id not in facts:
                new[fact.id] = raw
                facts[fact.id] = fact
        for number, raw in enumerate(raw_facts):
            whole = raw.get("not_above")
            if whole is not None and whole not in facts:
                mistakes.append(written.mistake(f"not_above: 没有 {whole} 这个事实", "facts", number, "not_above"))
        if not isinstance(data.get("rule"), dict):
            raise EntryRefused((*mistakes, written.mistake("缺少 rule", "rule")))
        raw_rule = data["rule"]
        if "doc" in raw_rule:
            mistakes.append(written.mistake("doc: 由系统填写，请删掉", "rule", "doc"))
        amount = raw_rule.get("amount")
        if not isinstance(amount, dict) or amount.get("kind") not in _AMOUNT_KINDS:
            kinds = "、".join(_AMOUNT_KINDS)
            raise EntryRefused(
                (*mistakes, written.mistake(f"amount: 缺少 kind，要写明是哪一种金额：{kinds}", "rule", "amount"))
            )
        rule = written.read(Rule, {**raw_rule, "doc": self._row.doc_id}, ("rule",))
        mistakes += self._rule_mistakes(rule, raw_rule, facts, written)
        if mistakes:
            raise EntryRefused(tuple(mistakes))
        used = {*rule.accepted_facts}
        used |= {str(new[one]["not_above"]) for one in used & set(new) if new[one].get("not_above")}
        return Checked({"facts": [raw for one, raw in new.items() if one in used], "rule": raw_rule}, rule.name)

    def _rule_mistakes(self, rule: Rule, raw: Json, facts: Mapping[str, Fact], written: Written) -> Iterator[Mistake]:
        others = self._session.scalars(
            sa.select(AwardRow.rule_id).where(AwardRow.document_id == self._row.id, AwardRow.rule_id == rule.id)
        )
        if others.first() is not None:
            yield written.mistake(f"id: 这份文件已经有 {rule.id} 这一项", "rule", "id")
        topics = self._topics()
        for number, topic in enumerate(rule.topics):
            if topics and topic not in topics:
                yield written.mistake(f"topics: 没有 {topic} 这个主题", "rule", "topics", number)
        yield from self._quote_mistakes(raw, ("rule",), rule.clause, written)
        if isinstance(rule.amount, Flat) and (each := self._each_more(rule)) is not None:
            yield written.mistake(
                f"这句话里有“{each}”，不是一笔固定的金额：请把整句写进 quote，改成 kind: per_unit，或者退回",
                "rule",
                "amount",
                "kind",
            )
        found = [*rule_mistakes(rule, facts)]
        for place, reason in found:
            yield written.mistake(reason, "rule", *place)
        if found:
            return
        book = AwardBook(facts, {rule.key: rule})
        for number, example in enumerate(rule.examples):
            for reason in check_example(rule, example, book):
                yield written.mistake(reason, "rule", "examples", number)

    def _each_more(self, rule: Rule) -> str | None:
        """The words in a sentence by which its amount grows with a count."""
        clause = self._clauses.get(rule.clause)
        _, quote, after = clause.text.partition(rule.amount.quote) if clause else ("", rule.amount.quote, "")
        rest = _SENTENCE_END.split(after, maxsplit=1)[0]
        found = _EACH_MORE.search(quote + rest)
        return found.group() if found else None

    def _quote_mistakes(
        self, value: Any, location: tuple[str | int, ...], clause: str, written: Written
    ) -> Iterator[Mistake]:
        if isinstance(value, Mapping):
            if isinstance(value.get("clause"), str):
                clause = value["clause"]
                if clause not in self._clauses:
                    yield written.mistake(f"没有 {clause} 这一条", *location, "clause")
                    return
            for key, inner in value.items():
                if isinstance(inner, str) and (key == "quote" or key.endswith("_quote")):
                    if reason := self._unfound(clause, inner):
                        yield written.mistake(reason, *location, key)
                else:
                    yield from self._quote_mistakes(inner, (*location, key), clause, written)
        elif isinstance(value, list):
            for number, inner in enumerate(value):
                yield from self._quote_mistakes(inner, (*location, number), clause, written)

    def _unfound(self, label: str, quote: str) -> str | None:
        if not quote.strip():
            return "引文是空的"
        clause = self._clauses.get(label)
        if clause is None:
            return f"没有 {label} 这一条"
        return None if quote in clause.text else f"{label} 里没有这句话：{quote}"

    # ------------------------------------------------------------------------------------------------ the others

    def _document(self, written: Written, approved: Sequence[tuple[str, Mapping[str, Any]]]) -> Checked:
        data = dict(written.data)
        if data.get("application") is None:
            data["application"] = application(approved)
        document = written.read(Document, data)
        mistakes = []
        if document.doc_id != self._row.doc_id:
            mistakes.append(written.mistake(f"doc_id: 应该是 {self._row.doc_id}，不能改", "doc_id"))
        names = dict(self._other_names())
        mistakes += [
            written.mistake(f"“{name}”已经是 {names[name]} 的名字，请换一个", "aliases")
            for name in (document.short_title, *document.aliases)
            if name in names
        ]
        notice = self._notice(document)
        topics = self._topics()
        mistakes += [
            written.mistake(f"{problem.where}: {problem.reason}", *problem.where.split("."))
            for problem in document_faults(document, notice, topics)
        ]
        if mistakes:
            raise EntryRefused(tuple(mistakes))
        entry = document.model_dump(mode="json")
        if written.data.get("application") is None:
            entry["application_follows"] = True
        return Checked(entry, document.metadata.title)

    def _listed(self, kind: str, written: Written) -> Checked:
        model: type[Institution] | type[Target] = Institution if kind == "institution" else Target
        rows: type[InstitutionRow] | type[TargetRow] = InstitutionRow if kind == "institution" else TargetRow
        entry = written.read(model)
        mistakes = [
            written.mistake(reason) for reason in entry_faults(entry, self._row.doc_id, self._region(), self._notice())
        ]
        names = (entry.name, *entry.aliases)
        for other in self._session.execute(sa.select(rows.key, rows.payload).where(rows.document_id == self._row.id)):
            if other.key == entry.id:
                mistakes.append(written.mistake(f"id: 这份文件已经有 {entry.id} 这一项", "id"))
            if shared := set(names) & {other.payload["name"], *other.payload["aliases"]}:
                mistakes.append(written.mistake(f"“{min(shared)}”已经是 {other.key} 的名字", "name"))
        if mistakes:
            raise EntryRefused(tuple(mistakes))
        return Checked(entry.model_dump(mode="json"), entry.name)

    def _practical(self, kind: str, written: Written) -> Checked:
        entry = written.read(_PRACTICAL[kind])
        mistakes = [*self._quote_mistakes(written.data, (), "", written)]
        mistakes += [written.mistake(reason) for reason in entry.faults()]
        if mistakes:
            raise EntryRefused(tuple(mistakes))
        data = entry.model_dump(mode="json", by_alias=True)
        return Checked(data, str(data.get("name") or data.get("heading") or ""))

    def _units(self, written: Written) -> Checked:
        entry = written.read(UnitsFile)
        mistakes = [*self._quote_mistakes(written.data, (), "", written)]
        mistakes += [
            written.mistake(reason, "units", number)
            for number, unit in enumerate(entry.units)
            for reason in unit.faults()
        ]
        if mistakes:
            raise EntryRefused(tuple(mistakes))
        return Checked(entry.model_dump(mode="json"), f"{len(entry.units)} 个条款")

    def _stacking(self, written: Written) -> Checked:
        entry = written.read(Stacking)
        mistakes = [*self._quote_mistakes(written.data, (), entry.clause, written)]
        mistakes += [
            written.mistake(reason, *place) for place, reason in mistakes_of(entry, self._row.doc_id, self._session)
        ]
        if mistakes:
            raise EntryRefused(tuple(mistakes))
        return Checked(written.data, "、".join(entry.principles) or entry.text)

    # ------------------------------------------------------------------------------------------------ what is known

    def _region(self) -> str:
        return self._row.region_code or ""

    def _facts(self) -> dict[str, Fact]:
        payloads: Sequence[Json] = self._session.scalars(sa.select(FactRow.payload).order_by(FactRow.position)).all()
        facts = [Fact.model_validate(payload) for payload in payloads]
        return {fact.id: fact for fact in facts}

    def _topics(self) -> set[str]:
        return set(self._session.scalars(sa.select(TopicRow.key)))

    def _other_names(self) -> Iterator[tuple[str, str]]:
        rows = self._session.execute(
            sa.select(DocumentRow.doc_id, DocumentRow.payload).where(
                DocumentRow.payload.is_not(None), DocumentRow.id != self._row.id
            )
        )
        for row in rows:
            for name in (row.payload["short_title"], *row.payload["aliases"]):
                yield name, row.doc_id

    def _notice(self, document: Document | None = None) -> Notice:
        clauses: tuple[Clause, ...] = tuple(self._clauses.values())
        stated = document.metadata if document else None
        until: date | None = stated.valid_until if stated else None
        return Notice(
            raw_text=self._row.raw_text,
            text=self._row.text,
            repairs=(),
            title=stated.title if stated else self._row.title,
            issuers=stated.issuers if stated else tuple(self._row.issuers),
            doc_number=None,
            issued_on=None,
            published_on=None,
            validity=Validity(stated.effective_on if stated else None, until, None),
            clauses=clauses,
        )
