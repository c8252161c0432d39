from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from policy_kb.awards import AwardBook, Evaluation, evaluate, load_book
from policy_kb.notice import Validity

ROOT = Path(__file__).parents[3]
CATALOGUE = ROOT / "policy_kb" / "catalogue"

Run = Callable[..., Evaluation]


@pytest.fixture(scope="session")
def book() -> AwardBook:
    return load_book(CATALOGUE)


@pytest.fixture(scope="session")
def run(book: AwardBook) -> Run:
    """Evaluate a rule of the one catalogue that holds awards by its short id, in force."""

    def evaluate_rule(rule_id: str, **facts: object) -> Evaluation:
        validity = Validity(date(2024, 2, 2), date(2029, 2, 1), None)
        return evaluate(book.rules[f"zhangzhou-2024/{rule_id}"], facts, book, date(2025, 6, 1), validity)

    return evaluate_rule
