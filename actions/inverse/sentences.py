"""What it takes, in a sentence or two: the direct answer first, every figure from the evaluator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal

from actions.award_text import money
from actions.inverse.aim import Aim
from actions.inverse.wish import Wish
from actions.request import Request
from policy_kb.awards import Evaluation, FactError, FactValue, describe_amount, evaluate, what_if
from policy_kb.awards.amount import Discretionary, Flat, Share
from policy_kb.awards.condition import Ratio, leaves
from policy_kb.awards.whatif import WhatIf, paid
from policy_kb.money import format_yuan

#: How the fact has to become, by its type.
_NEEDED = {"count": "至少要", "level": "要达到", "money": "要有"}


@dataclass(frozen=True, slots=True)
class Worked:
    """An aim worked out: the direct answer, the facts at which it holds, and the evaluation without the fact asked."""

    aim: Aim
    text: str
    facts: Mapping[str, FactValue] | None
    open: Evaluation


def work_out(aim: Aim, wish: Wish, request: Request) -> Worked | None:
    """The answer for one award; None where the notice is out of force or the facts told can't be."""
    rule = aim.rule
    try:
        open_ = _evaluate(aim.without_fact(), aim, request)
    except FactError:
        return None
    if open_.verdict == "not_in_force":
        return None
    if open_.verdict == "no" or open_.amount is None:
        return Worked(aim, _blocked(open_, aim), None, open_)
    most = None if isinstance(rule.amount, Share) else open_.amount.max
    if isinstance(rule.amount, Discretionary) and most is not None:
        return Worked(aim, _decided_by_office(aim, rule.amount, most), None, open_)
    wanted = aim.reach if aim.reach is not None else most if aim.most else None
    if aim.most and wanted is None:
        text = f"文件没有写最高是多少：{describe_amount(rule, request.kb.book)}。"
        return Worked(aim, text, None, open_)
    if wanted is not None and most is not None and wanted > most:
        return _beyond(aim, wish, request, open_, wanted, most)
    if aim.fact is None:
        return Worked(aim, _all_conditions(aim, open_.amount.yuan, wanted), None, open_)
    return _least(aim, aim.fact, wish, request, open_, wanted)


def _evaluate(facts: Mapping[str, FactValue], aim: Aim, request: Request) -> Evaluation:
    source = request.kb.sources[aim.rule.doc]
    return evaluate(aim.rule, facts, request.kb.book, request.on, source.validity)


def _change(
    facts: Mapping[str, FactValue], aim: Aim, request: Request, fact: str, reach: Decimal | None
) -> WhatIf | None:
    source = request.kb.sources[aim.rule.doc]
    return what_if(
        aim.rule, facts, request.kb.book, request.on, source.validity, reach=reach, fact=fact, party=aim.party
    )


def _blocked(open_: Evaluation, aim: Aim) -> str:
    """Something else than the fact asked for stands in the way."""
    reasons = "；".join(f"文件要求{result.text}，{result.reason}" for result in open_.failed)
    by_kind = any("applicant_type" in result.facts for result in open_.failed)
    more = "这一点不是数量多少能改变的。" if by_kind and aim.fact else ""
    return f"按您说的情况拿不到：{reasons}。{more}"


def _decided_by_office(aim: Aim, amount: Discretionary, most: Decimal) -> str:
    limit = format_yuan(most)
    according = f"，具体数额{amount.according_to}核定" if amount.according_to else ""
    if aim.reach is not None and aim.reach > most:
        first = f"拿不到{format_yuan(aim.reach)}：最高不超过{limit}{according}，由主管部门核定。"
    else:
        sum_ = format_yuan(aim.reach) if aim.reach is not None else limit
        first = f"不能保证{sum_}：最高不超过{limit}{according}，由主管部门核定。"
    return f"{first}文件没有写花多少就补多少，所以算不出要多少才能拿到。"


