"""What is kept of conversations. Every method blocks on the database and is one transaction; call it in a thread."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Literal, cast

from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from channels.conversations.models import Channel, ConversationRow, Ending, HandoverRow, MessageRow, RatingRow, Role
from policy_kb.models.engine import changing, reading

#: The most messages that a history holds; older ones are asked for in pages.
HISTORY = 200
_MOST_WAITING = 500
_MOST_GONE = 100
_AT_ONCE = 500

State = Literal["bot", "waiting", "staff"]


class NoSuchThing(Exception):
    """The conversation or message is not there, or not in the state that the act needs; the text is a sentence."""


class SomebodyElses(NoSuchThing):
    """Another person was faster, or the conversation has gone on without whoever asks."""


class Superseded(NoSuchThing):
    """The visitor's session has gone on to another conversation."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it is kept. ``useful`` is the visitor's rating of an answer."""

    conversation: str
    seq: int
    role: Role
    text: str
    at: datetime
    client_id: str | None = None
    author: str | None = None
    reply_to: int | None = None
    payload: dict[str, Any] | None = None
    useful: bool | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """What an answer was about (an intent, a topic's id, a region's code) and how many milliseconds it took."""

    kind: str | None = None
    region: str | None = None
    intent: str | None = None
    topic: str | None = None
    ms: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that has no place in a conversation yet. ``client_id`` is the sender's name for it, taken once."""

    role: Role
    text: str
    payload: dict[str, Any] | None = None
    author: str | None = None
    counted: Counted = Counted()
    client_id: str | None = None


@dataclass(frozen=True, slots=True)
class Handover:
    """Who a conversation is with, and since when; ``position`` counts from 1, the longest waiting."""

    state: State = "bot"
    since: datetime | None = None
    position: int | None = None
    staff: str | None = None
    account: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A conversation that waits for a person or is with one."""

    conversation: str
    session: str
    asked_at: datetime
    taken_at: datetime | None
    taken_by: str | None
    last_text: str
    account: str | None = None
    channel: Channel = "web"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation of a session; ``number`` counts the session's conversations from 1."""

    id: str
    session: str
    number: int


