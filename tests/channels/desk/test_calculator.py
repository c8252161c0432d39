"""The calculator's endpoints: a form that is being filled in, a slip to print, and replies to choose from."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from policy_kb.knowledge import current
from tests.channels.staff import Person, SignIn

AWARDS, EVALUATE, SLIP, REPLIES = (
    f"/api/v1/desk/{tail}" for tail in ("awards", "awards/evaluate", "awards/slip", "replies")
)
PRODUCTS = "zhangzhou-2024/patent-intensive-product"
LEVELS = "zhangzhou-2024/iso56005"


async def evaluate(someone: Person, award: str, **facts: Any) -> Any:
    return await someone.post(EVALUATE, {"award": award, "facts": facts})


async def test_the_awards_to_choose_from(person: SignIn) -> None:
    clerk = await person("clerk")
    awards = (await clerk.get(AWARDS, region="漳州市"))["awards"]
    assert {one["notice"]["doc_id"] for one in awards} == {"zhangzhou-2024"}
    assert len(awards) == len(current().book.rules)
    assert next(one for one in awards if one["award"] == PRODUCTS)["pays"].startswith("每件5000元")
    assert (await clerk.get(AWARDS, region="北京市"))["awards"] == []


async def test_a_form_that_is_being_filled_in(person: SignIn) -> None:
    clerk = await person("clerk")
    empty = await evaluate(clerk, PRODUCTS)
    assert (empty["verdict"], empty["least"]) == ("unknown", 0)
    assert empty["most"] == 100_000
    assert next(field["fact"] for field in empty["fields"] if field["used"]) == "applicant_type"
    for field in empty["fields"]:
        Draft202012Validator.check_schema(field["field"])
    half = await evaluate(clerk, PRODUCTS, intensive_products=12)
    assert (half["verdict"], half["amount"], half["least"], half["most"]) == (
        "unknown",
        {"yuan": 60_000, "basis": "exact"},
        0,
        60_000,
    )
    whole = await evaluate(clerk, PRODUCTS, 单位类型="企业", intensive_products="十二件")
    assert (whole["verdict"], whole["least"], whole["most"]) == ("yes", 60_000, 60_000)
    assert whole["sentence"].startswith("符合条件：")
    assert "6万元" in whole["sentence"]
    assert whole["trace"][0]["yuan"] == 60_000
    known = {field["fact"]: field["known"]["text"] for field in whole["fields"] if "known" in field}
    assert known["intensive_products"] == "12件"


async def test_a_capped_sum_cites_its_cap(person: SignIn) -> None:
    capped = await evaluate(await person("clerk"), PRODUCTS, applicant_type="企业", intensive_products=25)
    assert capped["amount"]["yuan"] == 100_000
    step = capped["trace"][-1]
    assert "10万元" in capped["citations"][step["cite"]]["quote"]


async def test_every_step_and_condition_quotes_the_clause(person: SignIn) -> None:
    clerk = await person("clerk")
    for award, rule in current().book.rules.items():
        found = await evaluate(clerk, award)
        clause = current().sources[rule.doc].clause(rule.clause)
        assert clause is not None
        text = "".join(one.text for one in current().sources[rule.doc].clauses)
        assert all(citation["quote"] in text for citation in found["citations"])
        assert all(0 <= step["cite"] < len(found["citations"]) for step in found["trace"])
        assert {field["fact"] for field in found["fields"]} == set(rule.accepted_facts)


async def test_a_known_no_ends_the_questions_and_says_why(person: SignIn) -> None:
    found = await evaluate(await person("clerk"), LEVELS, applicant_type="高校")
    assert (found["verdict"], found["most"]) == ("no", 0)
    assert found["sentence"].startswith("按这些情况拿不到：")
    assert not any(field["used"] and "known" not in field for field in found["fields"])


async def test_outside_its_period_nothing_is_paid(person: SignIn) -> None:
    clerk = await person("clerk")
    found = await clerk.post(EVALUATE, {"award": LEVELS, "as_of": "2031-01-01", "facts": {}})
    assert (found["verdict"], found["least"], found["most"]) == ("not_in_force", 0, 0)


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({}, 422, "award"),
        ({"award": 1}, 422, "award"),
        ({"award": "zhangzhou-2024/nothing"}, 404, None),
        ({"award": PRODUCTS, "facts": {"intensive_products": -1}}, 422, "facts.intensive_products"),
        ({"award": PRODUCTS, "facts": {"没有的": 1}}, 422, "facts.没有的"),
        ({"award": PRODUCTS, "as_of": "x"}, 422, "as_of"),
        ({"award": PRODUCTS, "more": 1}, 422, "more"),
        ([], 400, None),
    ],
)
async def test_what_can_not_be_calculated(person: SignIn, body: object, status: int, field: str | None) -> None:
    answer = await (await person("clerk")).post(EVALUATE, body, status)
    assert field is None or field in answer["fields"]


async def test_a_slip_for_a_whole_enterprise(person: SignIn) -> None:
    facts = {"单位类型": "企业", "ISO56005评级": "四级", "intensive_products": 25}
    slip = await (await person("clerk")).post(SLIP, {"region": "漳州市", "facts": facts})
    assert (slip["title"], slip["as_of"], slip["contact"]) == (
        "知识产权奖补测算单",
        "2026-06-01",
        "12345 政务服务便民热线",
    )
    assert slip["told"][0]["text"] == "企业"
    first = slip["lines"][0]
    assert (first["outcome"], "24万元" in first["money"]) == ("可以申请", True)
    assert "《漳州市促进知识产权高质量发展若干措施》（六）" in first["basis"]
    assert "34万元" in slip["totals"][0]
    assert slip["remarks"][-1].endswith("以主管部门审核为准。")


async def test_a_slip_says_a_sum_once(person: SignIn) -> None:
    slip = await (await person("clerk")).post(
        SLIP, {"region": "漳州市", "facts": {"单位类型": "企业", "ISO56005评级": "四级"}}
    )
    steps = {line["name"]: line["steps"] for line in slip["lines"]}
    assert steps["新引进专利密集型企业奖励"] == ["一次性50万元"]
    assert steps["企业海外维权或侵权纠纷应对胜诉补助"] == [
        "一次性最高不超过20万元，具体数额根据维权成本或者应对成本核定"
    ]
    assert steps["企业通过ISO56005国际标准评级补助"] == ["四级对应24万元"]


async def test_a_slip_for_one_award_and_for_none(person: SignIn) -> None:
    clerk = await person("clerk")
    one = await clerk.post(SLIP, {"award": LEVELS, "facts": {"单位类型": "高校"}})
    assert [(line["outcome"], line["money"]) for line in one["lines"]] == [("不符合条件", "")]
    assert one["lines"][0]["open_points"]
    none = await clerk.post(SLIP, {"region": "北京市", "facts": {"单位类型": "企业"}})
    assert (none["lines"], none["totals"]) == ([], [])
    assert "没有可以列出的奖补" in none["remarks"][0]


async def test_replies_fit_the_question_and_bring_their_source(person: SignIn) -> None:
    clerk = await person("clerk")
    found = await clerk.post(REPLIES, {"question": "我们公司通过了ISO56005四级，能拿多少奖励？", "region": "漳州市"})
    best = found["suggestions"][0]
    assert best["id"] == LEVELS
    assert "24万元" in best["reply"]["text"]
    assert all(0 < one["fits"] <= 1 for one in found["suggestions"])
    assert len({one["id"] for one in found["suggestions"]}) == len(found["suggestions"])


async def test_where_nothing_fits_that_is_said(person: SignIn) -> None:
    found = await (await person("clerk")).post(REPLIES, {"question": "🙂 xqzv"})
    assert found["suggestions"] == []
    assert "没有找到" in found["sentence"]


async def test_a_slip_takes_no_sum_for_granted_that_is_not_certain(person: SignIn) -> None:
    slip = await (await person("clerk")).post(
        SLIP, {"award": "zhangzhou-2024/patent-transfer", "facts": {"transferred_patents": 12}}
    )
    (line,) = slip["lines"]
    assert (line["outcome"], line["money"]) == ("还要看具体情况，都符合时", "每年奖励6万元")
    assert "还不知道：申请的是高校和科研院所" in line["open_points"]
