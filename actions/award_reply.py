"""Replies about awards: one, several to pick from, or the question which one is meant."""

from __future__ import annotations

from dataclasses import replace

from actions import checks, inverse
from actions.answer import Amount, Answer, Kind, Missing, TraceStep
from actions.applicants import several_applicants
from actions.asks_number import asks_for_limit
from actions.award_sum import summed
from actions.award_text import (
    Assessed,
    assess,
    award_answer,
    citations,
    conditions_line,
    fact_question,
    is_calculation,
    missing_part,
    money,
    stated,
    trace_part,
)
from actions.checks import Checked
from actions.dialogue import Choice, Focus, storable
from actions.differences import difference
from actions.hints import hint_asked_for
from actions.named_year import before_the_notice, of_that_year
from actions.other_kinds import another_kind, asks_of_another_kind, counted_thing, counts_of
from actions.reply import Reply
from actions.request import Request
from actions.several_years import how_often, only_once, over_years
from actions.silence import no_amount_here
from actions.told import remembered_facts
from actions.told_together import asks_for_sum
from actions.wording import (
    REVIEW_REMARK,
    cite,
    expired_warning,
    joined,
    lines,
    quoted,
    quoted_title,
    region_part,
    scope_region,
)
from policy_kb.awards import APPLICANT_FACT, Fact, FactError, FactValue, Rule, describe_amount
from policy_kb.awards.stated.doubts import Doubt, exact_number_please
from policy_kb.passages import content_words

#: A message of these intents that tells facts wants the amount for them.
_TELLING = ("inform", "correct", "follow_up")
_MOST_CHOICES = 6


def award_reply(request: Request, question: str, *, ask: bool = False) -> Reply:
    """The answer to a question of money or eligibility; with ``ask`` missing facts are asked for one by one."""
    if (often := how_often(request)) is not None and request.elliptic:
        as_before = replace(request, doubts=(), facts=remembered_facts(request.dialogue, request.kb))
        found = one(as_before, request.rules[0], question, ask=False)
        return replace(found, answer=_after(often, found.answer))
    if reply := several_applicants(request):
        return reply
    if len(request.rules) == 1 and _of_another_kind(request, request.rules[0]) is not None:
        return one(request, request.rules[0], question, ask=False)
    if reply := difference(request) or over_years(request):
        return reply
    if reply := inverse.answer(request):
        return reply
    if checked := checks.check(request):
        return confirmed(request, checked, question)
    if open_matter := _left_open(request):
        return one(open_matter, open_matter.rules[0], question, ask=False)
    if request.doubts:
        return _rule_itself(request, question) or doubtful(request)
    if reply := before_the_notice(request):
        return reply
    if not request.rules:
        return which_award(request, question) if names_no_matter(request) else no_amount_here(request)
    if len(request.rules) > 1:
        return several(request, question)
    reply = one(request, request.rules[0], question, ask=ask)
    return replace(
        reply,
        answer=_after(
            only_once(request) or _year_meant(request, reply) or how_often(request) or hint_asked_for(request),
            reply.answer,
        ),
    )


def _left_open(request: Request) -> Request | None:
    """The request without doubtful numbers, where what it asks is not in the notice whatever they are (升级补差额)."""
    if not request.doubts or len(request.rules) != 1:
        return None
    if not any(word in request.text for note in request.rules[0].notes for word in note.words):
        return None
    return replace(request, doubts=())


def _year_meant(request: Request, reply: Reply) -> str | None:
    return of_that_year(request) if reply.answer.verdict != "no" else None


def _after(sentence: str | None, answer: Answer) -> Answer:
    return answer.model_copy(update={"text": lines(sentence, answer.text)})


def confirmed(request: Request, checked: tuple[Checked, ...], question: str) -> Reply:
    """Whether a sum is right, in the first sentence, before the ordinary answer."""
    first = checked[0]
    if len(checked) == 1:
        reply = one(first.request, first.rule, question, ask=False)
    else:
        reply = several(replace(first.request, rules=tuple(found.rule for found in checked)), question)
    return replace(reply, answer=_after(checks.together(checked), reply.answer))


