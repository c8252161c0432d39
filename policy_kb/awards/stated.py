"""Facts as people state them: 我们是高校，转让了12件 → applicant_type university, transferred_patents 12.

Which fact a number belongs to is decided by its unit and by the nearest of the words that the fact declares: ``cues``
speak for it, ``excludes`` (实用新型 beside a count of 发明专利) against it. In a form, the fact that was just asked for
takes what carries no cue of its own. What is not clear is left out: the caller asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from policy_kb.awards.fact import Fact, FactError, Facts, FactValue, parse_fact
from policy_kb.language.numerals import read_number
from policy_kb.language.quantities import Quantity, find_vague
from policy_kb.language.reading import Reading

_BREAKS = "，,。.;；!！?？、\n"
_BREAK = re.compile(f"[{_BREAKS}]")
_SENTENCE_END = re.compile(r"[。;；!！?？\n]")
_BREAK_COST = 8
_AFTER_COST = 4
#: Nobody states more than this in one message; what comes after is not read, so that no message takes long.
_MOST_STATEMENTS = 32
_CONTEXT_REACH = 80
_AS_CLEAR = 3
_CLAIMED_COST = 12
_NO_CUE_COST = 60
#: A sum below this, in yuan, said without a unit may as well be meant in 万.
_LEAST_WITHOUT_UNIT = 10_000
_ONLY_CANDIDATE_COST = 80


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that was said of a fact but can't be used; ``sentence`` tells the caller what is possible."""

    fact: str
    sentence: str


@dataclass(frozen=True, slots=True)
class StatedFacts:
    """What one message states: usable values, and what has to be asked again."""

    values: dict[str, FactValue] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()


def stated_facts(
    reading: Reading, facts: Sequence[Fact], *, expected: str | None = None, known: Facts | None = None
) -> StatedFacts:
    """Read the values of ``facts`` out of one message. ``expected`` is the fact that was asked for last."""
    known = known or {}
    values: dict[str, FactValue] = {}
    doubts: list[Doubt] = []
    for fact in facts:
        if fact.type == "choice" and (choice := _choice(reading.text, fact, asked=fact.id == expected)):
            values[fact.id] = choice
    values |= _flags(reading.text, [fact for fact in facts if fact.type == "flag"], expected)
    numeric = {fact.id: fact for fact in facts if fact.type not in ("choice", "flag")}
    chosen, rivals = _assign(reading, list(numeric.values()), expected, known)
    for quantity, fact in chosen:
        if _only_quotes_a_condition(quantity, reading.text) and fact.id != expected:
            continue
        if fact.id in rivals:
            doubts.append(Doubt(fact.id, _which_of_them(fact, quantity, rivals[fact.id])))
            continue
        try:
            values[fact.id] = _value(quantity, fact, known)
        except FactError as error:
            doubts.append(Doubt(fact.id, str(error)))
    if expected in numeric and expected not in values and not doubts:
        values |= _ordinal_answer(reading.text, numeric[expected])
    if expected in numeric and expected not in values and not doubts and find_vague(reading.text):
        doubts.append(Doubt(numeric[expected].id, _exact_number_please(numeric[expected])))
    return StatedFacts(values, tuple(doubts))


# --------------------------------------------------------------------------------------------------------- choices

