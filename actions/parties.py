"""Several applicants in one message, each with what is told of it: 2所高校和1家研究院首次贯标; 两家三级，一家五级.

A head is a counted applicant (2所高校, 高校2所, 两家). What stands between one head and the next is told of the first;
heads that are only joined (2所高校和1家研究院) share what follows, and what stands before the first head holds for all.
Applicants that go by letters (甲公司五级，乙公司二级) are heads of one each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from policy_kb.awards import APPLICANT_FACT, Fact, FactValue
from policy_kb.awards.stated import stated_facts
from policy_kb.knowledge import KnowledgeBase
from policy_kb.language.numerals import NUMBER, parse_number
from policy_kb.language.reading import read

_MEASURES = "所家间户个"
_HEAD = re.compile(rf"(?P<number>{NUMBER.pattern})\s?(?P<measure>[{_MEASURES}])(?![月年人事])")
_MOST = 100_000
_LONGEST_GAP = 4
_JOINT = re.compile(r"^[、,，和与跟及加外还有又另同埋以\s]*$")
#: What is given to somebody, or done for them, does not count who asks.
_TOWARDS = re.compile(
    r"(?:惠及|服务|面向|帮助|帮|指导|带动|扶持|支持|辅导|培训|转让给|卖给|许可给|转给|让给|向|给|对|跟|找|覆盖|涉及|联合|下属|旗下)(?:了|过)?(?:约|共|超过|近)?$"
    r"|(?:转让给|卖给|许可给|转给|让给|惠及|服务)(?:了|过)?[\u3400-\u9fff]{2,4}$"
)
_EACH = re.compile(r"各自?|每[所家间户个]?|都|均")
_TOGETHER = re.compile(r"(?:一共|总共|合计|合共|共|加起来|总计)(?:有|是|转让|损失|通过|认定|了)*$")
_ALL_AGAIN = re.compile(
    r"(?:公司|企业|单位|学校|所)?的?(?:补助|奖励|补贴|钱)?(?:一年|每年|今年)?(?:总共|合计|一共|共|加起来|加在一起|加一?[起块]|加到一[起块]|合起来|合在一起|都算上|统共)"
)
#: 一个56005过了一级, 一个是四级, not 一个专利
_SAID_OF_IT = re.compile(r"\s?(?:是|评|过|拿|有|做|才|只|就|刚|已|今年|去年|[a-z0-9一二三四五]|第)")
_RESPECTIVELY = re.compile(r"分别")
_INSIDE = re.compile(r"(?:其中|里面|里头|里|当中|中)(?:有|的)?$")
_RECEIVES = re.compile(r"^(?:购买|买|受让|接手|接收|用|使用)")
_MORE = re.compile(r"(?:再|又|另外)(?:多|加|增加|来|添)?(?:了|上)?$|(?:多|加|增加|添)(?:了|上)?$")
_LESS = re.compile(r"(?:少|减|减少|去掉|除去)(?:了)?$")
_ONESELF = re.compile("[我咱俺本敝]")
_OWN = re.compile(r"(?:我们?|咱们?|俺们?|本|敝)(?:单位|校|院|所|司|厂|行|社|家|公司)")
_GROUP = re.compile("集团|旗下|下属|名下|分公司|子公司")
_SERIES = ("甲乙丙丁戊己", "abcdef", "①②③④⑤⑥")
_LABEL = re.compile(
    r"(?<![a-z0-9])(?P<label>[甲乙丙丁戊己①-⑥]|[a-f](?![a-z0-9/]))(?!方|醇|醛|肝|苯|级|等|类|班|座)(?:家|厂|校|院|所|站|店|单位)?[:：]?"
)
_NOTHING = re.compile(r"没评|没有?(?:过|通过|评|转|做|拿|认定)?|未|什么都没|还没|都没")


@dataclass(frozen=True, slots=True)
class Party:
    """``count`` applicants of one kind (None: not said) of which the same is told; facts by id.

    ``name`` is what a single one is called in the message (甲).
    """

    count: int
    measure: str
    kind: str | None
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Parties:
    """Those that a message asks for. ``unclear`` is set where they can't be told apart for certain."""

    groups: tuple[Party, ...]
    unclear: bool = False

    @property
    def count(self) -> int:
        """How many applicants there are."""
        return sum(group.count for group in self.groups)


@dataclass(frozen=True, slots=True)
class _Head:
    start: int
    end: int
    count: int
    measure: str
    kind: str | None
    inside: bool


