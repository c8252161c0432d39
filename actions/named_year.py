"""A count of a year that the message names (2025年度转让了17件), for an award that is paid year by year."""

from __future__ import annotations

import re

from actions.answer import Answer
from actions.reply import Reply
from actions.request import Request
from actions.wording import cite, lines, quoted_title, region_part
from policy_kb.awards import APPLICANT_FACT, Rule
from policy_kb.awards.stated.marks import OF_THIS_YEAR

_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)年?度?(?!\d|[件项个家级款])")
_LAST_YEAR = re.compile(r"去年|上一?年度|上年")
_THIS_YEAR = re.compile(r"今年|当年|本年|这一?年|年底")


def before_the_notice(request: Request) -> Reply | None:
    """The reply where what is counted was done in a year before the notice applied; None where it wasn't."""
    rule, year = _counted(request), _year(request)
    if rule is None or year is None:
        return None
    source = request.kb.sources[rule.doc]
    begins = source.validity.effective_on
    if begins is None or year >= begins.year:
        return None
    text = lines(
        f"{year}年的没法按这份文件算：{quoted_title(source)}从{begins.year}年{begins.month}月{begins.day}日起才施行，"
        "没有写以前年度的可以补报。",
        "如果您还有施行以后的，请告诉我是哪一年、多少，我再给您算。",
    )
    answer = Answer(
        kind="eligibility",
        text=text,
        region=region_part(source),
        verdict="unknown",
        citations=(cite(source, rule.clause, rule.amount.quote, request.on),),
    )
    facts = {
        name: value for name, value in request.facts.items() if name not in rule.sum_facts or name == APPLICANT_FACT
    }
    return Reply(answer, facts=facts)


def of_that_year(request: Request) -> str | None:
    """What to say first of a sum that is of another year than this one."""
    rule, year = _counted(request), _year(request)
    if rule is None or year is None or year >= request.on.year:
        return None
    return f"下面按{year}年这一年的数算；{year}年的现在还能不能补报，文件没有写，请向主管部门问清楚。"


def _counted(request: Request) -> Rule | None:
    """The one award meant, where the message tells a count of a single year for it."""
    if len(request.rules) != 1:
        return None
    (rule,) = request.rules
    new = [name for name in rule.sum_facts if name != APPLICANT_FACT and name in request.facts]
    facts = [request.kb.book.facts[name] for name in new if request.facts[name] != request.dialogue.facts.get(name)]
    yearly = any(OF_THIS_YEAR.search(fact.label + fact.question) for fact in facts)
    return rule if yearly and rule.frequency == "yearly" else None


def _year(request: Request) -> int | None:
    """The one year that the message names; None where it names none, or several."""
    years = {int(match["year"]) for match in _YEAR.finditer(request.text)}
    if not years and _LAST_YEAR.search(request.text) and not _THIS_YEAR.search(request.text):
        return request.on.year - 1
    return years.pop() if len(years) == 1 and not _THIS_YEAR.search(request.text) else None