_TOWARDS = (
    "转让给|卖给|让给|转给|许可给|过户给|提供给|交给|惠及|服务|面向|帮助|帮|指导|带动|扶持|支持|受让|卖|转让|许可"
    "|向|给|跟|和|与|找|从|由|被|替|到"
)
_NO_DIGIT = rf"[^{_BREAKS}：:\d]"
_SPEAKER = re.compile(
    rf"(?:我们?|咱们?|俺们?|本单位|自己|作为|属于|身为|本(?![地市省区县])|我方|敝)(?:(?!{_TOWARDS}|对|不|没|非|购买|买){_NO_DIGIT}){{0,8}}$"
)
_RECIPIENT = re.compile(rf"(?:{_TOWARDS})(?:了|过|的)?(?:(?!的专利|的发明|是|属于)[^{_BREAKS}：:]){{0,8}}$")
_OTHER_PARTY = re.compile(
    rf"(?:受让[方人]|买[方家]|对方|接收方|被许可[方人]|受益[方人]|客户|对象)[^{_BREAKS}]{{0,3}}?(?:是|为|:)[^{_BREAKS}]{{0,6}}$"
)
_GIVEN_AN_AWARD = re.compile(r"(?<![让卖转可户供交])给(?:我们)?$")
_AWARD_AFTER = re.compile(r"^[^，,。;；?？]{0,4}?(?:补|奖|发(?!明)|多少|什么|哪些)")
_NOT = re.compile(
    r"(?<!是)(?:不|没|没有|非|未|不是|并非|还没|不属于|不算|没能|尚未|并不|并没有|从没|从未)(?:能|有|是|被|算|属于|在|得到|获得|拿到|通过|取得)?$"
)
_WHETHER = re.compile(r"(?:是不是|有没有|是否|不管是?|无论是?|不论是?)(?:只有|所有|一般)?$")
_COUNTED = re.compile(
    r"(?:\d|[二两三四五六七八九十百千万几多])[多来几余]?(?:家|所|个|名|户|类|种|位)[\u4e00-\u9fff]{0,4}$"
)
_COUNT_AFTER = re.compile(r"^(?:数量?|共|总共|有)*\s?(?:\d+|[一二两三四五六七八九十百]+)[多来几余]?(?:家|户|个(?!月))")
_CONJUNCTION = re.compile(r"(?:和|与|跟|及|以及|或|或者|还是|、|/|加|的|下属的?|附属的?|旗下的?|办的?|下面的?|里的?|)")
_ONLY_NAMES = re.compile(r"^(?:法|法人代表|卡|号|生|路|文化|名录|名单)")


@dataclass(frozen=True, slots=True)
class _Named:
    """A word for one option, where it stands, and how strongly it says who is asking (0: not at all)."""

    start: int
    end: int
    value: str
    rank: int


def _choice(text: str, fact: Fact, *, asked: bool) -> str | None:
    named = list(islice(_named_options(text, fact, asked=asked), _MOST_STATEMENTS))
    best = max((option.rank for option in named), default=0)
    if best == 0 or (best == 1 and not asked):
        return None
    leading = [option for option in named if option.rank == best]
    if len({option.value for option in leading}) > 1:
        return None
    chosen = leading[0].value
    return None if any(_is_joined(text, option, named) for option in leading) else chosen


def _named_options(text: str, fact: Fact, *, asked: bool) -> Iterator[_Named]:
    for start, end, word in _occurrences(text, _option_words(fact)):
        value = next(o.value for o in fact.options if word in (o.label.lower(), *(w.lower() for w in o.words)))
        before, after = text[max(0, start - 24) : start], text[end : end + 12]
        if _ONLY_NAMES.match(after):
            continue
        if _NOT.search(before) or _WHETHER.search(before) or _COUNTED.search(before) or _COUNT_AFTER.match(after):
            rank = 0
        elif _SPEAKER.search(before):
            rank = 3
        elif _GIVEN_AN_AWARD.search(before) and _AWARD_AFTER.match(after):
            rank = 2
        elif _RECIPIENT.search(before) or _OTHER_PARTY.search(before):
            rank = 1
        else:
            rank = 2
        yield _Named(start, end, value, rank)


def _is_joined(text: str, option: _Named, named: Iterable[_Named]) -> bool:
    """Whether another option is joined to this one, so that neither says who is asking: 高校和企业, 高校的研究院."""
    for other in named:
        if other.value == option.value or (other.rank == 0 and option.rank):
            continue
        first, second = sorted((option, other), key=lambda o: o.start)
        if second.start >= first.end and _CONJUNCTION.fullmatch(text[first.end : second.start]):
            return True
    return False


def _option_words(fact: Fact) -> tuple[str, ...]:
    return tuple(word.lower() for option in fact.options for word in dict.fromkeys((option.label, *option.words)))


