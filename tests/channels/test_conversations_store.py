"""What is kept of conversations: order, exactly once, who may see what, hand-over."""

from __future__ import annotations

import stat
import threading

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from channels.conversations.limits import Limiter
from channels.conversations.migrations import upgrade
from channels.conversations.migrations.revision import VERSION_TABLE
from channels.conversations.models import Base
from channels.conversations.store import HISTORY, Draft, NoSuchThing, Store
from channels.conversations.tokens import LIFETIME_SECONDS, Tokens, new_session, signing_key
from channels.errors import UserError


@pytest.fixture
def store(engine):
    return Store(engine)


@pytest.fixture
def talk(store):
    return store.current("s1").id


def test_the_revisions_make_what_the_models_describe(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, Base.metadata) == []
    upgrade(engine)


def test_newer_tables_are_left_alone(engine):
    with engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE {VERSION_TABLE} SET version_num = '0999'"))  # noqa: S608
    with pytest.raises(UserError, match="0999"):
        upgrade(engine)


def test_a_session_keeps_its_conversation_until_it_begins_another(store):
    first = store.current("s1")
    assert store.current("s1") == first
    assert store.current("s2").id != first.id
    second = store.restart("s1")
    assert (second.number, store.current("s1")) == (2, second)
    assert store.history(second.id) == []


def test_messages_are_numbered_from_one_in_their_order(store, talk):
    for text in "甲乙丙":
        store.add_from_user(talk, f"id-{text}", text)
    assert [(m.seq, m.text) for m in store.history(talk)] == [(1, "甲"), (2, "乙"), (3, "丙")]
    assert [m.text for m in store.history(talk, after=2)] == ["丙"]


def test_a_client_id_is_taken_once_per_conversation(store, talk):
    first, fresh = store.add_from_user(talk, "a", "问题")
    again, fresh_again = store.add_from_user(talk, "a", "别的")
    assert (fresh, fresh_again) == (True, False)
    assert again == first
    other = store.current("s2").id
    assert store.add_from_user(other, "a", "问题")[1] is True


