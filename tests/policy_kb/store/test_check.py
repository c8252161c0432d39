from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from policy_kb.models import reading
from policy_kb.store.build import build
from policy_kb.store.check import check, quotes_in
from policy_kb.store.export import export
from tests.policy_kb.store.sample import AWARDS, INSTITUTION, TERM, TOPIC, Sample, read


def faults(engine: Engine, sample: Sample) -> list[str]:
    build(engine, sample.sources, sample.catalogue, read_notice=read)
    with reading(engine) as session:
        return [str(fault) for fault in check(session).faults]


def test_a_sound_knowledge_base(engine: Engine, sample: Sample) -> None:
    assert faults(engine, sample) == []
    with reading(engine) as session:
        report = check(session)
    assert (report.documents, report.clauses) == (3, 18)
    # document.yaml 5 + 5, stacking 1, awards 3 rows + 5 + 2 + 2 inside, institution 1, target 2, term 1
    assert report.quotes == 10 + 1 + 3 + 9 + 1 + 2 + 1


def test_a_quote_that_stands_nowhere(engine: Engine, sample: Sample) -> None:
    sample.write("alpha-2024/institutions.yaml", {"institutions": [{**INSTITUTION, "quote": "依托丙海中心"}]})
    assert faults(engine, sample) == ["alpha-2024 （三） [institution alpha_centre]：原文里没有这句话：依托丙海中心"]


def test_a_quote_of_another_clause(engine: Engine, sample: Sample) -> None:
    sample.write("alpha-2024/institutions.yaml", {"institutions": [{**INSTITUTION, "quote": "推行国际标准"}]})
    assert len(found := faults(engine, sample)) == 1
    assert "在别的条款里" in found[0]


def test_a_clause_and_a_document_that_are_not_there(engine: Engine, sample: Sample) -> None:
    wrong = {"citations": [{"doc": "delta-2020", "clause": "一、", "quote": "任务"}]}
    sample.write("glossary.yaml", {"terms": [{**TERM, **wrong}]})
    sample.write("topics.yaml", {"topics": [{**TOPIC, "clauses": {"alpha-2024": ["（九）"]}}]})
    assert sorted(faults(engine, sample)) == [
        "alpha-2024 （九） [topic pledge]：引用了不存在的条款",
        "delta-2020 一、 [term 专利导航.citations[0]]：引用了没有收录的文件",
    ]


def test_a_number_changed_in_the_notice_shows_in_the_awards(engine: Engine, sample: Sample) -> None:
    path = sample.sources / "alpha-2024.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("奖励5000元", "奖励6000元"), encoding="utf-8")
    found = faults(engine, sample)
    assert found
    assert all("award transfer" in fault for fault in found)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE clauses SET start_offset = start_offset + 1 WHERE cite_label = '（三）'", "位置与全文对不上"),
        ("UPDATE clause_units SET name = '市气象局' WHERE name = '市教育局'", "没有这个单位：市气象局"),
    ],
)
def test_what_was_changed_in_the_database(engine: Engine, sample: Sample, statement: str, said: str) -> None:
    assert faults(engine, sample) == []
    with engine.begin() as connection:
        connection.execute(sa.text(statement))
    with reading(engine) as session:
        found = check(session).faults
    assert len(found) == 1
    assert said in str(found[0])


def test_quotes_take_the_nearest_clause() -> None:
    entry = {
        "clause": "一、",
        "quote": "甲",
        "inner": [{"quote": "乙"}, {"clause": "二、", "quote": "丙", "frequency_quote": "丁"}],
        "other": {"doc": "b-2", "quote": "戊"},
        "count": 3,
    }
    found = [(quote.doc_id, quote.clause, quote.text) for quote in quotes_in(entry, "entry", "a-1")]
    assert found == [
        ("a-1", "一、", "甲"),
        ("a-1", "一、", "乙"),
        ("a-1", "二、", "丙"),
        ("a-1", "二、", "丁"),
        ("b-2", "一、", "戊"),
    ]


def test_export(engine: Engine, sample: Sample) -> None:
    build(engine, sample.sources, sample.catalogue, read_notice=read)
    with reading(engine) as session:
        exported = json.loads(json.dumps(export(session)))
    alpha, beta, gamma = exported["documents"]
    assert [alpha["doc_id"], beta["doc_id"], gamma["doc_id"]] == ["alpha-2024", "beta-2017", "gamma-2023"]
    assert (alpha["effective_on"], alpha["expires_on"], alpha["issued_on"]) == ("2024-03-01", "2029-03-01", None)
    assert alpha["clauses"][2] == {
        "label": "（一）",
        "clause": "（一）",
        "title": "盘活存量专利",
        "path": ["一、", "（一）"],
        "lead_units": ["市市场监管局"],
        "responsible_units": ["市财政局", "市教育局"],
    }
    transfer, loss, standard = alpha["awards"]
    assert transfer["kind"] == "per_unit"
    assert transfer["amounts"] == [30000, 5000]
    assert transfer["cap"] == 300000
    assert transfer["who"] == "高校"
    assert transfer["condition"] == "转让发明专利6件以上"
    assert transfer["quote"] == AWARDS["rules"][0]["amount"]["quote"]  # type: ignore[index]
    assert (loss["kind"], loss["amounts"], loss["cap"], loss["ratio"]) == ("ratio", [], None, 0.8)
    assert (standard["kind"], standard["amounts"]) == ("tiered", [80000, 120000])
    assert alpha["stations"][0]["role"] == "纠纷调解、维权援助"
    assert alpha["stations"][0]["clause"] == "（三）"
    target = beta["targets"][0]
    assert (target["value"], target["unit"], target["by"]) == (13.5, "件", "2018-12-31")
    assert gamma["region"] is None
    assert gamma["awards"] == []
    assert len(gamma["clauses"]) == 4
