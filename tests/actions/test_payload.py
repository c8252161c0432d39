"""The answer contract: every kind of payload, as JSON, with quotes that stand where they are said to."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from actions.answer import SCHEMA, Amount, Answer, Citation, Kind
from policy_kb.knowledge import KnowledgeBase
from tests.actions.knowledge import ROOT
from tests.actions.talk import Talk

#: One message at least for every kind of answer.
MESSAGES = [
    ("award_amount", "漳州专利转让奖多少", "award"),
    ("award_amount", "漳州高校今年向企业转让了12件发明专利奖多少", "calculation"),
    ("award_amount", "漳州知识产权质押贷款坏账本金100.5万，怎么分担", "calculation"),
    ("award_amount", "漳州企业海外维权胜诉补多少", "award"),
    ("award_amount", "重庆专利转让奖多少", "award"),
    ("award_amount", "深圳专利资助多少", "decline"),
    ("eligibility", "漳州高校转让了5件专利能拿吗", "eligibility"),
    ("how_to_apply", "漳州怎么申请团体标准奖励", "how_to_apply"),
    ("how_to_apply", "重庆怎么申请专利导航", "how_to_apply"),
    ("dispute_station", "淄博的知识产权纠纷去哪调解", "station"),
    ("dispute_station", "纠纷去哪调解", "station"),
    ("service_station", "四川一站式服务在哪", "station"),
    ("responsible_unit", "盘活存量专利谁牵头", "unit"),
    ("responsible_unit", "重庆存量专利归谁管", "unit"),
    ("responsible_unit", "这些政策归谁管", "unit"),
    ("contact", "漳州市场监管局电话多少", "unit"),
    ("contact", "漳州专利密集型产品问谁", "unit"),
    ("validity", "漳州措施哪天到期", "validity"),
    ("validity", "这些文件都还有效吗", "validity"),
    ("document_info", "靖江方案谁发的", "validity"),
    ("document_info", "这些文件都是谁发的", "list"),
    ("clause_content", "漳州第七条说了什么", "clause"),
    ("clause_content", "重庆关于专利导航怎么说", "clause"),
    ("clause_content", "四川第三部分讲什么", "clause"),
    ("clause_content", "靖江第二部分第一条讲什么", "clause"),
    ("target", "靖江万人发明专利拥有量目标多少", "target"),
    ("target", "靖江有哪些目标", "target"),
    ("target", "重庆的目标", "target"),
    ("definition", "什么是高价值发明专利", "definition"),
    ("definition", "33618是什么", "definition"),
    ("definition", "1亿元是什么", "definition"),
    ("list_policies", "收录了哪些政策", "list"),
    ("list_awards", "漳州有哪些奖励", "list"),
    ("compare_regions", "漳州和重庆专利转让哪个多", "compare"),
    ("stacking", "漳州两个奖能一起拿吗", "clause"),
    ("calculate", "我想算漳州转让奖励", "question"),
    ("greet", "你好", "smalltalk"),
    ("human", "转人工", "handover"),
]


def test_the_messages_cover_every_kind() -> None:
    assert {kind for _, _, kind in MESSAGES} == set(get_args(Kind))


#: The label under which the page that carries a notice is cited.
PAGE = "网页"


def _raw(doc_id: str) -> str:
    return (ROOT / "policy_kb" / "sources" / f"{doc_id}.txt").read_text(encoding="utf-8")


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


@pytest.mark.parametrize(("intent", "text", "kind"), MESSAGES)
def test_payload(talk: Talk, intent: str, text: str, kind: str) -> None:
    answer = talk.say(intent, text)
    payload = json.loads(json.dumps(answer.payload(), allow_nan=False))
    assert payload["schema"] == SCHEMA
    assert payload["kind"] == answer.kind == kind
    assert "text" not in payload
    assert set(payload) <= {
        *("schema", "kind", "region", "verdict", "amount", "missing", "trace", "citations", "units", "table"),
        "suggestions",
    }
    if "region" in payload:
        assert set(payload["region"]) == {"code", "name"}
        assert payload["region"]["name"]
        assert len(payload["region"]["code"]) == 6
    for key, value in payload.get("amount", {}).items():
        assert key in ("yuan", "min", "max", "basis")
        assert key == "basis" or _number(value)
    for step in payload["trace"]:
        assert step["step"]
        assert 0 <= step["cite"] < len(payload["citations"])
    for entry in payload["missing"]:
        assert entry["fact"] in talk.kb.book.facts
        assert entry["question"]
    assert [button["payload"] for button in answer.buttons()] == payload["suggestions"]
    _check_citations(talk.kb, payload["citations"])


def _check_citations(kb: KnowledgeBase, citations: list[dict[str, Any]]) -> None:
    for citation in citations:
        source = kb.sources[citation["doc_id"]]
        assert citation["document"] == source.title
        clause = source.clause(citation["clause"])
        whole = "\n".join(c.text for c in source.clauses)
        if clause is None:  # what only the page around the notice says, such as the day on which it went online
            assert citation["clause"] == PAGE, citation
            assert "元" not in citation["quote"]
            whole = _raw(source.doc_id)
        assert citation["quote"].strip(), citation
        for piece in citation["quote"].split("……"):
            assert _plain(piece) in _plain(clause.text if clause else whole) or _plain(piece) in _plain(whole), citation
        assert citation.get("valid_until") == (source.validity.until.isoformat() if source.validity.until else None)
        assert isinstance(citation["in_force"], bool)
        assert citation["issuers"] == list(source.stored.issuers)


def _plain(text: str) -> str:
    return "".join(text.split())


def test_citations_of_one_clause_are_of_that_clause(talk: Talk) -> None:
    """For money it is not enough that a quote stands somewhere in the document."""
    for intent, text, _ in MESSAGES:
        for citation in Talk(talk.kb).say(intent, text).citations:
            clause = talk.kb.sources[citation.doc_id].clause(citation.clause)
            if "元" in citation.quote:
                assert clause is not None
                assert _plain(citation.quote) in _plain(clause.text), citation


def test_money_is_a_plain_number_on_the_wire() -> None:
    answer = Answer(kind="award", text="x", amount=Amount(yuan=Decimal(60_000), basis="exact"))
    assert answer.payload()["amount"] == {"yuan": 60000, "basis": "exact"}
    assert isinstance(answer.payload()["amount"]["yuan"], int)
    cents = Answer(kind="award", text="x", amount=Amount(yuan=Decimal("0.01"), basis="exact"))
    assert cents.payload()["amount"]["yuan"] == 0.01


def test_what_the_contract_does_not_know_is_refused() -> None:
    with pytest.raises(ValidationError):
        Answer.model_validate({"kind": "poem", "text": "x"})
    with pytest.raises(ValidationError):
        Answer.model_validate({"kind": "award", "text": "x", "price": 3})
    with pytest.raises(ValidationError):
        Answer(kind="award", text="x", suggestions=("a",) * 7)
    with pytest.raises(ValidationError):
        Citation.model_validate({"document": "x", "doc_id": "y", "clause": "z", "quote": "q"})
