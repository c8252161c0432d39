"""All awards of a place: for an applicant that told of itself with what each comes to, or on a subject."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from actions.answer import Amount, Answer, Kind, TraceStep
from actions.award_reply import award_reply
from actions.award_text import assess, money, shown_steps
from actions.claims_text import claim_list, told, wanted
from actions.dialogue import Choice, Focus
from actions.reply import Reply
from actions.request import Request, with_all_facts
from actions.silence import no_amount_here
from actions.wording import (
    REVIEW_REMARK,
    cite,
    expired_warning,
    joined,
    lines,
    quoted,
    quoted_title,
    region_part,
)
from policy_kb.awards import APPLICANT_FACT, Rule, describe_amount
from policy_kb.awards.claims import Claim, Claims, Total, claims
from policy_kb.awards.whatif import stated_sums

_LISTED = re.compile(r"哪[些几]|有[啥什]|什么|几[项个种样]|清单|列|全部|所有|都有")
_PAID = re.compile(r"[补奖]|钱|资助|报销|给")
#: Asks for the award with the highest sum.
HIGHEST = re.compile(
    r"(?:最高|最多|最大)的?(?:一[项个笔]|那[项个]|是?哪|奖|补)|哪[一]?[项个种样][^，,。?？]{0,8}(?:最高|最多|最大)|封顶最高"
)
_EXCEPT = re.compile(r"除了?.+?(以外|之外|，|,|还)")


def answer(request: Request) -> Reply:
    """The awards of the place asked for, for this applicant and subject."""
    pool = request.kb.rules_of(request.scope.sources)
    if not pool:
        return no_amount_here(request, _kind(request))
    whole = with_all_facts(request, pool)
    describes_itself = bool(set(whole.facts) - {APPLICANT_FACT})
    rules = () if describes_itself else _topical(request, pool)
    if len(rules) == 1 and not _EXCEPT.search(request.text):
        return award_reply(replace(request, rules=rules), "award_amount")
    named = _topics_named(request) or _terms_of_no_award(request, pool)
    if not rules and not describes_itself and not request.elliptic and named:
        return no_amount_here(request, _kind(request))
    rules = rules or pool
    if _EXCEPT.search(request.text):
        rules = tuple(rule for rule in pool if rule.key not in request.turn.reading.ids("award"))
    request = whole
    return _claimed(request, rules) if request.facts else _plain(request, rules)


def _topical(request: Request, pool: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """The awards on the subject that the message names; none where it names none, or tells of itself by it."""
    if request.elliptic:
        return ()
    if request.focus.clauses:
        return request.rules
    topics = _topics_named(request)
    return tuple(rule for rule in pool if set(rule.topics) & topics)


def _claimed(request: Request, rules: tuple[Rule, ...]) -> Reply:
    """What this applicant can claim, by how certain it is."""
    kb = request.kb
    rules = tuple(rule for rule in rules if rule.payment != "分担" or _is_meant(rule, request)) or rules
    validities = {source.doc_id: source.validity for source in request.scope.sources}
    found = claims(rules, request.facts, kb.book, request.on, validities)
    listed = claim_list(found, kb)
    if not listed.listed and not listed.refused:
        who = kb.book.facts[APPLICANT_FACT].option(str(request.facts[APPLICANT_FACT])).label
        return _plain(request, rules, f"这里的奖补都不是给{who}的，下面这些是给别的单位的：")
    titles = joined(quoted_title(kb.sources[doc]) for doc in dict.fromkeys(rule.doc for rule in rules))
    ask = _first_question(request, found)
    text = lines(
        *(expired_warning(kb.sources[doc], request.on) for doc in dict.fromkeys(rule.doc for rule in rules)),
        f"您说的情况：{told(request.facts, kb)}。按{titles}一项一项对下来：",
        *listed.lines,
        f"还可以告诉我：{joined(wanted(found, kb))}，我再给您算得更准。" if found.missing and not ask else None,
        "想细看哪一项，回复序号就行。" if listed.listed else None,
        REVIEW_REMARK,
        kb.book.facts[ask].question if ask else None,
    )
    choices = tuple(_choice(claim.rule) for claim in listed.listed)
    only = found.totals[0] if len(found.totals) == 1 else None
    answer = Answer(
        kind="list",
        text=text,
        region=region_part(kb.sources[rules[0].doc]) if len({rule.doc for rule in rules}) == 1 else None,
        amount=Amount(yuan=only.yuan, basis="exact") if only else None,
        trace=_trace(listed.listed, only),
        citations=tuple(
            cite(kb.sources[c.rule.doc], c.rule.clause, c.rule.amount.quote, request.on)
            for c in (*listed.listed, *listed.refused)
        ),
        suggestions=tuple(choice.title for choice in choices[:4]),
    )
    return Reply(answer, focus=Focus(), choices=choices, facts=request.facts, asked=ask)


def _is_meant(rule: Rule, request: Request) -> bool:
    """Whether a sharing of losses, which nobody applies for, names this kind of applicant as a party."""
    kind = request.facts.get(APPLICANT_FACT)
    return (
        kind is not None and request.kb.book.facts[APPLICANT_FACT].option(str(kind)).label in rule.beneficiaries.label
    )


def _trace(listed: tuple[Claim, ...], total: Total | None) -> tuple[TraceStep, ...]:
    """How each sum that the facts fix comes about, and what the certain ones add up to."""
    steps = [
        TraceStep(step=step, yuan=yuan, cite=i)
        for i, claim in enumerate(listed)
        if claim.evaluation.amount is not None and claim.evaluation.amount.basis == "exact"
        for step, yuan in shown_steps(claim.evaluation)
    ]
    return (*steps, TraceStep(step="合计", yuan=total.yuan)) if total else tuple(steps)


def _first_question(request: Request, found: Claims) -> str | None:
    """The fact to ask for next, where its answer can't be taken for the number of an entry of the list."""
    first = found.missing[0] if found.missing else None
    return first if first is not None and request.kb.book.facts[first].type in ("choice", "flag") else None


