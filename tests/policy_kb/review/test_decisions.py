from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa
import yaml
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from policy_kb.awards import evaluate
from policy_kb.knowledge import load
from policy_kb.models import AwardRow, ReviewLogRow, reading
from policy_kb.review.decisions import Draft, approve, drafts, pending, reject
from policy_kb.review.errors import EntryRefused, ReviewError
from policy_kb.review.importing import import_notice
from policy_kb.review.log import history
from policy_kb.review.written import as_yaml
from policy_kb.store import repository
from policy_kb.store.build import build
from tests.policy_kb.review.notices import MEASURES, faults

DAY = date(2025, 6, 1)


@pytest.fixture
def doc(kb: Engine) -> str:
    return import_notice(kb, MEASURES.encode(), "措施.txt", who="张三").doc_id


def of_kind(engine: Engine, kind: str, number: int = 0) -> Draft:
    return [draft for draft in drafts(engine) if draft.kind == kind][number]


def test_an_approved_award_calculates(kb: Engine, doc: str) -> None:
    draft = of_kind(kb, "award")
    assert load(kb).book.of(doc) == ()
    number = load(kb).version.number
    entry = approve(kb, draft.id, "李四")
    knowledge = load(kb)
    assert knowledge.version.number == number + 1
    [rule] = knowledge.book.of(doc)
    assert rule.name == entry["rule"]["name"] == "首次认定奖励"
    validity = knowledge.sources[doc].validity
    found = evaluate(rule, {"applicant_type": "enterprise"}, knowledge.book, DAY, validity)
    assert found.amount is not None
    assert (found.amount.basis, found.amount.yuan) == ("exact", Decimal(50_000))
    # What can't be put into numbers is judged by a person, never passed over.
    assert found.verdict == "person"
    assert evaluate(rule, {"applicant_type": "university"}, knowledge.book, DAY, validity).verdict == "no"
    [decided] = [one for one in drafts(kb, doc) if one.id == draft.id]
    assert (decided.status, decided.who) == ("approved", "李四")
    assert decided.decided_at is not None
    assert faults(kb) == []


def test_a_new_fact_is_declared_with_the_award(kb: Engine, doc: str, tmp_path: Path) -> None:
    draft = of_kind(kb, "award", 1)
    rule = {
        **draft.entry["rule"],
        "conditions": {"fact": "patents_moved", "ge": 5, "quote": "当年度转让发明专利5件以上"},
        "beneficiaries": {"types": ["university"], "label": "高校", "quote": "对高校当年度转让"},
        "examples": [
            {"given": {"applicant_type": "university", "patents_moved": 5}, "verdict": "yes", "yuan": "3万元"},
            {"given": {"applicant_type": "university", "patents_moved": 4}, "verdict": "no"},
        ],
    }
    fact = {
        "id": "patents_moved",
        "type": "count",
        "label": "转让的发明专利",
        "question": "转让了几件？",
        "unit": "件",
        "min": 0,
        "max": 1000,
    }
    with pytest.raises(EntryRefused, match="条件里的 patents_moved 没有声明过"):
        approve(kb, draft.id, "李四", {"rule": rule})
    approve(kb, draft.id, "李四", {"facts": [fact], "rule": rule})
    knowledge = load(kb)
    [stored] = knowledge.book.of(doc)
    facts = {"applicant_type": "university", "patents_moved": 7}
    found = evaluate(stored, facts, knowledge.book, DAY, knowledge.sources[doc].validity)
    assert found.verdict == "yes"
    assert found.amount is not None
    assert found.amount.yuan == Decimal(30_000)
    # A build from the files keeps what was declared here.
    lists = tmp_path / "lists" / "topics.yaml"
    lists.write_text("# changed\n" + lists.read_text(encoding="utf-8"), encoding="utf-8")
    path = tmp_path / "lists" / "facts.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("label: 单位类型", "label: 单位的类型"), encoding="utf-8")
    assert build(kb, tmp_path / "none", tmp_path / "lists").lists_written
    assert "patents_moved" in load(kb).book.facts
    # It goes with the only award that asks for it.
    reject(kb, draft.id, "李四", "看错了", revise=True)
    assert "patents_moved" not in load(kb).book.facts
    assert load(kb).book.of(doc) == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rule: rule["amount"].update(yuan="6万元"), "引文里没有6万元这个数"),
        (lambda rule: rule["amount"].update(quote="一次性给予5万元的奖金"), "里没有这句话"),
        (lambda rule: rule.update(clause="（九）"), "没有 （九） 这一条"),
        (lambda rule: rule.update(topics=["nonsense"]), "没有 nonsense 这个主题"),
        (lambda rule: rule.update(colour="red"), "colour: 没有这一项，请删掉"),
        (lambda rule: rule.pop("name"), "name: 缺少这一项，请补上"),
        (lambda rule: rule["amount"].pop("kind"), "缺少 kind"),
        (lambda rule: rule.update(examples=[{"given": {}, "verdict": "yes"}]), "verdict 算出来是"),
        (lambda rule: rule["beneficiaries"].update(types=["martian"]), "没有 martian 这个选项"),
    ],
)
def test_an_award_is_proven_as_the_files_are(kb: Engine, doc: str, change, said: str) -> None:  # type: ignore[no-untyped-def]
    draft = of_kind(kb, "award")
    entry = yaml.safe_load(as_yaml(draft.entry))
    change(entry["rule"])
    text = as_yaml(entry)
    with pytest.raises(EntryRefused, match=said) as caught:
        approve(kb, draft.id, "李四", text)
    assert all(1 <= mistake.line <= text.count("\n") for mistake in caught.value.mistakes)
    with reading(kb) as session:
        assert session.scalar(sa.select(AwardRow)) is None
    assert of_kind(kb, "award").status == "draft"