def _beyond(aim: Aim, wish: Wish, request: Request, open_: Evaluation, wanted: Decimal, most: Decimal) -> Worked:
    """More than the award can pay: what the most is, and what it takes."""
    first = f"拿不到{format_yuan(wanted)}：这项{aim.rule.payment}"
    if isinstance(aim.rule.amount, Flat):
        return Worked(aim, f"{first}是固定的，就是{format_yuan(most)}。", None, open_)
    capped = next(
        (f"{cap.scope_words}最高不超过{format_yuan(cap.yuan)}" for cap in aim.rule.caps if cap.yuan == most), ""
    )
    first += f"最高就是{format_yuan(most)}{'（' + capped + '）' if capped else ''}。"
    if aim.fact is None or (found := _change(aim.without_fact(), aim, request, aim.fact, most)) is None:
        return Worked(aim, first, None, open_)
    fact = request.kb.book.facts[aim.fact]
    text = f"{first}要拿到{format_yuan(most)}，{fact.label}{_NEEDED[fact.type]}{fact.show(found.after)}。"
    return Worked(aim, text + _difference(aim, found, request), {**aim.facts, aim.fact: found.after}, open_)


def _all_conditions(aim: Aim, paid_: Decimal | None, wanted: Decimal | None) -> str:
    if paid_ is None:
        return "要拿到这笔钱，下面的条件要全部满足。"
    if wanted is not None and wanted < paid_:
        fixed = f"这项{aim.rule.payment}是固定的，没有{format_yuan(wanted)}这一档："
        return f"{fixed}下面的条件都满足，就是{format_yuan(paid_)}。"
    return f"要拿到{format_yuan(paid_)}，下面的条件要全部满足。"


def _least(aim: Aim, name: str, wish: Wish, request: Request, open_: Evaluation, wanted: Decimal | None) -> Worked:
    fact = request.kb.book.facts[name]
    facts, supposed = _with_whole(aim, request)
    found = _change(facts, aim, request, name, wanted)
    if found is None:
        text = f"按这项的算法，{fact.label}在合理的范围里到不了{format_yuan(wanted)}。" if wanted is not None else ""
        text = text or "按您说的情况，只改这一项还是拿不到。"
        return Worked(aim, text, None, open_)
    found = _plainer(aim, request, facts, found, wanted)
    difference = _difference(aim, found, request)
    came = paid(found.result, aim.party)
    text = f"{_purpose(aim, wanted, came)}{supposed}{fact.label}{_NEEDED[fact.type]}{fact.show(found.after)}"
    text += _what_comes(aim, request, found, wanted, came)
    if (enough := _enough(aim, request, wanted)) is not None:
        now = f"您说的{fact.show(aim.facts[name])}已经够了，{enough}。"
        text = f"不差了：{now}{text}" if wish.gap else text + now
    else:
        text = f"{difference}{text}" if wish.gap and difference else f"{text}{difference}"
    if wish.gap and name not in aim.facts:
        text += f"告诉我您现在有多少{fact.unit}，我帮您算还差多少。" if fact.type == "count" else ""
    return Worked(aim, text, {**facts, name: found.after}, open_)


def _plainer(
    aim: Aim, request: Request, facts: Mapping[str, FactValue], found: WhatIf, wanted: Decimal | None
) -> WhatIf:
    """Of sums that differ by a fen of rounding and come to the same, the even one: 100万元, not 999999.98元."""
    if wanted is None or not isinstance(found.after, Decimal) or paid(found.result, aim.party) != wanted:
        return found
    for to in (Decimal(10_000), Decimal(100), Decimal(1)):
        value = (found.after / to).quantize(Decimal(1), rounding=ROUND_CEILING) * to
        if value - found.after < 1:
            result = _evaluate({**facts, found.fact: value}, aim, request)
            if paid(result, aim.party) == wanted:
                return replace(found, after=value, result=result)
    return found


