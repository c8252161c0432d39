"""Proofs about the award book: quotes stand in their notice, examples come out as written, boundaries have examples."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from policy_kb.awards.amount import Discretionary, PerUnit, Table, Tiered, amount_facts
from policy_kb.awards.book import AwardBook, Place, rule_mistakes
from policy_kb.awards.condition import Comparison, Ratio, compare, leaves, ratio_value
from policy_kb.awards.evaluation import Evaluation, evaluate
from policy_kb.awards.fact import Fact, FactError, Facts, FactValue
from policy_kb.awards.rule import APPLICANT_FACT, Example, Rule
from policy_kb.awards.source import Location, Problem
from policy_kb.awards.sums import stages
from policy_kb.money import format_yuan
from policy_kb.notice import CLOSING_LABEL, OPENING_LABEL, Validity

ALWAYS = Validity(effective_on=None, until=None, quote=None)
ANY_DAY = date(2000, 1, 1)
_LABEL = re.compile(
    r"^(?:[一二三四五六七八九十百]+、|（[一二三四五六七八九十百]+）|\d+[.．]|第[一二三四五六七八九十百]+条)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that did not come out as written."""

    rule: str
    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}: {self.reason}"


def run_examples(book: AwardBook) -> list[Failure]:
    """Evaluate every example of every rule, as if its document were in force; an empty list means that all agree."""
    failures: list[Failure] = []
    for key, rule in book.rules.items():
        for index, example in enumerate(rule.examples):
            for reason in check_example(rule, example, book):
                problem = book.places[key].problem(reason, "examples", index)
                failures.append(Failure(key, problem.file, problem.line, reason))
    return failures


def check_example(rule: Rule, example: Example, book: AwardBook) -> Iterator[str]:
    """In what an example differs from the evaluation."""
    try:
        found = evaluate(rule, example.given, book, ANY_DAY, ALWAYS)
    except FactError as error:
        if error.fact_id != example.refused:
            yield f"{error.fact_id} 的值用不了：{error}"
        return
    if example.refused is not None:
        yield f"{example.refused} 的值应当被拒绝，却用上了"
        return
    if found.verdict != example.verdict:
        yield f"verdict 算出来是 {found.verdict}，例子写的是 {example.verdict}"
    amount = found.amount
    for name, wanted, basis in (
        ("yuan", example.yuan, "exact"),
        ("at_most", example.at_most, "at_most"),
    ):
        if wanted is not None and (amount is None or amount.basis != basis or amount.yuan != wanted):
            found_yuan = f"{_shown(amount.yuan)}（{amount.basis}）" if amount is not None else "没有"
            yield f"{name} 算出来是{found_yuan}，例子写的是{_shown(wanted)}"
    if example.min is not None and (amount is None or amount.min != example.min):
        yield f"min 算出来是{_shown(amount.min if amount else None)}，例子写的是{_shown(example.min)}"
    if example.max is not None and (amount is None or amount.max != example.max):
        yield f"max 算出来是{_shown(amount.max if amount else None)}，例子写的是{_shown(example.max)}"
    if example.shares is not None and {part.party: part.yuan for part in found.shares} != example.shares:
        yield "shares 算出来是" + "、".join(f"{part.party} {_shown(part.yuan)}" for part in found.shares)
    if example.missing is not None and found.missing != example.missing:
        yield f"还缺的事实算出来是{_listed(found.missing)}，例子写的是{_listed(example.missing)}"
    steps = tuple(step.text for step in found.trace)
    if example.steps is not None and steps != example.steps:
        yield f"steps 算出来是{_listed(steps)}，例子写的是{_listed(example.steps)}"
    reasons = tuple(result.reason for result in found.failed)
    if example.reasons is not None and reasons != example.reasons:
        yield f"reasons 算出来是{_listed(reasons)}，例子写的是{_listed(example.reasons)}"


