"""All awards of a place, for a kind of applicant or on a subject."""

from __future__ import annotations

import re

from actions.answer import Answer
from actions.award_text import assess, money
from actions.dialogue import Choice, Focus
from actions.reply import Reply
from actions.request import Request
from actions.silence import no_amount_here
from actions.wording import (
    REVIEW_REMARK,
    cite,
    expired_warning,
    joined,
    lines,
    quoted_title,
    region_part,
)
from policy_kb.awards import APPLICANT_FACT, Rule

_EXCEPT = re.compile(r"除了?.+?(以外|之外|，|,|还)")


def answer(request: Request) -> Reply:
    """The awards of the place asked for, for this kind of applicant and subject."""
    pool = request.kb.rules_of(request.scope.sources)
    if not pool:
        return no_amount_here(request, "list")
    topical: tuple[Rule, ...] = ()
    if request.focus.clauses and not request.elliptic:
        topical = request.rules
    elif not request.elliptic:
        topics = _topics_named(request)
        topical = tuple(rule for rule in pool if set(rule.topics) & topics)
    rules = topical or pool
    if _EXCEPT.search(request.text):
        rules = tuple(rule for rule in pool if rule.key not in request.turn.reading.ids("award"))
    applicant = request.facts.get(APPLICANT_FACT)
    who = ""
    if applicant is not None:
        fitting = tuple(
            r for r in rules if r.payment != "分担" and applicant in (r.beneficiaries.types or (applicant,))
        )
        if fitting:
            rules, who = fitting, request.kb.book.facts[APPLICANT_FACT].option(str(applicant)).label
    parts, citations, choices = [], [], []
    for i, rule in enumerate(rules, 1):
        assessed = assess(request.with_facts({}), rule)
        parts.append(f"{i}. {rule.name}{rule.clause}：{money(assessed, request)}。")
        citations.append(cite(assessed.source, rule.clause, rule.amount.quote, request.on))
        choices.append(
            Choice(title=rule.name, focus=Focus(awards=(rule.key,), topics=rule.topics), kind="award_amount")
        )
    sources = list(dict.fromkeys(request.kb.sources[rule.doc] for rule in rules))
    silent = [s for s in request.scope.sources if s not in sources and s.reviewed and s.reviewed.amounts == "none"]
    opening = f"{joined(quoted_title(s) for s in sources)}里{'适合' + who + '的' if who else ''}奖补有{len(rules)}项："
    text = lines(
        *(expired_warning(s, request.on) for s in sources),
        opening,
        *parts,
        f"{joined(s.stored.region_name or '' for s in silent)}的文件没有规定奖补金额。" if silent else None,
        "想细看哪一项，回复序号就行。",
        REVIEW_REMARK,
    )
    answer = Answer(
        kind="list",
        text=text,
        region=region_part(sources[0]) if len(sources) == 1 else None,
        citations=tuple(citations),
        suggestions=tuple(choice.title for choice in choices[:4]),
    )
    return Reply(answer, focus=Focus(), choices=tuple(choices), facts=request.facts)


def _topics_named(request: Request) -> set[str]:
    """The topics that the message itself names; a kind of applicant is none."""
    named = [m for m in request.turn.reading.mentions if not m.ids("applicant")]
    topics = {topic for mention in named for topic in mention.ids("topic")}
    return topics | {topic for m in named for key in m.ids("award") for topic in request.kb.book.rules[key].topics}