class Store:
    """Conversations in a database that has the tables of ``models``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def engine(self) -> Engine:
        """The database."""
        return self._engine

    # --- the visitor's side ---

    def current(self, session: str, channel: Channel = "web") -> Conversation:
        """The session's conversation; begins its first one, on ``channel``."""
        with reading(self._engine) as found:
            row = _newest(found, session)
            if row is not None:
                return _conversation(row)
        try:
            with changing(self._engine) as rows:
                row = _newest(rows, session) or _begin(rows, session, 1, channel)
                return _conversation(row)
        except IntegrityError:
            # Another process was faster.
            with reading(self._engine) as found:
                if (row := _newest(found, session)) is None:
                    raise
                return _conversation(row)

    def begin(self, session: str, channel: Channel = "web") -> Conversation:
        """The first conversation of a session that is new."""
        with changing(self._engine) as rows:
            return _conversation(_begin(rows, session, 1, channel))

    def newest(self, sessions: Sequence[str]) -> dict[str, tuple[str, int]]:
        """Of each session that has one, its current conversation and the number of the newest message there."""
        found: dict[str, tuple[str, int]] = {}
        with reading(self._engine) as rows:
            for start in range(0, len(sessions), _AT_ONCE):
                query = (
                    select(ConversationRow.session, ConversationRow.id, ConversationRow.last_seq)
                    .where(ConversationRow.session.in_(sessions[start : start + _AT_ONCE]))
                    .order_by(ConversationRow.number)
                )
                found |= {session: (conversation, last) for session, conversation, last in rows.execute(query)}
        return found

    def last_seq(self, conversation: str) -> int:
        """The number of a conversation's newest message; 0 where it has none or is gone."""
        with reading(self._engine) as rows:
            return rows.scalar(select(ConversationRow.last_seq).where(ConversationRow.id == conversation)) or 0

    def restart(self, session: str) -> Conversation:
        """A new conversation for the session; the old one stays as it is, and waits for nobody."""
        with changing(self._engine) as rows:
            old = _newest(rows, session)
            if old is None:
                return _conversation(_begin(rows, session, 1, "web"))
            _end_handover(rows, old.id, "restarted")
            for message in rows.scalars(_open_messages(old.id)):
                message.settled_at = _now()
            old.heard_at = None
            return _conversation(_begin(rows, session, old.number + 1, old.channel))

    def end(self, session: str) -> Message | None:
        """Close the session for good, with a line that says so; None if it has no conversation or was ended before."""
        with changing(self._engine) as rows:
            newest = _newest(rows, session)
            if newest is None:
                return None
            _locked(rows, newest.id).heard_at = None
            if _ended(rows, newest.id):
                return None
            _end_handover(rows, newest.id, "closed")
            for message in rows.scalars(_open_messages(newest.id)):
                message.settled_at = _now()
            draft = Draft("event", "来访者已经离开，这次服务结束了。", {"session_ended": True})
            return _message(_append(rows, newest, draft))

    def heard(self, sessions: Sequence[str]) -> None:
        """The kiosks among these sessions are there now."""
        with changing(self._engine) as rows:
            for start in range(0, len(sessions), _AT_ONCE):
                rows.execute(
                    update(ConversationRow)
                    .where(
                        ConversationRow.session.in_(sessions[start : start + _AT_ONCE]),
                        ConversationRow.heard_at.is_not(None),
                    )
                    .values(heard_at=_now())
                )

    def gone(self, since: datetime) -> list[str]:
        """Sessions of kiosks that nothing was heard of since a moment, the longest silent first. One in which nothing
        was said has nothing to end."""
        query = (
            select(ConversationRow.session)
            .where(
                ConversationRow.heard_at.is_not(None), ConversationRow.heard_at < since, ConversationRow.last_seq > 0
            )
            .order_by(ConversationRow.heard_at)
            .limit(_MOST_GONE)
        )
        with reading(self._engine) as rows:
            return list(rows.scalars(query))

    def ended(self, session: str) -> bool:
        """Whether the session was ended."""
        with reading(self._engine) as rows:
            newest = _newest(rows, session)
            return newest is not None and _ended(rows, newest.id)

    def add_from_user(
        self, conversation: str, client_id: str, text: str, *, shared: bool = False
    ) -> tuple[Message, bool]:
        """Store a visitor's message. The second value is False if one of that ``client_id`` was there already. Where
        the conversation may be ``shared`` with other processes, raises Superseded if the visitor has begun another."""
        with changing(self._engine) as rows:
            parent = _locked(rows, conversation)
            known = rows.scalar(
                select(MessageRow).where(MessageRow.conversation_id == conversation, MessageRow.client_id == client_id)
            )
            if known is not None:
                return _message(known), False
            later = select(ConversationRow.id).where(
                ConversationRow.session == parent.session, ConversationRow.number > parent.number
            )
            if shared and rows.scalar(later.limit(1)) is not None:
                raise Superseded("这个对话已经结束，请在新的对话里提问。")
            return _message(_append(rows, parent, Draft("user", text, client_id=client_id))), True

    def history(
        self, conversation: str, after: int = 0, *, before: int | None = None, notes: bool = False, most: int = HISTORY
    ) -> list[Message]:
        """The newest messages after a number and before another, oldest first; ``notes`` are for staff only."""
        query = (
            select(MessageRow, RatingRow.useful)
            .outerjoin(RatingRow, RatingRow.message_id == MessageRow.id)
            .where(MessageRow.conversation_id == conversation, MessageRow.seq > after)
            .order_by(MessageRow.seq.desc())
            .limit(min(most, HISTORY))
        )
        if before is not None:
            query = query.where(MessageRow.seq < before)
        if not notes:
            query = query.where(MessageRow.role != "note")
        with reading(self._engine) as rows:
            return [_message(row, useful) for row, useful in reversed(rows.execute(query).all())]

    def any_between(self, conversation: str, after: int, before: int, *, notes: bool = False) -> bool:
        """Whether there is a message between two numbers; ``notes`` are for staff only."""
        query = select(MessageRow.id).where(
            MessageRow.conversation_id == conversation,
            MessageRow.seq > after,
            MessageRow.seq < before,
        )
        if not notes:
            query = query.where(MessageRow.role != "note")
        with reading(self._engine) as rows:
            return rows.scalar(query.limit(1)) is not None

    def replies_to(self, conversation: str, seq: int) -> list[Message]:
        """The answers to a visitor's message, none while it has not been answered."""
        with reading(self._engine) as rows:
            found = rows.scalars(
                select(MessageRow)
                .where(MessageRow.conversation_id == conversation, MessageRow.reply_to == seq)
                .order_by(MessageRow.seq)
            )
            return [_message(row) for row in found]

    def first_open(self, conversation: str) -> Message | None:
        """The oldest message of the visitor that has not been settled."""
        with reading(self._engine) as rows:
            row = rows.scalar(_open_messages(conversation).limit(1))
            return None if row is None else _message(row)

    def settle(self, conversation: str, seq: int, answers: Sequence[Draft] = ()) -> list[Message] | None:
        """Store the answers to a visitor's message; None if it was settled already, and then nothing is stored."""
        with changing(self._engine) as rows:
            parent = _locked(rows, conversation)
            asked = rows.scalar(
                select(MessageRow).where(MessageRow.conversation_id == conversation, MessageRow.seq == seq)
            )
            if asked is None or asked.settled_at is not None:
                return None
            asked.settled_at = _now()
            stored = []
            for answer in answers:
                row = _append(rows, parent, answer)
                row.reply_to = seq
                stored.append(_message(row))
            return stored

    def rate(self, conversation: str, seq: int, useful: bool, why: str) -> None:
        """Keep a visitor's opinion of an answer; a later one replaces it. Raises NoSuchThing."""
        with changing(self._engine) as rows:
            _locked(rows, conversation)
            message = rows.scalar(
                select(MessageRow).where(
                    MessageRow.conversation_id == conversation,
                    MessageRow.seq == seq,
                    MessageRow.role.in_(("bot", "staff")),
                )
            )
            if message is None:
                raise NoSuchThing("没有找到要评价的这条回答。")
            row = rows.get(RatingRow, message.id)
            if row is None:
                rows.add(RatingRow(message_id=message.id, useful=useful, why=why, at=_now()))
            else:
                row.useful, row.why, row.at = useful, why, _now()

    # --- hand-over ---

    def handover(self, conversation: str) -> Handover:
        """Who the conversation is with now."""
        with reading(self._engine) as rows:
            return _handover(rows, conversation)

    def ask_for_person(self, conversation: str) -> bool:
        """The visitor wants a person; False if they are waiting or with one already."""
        with changing(self._engine) as rows:
            _locked(rows, conversation)
            if _open_handover(rows, conversation) is not None:
                return False
            rows.add(HandoverRow(conversation_id=conversation, asked_at=_now()))
            return True

    def end_handover(self, conversation: str, how: Ending, account: str | None = None) -> bool:
        """Back to the assistant; False if it was there. ``cancelled`` ends a waiting only, the other endings both.
        With ``account``, raises SomebodyElses where another person has the conversation."""
        with changing(self._engine) as rows:
            _locked(rows, conversation)
            row = _open_handover(rows, conversation)
            if row is None or (how == "cancelled" and row.taken_at is not None):
                return False
            if account is not None and row.taken_at is not None and _holder(row) != account:
                raise SomebodyElses(f"这个对话由{row.taken_by}接待，不能替别人结束。")
            return _end_handover(rows, conversation, how)

    def take(self, conversation: str, who: str, account: str | None = None) -> bool:
        """A person takes the conversation, asked for or not; False if they had it. Raises NoSuchThing."""
        with changing(self._engine) as rows:
            _locked(rows, conversation)
            row = _open_handover(rows, conversation)
            if row is None:
                row = HandoverRow(conversation_id=conversation, asked_at=_now())
                rows.add(row)
            if row.taken_at is not None:
                if _holder(row) != (account or who):
                    raise SomebodyElses(f"这个对话已经由{row.taken_by}接手了。")
                return False
            row.taken_at, row.taken_by, row.account = _now(), who, account
            return True

    def add_from_staff(
        self, conversation: str, who: str, draft: Draft, account: str | None = None
    ) -> tuple[Message, bool]:
        """Store what a person writes who has taken the conversation; a note needs no taking. The second value is False
        if one of that ``client_id`` was there already. Raises SomebodyElses."""
        with changing(self._engine) as rows:
            parent = _locked(rows, conversation)
            if draft.client_id is not None:
                known = rows.scalar(
                    select(MessageRow).where(
                        MessageRow.conversation_id == conversation, MessageRow.client_id == draft.client_id
                    )
                )
                if known is not None:
                    return _message(known), False
            if draft.role == "staff":
                row = _open_handover(rows, conversation)
                if row is None or row.taken_at is None or _holder(row) != (account or who):
                    raise SomebodyElses("请先接手这个对话，再回复。")
            return _message(_append(rows, parent, draft)), True

    def add(self, conversation: str, draft: Draft) -> Message:
        """Store a message of the system's own. Raises NoSuchThing."""
        with changing(self._engine) as rows:
            return _message(_append(rows, _locked(rows, conversation), draft))

    def waiting(self) -> list[Waiting]:
        """Conversations that wait for a person or are with one, the longest waiting first."""
        last_text = (
            select(MessageRow.text)
            .where(MessageRow.conversation_id == HandoverRow.conversation_id, MessageRow.role == "user")
            .order_by(MessageRow.seq.desc())
            .limit(1)
            .scalar_subquery()
        )
        query = (
            select(HandoverRow, ConversationRow, last_text)
            .join(ConversationRow, ConversationRow.id == HandoverRow.conversation_id)
            .where(HandoverRow.ended_at.is_(None))
            .order_by(HandoverRow.asked_at, HandoverRow.id)
            .limit(_MOST_WAITING)
        )
        with reading(self._engine) as rows:
            return [_waiting(found[0], found[1], found[2]) for found in rows.execute(query)]

    def conversation(self, conversation: str) -> Conversation:
        """A conversation by its id. Raises NoSuchThing."""
        with reading(self._engine) as rows:
            row = rows.get(ConversationRow, conversation)
            if row is None:
                raise NoSuchThing("没有找到这个对话。")
            return _conversation(row)