def _listed(words: Iterable[str]) -> str:
    return "、".join(words) or "没有"


def _shown(amount: Decimal | None) -> str:
    return "没有" if amount is None else format_yuan(amount)


def lint(book: AwardBook, texts: Mapping[str, str]) -> list[Problem]:
    """All that is doubtful: quotes not verbatim in ``texts`` (cleaned, by doc_id), numbers, boundaries without example.

    A document without a text is reported too: its quotes are unproven.
    """
    problems: list[Problem] = []
    for key, rule in book.rules.items():
        place = book.places[key]
        problems += (place.problem(reason, *inner) for inner, reason in rule_mistakes(rule, book.facts))
        problems += _quote_gaps(place, rule.clause, texts.get(rule.doc))
        problems += (place.problem(f"还缺一个例子：{gap}", "examples") for gap in _example_gaps(rule, book))
    for doc, stacking in book.stacking.items():
        problems += _quote_gaps(book.places[f"{doc}/stacking"], stacking.clause, texts.get(doc))
    return problems


def _quote_gaps(place: Place, clause: str, text: str | None) -> Iterator[Problem]:
    if text is None:
        yield place.problem("没有文件的正文，引文无法核对")
        return
    for inner, label, quote in _quotes(place.data, clause):
        within = clause_text(text, label)
        if not quote or quote not in text:
            yield place.problem(f"文件里没有这句话：{quote}", *inner)
        elif within is not None and quote not in within:
            yield place.problem(f"{label}里没有这句话：{quote}", *inner)


def _quotes(written: object, clause: str, *at: str | int) -> Iterator[tuple[Location, str, str]]:
    """Each quote below an entry as written: its place, the clause that it belongs to, and the quote."""
    if isinstance(written, dict):
        clause = written.get("clause", clause)
        for name, value in written.items():
            if isinstance(value, str) and (name == "quote" or name.endswith("_quote")):
                yield (*at, name), clause, value
            elif name != "examples":
                yield from _quotes(value, clause, *at, name)
    elif isinstance(written, list):
        for index, item in enumerate(written):
            yield from _quotes(item, clause, *at, index)


def clause_text(text: str, clause: str) -> str | None:
    """The text of a clause whose own label starts exactly one line; None where the label alone doesn't tell."""
    if clause in (OPENING_LABEL, CLOSING_LABEL):
        return None
    starts = [match.start() for match in _LABEL.finditer(text) if match.group() == clause]
    if len(starts) != 1:
        return None
    after = _LABEL.search(text, starts[0] + len(clause))
    return text[starts[0] : after.start() if after else len(text)]


def _example_gaps(rule: Rule, book: AwardBook) -> Iterator[str]:
    cases: list[tuple[dict[str, FactValue], Evaluation]] = []
    for example in rule.examples:
        try:
            known = book.validate(example.given, rule.accepted_facts)
            cases.append((known, evaluate(rule, example.given, book, ANY_DAY, ALWAYS)))
        except FactError:
            continue
    givens = [known for known, _ in cases]
    for fact_id in rule.facts:
        if not any(fact_id in found.missing for _, found in cases):
            yield f"没有说 {fact_id}"
    if rule.beneficiaries.types:
        for kind in rule.beneficiaries.types:
            if not any(given.get(APPLICANT_FACT) == kind for given in givens):
                yield f"{APPLICANT_FACT} 是 {kind}"
        named = {*rule.beneficiaries.types, *rule.beneficiaries.unclear, None}
        left_out = {option.value for option in book.facts[APPLICANT_FACT].options} - named
        if left_out and not any(given.get(APPLICANT_FACT) not in named for given in givens):
            yield f"{APPLICANT_FACT} 是没有列出的一类"
        if rule.beneficiaries.unclear and not any(
            given.get(APPLICANT_FACT) in rule.beneficiaries.unclear for given in givens
        ):
            yield f"{APPLICANT_FACT} 是 unclear 里的一类"
    for leaf in leaves(rule.conditions) if rule.conditions is not None else ():
        if isinstance(leaf, Comparison):
            yield from _untried(leaf.fact, boundary_values(leaf, book.facts[leaf.fact]), book, givens)
        elif isinstance(leaf, Ratio):
            shares = [share for given in givens if (share := ratio_value(leaf.ratio, given)) is not None]
            for where, comparator in (("低于", "lt"), ("等于", "eq"), ("高于", "gt")):
                if not any(compare(comparator, share, leaf.ratio.share) for share in shares):
                    yield f"{leaf.ratio.part} 占 {leaf.ratio.whole} 的比例{where}条件里的数"
    yield from _amount_gaps(rule, book, givens)


