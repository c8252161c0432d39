"""What the inbox is asked and what it tells."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field

from channels.conversations.models import Channel, Role
from channels.desk.parts import Asked

MOST_CHARACTERS = 2_000


def _said(text: str) -> str:
    if not (text := text.strip()):
        raise ValueError("请先写内容。")
    return text


class ConversationPath(Asked):
    """One conversation."""

    conversation: str = Field(pattern=r"^[0-9a-f]{32}$")


class TranscriptQuery(Asked):
    """``before``: the messages before that number, a page of them, instead of the newest."""

    before: int | None = Field(default=None, ge=1, le=2**31 - 1)


class Exported(BaseModel):
    """All conversations of one visitor with everything that is kept of them, in the shape of ``format``."""

    format: str
    exported_at: datetime
    conversations: list[dict[str, Any]]


class Erased(BaseModel):
    """How many conversations were deleted."""

    erased: int


class SayBody(Asked):
    """``key`` is the sender's own name for what is written: sent twice, it is stored once."""

    text: Annotated[str, Field(min_length=1, max_length=MOST_CHARACTERS), AfterValidator(_said)]
    key: str | None = Field(default=None, min_length=8, max_length=40, pattern=r"^[A-Za-z0-9-]+$")


class ConversationPart(BaseModel):
    """A conversation as the list names it. ``here`` tells whether the visitor has a page open."""

    id: str
    state: Literal["waiting", "staff"]
    mine: bool
    asked_at: datetime
    taken_at: datetime | None = None
    staff: str | None = None
    last_text: str
    channel: Channel
    here: bool


class ConversationList(BaseModel):
    """The longest waiting first."""

    conversations: tuple[ConversationPart, ...]
    waiting: int


class MessagePart(BaseModel):
    """One message; ``note`` is for staff only."""

    conversation: str
    seq: int
    role: Role
    text: str
    at: datetime
    author: str | None = None
    reply_to: int | None = None
    buttons: list[dict[str, Any]] | None = None
    custom: dict[str, Any] | None = None
    useful: bool | None = None


class Transcript(BaseModel):
    """Messages, oldest first, whether there are ``more`` before them, and who has the conversation."""

    id: str
    state: Literal["bot", "waiting", "staff"]
    mine: bool
    staff: str | None = None
    since: datetime | None = None
    messages: tuple[MessagePart, ...]
    more: bool
