"""Which answers are found again, by which words, and which are not; on each database."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from channels.conversations.models import ConversationRow, PastAnswerRow, PastTermRow
from channels.conversations.store import Counted, Draft, Store
from channels.past import writing
from channels.past.finding import COUNTED, places, shown
from channels.past.masking import HIDDEN
from channels.past.writing import keep_up
from policy_kb.models.engine import changing, reading


@pytest.fixture
def store(engine: Engine) -> Store:
    return Store(engine)


def by_staff(store: Store, session: str, question: str, answer: str, name: str = "王老师") -> int:
    talk = store.current(session).id
    asked, _ = store.add_from_user(talk, f"q{store.conversation(talk).number}-{question[:8].encode().hex()}", question)
    store.settle(talk, asked.seq)
    store.take(talk, name)
    return store.add_from_staff(talk, name, Draft("staff", answer, author=name))[0].seq


def by_assistant(store: Store, session: str, question: str, answer: str, region: str | None = None) -> tuple[str, int]:
    talk = store.current(session).id
    asked, _ = store.add_from_user(talk, f"a-{question[:8].encode().hex()}", question)
    custom = {"custom": {"citations": []}}
    [told] = store.settle(talk, asked.seq, [Draft("bot", answer, custom, counted=Counted(region=region))]) or []
    return talk, told.seq


def found(engine: Engine, query: str, **options: object) -> list[str]:
    return [one.answer for one in shown(engine, places(engine, query, **options), query)]  # type: ignore[arg-type]


def test_what_staff_wrote_is_found_by_the_words_of_question_and_answer(engine: Engine, store: Store) -> None:
    by_staff(store, "s1", "海外维权找谁帮忙", "可以先联系市里的保护中心登记。")
    assert found(engine, "海外维权") == []
    assert keep_up(engine) == 1
    assert keep_up(engine) == 0
    for query in ("海外维权", "保护中心登记", "海外 登记", "维权"):
        [one] = shown(engine, places(engine, query), query)
        assert (one.answer, one.question) == ("可以先联系市里的保护中心登记。", "海外维权找谁帮忙")
        assert (one.by_staff, one.author) == (True, "王老师")
        assert one.at.tzinfo is not None
    assert found(engine, "质押融资") == []
    assert found(engine, "海") == []
    assert found(engine, "") == []


def test_the_assistant_is_found_where_it_was_useful_and_as_long_as_it_is(engine: Engine, store: Store) -> None:
    talk, seq = by_assistant(store, "s1", "贯标能拿多少", "通过认证的奖励三万元整。")
    by_assistant(store, "s2", "贯标要多久", "贯标的时间文件没有写明。")
    keep_up(engine)
    assert found(engine, "贯标") == []
    store.rate(talk, seq, True, "")
    keep_up(engine)
    assert found(engine, "贯标") == ["通过认证的奖励三万元整。"]
    store.rate(talk, seq, False, "不对")
    keep_up(engine)
    assert found(engine, "贯标") == []
    store.rate(talk, seq, True, "")
    keep_up(engine)
    assert found(engine, "贯标") == ["通过认证的奖励三万元整。"]


def test_notes_and_greetings_are_no_answers(engine: Engine, store: Store) -> None:
    by_staff(store, "s1", "商标转让怎么办", "您好")
    talk = store.current("s1").id
    store.add_from_staff(talk, "王老师", Draft("note", "这位来访者问商标转让问过三次了", author="王老师"))
    keep_up(engine)
    assert found(engine, "商标转让") == []


def test_numbers_of_people_are_neither_shown_nor_found(engine: Engine, store: Store) -> None:
    by_staff(
        store,
        "s1",
        "我是13800138000，身份证35060019900101123X，想问专利导航",
        "专利导航的材料发到您的13800138000了，请查收。",
    )
    keep_up(engine)
    [one] = shown(engine, places(engine, "专利导航"), "专利导航")
    assert one.question.count(HIDDEN) == 2
    assert HIDDEN in one.answer
    assert "138" not in one.question + one.answer + one.snippet.text
    assert found(engine, "13800138000") == []
    with reading(engine) as rows:
        terms = set(rows.scalars(sa.select(PastTermRow.term)))
    assert not [term for term in terms if term.isdigit()]


def test_they_are_told_apart_by_who_answered_and_by_region(engine: Engine, store: Store) -> None:
    talk, seq = by_assistant(store, "s1", "质押融资贴息多少", "贴息按实际利息的一半算。", "350600")
    store.rate(talk, seq, True, "")
    by_staff(store, "s1", "质押融资找哪家银行", "质押融资可以找市里的合作银行。")
    by_staff(store, "s2", "质押融资要什么材料", "质押融资请准备专利证书原件。")
    keep_up(engine)
    assert len(found(engine, "质押融资")) == 3
    assert found(engine, "质押融资", by_staff=False) == ["贴息按实际利息的一半算。"]
    assert len(found(engine, "质押融资", by_staff=True)) == 2
    # A person's answer is about the region that was talked of.
    assert len(found(engine, "质押融资", regions=["350600"])) == 2
    assert found(engine, "质押融资", regions=["321282"]) == []
    assert found(engine, "质押融资", regions=[]) == []


def test_the_newest_come_first_and_those_with_all_words_before_others(engine: Engine, store: Store) -> None:
    by_staff(store, "s1", "地理标志怎么申请", "地理标志由县级以上政府提出申请。")
    by_staff(store, "s2", "地理标志有奖励吗", "地理标志获批有一次性奖励。")
    by_staff(store, "s3", "申请材料", "申请材料请看办事指南第二页。")
    keep_up(engine)
    assert found(engine, "地理标志") == ["地理标志获批有一次性奖励。", "地理标志由县级以上政府提出申请。"]
    assert found(engine, "地理标志申请")[0] == "地理标志由县级以上政府提出申请。"
    assert "地理标志获批有一次性奖励。" in found(engine, "地理标志申请")


def test_many_are_taken_in_by_and_by_and_the_newest_counted(
    engine: Engine, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "BATCH", 20)
    for number in range(COUNTED + 5):
        by_staff(store, f"s{number}", "专利奖励", f"专利奖励的第{number}种情况请看文件。")
    assert keep_up(engine) == COUNTED + 5
    every = places(engine, "专利奖励")
    assert len(every) == COUNTED
    assert [one.answer for one in shown(engine, every[:1], "专利奖励")] == [
        f"专利奖励的第{COUNTED + 4}种情况请看文件。"
    ]


def test_they_go_with_their_conversation(engine: Engine, store: Store) -> None:
    by_staff(store, "s1", "海外维权找谁", "可以联系市里的保护中心。")
    keep_up(engine)
    gone = places(engine, "海外维权")
    with changing(engine) as rows:
        rows.execute(sa.delete(ConversationRow))
    assert places(engine, "海外维权") == []
    assert shown(engine, gone, "海外维权") == []
    with reading(engine) as rows:
        for table in (PastAnswerRow, PastTermRow):
            assert rows.scalar(sa.select(sa.func.count()).select_from(table)) == 0