def _untried(
    fact_id: str, values: Iterable[FactValue], book: AwardBook, givens: Sequence[Mapping[str, FactValue]]
) -> Iterator[str]:
    """The values of a fact that no example tries."""
    for value in values:
        if not any(given.get(fact_id) == value for given in givens):
            yield f"{fact_id} 是 {_plain(book.facts[fact_id], value)}"


def _plain(fact: Fact, value: FactValue) -> str:
    return format_yuan(value) if fact.type == "money" and isinstance(value, Decimal) else str(value)


def boundary_values(leaf: Comparison, fact: Fact) -> list[FactValue]:
    """The values at which a comparison has to be seen to work: n−1, n, n+1 within what is possible; true and false."""
    if fact.type == "flag":
        return [True, False]
    if fact.type == "choice":
        return list(leaf.operands)
    return near(fact, leaf.operands)


def near(fact: Fact, bounds: Iterable[FactValue]) -> list[FactValue]:
    """n−1, n and n+1 for each bound of a number, as far as possible; sums of money a fen apart."""
    step = Decimal("0.01") if fact.type == "money" else 1
    values: list[FactValue] = []
    for bound in bounds:
        if isinstance(bound, int | Decimal) and fact.min is not None and fact.max is not None:
            values += [value for value in (bound - step, bound, bound + step) if fact.min <= value <= fact.max]
    return list(dict.fromkeys(values))


def _amount_gaps(rule: Rule, book: AwardBook, givens: Sequence[Mapping[str, FactValue]]) -> Iterator[str]:
    amount = rule.amount
    if isinstance(amount, Table):
        yield from _untried(amount.fact, (row.level for row in amount.rows), book, givens)
    elif isinstance(amount, Tiered):
        bounds = [bound for tier in amount.tiers for bound in (tier.ge, tier.le, tier.lt) if bound is not None]
        yield from _untried(amount.fact, near(book.facts[amount.fact], bounds), book, givens)
    elif isinstance(amount, PerUnit) and amount.from_:
        yield from _untried(amount.fact, near(book.facts[amount.fact], [amount.from_]), book, givens)
    for index, cap in enumerate(rule.caps):
        if isinstance(amount, Discretionary):
            continue
        sums = [found for given in givens if (found := _against(rule, index, given)) is not None]
        for where, tried in (
            ("低于", any(total < limit for total, limit in sums)),
            ("等于", any(total == limit for total, limit in sums)),
            ("高于", any(total > limit for total, limit in sums)),
        ):
            if not tried:
                yield f"金额{where}上限{format_yuan(cap.yuan)}"


def _against(rule: Rule, index: int, given: Facts) -> tuple[Decimal, Decimal] | None:
    """The sum that comes to a cap, after the caps before it, and the most that this one lets through."""
    cap, before = rule.caps[index], rule.caps[:index]
    needed = [*amount_facts(rule.amount), *(earlier.items for earlier in before if earlier.items)]
    items = given.get(cap.items) if cap.items else 1
    if not isinstance(items, int) or items == 0 or any(name not in given for name in needed):
        return None
    return stages(rule, given, before)[-1].yuan, cap.yuan * items
