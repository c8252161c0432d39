"""What of a message is idle: a story told before, around or after what is asked.

People tell how they came to ask, of their families and of their day. Such clauses mislead whoever looks at a message as
a whole: the classifier, the search for passages, the reading back of what was understood. They are left out early.

A clause bears on the matter if it names something of the knowledge base, holds a number, a word of the matter, or a
word that may void or restrict what is told (没批, 退回, 其中一半). Such a clause stays, with two exceptions: where the
question itself says what it is about, one that merely mentions the field (才知道还有专利这回事) may go, and so may an
everyday clause with a restricting word (兄弟单位请客) that stands sentences before anything is told. A clause that
asks goes only where another one asks about the matter. The rest goes where it is plainly about something else. After
something was told that a sum may depend on, more is needed: what follows may take it back.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import ahocorasick
import yaml

from bot.components.wordclasses import CONCEPTS_FILE, word_classes
from policy_kb.awards import Fact
from policy_kb.awards.stated.afterthoughts import may_take_back
from policy_kb.awards.stated.marks import VOID
from policy_kb.awards.stated.unread import plain_words
from policy_kb.language.lexicon import Mention
from policy_kb.language.quantities import Quantity
from policy_kb.language.reading import Reading
from policy_kb.language.words import cut

_FILE = Path(__file__).with_name("idle.yml")

_STOPS = "，。,!?！？;；…~～\n"
_CLAUSE = re.compile(rf"[^{_STOPS}]+[{_STOPS}]*|[{_STOPS}]+")
_SENTENCE_END = re.compile(r"[。!?！？;；…\n]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_NEGATING = re.compile("[没不未无别]")
#: 我们是一所职业学院, 作为高校: what who asks is; 我们学校 says it by the way.
_IS = re.compile(
    r"(?:^作为[^，,。]{0,6}|(?:我们?|咱们?|俺们?|这边|这里)[^，,。]{0,6}(?:是|属于|作为|算)[^，,。]{0,8})$"
)
_IS_END = re.compile(r"(?:[的呢啊呀哈哦嘛吧了]|来着)*(?:[，,。;；!！?？\s]|$)|的")
_OF_OURS = re.compile(r"(?:我们?|咱们?|俺们?|本|敝)(?:这|家|的|所|个)*$")
_PARTLY = re.compile(r"几[件家项](?!大?事|人)")
#: 他说, 老王懂, 大家都笑: others, and what they say and do.
_OTHERS = re.compile(
    r"(?:什么|啥)(?:都|也)?还?[不没]|(?:他|她|他们|她们|有的|有些人|人家|大家|大伙|别人|有人|谁|老[\u4e00-\u9fff]|小[\u4e00-\u9fff])(?:一|都|就|也|还|又|老|总|自己|倒|却|在|那)*"
    r"(?:说|讲|问|懂|笑|骂|劝|喊|叫|让|要求|派|逼|聊|听|回|答应|告诉|催|念|想|觉得|以为|看)"
)
#: 他问我, 领导问我们: a question that is told.
_WAS_ASKED = re.compile(r"(?:问|考|追问|盘问)(?:过|了|起|住)?(?:我|咱|俺)|(?<!能)[让叫派](?:我|咱|俺)|不是(?:要|来|想)")
_OR_NOT = re.compile(r"([\u3400-\u9fff])[不没]\1")
_ENDS_ASKING = re.compile(
    r"(?:吗|(?<!什)么|(?:[能行有给够会要算对成中到领拿补奖报请元万钱]|可以)不|[了到过期完]没)[啊呀呢]?$"
)
#: 什么都不懂, 谁也不信, 没什么, 说什么都要: no question.
_NO_QUESTION = re.compile(
    r"(?:谁|什么|啥|哪[儿里个些]?|怎么|多少|几)[^，,。]{0,8}?[都也就]|(?:谁|什么|啥|哪)[^，,。]{1,6}(?:谁|什么|啥|哪)"
    r"|(?<!知道)(?<!清楚)(?<!明白)(?:没有?|不|别|无论|不管|甭管|随便)[^，,。]{0,2}(?:什么|谁|哪|怎么|啥|多少|几)"
    r"|不[知晓](?:道|得)(?:该|要|去)*[问信听找]谁|有(?:什么|啥)用|[这那又]也?[有算](?:什么|啥)$"
    r"|为(?:什么|啥)(?:要|会|想)?(?:问|来)|怎么着$|没过?多久|(?:什么|啥)[^，,。]{1,4}没[^，,。]{1,2}过|谁还"
    r"|(?:懂了|学会了?|教[我他她]|学着|想想|琢磨)(?:怎么|如何)|哪[里儿]?(?:懂|会|知道|晓得|想到|敢|顾得)|那个?什么$|怎么说呢"
)
_REQUESTS = re.compile(
    r"告诉我|想知道|想问|请问|发我|^(?:请|麻烦|劳烦|能不能|可不可以|可以|就|你|您|再|先|那)*"
    r"(?:帮我|给我|查一?下|说一?说|讲一?讲|介绍|列一?[下出])"
)
#: Classes of concepts.yml by which a clause asks, and those of what this desk is asked.
_ASKING = ("多少", "怎么", "哪里", "谁", "什么", "何时", "为何", "上限", "含义", "比较")
_DESK = (
    "钱",
    "奖",
    "上限",
    "申请",
    "材料",
    "流程",
    "截止",
    "条件",
    "符合",
    "叠加",
    "调解",
    "服务处",
    "联系",
    "负责",
    "部门",
    "发文",
    "条款",
    "目标",
    "含义",
)
_COUNTED = ("件", "家", "项", "级")
_FEW = 2
#: A shorter message is no story: only what is plainly of something else is left out of it.
_LONG = 48


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause with its stop: where it stands, in which sentence, and what it holds.

    ``bears``: something of the matter, ``on_matter``: more than a place or a kind of applicant, ``in_passing``: nothing
    more of it than the name of the field, ``of_a_story``: nothing but a restricting word; ``specific``: what
    tells by itself what a question is about. ``who``: a kind of applicant, ``our``: it is named by the way (我们公司).
    ``tells``: a number, or words that state a fact. ``of_life``: who and what stories are told of, ``foreign``: words
    of no notice. ``restricts``: a word that could restrict, ``takes_back``: what could be said of what was told,
    ``turns``: words that may void a claim, or turn against it.
    """

    start: int
    end: int
    sentence: int
    bears: bool
    on_matter: bool
    in_passing: bool
    of_a_story: bool
    specific: bool
    who: bool
    our: bool
    tells: bool
    asks: bool
    of_life: bool
    foreign: bool
    restricts: bool
    takes_back: bool
    turns: bool