def one(request: Request, rule: Rule, question: str, *, ask: bool) -> Reply:
    """The answer about one award; with ``ask`` the first missing fact is asked for."""
    focus = Focus(awards=(rule.key,), topics=rule.topics)
    try:
        assessed = assess(request, rule)
    except FactError as error:
        return Reply(
            _impossible(request, rule, error), focus=focus, asked=error.fact_id, facts=_without(request, error)
        )
    if (other := _of_another_kind(request, rule)) is not None:
        told = award_answer(assessed, request, "eligibility", suggestions=_next(assessed, "eligibility"))
        refused = told.model_copy(update={"verdict": "no", "amount": None, "missing": ()})
        return Reply(_after(other, refused), focus=focus, facts=request.facts)
    missing = assessed.missing
    asked = missing[0] if missing else None
    follow = None
    if ask and asked and not is_calculation(request, rule) and not _asks_for_the_rule(request):
        return Reply(_ask(request, assessed, asked), focus=focus, asked=asked, facts=request.facts)
    if asked and (ask or stated(request, rule) or APPLICANT_FACT in request.facts):
        follow = f"要给您一个准话，还想问一下：{fact_question(request, asked)}"
    elif asked:
        follow = f"告诉我您的情况，我可以帮您算准。比如：{fact_question(request, asked)}"
    kind = _kind(request, assessed, question)
    answer = award_answer(assessed, request, kind, question=follow, suggestions=_next(assessed, question))
    return Reply(answer, focus=focus, asked=asked, facts=request.facts)


def _of_another_kind(request: Request, rule: Rule) -> str | None:
    """实用新型不算：这一条只算发明专利。"""
    for fact in counts_of(rule, request.kb):
        counted = fact.id in request.facts and not asks_of_another_kind(request.turn, (rule,), request.kb)
        if not counted and (word := another_kind(request.turn, fact)) is not None:
            return f"{word}不算：这一条只算{counted_thing(fact)}。"
    return None


def names_no_matter(request: Request) -> bool:
    """Whether nothing says what the message is about: it only answers who and where, or not even that."""
    if request.focus:
        return False
    if not request.scope.named or not request.turn.reading.ids("region"):
        return bool(request.kb.rules_of(request.scope.sources))
    mentions = request.turn.reading.mentions
    named = [mention.text for mention in mentions if mention.ids("applicant")]
    own = {source.region for source in request.kb.sources.values() if source.region}
    words = [word for word in content_words(request.turn.reading, own) if not any(word in name for name in named)]
    asked = request.dialogue.kind in ("award_amount", "calculate", "eligibility", "how_to_apply")
    return asked and not words and bool(request.kb.rules_of(request.scope.sources))


def _asks_for_the_rule(request: Request) -> bool:
    """Whether a message asks what the notice itself says, which needs no facts."""
    return asks_for_limit(request.text) or how_often(request) is not None


def _ask(request: Request, assessed: Assessed, asked: str) -> Answer:
    """A short question on the way to a calculation."""
    question = fact_question(request, asked)
    fact = request.kb.book.facts[asked]
    known = request.dialogue.asked is not None and request.dialogue.asked != asked
    opening = "好的。" if known else f"好的，我来帮您算{quoted(assessed.rule.name)}。"
    return Answer(
        kind="question",
        text=f"{opening}{question}",
        region=region_part(assessed.source),
        verdict="unknown",
        missing=missing_part(request, assessed.missing),
        suggestions=_options(fact, assessed.rule),
    )


def _options(fact: Fact, rule: Rule) -> tuple[str, ...]:
    """Answers to pick from: of a choice its most likely values, of a yes-or-no question both."""
    if fact.type == "flag":
        return ("是", "不是")
    meant = [option for option in fact.options if option.value in rule.beneficiaries.types]
    others = [option for option in fact.options if option not in meant]
    return tuple(option.label for option in [*meant, *others][:4])


