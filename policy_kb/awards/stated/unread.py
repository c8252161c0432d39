"""What of a message the reading of its facts made nothing of: 其中一半还没过户 beside 转让了30件.

Facts are found by their own words, so that a word which nobody thought of can change what a number means without being
seen. Every word of a message is therefore accounted for: it is a name, a number, a word of a fact, or one of the plain
words that change nothing (plain_words.yaml). What is left is for the caller to ask about before anything is computed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, field_validator
from pypinyin import lazy_pinyin

from policy_kb.awards.fact import Fact, Facts
from policy_kb.awards.stated.afterthoughts import may_take_back
from policy_kb.awards.stated.choices import NOT
from policy_kb.awards.stated.marks import OF_THIS_YEAR, VOID, number_words
from policy_kb.awards.stated.words import BREAK, occurrences
from policy_kb.language.dictionary import is_noun, is_word
from policy_kb.language.reading import Reading
from policy_kb.language.words import cut

WORDS_FILE = Path(__file__).with_name("plain_words.yaml")

_NEGATING = re.compile("[不没未非无]")
_WORD = re.compile(r"[\u3400-\u9fffa-z]")
_CORRECTION_REACH = 3
_DENIED_NUMBER = re.compile(r"(?:而?不是|并非|没有|没|不到)\s?$")
#: 剩下4件: the rest of a whole, which is counted like any other number.
_REMAINDER = re.compile(r"(?:剩下|剩余|余下|其余|其它|其他|剩)的?\s?$")
_LONGEST_WORD = 8
_A_PHRASE = 4
_SHORT = 2
#: What somebody is called or does is no restriction: 我们是做机械的企业.
_TRADE = re.compile(
    r"(?:(?:我们?|咱们?|本公司|公司|企业|单位)(?:这边)?是?(?:一家|一个|家)?|(?:我|咱|司|位)们?是[^\d，,。;；!！?？]{0,4}(?:一家|一个))"
    r"(?:做|搞|从事|生产|经营)[^\d，,。;；!！?？]{1,10}?(?=的|行业|，|,|$)"
)
#: 能拿那50万不, 算不算高校都行: a question, not a denial.
_WITHIN = re.compile(r"(?:不到|不满|没满|未满|不足)[一两二]年")
#: 将11件专利转让给: the same as 把.
_OBJECT = re.compile(r"将(?=\s?(?:\d|[一二两三四五六七八九十百]+\s?[件项个]))")
_EITHER_OR = re.compile(r"(?P<either>[\u4e00-\u9fff])[不没](?P=either)")
_ASKED = re.compile(r"(?<![还也都并])[不没冇否咩](?=\s*(?:[?？。!！]|[，,]?谢+|哦|呀|啊|哈|捏|哇)*\s*$)")
#: 没戏了吧, 有戏没, 落袋不, 能过吗, 达标吗, 有我份冇: what is asked, in words of its own.
_TAIL = re.compile(
    r"(?:那|还|是不是|到底|究竟|这下|这样|怕是|恐怕|是|就|我们?|咱们?|也|都|岂不是|不会|会不会)*"
    r"(?:没戏|没门|没份|没指望|没希望|没机会|白搭|白忙活?|白干|落空|泡汤|(?:有|还有)(?:没有?)?(?:戏|门|份|指望|希望|机会|可能|我们?的?份|咱们?的?份)"
    r"|能?落袋|到顶|封顶|顶格|顶到头|到上限|满额|能?到手|能?入袋|能?进账|能?过得?了?关?|达标|过线|够线|够格|够数|算数|作数|稳|成|拿得下|吃得到|薅得到|捞得到)"
    r"(?:了|得了)?(?:吧|吗|么|嘛|不|没|没有|冇|否|咩|呢|啊)+[?？!！。]*\s*$"
)
#: Particles and owners before what a clause is about.
_SUBJECT = re.compile(
    r"\s*(?:而且|但是?|可是?|不过|结果|害得|搞得|弄得|就是|只是|反正|现在|今天|昨天|最近|我们?|咱们?|俺们?|家里|单位|公司|厂里|学校|院里|所里|的|这|那|个|些|帮|群|那帮)*(?P<rest>.+)"
)
#: 还拿不到吧, 够不上吗: asked, and no denial of anything that was told.
_REACHED = re.compile(r"(?:[拿领够得享申评补奖报轮]|没)[不没]?(?:到|上|着|了|成|格|戏|份|有)?(?:吧|吗|么)")
_ASKS = re.compile(r"多少|几多|几(?=[件家项个级款万千])|怎|咋|哪|什么|啥|吗|么$|呢|[才能可]")
#: 老板叫我算账: who sends whoever asks, and for no more than to ask.
_ERRAND = (
    r"(?:问|算|查|看|打听|确认|了解|咨询|核对|核实)(?:一?[下个]|清楚|明白|问|看|算)?(?:账|数)?(?=[，,。;；:：!！])"
)
_SENT = re.compile(
    rf"(?:^|(?<=[，,。;；:：!！]))(?:[\u4e00-\u9fff]{{1,5}}?(?:叫|让|要|派|催|托|喊|请)(?:我们?|俺|咱)(?:过?来|去|帮忙?)?再?"
    rf"|(?:替|帮|给|为)[\u4e00-\u9fff]{{1,5}}?){_ERRAND}"
)
#: 还没领过: nothing was paid so far, which takes nothing from what is due.
_NEVER_DRAWN = re.compile(
    r"(?:[还从都也就]|至今|到现在|一直|一次|一分钱?|一毛钱?)*(?:没有?|未)(?:来|去|曾)?(?:领|拿|申请|申领|申报|享受|补|得|报)过"
)
#: 39件，就差1件: how far a number is from something.
_SHORT_OF = re.compile(
    r"(?:就|只|仅)+差(?:了|个)?\s?[\d一二两三四五六七八九十]+\s?[件项家个级](?=\s*(?:$|[，,。;；!！?？]))"
)
#: 没那么多，改成350万: what was told before is more than what is told now.
_NOT_SO_MANY = re.compile(r"^(?:其实|哦|不|啊|唉|哎)*(?:没有?|有)?[这那]么[多高大](?=\s?[，,。;；])")
#: 看错表了, 抄串行了
_MISREAD = re.compile(
    r"[看记写说算填报数讲打抄听念][错岔串混反](?:了)?(?:表|行|数|字|题|栏|格|单子?|证书?|年份|文件|本子|账)?了?"
)
#: 最低一级, 一级最低: the ends of a scale.
_END_OF_SCALE = re.compile(
    r"最[低高顶小大]的?[那这]?[一二三四五1-5]?个?(?:级|档)|[一二三四五1-5](?:级|档)(?:就?是)?(?:最[低高顶小大]|垫底)(?:的|那个)?(?:是?[吧吗])?"
)
#: 官司打了两年终于赢了, 打了一年半官司: how long it took to be won.
_TOOK = re.compile(
    r"(?:打|拖|耗|磨|缠|告|折腾|扯皮?|拉扯)了?(?:整整|快|将近|差不多|足足|都|有)*[一二两三四五六七八九十半几\d]+多?(?:个)?(?:来)?(?:年|月)(?:半|多)?"
    r"(?:的?(?:官司|仗|诉讼))?了?(?:才|终于|总算|最后|最终|好歹|可算)*"
)
#: 在漳州开了快二十年, 办了十几年的老厂子: how long one has been there.
_FOR_YEARS = re.compile(
    r"(?:开|办|经营|成立|扎根)了?(?:快|都|已经|有|将近)*[一二两三四五六七八九十几\d]+[多来几]?年(?:多)?了?(?:的?老?(?:厂子?|企业|公司|店|单位|字号))?"
)
#: 全额给还是给一部分: what share is paid, which tells nothing.
_ALL_OR_PART = re.compile(r"全[额部]?[^，,。;；]{0,4}还是[^，,。;；]{0,4}(?:部分|按比例|按成|打折|几成)")
#: 差一件真的不行吗
_SHORT_AND_ASKS = re.compile(
    r"差[一两二三\d]+[件项家个](?:就|真的?|都|也|而已|一下|难道)*(?:(?:不行|不够|不给|拿不到|不能)[吗么吧]|行不行|可不可以|能不能|通融)"
)
#: 我们排起草单位第一
_PLACED = re.compile(r"排(?:在)?(?:起草单位|名单|署名|名次)?(?:的|里|中)?第?[一二两三1-3](?:位|名)?")
#: 能领奖不能, 可以报不可以
_CAN_OR_NOT = re.compile(r"(?P<can>能|可以|行|会|有)[^，,。;；!！?？\d]{0,6}不(?P=can)(?=\s*(?:[,，。?？!！啊呀呢]|$))")
#: 有得补没有, 有这个奖没
_WHETHER_ANY = re.compile(r"(?:有(?!的)|能|给)[^，,。;；!！?？\d]{0,8}(?:没有?|不|冇|否)(?=\s*(?:[,，。?？!！]|$))")
_INTERROGATIVE = re.compile(
    r"多少|几多|几(?=[件家项个级款万千])|怎|咋|哪|什么|啥|[吗么呢]$|吧$|[能可有是会]不[能可有是会]|是否|能否|可否"
)
_COUNTS_AS = re.compile(r"(?:算|属于)[^，,。;；!！?？]{1,8}?(?:吗|么|呢)$|(?:属不属于|算不算)[^，,。;；!！?？]{1,8}$")
_BORNE = re.compile(r"(?:(?:承担|分担|负担|担|赔付?|垫付?|出)了?|(?:领|拿|得|获|发|补|奖|兑现|到账)(?:到)?[了过])\s?$")
_NAME_BEFORE = re.compile(
    r"(?<=们是|们叫|校是|司是|院是|我是|所是|位是|字叫|名叫)(?:一[家所个]|家)?(?![\u4e00-\u9fff]*[的在就都有不没非别外子他])[\u4e00-\u9fff]{2,8}$"
)
_LONGEST_NAME = 12
#: A clause that asks takes nothing back.
_QUESTION = re.compile(r"多少|几[多钱万成]|怎么|咋|如何|什么|啥|哪|谁|[吗么]$|[不没]$|([\u3400-\u9fff])[不没]\1")


class PlainWords(BaseModel):
    """The words of plain_words.yaml: groups of plain ones, and those that may change what is said."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    plain: dict[str, frozenset[str]]
    restricting: frozenset[str]
    handling: frozenset[str]
    raising: frozenset[str]
    bystanders: frozenset[str]
    pending: frozenset[str]
    elsewhen: frozenset[str]
    related: frozenset[str]
    concerned: frozenset[str]
    turning: frozenset[str]
    voiding_characters: frozenset[str]
    voiding_patterns: re.Pattern[str]

    @field_validator("plain", mode="before")
    @classmethod
    def _grouped(cls, value: dict[str, str]) -> dict[str, frozenset[str]]:
        return {name: frozenset(words.lower().split()) for name, words in value.items()}

    @field_validator("voiding_characters", mode="before")
    @classmethod
    def _each(cls, value: str) -> frozenset[str]:
        return frozenset("".join(value.split()))

    @field_validator("voiding_patterns", mode="before")
    @classmethod
    def _alternatives(cls, value: list[str]) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{pattern})" for pattern in value))

    @field_validator(
        "restricting",
        "handling",
        "raising",
        "bystanders",
        "pending",
        "elsewhen",
        "related",
        "concerned",
        "turning",
        mode="before",
    )
    @classmethod
    def _listed(cls, value: str) -> frozenset[str]:
        return frozenset(value.lower().split())


