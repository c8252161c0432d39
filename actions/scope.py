"""Where a question applies: the regions it names, the notices that hold there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from actions.dialogue import Dialogue, Focus
from actions.turn import Turn
from policy_kb.awards.stated.retraction import denied, taken_back
from policy_kb.knowledge import KnowledgeBase, Source
from policy_kb.language.lexicon import Mention

_WITH = re.compile(r"[跟和与同对]$")
#: 台湾那边互认不互认: by these words alone a place is one that is worked together with.
_EACH_OTHER = re.compile(r"(?:那边|那头|方面|地区|同胞|企业|的)*(?:互认|互通|互信|互联)")
_WORKS_TOGETHER = re.compile(
    r"(?:那边|那头|方面|地区|同胞|企业|的)*[^，,。;；!！?？]{0,8}?(?:合作|交流|往来|对接|融合|互认|共建|共享|协作|联动|联合|打交道)"
)
#: What a name ends with that says only that there is money.
_OF_MONEY = re.compile(r"(?:补助|补贴|奖励|奖补|资助|奖金|[补奖])$")


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a question applies. ``named`` are the region codes asked for; ``foreign`` those without any notice.

    ``below`` is set where the region itself has no notice and ``sources`` are those of smaller regions in it.
    """

    sources: tuple[Source, ...]
    named: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    below: bool = False

    @property
    def only_foreign(self) -> bool:
        """Whether the question is about regions without any notice."""
        return bool(self.foreign) and not self.sources


def regions_named(turn: Turn, kb: KnowledgeBase) -> tuple[str, ...]:
    """Codes of the regions that a message names, those with a notice where a name means several."""
    chosen: list[str] = []
    mentions = turn.reading.mentions
    for mention in mentions:
        codes = mention.ids("region")
        if not codes:
            if chosen:
                chosen += _in_its_name(mention, kb)
            continue
        following = next((other for other in mentions if other.start >= mention.end and other.ids("region")), None)
        if following is not None and mention.ids("region") and _gives_way(mention, following, turn.text):
            continue
        covered = [code for code in codes if kb.sources_for(code)]
        if not covered and _is_partner(mention, turn.text):
            continue
        chosen.append((covered or list(codes))[0])
    return tuple(dict.fromkeys(chosen)) or _in_names(turn, kb)


def names_a_partner(turn: Turn, kb: KnowledgeBase) -> bool:
    """Whether a message names a place without a notice as one that is worked together with."""
    codes = ((mention, mention.ids("region")) for mention in turn.reading.mentions)
    return any(
        found and not any(kb.sources_for(code) for code in found) and _is_partner(mention, turn.text)
        for mention, found in codes
    )


def names_areas_of_one(turn: Turn, kb: KnowledgeBase) -> bool:
    """Whether the places that a message names side by side all lie where the same notices hold (两江新区 in 重庆)."""
    named = {mention.text: mention.ids("region")[0] for mention in turn.reading.mentions if mention.ids("region")}
    notices = {kb.sources_for(code) for code in named.values()}
    return len(named) > 1 and len(notices) == 1 and bool(*notices)


def _in_its_name(mention: Mention, kb: KnowledgeBase) -> list[str]:
    """The region of a notice that is called by it (淄博的意见)."""
    regions = [kb.sources[doc].region for doc in mention.ids("document") if doc in kb.sources]
    return [r for r in regions if r and any(mention.text.startswith(n) for n in kb.regions.short_names(r))]


def _is_partner(mention: Mention, text: str) -> bool:
    """Whether a place is one that is worked together with (跟台湾怎么合作), not one whose notices are asked for."""
    behind = text[mention.end :]
    return bool(_WITH.search(text[: mention.start]) and _WORKS_TOGETHER.match(behind)) or bool(
        _EACH_OTHER.match(behind)
    )


def _gives_way(mention: Mention, following: Mention, text: str) -> bool:
    """Whether a region is taken back for the next one (不是四川，是重庆; 四川，哦不，重庆)."""
    return denied(text[: mention.start]) or taken_back(text[mention.end : following.start])


