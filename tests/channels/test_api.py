"""The JSON API of the awards: the form, the answer, and that nothing that can be sent breaks it."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from sqlalchemy.exc import OperationalError

from channels.server import MAX_BODY
from policy_kb import knowledge
from policy_kb.knowledge import KnowledgeBase, KnowledgeBaseMissing
from policy_kb.settings import settings as program_settings
from tests.actions.knowledge import AS_OF, kb

__all__ = ["kb"]

FORM = "/api/v1/awards/form"
MATCH = "/api/v1/awards/match"
JSON_HEADERS = {"Content-Type": "application/json"}
CITY = "zhangzhou-2024"

Client = TestClient[Any, Any]


@pytest.fixture(autouse=True)
def answering(kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Answers come from the real notices, as of AS_OF."""
    monkeypatch.setattr(knowledge, "current", lambda: kb)
    monkeypatch.setenv("IPDESK_TODAY", AS_OF.isoformat())
    program_settings.cache_clear()
    yield
    monkeypatch.undo()
    program_settings.cache_clear()


async def post(client: Client, body: object, status: int = 200) -> dict[str, Any]:
    response = await client.post(MATCH, json=body)
    assert response.status == status, await response.text()
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    answer: dict[str, Any] = await response.json()
    return answer


def claim(answer: dict[str, Any], rule_id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in answer["claims"] if one["award"] == f"{CITY}/{rule_id}")
    return found


FIRM = {
    "region": "漳州市",
    "as_of": "2025-06-01",
    "facts": {
        "单位类型": "企业",
        "ISO56005评级": "四级",
        "intensive_products": 25,
        "newly_introduced": "no",
        "loan_principal_loss": "100万元",
    },
}


async def test_a_whole_answer(client: Client) -> None:
    answer = await post(client, FIRM)
    assert answer["schema"] == "ipdesk.claims/1"
    assert answer["as_of"] == "2025-06-01"
    assert answer["region"] == {"code": "350600", "name": "漳州市"}
    assert answer["facts"]["iso56005_level"] == {"label": "ISO56005评级", "value": 4, "text": "四级"}
    assert answer["facts"]["newly_introduced"]["value"] is False
    assert answer["facts"]["loan_principal_loss"] == {"label": "贷款本金损失", "value": 1000000, "text": "100万元"}
    assert [one["award"].removeprefix(f"{CITY}/") for one in answer["claims"]][:4] == [
        "iso56005",
        "patent-intensive-product",
        "pledge-risk-sharing",
        "overseas-enforcement-win",
    ]
    level = claim(answer, "iso56005")
    assert level["amount"] == {"yuan": 240000, "basis": "exact"}
    assert level["trace"] == [{"step": "四级对应24万元", "yuan": 240000}]
    assert (level["verdict"], level["standing"], level["because"]) == ("yes", "counts", "")
    assert (level["clause"], level["frequency"], level["payment"]) == ("（六）", "once", "补助")
    assert level["text"] == "一次性补助24万元"
    assert level["conditions"][0] == {
        "text": "申请的是企业",
        "state": "met",
        "reason": "",
        "quote": "对通过上述国际标准评级的企业",
    }
    assert level["units"]["lead"] == ["市市场监管局"]
    (total,) = answer["totals"]
    assert (total["yuan"], total["once"], total["yearly"]) == (340000, 240000, 100000)
    assert total["parts"] == [
        {"award": f"{CITY}/iso56005", "yuan": 240000},
        {"award": f"{CITY}/patent-intensive-product", "yuan": 100000},
    ]
    assert "就高、从优、不重复" in total["remark"]
    assert answer["not_added"] == []
    assert answer["missing"][0] == {
        "fact": "overseas_case_won",
        "question": "请问海外维权或者侵权纠纷应对的案件胜诉了吗？",
        "label": "海外维权或者侵权纠纷应对胜诉",
        "type": "flag",
    }
    for words in ("漳州市", "四级", "24万元", "34万元", "（六）", "审核为准", "还缺这些情况"):
        assert words in answer["text"]


async def test_the_same_answer_for_data_as_for_words(client: Client) -> None:
    facts = {
        "applicant_type": "enterprise",
        "iso56005_level": 4,
        "intensive_products": 25,
        "newly_introduced": False,
        "loan_principal_loss": 1000000.0,
    }
    assert await post(client, FIRM) == await post(client, {"region": 350600, "as_of": "2025-06-01", "facts": facts})


async def test_each_claim_quotes_its_notice_and_a_refused_one_says_why(client: Client, kb: KnowledgeBase) -> None:
    answer = await post(client, FIRM)
    for one in answer["claims"]:
        text = "".join(clause.text for clause in kb.sources[one["doc_id"]].clauses)
        assert one["quote"] in text
        assert all(condition["quote"] in text for condition in one["conditions"])
        assert (one["verdict"] == "unknown") == bool(one["missing"])
        assert ("amount" not in one) or one["verdict"] != "no"
    refused = claim(answer, "introduced-enterprise")
    assert (refused["verdict"], refused["trace"]) == ("no", [])
    assert "这一点不符合" in [condition["reason"] for condition in refused["conditions"]]


