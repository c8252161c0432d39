"""What is old is deleted, in small steps; what it counted stays. On each database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from channels.conversations.models import (
    Base,
    ConversationRow,
    DayCountRow,
    HandoverRow,
    MessageRow,
    RatingRow,
)
from channels.conversations.store import Counted, Draft, Store
from channels.overview.making import overview
from channels.overview.parts import OverviewQuery
from channels.past.writing import keep_up
from channels.upkeep import retention
from channels.upkeep.retention import forget_old
from policy_kb.models.engine import changing, reading

NOW = datetime(2026, 6, 1, 4, tzinfo=UTC)
OLD = NOW - timedelta(days=200)


def talked(engine: Engine, session: str, at: datetime, words: str = "专利奖励多少") -> str:
    """A conversation of that time: asked, answered, rated, handed over, answered by a person."""
    store = Store(engine)
    talk = store.current(session, "kiosk").id
    asked, _ = store.add_from_user(talk, "a", words)
    counted = Counted("award", "350600", "award_amount", "funding", 1234)
    [answer] = store.settle(talk, asked.seq, [Draft("bot", "奖励五千元，见文件。", counted=counted)]) or []
    store.rate(talk, answer.seq, True, "说得很清楚")
    store.ask_for_person(talk)
    store.take(talk, "王老师")
    store.add_from_staff(talk, "王老师", Draft("staff", "请到服务大厅领取奖励。", author="王老师"))
    with changing(engine) as rows:
        for table, columns in (
            (ConversationRow, ("started_at", "last_at")),
            (MessageRow, ("at",)),
            (RatingRow, ("at",)),
            (HandoverRow, ("asked_at", "taken_at")),
        ):
            where = {
                ConversationRow: ConversationRow.id == talk,
                HandoverRow: HandoverRow.conversation_id == talk,
                MessageRow: MessageRow.conversation_id == talk,
                RatingRow: RatingRow.message_id.in_(sa.select(MessageRow.id).where(MessageRow.conversation_id == talk)),
            }[table]
            rows.execute(sa.update(table).where(where).values(dict.fromkeys(columns, at)))
    return talk


def figures(engine: Engine) -> dict[str, Any]:
    query = OverviewQuery(since=(OLD - timedelta(days=2)).date(), until=NOW.date())
    found = overview(engine, query, NOW).model_dump()
    # Times are rounded where they are kept.
    for counts in (found["totals"], *found["days"]):
        for name in ("ms_p50", "ms_p95"):
            counts[name] = counts[name] and round(counts[name], -2)
    return found


def test_old_conversations_go_and_their_counts_stay(engine: Engine) -> None:
    talked(engine, "old", OLD)
    talked(engine, "older", OLD - timedelta(days=1))
    new = talked(engine, "new", NOW - timedelta(days=179))
    keep_up(engine)
    before = figures(engine)
    assert before["totals"]["answers"] == before["totals"]["useful"] == before["totals"]["taken"] == 3
    assert len(forget_old(engine, 180, NOW, pause=0)) == 2
    assert figures(engine) == before
    with reading(engine) as rows:
        assert rows.scalars(sa.select(ConversationRow.id)).all() == [new]
        assert set(rows.scalars(sa.select(MessageRow.conversation_id))) == {new}
        for table in (RatingRow, HandoverRow):
            assert rows.scalar(sa.select(sa.func.count()).select_from(table)) == 1
    # Another one of a day that has counts already adds to them.
    talked(engine, "later", OLD)
    both = figures(engine)
    assert both["totals"]["answers"] == 4
    assert len(forget_old(engine, 180, NOW, pause=0)) == 1
    assert figures(engine) == both
    assert forget_old(engine, 180, NOW, pause=0) == set()


def test_no_word_is_left_anywhere(engine: Engine) -> None:
    talked(engine, "old", OLD, "我叫张三，想问专利奖励")
    keep_up(engine)
    assert len(forget_old(engine, 180, NOW, pause=0)) == 1
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            rows = connection.execute(sa.select(table)).all()
            assert not rows or table.name == DayCountRow.__tablename__
            for words in ("张三", "专利奖励", "五千元", "王老师", "清楚"):
                assert words not in str(rows)


def test_it_goes_in_small_steps(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    store = Store(engine)
    for number in range(5):
        store.current(f"s{number}")
    with changing(engine) as rows:
        rows.execute(sa.update(ConversationRow).values(last_at=OLD))
    pauses: list[float] = []
    monkeypatch.setattr(retention.time, "sleep", pauses.append)
    assert len(forget_old(engine, 180, NOW)) == 5
    assert len(pauses) == 2


def test_a_session_goes_on_after_its_conversation_is_gone(engine: Engine) -> None:
    talk = talked(engine, "old", OLD)
    assert forget_old(engine, 180, NOW, pause=0) == {talk}
    again = Store(engine).current("old")
    assert again.id != talk
    assert Store(engine).history(again.id) == []