@cache
def plain_words() -> PlainWords:
    """The word lists, read once."""
    return PlainWords.model_validate(yaml.safe_load(WORDS_FILE.read_text(encoding="utf-8")))


@cache
def _plain() -> frozenset[str]:
    return frozenset().union(*plain_words().plain.values())


def unread_clause(
    reading: Reading,
    facts: Sequence[Fact],
    told: Facts,
    topic: str = "",
    *,
    refused: bool = False,
    several: bool = False,
    telling_only: bool = False,
) -> str | None:
    """The first clause of a message with words that nothing was made of; None where all is accounted for.

    ``facts`` are those that were looked for, ``told`` the values that were found, ``topic`` is the text of the awards
    asked about: what stands there is what the message is about. ``refused`` is set where too little was told: words
    that could only make it less are then left alone, and only those that might make it more are looked for.
    ``several`` is set where each of several applicants is computed by itself, ``telling_only`` where clauses that ask
    something (还差几件) are no matter.
    """
    rest = _unexplained(reading, facts, told)
    if several:
        for first, last, _ in occurrences(reading.text, tuple(plain_words().related)):
            rest = rest[:first] + " " * (last - first) + rest[last:]
    start, told_before = 0, False
    inside = {place for q in reading.quantities for place in range(q.start, q.end)}
    ends = [match.start() for match in BREAK.finditer(reading.text) if match.start() not in inside]
    for end in [*ends, len(reading.text)]:
        clause, left = reading.text[start:end], rest[start:end]
        if telling_only and _ASKS.search(clause):
            start = end + 1
            continue
        if refused:
            counts = any(start <= quantity.start < end for quantity in reading.quantities)
            if _raises(clause, left) or (counts and _restricts(clause, left, facts)):
                return clause.strip()
            start = end + 1
            continue
        tells = _tells(reading, start, end, facts)
        if not tells and len(clause.strip()) >= _A_PHRASE and clause.strip() in _plain():
            start = end + 1  # 我没记错吧
            continue
        if (
            not tells
            and _QUESTION.search(clause) is None
            and (VOID.search(clause) or (told_before and may_take_back(clause)))
        ):
            return clause.strip()
        told_before = told_before or tells
        if _is_about_others(reading, start, end, left, facts):
            start = end + 1
            continue
        stated = tells and _strange(left, topic)
        stated = stated and not _only_says_who(reading, start, end, left, facts)
        if (
            stated
            or _bears_on_it(clause, left, topic)
            or _leaves_a_part(reading, start, end, left)
            or _is_open(reading, start, end, facts)
            or _mixes(reading, start, end, facts, told)
            or _is_elsewhen(clause, left, facts, told)
            or _restricts(clause, left, facts)
        ):
            return clause.strip()
        start = end + 1
    return None