def _choice(rule: Rule) -> Choice:
    return Choice(title=rule.name, focus=Focus(awards=(rule.key,), topics=rule.topics), kind="award_amount")


def _plain(request: Request, rules: tuple[Rule, ...], remark: str | None = None) -> Reply:
    """The awards in the order of their notices, nothing being known of the applicant."""
    parts = []
    for i, rule in enumerate(rules, 1):
        evaluation = assess(request.with_facts({}), rule).evaluation
        parts.append(f"{i}. {rule.name}{rule.clause}：{money(evaluation, request.kb.book)}。")
    choices = tuple(_choice(rule) for rule in rules)
    sources = list(dict.fromkeys(request.kb.sources[rule.doc] for rule in rules))
    silent = [s for s in request.scope.sources if s not in sources and s.reviewed and s.reviewed.amounts == "none"]
    text = lines(
        *(expired_warning(s, request.on) for s in sources),
        remark,
        _highest(request, rules),
        f"{joined(quoted_title(s) for s in sources)}里奖补有{len(rules)}项：",
        *parts,
        f"{joined(s.stored.region_name or '' for s in silent)}的文件没有规定奖补金额。" if silent else None,
        "想细看哪一项，回复序号就行。",
        REVIEW_REMARK,
    )
    answer = Answer(
        kind="list",
        text=text,
        region=region_part(sources[0]) if len(sources) == 1 else None,
        citations=tuple(cite(request.kb.sources[r.doc], r.clause, r.amount.quote, request.on) for r in rules),
        suggestions=tuple(choice.title for choice in choices[:4]),
    )
    return Reply(answer, focus=Focus(), choices=choices, facts=request.facts)


def _kind(request: Request) -> Kind:
    """Whether a list was asked for, or one thing's money (商标注册给钱吗)."""
    return "award" if _PAID.search(request.text) and not _LISTED.search(request.text) else "list"


def _highest(request: Request, rules: tuple[Rule, ...]) -> str | None:
    """The award with the highest sum that its notice names, where that was asked for."""
    sums = [(rule, max(stated_sums(rule), default=Decimal(0))) for rule in rules]
    most = max((yuan for _, yuan in sums), default=Decimal(0))
    if not most or not HIGHEST.search(request.text):
        return None
    found = [rule for rule, yuan in sums if yuan == most]
    named = joined(f"{quoted(rule.name)}{rule.clause}，给{rule.beneficiaries.label}" for rule in found)
    return f"单项金额最高的是{named}：{describe_amount(found[0], request.kb.book)}。"


def _topics_named(request: Request) -> set[str]:
    """The topics that the message itself names; a kind of applicant is none."""
    named = [m for m in request.turn.reading.mentions if not m.ids("applicant")]
    topics = {topic for mention in named for topic in mention.ids("topic")}
    return topics | {topic for m in named for key in m.ids("award") for topic in request.kb.book.rules[key].topics}


def _terms_of_no_award(request: Request, pool: tuple[Rule, ...]) -> set[str]:
    """The terms that a message names and no clause with an award holds: nothing is paid for them (植物新品种权)."""
    texts = [clause.text for rule in pool if (clause := request.kb.sources[rule.doc].clause(rule.clause)) is not None]
    named = [m for m in request.turn.reading.mentions if m.exact and m.ids("term") and not m.ids("applicant")]
    return {m.text for m in named if not any(m.text in text for text in texts)}