def _now() -> datetime:
    return datetime.now(UTC)


def _utc(moment: datetime) -> datetime:
    # SQLite gives times back without their zone.
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _newest(rows: Session, session: str) -> ConversationRow | None:
    return rows.scalar(
        select(ConversationRow)
        .where(ConversationRow.session == session)
        .order_by(ConversationRow.number.desc())
        .limit(1)
    )


def _ended(rows: Session, conversation: str) -> bool:
    events: Iterable[dict[str, Any] | None] = rows.scalars(
        select(MessageRow.payload).where(MessageRow.conversation_id == conversation, MessageRow.role == "event")
    )
    return any((payload or {}).get("session_ended") for payload in events)


def _begin(rows: Session, session: str, number: int, channel: str) -> ConversationRow:
    now = _now()
    row = ConversationRow(
        id=secrets.token_hex(16),
        session=session,
        number=number,
        channel=channel,
        started_at=now,
        last_at=now,
        last_seq=0,
    )
    if channel == "kiosk":
        row.heard_at = now
    rows.add(row)
    rows.flush()
    return row


def _conversation(row: ConversationRow) -> Conversation:
    return Conversation(row.id, row.session, row.number)


def _locked(rows: Session, conversation: str) -> ConversationRow:
    row = rows.get(ConversationRow, conversation, with_for_update=True)
    if row is None:
        raise NoSuchThing("没有找到这个对话。")
    return row