def _with_whole(aim: Aim, request: Request) -> tuple[dict[str, FactValue], str]:
    """What was told; for a part of something not told, the least whole is supposed, and said."""
    facts = aim.without_fact()
    conditions = aim.rule.conditions
    for leaf in leaves(conditions) if conditions is not None else ():
        if isinstance(leaf, Ratio) and leaf.ratio.part == aim.fact and leaf.ratio.whole not in facts:
            whole = _change(facts, aim, request, leaf.ratio.whole, None)
            if whole is not None:
                declared = request.kb.book.facts[whole.fact]
                return {**facts, whole.fact: whole.after}, f"{declared.label}按最少的{declared.show(whole.after)}算，"
    return facts, ""


def _purpose(aim: Aim, wanted: Decimal | None, came: Decimal | None) -> str:
    if wanted is None:
        return ""
    if aim.party is not None:
        return f"要让{aim.party}承担{format_yuan(wanted)}，"
    if isinstance(aim.rule.amount, Flat):
        wanted = came or wanted
    if aim.most and aim.reach is None:
        return f"最高是{format_yuan(wanted)}，要拿满，"
    return f"要拿到{format_yuan(wanted)}，"


def _what_comes(aim: Aim, request: Request, found: WhatIf, wanted: Decimal | None, came: Decimal | None) -> str:
    """What is really paid then, where it is not just the sum wanted."""
    if aim.party is not None or came is None:
        return "。"
    fact = request.kb.book.facts[found.fact]
    if wanted is None:
        return f"，这时{money(found.result, request.kb.book)}。"
    if came == wanted:
        return "。"
    if isinstance(aim.rule.amount, Flat):
        return f"。这项{aim.rule.payment}是固定的，没有{format_yuan(wanted)}这一档。"
    text = f"，这时是{format_yuan(came)}；没有正好{format_yuan(wanted)}的档"
    below = _one_less(aim, request, found)
    if below is None:
        return text + f"，起步就是{fact.show(found.after)}{format_yuan(came)}。"
    value, sum_ = below
    return f"{text}（{fact.show(value)}是{format_yuan(sum_)}）。"


def _one_less(aim: Aim, request: Request, found: WhatIf) -> tuple[FactValue, Decimal] | None:
    """The value one step below and what it pays; None where it pays nothing."""
    if isinstance(found.after, bool) or not isinstance(found.after, int) or aim.fact is None:
        return None
    try:
        result = _evaluate({**aim.facts, aim.fact: found.after - 1}, aim, request)
    except FactError:
        return None
    sum_ = paid(result)
    return (found.after - 1, sum_) if result.verdict != "no" and sum_ else None


def _enough(aim: Aim, request: Request, wanted: Decimal | None) -> str | None:
    """What the value told already pays, where that is enough."""
    if aim.fact is None or aim.fact not in aim.facts or request.kb.book.facts[aim.fact].type == "level":
        return None
    result = _evaluate(aim.facts, aim, request)
    came = paid(result, aim.party)
    if result.verdict == "no" or came is None or (wanted is not None and came < wanted):
        return None
    return f"{aim.party}承担{format_yuan(came)}" if aim.party else money(result, request.kb.book)


def _difference(aim: Aim, found: WhatIf, request: Request) -> str:
    """还差48件, where a smaller number was told."""
    before, after = aim.facts.get(found.fact), found.after
    fact = request.kb.book.facts[found.fact]
    if aim.party is not None:
        return ""
    if fact.type not in ("count", "money") or before is None or isinstance(before, str) or isinstance(after, str):
        return ""
    gap = Decimal(after) - Decimal(before) if not isinstance(before, bool) else Decimal(0)  # type: ignore[arg-type]
    if gap <= 0:
        return ""
    size = format_yuan(gap) if fact.type == "money" else f"{gap}{fact.unit}"
    return f"您现在是{fact.show(before)}，还差{size}。"
