"""What a conversation remembers."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from actions.dialogue import Choice, Dialogue, Focus, storable
from policy_kb.awards import FactValue
from tests.actions.talk import Talk


def test_a_dialogue_survives_the_tracker() -> None:
    dialogue = Dialogue(
        kind="award_amount",
        regions=("350600",),
        focus=Focus(awards=("zhangzhou-2024/iso56005",)),
        facts={"iso56005_level": 3, "first_certification": True, "loan_principal_loss": "1000000"},
        asked="applicant_type",
        choices=(Choice(title="甲", focus=Focus(topics=("iso56005",)), kind="eligibility"),),
        cited=(("zhangzhou-2024", "（六）"),),
        misses=1,
        turns=7,
        identified=True,
    )
    assert Dialogue.of(json.loads(json.dumps(dialogue.model_dump(mode="json")))) == dialogue


@pytest.mark.parametrize("slot", [None, {}, {"turns": "many"}, {"focus": 3}, {"choices": [{"title": None}]}])
def test_what_cannot_be_read_any_more_is_a_fresh_dialogue(slot: dict[str, Any] | None) -> None:
    assert Dialogue.of(slot) == Dialogue()


def test_fields_of_a_later_version_are_ignored() -> None:
    assert Dialogue.of({"turns": 2, "invented": 1}).turns == 2


def test_facts_are_stored_exactly(talk: Talk) -> None:
    facts: dict[str, FactValue] = {
        "high_value_share": Fraction(1, 3),
        "loan_principal_loss": Decimal("333.33"),
        "iso56005_level": 3,
        "first_certification": True,
        "applicant_type": "university",
    }
    stored = json.loads(json.dumps(storable(facts)))
    assert talk.kb.book.validate(stored) == facts


def test_an_empty_focus_is_false_and_any_field_makes_it_true() -> None:
    assert not Focus()
    assert all(Focus(**{name: ("x",)}) for name in Focus.model_fields)
