"""Regions that a message names as those of somebody else: 转让给厦门的企业, 买方是龙岩的."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from actions.dialogue import Dialogue
from actions.turn import Turn
from policy_kb.awards import Fact, FactValue, Rule
from policy_kb.awards.stated import Doubt, elsewhere
from policy_kb.awards.stated.marks import marks
from policy_kb.awards.stated.words import BREAK
from policy_kb.knowledge import KnowledgeBase
from policy_kb.language.lexicon import Mention
from policy_kb.language.quantities import Quantity

_TOWARDS = re.compile(r"(?:转让给|卖给|转给|让给|转到|卖到|过户给|给|向|转让到|去|往|朝)了?[^，,。;；!！?？]{0,3}$")
_OTHER_PARTY = re.compile(r"(?:买方|买家|受让方|受让的|受让人|受让企业|接收方|对方|客户)[^。;；!！?？]{0,12}$")
_WHOSE = re.compile(r"^(?:市|省|县|区|那边)?的?(?:企业|公司|厂|单位|那家|一家|几家)")
#: 另外4件是厦门的厂子买走
_BUYS = re.compile(r"^(?:市|省|县|区|那边)?的?[^，,。;；!！?？\d]{0,6}(?:买走|买去|买了|买下|拿走|接走|受让|接手)")
#: 给厦门和漳州的企业, 给漳州、厦门两地企业
_AND_ANOTHER = re.compile(r"^(?:市|省|县|区)?(?:和|与|跟|及|以及|、|[两二三几]地)")
_AT = re.compile(r"(?:在|从|去|到)$")
_HAPPENED = re.compile(
    r"^(?:市|省|的|那边|中院|法院|知识产权法院|知识产权法庭)*(?:打官司|打赢|起诉|应诉|诉讼|开庭|法院|判|胜诉|赢|引进|搬|迁|来的|过来|招商)"
)
#: 类似漳州那种, 像厦门一样, 听福建同行说: a place to compare with or hear from, where another is asked about.
_LIKENED = re.compile(r"(?:类似于?|好像|就像|像|参照|比照|照着|照|学着?)\s?$")
_ALIKE = re.compile(r"^(?:市|省|的|那边|他们|人家|这)*(?:那样|这样|一样|那种|这种|似的)")
_HEARD = re.compile(r"(?:听|据)说?[^，,。;；!！?？]{0,2}$")
_SOMEBODY = re.compile(
    r"^(?:市|省|那边|这边|本地|的)*(?:亲戚|老乡|朋友|同学|同行|网友|熟人|表[哥弟姐妹]|[人他]家?(?=说|讲))"
)
_GIVEN = re.compile(r"转让|转给|转[了的过出走去到]|卖|让给|过户|受让|买")
_DENIES = re.compile(r"[不没未非别]")
_ALL_OF_IT = re.compile(r"全部|全都?|都|均|统统|清一色")
_OFF = re.compile(r"(?:那|再|要|得|先|我们?|把)*(?:扣|去|除|减|刨|剔|撇)(?:掉|去|除|开)")
#: 把9件发明专利转给了厦门的公司: those that are counted, and no others.
_THESE = re.compile(r"[把将]\s?[\d一二两三四五六七八九十百]+[多来几]?[件项个]")
_REACH = 16


def recipient_regions(turn: Turn, kb: KnowledgeBase) -> tuple[str, ...]:
    """Codes of the regions that a message names as the recipients' and nothing else."""
    mentions = [m for m in turn.reading.mentions if m.ids("region")]
    own = {_code(m, kb) for m in mentions if not _is_recipient(turn.text, m)}
    codes = dict.fromkeys(_code(mention, kb) for mention in mentions)
    return tuple(code for code in codes if code not in own)


def asked_for(named: tuple[str, ...], turn: Turn, dialogue: Dialogue, kb: KnowledgeBase) -> tuple[str, ...]:
    """Of the regions named those that the question is for: not a recipient's, unless there is no other to take."""
    aside = _named_aside(turn, kb)
    named = tuple(code for code in named if code not in aside) or named
    recipients = recipient_regions(turn, kb)
    others = tuple(code for code in named if code not in recipients)
    if not recipients or any(_is_covered(code, kb) for code in others):
        return others
    covered = tuple(code for code in recipients if _is_covered(code, kb))
    talked_of = bool(dialogue.regions and dialogue.focus.awards)
    return () if talked_of and not others else covered or others


def _named_aside(turn: Turn, kb: KnowledgeBase) -> frozenset[str]:
    """Codes of the regions that a message only compares with, or hears from."""
    mentions = [m for m in turn.reading.mentions if m.ids("region")]
    aside = [_is_aside(turn.text, mention) for mention in mentions]
    kept = {_code(m, kb) for m, other in zip(mentions, aside, strict=True) if not other}
    return frozenset(_code(m, kb) for m, other in zip(mentions, aside, strict=True) if other) - kept


def _is_aside(text: str, mention: Mention) -> bool:
    before, after = text[max(0, mention.start - _REACH) : mention.start], text[mention.end :]
    likened = _LIKENED.search(before) is not None or (before.endswith(("跟", "和", "同")) and _ALIKE.match(after))
    return bool(
        likened or _SOMEBODY.match(after) or (_HEARD.search(before) and re.match(r"^[^，,。]{0,4}[说讲]", after))
    )


