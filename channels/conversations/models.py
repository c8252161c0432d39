"""Tables of conversations. Metadata of their own: the knowledge base knows nothing of chat."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import JSON, DateTime, ForeignKey, Index, MetaData, String, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from policy_kb.models.base import NAMING

#: ``event`` is a line of the system's own (somebody took over), ``note`` is for staff only.
Role = Literal["user", "bot", "staff", "note", "event"]
Ending = Literal["cancelled", "handed_back", "closed", "restarted"]
#: Where a visitor writes from: a page of our own, a page of another site, a service point.
Channel = Literal["web", "widget", "kiosk"]
#: How the assistant's names for visitors' dialogues begin; nobody who names a dialogue may choose such a name.
CHAT = "chat-"

_type_map: dict[Any, Any] = {dict[str, Any]: JSON(none_as_null=True), datetime: DateTime(timezone=True)}


class Base(DeclarativeBase):
    """Parent of all models here."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = _type_map


class ConversationRow(Base):
    """One conversation of one visitor's session; the session's current one has the highest number. Its row is what
    writers of one conversation wait for; ``last_seq`` is the number of its newest message. ``heard_at`` stands only
    with the current one of a kiosk that has not ended: when the kiosk was last known to be there."""

    __tablename__ = "conversations"
    __table_args__ = (
        UniqueConstraint("session", "number"),
        Index(
            "ix_conversations_heard_at",
            "heard_at",
            sqlite_where=text("heard_at IS NOT NULL"),
            postgresql_where=text("heard_at IS NOT NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    session: Mapped[str] = mapped_column(String(32))
    number: Mapped[int]
    channel: Mapped[str] = mapped_column(String(10), server_default="web")
    started_at: Mapped[datetime]
    last_at: Mapped[datetime] = mapped_column(index=True)
    last_seq: Mapped[int]
    heard_at: Mapped[datetime | None]


class MessageRow(Base):
    """One message. ``settled_at`` tells of a user's message that it needs no answer any more; ``reply_to`` of an answer
    which message it answers; ``payload`` holds the buttons and the structured part of an answer. ``kind``, ``region``,
    ``intent``, ``topic`` and ``ms`` (how long it took) of an answer are there to be counted."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        UniqueConstraint("conversation_id", "client_id"),
        Index(
            "ix_messages_staff",
            "id",
            sqlite_where=text("role = 'staff'"),
            postgresql_where=text("role = 'staff'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    seq: Mapped[int]
    client_id: Mapped[str | None] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(10))
    author: Mapped[str | None] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(index=True)
    reply_to: Mapped[int | None]
    settled_at: Mapped[datetime | None]
    text: Mapped[str] = mapped_column(Text)
    payload: Mapped[dict[str, Any] | None]
    kind: Mapped[str | None] = mapped_column(String(20))
    region: Mapped[str | None] = mapped_column(String(12))
    intent: Mapped[str | None] = mapped_column(String(40))
    topic: Mapped[str | None] = mapped_column(String(60))
    ms: Mapped[int | None]


class RatingRow(Base):
    """What a visitor thinks of one answer; the last word counts."""

    __tablename__ = "ratings"

    message_id: Mapped[int] = mapped_column(
        ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    useful: Mapped[bool]
    why: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class HandoverRow(Base):
    """A wish for a person, from the asking to the end. A conversation has one that has not ended, or none.
    ``taken_by`` is the name that visitors see, ``account`` tells people of one name apart."""

    __tablename__ = "handovers"
    __table_args__ = (
        Index(
            "uq_handovers_open",
            "conversation_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    asked_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    taken_by: Mapped[str | None] = mapped_column(String(100))
    account: Mapped[str | None] = mapped_column(String(100))
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    ending: Mapped[str | None] = mapped_column(String(20))


class PastAnswerRow(Base):
    """An answer that staff may find again: what a person wrote, or an answer of the assistant that was found useful,
    with the visitor's message that it answers. ``region`` is that of the answer, or of the last one before it."""

    __tablename__ = "past_answers"

    message_id: Mapped[int] = mapped_column(
        ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    question_id: Mapped[int] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), index=True)
    by_staff: Mapped[bool]
    region: Mapped[str | None] = mapped_column(String(12))


class PastTermRow(Base):
    """A word of a past answer or of its question, phone and identity numbers left out."""

    __tablename__ = "past_terms"
    __table_args__ = ({"sqlite_with_rowid": False},)

    term: Mapped[str] = mapped_column(String(32), primary_key=True)
    message_id: Mapped[int] = mapped_column(
        ForeignKey("past_answers.message_id", ondelete="CASCADE"), primary_key=True, index=True
    )


class DayCountRow(Base):
    """What conversations that were deleted had counted on a day: of what, under which name, how often. Times stand
    rounded in ``name``."""

    __tablename__ = "day_counts"

    day: Mapped[date] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(10), primary_key=True)
    what: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    count: Mapped[int]


class DialogueRow(Base):
    """What the assistant remembers of a dialogue: ``state`` is its own, ``version`` goes up with each turn, from
    a first one by chance. ``sender`` names
    the dialogue: of a conversation here it is ``chat-`` and its id (``dialogue_of``), otherwise what a client sent."""

    __tablename__ = "dialogues"

    sender: Mapped[str] = mapped_column(String(128), primary_key=True)
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(Text)


class DialogueAnswerRow(Base):
    """The assistant's answer to a message whose id is known, as JSON; ``version`` is the dialogue's after that turn."""

    __tablename__ = "dialogue_answers"
    __table_args__ = (UniqueConstraint("sender", "message"),)

    sender: Mapped[str] = mapped_column(ForeignKey("dialogues.sender", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    message: Mapped[str] = mapped_column(String(128))
    replies: Mapped[str] = mapped_column(Text)


class TakeawayLinkRow(Base):
    """A link that opens once, until ``until``: ``digest`` is that of its token, and it leads to a conversation up to
    the message ``last_seq``."""

    __tablename__ = "takeaway_links"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    last_seq: Mapped[int]
    until: Mapped[datetime] = mapped_column(index=True)


def dialogue_of(conversation: str) -> str:
    """The assistant's name for a conversation."""
    return f"{CHAT}{conversation}"
