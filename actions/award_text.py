"""An evaluation of an award rule as sentences and as payload parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from actions.answer import Amount, Answer, Citation, Kind, Missing, TraceStep, Verdict
from actions.asks_number import asks_for_limit, asks_for_share
from actions.claimed import party_named
from actions.request import Request
from actions.wording import (
    REVIEW_REMARK,
    basis_line,
    cite,
    expired_warning,
    force_sentence,
    joined,
    lines,
    quoted,
    region_part,
    units_line,
    units_of,
)
from policy_kb.awards import APPLICANT_FACT, AwardBook, Evaluation, FactError, Rule, describe_amount, evaluate
from policy_kb.awards.amount import Share, amount_facts
from policy_kb.awards.condition import leaves
from policy_kb.awards.stated.words import BREAK
from policy_kb.awards.sums import ShareAmount
from policy_kb.knowledge import Source
from policy_kb.money import format_yuan
from policy_kb.notice import Clause

_ASKS_HOW_MUCH = re.compile(r"多少|几多|好多|几[万千钱成]|[呢咯][?？]?$|[这那]一?(?:部分|份|块)[?？]?$")
_ASKS_MOST = re.compile(r"最高|最多|封顶|上限|顶格|顶多|至多")
_HERE = re.compile("本市|本地|当地|市内|市里")
_A_SHARE = re.compile(r"[%％]|百分|比例|[一二三四五六七八九几\d]成")
_LIMIT = "最高"
_OFTEN = {"once": "一次性", "yearly": "每年", "none": ""}


@dataclass(frozen=True, slots=True)
class Assessed:
    """One award with its place in the notice and its evaluation."""

    rule: Rule
    source: Source
    clause: Clause | None
    evaluation: Evaluation

    left_open: str | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """Facts still to be asked, in the order in which to ask."""
        return self.evaluation.missing


def assess(request: Request, rule: Rule) -> Assessed:
    """Evaluate one rule for the request. FactError if a stated fact can't be."""
    source = request.kb.sources[rule.doc]
    evaluation = evaluate(rule, request.facts, request.kb.book, request.on, source.validity)
    left_open = next((n.text for n in rule.notes if any(word in request.text for word in n.words)), None)
    return Assessed(rule, source, source.clause(rule.clause), evaluation, left_open)


def stated(request: Request, rule: Rule) -> tuple[str, ...]:
    """The facts of this rule that are known, without the kind of applicant."""
    return tuple(name for name in rule.accepted_facts if name in request.facts and name != APPLICANT_FACT)


def is_calculation(request: Request, rule: Rule) -> bool:
    """Whether what was said fixes the amount: the facts that it depends on are known."""
    needed = amount_facts(rule.amount)
    return bool(needed) and all(name in request.facts for name in needed)


def quotes(assessed: Assessed) -> tuple[str, ...]:
    """Verbatim words on who, how much and on what condition, once each, none inside another."""
    rule = assessed.rule
    found = [rule.amount.quote, rule.beneficiaries.quote, *(cap.quote for cap in rule.caps)]
    if rule.conditions is not None:
        found += [leaf.quote for leaf in leaves(rule.conditions)]
    return tuple(q for q in dict.fromkeys(found) if not any(q != other and q in other for other in found))


def clause_sentence(assessed: Assessed) -> str:
    """The verbatim sentence of the clause that holds the award; the quotes alone where it can't be found."""
    from actions.wording import sentences

    wanted = assessed.rule.amount.quote
    if assessed.clause is not None:
        for sentence in sentences(assessed.clause.text):
            if wanted in sentence:
                return sentence.strip()
    return wanted


def citations(request: Request, assessed: Assessed) -> tuple[Citation, ...]:
    """The citation every step of this award refers to."""
    return (cite(assessed.source, assessed.rule.clause, clause_sentence(assessed), request.on),)


def amount_part(evaluation: Evaluation) -> Amount | None:
    """Money for the payload; None where nothing is paid."""
    amount = evaluation.amount
    unknown_share = isinstance(evaluation.rule.amount, Share) and not evaluation.shares
    if amount is None or unknown_share:
        return None
    return Amount(
        yuan=amount.yuan if amount.basis == "exact" else None,
        min=amount.min if amount.basis == "range" else None,
        max=amount.max if amount.basis != "exact" else None,
        basis=amount.basis,
    )