async def test_a_share_has_an_amount_only_once_the_loss_is_known(client: Client) -> None:
    known = claim(await post(client, FIRM), "pledge-risk-sharing")
    assert known["amount"] == {"yuan": 800000, "basis": "exact"}
    assert [step["yuan"] for step in known["trace"]] == [800000, 200000]
    assert "amount" not in claim(await post(client, {"region": "漳州市"}), "pledge-risk-sharing")


async def test_what_the_office_decides_is_at_most_in_every_word(client: Client, kb: KnowledgeBase) -> None:
    for facts in ({}, {"applicant_type": "企业", "overseas_case_won": True}, {"applicant_type": "运营机构"}):
        answer = await post(client, {"region": "漳州市", "facts": facts})
        for one in answer["claims"]:
            if kb.book.rules[one["award"]].amount.kind != "discretionary":
                continue
            assert one["verdict"] == "no" or (one["amount"]["basis"], "yuan" in one["amount"]) == ("at_most", False)
            for words in (one["text"], *(step["step"] for step in one["trace"])):
                assert "最高不超过" in words
        for line in answer["text"].splitlines():
            assert "20万元" not in line or "最高不超过20万元" in line


async def test_a_range_and_an_open_range(client: Client) -> None:
    answer = await post(client, {"region": "漳州市", "facts": {"applicant_type": "企业"}})
    assert claim(answer, "patent-intensive-product")["amount"] == {"min": 5000, "max": 100000, "basis": "range"}
    assert claim(answer, "local-standard")["amount"] == {"min": 50000, "basis": "range"}
    assert answer["totals"] == []


async def test_fen_and_shares_are_plain_data(client: Client) -> None:
    answer = await post(client, {"facts": {"loan_principal_loss": "333.33元", "high_value_share": "三分之一"}})
    assert answer["facts"]["high_value_share"] == {"label": "高价值发明专利的占比", "value": "1/3", "text": "1/3"}
    assert claim(answer, "pledge-risk-sharing")["amount"]["yuan"] == 266.66
    assert answer["facts"]["loan_principal_loss"]["value"] == 333.33
    assert "region" not in answer


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"region": "北京市", "facts": {"applicant_type": "企业"}}, "还没有收录北京市"),
        ({"region": "四川省", "facts": {"applicant_type": "企业"}}, "《"),
        ({"region": "漳州市", "as_of": "2030-01-01", "facts": {"applicant_type": "企业"}}, "文件不在有效期内"),
        ({"region": "漳州市"}, "单位的情况还没有写"),
        ({}, "没有写地区"),
    ],
)
async def test_where_nothing_can_be_claimed_the_text_says_why(client: Client, body: object, words: str) -> None:
    answer = await post(client, body)
    assert words in answer["text"]
    assert answer["totals"] == []
    assert "审核为准" in answer["text"]


async def test_the_form_draws_the_profile_and_its_answers_are_accepted(client: Client) -> None:
    response = await client.get(FORM, params={"region": "漳州市"})
    schema = await response.json()
    Draft202012Validator.check_schema(schema)
    level = schema["properties"]["facts"]["properties"]["iso56005_level"]
    assert level["oneOf"][3] == {"const": 4, "title": "四级"}
    assert level["x-question"].startswith("请问")
    products = schema["properties"]["facts"]["properties"]["intensive_products"]
    assert (products["type"], products["minimum"], products["maximum"], products["x-unit"]) == (
        "integer",
        0,
        100000,
        "件",
    )
    filled = {"region": "350600", "as_of": "2025-06-01", "facts": {"applicant_type": "enterprise", "iso56005_level": 4}}
    assert Draft202012Validator(schema).is_valid(filled)
    answer = await post(client, filled)
    asked = schema["properties"]["facts"]["properties"]
    assert {one["fact"] for one in answer["missing"]} <= set(asked)
    assert (await client.get(FORM)).status == 200


async def test_a_form_for_an_unknown_region_is_refused(client: Client) -> None:
    response = await client.get(FORM, params={"region": "亚特兰蒂斯"})
    assert response.status == 422
    assert "亚特兰蒂斯" in (await response.json())["fields"]["region"]


async def test_every_wrong_field_has_its_sentence(client: Client) -> None:
    body = {
        "region": "亚特兰蒂斯",
        "as_of": "x",
        "size": 1,
        "facts": {"iso56005_level": 9, "单位类型": "火星人", "x": 1},
    }
    answer = await post(client, body, 422)
    assert set(answer["fields"]) == {"region", "as_of", "size", "facts.iso56005_level", "facts.单位类型", "facts.x"}
    assert "只有一级到五级" in answer["fields"]["facts.iso56005_level"]
    assert answer["error"].endswith("另外还有5处要改。")


