from __future__ import annotations

from decimal import Decimal

from evaluation.collection import Expectation
from evaluation.money import worked_out, wrong_results


def calculated(yuan: int, *, verdict: str = "yes", region: str = "350600") -> list[dict[str, object]]:
    payload = {
        "kind": "calculation",
        "verdict": verdict,
        "region": {"code": region},
        "amount": {"yuan": yuan, "basis": "exact"},
    }
    return [{"text": f"奖励{yuan}元", "custom": payload}]


def test_sums_that_a_question_states():
    turn = Expectation("多少", yuan=60_000, says=(("6万元", "60000元"), ("（七）",)), figures=("5000元",))
    assert worked_out([turn]) == {Decimal(60_000), Decimal(5_000)}


def test_another_certain_sum_is_wrong():
    turn = Expectation("多少", yuan=60_000)
    assert wrong_results(turn, calculated(60_000)) == set()
    assert wrong_results(turn, calculated(65_000)) == {Decimal(65_000)}


def test_a_sum_with_open_conditions_is_not_certain():
    assert wrong_results(Expectation("多少", yuan=60_000), [{"text": "", "custom": {"kind": "question"}}]) == set()


def test_a_sum_where_nothing_is_to_be_had_is_wrong():
    turn = Expectation("能拿吗", verdict="no")
    assert wrong_results(turn, calculated(60_000)) == {Decimal(60_000)}
    assert wrong_results(turn, calculated(60_000, verdict="no")) == set()


def test_a_sum_that_must_not_be_told_is_wrong():
    assert wrong_results(Expectation("多少", never=("65000元",)), calculated(65_000)) == {Decimal(65_000)}


def test_where_a_region_has_no_sums_any_is_wrong_unless_it_is_another_regions():
    turn = Expectation("重庆奖多少", region="500000", never=("万元",))
    said = [{"text": "奖励6万元", "custom": {"kind": "award", "region": {"code": "500000"}}}]
    assert wrong_results(turn, said) == {Decimal(60_000)}
    said[0]["custom"]["region"]["code"] = "350600"
    assert wrong_results(turn, said) == set()