def find_parties(text: str, kb: KnowledgeBase, facts: Sequence[Fact]) -> Parties | None:
    """The applicants of a message, None where it doesn't name several.

    ``facts`` are those that may be told of them. Who asks for itself and for others too is asked to tell them apart.
    """
    applicant = kb.book.facts.get(APPLICANT_FACT)
    if applicant is None:
        return None
    if labelled := _labelled(text, applicant, kb, facts):
        return labelled
    heads = _not_repeated(_not_counted(_heads(text, applicant), text, kb, facts), text)
    speaker = own_kind(text, applicant)
    named = [head for head in heads if head.kind is not None]
    if speaker is not None:
        own_heads = _not_counted(_heads(text, applicant, speaker or None), text, kb, facts)
        if own := _own_companies(own_heads, text):
            return _subgroups(text, own[0], own[1:], kb, facts)
        if speaker and _GROUP.search(text) and (members := _members(text, own_heads, kb, facts)):
            return members
    if not named or (speaker is not None and all(head.kind == speaker for head in named)):
        return None
    if sum(head.count for head in named if not head.inside) < 2 and len(heads) < 2:
        return None
    if speaker is not None:
        return Parties((), unclear=True)
    first, *rest = heads
    if rest and all(head.kind is None or head.inside for head in rest):
        return _subgroups(text, first, rest, kb, facts)
    if any(head.kind is None for head in rest):
        return Parties((), unclear=True)
    return _listed(text, heads, kb, facts)


def _own_companies(heads: Sequence[_Head], text: str) -> list[_Head]:
    """The whole and its parts where a group tells of its companies one by one; none otherwise.

    我们集团有三家子公司，一家二级，一家三级，还有一家五级
    """
    if len(heads) < 3 or heads[0].count < 2:
        return []
    first, *rest = heads
    parts = [h for h in rest if not (h.count == first.count and _ALL_AGAIN.match(text[h.end :]))]
    if sum(head.count for head in parts) != first.count or any(head.count == first.count for head in parts):
        return []
    return [first, *(replace(head, kind=None) for head in parts)]


def _members(text: str, heads: Sequence[_Head], kb: KnowledgeBase, facts: Sequence[Fact]) -> Parties | None:
    """我们集团一家一级一家五级: the companies of a group where something is told of each; None otherwise."""
    if len(heads) < 2:
        return None
    ends = [head.start for head in heads[1:]] + [len(text)]
    told = [
        _told(text[head.end : end], Party(head.count, head.measure, head.kind), kb, facts)
        for head, end in zip(heads, ends, strict=True)
    ]
    if not all(told):
        return None
    return Parties(tuple(Party(h.count, h.measure, h.kind, one) for h, one in zip(heads, told, strict=True) if one))


def change_parties(text: str, before: Sequence[Party], kb: KnowledgeBase, facts: Sequence[Fact]) -> Parties | None:
    """The applicants of the last answer as a follow-up changes them (再多一所高校呢), None where it doesn't."""
    applicant = kb.book.facts.get(APPLICANT_FACT)
    heads = _heads(text, applicant, before[0].kind) if applicant is not None and before else []
    if len(heads) != 1:
        return None
    (head,) = heads
    change = _MORE.search(text[: head.start]) or _LESS.search(text[: head.start])
    of_kind = [party for party in before if party.kind == head.kind]
    if change and of_kind:
        count = head.count if _MORE.search(text[: head.start]) else -head.count
        changed = [replace(p, count=p.count + count) if p is of_kind[0] else p for p in before]
        left = tuple(party for party in changed if party.count > 0)
        return Parties(left, unclear=not left or any(party.count < 0 for party in changed))
    told = _told(text[head.end :], Party(head.count, head.measure, head.kind), kb, facts)
    if not told or len(before) > 1 or head.count >= before[0].count:
        return None
    rest = replace(before[0], count=before[0].count - head.count)
    return Parties((rest, replace(before[0], count=head.count, facts={**before[0].facts, **told})))