def _kind(request: Request, assessed: Assessed, question: str) -> Kind:
    retold = storable(request.facts) != request.dialogue.facts and request.turn.intent in _TELLING
    asked_again = retold and is_calculation(request, assessed.rule)
    if question == "eligibility" and not asked_again:
        return "eligibility"
    if question == "calculate" or is_calculation(request, assessed.rule):
        return "calculation"
    return "eligibility" if assessed.evaluation.verdict == "no" else "award"


def _next(assessed: Assessed, question: str) -> tuple[str, ...]:
    following = ["怎么申请", "归哪个部门管", "能和别的奖励一起拿吗"]
    if question == "eligibility":
        following[1] = "能拿多少钱"
    elif assessed.evaluation.verdict != "no":
        following.insert(1, "需要什么条件")
    return tuple(following[:4])


def _without(request: Request, error: FactError) -> dict[str, FactValue]:
    return {name: value for name, value in request.facts.items() if name != error.fact_id}


def _impossible(request: Request, rule: Rule, error: FactError) -> Answer:
    source = request.kb.sources[rule.doc]
    return Answer(
        kind="question",
        text=str(error),
        region=region_part(source),
        missing=(Missing(fact=error.fact_id, question=str(error)),),
    )


def _rule_itself(request: Request, question: str) -> Reply | None:
    """The award as the notice has it, where a difference was said but nothing it could start from (每多一件加多少)."""
    doubt = request.doubts[0]
    told = (request.facts.keys() | request.dialogue.facts.keys()) - {APPLICANT_FACT}
    if (
        not (doubt.baseless or _asks_for_an_end(request, doubt))
        or told
        or len(request.rules) != 1
        or len(request.doubts) > 1
    ):
        return None
    return one(replace(request, doubts=()), request.rules[0], question, ask=False)


def _asks_for_an_end(request: Request, doubt: Doubt) -> bool:
    """Whether what was doubted is the least or the most that the notice has (最低一级和最高那级各多少)."""
    inexact = doubt == exact_number_please(request.kb.book.facts[doubt.fact])
    return inexact and asks_for_limit(request.text)


def doubtful(request: Request) -> Reply:
    """Something was said of a fact that can't be used: what is possible, and the question again."""
    doubt = request.doubts[0]
    rule = next((r for r in request.rules if doubt.fact in r.accepted_facts), None)
    inexact = doubt == exact_number_please(request.kb.book.facts[doubt.fact])
    assessed = assess(request, rule) if rule and inexact and len(request.rules) == 1 else None
    standard = f"文件写明的标准是：{describe_amount(assessed.rule, request.kb.book)}。" if assessed else None
    answer = Answer(
        kind="question",
        text=lines(standard, doubt.sentence),
        region=region_part(request.kb.sources[rule.doc]) if rule else None,
        citations=citations(request, assessed) if assessed else (),
        missing=(Missing(fact=doubt.fact, question=doubt.sentence),),
    )
    focus = Focus(awards=(rule.key,), topics=rule.topics) if rule else None
    return Reply(answer, focus=focus, asked=doubt.fact, facts=request.facts)