def _in_names(turn: Turn, kb: KnowledgeBase) -> tuple[str, ...]:
    """The regions with a notice that names begin with (重庆专利奖), where no region is named by itself."""
    own = {name[:-1]: source.region for source in kb.sources.values() if (name := source.stored.region_name)}
    found = [code for mention in turn.reading.mentions for name, code in own.items() if mention.text.startswith(name)]
    return tuple(dict.fromkeys(code for code in found if code))


def find_scope(
    named: tuple[str, ...],
    own: Focus,
    dialogue: Dialogue,
    kb: KnowledgeBase,
    *,
    of_money: bool = True,
    called: Iterable[str] = (),
) -> Scope:
    """Where a question applies.

    ``of_money`` is set for questions that only a notice with amounts can answer; ``called`` is what the message calls
    the awards that it names.
    """
    if not named:
        docs = [key.partition("#")[0] for key in (*own.documents, *own.targets, *own.figures, *own.institutions)]
        docs = list(own.documents) or (docs if len(set(docs)) == 1 or not own.institutions else [])
        docs = docs or _issuers_of(own.units, kb)
        implied = [kb.sources[doc] for doc in dict.fromkeys(docs) if doc in kb.sources]
        if implied and not _stays(own, implied, dialogue):
            return Scope(tuple(implied), tuple(dict.fromkeys(s.region for s in implied)))
        named = dialogue.regions
        if not named:
            return Scope(tuple(kb.sources.values()))
        if of_money and (elsewhere := _only_elsewhere(own, named, kb, called)):
            return Scope(elsewhere, tuple(dict.fromkeys(s.region for s in elsewhere)))
    sources: list[Source] = []
    foreign: list[str] = []
    below = False
    for code in named:
        applying = kb.sources_for(code)
        if not applying:
            applying = kb.sources_within(code)
            below = below or bool(applying)
        sources += applying
        if not applying:
            foreign.append(code)
    return Scope(tuple(dict.fromkeys(sources)), named, tuple(foreign), below)


def _stays(own: Focus, implied: list[Source], dialogue: Dialogue) -> bool:
    """Whether a thing of another notice (软著登记 of its targets) may be asked of the place talked of."""
    only_there = bool(own.documents or own.institutions or own.units) or not own.topics
    here = {source.region for source in implied} & set(dialogue.regions)
    return bool(dialogue.regions) and not only_there and not here


def _issuers_of(units: tuple[str, ...], kb: KnowledgeBase) -> list[str]:
    """The notices that one of these offices issued, where there are few."""
    found = [s.doc_id for s in kb.sources.values() if set(units) & set(s.stored.issuers)]
    return found if len(found) == 1 else []


def _only_elsewhere(
    own: Focus, regions: tuple[str, ...], kb: KnowledgeBase, called: Iterable[str]
) -> tuple[Source, ...]:
    """The notices of an award named now, where those of the regions talked about so far have no award on it.

    None where they speak of it all the same: 服务机构 is an applicant of one notice and the matter of another.
    """
    if not own.awards:
        return ()
    topics = {topic for key in own.awards for topic in kb.book.rules[key].topics}
    here = [source for region in regions for source in kb.sources_for(region)]
    spoken_of = [
        any(_OF_MONEY.sub("", name) in clause.text for source in here for clause in source.clauses) for name in called
    ]
    if spoken_of and all(spoken_of):
        return ()
    if any(topics & set(rule.topics) for rule in kb.rules_of(here)):
        return ()
    return tuple(dict.fromkeys(kb.sources[kb.book.rules[key].doc] for key in own.awards))


def localise(focus: Focus, scope: Scope, kb: KnowledgeBase) -> Focus:
    """Of things that several notices name alike, keep those of the region asked for; keep the topics of the others."""
    docs = {source.doc_id for source in scope.sources}

    def local(keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(key for key in keys if re.split(r"[#/]", key)[0] in docs)

    topics = list(focus.topics)
    for key in focus.awards:
        if key not in local(focus.awards):
            topics += [topic for topic in kb.book.rules[key].topics if topic not in topics]
    return focus.model_copy(
        update={
            "awards": local(focus.awards),
            "topics": tuple(topics),
            "clauses": local(focus.clauses),
            "institutions": local(focus.institutions),
            "targets": local(focus.targets),
            "figures": local(focus.figures),
            "terms": focus.terms,
            "units": focus.units,
        }
    )
