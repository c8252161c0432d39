"""What the inbox is asked and what it tells."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field

from channels.conversations.models import Channel, Role
from channels.desk.parts import Asked

MOST_CHARACTERS = 2_000
_BEGINNING = re.compile(r"[0-9a-f]{4,32}")
_FIRST, _LAST = date(2000, 1, 1), date(2999, 12, 31)


def _said(text: str) -> str:
    if not (text := text.strip()):
        raise ValueError("请先写内容。")
    return text


def _number(text: str) -> str:
    if _BEGINNING.fullmatch(text) is None:
        raise ValueError("对话编号由0到9和a到f组成，请写出开头的4到32位。")
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


class FailedPart(BaseModel):
    """A conversation in which the system failed: what was not answered, and the error's number in the log."""

    id: str
    at: datetime
    question: str
    number: str
    channel: Channel
    here: bool


class ConversationList(BaseModel):
    """The longest waiting first; ``failed`` are those in which something failed lately and nobody has spoken since."""

    conversations: tuple[ConversationPart, ...]
    waiting: int
    failed: tuple[FailedPart, ...] = ()


class FindQuery(Asked):
    """``number`` is how a conversation's id begins; the days are inclusive, in Asia/Shanghai."""

    number: Annotated[str, AfterValidator(_number)] | None = None
    first_day: date | None = Field(default=None, ge=_FIRST, le=_LAST)
    last_day: date | None = Field(default=None, ge=_FIRST, le=_LAST)
    channel: Channel | None = None


class ListedPart(BaseModel):
    """A conversation as it is found. ``question`` is the visitor's last word."""

    id: str
    channel: Channel
    started_at: datetime
    last_at: datetime
    messages: int
    question: str


class FoundList(BaseModel):
    """The newest first, and whether there are ``more`` than are shown."""

    conversations: tuple[ListedPart, ...]
    more: bool


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
