"""Answers of yes and no, and the words that state them: 首次贯标, 官司赢了, 没有研究中心; 是的, 没有."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from policy_kb.awards.fact import Fact
from policy_kb.awards.stated.choices import NOT
from policy_kb.awards.stated.retraction import after_correction
from policy_kb.awards.stated.words import MOST_STATEMENTS, context, is_one_of, occurrences

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
    r"(?:是不是|是否|有没有|要不要|需不需要|能不能|算不算|必须|一定要|非要|需要|要求|才(?=[能可会给有算得行])|只有|除非|不管|无论|不论)[^，,。;；?？]{0,4}$"
)
_WHAT_IF = re.compile(
    r"那么?|要是|如果|假如|万一|的话|后来|最后|结果|没想到|其实|不对|说错了?|我们|咱们|官司|案子|[呢嘞了吗么吧啊的,，。?？!！\s]"
)
#: 赢了但只花了8万 after a case that was lost.
_BEGINS_WITH = re.compile(r"胜诉|打赢|赢了|告赢|通过了|认定了")
#: A message that denies what was told before (败诉的话有没有补助) need not name it again.
_SHORT = 16
_SAYS_NOTHING_OF = frozenset(("没有", "没办", "没", "不是"))
_EITHER_OR = re.compile(r"(?P<either>[\u4e00-\u9fff])[不没](?P=either)|有无|是否")
#: 不是新招商来的, 不是最近才搬来的: between what denies and what is denied.
_RECENTLY = re.compile(r"(?:新近?|刚刚?|才|最近|近期|近几年|这几年)+$")
#: 打算从厦门搬来 states nothing yet.
_INTENDED = re.compile(r"(?:打算|准备|计划|考虑|有意|拟|将要|正要|争取)[^，,。;；!！?？]{0,8}$")
_UNSURE = re.compile(r"(?:不知道|不清楚|不确定|不太清楚|说不准|不晓得|没听懂|不懂|不明白)[^，,。;；]{0,6}$")
#: 第一次是2021年 tells when, not that this was the first.
_DATED = re.compile(
    r"^(?:通过|过|贯标|认证)?(?:是|还?是在|在)(?:20)?\d{2}年|^(?:通过|过)?(?:是|在)(?:前年|去年|早几年|好几年前)"
)
_QUESTION_AFTER = re.compile(
    r"^[^，,。;；!！]{0,2}(?:吗|么)[?？]?$|^(?:多少|几|哪|什么|谁|是什么|才有|才行|才能|才给|有什么用)"
)
#: In 不是引进的，新引进企业那50万有份吗 the words that would affirm what was denied name an award, unless they say that
#: it is so (不是老厂，是新引进的企业).
_NAMES_AN_AWARD = re.compile(
    r"^的?(?:企业|公司|单位|机构|产业|项目)?[的那这该]*[个条项笔份]?(?:\d+|[一二三四五六七八九十百]+)?万?元?"
    r"(?:奖|补(?![充办上])|资助|钱|款|待遇|政策|资金|支持|条|项)"
    r"|^的?(?:企业|公司|单位|机构)[的那这该]*[个条项笔份]?(?:\d+|[一二三四五六七八九十百]+)万"
)
_SAYS_SO = re.compile(r"(?:是|算|属于|现在|后来?|已经?|又|改|才|刚|结果)[^，,。;；]{0,4}$")


@dataclass(frozen=True, slots=True)
class _Claim:
    """A place in the message that states a flag; ``certain`` where the fact's subject is named beside it."""

    fact: str
    start: int
    end: int
    value: bool
    certain: bool


def stated_flags(
    text: str,
    facts: Sequence[Fact],
    expected: str | None = None,
    *,
    certain: bool = False,
    known: Collection[str] = (),
) -> dict[str, bool]:
    """The flags a message states; a bare yes or no is the value of ``expected``.

    Of what is ``known`` already a short message need not name the subject again (那输了呢 after a case that was won).

    ``certain`` leaves out those whose subject is not named beside the words that state them.
    """
    claims = [
        claim for fact in facts for claim in islice(_claims(text, fact, asked=fact.id == expected), MOST_STATEMENTS)
    ]
    said = _WHAT_IF.sub("", text)
    for fact in facts:
        if fact.id in known and not any(claim.fact == fact.id for claim in claims):
            words = [word for word in (*fact.affirms, *fact.denies) if len(word) > 1]
            turned = {_WHAT_IF.sub("", word): word in fact.affirms for word in words}
            if said in turned:
                claims.append(_Claim(fact.id, 0, len(text), turned[said], certain=False))
            elif (word := _BEGINS_WITH.match(text)) and word[0] in fact.affirms:
                claims.append(_Claim(fact.id, 0, word.end(), value=True, certain=False))
            elif len(text) <= _SHORT:
                denied = (claim for claim in _claims(text, fact, asked=True) if not claim.value)
                claims += [claim for claim in denied if text[claim.start : claim.end] not in _SAYS_NOTHING_OF]
    values: dict[str, bool] = {}
    for claim in sorted(claims, key=lambda c: c.start):
        named = _NAMES_AN_AWARD.match(text[claim.end :]) and not _SAYS_SO.search(text[: claim.start])
        if claim.value and values.get(claim.fact) is False and named:
            continue
        rivals = [c for c in claims if c.fact != claim.fact and c.start < claim.end and claim.start < c.end]
        if (claim.fact == expected or _prevails(claim, rivals)) and (claim.certain or not certain):
            values[claim.fact] = claim.value
    for fact in facts:
        if fact.id == expected and fact.id not in values:
            answer = after_correction(text)
            if _NO.match(answer) or _NO_BEGINS.match(answer):
                values[fact.id] = False
            elif _YES.match(answer) or _YES_BEGINS.match(answer):
                values[fact.id] = True
    return values


def _prevails(claim: _Claim, rivals: Sequence[_Claim]) -> bool:
    """Whether a claim stands against other flags' on the same words: 海外胜诉 says nothing of a case at home."""
    if any(rival.certain for rival in rivals):
        return False
    return claim.certain or not rivals


def _claims(text: str, fact: Fact, *, asked: bool) -> Iterator[_Claim]:
    """Where a flag is stated. A word that doesn't name the subject (赢了, 成立了) needs it in the same sentence."""
    cues, denied = fact.subject_words, fact.denying_words
    denied_up_to = -1
    for start, end, word in occurrences(text, fact.stating_words):
        if start == denied_up_to:
            continue  # 不属于9+5|千百亿产业: what is denied goes on
        before, after = text[max(0, start - 16) : start], text[end : end + 8]
        if (
            _EITHER_OR.search(text, max(0, start - 2), start + 3)
            or _ASKING.search(before)
            or _UNSURE.search(before)
            or (_INTENDED.search(before) and not is_one_of(word, denied))
            or _QUESTION_AFTER.match(after)
            or _DATED.match(after)
        ):
            continue
        near = context(text, start, end, (*cues, *fact.excluding_words))
        if any(exclude in near for exclude in fact.excluding_words):
            continue
        own = any(cue in word for cue in cues)
        beside = any(cue in near.replace(word, "", 1) for cue in cues)
        if own or beside or asked:
            negated = NOT.search(_RECENTLY.sub("", before)) is not None
            if negated and is_one_of(word, denied):
                continue  # 不是商标案 says nothing of whether it was won
            value = not is_one_of(word, denied) and not negated
            denied_up_to = end if not value else -1
            yield _Claim(fact.id, start, end, value, beside)