def verdict_part(evaluation: Evaluation) -> Verdict:
    """The payload knows four verdicts; what only a person can judge is unknown."""
    return "unknown" if evaluation.verdict == "person" else evaluation.verdict


def missing_part(request: Request, names: tuple[str, ...]) -> tuple[Missing, ...]:
    """The questions for missing facts."""
    return tuple(Missing(fact=name, question=request.kb.book.facts[name].question) for name in names)


def trace_part(assessed: Assessed) -> tuple[TraceStep, ...]:
    """The steps of the calculation, each with the citation."""
    return tuple(TraceStep(step=text, yuan=yuan, cite=0) for text, yuan in shown_steps(assessed.evaluation))


def shown_steps(evaluation: Evaluation) -> list[tuple[str, Decimal | None]]:
    """Steps as words and yuan. A sum that a cap cuts is not shown: nobody is ever paid it."""
    steps: list[tuple[str, Decimal | None]] = []
    for step in evaluation.trace:
        cut = bool(steps) and step.yuan is not None and steps[-1][1] is not None and step.yuan < steps[-1][1]
        if cut and not evaluation.shares:
            formula, _ = steps.pop()
            steps.append((f"{formula}，{step.text}", step.yuan))
        else:
            steps.append((step.text, step.yuan))
    return steps


def money(evaluation: Evaluation, book: AwardBook, asked: str = "") -> str:
    """How much, in words fit for the middle of a sentence; of a shared sum first what is ``asked`` for (我行扛多少)."""
    rule, amount = evaluation.rule, evaluation.amount
    if evaluation.shares:
        return "，".join(f"{part.party}承担{format_yuan(part.yuan)}" for part in _asked_first(evaluation, asked))
    if (
        amount is not None
        and amount.basis == "exact"
        and amount.yuan is not None
        and not isinstance(rule.amount, Share)
    ):
        return f"{_OFTEN[rule.frequency]}{rule.payment}{format_yuan(amount.yuan)}"
    return describe_amount(rule, book)


def _asked_first(evaluation: Evaluation, asked: str) -> list[ShareAmount]:
    amount, shares = evaluation.rule.amount, evaluation.shares
    asking = [clause for clause in BREAK.split(asked) if _ASKS_HOW_MUCH.search(clause)]
    named = party_named(amount, asking[-1]) if asking and isinstance(amount, Share) else None
    return sorted(shares, key=lambda part: part.party != named)


def headline(assessed: Assessed, request: Request) -> str:
    """The direct answer in one or two sentences."""
    evaluation, rule = assessed.evaluation, assessed.rule
    paid = money(evaluation, request.kb.book, request.text)
    known = stated(request, rule)
    if assessed.left_open and evaluation.verdict in ("yes", "unknown", "person"):
        return f"{assessed.left_open}文件写明的标准是：{describe_amount(rule, request.kb.book)}。"
    if evaluation.verdict == "not_in_force":
        return f"现在不能按这一条申请：{rule.name}所在的文件不在有效期内。"
    if evaluation.verdict == "no":
        reasons = "；".join(f"文件要求{result.text}，{result.reason}" for result in evaluation.failed)
        return f"按文件规定，这种情况拿不到{rule.name}：{reasons}。"
    said = joined(
        f"{request.kb.book.facts[name].label}{request.kb.book.facts[name].show(request.facts[name])}" for name in known
    )
    if evaluation.verdict == "yes" and (who := _taken_for(request)) is not None:
        return f"您是{who}的话，条件就都满足了，{paid}。这是{quoted(rule.name)}。"
    if evaluation.verdict == "yes":
        return f"可以拿，{paid}。这是{quoted(rule.name)}。"
    if evaluation.verdict == "person":
        judged = joined(result.text for result in evaluation.judged)
        return f"{rule.name}：{paid}。前提是{judged}，这一点要由主管部门认定。"
    if is_calculation(request, rule):
        return f"{rule.name}：按您说的{said}，{paid}。"
    return f"{rule.name}：{paid}。"


def _taken_for(request: Request) -> str | None:
    """The kind of applicant that only follows from another fact (新引进的企业) and was never said."""
    book, facts = request.kb.book, request.facts
    said = request.dialogue.identified or any(m.ids("applicant") for m in request.turn.reading.mentions)
    implied = {book.facts[name].implies for name, value in facts.items() if value is True and name in book.facts}
    who = facts.get(APPLICANT_FACT)
    return book.facts[APPLICANT_FACT].option(str(who)).label if not said and who in implied else None


