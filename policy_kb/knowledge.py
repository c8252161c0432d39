"""The knowledge base as the assistant uses it: one immutable snapshot per version, in memory.

``current()`` gives the newest one. It asks the database for its version at most once a second, so that an import or an
approval is known to every process within seconds, without training and without a restart.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from pypinyin import lazy_pinyin
from sqlalchemy import Engine

from policy_kb.awards import APPLICANT_FACT, AwardBook, Rule
from policy_kb.awards.matching import RuleIndex
from policy_kb.catalogue.applying import SILENT, Applying
from policy_kb.catalogue.load import Catalogue
from policy_kb.catalogue.schema import Document, Institution, NotAnAward, Target, Term, Topic
from policy_kb.language.document_numbers import written_numbers
from policy_kb.language.lexicon import Lexicon, LexiconEntry
from policy_kb.migrations import outdated
from policy_kb.models.engine import connect, reading
from policy_kb.notice import Clause, Validity
from policy_kb.passages import PassageFinder
from policy_kb.regions import RegionTable, region_table
from policy_kb.search import Hit, did_you_mean, search
from policy_kb.search.index import statistics
from policy_kb.settings import today
from policy_kb.store import repository
from policy_kb.store.drafts import PendingDraft, pending_drafts

_RECHECK_SECONDS = 1.0
#: A shorter name of something that nobody has reviewed is too likely to be a word by chance.
_SHORTEST_DRAFT_NAME = 4
#: So many days in the past are kept ready to be asked about.
_MOST_VIEWS = 8
#: Kinds of name that are also found when they are misspelt.
INEXACT_KINDS = ("award", "topic", "institution", "target", "term", "document", "clause")


class KnowledgeBaseMissing(Exception):
    """There is no knowledge base to answer from; the text says what to run."""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One notice with everything that is known of it. ``reviewed`` is None for a notice nobody has reviewed yet;
    ``drafts`` are what was read from it and awaits a decision."""

    stored: repository.StoredDocument
    clauses: tuple[Clause, ...]
    reviewed: Document | None
    institutions: tuple[Institution, ...]
    targets: tuple[Target, ...]
    applying: Applying = SILENT
    drafts: tuple[PendingDraft, ...] = ()

    @property
    def doc_id(self) -> str:
        return self.stored.doc_id

    @property
    def title(self) -> str:
        return self.stored.title

    @property
    def short_title(self) -> str:
        return self.stored.short_title

    @property
    def region(self) -> str:
        """GB/T 2260 code, empty where it is not known."""
        return self.stored.region_code or ""

    @property
    def validity(self) -> Validity:
        """Since when and until when it counts; a plan ends with the work period it sets itself."""
        until = self.stored.valid_until or self.stored.period_until
        if self.stored.ended_on is not None:
            last = self.stored.ended_on - timedelta(days=1)
            until = last if until is None else min(until, last)
        return Validity(self.stored.effective_on, until, self.stored.validity_quote)

    def in_force(self, on: date) -> bool:
        """Whether the notice counts on that day, both ends included."""
        validity = self.validity
        started = validity.effective_on is None or validity.effective_on <= on
        return started and (validity.until is None or on <= validity.until)

    def clause(self, cite_label: str) -> Clause | None:
        """The clause of that label, or None."""
        return next((c for c in self.clauses if c.cite_label == cite_label), None)


