"""How fast one applicant is matched against all awards: median and p95 in milliseconds of ``claims()``.

``cpu`` is the median of the processor time: on a busy machine it says more than the clock. The p95 holds the full
rounds of the garbage collector, which looks through all rules; ``--freeze`` takes them out of its sight first.

    python bench/awards.py [--rules 10 1000 10000] [--runs 40] [--freeze] [--output FILE]

The rules are variations of the reviewed ones (seeded, so that two runs measure the same): ids and notices of their own,
thresholds and sums multiplied, 50 to a notice, every fifth notice with an exclusive group and a joint limit. One
enterprise of which half of the facts are known is matched against all of them. The table says how many came out as
what. Reading the rules and reading the profile are not measured: the one is done once, the other is a matter of a
dozen facts.
"""

# ruff: noqa: INP001, S311, T201

from __future__ import annotations

import argparse
import gc
import json
import random
import statistics
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import policy_kb
from policy_kb.awards import AwardBook, ExclusiveGroup, JointLimit, Rule, Stacking, load_book
from policy_kb.awards.claims import Claims, claims
from policy_kb.notice import Validity

CATALOGUE = Path(policy_kb.__file__).parent / "catalogue"
GOAL_MS = 100.0
RULES_PER_NOTICE = 50
TODAY = date(2025, 6, 1)
PROFILE = {
    "applicant_type": "enterprise",
    "iso56005_level": 4,
    "intensive_products": 25,
    "newly_introduced": True,
    "new_invention_patents": 45,
    "loan_principal_loss": Decimal(1_000_000),
    "domestic_case_won": True,
    "drafted_standards": 3,
}


@dataclass(frozen=True, slots=True)
class Measured:
    """One size; times in milliseconds, ``mix`` counts the verdicts."""

    rules: int
    runs: int
    median: float
    p95: float
    cpu: float
    microseconds_per_rule: float
    mix: Mapping[str, int]
    totals: int


def varied(rule: Rule, number: int, chance: random.Random) -> Rule:
    """The same measure of another notice: its thresholds and sums multiplied, and another kind of applicant."""
    factor = chance.choice((1, 1, 2, 3))
    data: dict[str, Any] = rule.model_dump(by_alias=True, exclude={"examples", "aliases", "topics"}, exclude_none=True)
    data = _multiplied(data, factor)
    data |= {"id": f"measure-{number}", "doc": _notice(number), "aliases": ("x",), "topics": ("x",)}
    who = data["beneficiaries"]
    if who.get("types") and chance.random() < 0.4:
        who["types"], who["unclear"] = ("enterprise",), ()
    return Rule.model_validate(data)


def _multiplied(data: Any, factor: int) -> Any:
    """Every sum, and every threshold of a count, multiplied."""
    if isinstance(data, dict):
        return {
            name: _times(value, factor) if name in ("ge", "yuan", "step", "base", "at_most", "from") else value
            for name, value in ((name, _multiplied(value, factor)) for name, value in data.items())
        }
    if isinstance(data, list | tuple):
        return tuple(_multiplied(item, factor) for item in data)
    return data


def _times(value: Any, factor: int) -> Any:
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    # A level has five values at most; only larger numbers are thresholds of counts.
    return value * factor if is_number and value > 5 else value


def _notice(number: int) -> str:
    return f"notice-{number // RULES_PER_NOTICE}"


def book_of(size: int) -> AwardBook:
    """An award book with so many rules."""
    reviewed = load_book(CATALOGUE)
    patterns = list(reviewed.rules.values())
    chance = random.Random(7)
    made = [varied(patterns[number % len(patterns)], number, chance) for number in range(size)]
    stacking = {
        doc: Stacking(
            clause="（一）",
            principles=("不重复",),
            text="不重复。",
            quote="不重复",
            groups=(ExclusiveGroup(id="one", rules=tuple(ids[:4]), clause="（一）", quote="只能拿一项"),),
            limits=(JointLimit(yuan=Decimal(300_000), scope="per_applicant_year", clause="（一）", quote="30万元"),),
        )
        for doc, ids in _ids(made).items()
        if int(doc.removeprefix("notice-")) % 5 == 0 and len(ids) >= 4
    }
    return AwardBook(reviewed.facts, {rule.key: rule for rule in made}, stacking)


def _ids(rules: Sequence[Rule]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for rule in rules:
        found.setdefault(rule.doc, []).append(rule.id)
    return found


def measure(size: int, runs: int, *, freeze: bool) -> Measured:
    book = book_of(size)
    rules = list(book.rules.values())
    known = book.validate(PROFILE)
    always, ended = Validity(None, None, None), Validity(None, TODAY - timedelta(days=1), None)
    docs = list(_ids(rules))
    validities = {doc: ended if number % 10 == 9 else always for number, doc in enumerate(docs)}
    found: Claims = claims(rules, known, book, TODAY, validities)
    times: list[float] = []
    spent: list[float] = []
    gc.collect()
    if freeze:
        gc.freeze()
    for _ in range(runs):
        before, used = time.perf_counter(), time.process_time()
        found = claims(rules, known, book, TODAY, validities)
        times.append((time.perf_counter() - before) * 1_000)
        spent.append((time.process_time() - used) * 1_000)
    gc.unfreeze()
    median, p95 = statistics.median(times), statistics.quantiles(times, n=20, method="inclusive")[18]
    mix = Counter(claim.evaluation.verdict for claim in found.claims)
    cpu = statistics.median(spent)
    return Measured(size, runs, median, p95, cpu, cpu * 1_000 / size, dict(mix.most_common()), len(found.totals))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rules", type=int, nargs="+", default=[10, 1_000, 10_000])
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--freeze", action="store_true", help="keep the rules out of the garbage collector's sight")
    parser.add_argument("--output", type=Path, help="write the results as JSON")
    options = parser.parse_args()
    print(f"{'rules':>8}{'runs':>6}{'median ms':>11}{'p95 ms':>9}{'cpu ms':>9}{'µs/rule':>9}{'totals':>8}  mix")
    results = []
    for size in sorted(options.rules):
        one = measure(size, options.runs, freeze=options.freeze)
        results.append(one)
        mix = ", ".join(f"{verdict} {count / size:.0%}" for verdict, count in one.mix.items())
        print(
            f"{one.rules:>8,}{one.runs:>6}{one.median:>11.2f}{one.p95:>9.2f}{one.cpu:>9.2f}{one.microseconds_per_rule:>9.1f}"
            f"{one.totals:>8}  {mix}",
            flush=True,
        )
    largest = results[-1]
    verdict = "reached" if largest.median < GOAL_MS else "missed"
    print(f"goal for {largest.rules:,} rules: under {GOAL_MS:.0f} ms, {verdict}")
    if options.output is not None:
        options.output.write_text(json.dumps([asdict(one) for one in results], indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