def _is_covered(code: str, kb: KnowledgeBase) -> bool:
    return bool(kb.sources_for(code) or kb.sources_within(code))


def not_elsewhere(
    turn: Turn,
    rules: tuple[Rule, ...],
    facts: Mapping[str, FactValue],
    doubts: tuple[Doubt, ...],
    kb: KnowledgeBase,
) -> tuple[dict[str, FactValue], tuple[Doubt, ...]]:
    """The facts without a count of what went to another region, about which a doubt takes its place."""
    kept = dict(facts)
    recipients = recipient_regions(turn, kb)
    for rule in rules:
        here = kb.sources[rule.doc].region
        outside = [code for code in recipients if not kb.regions.contains(here, code)]
        for name in rule.accepted_facts:
            fact = kb.book.facts[name]
            if outside and fact.within_region and (own := _told_apart(turn, fact, here, outside, kb)) is not None:
                kept[name] = own
                doubts = tuple(doubt for doubt in doubts if doubt.fact != name)
            elif outside and fact.within_region and _nothing_stays(turn, recipients, outside, kb):
                kept[name] = 0
                doubts = tuple(doubt for doubt in doubts if doubt.fact != name)
            elif outside and fact.within_region and name in kept and _taken_off(turn, outside, kb):
                continue
            elif outside and fact.within_region and name in kept:
                del kept[name]
                doubts = (elsewhere(fact, kb.regions.name(here), kb.regions.name(outside[0])), *doubts)
    return kept, doubts


def _taken_off(turn: Turn, outside: Sequence[str], kb: KnowledgeBase) -> bool:
    """扣掉卖给厦门公司的2件，只算12件: what went elsewhere is taken off by the speaker."""
    places = [m for m in turn.reading.mentions if m.ids("region") and _code(m, kb) in outside]
    return all(_OFF.match(BREAK.split(turn.text[: place.start])[-1]) for place in places)


def _nothing_stays(turn: Turn, recipients: Sequence[str], outside: Sequence[str], kb: KnowledgeBase) -> bool:
    """全部转给了厦门的企业, 受让的都是泉州的公司: all that was counted went elsewhere, and nothing is said to stay."""
    if set(recipients) != set(outside) or len(turn.reading.quantities) > 1:
        return False
    named = [m for m in turn.reading.mentions if m.ids("region")]
    places = [m for m in named if _code(m, kb) in outside]
    if any(_is_recipient(turn.text, m) for m in named if m not in places):
        return False
    clauses = [BREAK.split(turn.text[: place.start])[-1] for place in places]
    return any(
        (_ALL_OF_IT.search(clause) or _THESE.search(clause)) and not _DENIES.search(clause) for clause in clauses
    )


def _told_apart(turn: Turn, fact: Fact, here: str, outside: list[str], kb: KnowledgeBase) -> int | None:
    """What went to this region, where each number says where it went: 一共17件，13件给漳州企业，剩下4件卖到厦门."""
    text = turn.text
    numbers = [
        q
        for q in turn.reading.quantities
        if q.kind == "count" and q.unit in (fact.unit, *fact.units) and not _is_asked(text, q)
    ]
    said = marks(turn.reading)
    if any(q.qualifier not in ("exact", "more") for q in numbers) or any(
        m.void or m.time in ("past", "next") for m in said
    ):
        return None
    ours: list[Quantity] = []
    theirs: list[Quantity] = []
    whole: list[Quantity] = []
    for q in numbers:
        left = max((m.end() for m in BREAK.finditer(text, 0, q.start)), default=0)
        right = next((m.start() for m in BREAK.finditer(text, q.end)), len(text))
        excluded = any(word in text[left:right] for word in fact.excluding_words)
        if excluded or sum(left <= o.start < right for o in numbers) > 1:
            return None
        named = {_code(m, kb) for m in turn.reading.mentions if left <= m.start < right and m.ids("region")}
        (theirs if named & set(outside) else ours if named else whole).append(q)
        if named & set(outside) and len(named) > 1:
            return None
        if named and not named & set(outside) and not all(kb.regions.contains(here, code) for code in named):
            return None
    if len(ours) != 1 or not theirs or len(whole) > 1:
        return None
    total = sum(q.exact_value for q in (*ours, *theirs))
    if any(q.exact_value != total for q in whole) or ours[0].exact_value.denominator != 1:
        return None
    return int(ours[0].exact_value)


def _is_asked(text: str, number: Quantity) -> bool:
    """按10件算还是按6件算 asks which number counts."""
    return text[: number.start].endswith("按") and text[number.end :].lstrip().startswith(("算", "来算", "计"))


def _code(mention: Mention, kb: KnowledgeBase) -> str:
    codes = mention.ids("region")
    return next((code for code in codes if kb.sources_for(code)), codes[0])


def _is_recipient(text: str, mention: Mention) -> bool:
    before = text[max(0, mention.start - _REACH) : mention.start]
    if _TOWARDS.search(before) and _GIVEN.search(text):
        return True
    if _OTHER_PARTY.search(before) or (_AT.search(before) and _HAPPENED.match(text[mention.end :])):
        return True
    after = text[mention.end :]
    if _BUYS.match(after):
        return True
    return bool((_WHOSE.match(after) or _AND_ANOTHER.match(after)) and _GIVEN.search(before))