def without_story(reading: Reading, facts: Collection[Fact], known: Collection[str]) -> str | None:
    """The text without what is idle in it; None where nothing is, or where nothing else is there.

    ``facts`` are all that awards may ask for, ``known`` the words of the notices. Linear in the length of the text.
    """
    clauses = list(_clauses(reading, _words(tuple(facts)), known))
    if len(clauses) < 2:
        return None
    long = len(reading.text) >= _LONG
    kept = _kept(clauses, long=long)
    if not any(kept) or all(kept):
        return None
    if not long and not any(keep and (c.bears or c.on_matter) for c, keep in zip(clauses, kept, strict=True)):
        return None  # 交警贴条罚了二百，怎么申诉: what is left does not say about what
    text = "".join(reading.text[c.start : c.end] for c, keep in zip(clauses, kept, strict=True) if keep)
    return text.strip("，,。;； ") or None


def _kept(clauses: Sequence[_Clause], *, long: bool) -> list[bool]:
    """Which clauses stay."""
    told_at = next((n for n, c in enumerate(clauses) if c.tells), len(clauses))
    asking = _asking(clauses, long=long)
    by_itself = long and any(c.specific for c, asks in zip(clauses, asking, strict=True) if asks)
    inside = range(1, min(told_at, len(clauses) - 1))
    far = clauses[told_at].sentence - 1 if told_at < len(clauses) else clauses[-1].sentence
    stays = [
        asking[n]
        or (
            c.bears
            and not (by_itself and c.in_passing and n in inside)
            and not (long and c.of_a_story and n < told_at and c.sentence < far)
        )
        for n, c in enumerate(clauses)
    ]
    if long and any(keep and c.who and not c.our for c, keep in zip(clauses, stays, strict=True)):
        stays = [keep and (asks or not c.our) for c, keep, asks in zip(clauses, stays, asking, strict=True)]
    if not any(stays):
        return stays
    kept = list(stays)
    for number, clause in enumerate(clauses):
        if kept[number]:
            continue
        goes_on = number > 0 and not kept[number - 1] and clauses[number - 1].sentence == clause.sentence
        if number < told_at:
            kept[number] = not (clause.of_life or (long and (clause.foreign or goes_on)))
            kept[number] = kept[number] or (clause.takes_back and not long)
        else:
            apart = clause.of_life or (long and (goes_on or (clause.foreign and not clause.restricts)))
            beside_it = not long or clause.sentence == clauses[told_at].sentence
            kept[number] = clause.takes_back or (clause.turns and beside_it) or not apart
    for number, clause in reversed(list(enumerate(clauses[:-1] if long else ()))):
        # 是这样的, 我想也对: says nothing by itself and leads into a story
        if (
            not stays[number]
            and not kept[number + 1]
            and (number < told_at or not (clause.takes_back or clause.restricts))
        ):
            kept[number] = False
    return kept