class KnowledgeBase:
    """Everything the assistant can answer from. Immutable; safe to share between tasks and threads."""

    def __init__(
        self,
        version: repository.Version,
        sources: Iterable[Source],
        catalogue: Catalogue,
        book: AwardBook,
        regions: RegionTable,
        engine: Engine,
    ) -> None:
        self.version = version
        self.sources: Mapping[str, Source] = {source.doc_id: source for source in sources}
        self.catalogue = catalogue
        self.book = book
        self.regions = regions
        self._engine = engine
        self._whole: KnowledgeBase | None = None
        self._views: dict[frozenset[str], KnowledgeBase] = {}
        self._day: date | None = None

    def as_of(self, on: date) -> KnowledgeBase:
        """What was there to answer from on a day: without notices that had ended, or that replaced one only later."""
        whole = self._whole or self
        if not any(source.stored.ended_on for source in whole.sources.values()):
            return whole
        hidden = _hidden(whole.sources.values(), on)
        view = whole._views.get(hidden)
        if view is None or view._day != on:
            view = _without(whole, hidden, on, like=view)
            if len(whole._views) >= _MOST_VIEWS:
                whole._views.clear()
            whole._views[hidden] = view
        return view

    @cached_property
    def lexicon(self) -> Lexicon:
        """Every name by which people may call something in here."""
        return Lexicon(self.names(), inexact_kinds=INEXACT_KINDS)

    @cached_property
    def rule_index(self) -> RuleIndex:
        """The words of the award rules."""
        return RuleIndex(self.book)

    @cached_property
    def topics(self) -> Mapping[str, Topic]:
        """Topics by id."""
        return {topic.id: topic for topic in self.catalogue.topics}

    @cached_property
    def terms(self) -> Mapping[str, Term]:
        """Glossary entries by the term itself."""
        return {term.term: term for term in self.catalogue.terms}

    @cached_property
    def institutions(self) -> Mapping[str, tuple[Source, Institution]]:
        """Institutions by ``doc_id#id``."""
        return {f"{s.doc_id}#{i.id}": (s, i) for s in self.sources.values() for i in s.institutions}

    @cached_property
    def targets(self) -> Mapping[str, tuple[Source, Target]]:
        """Targets by ``doc_id#id``."""
        return {f"{s.doc_id}#{t.id}": (s, t) for s in self.sources.values() for t in s.targets}

    @cached_property
    def figures(self) -> Mapping[str, tuple[Source, NotAnAward]]:
        """Numbers that look like awards and are none, by ``doc_id#number``."""
        return {
            f"{s.doc_id}#{f.number}": (s, f)
            for s in self.sources.values()
            if s.reviewed
            for f in s.reviewed.numbers_that_are_not_awards
        }

    def sources_for(self, region: str) -> tuple[Source, ...]:
        """Notices that apply in a region: its own and those of the regions that it lies in."""
        return tuple(s for s in self.sources.values() if s.region and self.regions.contains(s.region, region))

    def sources_within(self, region: str) -> tuple[Source, ...]:
        """Notices of smaller regions that lie in this one."""
        return tuple(s for s in self.sources.values() if s.region != region and self.regions.contains(region, s.region))

    def clauses_on(self, topic: Topic, source: Source) -> tuple[Clause, ...]:
        """Clauses of a notice that deal with a topic: the reviewed ones first, else those whose words show it."""
        reviewed = [source.clause(label) for label in topic.clauses.get(source.doc_id, ())]
        found = [clause for clause in reviewed if clause is not None]
        if found:
            return tuple(found)
        by_heading = [c for c in source.clauses if c.kind == "clause" and topic.matches(c.heading)]
        by_text = [c for c in source.clauses if c.kind == "clause" and c not in by_heading and topic.matches(c.text)]
        return (*by_heading, *by_text)

    def search(self, query: str, *, docs: Iterable[str] | None = None, limit: int = 5) -> list[Hit]:
        """Full-text search over the clauses of all notices, or of ``docs``."""
        with reading(self._engine) as session:
            return search(session, query, docs=None if docs is None else tuple(docs), on=self._day, limit=limit)

    @cached_property
    def passages(self) -> PassageFinder:
        """Finds the sentence of a notice that a message is about."""
        return PassageFinder(
            {doc: source.clauses for doc, source in self.sources.items()},
            [source.region for source in self.sources.values()],
            lambda query, docs, limit: [(h.doc_id, h.clause) for h in self.search(query, docs=docs, limit=limit)],
            self._weights,
            self._heard,
        )

    def _weights(self, terms: Iterable[str]) -> dict[str, float]:
        """What known terms are worth, by rarity; under the empty name that of a term which stands nowhere."""
        with reading(self._engine) as session:
            counts = statistics(session, set(terms))
        return {term: counts.weight(term) for term in (*counts.terms, "")}

    def _heard(self, word: str) -> str:
        with reading(self._engine) as session:
            return did_you_mean(session, word) or ""

    def rules_of(self, sources: Iterable[Source]) -> tuple[Rule, ...]:
        """The reviewed award rules of some notices, in their order."""
        wanted = {source.doc_id for source in sources}
        return tuple(rule for rule in self.book.rules.values() if rule.doc in wanted)

    @cached_property
    def offices(self) -> frozenset[str]:
        """The offices that clauses name as leading or responsible, as they are written there."""
        clauses = (clause for source in self.sources.values() for clause in source.clauses)
        return frozenset(unit for clause in clauses for unit in (*clause.lead_units, *clause.responsible_units))

    def short_place_names(self) -> tuple[str, ...]:
        """The names of the places that have a notice, as people say them (漳州, 四川)."""
        regions = dict.fromkeys(source.region for source in self.sources.values())
        return tuple(dict.fromkeys(name for region in regions for name in self.regions.short_names(region)))

    def names(self) -> Iterator[LexiconEntry]:
        """Every name by which people may call something in here, once for each thing that it names."""
        for name, codes in self.regions.codes_by_name.items():
            for code in codes:
                yield LexiconEntry(name, "region", code)
        for source in self.sources.values():
            yield from self._names_of(source)
            if bare := self.regions.bare_name(source.region):
                yield LexiconEntry(bare, "region", source.region)
            for name in self.regions.short_names(source.region):
                yield LexiconEntry("".join(lazy_pinyin(name)), "region", source.region)
        for rule in self.book.rules.values():
            for name in (rule.name, *rule.aliases):
                yield LexiconEntry(name, "award", rule.key)
        for topic in self.catalogue.topics:
            for name in (topic.name, *topic.aliases):
                yield LexiconEntry(name, "topic", topic.id)
        for term in self.catalogue.terms:
            for name in (term.term, *term.aliases):
                yield LexiconEntry(name, "term", term.term)
        if applicant := self.book.facts.get(APPLICANT_FACT):
            for option in applicant.options:
                for word in (option.label, *option.words):
                    yield LexiconEntry(word, "applicant", option.value)

    @staticmethod
    def _names_of(source: Source) -> Iterator[LexiconEntry]:
        names = {source.title, source.short_title}
        if source.reviewed:
            names.update(source.reviewed.aliases)
            for figure in source.reviewed.numbers_that_are_not_awards:
                for name in (figure.number, *figure.aliases):
                    yield LexiconEntry(name, "figure", f"{source.doc_id}#{figure.number}")
        for name in (*names, *written_numbers(source.stored.doc_number)):
            yield LexiconEntry(name, "document", source.doc_id)
        for institution in source.institutions:
            for name in (institution.name, *institution.aliases):
                yield LexiconEntry(name, "institution", f"{source.doc_id}#{institution.id}")
        for target in source.targets:
            for name in (target.name, *target.aliases):
                yield LexiconEntry(name, "target", f"{source.doc_id}#{target.id}")
        for draft in source.drafts:
            if len(draft.name) >= _SHORTEST_DRAFT_NAME and source.clause(draft.clause) is not None:
                # Of a draft only the notice's words can be shown, so its name leads to them.
                yield LexiconEntry(draft.name, "clause", f"{source.doc_id}#{draft.clause}")
        for clause in source.clauses:
            if clause.kind == "clause" and 4 <= len(clause.heading) <= 40:
                yield LexiconEntry(clause.heading, "clause", f"{source.doc_id}#{clause.cite_label}")
            for unit in (*clause.lead_units, *clause.responsible_units):
                yield LexiconEntry(unit, "unit", unit)


