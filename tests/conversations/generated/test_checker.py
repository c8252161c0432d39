"""The checker reports what it is there to report: doctored replies beside right ones."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from policy_kb.knowledge import KnowledgeBase, current
from tests.conversations.generated import spoken
from tests.conversations.generated.checker import faults
from tests.conversations.generated.results import result, total
from tests.conversations.generated.speaker import Turn, conversation

_CLAUSE = {"transfer": "（七）", "products": "（九）", "pledge": "（十）", "overseas": "（十二）"}
_UNIVERSITY = {"applicant_type": "university"}
_TWELVE = result("patent-transfer", {**_UNIVERSITY, "transferred_patents": 12})
_FIFTEEN = result("patent-transfer", {**_UNIVERSITY, "transferred_patents": 15})
_WON = result("overseas-enforcement-win", {"applicant_type": "enterprise", "overseas_case_won": True})
_LOSS = result("pledge-risk-sharing", {"loan_principal_loss": Decimal(1_000_000)})


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return current()


def said(text: str, about: str = "transfer") -> list[dict[str, Any]]:
    """A reply that cites the clause of an award."""
    citations = [{"doc_id": "zhangzhou-2024", "clause": _CLAUSE[about], "quote": "一次性给予99万元"}]
    return [{"text": text, "custom": {"citations": citations, "amount": {"yuan": 990000}}}]


@pytest.mark.parametrize(
    ("turn", "reply"),
    [
        (Turn("12件", _TWELVE), said("可以拿，每年奖励6万元。\n算法：3万元 + 5000元 × (12 − 6) = 6万元。")),
        (
            Turn("70件", result("patent-transfer", {**_UNIVERSITY, "transferred_patents": 70})),
            said("可以拿，每年奖励30万元。\n算法：3万元 + 5000元 × (70 − 6)，超过每年30万元的上限，按30万元算。"),
        ),
        (Turn("赢了", _WON), said("可以拿，一次性最高不超过20万元，根据成本核定。", "overseas")),
        (
            Turn("100万", _LOSS, told=frozenset({Decimal(1_000_000)})),
            said("风险补偿资金承担80万元，合作银行承担20万元。\n说明：1亿元是资金的规模，不是补助金额。", "pledge"),
        ),
        (
            Turn("2所高校和1家研究院各12件", total([_TWELVE, _TWELVE], [2, 1])),
            said("一共18万元。\n· 2所高校：每所6万元 × 2 = 12万元\n· 1家科研院所：每家6万元 × 1 = 6万元"),
        ),
        (Turn("十来件", _TWELVE, spoilt=True, summed=True), said("请您给一个确切的数，每年最高不超过30万元。")),
    ],
)
def test_right_replies_pass(kb: KnowledgeBase, turn: Turn, reply: list[dict[str, Any]]) -> None:
    assert faults(turn, reply, kb) == []


@pytest.mark.parametrize(
    ("turn", "reply", "fault"),
    [
        pytest.param(Turn("12件", _TWELVE), said("可以拿，每年奖励6.5万元。"), "65000 yuan is neither", id="wrong"),
        pytest.param(Turn("12件", _TWELVE), said("可以拿。"), "right sum of 60000 yuan", id="missing"),
        pytest.param(Turn("12件", _TWELVE), said("依据：“每家6万元”"), "right sum of 60000 yuan", id="only-quoted"),
        pytest.param(Turn("12件", _TWELVE), said("可以拿，每年奖励99万元。"), "990000 yuan is neither", id="payload"),
        pytest.param(
            Turn("不对，是15件", _FIFTEEN),
            said("可以拿，奖励7.5万元（不是6万元）。"),
            "60000 yuan is neither",
            id="stale",
        ),
        pytest.param(
            Turn("12件", _TWELVE),
            said("可以拿，每年奖励6万元，即30万元。"),
            "300000 yuan stands in",
            id="cap-as-result",
        ),
        pytest.param(
            Turn("100万", _LOSS), said("承担80万元和20万元。银行可以得到1亿元。", "pledge"), "size of a fund", id="fund"
        ),
        pytest.param(
            Turn("赢了", _WON), said("可以拿，补助20万元。", "overseas"), "ceiling as a promise", id="ceiling"
        ),
        pytest.param(
            Turn("5件", result("patent-transfer", {**_UNIVERSITY, "transferred_patents": 5})),
            said("可以拿，每年奖励3万元。"),
            "promises what is not certain",
            id="refused",
        ),
        pytest.param(
            Turn("十来件", result("patent-transfer", _UNIVERSITY), spoilt=True, summed=True),
            said("按您说的10件，每年奖励5万元。"),
            "calculates with a value",
            id="approximate",
        ),
        pytest.param(
            Turn("重庆呢", total([]), asks=False, region="chongqing-2024"), said("3万元"), "30000", id="region"
        ),
        pytest.param(Turn("12件", _TWELVE), [], "no reply", id="silence"),
    ],
)
def test_doctored_replies_are_reported(kb: KnowledgeBase, turn: Turn, reply: list[dict[str, Any]], fault: str) -> None:
    assert any(fault in found for found in faults(turn, reply, kb)), faults(turn, reply, kb)


def test_a_conversation_is_its_number() -> None:
    assert [conversation(number) for number in range(50)] == [conversation(number) for number in range(50)]
    assert all(1 <= len(conversation(number)) <= 7 for number in range(200))


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "零"), (10, "十"), (12, "十二"), (20, "二十"), (105, "一百零五"), (110, "一百一十"), (3330, "三千三百三十")],
)
def test_chinese_numerals(number: int, text: str) -> None:
    assert spoken.chinese(number) == text
