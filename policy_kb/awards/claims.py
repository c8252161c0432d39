"""Everything that one applicant can claim: all rules against one profile, exclusive groups resolved, sums that may be
added.

Two awards that both apply are added only within one notice that says itself how awards are drawn together; where the
notice says nothing, and between notices, they stand side by side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from policy_kb.awards.book import AwardBook
from policy_kb.awards.evaluation import Evaluation, apply
from policy_kb.awards.fact import Facts
from policy_kb.awards.rule import APPLICANT_FACT, Rule, Verdict
from policy_kb.awards.stacking import ExclusiveGroup, JointLimit, Stacking
from policy_kb.money import format_yuan
from policy_kb.notice import Validity

#: ``counts``: nothing stands against it. ``displaced``: another award of its group is paid instead. ``open``: which of
#: its group is paid depends on what is not known or decided yet.
Standing = Literal["counts", "displaced", "open"]

_ORDER: dict[Verdict, int] = {"yes": 0, "person": 1, "unknown": 2, "not_in_force": 3, "no": 4}
_POSSIBLE: tuple[Verdict, ...] = ("yes", "person", "unknown")
_NOTHING = Decimal(0)


@dataclass(slots=True)  # not frozen for the same reason as Evaluation
class Claim:
    """One award for the applicant, and how it stands beside those that it excludes; ``because`` is a sentence on that.

    ``certain`` is the sum in yuan that can be counted on, None where facts or decisions are still open; ``group`` is
    ``doc_id/group_id``.
    """

    evaluation: Evaluation
    certain: Decimal | None
    standing: Standing = "counts"
    because: str = ""
    group: str | None = None

    @property
    def rule(self) -> Rule:
        return self.evaluation.rule


@dataclass(frozen=True, slots=True)
class Total:
    """The certain sums of one notice added, in yuan: ``once`` and ``yearly`` (in one year), after its joint limits.

    ``parts`` are the awards added, each with what is left of it; ``displaced`` the certain ones that others exclude;
    ``limits`` the joint limits that cut, with what they leave.
    """

    doc: str
    yuan: Decimal
    once: Decimal
    yearly: Decimal
    parts: Mapping[str, Decimal]
    limits: tuple[tuple[JointLimit, Decimal], ...] = ()
    displaced: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Claims:
    """All awards for one applicant as of a day, best first; ``missing`` are the facts to ask, most telling first.

    ``not_added`` names notices whose awards stand side by side, because the notice doesn't say whether they add up.
    """

    on: date
    claims: tuple[Claim, ...]
    totals: tuple[Total, ...]
    not_added: tuple[str, ...]
    missing: tuple[str, ...]

    def of(self, *verdicts: Verdict) -> tuple[Claim, ...]:
        """The claims with one of these verdicts."""
        return tuple(claim for claim in self.claims if claim.evaluation.verdict in verdicts)


def claims(
    rules: Iterable[Rule],
    known: Facts,
    book: AwardBook,
    on: date,
    validities: Mapping[str, Validity],
    *,
    supposed: bool = False,
) -> Claims:
    """Apply all ``rules`` to facts that have been read and checked. ``validities`` are the notices', by doc_id.

    With ``supposed`` a sum counts as soon as the facts fix it, as if what is still open turned out well.
    """
    counted = _POSSIBLE if supposed else ("yes",)
    found = {rule.key: _claim(apply(rule, known, book, on, validities[rule.doc]), counted) for rule in rules}
    for doc, entry in book.stacking.items():
        for group in entry.groups:
            members = [found[key] for key in entry.keys_in(group, doc) if key in found]
            for claim in resolve(group, members, f"{doc}/{group.id}"):
                found[claim.rule.key] = claim
    listed = sorted(found.values(), key=_rank)
    totals, not_added = _totals(listed, book)
    return Claims(on, tuple(listed), totals, not_added, _missing(listed))


def _claim(evaluation: Evaluation, counted: tuple[Verdict, ...]) -> Claim:
    amount = evaluation.amount
    if amount is None or amount.basis != "exact" or evaluation.verdict not in counted:
        return Claim(evaluation, None)
    # What a fund bears of a loss is no money that the applicant draws.
    return Claim(evaluation, amount.yuan if evaluation.rule.payment != "分担" else None)


def resolve(group: ExclusiveGroup, members: Sequence[Claim], name: str) -> list[Claim]:
    """Which of several awards that exclude each other is paid; every one that isn't says why."""
    possible = [claim for claim in members if claim.evaluation.verdict in _POSSIBLE]
    if len(possible) < 2:
        return [replace(claim, group=name) for claim in members]
    first_wins = group.keep == "first"
    ordered = possible if first_wins else sorted(possible, key=lambda claim: -(claim.certain or 0))
    best = ordered[0]
    if best.certain is not None or (first_wins and best.evaluation.verdict == "yes"):
        settled = [best, *(_beside(claim, best, group) for claim in ordered[1:])]
    else:
        how = "排在前面的优先" if first_wins else "就高"
        why = f"这几项只能拿一项，{how}。现在有的还没定下来，定了才知道拿哪一项。"
        settled = [replace(claim, standing="open", because=why) for claim in possible]
    by_key = {claim.rule.key: claim for claim in settled}
    return [replace(by_key.get(claim.rule.key, claim), group=name) for claim in members]