def load(engine: Engine) -> KnowledgeBase:
    """Read one snapshot with all versions of all notices. KnowledgeBaseMissing where nothing has been built yet."""
    if (reason := outdated(engine)) is not None:
        raise KnowledgeBaseMissing(reason)
    with reading(engine) as session:
        version = repository.version(session)
        if version.number == 0:
            raise KnowledgeBaseMissing("知识库还没有建立，请先运行 make run 或者 ipdesk kb build。")
        catalogue = repository.load_catalogue(session)
        book = repository.load_book(session)
        institutions, targets = repository.institutions(session), repository.targets(session)
        applying, drafts = repository.practical(session), pending_drafts(session)
        sources = []
        for stored in repository.documents(session):
            if stored.status != "active" and stored.ended_on is None:
                continue
            folder = catalogue.documents.get(stored.doc_id)
            clauses = tuple(repository.clauses(session, stored.doc_id))
            sources.append(
                Source(
                    stored,
                    clauses,
                    folder.document if folder else None,
                    institutions.get(stored.doc_id, ()),
                    targets.get(stored.doc_id, ()),
                    applying.get(stored.doc_id, SILENT),
                    drafts.get(stored.doc_id, ()),
                )
            )
    return KnowledgeBase(version, sources, catalogue, book, region_table(), engine)