def _most_line(assessed: Assessed, request: Request) -> str | None:
    """The standard with its upper limit, where that was asked for and a sum was worked out instead."""
    if not asks_for_limit(request.text) or assessed.left_open or not is_calculation(request, assessed.rule):
        return None
    standard = describe_amount(assessed.rule, request.kb.book)
    return f"文件写明的标准是：{standard}。" if _LIMIT in standard else None


def _no_share_line(assessed: Assessed, request: Request) -> str | None:
    """Said where a percentage was asked for and the award's clause has none."""
    clause = assessed.clause.text if assessed.clause is not None else assessed.rule.amount.quote
    if isinstance(assessed.rule.amount, Share) or not asks_for_share(request.text) or _A_SHARE.search(clause):
        return None
    if assessed.evaluation.verdict == "no":
        return None  # there is no sum above it
    return "百分之几这样的比例，这一条没有写，只写了上面的金额。"


def _taken_as(assessed: Assessed, request: Request) -> str | None:
    """What a count is taken to be where only what stays in the region counts, and the message names no place."""
    if assessed.evaluation.verdict == "no" or request.scope.named or _HERE.search(request.text):
        return None
    facts = [request.kb.book.facts[name] for name in stated(request, assessed.rule)]
    taken = [f"{fact.show(request.facts[fact.id])}都是{fact.label}" for fact in facts if fact.within_region]
    return f"这是按{joined(taken)}算的；如果不全是，请把符合的件数告诉我。" if taken else None


def conditions_line(assessed: Assessed) -> str | None:
    """The conditions, each with its state where something is known."""
    marks = {"met": "（已满足）", "not_met": "（不满足）", "unknown": "", "person": "（由主管部门认定）"}
    results = assessed.evaluation.conditions
    if not results:
        return None
    some_known = any(result.state in ("met", "not_met") for result in results)
    parts = [
        f"{i}. {result.text}{marks[result.state] if some_known or result.state == 'person' else ''}"
        for i, result in enumerate(results, 1)
    ]
    return "条件：" + "；".join(parts) + "。"


def steps_line(assessed: Assessed) -> str | None:
    """The calculation, to be read aloud."""
    steps = [(text, yuan) for text, yuan in shown_steps(assessed.evaluation) if yuan is not None]
    if not any("×" in text for text, _ in steps):
        return None
    shown = [text if "按" in text else f"{text} = {format_yuan(yuan)}" for text, yuan in steps]
    return "算法：" + "；".join(shown) + "。"


def full_text(assessed: Assessed, request: Request, *, question: str | None = None) -> str:
    """The whole answer about one award, most important first."""
    verdict = assessed.evaluation.verdict
    notes = [note.text for note in assessed.rule.notes if note.text != assessed.left_open]
    return lines(
        expired_warning(assessed.source, request.on),
        headline(assessed, request),
        _most_line(assessed, request),
        _no_share_line(assessed, request),
        steps_line(assessed) if verdict != "no" and not assessed.left_open else None,
        _taken_as(assessed, request),
        conditions_line(assessed) if verdict != "yes" else None,
        basis_line(assessed.source, assessed.rule.clause, clause_sentence(assessed)),
        units_line(assessed.clause),
        force_sentence(assessed.source, request.on) if verdict != "not_in_force" else None,
        ("说明：" + "".join(notes)) if notes else None,
        REVIEW_REMARK,
        question,
    )


def award_answer(
    assessed: Assessed, request: Request, kind: Kind, *, question: str | None = None, suggestions: tuple[str, ...] = ()
) -> Answer:
    """The complete answer about one award."""
    evaluation = assessed.evaluation
    return Answer(
        kind=kind,
        text=full_text(assessed, request, question=question),
        region=region_part(assessed.source),
        verdict="unknown" if assessed.left_open else verdict_part(evaluation),
        amount=None if assessed.left_open else amount_part(evaluation),
        missing=missing_part(request, evaluation.missing),
        trace=() if assessed.left_open else trace_part(assessed),
        citations=citations(request, assessed),
        units=units_of(assessed.clause),
        suggestions=suggestions,
    )


def fact_question(request: Request, name: str) -> str:
    """The question for one fact, with the options where it is a choice."""
    fact = request.kb.book.facts[name]
    return fact.question if not fact.hint else f"{fact.question}（{fact.hint}）"


def doubt_text(error: FactError) -> str:
    """A stated value that can't be, answered with what is possible."""
    return str(error)
