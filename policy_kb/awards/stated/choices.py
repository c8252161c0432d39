"""Choices as people state them: 我们是高校, 给高校补助多少, 不是企业，是研究所."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from policy_kb.awards.fact import Fact
from policy_kb.awards.stated.retraction import taken_back
from policy_kb.awards.stated.words import BREAKS, MOST_STATEMENTS, occurrences

_TOWARDS = (
    "转让给|卖给|让给|转给|许可给|过户给|提供给|交给|惠及|服务|面向|帮助|帮|指导|带动|扶持|支持|受让|卖|转让|许可"
    "|向|往|朝|给|跟|和|与|找|从|由|被|替|到"
)
_NO_DIGIT = rf"[^{BREAKS}：:\d]"
_SPEAKER = re.compile(
    rf"(?:^(?:我们?的?|有个|一个)?客户|[代帮替]客户|委托[人方]|我们?|咱们?|俺们?|本单位|自己|作为|属于|身为|本(?![地市省区县])|我方|敝)(?:(?!{_TOWARDS}|对|不|没|非|购买|买){_NO_DIGIT}){{0,8}}$"
)
_RECIPIENT = re.compile(rf"(?:{_TOWARDS})(?:了|过|的)?(?:(?!的专利|的发明|是|属于)[^{BREAKS}：:]){{0,8}}$")
#: 卖给漳州企业的: who buys is never who asks.
_BUYER = re.compile(
    rf"(?:转让给|卖给|让给|转给|许可给|过户给|卖到|转到)(?:了|过|的)?(?:(?!自己|我)[^{BREAKS}：:]){{0,8}}$"
)
#: 转给了自己控股的子公司: one's own, but not who asks.
_OWN_RECIPIENT = re.compile(rf"(?:转让|卖|让|转|许可|过户|提供|交)(?:给|到)(?:了|过)?自己[^{BREAKS}]{{0,8}}$")
_OTHER_PARTY = re.compile(
    rf"(?:受让[方人]|买[方家]|对方|接收方|被许可[方人]|受益[方人]|客户|对象)[^{BREAKS}]{{0,3}}?(?:是|为|:)[^{BREAKS}]{{0,6}}$"
)
_GIVEN_AN_AWARD = re.compile(r"(?<![让卖转可户供交])给(?:我们)?$")
_AWARD_AFTER = re.compile(r"^[^，,。;；?？]{0,4}?(?:补|奖|发(?!明)|多少|什么|哪些)")
#: What denies the word after it.
NOT = re.compile(
    r"(?<!是)(?:不|没|没有|非|未|不是|并非|还没|不属于|不算|没能|尚未|并不|并没有|从没|从未)(?:能|有|是|被|算|属于|在|得到|获得|拿到|通过|取得)?$"
)
_WHETHER = re.compile(r"(?:是不是|有没有|是否|不管是?|无论是?|不论是?)(?:只有|所有|一般)?$")
_COUNTED = re.compile(
    r"(?:\d|[二两三四五六七八九十百千万几多])[多来几余]?(?:(?:家|所|个|名|户|类|种|位)[\u4e00-\u9fff]{0,4})?$"
)
#: 企业是5家 tells how many; 公司是一家小厂 what it is.
_COUNT_AFTER = re.compile(
    r"^(?:数量?|共|总共|有|(?:是|为|就|只有?|才|其实|实际|应该|应当|达到?|改成|改为)+(?!一[家户个]))*\s?"
    r"(?:\d+|[一二两三四五六七八九十百]+)[多来几余]?(?:家|户|个(?!月))"
)
_CONJUNCTION = re.compile(r"(?:和|与|跟|及|以及|或|或者|还是|、|/|加|的|下属的?|附属的?|旗下的?|办的?|下面的?|里的?|)")
_ONLY_NAMES = re.compile(r"^(?:法|法人代表|卡|号|生|路|文化|名录|名单)")


@dataclass(frozen=True, slots=True)
class _Named:
    """A word for one option, where it stands, and how strongly it says who is asking (0: not at all)."""

    start: int
    end: int
    value: str
    rank: int


def stated_choice(text: str, fact: Fact, *, asked: bool) -> str | None:
    """The option that a message says of whoever is asking; None where it says none, or several."""
    named = _standing(text, list(islice(_named_options(text, fact), MOST_STATEMENTS)))
    general = {option.value for option in fact.options if option.general}
    if any(option.rank > 1 for option in named if option.value not in general):
        best_general = max((option.rank for option in named if option.value in general), default=0)
        named = [
            replace(option, rank=max(option.rank, best_general) if option.rank else 0)
            for option in named
            if option.value not in general
        ]
    best = max((option.rank for option in named), default=0)
    if best == 0 or (best == 1 and not asked):
        return None
    leading = [option for option in named if option.rank == best]
    if len({option.value for option in leading}) > 1:
        return None
    chosen = leading[0].value
    return None if any(_is_joined(text, option, named) for option in leading) else chosen


def _standing(text: str, named: list[_Named]) -> list[_Named]:
    """Without the options that are taken back: 我们公司，不对，我们是协会."""
    gone = [first for first, second in pairwise(named) if taken_back(text[first.end : second.start])]
    return [option for option in named if option not in gone]


def _named_options(text: str, fact: Fact) -> Iterator[_Named]:
    values = fact.options_by_word
    for start, end, word in occurrences(text, values):
        before, after = text[max(0, start - 24) : start], text[end : end + 12]
        if _ONLY_NAMES.match(after):
            continue
        if (
            NOT.search(before)
            or _WHETHER.search(before)
            or _COUNTED.search(before)
            or _COUNT_AFTER.match(after)
            or _BUYER.search(before)
        ):
            rank = 0
        elif _OWN_RECIPIENT.search(before):
            rank = 1
        elif _SPEAKER.search(before):
            rank = 3
        elif _GIVEN_AN_AWARD.search(before) and _AWARD_AFTER.match(after):
            rank = 2
        elif _RECIPIENT.search(before) or _OTHER_PARTY.search(before):
            rank = 1
        else:
            rank = 2
        yield _Named(start, end, values[word], rank)


def _is_joined(text: str, option: _Named, named: Iterable[_Named]) -> bool:
    """Whether another option is joined to this one, so that neither says who is asking: 高校和企业, 高校的研究院."""
    for other in named:
        if other.value == option.value or (other.rank == 0 and option.rank):
            continue
        first, second = sorted((option, other), key=lambda o: o.start)
        if second.start >= first.end and _CONJUNCTION.fullmatch(text[first.end : second.start]):
            return True
    return False