def may_void(reading: Reading) -> bool:
    """Whether words of a message may void or change what another part of it tells."""
    return _restricts(reading.text, _unexplained(reading, (), {}), ())


def _raises(clause: str, rest: str) -> bool:
    """Whether a clause holds a word that may make more of what was told, or put it in doubt (还有的没算进去)."""
    return any(rest[start:end].strip() for start, end, _ in occurrences(clause, tuple(plain_words().raising)))


def _only_says_who(reading: Reading, start: int, end: int, rest: str, facts: Sequence[Fact]) -> bool:
    """Whether a clause names who asks and nothing else (我们学院发了疯): no number, no other fact, no handling."""
    if any(start <= quantity.start < end for quantity in reading.quantities):
        return False
    who = _words_of(tuple(fact for fact in facts if fact.type == "choice"))
    other = [word for _, _, word in occurrences(reading.text[start:end], _words_of(tuple(facts))) if word not in who]
    return not other and not any(word in rest for word in plain_words().handling)


def _is_about_others(reading: Reading, start: int, end: int, rest: str, facts: Sequence[Fact]) -> bool:
    """Whether a clause speaks of people and things beside the matter (工人还没招齐), and of nothing that is pending."""
    words, clause = plain_words(), reading.text[start:end]
    subject = _SUBJECT.match(clause)
    if subject is None or not subject["rest"].startswith(tuple(words.bystanders)):
        return False
    if any(start <= quantity.start < end for quantity in reading.quantities):
        return False
    if any(word in clause for word in (*words.pending, *words.handling)):
        return False
    if occurrences(clause, _words_of(tuple(facts))):
        return False
    strict = [word for word in words.restricting if not _NEGATING.search(word)]
    return not any(rest[a:b].strip() for a, b, _ in occurrences(clause, strict))