HOSTILE = [
    (b"", 400),
    (b"{", 400),
    (b"null", 400),
    (b"[]", 400),
    (b'"x"', 400),
    (b"NaN", 400),
    (b"\xff\xfe{}", 400),
    ('{"region": "漳州市"}'.encode("gb18030"), 400),
    (b'{"facts": {"intensive_products": NaN}}', 400),
    (b'{"facts": {"intensive_products": Infinity}}', 400),
    (b'{"facts": {"intensive_products": 1, "intensive_products": 2}}', 400),
    (b'{"facts": {"intensive_products": ' + b"9" * 10_000 + b"}}", 400),
    (b'{"facts": ' + b"[" * 20_000 + b"]" * 20_000 + b"}", 400),
    (b'{"facts": ' + b'{"a":' * 9_000 + b"1" + b"}" * 9_000 + b"}", 400),
    (b'{"facts": {"intensive_products": ' + b"9" * 4_000 + b"}}", 422),
    (b'{"facts": {"intensive_products": "' + b"9" * 10_000 + b'"}}', 422),
    (b'{"facts": {"intensive_products": 1e999}}', 422),
    (b'{"facts": {"loan_principal_loss": 1e308}}', 422),
    (b'{"facts": {"loan_principal_loss": 0.001}}', 422),
    (b'{"facts": {"high_value_share": "1/0"}}', 422),
    (b'{"facts": {"\\ud800": "\\udc00"}}', 422),
    (b'{"facts": {"applicant_type": "\\ud800"}}', 422),
    (b'{"\\ud800": 1}', 422),
    (b'{"region": "\\ud800"}', 422),
    (b'{"region": {"$ne": null}}', 422),
    (b'{"region": true}', 422),
    (b'{"as_of": 1e9}', 422),
    (b'{"facts": []}', 422),
    (b'{"facts": {"iso56005_level": {"a": 1}, "intensive_products": true, "newly_introduced": 5}}', 422),
    (b'{"facts": {' + b",".join(b'"u%d": 1' % n for n in range(4_000)) + b"}}", 422),
    (b'{"facts": {"' + b"x" * 60_000 + b'": 1}}', 422),
    (b'{"facts": {"x": "' + b"x" * 100_000 + b'"}}', 413),
    (b" " * (MAX_BODY + 1), 413),
]


@pytest.mark.parametrize(("body", "status"), HOSTILE, ids=[str(n) for n in range(len(HOSTILE))])
async def test_what_is_no_profile_is_refused_in_chinese(client: Client, body: bytes, status: int) -> None:
    response = await client.post(MATCH, data=body, headers=JSON_HEADERS)
    assert response.status == status
    answer = await response.json()
    json.dumps(answer, ensure_ascii=False).encode()
    sentences = [answer["error"], *answer.get("fields", {}).values()]
    assert all(re.search(r"[\u4e00-\u9fff].*[。？]$", sentence) for sentence in sentences)
    assert bool(answer.get("fields")) == (status == 422)


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_other_media_types_are_refused(client: Client, media_type: str) -> None:
    response = await client.post(MATCH, data=b"{}", headers={"Content-Type": media_type})
    assert response.status == 415
    assert "application/json" in (await response.json())["error"]


@pytest.mark.parametrize(("method", "path"), [("GET", MATCH), ("POST", FORM)])
async def test_wrong_methods_are_refused(client: Client, method: str, path: str) -> None:
    assert (await client.request(method, path)).status == 405


@pytest.mark.parametrize("error", [KnowledgeBaseMissing("x"), OperationalError("x", {}, Exception()), OSError("x")])
@pytest.mark.parametrize("path", [FORM, MATCH])
async def test_without_a_knowledge_base_the_sender_is_asked_to_wait(
    client: Client, monkeypatch: pytest.MonkeyPatch, path: str, error: Exception
) -> None:
    def away() -> KnowledgeBase:
        raise error

    monkeypatch.setattr(knowledge, "current", away)
    response = await (client.get(path) if path == FORM else client.post(path, json={}))
    assert response.status == 503
    assert response.headers["Retry-After"] == "3"
    assert "知识库" in (await response.json())["error"]


async def test_it_answers_before_the_assistant_is_loaded(make_client: Any) -> None:
    client = await make_client(started=False)
    assert (await post(client, FIRM))["totals"][0]["yuan"] == 340000


PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12)
NESTED = st.recursive(PLAIN, lambda x: st.lists(x, max_size=3) | st.dictionaries(st.text(max_size=5), x, max_size=3))
NAMES = st.sampled_from(["applicant_type", "iso56005_level", "intensive_products", "high_value_share", "单位类型"])
BODIES = NESTED | st.fixed_dictionaries(
    {},
    optional={
        "region": NESTED | st.sampled_from(["漳州市", "北京"]),
        "as_of": NESTED | st.dates(date(1990, 1, 1), date(2050, 1, 1)).map(str),
        "facts": NESTED | st.dictionaries(NAMES | st.text(max_size=5), NESTED | st.integers(0, 9), max_size=4),
    },
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(bodies=st.lists(BODIES, min_size=5, max_size=5))
async def test_whatever_is_sent_gets_an_answer_or_a_refusal(client: Client, bodies: list[object]) -> None:
    for body in bodies:
        response = await client.post(MATCH, data=json.dumps(body), headers=JSON_HEADERS)
        assert response.status in {200, 400, 422}
        answer = await response.json()
        assert answer["text"] if response.status == 200 else answer["error"]