def test_at_once_from_many_threads_every_message_gets_its_own_number(store, talk):
    def send(number):
        store.add_from_user(talk, f"m{number % 20}", f"第{number}条")

    threads = [threading.Thread(target=send, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [m.seq for m in store.history(talk)] == list(range(1, 21))


def test_a_message_is_answered_once(store, talk):
    asked, _ = store.add_from_user(talk, "a", "问题")
    assert store.first_open(talk) == asked
    [answer] = store.settle(talk, asked.seq, [Draft("bot", "答", {"custom": {"kind": "list"}})])
    assert (answer.reply_to, answer.payload) == (1, {"custom": {"kind": "list"}})
    assert store.settle(talk, asked.seq, [Draft("bot", "又答")]) is None
    assert store.first_open(talk) is None
    assert store.replies_to(talk, asked.seq) == [answer]
    assert [m.text for m in store.history(talk)] == ["问题", "答"]


def test_a_long_history_is_cut_at_its_beginning(store, talk):
    for number in range(HISTORY + 3):
        store.add(talk, Draft("event", str(number)))
    assert [m.text for m in store.history(talk)][:1] == ["3"]


def test_older_messages_come_in_pages_once_each_and_in_order(store, talk):
    for number in range(HISTORY + 120):
        store.add(talk, Draft("event" if number % 3 else "note", str(number)))
    shown = [number for number in range(HISTORY + 120) if number % 3]
    seen = store.history(talk)
    assert len(seen) == HISTORY
    while page := store.history(talk, before=seen[0].seq, most=50):
        assert len(page) <= 50
        assert store.any_between(talk, 0, seen[0].seq)
        seen = page + seen
    assert [m.text for m in seen] == [str(number) for number in shown]
    # Before the first one that a visitor sees there is a note only.
    assert not store.any_between(talk, 0, seen[0].seq)
    assert len(store.history(talk, most=10_000)) == HISTORY


def test_the_last_rating_counts(store, talk):
    asked, _ = store.add_from_user(talk, "a", "问题")
    [answer] = store.settle(talk, asked.seq, [Draft("bot", "答")])
    store.rate(talk, answer.seq, True, "")
    store.rate(talk, answer.seq, False, "金额不对")
    assert [m.useful for m in store.history(talk)] == [None, False]
    for seq in (asked.seq, 99):
        with pytest.raises(NoSuchThing):
            store.rate(talk, seq, True, "")


def test_who_waits_longest_is_next(store):
    talks = [store.current(session).id for session in ("s1", "s2", "s3")]
    for talk in talks:
        assert store.ask_for_person(talk) is True
    assert store.ask_for_person(talks[0]) is False
    assert [store.handover(talk).position for talk in talks] == [1, 2, 3]
    store.take(talks[0], "小王")
    assert store.handover(talks[0]).staff == "小王"
    assert [store.handover(talk).position for talk in talks[1:]] == [1, 2]
    assert [w.taken_by for w in store.waiting()] == ["小王", None, None]
    assert store.end_handover(talks[1], "cancelled") is True
    assert store.end_handover(talks[1], "cancelled") is False
    assert store.handover(talks[2]).position == 1


def test_what_a_person_has_taken_is_theirs(store, talk):
    with pytest.raises(NoSuchThing, match="先接手"):
        store.add_from_staff(talk, "小王", Draft("staff", "您好"))
    assert store.take(talk, "小王") is True
    assert store.take(talk, "小王") is False
    with pytest.raises(NoSuchThing, match="小王"):
        store.take(talk, "小李")
    with pytest.raises(NoSuchThing):
        store.add_from_staff(talk, "小李", Draft("staff", "您好"))
    assert store.end_handover(talk, "cancelled") is False, "the visitor can't end what a person has taken"
    assert store.end_handover(talk, "handed_back") is True
    assert store.handover(talk).state == "bot"


def test_notes_are_for_staff_only(store, talk):
    store.add_from_staff(talk, "小王", Draft("note", "老客户", author="小王"))
    assert store.history(talk) == []
    assert [m.text for m in store.history(talk, notes=True)] == ["老客户"]


def test_a_new_conversation_ends_the_waiting_and_the_open_messages(store, talk):
    store.add_from_user(talk, "a", "问题")
    store.ask_for_person(talk)
    store.restart("s1")
    assert store.waiting() == []
    assert store.first_open(talk) is None


def test_unknown_conversations_are_named(store):
    for act in (
        lambda: store.conversation("x"),
        lambda: store.add_from_user("x", "a", "b"),
        lambda: store.take("x", "y"),
    ):
        with pytest.raises(NoSuchThing):
            act()


def test_the_key_is_the_owners_and_stays(tmp_path):
    folder = tmp_path / "new"
    key = signing_key(folder)
    assert signing_key(folder) == key
    assert stat.S_IMODE((folder / "session.key").stat().st_mode) == 0o600
    assert [file.name for file in folder.iterdir()] == ["session.key"]
    (folder / "session.key").write_bytes(b"short")
    with pytest.raises(OSError, match="not a key"):
        signing_key(folder)


def test_tokens_can_be_neither_guessed_nor_changed_nor_used_for_ever():
    now = 1_000_000.0
    tokens = Tokens(b"k" * 32, lambda: now)
    session = new_session()
    token = tokens.issue(session)
    assert tokens.session(token) == session
    stem, _, mark = token.rpartition(".")
    other = f"1.{new_session()}.{int(now)}"
    for bad in (
        "",
        "x",
        f"{other}.{mark}",
        f"{stem}.{mark[:-1]}",
        token + "A",
        token.replace("1.", "2.", 1),
        "1." * 500,
    ):
        assert tokens.session(bad) is None
    assert Tokens(b"j" * 32, lambda: now).session(token) is None
    now += LIFETIME_SECONDS
    assert tokens.session(token) == session
    now += 1
    assert tokens.session(token) is None


def test_a_limit_refills_with_time_and_each_name_has_its_own():
    now = 0.0
    limiter = Limiter(burst=2, per_second=0.5, names=2, clock=lambda: now)
    assert [limiter.wait("a") for _ in range(3)] == [0.0, 0.0, 2.0]
    assert limiter.wait("b") == 0.0
    now = 2.0
    assert limiter.wait("a") == 0.0
    assert limiter.wait("a") > 0