def _is_open(reading: Reading, start: int, end: int, facts: Sequence[Fact]) -> bool:
    """Whether a clause asks what it also states (中专算高校吗), or tells a part that somebody bore already."""
    clause = reading.text[start:end]
    if (asked := _COUNTS_AS.search(clause)) and occurrences(asked[0], _deniable(tuple(facts))):
        return True
    sums = (q.start for q in reading.quantities if q.kind == "money" and start <= q.start < end)
    return any(_BORNE.search(reading.text, max(0, place - _LONGEST_WORD), place) for place in sums)


def _bears_on_it(clause: str, rest: str, topic: str) -> bool:
    """Whether a clause is about what the claim rests on, or turns against it, in words that are not all plain."""
    words = plain_words()
    subject = _SUBJECT.match(clause)
    about = subject is not None and subject["rest"].startswith(tuple(words.concerned))
    if not (about or clause.strip().startswith(tuple(words.turning))) or _INTERROGATIVE.search(clause):
        return False
    left = [word for word in cut(rest) if _WORD.search(word) and len(word) > 1]
    return any(not (is_plain(word) or word in topic) for word in left)


def _leaves_a_part(reading: Reading, start: int, end: int, rest: str) -> bool:
    """Whether a clause holds a proportion that nothing was made of (今年拿了一成五转给企业)."""
    return any(
        rest[quantity.start - start : quantity.end - start].strip()
        for quantity in reading.quantities
        if quantity.kind == "proportion" and start <= quantity.start < end
    )


