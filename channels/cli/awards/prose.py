"""An award rule in plain Chinese, as its reviewer wants to read it back: everything that it says, and nothing else."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal

from actions.award_text import money, shown_steps
from policy_kb.awards import APPLICANT_FACT, AwardBook, Evaluation, FactError, Rule, describe_amount, evaluate
from policy_kb.awards.condition import State
from policy_kb.awards.explanation import FREQUENCY_WORDS
from policy_kb.awards.fact import Fact, Facts
from policy_kb.awards.lint import ALWAYS, ANY_DAY
from policy_kb.awards.rule import Example, Verdict
from policy_kb.catalogue.schema import Document
from policy_kb.money import format_yuan

_VERDICTS: dict[Verdict, str] = {
    "yes": "可以申请",
    "no": "不能申请",
    "unknown": "情况还不全",
    "person": "要由主管部门认定",
    "not_in_force": "不在有效期内",
}
_STATES: dict[State, str] = {"met": "符合", "not_met": "不符合", "unknown": "还不知道", "person": "由主管部门认定"}
_KEEP = {"highest": "就高", "first": "排在前面的优先"}


def description(rule: Rule, book: AwardBook, notice: Document | None) -> str:
    """All that a rule says. ``notice`` None: nobody has reviewed the notice as a whole yet."""
    return "\n".join(_lines(rule, book, notice))


def _lines(rule: Rule, book: AwardBook, notice: Document | None) -> Iterator[str]:
    yield f"{rule.name}（{rule.key}）"
    yield f"出处：{f'《{notice.metadata.title}》' if notice else rule.doc}{rule.clause}"
    yield f"有效期：{_validity(rule, notice)}"
    yield f"给谁：{_who(rule, book)}"
    conditions = evaluate(rule, {}, book, ANY_DAY, ALWAYS).conditions
    shown = [result for result in conditions if APPLICANT_FACT not in result.facts]
    yield "条件：" if shown else "条件：没有别的条件。"
    for number, result in enumerate(shown, 1):
        judged = "（由主管部门认定）" if result.state == "person" else ""
        yield f"  {number}. {result.text}{judged}。原文“{result.quote}”"
    yield f"金额：{rule.payment}，{describe_amount(rule, book)}。原文“{rule.amount.quote}”"
    if rule.rounding is not None:
        how = "舍去零头" if rule.rounding.mode == "down" else "四舍五入"
        yield f"取整：以{format_yuan(rule.rounding.to)}为单位{how}。原文“{rule.rounding.quote}”"
    if rule.floor is not None:
        yield f"最低：{format_yuan(rule.floor.yuan)}。原文“{rule.floor.quote}”"
    for cap in rule.caps:
        items = f"（按{book.facts[cap.items].label}算）" if cap.items else ""
        yield f"上限：{cap.scope_words}最高不超过{format_yuan(cap.yuan)}{items}。原文“{cap.quote}”"
    often = FREQUENCY_WORDS[rule.frequency] or "原文没有写"
    yield f"多久一次：{often}。" + (f"原文“{rule.frequency_quote}”" if rule.frequency_quote else "")
    yield from _stacking(rule, book)
    yield from (f"说明：{note.text}" for note in rule.notes)
    questions = [book.facts[name].question for name in evaluate(rule, {}, book, ANY_DAY, ALWAYS).missing]
    yield "要问的（按先后）：" if questions else "要问的：没有，不用问就知道。"
    yield from (f"  {number}. {question}" for number, question in enumerate(questions, 1))
    yield f"例子（{len(rule.examples)} 个）：" if rule.examples else "例子：还没有。"
    rows = [(_given(example, book), _outcome(example, book)) for example in rule.examples]
    yield from _table(rows)


def _validity(rule: Rule, notice: Document | None) -> str:
    text = notice.validity.statement if notice else "还没有审核过这份文件的有效期。"
    if rule.validity is None:
        return text
    start = f"从{rule.validity.from_}起" if rule.validity.from_ else ""
    end = f"到{rule.validity.until}为止" if rule.validity.until else ""
    return f"{text}这一条{start}{end}。原文“{rule.validity.quote}”"


def _who(rule: Rule, book: AwardBook) -> str:
    who = rule.beneficiaries
    text = f"{who.label}。"
    if not who.types:
        text += "不看单位类型。"
    if who.unclear:
        kinds = "、".join(book.facts[APPLICANT_FACT].show(value) for value in who.unclear)
        text += f"{kinds}算不算，原文没有写明，由主管部门认定。"
    return f"{text}原文“{who.quote}”"


def _stacking(rule: Rule, book: AwardBook) -> Iterator[str]:
    for doc, entry in book.stacking.items():
        for group in entry.groups:
            keys = entry.keys_in(group, doc)
            if rule.key in keys:
                others = "、".join(f"“{book.rules[key].name}”" for key in keys if key != rule.key)
                yield f"只能拿一项：和{others}，{_KEEP[group.keep]}。原文“{group.quote}”{group.clause}"
        for limit in entry.limits:
            covered = entry.keys_in(limit, doc)
            if rule.key in covered or (not covered and rule.doc == doc):
                most = f"{limit.scope_words}最高不超过{format_yuan(limit.yuan)}"
                yield f"合计上限：{most}。原文“{limit.quote}”{limit.clause}"
        if rule.doc == doc:
            yield f"一起拿：{entry.text}原文“{entry.quote}”"
    if rule.doc not in book.stacking:
        yield "一起拿：文件没有写明几项能不能一起拿，不和别的奖补相加。"


def _given(example: Example, book: AwardBook) -> str:
    try:
        known = book.validate(example.given)
    except FactError:
        return _told({name: str(value) for name, value in example.given.items()}, book)
    return _told({name: book.facts[name].show(value) for name, value in known.items()}, book)


def _told(values: dict[str, str], book: AwardBook) -> str:
    return "，".join(f"{book.facts[name].label} {value}" for name, value in values.items()) or "什么都不知道"


def _outcome(example: Example, book: AwardBook) -> str:
    if example.refused is not None:
        return f"不接受：{book.facts[example.refused].label}"
    parts = [_VERDICTS[example.verdict]] if example.verdict else []
    if example.yuan is not None:
        parts.append(format_yuan(example.yuan))
    if example.at_most is not None:
        parts.append(f"最高不超过{format_yuan(example.at_most)}")
    parts += _range(example.min, example.max)
    parts += [f"{party}{format_yuan(part)}" for party, part in (example.shares or {}).items()]
    parts += example.reasons or ()
    if example.missing:
        parts.append("还要问：" + "、".join(book.facts[name].label for name in example.missing))
    return "，".join(parts)


def _range(low: Decimal | None, high: Decimal | None) -> Iterator[str]:
    if low is not None:
        yield f"至少{format_yuan(low)}"
    if high is not None:
        yield f"最多{format_yuan(high)}"


def calculation(evaluation: Evaluation, facts: Facts) -> str:
    """What comes out for some facts, and how."""
    return "\n".join(_result_lines(evaluation, facts))


def _result_lines(evaluation: Evaluation, facts: Facts) -> Iterator[str]:
    rule, declared = evaluation.rule, evaluation.book.facts
    day = evaluation.on
    yield f"{rule.name}（{rule.key}），按{day.year}年{day.month}月{day.day}日算"
    yield f"已知：{'，'.join(_stated(declared[name], facts) for name in facts)}"
    ignored = [declared[name].label for name in facts if name not in rule.accepted_facts]
    if ignored:
        yield f"用不上：{'、'.join(ignored)}"
    yield f"结果：{_VERDICTS[evaluation.verdict]}"
    for result in evaluation.conditions:
        reason = f"，{result.reason}" if result.reason and result.state not in ("unknown", "person") else ""
        yield f"  {_STATES[result.state]}：{result.text}{reason}"
    if evaluation.amount is not None:
        words = money(evaluation, evaluation.book)
        yield f"金额：{words}"
        yield from (f"  {_step(text, yuan)}" for text, yuan in shown_steps(evaluation) if text != words)
    for number, name in enumerate(evaluation.missing, 1):
        yield f"还要问 {number}：{declared[name].question}"


def _step(text: str, yuan: Decimal | None) -> str:
    formula = yuan is not None and "×" in text and "上限" not in text
    return f"{text} = {format_yuan(yuan)}" if formula and yuan is not None else text


def _stated(fact: Fact, facts: Facts) -> str:
    return f"{fact.label} {fact.show(facts[fact.id])}"


def _table(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    widest = min(max((_width(left) for left, _ in rows), default=0), _LEFT)
    for left, right in rows:
        yield f"  {left}{' ' * max(0, widest - _width(left))}  →  {right}"


#: Columns that the left side of the table takes at most before its right sides no longer stand below each other.
_LEFT = 60


def _width(text: str) -> int:
    """Columns in a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