# ----------------------------------------------------------------------------------------------------------- flags

_YES = re.compile(
    r"^(?:是|是的|对|对的|对啊|有|有的|嗯+|恩+|没错|可以|行|当然|必须的|确实|属于|yes|yep|y|ok|好|好的|符合|满足|算|通过了|赢了|都是|全是|true)"
    r"(?:[的啊呀哦呢了吧噢哈]|[。.!！，,、 ])*$"
)
_YES_BEGINS = re.compile(r"^(?:是的|对的|对|嗯+|没错|确实|当然)[啊呀哦呢]?[，,。!！ ]+(?!不|没|但|可)")
_NO = re.compile(
    r"^(?:不是|不是的|没有|没|不|否|无|不算|不符合|不满足|不属于|没呢|还没|还没有|暂时没有|目前没有|没通过|没赢|no|nope|n|false)"
    r"(?:[的啊呀哦呢了吧噢哈]|[。.!！，,、 ])*$"
)
_NO_BEGINS = re.compile(r"^(?:不是|不是的|没有|没|还没有?|否)[啊呀哦呢]?[，,。!！ ]+")
_ASKING = re.compile(
    r"(?:是不是|是否|有没有|要不要|需不需要|能不能|算不算|必须|一定要|非要|需要|要求|才|只有|除非|不管|无论|不论)[^，,。;；?？]{0,4}$"
)
_EITHER_OR = re.compile("是不是|有没有|有无|是否")
_UNSURE = re.compile(r"(?:不知道|不清楚|不确定|不太清楚|说不准|不晓得|没听懂|不懂|不明白)[^，,。;；]{0,6}$")
_QUESTION_AFTER = re.compile(r"^[^，,。;；!！]{0,2}(?:吗|么)[?？]?$|^(?:是什么|什么意思|才有|才行|才能|才给|有什么用)")


@dataclass(frozen=True, slots=True)
class _Claim:
    """A place in the message that states a flag; ``certain`` where the fact's subject is named beside it."""

    fact: str
    start: int
    end: int
    value: bool
    certain: bool


def _flags(text: str, facts: Sequence[Fact], expected: str | None) -> dict[str, bool]:
    claims = [
        claim for fact in facts for claim in islice(_claims(text, fact, asked=fact.id == expected), _MOST_STATEMENTS)
    ]
    values: dict[str, bool] = {}
    for claim in sorted(claims, key=lambda c: c.start):
        rivals = [c for c in claims if c.fact != claim.fact and c.start < claim.end and claim.start < c.end]
        if claim.fact == expected or _prevails(claim, rivals):
            values[claim.fact] = claim.value
    for fact in facts:
        if fact.id == expected and fact.id not in values:
            if _NO.match(text) or _NO_BEGINS.match(text):
                values[fact.id] = False
            elif _YES.match(text) or _YES_BEGINS.match(text):
                values[fact.id] = True
    return values


def _prevails(claim: _Claim, rivals: Sequence[_Claim]) -> bool:
    """Whether a claim stands against other flags' on the same words: 海外胜诉 says nothing of a case at home."""
    if any(rival.certain for rival in rivals):
        return False
    return claim.certain or not rivals


def _claims(text: str, fact: Fact, *, asked: bool) -> Iterator[_Claim]:
    """Where a flag is stated. A word that doesn't name the subject (赢了, 成立了) needs it in the same sentence."""
    cues = tuple(cue.lower() for cue in fact.cues)
    denied = {word.lower() for word in fact.denies}
    words = tuple(dict.fromkeys((*denied, *(word.lower() for word in fact.affirms))))
    for start, end, word in _occurrences(text, words):
        before, after = text[max(0, start - 16) : start], text[end : end + 8]
        if (
            _EITHER_OR.search(text, max(0, start - 1), start + 3)
            or _ASKING.search(before)
            or _UNSURE.search(before)
            or _QUESTION_AFTER.match(after)
        ):
            continue
        context = _context(text, start, end, (*cues, *(e.lower() for e in fact.excludes)))
        if any(exclude.lower() in context for exclude in fact.excludes):
            continue
        own = any(cue in word for cue in cues)
        beside = any(cue in context.replace(word, "", 1) for cue in cues)
        if own or beside or asked:
            value = word not in denied and not _NOT.search(before)
            yield _Claim(fact.id, start, end, value, beside)