def _labelled(text: str, applicant: Fact, kb: KnowledgeBase, facts: Sequence[Fact]) -> Parties | None:
    """甲大学转让10件，乙学院5件: as many as there are letters in a row from the first; None where there are none."""
    found = list(_LABEL.finditer(text))
    series = next((letters for letters in _SERIES if found and found[0]["label"] == letters[0]), "")
    letters = [match["label"] for match in found]
    first_ones = list(dict.fromkeys(letters))
    if len(first_ones) < 2 or first_ones != list(series[: len(first_ones)]):
        return None
    if letters != first_ones:
        return Parties((), unclear=True)
    words = sorted(_option_words(applicant), key=lambda pair: -len(pair[0]))
    counted = _heads(text, applicant, "")
    before = [head for head in counted if head.start < found[0].start()]
    if any(head.count != len(found) for head in counted if head.end > head.start):
        return Parties((), unclear=True)
    opening = text[: found[0].start()]
    for head in reversed(before):
        opening = opening[: head.start] + opening[head.end :]
    shared = _told(opening, None, kb, facts)
    groups = []
    unclear = shared is None
    for i, match in enumerate(found):
        kind, length = _kind_at(text[match.end() :], words)
        kind = kind or next((head.kind for head in before if head.kind), None)
        end = found[i + 1].start() if i + 1 < len(found) else len(text)
        group = Party(1, "家", kind, name=match["label"].upper())
        told = _told(text[match.end() + length : end], group, kb, facts)
        unclear = unclear or not told
        groups.append(replace(group, facts={**(shared or {}), **(told or {})}))
    return Parties(tuple(groups), unclear)


def _option_words(applicant: Fact) -> list[tuple[str, str]]:
    return [(word.lower(), o.value) for o in applicant.options for word in (o.label, *o.words) if word not in o.persons]


def _heads(text: str, applicant: Fact, presumed: str | None = None) -> list[_Head]:
    words = sorted(_option_words(applicant), key=lambda pair: -len(pair[0]))
    found: list[_Head] = []
    for match in _HEAD.finditer(text):
        number = parse_number(match["number"])
        before, after = text[max(0, match.start() - 10) : match.start()], text[match.end() :]
        if number is None or number != int(number) or not 0 < number <= _MOST or _TOWARDS.search(before):
            continue
        kind, length = _kind_at(after, words)
        start = match.start()
        if kind is None:
            kind, back = _kind_before(before, words)
            if start - back < (found[-1].end if found else 0):
                kind, back = None, 0
            start -= back
        kind = kind or (presumed if match["measure"] != "个" else None)
        goes_on = bool(found) and (match["measure"] != "个" or _one_of(found[0], after))
        unnamed = kind is None and not goes_on
        if unnamed or _RECEIVES.match(after[length:]):
            continue
        inside = _INSIDE.search(before) is not None
        found.append(_Head(start, match.end() + length, int(number), match["measure"], kind, inside))
    return found


def _one_of(first: _Head, after: str) -> bool:
    """两个公司，一个三级: one of those that were counted by the same word, where no thing is named behind it."""
    return first.measure == "个" and first.kind is not None and _SAID_OF_IT.match(after) is not None


def _not_counted(heads: list[_Head], text: str, kb: KnowledgeBase, facts: Sequence[Fact]) -> list[_Head]:
    """Without what an award itself counts (惠及企业6家)."""
    if not heads:
        return heads
    stated = stated_facts(read(text, kb.lexicon), facts).values
    counted = {
        (unit, stated[f.id]) for f in facts if f.type == "count" and f.id in stated for unit in (f.unit, *f.units)
    }
    return [head for head in heads if (head.measure, head.count) not in counted]


def _not_repeated(heads: list[_Head], text: str) -> list[_Head]:
    """Without what only says again how many there are (四所高校各转让7件，四所总共奖多少)."""
    total = sum(head.count for head in heads if head.kind is not None and not head.inside)
    return [
        head for i, head in enumerate(heads) if not (i and head.count == total and _ALL_AGAIN.match(text[head.end :]))
    ]


def own_kind(text: str, applicant: Fact) -> str | None:
    """The kind of applicant that speaks of itself (我们大学有三个学院); an empty string where only that it does."""
    if not _ONESELF.search(text):
        return None
    for option in applicant.options:
        if _speaking((option.label, *option.words)).search(text):
            return option.value
    return "" if _OWN.search(text) else None


@lru_cache(maxsize=256)
def _speaking(words: tuple[str, ...]) -> re.Pattern[str]:
    """One of these speaking of itself."""
    names = "|".join(re.escape(word.lower()) for word in words)
    return re.compile(rf"(?:我们?|咱们?|俺们?|本)(?:这[儿里边])?(?:是|属于)?(?:一?[家所个间])?(?:{names})")


def _kind_before(before: str, words: Sequence[tuple[str, str]]) -> tuple[str | None, int]:
    """The kind of applicant named right before a count (高校2所), and how far back its name begins."""
    for word, value in words:
        if match := re.search(rf"{re.escape(word)}(?:有|共)?$", before):
            return value, len(match[0])
    return None, 0