def _mixes(reading: Reading, start: int, end: int, facts: Sequence[Fact], told: Facts) -> bool:
    """Whether a clause without a number names what a count that was told doesn't count (有发明也有实用新型)."""
    if any(start <= quantity.start < end for quantity in reading.quantities):
        return False
    counted = [fact for fact in facts if fact.type == "count" and fact.id in told]
    words = {word for fact in counted for word in fact.excluding_words} - {cue for fact in facts for cue in fact.cues}
    found = occurrences(reading.text[start:end], (*words, *_phrases()))
    return any(word in words and not is_plain(word) for _, _, word in found)


def _is_elsewhen(clause: str, rest: str, facts: Sequence[Fact], told: Facts) -> bool:
    """Whether a clause names another year where a count of this one was told (前年就签的合同)."""
    counted = [fact for fact in facts if fact.type == "count" and fact.id in told]
    if not any(OF_THIS_YEAR.search(fact.label + fact.question) for fact in counted):
        return False
    return any(rest[a:b].strip() for a, b, _ in occurrences(clause, tuple(plain_words().elsewhen)))


def _tells(reading: Reading, start: int, end: int, facts: Sequence[Fact]) -> bool:
    """Whether a clause holds a number or a word of a fact."""
    if any(start <= quantity.start < end for quantity in reading.quantities):
        return True
    return bool(occurrences(reading.text[start:end], _words_of(tuple(facts))))


def _unexplained(reading: Reading, facts: Sequence[Fact], told: Facts) -> str:
    """The message with a space for every character that is accounted for."""
    text = reading.text
    spans = [(m.start, m.end) for m in reading.mentions]
    ratio_told = any(fact.type == "ratio" and fact.id in told for fact in facts)
    for quantity in reading.quantities:
        if quantity.kind != "proportion" or ratio_told:
            spans.append((quantity.start, quantity.end))
        if quantity.qualifier in ("more", "less"):
            spans.append((max(0, quantity.start - 1), quantity.start))
        if remainder := _REMAINDER.search(text, max(0, quantity.start - _CORRECTION_REACH), quantity.start):
            spans.append(remainder.span())
        if denied := _DENIED_NUMBER.search(text, max(0, quantity.start - _CORRECTION_REACH), quantity.start):
            spans.append(denied.span())
    for start, end, _ in occurrences(text, _words_of(tuple(facts))):
        spans.append((start, end))
    for start, _, _ in occurrences(text, _words_of(tuple(fact for fact in facts if fact.type == "choice"))):
        if name := _NAME_BEFORE.search(text, max(0, start - _LONGEST_NAME), start):
            spans.append(name.span())
    for start, _, _ in occurrences(text, _deniable(tuple(facts))):
        if negated := NOT.search(text, max(0, start - _LONGEST_WORD), start):
            spans.append(negated.span())
    spans += number_words(reading)
    for pattern in (
        _SENT,
        _SHORT_OF,
        _CAN_OR_NOT,
        _TRADE,
        _OBJECT,
        _WITHIN,
        _EITHER_OR,
        _ASKED,
        _REACHED,
        _NEVER_DRAWN,
        _ALL_OR_PART,
        _SHORT_AND_ASKS,
        _PLACED,
        _NOT_SO_MANY,
        _MISREAD,
        _END_OF_SCALE,
        _TOOK,
        _FOR_YEARS,
        _WHETHER_ANY,
    ):
        spans += [match.span() for match in pattern.finditer(text)]
    start = 0
    for end in [*(match.start() for match in BREAK.finditer(text)), len(text)]:
        if asked := _TAIL.search(text, start, end):
            spans.append(asked.span())
        start = end + 1
    plain = _plain()
    spans += [(start, end) for start, end, word in occurrences(text, _phrases()) if word in plain]
    masked = list(text)
    for start, end in spans:
        masked[start:end] = " " * (end - start)
    return "".join(masked)