def _context(text: str, start: int, end: int, words: Sequence[str]) -> str:
    """The clause around a place, or its whole sentence where the clause holds none of ``words`` beside it."""
    clause = _around(text, start, end, _BREAK)
    rest = clause.replace(text[start:end], "", 1)
    return clause if any(word in rest for word in words) else _around(text, start, end, _SENTENCE_END)


def _around(text: str, start: int, end: int, stop: re.Pattern[str]) -> str:
    first, last = max(0, start - _CONTEXT_REACH), min(len(text), end + _CONTEXT_REACH)
    left = max((m.end() for m in stop.finditer(text, first, start)), default=first)
    right = stop.search(text, end, last)
    return text[left : right.start() if right else last]


# --------------------------------------------------------------------------------------------------------- numbers

_CORRECTED = re.compile(
    rf"^[{_BREAKS}\s]*(?:啊|哦|噢|呃|额|唉|哎呀|抱歉|不好意思|[{_BREAKS}\s])*"
    r"(?:不对|不是|说错|记错|写错|打错|错了|不不|不，|不,|更正|口误|应该是|应当是|其实是|改成|改为|变成|变为|换成"
    r"|(?:增加|增|升|提高|提升|涨)(?:到|至|为)).{0,12}$"
)
_PART_OF = re.compile("其中|里面|里头|当中|包括|包含")
_SUPERSEDING = re.compile(r"那(?:要是|如果|么|假如)?\s?$")
_JOINED_CUE = re.compile(r"(?:有|是|为|共|了|到|数|量|总共|一共|:|：|\s)*")
_DENIED_NUMBER = re.compile(r"(?:(?<!是)不是|并非|而不是|别算|不算)(?:说)?(?:有|第)?\s?$")
_FORMER = re.compile(r"(?:从|由|原来是?|原先是?|之前是?|本来是?|以前是?|刚才说的?是?)(?:的)?\s?$")
_LINK = re.compile(
    r"(?:专利|发明|产品)?(?:数量?|数目)?(?:也|又|还|就|都|共|总共|一共|合计)?"
    r"(?:有|是|为|达|达到|占|共|计|拿了|评了|排|了|:|：| )*(?:一共|总共)?"
)
_ALL_OF_THEM = re.compile(
    rf"^[{_BREAKS}\s]*(?:这些|它们|不过|但|其实|可|而且|也|只)*(?:都|全|全部|均|是|属于|为|只是)+"
)
_NOT_COUNTED = re.compile(r"(?:不含|不算|除了|不包括|不包含|扣除|去掉|扣掉|除去|刨去|没有|不是|还有)$")
_QUOTING = re.compile(r"才(?:有|能|给|可以|行|算)|要求|条件|是不是|必须|需要|什么意思|为什么|为啥|规定|门槛|标准是")
_ASKING_FOR_THE_CONDITION = re.compile(
    r"是不是(?:必须|至少|要|得)|(?:要|得|必须|至少)[^，,。]{0,8}才|\d件才|必须[^，,。]{0,10}吗"
)
_ABOUT_ONESELF = re.compile(r"我|咱|俺|本单位|本公司")
_ENDS_HERE = re.compile(
    rf"^\s*(?:的|吧|呢|啊|了|呀|哦|，|左右)*\s*(?:$|[{_BREAKS}]|能|可以|可|该|应|会|怎么|多少|有多|给|补|奖|拿|算|够|行|符合|满足|呢)"
)
_GENERIC_UNITS = frozenset("个项种款份次")