def test_the_line_of_a_mistake(kb: Engine, doc: str) -> None:
    draft = of_kind(kb, "award")
    text = as_yaml(draft.entry).replace("5万元", "7万元", 1)
    line = next(number for number, one in enumerate(text.split("\n"), start=1) if "yuan: 7万元" in one)
    with pytest.raises(EntryRefused) as caught:
        approve(kb, draft.id, "李四", text)
    assert [mistake.line for mistake in caught.value.mistakes] == [line]
    with pytest.raises(EntryRefused, match="第 2 行"):
        approve(kb, draft.id, "李四", "rule:\n  id: ]\n")


def test_institutions_and_targets_are_known_at_once(kb: Engine, doc: str) -> None:
    approve(kb, of_kind(kb, "institution").id, "李四")
    approve(kb, of_kind(kb, "target").id, "李四")
    source = load(kb).sources[doc]
    assert [one.name for one in source.institutions] == ["漳州市知识产权保护中心"]
    assert [(str(one.value), one.unit, str(one.by)) for one in source.targets] == [("2000", "件", "2027-12-31")]
    assert source.reviewed is None
    names = {entry.surface for entry in load(kb).names()}
    assert "漳州市知识产权保护中心" in names
    wrong = {**of_kind(kb, "target").entry, "value": "3000"}
    with pytest.raises(EntryRefused, match="3000件"):
        approve(kb, of_kind(kb, "target").id, "李四", wrong, revise=True)
    assert len(load(kb).sources[doc].targets) == 1


def test_what_is_reviewed_of_the_notice_as_a_whole(kb: Engine, doc: str) -> None:
    approve(kb, of_kind(kb, "document").id, "李四")
    reviewed = load(kb).sources[doc].reviewed
    assert reviewed is not None
    assert reviewed.metadata.issuers == ("漳州市市场监督管理局",)
    assert str(reviewed.metadata.valid_until) == "2028-03-31"
    assert reviewed.application.deadline is None
    approve(kb, of_kind(kb, "window").id, "李四")
    approve(kb, of_kind(kb, "contact").id, "李四")
    reviewed = load(kb).sources[doc].reviewed
    assert reviewed is not None
    assert reviewed.application.deadline is not None
    assert "6月30日" in reviewed.application.deadline.quote
    assert reviewed.application.phone is not None
    assert "申报截止时间" in reviewed.application.statement.partition("没有写明")[0]
    reject(kb, of_kind(kb, "contact").id, "李四", "电话已经换了", revise=True)
    reviewed = load(kb).sources[doc].reviewed
    assert reviewed is not None
    assert reviewed.application.phone is None
    assert faults(kb) == []


def test_a_corrected_title_is_searched_by(kb: Engine, doc: str) -> None:
    draft = of_kind(kb, "document")
    approve(kb, draft.id, "李四", {**draft.entry, "short_title": "腾飞措施", "aliases": ["腾飞"]})
    knowledge = load(kb)
    assert {hit.doc_id for hit in knowledge.search("腾飞")} == {doc}
    with pytest.raises(EntryRefused, match="doc_id"):
        approve(kb, draft.id, "李四", {**draft.entry, "doc_id": "other-2020"}, revise=True)
    with reading(kb) as session:
        stored = repository.document(session, doc)
    assert stored is not None
    assert stored.short_title == "腾飞措施"


def test_decisions_are_kept(kb: Engine, doc: str) -> None:
    first, second = of_kind(kb, "award"), of_kind(kb, "award", 1)
    approve(kb, first.id, "李四", note="看过原文")
    with pytest.raises(ReviewError, match="为什么"):
        reject(kb, second.id, "王五", "  ")
    reject(kb, second.id, "王五", "重复")
    with pytest.raises(ReviewError, match="已经由王五退回"):
        approve(kb, second.id, "李四")
    with pytest.raises(ReviewError, match="已经由李四采用"):
        reject(kb, first.id, "李四", "改主意")
    with pytest.raises(ReviewError, match="没有 999999 号草稿"):
        approve(kb, 999_999, "李四")
    with pytest.raises(ReviewError, match="没有编号为 nowhere 的文件"):
        pending(kb, "nowhere")
    assert {draft.id for draft in pending(kb, doc)}.isdisjoint({first.id, second.id})
    acts = history(kb, doc)
    assert [(act.who, act.action) for act in acts] == [("张三", "import"), ("李四", "approve"), ("王五", "reject")]
    assert acts[1].detail["entry"]["rule"]["id"] == "award-1"
    assert acts[2].detail["reason"] == "重复"


@pytest.mark.parametrize("statement", ["UPDATE review_log SET who = '别人'", "DELETE FROM review_log"])
def test_the_log_cannot_be_changed(kb: Engine, doc: str, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), kb.begin() as connection:
        connection.execute(sa.text(statement))
    with reading(kb) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(ReviewLogRow)) == 1


def test_every_draft_of_a_plain_notice_can_be_accepted_as_it_is(kb: Engine, doc: str) -> None:
    for draft in pending(kb, doc):
        approve(kb, draft.id, "李四")
    assert pending(kb, doc) == []
    assert faults(kb) == []
    with reading(kb) as session:
        assert len(repository.load_book(session).rules) == 2