def _beside(claim: Claim, best: Claim, group: ExclusiveGroup) -> Claim:
    """An award beside the one of its group that is paid as far as is known."""
    paid = f"（{format_yuan(best.certain)}）" if best.certain is not None else ""
    only_one = f"和“{best.rule.name}”{paid}只能拿一项"
    if group.keep == "first":
        return replace(claim, standing="displaced", because=f"{only_one}，那一项优先。")
    _, most = claim.evaluation.payable
    if most is not None and best.certain is not None and most <= best.certain:
        return replace(claim, standing="displaced", because=f"{only_one}，就高拿那一项。")
    return replace(claim, standing="open", because=f"{only_one}；这一项定下来如果更高，就拿这一项。")


def _rank(claim: Claim) -> tuple[int, bool, bool, Decimal, int]:
    """By verdict, then by what can come of it: the larger before the smaller, of equal ones the nearer to an answer."""
    evaluation = claim.evaluation
    verdict, amount = evaluation.verdict, evaluation.amount
    if amount is None:
        return _ORDER[verdict], False, False, _NOTHING, 0
    most = amount.max if amount.max is not None else amount.min
    vague = verdict == "yes" and amount.basis != "exact"
    return _ORDER[verdict], claim.standing == "displaced", vague, -most, len(evaluation.unasked)


def _totals(listed: Sequence[Claim], book: AwardBook) -> tuple[tuple[Total, ...], tuple[str, ...]]:
    """A total for each notice that lets its awards add up, and the notices that don't say whether theirs do."""
    by_doc: dict[str, list[Claim]] = {}
    for claim in listed:
        if claim.certain is not None and claim.standing != "open":
            by_doc.setdefault(claim.rule.doc, []).append(claim)
    totals: list[Total] = []
    not_added: list[str] = []
    for doc, certain in by_doc.items():
        parts = [claim for claim in certain if claim.standing == "counts"]
        if doc in book.stacking:
            if parts and len(certain) > 1:
                totals.append(_total(doc, parts, certain, book.stacking[doc]))
        elif len(parts) > 1:
            not_added.append(doc)
    return tuple(totals), tuple(not_added)


def _total(doc: str, parts: Sequence[Claim], certain: Sequence[Claim], entry: Stacking) -> Total:
    """``parts`` added after the joint limits, the narrower ones first: the wider then takes no more than it has to."""
    sums = {claim.rule.key: claim.certain or _NOTHING for claim in parts}
    limits = [(limit, entry.keys_in(limit, doc) or tuple(sums)) for limit in entry.limits]
    under = Counter(key for _, keys in limits for key in keys)
    cut: list[tuple[JointLimit, Decimal]] = []
    for limit, keys in sorted(limits, key=lambda item: len(item[1])):
        covered = [key for key in reversed(sums) if key in keys]
        excess = sum((sums[key] for key in covered), _NOTHING) - limit.yuan
        if excess > 0:
            cut.append((limit, limit.yuan))
            _reduce(sums, sorted(covered, key=lambda key: -under[key]), excess)
    yearly = sum((sums[claim.rule.key] for claim in parts if claim.rule.frequency == "yearly"), _NOTHING)
    whole = sum(sums.values(), _NOTHING)
    displaced = tuple(claim for claim in certain if claim.standing == "displaced")
    return Total(doc, whole, whole - yearly, yearly, sums, tuple(cut), displaced)


def _reduce(sums: dict[str, Decimal], order: Iterable[str], excess: Decimal) -> None:
    """Take ``excess`` from the sums in this order, so that the parts of a total add up to it."""
    for key in order:
        taken = min(sums[key], excess)
        sums[key] -= taken
        excess -= taken


def _missing(listed: Sequence[Claim]) -> tuple[str, ...]:
    """The kind of applicant, then the facts that alone settle most awards, then those that most awards ask for."""
    alone: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for claim in listed:
        wanted = claim.evaluation.unasked
        if not wanted or claim.standing == "displaced":
            continue
        named.update(wanted)
        if len(wanted) == 1:
            alone[wanted[0]] += 1
    return tuple(sorted(named, key=lambda fact: (fact != APPLICANT_FACT, -alone[fact], -named[fact])))
