"""Proves the reviewed entries against the notices they speak of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from policy_kb.catalogue.applying import APPLYING_FILE, UNITS_FILE, Contact, ItemList, Window
from policy_kb.catalogue.load import Catalogue, DocumentFolder
from policy_kb.catalogue.schema import Document, Institution, Metadata, Target, Term, Topic
from policy_kb.notice import Notice

# Metadata may be taken from the page a notice was put on the web with, which cleaning removes from its text.
PAGE_LABEL = "网页"

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_MONEY = re.compile(r"\d+(?:\.\d+)?[千百十万亿]*元")
_MARKS = re.compile(r"[\s“”‘’\"'《》「」·、，,。]")


@dataclass(frozen=True, slots=True)
class Problem:
    """An entry that its notice does not bear out: the file below the catalogue, the entry in it, and the reason."""

    file: str
    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.where}: {self.reason}"


class _Cited(Protocol):
    @property
    def clause(self) -> str: ...

    @property
    def quote(self) -> str: ...


class _Sources:
    """The text of each clause by (doc_id, cite label)."""

    def __init__(self, notices: Mapping[str, Notice]) -> None:
        self._texts = {
            (doc_id, clause.cite_label): clause.text for doc_id, notice in notices.items() for clause in notice.clauses
        }
        self._pages = {doc_id: notice.raw_text for doc_id, notice in notices.items()}

    def text(self, doc_id: str, clause: str) -> str | None:
        return self._texts.get((doc_id, clause))

    def texts(self) -> Iterable[str]:
        return self._texts.values()

    def fault(self, doc_id: str, cite: _Cited, *, page: bool = False) -> str | None:
        """Why a cite does not hold, or None. ``page`` allows a cite of the page around the notice."""
        on_page = page and cite.clause == PAGE_LABEL
        text = self._pages.get(doc_id) if on_page else self._texts.get((doc_id, cite.clause))
        if text is None:
            return f"文件 {doc_id} 里没有条款“{cite.clause}”"
        if cite.quote not in text:
            return f"文件 {doc_id} 的“{cite.clause}”里没有这句话：“{cite.quote}”"
        return None


def check(catalogue: Catalogue, notices: Mapping[str, Notice]) -> list[Problem]:
    """Everything in the catalogue that the notices, keyed by doc_id, do not bear out; empty when all is proven."""
    sources = _Sources(notices)
    problems: list[Problem] = []
    for doc_id in sorted(set(notices) | set(catalogue.documents)):
        folder = catalogue.documents.get(doc_id)
        notice = notices.get(doc_id)
        if folder is None:
            problems.append(Problem(f"{doc_id}/document.yaml", doc_id, "这份文件还没有审核过的条目"))
        elif notice is None:
            problems.append(Problem(f"{doc_id}/document.yaml", doc_id, "没有这个编号的文件"))
        else:
            problems.extend(_check_folder(folder, notice, sources, {topic.id for topic in catalogue.topics}))
    documents = [folder.document for folder in catalogue.documents.values()]
    problems.extend(
        _clashes("document.yaml", [(entry.doc_id, (entry.short_title, *entry.aliases)) for entry in documents])
    )
    problems.extend(_check_topics(catalogue.topics, sources))
    problems.extend(_check_terms(catalogue.terms, sources))
    return problems


def _check_folder(folder: DocumentFolder, notice: Notice, sources: _Sources, topics: set[str]) -> Iterator[Problem]:
    document = folder.document
    doc_id = document.doc_id
    yield from _check_metadata(document, notice, sources)
    yield from _check_document(document, notice, sources, topics)
    file = f"{doc_id}/institutions.yaml"
    yield from _unique_ids(file, [entry.id for entry in folder.institutions])
    yield from _clashes(file, [(entry.id, (entry.name, *entry.aliases)) for entry in folder.institutions])
    for institution in folder.institutions:
        for reason in _institution_faults(institution, doc_id, document.region, sources):
            yield Problem(file, institution.id, reason)
    file = f"{doc_id}/targets.yaml"
    yield from _unique_ids(file, [entry.id for entry in folder.targets])
    yield from _clashes(file, [(entry.id, (entry.name, *entry.aliases)) for entry in folder.targets])
    for target in folder.targets:
        for reason in _target_faults(target, doc_id, sources):
            yield Problem(file, target.id, reason)
    yield from _check_applying(folder, doc_id, sources)


def _check_applying(folder: DocumentFolder, doc_id: str, sources: _Sources) -> Iterator[Problem]:
    applying = folder.applying
    entries: tuple[Window | Contact | ItemList, ...] = (
        *applying.windows,
        *applying.contacts,
        *applying.materials,
        *applying.steps,
    )
    for number, entry in enumerate(entries, 1):
        cites: tuple[_Cited, ...] = entry.cites if isinstance(entry, ItemList) else (entry,)
        reasons = [*(sources.fault(doc_id, cite) for cite in cites), *entry.faults()]
        yield from (Problem(f"{doc_id}/{APPLYING_FILE}", str(number), reason) for reason in reasons if reason)
    for unit in folder.units or ():
        reasons = [sources.fault(doc_id, unit), *unit.faults()]
        yield from (Problem(f"{doc_id}/{UNITS_FILE}", unit.clause, reason) for reason in reasons if reason)


def _check_metadata(document: Document, notice: Notice, sources: _Sources) -> Iterator[Problem]:
    file = f"{document.doc_id}/document.yaml"
    reviewed = document.metadata
    for name, ours, theirs in (
        ("title", reviewed.title, notice.title),
        ("issuers", reviewed.issuers, notice.issuers),
        ("doc_number", reviewed.doc_number, notice.doc_number),
        ("issued_on", reviewed.issued_on, notice.issued_on),
        ("published_on", reviewed.published_on, notice.published_on),
        ("effective_on", reviewed.effective_on, notice.validity.effective_on),
        # The last day a notice counts is its last day in force or, where it names none, the end of its work period.
        ("valid_until", reviewed.valid_until or document.validity.period_until, notice.validity.until),
    ):
        if ours != theirs:
            yield Problem(file, f"metadata.{name}", f"审核时填的是“{_shown(ours)}”，从文件里读出的是“{_shown(theirs)}”")
    for field, cite in reviewed.quotes.items():
        if reason := sources.fault(document.doc_id, cite, page=True):
            yield Problem(file, f"metadata.quotes.{field}", reason)


def _check_document(document: Document, notice: Notice, sources: _Sources, topics: set[str]) -> Iterator[Problem]:
    doc_id = document.doc_id
    file = f"{doc_id}/document.yaml"
    cites: list[tuple[str, _Cited, str]] = [("who_to_ask", document.who_to_ask, document.who_to_ask.statement)]
    if document.authority:
        cites.append(("authority", document.authority, document.authority.statement))
        if document.authority.name not in document.authority.quote:
            yield Problem(file, "authority", f"引文里没有“{document.authority.name}”")
    for name in document.who_to_ask.names:
        if name not in document.who_to_ask.quote:
            yield Problem(file, "who_to_ask", f"引文里没有“{name}”")
    cites.extend((f"不是奖补的数字 {entry.number}", entry, "") for entry in document.numbers_that_are_not_awards)
    cites.extend((f"没有金额的支持 {entry.topic}", entry, entry.summary) for entry in document.support_without_amount)
    cites.extend((f"通则 {entry.id}", entry, entry.statement) for entry in document.general_rules)
    cites.extend((f"阶段目标 {entry.name}", entry, entry.statement) for entry in document.horizon)
    if document.validity.period:
        cites.append(("validity.period", document.validity.period, ""))
    facts = document.application
    named = {
        "form": facts.form,
        "materials": facts.materials,
        "window": facts.window,
        "deadline": facts.deadline,
        "phone": facts.phone,
        "address": facts.address,
    }
    cites.extend((f"application.{name}", cite, "") for name, cite in named.items() if cite is not None)
    for where, cite, prose in cites:
        reason = sources.fault(doc_id, cite)
        if reason or (reason := _unfounded_numbers(prose, [sources.text(doc_id, cite.clause) or ""])):
            yield Problem(file, where, reason)
    for entry in document.numbers_that_are_not_awards:
        if entry.number not in entry.quote:
            yield Problem(file, f"不是奖补的数字 {entry.number}", f"引文里没有“{entry.number}”")
    for support in document.support_without_amount:
        if support.topic not in topics:
            yield Problem(file, f"没有金额的支持 {support.topic}", "没有这个主题")
        if _MONEY.search(support.quote):
            yield Problem(file, f"没有金额的支持 {support.topic}", "引文里写了金额")
    yield from _check_statements(document, notice)


def _check_statements(document: Document, notice: Notice) -> Iterator[Problem]:
    file = f"{document.doc_id}/document.yaml"
    for where, prose in (
        ("amounts_statement", document.amounts_statement),
        ("application.statement", document.application.statement),
    ):
        if _NUMBER.search(prose):
            yield Problem(file, where, "这句话里不能有数字")
    dates = [*_dates(document.metadata), document.validity.period_until]
    known = [f"{day.year}年{day.month}月{day.day}日" for day in dates if day]
    for where, statement in (
        ("validity.statement", document.validity.statement),
        ("validity.superseded_in_practice", document.validity.superseded_in_practice or ""),
    ):
        if reason := _unfounded_numbers(statement, known):
            yield Problem(file, where, reason)
    period = document.validity.period
    if document.validity.period_until and period and f"{document.validity.period_until:%Y}" not in period.quote:
        yield Problem(file, "validity.period", f"引文里没有“{document.validity.period_until:%Y}”这一年")
    declared = [entry.number for entry in document.numbers_that_are_not_awards]
    if document.amounts == "none":
        for found in _MONEY.findall(notice.text):
            if found not in declared:
                yield Problem(file, "amounts", f"填的是没有金额，文件里却写了“{found}”")


def _dates(metadata: Metadata) -> Sequence[date | None]:
    return metadata.issued_on, metadata.published_on, metadata.effective_on, metadata.valid_until


def entry_faults(entry: Institution | Target, doc_id: str, region: str, notice: Notice) -> Iterator[str]:
    """What the notice does not bear out of one institution or target."""
    sources = _Sources({doc_id: notice})
    if isinstance(entry, Institution):
        yield from _institution_faults(entry, doc_id, region, sources)
    else:
        yield from _target_faults(entry, doc_id, sources)


def document_faults(document: Document, notice: Notice, topics: set[str]) -> Iterator[Problem]:
    """What the notice does not bear out of the entry about it as a whole. What the reader made of the notice does not
    count: somebody has looked at it since."""
    sources = _Sources({document.doc_id: notice})
    for field, cite in document.metadata.quotes.items():
        if reason := sources.fault(document.doc_id, cite, page=True):
            yield Problem("", f"metadata.quotes.{field}", reason)
    yield from _check_document(document, notice, sources, topics)


def _institution_faults(entry: Institution, doc_id: str, region: str, sources: _Sources) -> Iterator[str]:
    faulty = False
    cites: tuple[_Cited, ...] = (entry, *entry.also)
    for cite in cites:
        if reason := sources.fault(doc_id, cite):
            faulty = True
            yield reason
    if not _within(entry.region, region):
        yield f"地区 {entry.region} 不在文件适用的地区 {region} 里"
    if faulty:
        return
    if _fold(entry.name) not in _fold(entry.quote):
        yield f"引文里没有“{entry.name}”"
    clauses = [sources.text(doc_id, cite.clause) or "" for cite in cites]
    if reason := _unfounded_numbers(entry.says, clauses):
        yield reason


def _target_faults(entry: Target, doc_id: str, sources: _Sources) -> Iterator[str]:
    cites: tuple[_Cited, ...] = (entry, entry.deadline)
    for cite in cites:
        if reason := sources.fault(doc_id, cite):
            yield reason
    if f"{entry.by.year}年" not in entry.deadline_quote:
        yield f"期限的引文里没有“{entry.by.year}年”"
    if entry.comparison == "full":
        if entry.value != 100 or "全覆盖" not in entry.quote:
            yield "全覆盖的目标，数值要填100，引文里要有“全覆盖”"
        return
    figure = f"{entry.value}{entry.unit}"
    found = re.search(rf"(?<![\d.]){re.escape(figure)}(?P<more>以上)?", _plain(entry.quote))
    if found is None:
        yield f"引文里没有“{figure}”"
    elif (found["more"] is not None) != (entry.comparison == "ge"):
        yield f"比较方式 {entry.comparison} 和引文里的“{found.group()}”对不上"


def _check_topics(topics: Sequence[Topic], sources: _Sources) -> Iterator[Problem]:
    file = "topics.yaml"
    by_id = {topic.id: topic for topic in topics}
    yield from _unique_ids(file, [topic.id for topic in topics])
    yield from _clashes(file, [(topic.id, (topic.name, *topic.aliases)) for topic in topics])
    for topic in topics:
        seen = {topic.id}
        broader = topic.broader
        while broader is not None:
            if broader not in by_id:
                yield Problem(file, topic.id, f"没有上级主题“{broader}”")
                break
            if broader in seen:
                yield Problem(file, topic.id, f"主题“{broader}”成了自己的上级")
                break
            seen.add(broader)
            broader = by_id[broader].broader
        if not any(topic.matches(text) for text in sources.texts()):
            yield Problem(file, topic.id, "它的匹配词在所有文件里都找不到条款")
        for doc_id, clauses in topic.clauses.items():
            for clause in clauses:
                text = sources.text(doc_id, clause)
                if text is None:
                    yield Problem(file, topic.id, f"文件 {doc_id} 里没有条款“{clause}”")
                elif not topic.matches(text):
                    yield Problem(file, topic.id, f"它的匹配词找不到文件 {doc_id} 的“{clause}”")


def _check_terms(terms: Sequence[Term], sources: _Sources) -> Iterator[Problem]:
    file = "glossary.yaml"
    yield from _clashes(file, [(entry.term, (entry.term, *entry.aliases)) for entry in terms])
    for entry in terms:
        reasons = [reason for cite in entry.citations if (reason := sources.fault(cite.doc, cite))]
        for reason in reasons:
            yield Problem(file, entry.term, reason)
        names = [_fold(name) for name in (entry.term, *entry.aliases)]
        if not any(name in _fold(cite.quote) for cite in entry.citations for name in names):
            yield Problem(file, entry.term, "引文里没有这个词，也没有它的别名")
        quoted = [cite.quote for cite in entry.citations]
        if not reasons and (reason := _unfounded_numbers(entry.text, quoted)):
            yield Problem(file, entry.term, reason)
        if entry.kind == "named_only" and "下定义" not in entry.text:
            yield Problem(file, entry.term, "填的是只提到没有下定义，解释里却没有说明文件没有“下定义”")


def _unique_ids(file: str, ids: Sequence[str]) -> Iterator[Problem]:
    for identifier in sorted({found for found in ids if ids.count(found) > 1}):
        yield Problem(file, identifier, "有两条用了同一个编号")


def _clashes(file: str, entries: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for owner, names in entries:
        for key in {_fold(name): name for name in names}.items():
            folded, name = key
            if (other := owners.setdefault(folded, owner)) != owner:
                yield Problem(file, owner, f"“{name}”也是 {other} 的名称")


def _unfounded_numbers(prose: str, texts: Sequence[str]) -> str | None:
    known = {number for text in texts for number in _NUMBER.findall(_plain(text))}
    strange = [number for number in _NUMBER.findall(_plain(prose)) if number not in known]
    return f"引用的原文里没有数字“{strange[0]}”" if strange else None


def _shown(value: object) -> str:
    """A value of the metadata as people write it."""
    if value is None:
        return "没有"
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _within(region: str, outer: str) -> bool:
    prefix = re.sub(r"(?:00)+$", "", outer)
    return region.startswith(prefix)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _fold(name: str) -> str:
    return _MARKS.sub("", _plain(name)).casefold()