def _asking(clauses: Sequence[_Clause], *, long: bool) -> list[bool]:
    """Which clauses ask: of a story those about the matter and those at its end, where there are none the first too."""
    if not long:
        return [c.asks for c in clauses]
    last = clauses[-1].sentence
    about = [c.asks and (c.bears or _beside_matter(clauses, n)) for n, c in enumerate(clauses)]
    if any(about) or any(c.bears and not (c.in_passing or c.our) for c in clauses):
        asking = [n for n, c in enumerate(clauses) if about[n] or (c.asks and c.sentence == last)]
    else:
        found = [n for n, c in enumerate(clauses) if c.asks]
        asking = found[:1] + found[-1:] or [n for n, c in enumerate(clauses) if c.sentence == last]
    beside = [m for n in asking for m in (n - 1, n + 1) if _in_one_sentence(clauses, n, m)]
    if not any(clauses[n].on_matter for n in asking + beside):
        asking += beside  # 想给她挂失，在哪个软件上办: it says what is asked
    return [n in asking for n in range(len(clauses))]


def _in_one_sentence(clauses: Sequence[_Clause], one: int, other: int) -> bool:
    return 0 <= other < len(clauses) and clauses[one].sentence == clauses[other].sentence


def _beside_matter(clauses: Sequence[_Clause], number: int) -> bool:
    """Whether a clause next to one in its sentence bears on the matter (坏账本金100万，怎么分担)."""
    return any(clauses[n].bears for n in (number - 1, number + 1) if _in_one_sentence(clauses, number, n))


def _clauses(reading: Reading, words: _Words, known: Collection[str]) -> Iterator[_Clause]:
    sentence = 0
    for match in _CLAUSE.finditer(reading.text):
        yield _clause(reading, match.start(), match.end(), sentence, words, known)
        sentence += _SENTENCE_END.search(match[0]) is not None