_ORDINAL_ALONE = re.compile(r"(?:我们|是|排|在)*第([一二三四五六七八九十\d]{1,3})(?:个|位|名)?[的吧呢啊。 ]*")


@dataclass(frozen=True, slots=True)
class _Sign:
    """The cue (or exclude) nearest to a quantity on one side of it."""

    speaks_for: bool
    gap: str
    length: int
    claimed: bool = False

    @property
    def broken(self) -> bool:
        return _BREAK.search(self.gap) is not None

    @property
    def cost(self) -> int:
        return len(self.gap) + _BREAK_COST * len(_BREAK.findall(self.gap)) - self.length


def _assign(
    reading: Reading, facts: Sequence[Fact], expected: str | None, known: Facts
) -> tuple[list[tuple[Quantity, Fact]], dict[str, Quantity]]:
    """Pair quantities with facts, cheapest pair first, each used once.

    Also, by fact, a second quantity that is said of it just as clearly (上半年转让6件，下半年转让8件).
    """
    usable = _not_retracted(reading)[:_MOST_STATEMENTS]
    pairs: list[tuple[int, int, int]] = []
    for i in usable:
        quantity = reading.quantities[i]
        fitting = [k for k, fact in enumerate(facts) if _fits(quantity, fact, asked=fact.id == expected)]
        for k in fitting:
            cost = _cost(reading, i, facts[k], facts, expected, [facts[j] for j in fitting], known)
            if cost is not None:
                pairs.append((cost, i, k))
    pairs = _parts_before_wholes(reading, pairs)
    used: dict[int, tuple[int, int]] = {}
    for cost, i, k in sorted(pairs):
        if k not in used and all(i != other for _, other in used.values()):
            used[k] = (cost, i)
    taken = {i for _, i in used.values()}
    rivals = {
        facts[k].id: reading.quantities[i]
        for cost, i, k in pairs
        if i not in taken and _is_as_clear(reading.quantities[i], cost, reading.quantities[used[k][1]], used[k][0])
    }
    return [(reading.quantities[i], facts[k]) for k, (_, i) in used.items()], rivals