def _append(rows: Session, parent: ConversationRow, draft: Draft) -> MessageRow:
    parent.last_seq += 1
    parent.last_at = _now()
    row = MessageRow(
        conversation_id=parent.id,
        seq=parent.last_seq,
        role=draft.role,
        author=draft.author,
        at=parent.last_at,
        text=draft.text,
        payload=draft.payload,
        client_id=draft.client_id,
        **asdict(draft.counted),
    )
    rows.add(row)
    rows.flush()
    return row


def _message(row: MessageRow, useful: bool | None = None) -> Message:
    role: Any = row.role
    return Message(
        row.conversation_id,
        row.seq,
        role,
        row.text,
        _utc(row.at),
        row.client_id,
        row.author,
        row.reply_to,
        row.payload,
        useful,
    )


def _waiting(row: HandoverRow, parent: ConversationRow, last_text: str | None) -> Waiting:
    taken_at = None if row.taken_at is None else _utc(row.taken_at)
    return Waiting(
        row.conversation_id,
        parent.session,
        _utc(row.asked_at),
        taken_at,
        row.taken_by,
        last_text or "",
        row.account,
        cast("Channel", parent.channel),
    )


def _holder(row: HandoverRow) -> str | None:
    return row.account or row.taken_by


def _open_messages(conversation: str) -> Any:
    return (
        select(MessageRow)
        .where(
            MessageRow.conversation_id == conversation,
            MessageRow.role == "user",
            MessageRow.settled_at.is_(None),
        )
        .order_by(MessageRow.seq)
    )


def _open_handover(rows: Session, conversation: str) -> HandoverRow | None:
    return rows.scalar(
        select(HandoverRow).where(HandoverRow.conversation_id == conversation, HandoverRow.ended_at.is_(None))
    )


def _end_handover(rows: Session, conversation: str, how: Ending) -> bool:
    row = _open_handover(rows, conversation)
    if row is None:
        return False
    row.ended_at, row.ending = _now(), how
    return True


def _handover(rows: Session, conversation: str) -> Handover:
    row = _open_handover(rows, conversation)
    if row is None:
        return Handover()
    if row.taken_at is not None:
        return Handover("staff", _utc(row.taken_at), None, row.taken_by, _holder(row))
    ahead = rows.scalar(
        select(func.count())
        .select_from(HandoverRow)
        .where(
            HandoverRow.ended_at.is_(None),
            HandoverRow.taken_at.is_(None),
            (HandoverRow.asked_at < row.asked_at)
            | ((HandoverRow.asked_at == row.asked_at) & (HandoverRow.id < row.id)),
        )
    )
    return Handover("waiting", _utc(row.asked_at), (ahead or 0) + 1)