def _restricts(clause: str, rest: str, facts: Sequence[Fact]) -> bool:
    """Whether a clause holds a restricting word that isn't part of a plain one or of a word that states a fact."""
    words = plain_words().restricting
    own = _words_of(tuple(facts))
    for start, end, word in occurrences(clause, (*_phrases(), *own)):
        if word in words and word not in own and rest[start:end].strip():
            return True
    if any(rest[match.start() : match.end()].strip() for match in plain_words().voiding_patterns.finditer(clause)):
        return True
    return any(_may_void(word) for word in cut(rest))


@lru_cache(maxsize=8192)
def _may_void(word: str) -> bool:
    """Whether a word may void or change what is said: by the list, or by the characters that it is made of."""
    words = plain_words()
    if word in words.restricting:
        return True
    if is_plain(word):
        return False
    if _NEGATING.match(word) or any(char in words.voiding_characters for char in word):
        return True
    return not is_word(word) and any(char in words.restricting for char in word)


def _strange(rest: str, topic: str) -> bool:
    """Whether words are left of which nobody knows that they change nothing."""
    words = [word for word in cut(rest) if _WORD.search(word)]
    for i, word in enumerate(words):
        if is_plain(word) or is_noun(word) or word in topic or _sound(word) in _sounds():
            continue
        beside = (words[i - 1] + word if i else "", word + words[i + 1] if i + 1 < len(words) else "")
        if not any(joined in _plain() for joined in beside):
            return True
    return False


@lru_cache(maxsize=8192)
def is_plain(word: str) -> bool:
    """Whether a word is plain, or nothing but plain words together (能拿到, 我想算)."""
    if word in _plain() or word.isascii():
        return word in _plain()  # no English word is made of shorter ones
    return any(word[:length] in _plain() and is_plain(word[length:]) for length in range(1, len(word)))


@lru_cache(maxsize=8192)
def _sound(word: str) -> str:
    return " ".join(lazy_pinyin(word))


@cache
def _sounds() -> frozenset[str]:
    """How plain words of two and more characters sound: 砖利 is a slip for 专利."""
    return frozenset(_sound(word) for word in _plain() if len(word) > 1)


@cache
def _phrases() -> tuple[str, ...]:
    """Restricting phrases, and plain ones that hold something which is not plain by itself: 能不能, 没错, 最多多少."""
    restricting = plain_words().restricting
    plain = [
        word
        for word in _plain()
        if len(word) > _SHORT or (len(word) > 1 and (_NEGATING.search(word) or any(r in word for r in restricting)))
    ]
    return (*plain, *(word for word in restricting if len(word) > 1))


@lru_cache(maxsize=64)
def _words_of(facts: tuple[Fact, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.lower() for fact in facts for word in _own_words(fact) if word))


@lru_cache(maxsize=64)
def _deniable(facts: tuple[Fact, ...]) -> tuple[str, ...]:
    """The words whose denial is read as well: 不是新引进的, 没有研究中心, 不是企业."""
    return _words_of(tuple(fact for fact in facts if fact.type in ("flag", "choice")))


def _own_words(fact: Fact) -> Iterable[str]:
    yield from (fact.label, *fact.cues, *fact.excluding_words, *fact.affirms, *fact.denies)
    for option in fact.options:
        yield from (option.label, *option.words)
