from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from policy_kb import knowledge
from policy_kb.knowledge import load
from policy_kb.models import reading
from policy_kb.review.decisions import approve, pending
from policy_kb.review.difference import difference, words_between
from policy_kb.review.errors import ReviewError
from policy_kb.review.importing import import_notice
from policy_kb.review.log import history
from policy_kb.review.versions import retire, supersede
from policy_kb.search import search
from policy_kb.store import repository
from policy_kb.store.build import build
from tests.policy_kb.review.notices import MEASURES, NEWER, PLAN, faults

THEN, NOW = date(2025, 6, 1), date(2026, 6, 1)


@pytest.fixture
def docs(kb: Engine) -> tuple[str, str]:
    old = import_notice(kb, MEASURES.encode(), "old.txt", who="张三").doc_id
    new = import_notice(kb, NEWER.encode(), "new.txt", who="张三").doc_id
    for draft in pending(kb):
        if draft.kind == "award":
            approve(kb, draft.id, "李四")
    return old, new


def test_what_changed(kb: Engine, docs: tuple[str, str]) -> None:
    found = difference(kb, *docs)
    assert [clause.cite_label for clause in found.removed] == ["（三）"]
    assert found.added == ()
    first = next(pair for pair in found.changed if pair.new == "（一）")
    changes = [(words.change, words.text) for words in first.words if words.change != "same"]
    assert changes == [("removed", "5"), ("added", "8")]
    assert "".join(words.text for words in first.words if words.change != "removed") in NEWER
    [award] = found.awards_changed
    assert award.name == "首次认定奖励"
    assert any(place == "amount" and "5万元" in old and "8万元" in new for place, old, new in award.fields)
    assert difference(kb, docs[0], docs[0]).changed == ()
    with pytest.raises(ReviewError, match="没有编号为 nowhere"):
        difference(kb, "nowhere", docs[0])


def test_words_put_together_give_both_texts() -> None:
    old, new = "对企业一次性给予5万元奖励。\n责任单位：市科技局", "对高校一次性给予12.5万元奖励！"
    found = words_between(old, new)
    assert "".join(one.text for one in found if one.change != "added") == old
    assert "".join(one.text for one in found if one.change != "removed") == new


def test_a_question_about_then_finds_the_old_version(kb: Engine, docs: tuple[str, str]) -> None:
    old, new = docs
    assert supersede(kb, old, new, "王五") == date(2026, 4, 1)
    whole = load(kb)
    then, now = whole.as_of(THEN), whole.as_of(NOW)
    assert set(then.sources) == {old}
    assert set(now.sources) == {new}
    assert {rule.doc for rule in then.book.rules.values()} == {old}
    assert {rule.doc for rule in now.book.rules.values()} == {new}
    assert {hit.doc_id for hit in then.search("首次认定奖励")} == {old}
    assert {hit.doc_id for hit in now.search("首次认定奖励")} == {new}
    assert then.sources[old].in_force(THEN)
    assert then.sources[old].validity.until == date(2026, 3, 31)
    assert not then.sources[old].in_force(date(2026, 4, 1))
    assert now.as_of(THEN) is then
    assert whole.as_of(date(2026, 3, 31)).sources.keys() == {old}
    with reading(kb) as session:
        assert {hit.doc_id for hit in search(session, "首次认定奖励", on=THEN)} == {old}
        stored = repository.document(session, old)
    assert stored is not None
    assert (stored.status, stored.ended_on, stored.successor) == ("superseded", date(2026, 4, 1), new)
    act = history(kb, old)[-1]
    assert (act.who, act.action, act.detail["successor"]) == ("王五", "supersede", new)
    assert faults(kb) == []


def test_the_assistant_sees_the_version_of_its_day(
    kb: Engine, docs: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    supersede(kb, *docs, "王五")
    monkeypatch.setattr(knowledge, "connect", lambda: kb)
    for day, doc in ((THEN, docs[0]), (NOW, docs[1])):
        monkeypatch.setattr(knowledge, "today", lambda day=day: day)
        knowledge.forget()
        assert set(knowledge.current().sources) == {doc}
    knowledge.forget()


def test_a_retired_notice(kb: Engine, docs: tuple[str, str]) -> None:
    old, new = docs
    assert retire(kb, old, "王五", NOW) == NOW
    whole = load(kb)
    assert set(whole.as_of(THEN).sources) == {old, new}
    assert set(whole.as_of(NOW).sources) == {new}
    assert {hit.doc_id for hit in whole.as_of(NOW).search("首次认定奖励")} == {new}
    assert {hit.doc_id for hit in whole.as_of(THEN).search("首次认定奖励")} == {old, new}
    with pytest.raises(ReviewError, match="已经从 2026-06-01 起停用"):
        retire(kb, old, "王五")
    with pytest.raises(ReviewError, match="印发"):
        retire(kb, new, "王五", date(2020, 1, 1))


def test_versions_of_different_places_are_refused(kb: Engine, docs: tuple[str, str]) -> None:
    other = import_notice(kb, PLAN.encode(), "plan.txt", who="张三").doc_id
    with pytest.raises(ReviewError, match="不是同一个地方"):
        supersede(kb, docs[0], other, "王五")
    with pytest.raises(ReviewError, match="同一份"):
        supersede(kb, docs[0], docs[0], "王五")
    assert set(load(kb).as_of(NOW).sources) == {*docs, other}


def test_a_build_keeps_what_has_ended(kb: Engine, tmp_path: Path) -> None:
    sources = tmp_path / "none"
    (sources / "zhangzhou-1999.txt").write_text(MEASURES, encoding="utf-8")
    build(kb, sources, tmp_path / "lists")
    retire(kb, "zhangzhou-1999", "王五", NOW)
    (sources / "zhangzhou-1999.txt").write_text(MEASURES.replace("加强", "大力加强") + "\n", encoding="utf-8")
    assert build(kb, sources, tmp_path / "lists").written == ("zhangzhou-1999",)
    assert set(load(kb).as_of(NOW).sources) == set()
    with reading(kb) as session:
        stored = repository.document(session, "zhangzhou-1999")
    assert stored is not None
    assert stored.status == "retired"
