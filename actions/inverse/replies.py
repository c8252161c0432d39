"""Replies to the inverse question: for the one award meant, or for each of several."""

from __future__ import annotations

import re

from actions.answer import Answer
from actions.award_text import (
    amount_part,
    assess,
    clause_sentence,
    conditions_line,
    stated,
    steps_line,
    trace_part,
)
from actions.dialogue import Choice, Focus
from actions.inverse.aim import Aim, aims_of
from actions.inverse.sentences import Worked, work_out
from actions.inverse.wish import Wish, wish_of
from actions.reply import Reply
from actions.request import Request
from actions.wording import (
    REVIEW_REMARK,
    basis_line,
    cite,
    force_sentence,
    joined,
    lines,
    quoted_title,
    region_part,
    units_line,
    units_of,
)
from policy_kb.money import format_yuan

#: Intents that leave a question open; another one that the classifier is sure of is not taken for an inverse question.
_OPEN = (
    "award_amount", "calculate", "eligibility", "follow_up", "inform", "correct", "explain", "nlu_fallback",
    "out_of_scope", "affirm", "deny", "more",
)  # fmt: skip
_CONDITIONS = re.compile("条件|要求|资格|门槛")
_NEVER = ("stacking", "compare_regions")
_SURE = 0.6


def asks(request: Request) -> bool:
    """Whether the message asks what it takes to get a sum and there is an answer to it."""
    return bool(_worked_out(request))


def answer(request: Request) -> Reply | None:
    """The least value of the fact asked for that reaches what is wanted; None where the message asks no such thing."""
    found = _worked_out(request)
    if not found:
        return None
    return _single(request, found[0]) if len(found) == 1 else _several(request, found)


def _worked_out(request: Request) -> tuple[Worked, ...]:
    wish = wish_of(request)
    if wish is None or not _may_ask(request, wish):
        return ()
    aims = [aim for aim in aims_of(request, wish) if not _left_open(aim, request)]
    return tuple(worked for aim in aims if (worked := work_out(aim, wish, request)) is not None)


def _may_ask(request: Request, wish: Wish) -> bool:
    turn = request.turn
    if turn.intent in _NEVER and turn.confidence >= _SURE:
        return False
    unsure = turn.intent in _OPEN or turn.confidence < _SURE
    if wish.unit is None and not wish.spending and not wish.alone and wish.vague:
        return _for_others_only(request)
    return unsure or not wish.vague


def _for_others_only(request: Request) -> bool:
    """怎样才能拿到转让奖 of one whom the award is not for; the conditions answer everyone else."""
    if request.turn.intent not in _OPEN or not request.rules:
        return False
    verdicts = [assess(request, rule).evaluation for rule in request.rules]
    return all("applicant_type" in result.facts for v in verdicts for result in v.failed) and all(
        v.verdict == "no" for v in verdicts
    )


def _left_open(aim: Aim, request: Request) -> bool:
    return any(word in request.text for note in aim.rule.notes for word in note.words)


def _single(request: Request, worked: Worked) -> Reply:
    rule = worked.aim.rule
    told = assess(request.with_facts(worked.aim.facts), rule)
    reached = assess(request.with_facts(worked.facts), rule) if worked.facts is not None else None
    source, clause = told.source, told.clause
    quote = clause_sentence(told)
    notes = "".join(note.text for note in rule.notes if not note.words)
    text = lines(
        f"{worked.text}这一项是{rule.name}。",
        steps_line(reached) if reached else None,
        conditions_line(told),
        basis_line(source, rule.clause, quote),
        units_line(clause),
        force_sentence(source, request.on),
        f"说明：{notes}" if notes else None,
        REVIEW_REMARK,
    )
    reply = Answer(
        kind="eligibility" if _CONDITIONS.search(request.text) and not stated(request, rule) else "calculation",
        text=text,
        region=region_part(source),
        verdict="no" if "no" in (worked.open.verdict, told.evaluation.verdict) else "unknown",
        amount=None if worked.open.verdict == "no" else amount_part(worked.open),
        trace=trace_part(reached) if reached else (),
        citations=(cite(source, rule.clause, quote, request.on),),
        units=units_of(clause),
        suggestions=("怎么申请", "需要什么条件"),
    )
    focus = Focus(awards=(rule.key,), topics=rule.topics)
    return Reply(
        reply,
        focus=focus,
        facts=worked.aim.facts,
        inverse=True,
        sharer=worked.aim.party,
        regions=_regions(request, (worked,)),
    )


def _several(request: Request, found: tuple[Worked, ...]) -> Reply:
    """More than one award can be meant: the answer for each, to pick from."""
    choices = tuple(
        Choice(
            title=w.aim.rule.name, focus=Focus(awards=(w.aim.rule.key,), topics=w.aim.rule.topics), kind="award_amount"
        )
        for w in found
    )
    shown = [f"{number}. {w.aim.rule.name}{w.aim.rule.clause}：{w.text}" for number, w in enumerate(found, 1)]
    sources = dict.fromkeys(request.kb.sources[w.aim.rule.doc] for w in found)
    cited = [assess(request.with_facts(w.aim.facts), w.aim.rule) for w in found]
    reach = found[0].aim.reach
    opening = f"和{format_yuan(reach)}对得上的不止一项，分别是：" if reach is not None else "可能是这几项，分别是："
    if reach is not None and all(w.aim.out_of_reach for w in found):
        opening = f"下面这几项都没有{format_yuan(reach)}这一档："
    text = lines(
        opening,
        *shown,
        f"依据：{joined(quoted_title(source) for source in sources)}"
        f"{joined(dict.fromkeys(w.aim.rule.clause for w in found))}。",
        "想细看哪一项，回复序号就行。",
        REVIEW_REMARK,
    )
    reply = Answer(
        kind="award",
        text=text,
        region=region_part(next(iter(sources))),
        verdict="unknown",
        citations=tuple(cite(a.source, a.rule.clause, clause_sentence(a), request.on) for a in cited),
        suggestions=tuple(choice.title for choice in choices[:4]),
    )
    focus = Focus(awards=tuple(w.aim.rule.key for w in found))
    facts = {n: v for n, v in request.facts.items() if all(w.aim.facts.get(n) == v for w in found)}
    return Reply(reply, focus=focus, choices=choices, facts=facts, inverse=True, regions=_regions(request, found))


def _regions(request: Request, found: tuple[Worked, ...]) -> tuple[str, ...]:
    """The regions of the awards, where the message named none and what it seemed to name lies elsewhere."""
    if request.turn.reading.ids("region"):
        return ()
    own = (request.kb.sources[w.aim.rule.doc].region for w in found)
    return tuple(dict.fromkeys(code for code in own if code))