def _kind_at(after: str, words: Sequence[tuple[str, str]]) -> tuple[str | None, int]:
    """The kind of applicant named right after a measure word, a short attribute (漳州的) aside, and up to where."""
    for gap in range(_LONGEST_GAP + 1):
        if gap and (gap > len(after) or after[gap - 1] in "，,。；;、和各每都是三二一四五六七八九十"):
            break
        for word, value in words:
            if after.startswith(word, gap):
                return value, gap + len(word)
    return None, 0


def _listed(text: str, heads: Sequence[_Head], kb: KnowledgeBase, facts: Sequence[Fact]) -> Parties:
    """2所高校和1家研究院首次贯标; 2所高校首次贯标，3家企业都评了三级."""
    shared = _told(text[: heads[0].start], None, kb, facts)
    groups: list[Party] = []
    unclear = shared is None
    waiting: list[Party] = []
    for i, head in enumerate(heads):
        end = heads[i + 1].start if i + 1 < len(heads) else len(text)
        segment = text[head.end : end]
        group = Party(head.count, head.measure, head.kind)
        if each := _respectively(segment, group, kb, facts):
            groups += [replace(one, facts={**(shared or {}), **one.facts}) for one in each]
            continue
        told = _told(segment, group, kb, facts)
        unclear = unclear or told is None
        group = replace(group, facts={**(shared or {}), **(told or {})})
        if _JOINT.match(segment):
            waiting.append(group)
            continue
        groups += [replace(earlier, facts={**earlier.facts, **(told or {})}) for earlier in waiting]
        groups.append(group)
        waiting = []
    groups += waiting
    return Parties(tuple(groups), unclear)


def _subgroups(text: str, whole: _Head, parts: Sequence[_Head], kb: KnowledgeBase, facts: Sequence[Fact]) -> Parties:
    """三家企业，两家三级，一家五级; 十所高校里有三所首次贯标. The rest of the whole must be accounted for."""
    groups: list[Party] = []
    shared = _told(text[: whole.start] + "，" + text[whole.end : parts[0].start], None, kb, facts)
    unclear = shared is None
    counted = 0
    for i, head in enumerate(parts):
        end = parts[i + 1].start if i + 1 < len(parts) else len(text)
        segment = text[head.end : end]
        group = Party(head.count, head.measure, whole.kind)
        told = _told(segment, group, kb, facts)
        counted += head.count
        if not told:
            unclear = unclear or not _NOTHING.search(segment)
            continue
        groups.append(replace(group, facts={**(shared or {}), **told}))
    only_some = len(parts) == 1 and parts[0].inside and any(value is True for g in groups for value in g.facts.values())
    complete = counted == whole.count or only_some
    return Parties(tuple(groups), unclear or not complete or not groups)


def _respectively(segment: str, group: Party, kb: KnowledgeBase, facts: Sequence[Fact]) -> list[Party]:
    """两家企业分别评了二级和四级: as many values as applicants, one for each; else none."""
    reading = read(segment, kb.lexicon)
    told = [q for q in reading.quantities if not (q.unit == group.measure and q.value == group.count)]
    numbers = [q for q in told if q.qualifier == "exact"]
    alike = len({(q.kind, q.unit) for q in numbers}) == 1 and len(numbers) == group.count == len(told)
    if not alike or group.count < 2 or not _RESPECTIVELY.search(segment):
        return []
    each = [stated_facts(replace(reading, quantities=(number,)), facts) for number in numbers]
    if any(one.doubts or not one.values for one in each):
        return []
    return [replace(group, count=1, facts=one.values) for one in each]


def _told(segment: str, group: Party | None, kb: KnowledgeBase, facts: Sequence[Fact]) -> dict[str, FactValue] | None:
    """What a part of the message tells of each of a group; None where it may be told of all of them together."""
    stated = stated_facts(read(segment, kb.lexicon), facts)
    if stated.doubts:
        return None
    counted = {fact.id for fact in facts if fact.type in ("count", "money")}
    amounts = [name for name in stated.values if name in counted]
    if group is None:
        return None if amounts else dict(stated.values)
    if group.count > 1 and _RESPECTIVELY.search(segment):
        return None
    if group.count > 1 and amounts and (not _EACH.search(segment) or _TOGETHER.search(segment)):
        return None
    return dict(stated.values)