def _parts_before_wholes(reading: Reading, pairs: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Without the whole where a part of it is said of the same fact: 转让20件，其中发明专利12件."""
    kept = []
    for cost, i, k in pairs:
        parts = [j for other, j, fact in pairs if fact == k and j > i and other < _NO_CUE_COST]
        quantity = reading.quantities[i]
        if not any(_PART_OF.search(reading.text, quantity.end, reading.quantities[j].start) for j in parts):
            kept.append((cost, i, k))
    return kept


def _is_as_clear(rival: Quantity, cost: int, quantity: Quantity, than: int) -> bool:
    exact = rival.qualifier == quantity.qualifier == "exact"
    return exact and rival.value != quantity.value and cost < _BREAK_COST and cost <= than + _AS_CLEAR


def _not_retracted(reading: Reading) -> list[int]:
    """Places of the quantities that stand: of 不是12件，是15件 and 12件，哦不，15件 only the second does."""
    standing = []
    for i, quantity in enumerate(reading.quantities):
        before = reading.text[max(0, quantity.start - 8) : quantity.start]
        if _DENIED_NUMBER.search(before):
            continue
        following = next((q for q in reading.quantities[i + 1 :] if q.kind == quantity.kind), None)
        if following is not None:
            between = reading.text[quantity.end : following.start]
            replaced = _CORRECTED.search(between) or _SUPERSEDING.search(between) or _FORMER.search(before)
            if following.unit == quantity.unit and replaced:
                continue
        standing.append(i)
    return standing


def _cost(
    reading: Reading,
    index: int,
    fact: Fact,
    facts: Sequence[Fact],
    expected: str | None,
    rivals: Sequence[Fact],
    known: Facts,
) -> int | None:
    """What speaks against a quantity being the value of ``fact``; None where nothing speaks for it."""
    quantity = reading.quantities[index]
    before, after = _sign_before(reading, index, fact), _sign_after(reading, index, fact)
    if _is_excluded(reading, index, fact, before, after):
        return None
    costs = []
    if before and before.speaks_for:
        costs.append(before.cost)
    if after and after.speaks_for:
        costs.append(after.cost + _AFTER_COST + (_CLAIMED_COST if after.claimed else 0))
    cost = min(costs, default=None)
    asked = fact.id == expected
    if quantity.kind == "bare" and fact.type == "count" and not asked:
        # 发明45，高价值20: without a unit only right after the cue
        joined = before is not None and before.speaks_for and _JOINED_CUE.fullmatch(before.gap)
        return before.cost if before is not None and joined else None
    ends = _ENDS_HERE.match(reading.text[quantity.end : quantity.end + 12]) is not None
    generic = quantity.kind == "count" and quantity.unit != fact.unit and quantity.unit in _GENERIC_UNITS
    if cost is not None and generic and not asked and not ends:
        # 3个校区，转让了… : a word that can count anything needs its cue beside it
        signs = [sign for sign in (before, after) if sign and sign.speaks_for]
        if all(sign.broken for sign in signs):
            return None
    if cost is not None:
        return cost
    if asked:
        return _NO_CUE_COST
    if quantity.kind == "bare" or quantity.unit is None or (generic and not ends):
        return None
    changed = quantity.qualifier in ("more", "less") and fact.id in known
    if len(rivals) == 1 or changed or _only_known(fact, rivals, known):
        return _ONLY_CANDIDATE_COST
    return None


def _only_known(fact: Fact, rivals: Sequence[Fact], known: Facts) -> bool:
    """A number without a cue corrects the one fact of its kind that was stated before."""
    return fact.id in known and sum(rival.id in known for rival in rivals) == 1


def _fits(quantity: Quantity, fact: Fact, *, asked: bool) -> bool:
    bare = quantity.kind == "bare"
    counted = quantity.kind == "count" and quantity.unit in (None, fact.unit, *fact.units)
    match fact.type:
        case "money":
            return quantity.kind == "money" or bare
        case "ratio":
            return quantity.kind == "proportion" or (bare and asked)
        case "level":
            return quantity.kind == "level" or (counted and quantity.unit is not None) or (bare and asked)
        case _:
            if fact.unit in ("名", "位"):
                return quantity.kind == "rank" or (asked and (bare or counted))
            return counted or bare


def _sign_before(reading: Reading, index: int, fact: Fact) -> _Sign | None:
    quantity = reading.quantities[index]
    from_ = reading.quantities[index - 1].end if index else 0
    text = reading.text[from_ : quantity.start]
    last = None
    for start, end, word in _signs(text, fact):
        last = _Sign(word in _cues(fact), text[end:], len(word))
        if not last.speaks_for and _NOT_COUNTED.search(text[:start]):
            last = None
    return last


def _sign_after(reading: Reading, index: int, fact: Fact) -> _Sign | None:
    """The nearest word after a quantity; ``claimed`` where it leads up to the next number (39件，其中高价值30件)."""
    quantity = reading.quantities[index]
    following = reading.quantities[index + 1] if index + 1 < len(reading.quantities) else None
    text = reading.text[quantity.end : following.start if following else len(reading.text)]
    for start, end, word in _signs(text, fact):
        if word not in _cues(fact) and _NOT_COUNTED.search(text[:start]):
            continue
        claimed = following is not None and _LINK.fullmatch(text[end:]) is not None
        if claimed and start == 0 and following is not None and _is_followed_by_a_noun(reading, index + 1):
            claimed = False  # 20件实用新型12件发明专利
        return _Sign(word in _cues(fact), text[:start], len(word), claimed)
    return None


def _is_followed_by_a_noun(reading: Reading, index: int) -> bool:
    quantity = reading.quantities[index]
    return re.match(r"\s?(?:的)?(?:发明|实用|外观|专利|高价值|有效)", reading.text[quantity.end :]) is not None


def _is_excluded(reading: Reading, index: int, fact: Fact, before: _Sign | None, after: _Sign | None) -> bool:
    """Whether the quantity counts what the fact doesn't: 20件实用新型, 实用新型20件, 20件，都是实用新型."""
    quantity = reading.quantities[index]
    beside = after is not None and not after.claimed and not after.broken and len(after.gap) <= 2
    if after is not None and not after.speaks_for:
        if beside:
            return True
        if not after.claimed and _ALL_OF_THEM.fullmatch(after.gap):
            return True
    if before is None or before.speaks_for or before.broken:
        return False
    if beside and after is not None and after.speaks_for and len(before.gap) > 1:
        return False
    previous = reading.quantities[index - 1] if index else None
    if previous is not None:
        # in 20件实用新型12件发明专利 the word belongs to the number before it
        gap = reading.text[previous.end : quantity.start]
        if len(before.gap) == 0 and len(gap) == before.length and _is_followed_by_a_noun(reading, index):
            return False
    return True


def _signs(text: str, fact: Fact) -> list[tuple[int, int, str]]:
    return _occurrences(text, (*_cues(fact), *(word.lower() for word in fact.excludes)))


def _cues(fact: Fact) -> tuple[str, ...]:
    return tuple(cue.lower() for cue in fact.cues)


def _occurrences(text: str, words: Iterable[str]) -> list[tuple[int, int, str]]:
    """Where ``words`` stand, in order; of those that overlap, the one that begins first, and of these the longest."""
    pattern = _pattern(tuple(words))
    return [(m.start(), m.end(), m[0]) for m in pattern.finditer(text)] if pattern else []


@lru_cache(maxsize=512)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    ordered = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, ordered))) if ordered else None


