"""What several applicants get together: 2所高校和1家研究院首次贯标，一共补多少."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from actions.answer import Amount, Answer, TraceStep
from actions.award_text import Assessed, assess
from actions.awards_meant import accepts
from actions.dialogue import Focus, PartyTold, storable
from actions.parties import Parties, Party, change_parties, find_parties, own_kind
from actions.reply import Reply
from actions.request import Request
from actions.wording import (
    REVIEW_REMARK,
    cite,
    expired_warning,
    joined,
    lines,
    quoted_title,
    region_part,
    units_line,
)
from policy_kb.awards import APPLICANT_FACT, Fact, FactError, Rule
from policy_kb.awards.stated.words import BREAK
from policy_kb.language.numerals import NUMBER, parse_number
from policy_kb.money import format_yuan

#: 两个单位一年合计多少: of the second one nothing was made.
_TWO_OF_THEM = re.compile(
    r"[两三俩23几](?:个|家)?(?:单位|机构)[^，,。;；?？]{0,6}(?:一共|合计|总共|共计|加起来|合起来)"
)


_ALIKE = re.compile(
    rf"(?P<number>{NUMBER.pattern})\s?(?P<measure>[家所个])(?:所|院|校|单位|机构|公司|企业|学校|高校|厂)?(?:都|全)?[^，,。;；?？\d]{{0,3}}"
    r"(?:一共|合计|总共|共计|加起来|合起来)"
)


@dataclass(frozen=True, slots=True)
class _Part:
    """What one group of applicants gets: the sum for all of them, or why there is none."""

    party: Party
    assessed: Assessed
    yuan: Decimal


def several_applicants(request: Request) -> Reply | None:
    """The sum for several applicants of an award that is paid to each; None where the message names only one.

    Where it can't be told for certain what belongs to whom, the reply asks for it instead of computing.
    """
    if not request.rules:
        return None
    rules = _of_the_same_clauses(request)
    facts = _facts_of(rules, request)
    parties = _changed(request, facts) or find_parties(request.text, request.kb, facts) or _so_many_alike(request)
    if parties is None:
        return _separately(request) if len(request.rules) == 1 and _TWO_OF_THEM.search(request.text) else None
    parts = None if parties.unclear else _parts(parties, rules, request)
    return _separately(request) if parts is None else _together(request, parts)


def _changed(request: Request, facts: list[Fact]) -> Parties | None:
    """The applicants of the last answer, as this message changes them."""
    book = request.kb.book
    speaks_of_itself = own_kind(request.text, book.facts[APPLICANT_FACT]) is not None
    if not request.dialogue.parties or not request.elliptic or speaks_of_itself:
        return None
    before = [Party(p.count, p.measure, p.kind, book.validate(p.facts), p.name) for p in request.dialogue.parties]
    return change_parties(request.text, before, request.kb, facts)


def _so_many_alike(request: Request) -> Parties | None:
    """两家所总共多少 after one: so many of which the same holds; None where it depends on what each of them counts."""
    kind, match = request.facts.get(APPLICANT_FACT), _ALIKE.search(request.text)
    number = parse_number(match["number"]) if match else None
    if match is None or number is None or not request.elliptic or len(request.rules) != 1 or not isinstance(kind, str):
        return None
    if BREAK.search(request.text, match.end()):
        return Parties((), unclear=True)  # 两家所一共多少，有一家是复审
    known = {name: value for name, value in request.facts.items() if name != APPLICANT_FACT}
    if any(name != APPLICANT_FACT for name in request.rules[0].sum_facts):
        return None
    if number < 2 or number != int(number) or not all(isinstance(value, bool) for value in known.values()):
        return None
    return Parties((Party(int(number), match["measure"], kind, known),))


def _of_the_same_clauses(request: Request) -> tuple[Rule, ...]:
    places = {(rule.doc, rule.clause) for rule in request.rules}
    pool = request.kb.rules_of(request.scope.sources)
    beside = tuple(rule for rule in pool if (rule.doc, rule.clause) in places and rule not in request.rules)
    return (*request.rules, *beside)


def _facts_of(rules: tuple[Rule, ...], request: Request) -> list[Fact]:
    names = dict.fromkeys(name for rule in rules for name in rule.accepted_facts if name != APPLICANT_FACT)
    facts = request.kb.book.declared(names)
    if any(deed in request.text for fact in facts for deed in fact.deeds):
        return [fact.model_copy(update={"deeds": ()}) for fact in facts]  # said once for all of them
    return facts


def _parts(parties: Parties, rules: tuple[Rule, ...], request: Request) -> list[_Part] | None:
    """Each group with its award; None where a group's award or sum isn't certain."""
    found: list[_Part] = []
    for party in parties.groups:
        rule = _rule_for(party, rules, request)
        if rule is None:
            return None
        facts = dict(party.facts) | ({APPLICANT_FACT: party.kind} if party.kind else {})
        try:
            assessed = assess(request.with_facts(facts), rule)
        except FactError:
            return None
        amount = assessed.evaluation.amount
        if assessed.evaluation.verdict == "no":
            found.append(_Part(party, assessed, Decimal(0)))
        elif amount is None or amount.yuan is None or amount.basis != "exact":
            return None
        else:
            found.append(_Part(party, assessed, amount.yuan * party.count))
    return found


def _rule_for(party: Party, rules: tuple[Rule, ...], request: Request) -> Rule | None:
    """The award for this kind of applicant and what is told of it; any, to refuse a kind.

    It is one of those asked for, else of the same clauses, else of all.
    """
    asked = [rule for rule in rules if rule in request.rules]
    pools: list[Sequence[Rule]] = [asked, rules]
    if party.facts and party.kind:
        pools.append(request.kb.rules_of(request.scope.sources))
    for pool in pools:
        fitting = [rule for rule in pool if accepts(rule, party.kind)] if party.kind else list(pool)
        fitting = [rule for rule in fitting if set(party.facts) <= set(rule.accepted_facts)]
        if len(fitting) == 1:
            return fitting[0]
        told = [rule for rule in fitting if set(party.facts) & set(rule.accepted_facts)]
        if len(told) == 1:
            return told[0]
    return asked[0] if not any(accepts(rule, party.kind) for rule in rules) else None


def _separately(request: Request) -> Reply:
    """The question to tell the applicants apart."""
    text = lines(
        "您说的不止一家单位，各家的情况可能不一样，我怕给您算错。",
        "请按家分开告诉我每一家的情况，比如“2家是这种情况，1家是那种情况”；也可以先问其中一家，算好了再加起来。",
    )
    return Reply(Answer(kind="question", text=text, region=region_part(request.kb.sources[request.rules[0].doc])))


def _together(request: Request, parts: list[_Part]) -> Reply:
    first = parts[0].assessed
    total = sum((part.yuan for part in parts), Decimal(0))
    paid = [part for part in parts if part.assessed.evaluation.verdict != "no"]
    shown = [f"· {_line(part, request)}" for part in parts]
    unmet = dict.fromkeys(
        result.text
        for p in paid
        for result in p.assessed.evaluation.conditions
        if result.state in ("unknown", "person")
    )
    basis = dict.fromkeys(f"{quoted_title(p.assessed.source)}{p.assessed.rule.clause}" for p in parts)
    text = lines(
        expired_warning(first.source, request.on),
        f"一共{format_yuan(total)}。" if paid else "按您说的情况，这几家都拿不到。",
        *shown,
        f"前提是每家都满足：{joined(unmet)}。" if unmet else None,
        f"依据：{joined(basis)}：“{first.rule.amount.quote}”",
        units_line(first.clause),
        REVIEW_REMARK,
    )
    steps = tuple(TraceStep(step=_step(p, request), yuan=p.yuan, cite=i) for i, p in enumerate(parts) if p in paid)
    answer = Answer(
        kind="calculation",
        text=text,
        region=region_part(first.source),
        verdict="no" if not paid else "unknown" if unmet else "yes",
        amount=Amount(yuan=total, basis="exact") if paid else None,
        trace=(*steps, TraceStep(step="合计", yuan=total)) if len(steps) > 1 else steps,
        citations=tuple(
            cite(p.assessed.source, p.assessed.rule.clause, p.assessed.rule.amount.quote, request.on) for p in parts
        ),
        suggestions=("怎么申请", "归哪个部门管"),
    )
    told = tuple(
        PartyTold(
            count=p.party.count,
            measure=p.party.measure,
            kind=p.party.kind,
            facts=storable(p.party.facts),
            name=p.party.name,
        )
        for p in parts
    )
    focus = Focus(awards=tuple(dict.fromkeys(part.assessed.rule.key for part in parts)))
    return Reply(answer, focus=focus, facts={}, parties=told)


def _who(party: Party, request: Request) -> str:
    kind = request.kb.book.facts[APPLICANT_FACT].option(party.kind).label if party.kind else ""
    if party.name:
        return party.name + kind
    return f"{party.count}{party.measure}{kind}"


def _line(part: _Part, request: Request) -> str:
    who, rule = _who(part.party, request), part.assessed.rule
    if part.assessed.evaluation.verdict == "no":
        reasons = joined(result.reason for result in part.assessed.evaluation.failed)
        return f"{who}：拿不到，{reasons}。"
    if part.party.name:
        return f"{_step(part, request)}（{rule.name}）"
    return f"{_step(part, request)} = {format_yuan(part.yuan)}（{rule.name}）"


def _step(part: _Part, request: Request) -> str:
    party, amount = part.party, part.assessed.evaluation.amount
    one = format_yuan(amount.yuan) if amount is not None and amount.yuan is not None else ""
    told = [name for name in party.facts if request.kb.book.facts[name].type not in ("flag", "choice")]
    facts = joined(request.kb.book.facts[name].show(party.facts[name]) for name in told)
    who = f"{_who(party, request)}（{facts}）" if facts else _who(party, request)
    if party.name:
        return f"{who}：{one}"
    return f"{who}：每{party.measure}{one} × {party.count}"
