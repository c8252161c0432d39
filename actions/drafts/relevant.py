"""Which unreviewed drafts a question is about."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from actions.awards_meant import telling_text
from actions.request import Request
from policy_kb.awards import APPLICANT_FACT
from policy_kb.knowledge import Source
from policy_kb.language.normalise import normalise
from policy_kb.models.review import DraftKind
from policy_kb.search.tokenizer import stopwords, tokenizer
from policy_kb.store.drafts import PendingDraft

#: Drafts that fit this close to the best are all meant.
_AS_GOOD = 0.7
#: Words of a question that stand in more of the drafts than this say nothing of which one is meant.
_TELLING_SHARE = 0.5
#: So many telling words a draft shares with a question about a topic that is not its own.
_LEAST_OFF_TOPIC = 2
#: Topics of every question about money.
_ANY_MONEY = {"funding"}


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft with its notice."""

    source: Source
    draft: PendingDraft

    @property
    def place(self) -> str:
        """``doc_id#clause``, as a question names clauses."""
        return f"{self.source.doc_id}#{self.draft.clause}"


@dataclass(frozen=True, slots=True)
class Found:
    """Drafts that a question is about. ``named``: the message itself calls them by name or by their clause;
    ``all_of_them``: it says nothing of which one."""

    drafts: tuple[Drafted, ...]
    named: bool = False
    all_of_them: bool = False

    def __bool__(self) -> bool:
        return bool(self.drafts)


NOTHING = Found(())


def pending(sources: Iterable[Source], *kinds: DraftKind) -> tuple[Drafted, ...]:
    """The drafts of some kinds in some notices, in their order."""
    return tuple(Drafted(source, draft) for source in sources for draft in source.drafts if draft.kind in kinds)


def drafted_awards(request: Request, *, listing: bool = False) -> Found:
    """The award drafts that a question about money means; one for a list is not about the subject talked of before."""
    pool = pending(_searched(request), "award")
    if not pool:
        return NOTHING
    if listing and request.elliptic:
        return Found(pool, all_of_them=True) if request.scope.named else NOTHING
    if named := _named(request, pool):
        return Found(_whole_clauses(named, pool), named=True)
    if not request.scope.named:
        return NOTHING
    if request.focus.awards:
        return NOTHING  # a reviewed award is meant
    topics = set(request.focus.topics) - _ANY_MONEY
    on_topic = tuple(one for one in pool if topics & set(one.draft.topics))
    if topics and not on_topic:
        # a topic of other notices may only share a word: 企业落户
        return Found(_whole_clauses(_by_words(request, pool, least=_LEAST_OFF_TOPIC), pool))
    fitting = _by_words(request, on_topic or pool)
    if fitting or on_topic:
        return Found(_whole_clauses(fitting or on_topic, pool))
    says_what = bool(topics) or bool(request.focus.model_copy(update={"documents": (), "units": (), "topics": ()}))
    return NOTHING if says_what else Found(pool, all_of_them=True)


def _searched(request: Request) -> tuple[Source, ...]:
    """The notices of the region asked about; without a region those whose clauses the message names."""
    if request.scope.named:
        return request.scope.sources
    docs = {key.partition("#")[0] for key in request.focus.clauses}
    return tuple(source for source in request.scope.sources if source.doc_id in docs)


def _named(request: Request, pool: Sequence[Drafted]) -> tuple[Drafted, ...]:
    """Those of the clauses in focus."""
    return tuple(one for one in pool if one.place in request.focus.clauses)


def _whole_clauses(found: Sequence[Drafted], pool: Sequence[Drafted]) -> tuple[Drafted, ...]:
    """With the other drafts of the same clauses: what one sentence gives the next may limit."""
    clauses = {one.place for one in found}
    return tuple(one for one in pool if one.place in clauses)


def names_an_award(request: Request) -> bool:
    """Whether the message calls an award by its name of which there is only a draft."""
    said = {mention.surface for mention in request.turn.reading.mentions if mention.exact}
    drafts = pending(request.scope.sources, "award")
    return any(one.place in request.focus.clauses and normalise(one.draft.name) in said for one in drafts)


def _by_words(request: Request, pool: Sequence[Drafted], least: int = 1) -> tuple[Drafted, ...]:
    """The drafts whose own words the message shares most, of those that it shares ``least`` telling words with."""
    cut = tokenizer()
    said = {term for term in cut.index_terms(telling_text(request.turn)) if len(term) > 1}
    said -= {*stopwords(), *_applicants(request)}
    words = [set(cut.index_terms(f"{one.draft.name} {one.draft.quote}".lower())) & said for one in pool]
    frequency = Counter(term for terms in words for term in terms)
    most = max(1.0, len(pool) * _TELLING_SHARE)
    telling = [{term for term in terms if frequency[term] <= most} for terms in words]
    scores = [
        sum(math.log(1 + len(pool) / frequency[term]) for term in terms) if len(terms) >= least else 0.0
        for terms in telling
    ]
    best = max(scores, default=0.0)
    return tuple(one for one, score in zip(pool, scores, strict=True) if best and score >= _AS_GOOD * best)


def _applicants(request: Request) -> set[str]:
    """Words for who asks: they say nothing of what is asked."""
    fact = request.kb.book.facts.get(APPLICANT_FACT)
    return {word for option in (fact.options if fact else ()) for word in (option.label, *option.words)}