def _clause(reading: Reading, start: int, end: int, sentence: int, words: _Words, known: Collection[str]) -> _Clause:
    text = reading.text[start:end]
    bare = text.rstrip(_STOPS + " ")
    found = words.find(bare)
    said = words.without_phrases(bare, found)
    tags = {tag for _, _, word in found for tag in words.tags(word)}
    named = [m for m in reading.mentions if start <= m.start < end and not m.ids("applicant")]
    applicants = [m for m in reading.mentions if start <= m.start < end and m.ids("applicant")]
    own = any(_is_own(reading.text, start, m) for m in applicants)
    our = any(_OF_OURS.search(reading.text, start, m.start) for m in applicants)
    asks = _asks(said, marked="?" in text)
    of_desk = asks and _of_desk(said)
    themes = {word.name for word in word_classes().find(bare) if word.theme}
    of_life = "telling" in tags or not themes.isdisjoint(_lists()["themes"]) or _OTHERS.search(bare) is not None
    numbers = [q for q in reading.quantities if start <= q.start < end]
    strange = bool(themes) or _is_strange(reading, start, start + len(bare), words, known)
    foreign = strange or "time" in tags
    matter = bool(named) or of_desk or not tags.isdisjoint(("matter", "field", "goods", "fact"))
    counts = any(_counts(q, reading.text, matter=matter, idle=of_life or strange) for q in numbers)
    changed = VOID.search(bare) is not None or _PARTLY.search(bare) is not None
    void = changed or "void" in tags
    places = any(m.ids("region") for m in named)
    thing = "matter" in tags or "fact" in tags or any(not m.ids("region") and not m.ids("topic") for m in named)
    restricts = "restricting" in tags or _NEGATING.search(said) is not None
    takes_back = counts or may_take_back(bare) or ("elsewhen" in tags and not of_life)
    changes = void or takes_back or (restricts and ("goods" in tags or not of_life))
    return _Clause(
        start,
        end,
        sentence,
        bears=matter or own or our or counts or void,
        on_matter=thing or of_desk or counts or not tags.isdisjoint(("field", "goods")),
        in_passing=(of_life or foreign) and not (thing or places or own or our or changes or of_desk),
        of_a_story=(of_life or foreign) and not (matter or own or our or numbers or changed or takes_back),
        specific=thing or counts or strange,
        who=bool(applicants),
        our=our and not (matter or own or counts or void),
        tells=counts or "fact" in tags,
        asks=asks,
        of_life=of_life,
        foreign=foreign,
        restricts=restricts,
        takes_back=takes_back,
        turns=restricts or _turns(bare),
    )


def _turns(text: str) -> bool:
    words = plain_words()
    return words.voiding_patterns.search(text) is not None or text.startswith((*words.turning, *words.concerned))


def _is_strange(reading: Reading, start: int, end: int, words: _Words, known: Collection[str]) -> bool:
    """Whether a stretch holds a word that no notice has, beside names and numbers."""
    text = reading.text[start:end]
    spans = [(m.start, m.end) for m in reading.mentions] + [(q.start, q.end) for q in reading.quantities]
    for first, last in spans:
        if start <= first and last <= end:
            text = text[: first - start] + " " * (last - first) + text[last - start :]
    return any(
        len(word) > 1 and _HAN.match(word) and not (word in known or words.has(word) or _asking_words().search(word))
        for word in cut(text)
    )


def _is_own(text: str, start: int, mention: Mention) -> bool:
    """Whether a kind of applicant is said of who asks; 我们是大学同学 says nothing of it."""
    return _IS.search(text[start : mention.start]) is not None and _IS_END.match(text, mention.end) is not None


def _counts(quantity: Quantity, text: str, *, matter: bool, idle: bool) -> bool:
    """Whether a number may be one of the matter: 16件 and 一共两项 are, 两个徒弟 and 这一块 are not."""
    if quantity.value == 1 and text[: quantity.start].endswith(("这", "那", "哪")):
        return False
    if matter or quantity.kind == "level":
        return True
    fits = quantity.kind in ("money", "proportion") or (quantity.kind == "count" and quantity.unit in _COUNTED)
    return fits and (quantity.value > _FEW or not idle)


def _asks(text: str, *, marked: bool) -> bool:
    if _NO_QUESTION.search(text) or _WAS_ASKED.search(text):
        return False
    return (
        marked
        or _asking_words().search(text) is not None
        or _OR_NOT.search(text) is not None
        or _ENDS_ASKING.search(text) is not None
        or _REQUESTS.search(text) is not None
    )


def _of_desk(text: str) -> bool:
    """Whether a clause that asks wants what this desk tells: 奖多少, 要什么材料, 找哪个部门."""
    words = (word for word in word_classes().find(text) if not word.theme and word.name in _DESK)
    return any(word.end - word.start > 1 or word.name == "奖" for word in words)


