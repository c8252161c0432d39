from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Engine

from policy_kb.awards.claims import claims
from policy_kb.knowledge import load
from policy_kb.review.decisions import Draft, add, approve, drafts, pending, reject
from policy_kb.review.errors import EntryRefused, ReviewError
from policy_kb.review.importing import import_notice
from policy_kb.review.log import history
from tests.policy_kb.review.city import CITY
from tests.policy_kb.review.notices import faults

LIMIT = {
    "yuan": "50万元",
    "scope": "per_applicant_year",
    "clause": "六、（一）",
    "quote": "同一企业每年获得的奖补资金累计不超过50万元",
}
GROUP = {
    "id": "once",
    "rules": ["award-1", "award-4"],
    "keep": "highest",
    "clause": "六、（一）",
    "quote": "按照就高不重复的原则执行",
}


@pytest.fixture
def doc(kb: Engine) -> str:
    return import_notice(kb, CITY.encode(), "安庆.txt", who="张三").doc_id


def of_kind(engine: Engine, kind: str, number: int = 0) -> Draft:
    return [draft for draft in drafts(engine) if draft.kind == kind][number]


def approve_awards(engine: Engine) -> None:
    for draft in pending(engine):
        if draft.kind == "award" and draft.clause != "一、（二）":
            approve(engine, draft.id, "李四")


def test_it_is_proposed_and_no_limit_is_taken_for_an_award(kb: Engine, doc: str) -> None:
    draft = of_kind(kb, "stacking")
    assert draft.entry["principles"] == ["就高不重复"]
    [limit] = draft.entry["limits"]
    assert (limit["yuan"], limit["scope"]) == ("50万元", "per_applicant_year")
    assert not [one for one in drafts(kb, doc) if one.kind == "award" and "累计" in one.quote]
    approve(kb, draft.id, "李四")
    entry = load(kb).book.stacking[doc]
    assert entry.limits[0].yuan == Decimal(500_000)
    assert "累计不超过50万元" in entry.text
    assert faults(kb) == []


def test_exclusive_awards_count_once(kb: Engine, doc: str) -> None:
    approve_awards(kb)
    draft = of_kind(kb, "stacking")
    approve(kb, draft.id, "李四", {**draft.entry, "groups": [GROUP]})
    knowledge = load(kb)
    cost = next(fact for rule in knowledge.book.of(doc) for fact in rule.accepted_facts if "tiexi" in fact)
    facts = knowledge.book.validate({"applicant_type": "enterprise", cost: "40万元"})
    validities = {doc: knowledge.sources[doc].validity}
    found = claims(knowledge.book.of(doc), facts, knowledge.book, date(2026, 6, 1), validities)
    assert {claim.rule.id for claim in found.claims} >= {"award-1", "award-4"}
    assert knowledge.book.stacking[doc].groups[0].rules == ("award-1", "award-4")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"groups": [{**GROUP, "rules": ["award-1", "award-9"]}]}, "/award-9 这一项奖补"),
        ({"groups": [{**GROUP, "quote": "按就高原则"}]}, "里没有这句话"),
        ({"limits": [{**LIMIT, "yuan": "60万元"}]}, "引文里没有60万元这个数"),
        ({"limits": [{key: value for key, value in LIMIT.items() if key != "scope"}]}, "scope"),
        ({"principles": ["从优"]}, "引文里没有“从优”"),
        ({"clause": "九、"}, "没有 九、 这一条"),
    ],
)
def test_it_is_proven(kb: Engine, doc: str, change: dict[str, object], said: str) -> None:
    approve_awards(kb)
    draft = of_kind(kb, "stacking")
    with pytest.raises(EntryRefused, match=said):
        approve(kb, draft.id, "李四", {**draft.entry, **change})
    assert doc not in load(kb).book.stacking


def test_one_can_be_added_and_is_put_together_with_the_others(kb: Engine, doc: str) -> None:
    approve_awards(kb)
    draft = of_kind(kb, "stacking")
    without = {key: value for key, value in draft.entry.items() if key != "limits"}
    approve(kb, draft.id, "李四", without)
    extra = {
        "clause": "六、（一）",
        "text": "同一企业一年最多50万元。",
        "quote": LIMIT["quote"],
        "limits": [LIMIT],
    }
    add(kb, doc, "stacking", extra, "王五", note="漏读了")
    entry = load(kb).book.stacking[doc]
    assert entry.principles == ("就高不重复",)
    assert entry.limits[0].yuan == Decimal(500_000)
    assert (history(kb, doc)[-1].action, history(kb, doc)[-1].who) == ("add", "王五")
    with pytest.raises(ReviewError, match="已经写了原则"):
        add(kb, doc, "stacking", without, "王五")
    added = of_kind(kb, "stacking", 1)
    reject(kb, added.id, "王五", "不要了", revise=True)
    assert load(kb).book.stacking[doc].limits == ()


def test_an_award_can_be_edited_into_one_and_back(kb: Engine, doc: str) -> None:
    draft = of_kind(kb, "award", 1)
    entry = {
        "clause": "一、（二）",
        "text": "这一项最高12万元。",
        "quote": "最高不超过12万元",
        "limits": [{**LIMIT, "yuan": "12万元", "clause": "一、（二）", "quote": "最高不超过12万元"}],
    }
    other = of_kind(kb, "award").entry
    approve(kb, draft.id, "李四", {"stacking": entry})
    assert load(kb).book.stacking[doc].limits[0].yuan == Decimal(120_000)
    assert load(kb).book.of(doc) == ()
    approve(kb, draft.id, "李四", other, revise=True)
    assert doc not in load(kb).book.stacking
    assert [rule.id for rule in load(kb).book.of(doc)] == ["award-1"]


def test_an_award_that_a_rule_names_stays(kb: Engine, doc: str) -> None:
    approve_awards(kb)
    draft = of_kind(kb, "stacking")
    approve(kb, draft.id, "李四", {**draft.entry, "groups": [GROUP]})
    with pytest.raises(ReviewError, match="叠加规则因此不再成立"):
        reject(kb, of_kind(kb, "award").id, "李四", "不要了", revise=True)
    assert "award-1" in {rule.id for rule in load(kb).book.of(doc)}


def test_what_is_paid_for_each_one_more_is_no_sum(kb: Engine, doc: str) -> None:
    whole = "对企业当年度新认定专利密集型产品3件以上的，一次性给予6万元奖励"
    first = of_kind(kb, "award").entry["rule"]
    for quote, yuan in ((whole, "6万元"), ("每增加1件，增加奖励1万元", "1万元")):
        rule = {
            **{key: value for key, value in first.items() if key not in ("conditions", "frequency_quote")},
            "id": "each-more",
            "frequency": "none",
            "clause": "一、（二）",
            "beneficiaries": {"label": "企业", "quote": quote},
            "conditions": {"judged": "新认定专利密集型产品", "quote": quote},
            "amount": {"kind": "flat", "yuan": yuan, "quote": quote},
        }
        with pytest.raises(EntryRefused, match="不是一笔固定的金额"):
            add(kb, doc, "award", {"rule": rule}, "李四")
