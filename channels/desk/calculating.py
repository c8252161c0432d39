"""One award for one applicant while the form is being filled in, and results to be printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from actions.answer import Citation, RegionPart
from actions.award_text import amount_part, money, shown_steps
from actions.claims_text import claim_list
from actions.wording import REVIEW_REMARK, basis_line, cite, expired_warning, quoted_title, units_of
from channels.api.answering import data_form
from channels.api.wire import ConditionPart, FactPart
from channels.desk.calculator_models import (
    AwardPart,
    CitedStep,
    Evaluated,
    FieldPart,
    Slip,
    SlipLine,
)
from channels.desk.finding import notice_part
from policy_kb.awards import APPLICANT_FACT, AwardBook, Evaluation, FactValue, Rule, describe_amount
from policy_kb.awards.claims import claims
from policy_kb.awards.evaluation import apply
from policy_kb.awards.form import field
from policy_kb.knowledge import KnowledgeBase
from policy_kb.matching import Profile, applying, match
from policy_kb.money import format_yuan
from policy_kb.settings import SHANGHAI, settings


def award_parts(region: str | None, kb: KnowledgeBase, on: date) -> tuple[AwardPart, ...]:
    """The awards to choose from."""
    return tuple(
        AwardPart(
            award=rule.key,
            name=rule.name,
            aliases=rule.aliases,
            notice=notice_part(kb.sources[rule.doc], on),
            clause=rule.clause,
            pays=describe_amount(rule, kb.book),
            payment=rule.payment,
        )
        for rule in kb.rules_of(applying(region, kb))
    )


def evaluated(rule: Rule, facts: Mapping[str, FactValue], kb: KnowledgeBase, on: date) -> Evaluated:
    """The award with what is known: verdict, amount or range, steps with their clauses, what to ask next."""
    source = kb.sources[rule.doc]
    evaluation = apply(rule, facts, kb.book, on, source.validity)
    least, most = evaluation.payable
    citations: list[Citation] = []
    numbers: dict[str, int] = {}

    def cited(quote: str) -> int:
        if quote not in numbers:
            numbers[quote] = len(citations)
            citations.append(cite(source, rule.clause, quote, on))
        return numbers[quote]

    cited(rule.amount.quote)
    trace = tuple(CitedStep(step=words, yuan=yuan, cite=cited(quote)) for words, yuan, quote in _steps(evaluation))
    for condition in evaluation.conditions:
        cited(condition.quote)
    return Evaluated(
        award=rule.key,
        name=rule.name,
        as_of=on,
        notice=notice_part(source, on),
        clause=rule.clause,
        verdict=evaluation.verdict,
        sentence=_sentence(evaluation, kb.book),
        amount=amount_part(evaluation),
        least=least,
        most=most,
        trace=trace,
        conditions=tuple(
            ConditionPart(text=one.text, state=one.state, reason=one.reason, quote=one.quote)
            for one in evaluation.conditions
        ),
        fields=tuple(_fields(evaluation, kb.book)),
        notes=tuple(note.text for note in rule.notes),
        citations=tuple(citations),
        units=units_of(source.clause(rule.clause)),
    )


def _steps(evaluation: Evaluation) -> Iterator[tuple[str, Decimal | None, str]]:
    """Steps as they are shown, each with the quote that it rests on: a sum that a cap cuts is shown with its cap."""
    quotes = [step.quote for step in evaluation.trace]
    shown = shown_steps(evaluation)
    # Cut steps are put together, so the last quotes belong to the last steps.
    for place, (words, yuan) in enumerate(shown):
        yield words, yuan, quotes[place + len(quotes) - len(shown)]


def _sentence(evaluation: Evaluation, book: AwardBook) -> str:
    words = money(evaluation, book)
    match evaluation.verdict:
        case "yes":
            return f"符合条件：{words}。"
        case "person":
            judged = "；".join(result.text for result in evaluation.judged)
            return f"金额按文件是：{words}。但这一点要由主管部门认定：{judged}。"
        case "unknown":
            known = evaluation.amount is not None and evaluation.amount.basis == "exact"
            what = "按已知的情况，符合条件时是" if known else "文件的标准是"
            return f"还缺{len(evaluation.missing)}项情况，现在{_range(evaluation)}。{what}：{words}。"
        case "no":
            reasons = "；".join(f"文件要求{result.text}，{result.reason}" for result in evaluation.failed)
            return f"按这些情况拿不到：{reasons}。"
        case _:
            return "文件不在有效期内，现在不能按这一条申请。"


def _range(evaluation: Evaluation) -> str:
    least, most = evaluation.payable
    low = f"最少{format_yuan(least)}" if least else "可能拿不到"
    if most is None:
        return f"{low}，最多多少还说不准"
    return f"{low}，最多{format_yuan(most)}"


def _fields(evaluation: Evaluation, book: AwardBook) -> Iterator[FieldPart]:
    """Missing facts in the order to ask, then what was told, then what need not be asked."""
    accepted = evaluation.rule.accepted_facts
    missing = evaluation.missing
    told = [name for name in accepted if name in evaluation.known and name not in missing]
    rest = [name for name in accepted if name not in missing and name not in told]
    for name in (*missing, *told, *rest):
        fact, value = book.facts[name], evaluation.known.get(name)
        known = None
        if value is not None:
            known = FactPart(label=fact.label, value=data_form(value), text=fact.show(value))
        yield FieldPart(fact=name, field=field(fact), known=known, used=name not in rest)


_OUTCOMES = {
    "yes": "可以申请",
    "person": "由主管部门认定",
    "unknown": "还要看具体情况",
    "not_in_force": "文件不在有效期内",
    "no": "不符合条件",
}
#: What stands between such an outcome and a sum: nobody is to take it for granted.
_ONLY_IF = {"person": "，认定符合时", "unknown": "，都符合时"}
_OPEN = {"unknown": "还不知道", "person": "由部门认定"}


def slip(profile: Profile, kb: KnowledgeBase, only: Rule | None) -> Slip:
    """The result for a profile, for all awards that apply or for one."""
    if only is None:
        found = match(profile, kb)
    else:
        source = kb.sources[only.doc]
        found = claims([only], profile.facts, kb.book, profile.on, {only.doc: source.validity})
    listed = claim_list(found, kb)
    shown = listed.listed if only is None else found.claims
    code = profile.region
    names = sorted(profile.facts, key=lambda name: (name != APPLICANT_FACT, name))
    facts = kb.book.facts
    return Slip(
        title="知识产权奖补测算单" if only is None else f"{only.name}测算单",
        made_at=datetime.now(UTC).astimezone(SHANGHAI),
        as_of=profile.on,
        region=RegionPart(code=code, name=kb.regions.name(code)) if code is not None else None,
        told=tuple(
            FactPart(label=facts[n].label, value=data_form(profile.facts[n]), text=facts[n].show(profile.facts[n]))
            for n in names
        ),
        lines=tuple(_line(claim.evaluation, claim.because, kb) for claim in shown),
        totals=listed.totals if only is None else (),
        remarks=tuple(_remarks(shown_rules=[claim.rule for claim in shown], profile=profile, kb=kb)),
        contact=settings().human_contact,
    )


def _line(evaluation: Evaluation, because: str, kb: KnowledgeBase) -> SlipLine:
    rule = evaluation.rule
    source = kb.sources[rule.doc]
    paid = money(evaluation, kb.book) if evaluation.verdict != "no" else ""
    open_points = [
        f"{_OPEN[one.state]}：{one.text}" for one in evaluation.conditions if one.state in ("unknown", "person")
    ]
    failed = [f"文件要求{one.text}，{one.reason}" for one in evaluation.failed]
    return SlipLine(
        name=rule.name,
        outcome=_OUTCOMES[evaluation.verdict] + (_ONLY_IF.get(evaluation.verdict, "") if paid else ""),
        money=paid,
        steps=tuple(
            words if yuan is None or _says(words, format_yuan(yuan)) else f"{words}：{format_yuan(yuan)}"
            for words, yuan in shown_steps(evaluation)
        ),
        open_points=tuple(point for point in (*failed, *open_points, because) if point),
        basis=basis_line(source, rule.clause, rule.amount.quote),
        units=units_of(source.clause(rule.clause)),
    )


def _says(words: str, money: str) -> bool:
    """Whether a step's words end in its sum, or limit it to that."""
    return words.endswith(money) or f"不超过{money}" in words


def _remarks(shown_rules: Sequence[Rule], profile: Profile, kb: KnowledgeBase) -> Iterator[str]:
    docs = dict.fromkeys(rule.doc for rule in shown_rules)
    for doc in docs:
        source = kb.sources[doc]
        if (warning := expired_warning(source, profile.on)) is not None:
            yield warning
        elif (until := source.validity.until) is not None:
            yield f"{quoted_title(source)}有效期到{until.year}年{until.month}月{until.day}日为止。"
    if not shown_rules:
        yield "按这些情况，收录的文件里没有可以列出的奖补。"
    yield REVIEW_REMARK