@cache
def _asking_words() -> re.Pattern[str]:
    """The words by which somebody asks, without those that are mostly used otherwise."""
    classes = yaml.safe_load(CONCEPTS_FILE.read_text(encoding="utf-8"))
    words = {word for name in _ASKING for word in classes[name]} - _lists()["hardly_asking"]
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


@cache
def _lists() -> dict[str, frozenset[str]]:
    lists = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {name: frozenset(words.split()) for name, words in lists.items()}


class _Words:
    """The words by which a clause shows what it is about, found leftmost first, the longest at each place.

    Tags: ``field`` the names of the field as a whole, ``goods`` what is claimed for, ``matter`` things and doings,
    ``fact`` what states a fact; ``void`` and ``restricting`` what may change one; ``telling`` and ``time`` what stories
    are told with; ``elsewhen`` other years; ``phrase`` what means something else as a whole (不好意思).
    """

    def __init__(self, facts: Collection[Fact]) -> None:
        lists, plain = _lists(), plain_words()
        self._tags: dict[str, set[str]] = {}
        for fact in facts:
            stated = (*fact.affirms, *fact.denies)
            for word in {fact.label, *fact.cues, *fact.excludes, *stated} - lists["common"]:
                if len(word) > 1:
                    self._add(word.lower(), "fact" if fact.type == "flag" and word in stated else "matter")
        self._plain = frozenset().union(*plain.plain.values())
        phrases = {w for w in self._plain if _NEGATING.search(w) or any(r in w for r in plain.restricting)}
        phrases = {w for w in phrases if not (_OR_NOT.search(w) or _asking_words().search(w))}  # 行不行 asks
        for tag, words in (
            ("matter", lists["matter"] | plain.pending),
            ("void", plain.restricting - lists["everyday"]),
            ("restricting", plain.restricting & lists["everyday"]),
            ("telling", lists["telling"] | plain.bystanders),
            ("time", lists["times"]),
            ("elsewhen", plain.elsewhen),
            ("phrase", phrases),
        ):
            for word in words:
                if len(word) > 1 or tag in ("void", "restricting", "telling"):
                    self._add(word, tag)
        for tag in ("field", "goods"):
            for word in lists[tag]:
                self._tags[word] = {tag}
        self._automaton = ahocorasick.Automaton()
        for word in self._tags:
            self._automaton.add_word(word, word)
        self._automaton.make_automaton()

    def _add(self, word: str, tag: str) -> None:
        self._tags.setdefault(word, set()).add(tag)

    def has(self, word: str) -> bool:
        """Whether a word is one of them, or plain."""
        return word in self._tags or word in self._plain

    def tags(self, word: str) -> Collection[str]:
        """What a word shows."""
        return self._tags[word]

    def without_phrases(self, text: str, found: Sequence[tuple[int, int, str]]) -> str:
        """``text`` without those of ``found`` in which no word means what it means by itself."""
        for start, end, word in found:
            if self._tags[word] <= {"phrase", "telling"}:
                text = text[:start] + " " * (end - start) + text[end:]
        return text

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Where words stand in ``text`` (normalised): whole words of it, or several together."""
        spans = sorted((last + 1 - len(word), -len(word), word) for last, word in self._automaton.iter(text))
        words = _places(text) if spans else []
        starts = [first for first, _ in words]
        found: list[tuple[int, int, str]] = []
        position = 0
        for start, minus_length, word in spans:
            end = start - minus_length
            # Words stand one behind the other, so at most one of them holds the place.
            a, b = words[bisect_right(starts, start) - 1] if words else (0, 0)
            if start >= position and not (a <= start and end <= b and b - a > end - start):
                position = end
                found.append((start, end, word))
        return found


def _places(text: str) -> list[tuple[int, int]]:
    """Where the words of a text stand: 发明 in 发明家 is none of them."""
    found, position = [], 0
    for word in cut(text):
        start = text.find(word, position)
        if start >= 0:
            position = start + len(word)
            found.append((start, position - word.endswith("们")))
    return found


@cache
def _words(facts: tuple[Fact, ...]) -> _Words:
    return _Words(facts)
