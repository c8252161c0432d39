"""What is understood, read from a parse result as the pipeline gives it."""

from __future__ import annotations

from evaluation.understanding import understood, written_facts
from policy_kb.knowledge import current
from policy_kb.language.reading import read


def parsed(text: str, *ranking: tuple[str, float]) -> dict[str, object]:
    from bot.components.reader import entities_of

    entries = [{"name": name, "confidence": share} for name, share in ranking]
    entities = entities_of(read(text, current().lexicon))
    return {"text": text, "intent": entries[0], "intent_ranking": entries, "entities": entities}


def test_names_and_facts_of_a_message():
    found = understood(parsed("我们是高校，今年向漳州企业转让了12件发明专利，能奖多少", ("award_amount", 0.9)))
    assert any(("region", "350600") in name for name in found.names)
    assert found.facts == written_facts({"applicant_type": "university", "transferred_patents": 12})


def test_sums_and_shares_are_compared_by_value():
    found = understood(parsed("质押贷款坏账本金37.5万元怎么分担", ("award_amount", 0.9)))
    assert found.facts == written_facts({"loan_principal_loss": "375000元"})
    assert written_facts({"high_value_share": "1/2"}) == written_facts({"high_value_share": "50%"})


def test_held_back_by_the_fallback_the_best_intent_is_still_known():
    found = understood(parsed("漳州", ("nlu_fallback", 0.8), ("inform", 0.15), ("more", 0.1)))
    assert (found.intent, found.best, found.confidence) == ("nlu_fallback", "inform", 0.15)
