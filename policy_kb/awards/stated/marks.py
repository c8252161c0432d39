"""What is said about a number, whatever it counts: that it doesn't count, is a part of another one, is of last year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from policy_kb.awards.stated.words import BREAKS
from policy_kb.language.numerals import parse_number
from policy_kb.language.quantities import NOT_ONE, Quantity
from policy_kb.language.reading import Reading

#: ``part``: of the number before it (其中5件); ``removed``: taken off it (去掉5件); ``beside``: said to stand apart
#: from it (还有5件).
Place = Literal["loose", "part", "removed", "beside"]
Time = Literal["past", "present", "next"]

_REACH = 24
#: What a fact's label or question says of its time.
OF_THIS_YEAR = re.compile("今年|当年")
PART = re.compile(r"其中|里面|里头|里(?=[有的\d]|$)|当中|之中|中(?=[有\d]|$)|包括|包含|(?<![不富])含")
_BEGINS_AS_PART = re.compile(r"(?:哦|噢|对了|那|不过|但是?|可是|这)*[，,\s]*(?:其中|里面|里头|当中)")
_REMOVED = re.compile(
    r"(?:去掉|去除|去了|扣除|扣掉|扣去|减去|减掉|除去|除掉|刨去|刨掉|刨除|剔除|剔掉|排除|抛开|撇开)(?:其中|那|这|的|了|个)*\s?$"
)
_BESIDE = re.compile(rf"(?:还有|还|另有|另外|此外|不含|不包括|不包含|不计)(?:(?!其中|[{BREAKS}]).){{0,8}}$")

_NOT_YET = r"(?<!有)(?:没有?|未|尚未|不予|没能|未能|不给)(?:能|被|给|有|再|曾|经|获得?|得到|完成|真正|正式|最终|全部)*"
_DONE = (
    r"(?:认定|认可|通过|过(?![期度几多一两])|批(?!评)|转让|转成|转出|转掉|转过去|卖|成交|授权|备案|登记|过户|变更|评上|评(?:下来|完)|审"
    r"|公示|公告|签|交割|确认|下来|下证|办(?:完|好|成|下来)|结束|生效|转化|定下来|落实|拿到(?![^，,。]{0,4}[奖补钱款])|出结果|有结果)"
)
_REJECTED = (
    r"(?:被?(?:驳回|退回|打回|退了回来|否决|否掉|否了|刷掉|刷了(?![一两几]?[遍层]|墙|漆|牙|卡|手机|视频)|刷下来|拒了|拒绝|拒掉|撤销|撤回|撤了|撤掉|宣告无效)|无效|作废|失效"
    r"|被终止|被取消|落选|被?淘汰|黄了|泡汤)"
)
_PENDING = (
    r"(?:[还正]?在(?:审|办(?![公事案])|走(?![廊路访神])|谈|申请|公示|排队|等|评审|评定|认定中)|待审|待定|待批|待认定|待确认"
    r"|(?:审查|审核|审批|公示|申请|办理|评审|谈判|认定|进行|洽谈)(?:当|之)?中|公示期|走着?流程)"
)
_UNFIT = (
    r"(?:(?<!算)不算(?![多少高低太很什])|不作数|(?<!合)不合[格规]"
    rf"|(?<![达符满属])(?<!符合)(?<!达标)(?<!满足)(?<!属于)不(?:达标|符合|满足|属于)(?![^{BREAKS}]{{0,6}}(?:吧|吗|么|条件|要求|门槛|标准)))"
)
_VOID = rf"(?:{_NOT_YET}{_DONE}|{_REJECTED}|{_PENDING}|{_UNFIT})"
#: What says of something told that it does not count, or not yet.
VOID = re.compile(_VOID)
_VOID_AFTER = re.compile(
    rf"^[^{BREAKS}]{{0,12}}?{_VOID}|^[^{BREAKS}]{{0,6}}[，, ](?:都|全|均|但|可|却|还|尚|目前|暂时|被)+{_VOID}"
)
_VOID_BEFORE = re.compile(
    rf"(?:{_VOID}[^{BREAKS}]{{0,6}}?的[^{BREAKS}]{{0,4}}?|(?:^|[{BREAKS}\s]|其中|又|被)(?:又|被)*"
    rf"(?:{_REJECTED}|退回?|退掉|退了)(?:[去来]|掉)?)(?:也?有|就有|还有|是|占|共|了)*\s?$"
)
_NOT = r"(?<![没未不])(?<!没有)(?<!没能)(?<!未能)(?<!无法)(?<!难以)(?<!不能)"
_GOT_BACK = rf"{_NOT}(?:追|讨|挽|要|赔|收)回(?:[来去]|[来去]?了)"
_PAID_BACK = rf"{_NOT}(?:归还|偿还|已经?还(?![没不有])|还(?=[了掉清]|上了)|赔付|核销)(?:[了掉清]|上了)*"
_RETURNED = rf"(?:{_GOT_BACK}|{_PAID_BACK})"
#: What says of a loss that it was made good.
RETURNED = re.compile(_RETURNED)
_RETURNED_BEFORE = re.compile(rf"(?:{_RETURNED}|{_NOT}(?:追|讨|挽|收)回)(?:了|来|本金|贷款|本息|其中|现金|欠款)*\s?$")
_RETURNED_AFTER = re.compile(rf"^[^{BREAKS}\d]{{0,4}}(?:已经?|都)?{_RETURNED}")

_TIMES: tuple[tuple[Time, str], ...] = (
    ("past", r"去年|前年|上一?年度?(?!级)|往年|早年|前几年|早几年|上年度"),
    ("present", r"今年|当年|本年|这一?年|本年度|现在|目前"),
    ("next", r"明年|后年|来年|下一?年度?(?!级)"),
)
_TIME = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _TIMES))
_PHASE = re.compile(r"第[一二三四五\d]年|[上下]半年|[一二三四]季度|第[一二三四]季度?|\d{1,2}月份?")
_RATE = re.compile(r"(?:每个?|一个?)(?:月|季度|季|周|星期|礼拜|天)|[月周]均")
_YEARS = re.compile(
    r"(?<!第)(?<![\d.])(?P<number>\d{1,2}|[一二两三四五六七八九十]{1,2}|每)年(?P<half>半)?(?![级度前后])"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """What the words around one number say of it.

    ``void``: it doesn't count (还没认定, 被驳回, 在审; of money: 追回来了). ``years``: in how many years it was
    reached (三年新增60件), 0 for 每年. ``phase``: a part of the time (上半年). ``times``: all that are named before it
    (去年加今年合计). ``rate``: so many in each month. ``of_known``: a part of what was told before (其中8件是实用新型).
    """

    place: Place = "loose"
    void: bool = False
    time: Time | None = None
    phase: str | None = None
    years: float | None = None
    times: frozenset[Time] = frozenset()
    rate: bool = False
    of_known: bool = False


def marks(reading: Reading) -> list[Mark]:
    """The mark of each quantity of a message."""
    return [_mark(reading, index) for index in range(len(reading.quantities))]


def _mark(reading: Reading, index: int) -> Mark:
    quantities, text = reading.quantities, reading.text
    quantity = quantities[index]
    earlier = quantities[index - 1].end if index else 0
    later = quantities[index + 1].start if index + 1 < len(quantities) else len(text)
    before = text[max(earlier, quantity.start - _REACH) : quantity.start]
    after = text[quantity.end : min(later, quantity.end + _REACH)]
    leads_on = later < min(len(text), quantity.end + _REACH)
    time = list(_TIME.finditer(before))
    phase = list(_PHASE.finditer(before))
    return Mark(
        _place(before, first=index == 0),
        _is_void(quantity, before, after, leads_on=leads_on),
        _time_of(time[-1]) if time else None,
        phase[-1][0] if phase else None,
        _years(before),
        frozenset(_time_of(match) for match in time),
        _RATE.search(before) is not None,
        index == 0 and _BEGINS_AS_PART.match(text) is not None,
    )


def _place(before: str, *, first: bool) -> Place:
    if _REMOVED.search(before):
        return "removed"
    if PART.search(before) and not first:
        return "part"
    return "beside" if _BESIDE.search(before) else "loose"


def _is_void(quantity: Quantity, before: str, after: str, *, leads_on: bool) -> bool:
    if quantity.kind == "money":
        return bool(_RETURNED_BEFORE.search(before) or (_RETURNED_AFTER.match(after) and not leads_on))
    if _VOID_BEFORE.search(before):
        return True
    match = _VOID_AFTER.match(after)
    # in 12件驳回3件 and 12件，没认定的有3件 the words belong to the number after them
    return match is not None and not (leads_on and _VOID_BEFORE.search(after))


def _time_of(match: re.Match[str]) -> Time:
    return next(name for name, _ in _TIMES if match[name])


def _years(before: str) -> float | None:
    clause = re.split(f"[{BREAKS}]", before)[-1]
    for match in _YEARS.finditer(clause):
        if match["number"] == "每":
            return 0.0
        number = parse_number(match["number"])
        if number is not None:
            return float(number) + (0.5 if match["half"] else 0)
    return None


def number_words(reading: Reading) -> list[tuple[int, int]]:
    """Where words stand that :func:`marks` reads as said of a number."""
    found = []
    for index, quantity in enumerate(reading.quantities):
        earlier = reading.quantities[index - 1].end if index else 0
        later = reading.quantities[index + 1].start if index + 1 < len(reading.quantities) else len(reading.text)
        before = max(earlier, quantity.start - _REACH)
        money = quantity.kind == "money"
        void_before, void_after = (_RETURNED_BEFORE, _RETURNED_AFTER) if money else (_VOID_BEFORE, _VOID_AFTER)
        for pattern in (PART, _REMOVED, _BESIDE, void_before, _TIME, _PHASE, _YEARS):
            found += [match.span() for match in pattern.finditer(reading.text, before, quantity.start)]
        if quantity.value == 0 and (none := NOT_ONE.match(reading.text[quantity.end : later])):
            found.append((quantity.end, quantity.end + none.end()))
        if match := void_after.match(reading.text[quantity.end : min(later, quantity.end + _REACH)]):
            found.append((quantity.end + match.start(), quantity.end + match.end()))
    return found