def _hidden(sources: Iterable[Source], on: date) -> frozenset[str]:
    """repository.hidden, of documents that are in memory."""
    hidden: set[str] = set()
    for source in sources:
        stored = source.stored
        if stored.ended_on is None:
            continue
        if stored.ended_on <= on:
            hidden.add(stored.doc_id)
        elif stored.successor is not None:
            hidden.add(stored.successor)
    return frozenset(hidden)


def _without(whole: KnowledgeBase, hidden: frozenset[str], on: date, like: KnowledgeBase | None) -> KnowledgeBase:
    """A knowledge base that does not know some documents; ``like`` is one of another day without the same ones."""
    catalogue, book = whole.catalogue, whole.book
    view = KnowledgeBase(
        whole.version,
        (source for source in whole.sources.values() if source.doc_id not in hidden),
        Catalogue(
            {doc_id: folder for doc_id, folder in catalogue.documents.items() if doc_id not in hidden},
            catalogue.topics,
            tuple(term for term in (_cited(term, hidden) for term in catalogue.terms) if term is not None),
        ),
        AwardBook(
            book.facts,
            {key: rule for key, rule in book.rules.items() if rule.doc not in hidden},
            {doc_id: stacking for doc_id, stacking in book.stacking.items() if doc_id not in hidden},
            book.places,
        ),
        whole.regions,
        whole._engine,
    )
    view._whole, view._day = whole, on
    if like is not None and "lexicon" in like.__dict__:
        view.__dict__["lexicon"] = like.lexicon  # the same names, and the one thing here that takes a second to make
    return view


def _cited(term: Term, hidden: frozenset[str]) -> Term | None:
    """A term without citations of hidden documents; None where no other is left."""
    left = tuple(cite for cite in term.citations if cite.doc not in hidden)
    return term.model_copy(update={"citations": left}) if left else None


class _Current:
    """The snapshot of this process, renewed when the stored version changes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._snapshot: KnowledgeBase | None = None
        self._engine: Engine | None = None
        self._checked = 0.0

    def get(self) -> KnowledgeBase:
        now = time.monotonic()
        snapshot, engine = self._snapshot, connect()
        if snapshot is not None and engine is self._engine and now - self._checked < _RECHECK_SECONDS:
            return snapshot
        with self._lock:
            if self._snapshot is None or engine is not self._engine or _version(engine) != self._snapshot.version:
                self._snapshot = load(engine)
            self._engine, self._checked = engine, now
            return self._snapshot

    def number(self) -> int | None:
        snapshot = self._snapshot
        return None if snapshot is None else snapshot.version.number

    def forget(self) -> None:
        with self._lock:
            self._snapshot = None


def _version(engine: Engine) -> repository.Version:
    with reading(engine) as session:
        return repository.version(session)


_current = _Current()


def current() -> KnowledgeBase:
    """The newest snapshot, as of today. KnowledgeBaseMissing where nothing has been built yet."""
    return _current.get().as_of(today())


def version_in_use() -> int | None:
    """The number of the snapshot that answers; None before there is one. Reads nothing."""
    return _current.number()


def forget() -> None:
    """Drop the snapshot of this process, so that the next call of ``current`` reads the database again."""
    _current.forget()