def several(request: Request, question: str) -> Reply:
    """More than one award fits: each with its amount and clause, to pick from."""
    listed: list[Assessed] = []
    for rule in request.rules[:_MOST_CHOICES]:
        try:
            listed.append(assess(request, rule))
        except FactError as error:
            return Reply(_impossible(request, rule, error), asked=error.fact_id)
    shown = []
    for number, assessed in enumerate(listed, 1):
        line = f"{number}. {assessed.rule.name}{assessed.rule.clause}：{_short(assessed, request)}"
        if question == "eligibility":
            line += conditions_line(assessed) or ""
        shown.append(line)
    choices = tuple(
        Choice(title=a.rule.name, focus=Focus(awards=(a.rule.key,), topics=a.rule.topics), kind=question)
        for a in listed
    )
    sources = {rule.doc: request.kb.sources[rule.doc] for rule in request.rules}
    titles = joined(quoted_title(source) for source in sources.values())
    summing = asks_for_sum(request.text) or (request.dialogue.summing and (request.elliptic or request.telling))
    together = summed(request, listed) if summing else None
    total = together.total if together else None
    text = lines(
        *(expired_warning(source, request.on) for source in sources.values()),
        together.sentence if together else None,
        f"您问的事在{titles}里有{len(request.rules)}项：" if not together else "分开看：",
        *shown,
        _stacking_remark(request),
        f"依据：{titles}{''.join(dict.fromkeys(a.rule.clause for a in listed))}。" if together else None,
        "想细看哪一项，回复序号就行；想知道还能申请什么，说“还有吗”。",
        REVIEW_REMARK,
    )
    answer = Answer(
        kind="calculation" if total is not None else "award",
        text=text,
        region=region_part(next(iter(sources.values()))),
        verdict="no" if all(a.evaluation.verdict == "no" for a in listed) else "unknown",
        amount=Amount(yuan=total.yuan, basis="exact") if total is not None else None,
        trace=(
            *(TraceStep(step=s.step, yuan=s.yuan, cite=i) for i, a in enumerate(listed) for s in trace_part(a)),
            *((TraceStep(step="合计", yuan=total.yuan),) if total is not None else ()),
        ),
        citations=tuple(cite(a.source, a.rule.clause, a.rule.amount.quote, request.on) for a in listed),
        suggestions=tuple(choice.title for choice in choices[:4]),
    )
    focus = Focus(awards=tuple(rule.key for rule in request.rules))
    return Reply(answer, focus=focus, choices=choices, facts=request.facts, summing=summing)


def _stacking_remark(request: Request) -> str | None:
    """What the notice says about drawing several awards."""
    for rule in request.rules:
        if entry := request.kb.book.stacking.get(rule.doc):
            return f"能不能都拿，文件的原则是“{'、'.join(entry.principles)}”，由主管部门审核决定。"
    return None


def _short(assessed: Assessed, request: Request) -> str:
    if assessed.evaluation.verdict == "no":
        reasons = "；".join(f"{result.text}，{result.reason}" for result in assessed.evaluation.failed)
        return f"拿不到，因为要求{reasons}。"
    if assessed.evaluation.verdict == "person":
        judged = joined(result.text for result in assessed.evaluation.judged)
        return f"{money(assessed.evaluation, request.kb.book)}，前提是{judged}，这一点由主管部门认定。"
    return f"{money(assessed.evaluation, request.kb.book)}。"


def which_award(request: Request, question: str) -> Reply:
    """Nothing says which award is meant: those for this kind of applicant, to choose from."""
    rules = request.kb.rules_of(request.scope.sources)
    applicant = request.facts.get(APPLICANT_FACT)
    who = ""
    if applicant is not None:
        fitting = tuple(rule for rule in rules if applicant in rule.beneficiaries.types)
        who = request.kb.book.facts[APPLICANT_FACT].option(str(applicant)).label if fitting else ""
        rules = fitting or rules
    choices = tuple(
        Choice(title=rule.name, focus=Focus(awards=(rule.key,), topics=rule.topics), kind=question)
        for rule in rules[:_MOST_CHOICES]
    )
    shown = [f"{i}. {choice.title}" for i, choice in enumerate(choices, 1)]
    more = len(rules) - len(choices)
    text = lines(
        f"您是{who}，想问的是哪一项？" if who else "您想问的是哪一项？比如：",
        *shown,
        f"另外还有{more}项，说“有哪些奖励”可以看全。" if more else None,
        "您可以回复序号，也可以直接说是什么事。",
    )
    return Reply(
        Answer(
            kind="question",
            text=text,
            region=scope_region(request.scope, request.kb),
            suggestions=tuple(choice.title for choice in choices[:4]),
        ),
        choices=choices,
        facts=request.facts,
    )