def _only_quotes_a_condition(quantity: Quantity, text: str) -> bool:
    """6件以上才有奖励吗 repeats what the notice says and states nothing."""
    if quantity.qualifier == "exact" and not _ABOUT_ONESELF.search(text):
        return _ASKING_FOR_THE_CONDITION.search(text) is not None
    return quantity.qualifier in ("ge", "gt", "le", "lt") and _QUOTING.search(text) is not None


def _value(quantity: Quantity, fact: Fact, known: Mapping[str, FactValue]) -> FactValue:
    if quantity.qualifier in ("more", "less"):
        base = known.get(fact.id)
        if isinstance(base, int) and not isinstance(base, bool):
            change = quantity.exact_value if quantity.qualifier == "more" else -quantity.exact_value
            return parse_fact(fact, base + change)
        raise FactError(fact.id, f"您原来的{fact.label}是多少？告诉我以后我再往上加。")
    if fact.type == "money" and quantity.kind == "bare" and quantity.value < _LEAST_WITHOUT_UNIT:
        number = f"{quantity.value.normalize():f}"
        raise FactError(fact.id, f"您说的是{number}元还是{number}万元？请把单位一起告诉我。")
    if quantity.kind == "money" and quantity.unit != "元":
        raise FactError(fact.id, f"请按人民币告诉我{fact.label}是多少元，我才能算。")
    if quantity.qualifier == "negative":
        return parse_fact(fact, -quantity.exact_value)
    if quantity.qualifier != "exact":
        raise FactError(fact.id, _exact_number_please(fact))
    return parse_fact(fact, quantity.exact_value)


def _ordinal_answer(text: str, fact: Fact) -> dict[str, FactValue]:
    """第二 answers the question for a rank; elsewhere it chooses from a list."""
    match = _ORDINAL_ALONE.fullmatch(text) if fact.unit in ("名", "位") else None
    value = read_number(match[1]) if match else None
    return {} if value is None else {fact.id: parse_fact(fact, value)}


def _which_of_them(fact: Fact, one: Quantity, other: Quantity) -> str:
    first, second = sorted((one, other), key=lambda quantity: quantity.start)
    return f"您提到了{first.text}和{second.text}，我不确定该按哪个算。请问{fact.label}一共是多少？"


def _exact_number_please(fact: Fact) -> str:
    return f"要算准金额，我需要{fact.label}的准确数字，请您给一个确切的数。"
