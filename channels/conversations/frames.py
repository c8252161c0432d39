"""The frames of the WebSocket, both ways: JSON objects with ``v`` (the protocol's version) and ``type``."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, RootModel

from channels.conversations.models import Role
from channels.conversations.store import Handover, Message, State

MAX_CLIENT_ID = 64
MAX_WHY = 200


def _storable(text: str) -> str:
    # PostgreSQL takes no NUL in a text.
    return text.replace("\0", "")


Text = Annotated[str, AfterValidator(_storable)]


class Frame(BaseModel):
    """Base of all frames."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    v: Literal[1] = 1


# --- from the visitor ---


class Hello(Frame):
    """The first frame. ``after_seq`` is the newest message known of ``conversation``; without them all is sent."""

    type: Literal["hello"]
    token: str | None = Field(default=None, max_length=200)
    conversation: str | None = Field(default=None, max_length=32)
    after_seq: int = Field(default=0, ge=0)
    channel: Literal["kiosk"] | None = None


class Say(Frame):
    """A message. ``client_id`` is the sender's own name for it, by which it is taken once only."""

    type: Literal["message"]
    client_id: str = Field(min_length=1, max_length=MAX_CLIENT_ID, pattern=r"^[A-Za-z0-9_-]+$")
    text: Text


class Rate(Frame):
    """What the visitor thinks of the answer ``seq``."""

    type: Literal["rate"]
    seq: int = Field(ge=1)
    useful: bool
    why: Annotated[Text, Field(max_length=MAX_WHY)] = ""


class Restart(Frame):
    """Begin a new conversation."""

    type: Literal["restart"]


class AskPerson(Frame):
    """Wait for a person."""

    type: Literal["ask_person"]


class CancelPerson(Frame):
    """Wait no longer."""

    type: Literal["cancel_person"]


class Older(Frame):
    """Send a page of what was said before the message ``before``."""

    type: Literal["older"]
    before: int = Field(ge=1)


class Export(Frame):
    """Send all that is kept of the visitor."""

    type: Literal["export"]


class Erase(Frame):
    """Delete all that is kept of the visitor."""

    type: Literal["erase"]


class Ping(Frame):
    """Is anybody there? Answered by a pong."""

    type: Literal["ping"]


Incoming = Hello | Say | Rate | Restart | AskPerson | CancelPerson | Older | Export | Erase | Ping


class _Any(RootModel[Incoming]):
    root: Incoming = Field(discriminator="type")


def read_frame(text: str) -> Incoming:
    """A visitor's frame. Raises pydantic's ValidationError."""
    return _Any.model_validate_json(text).root


# --- to the visitor ---


class MessageOut(Frame):
    """One message; ``seq`` counts the conversation's messages and never comes twice."""

    type: Literal["message"] = "message"
    conversation: str
    seq: int
    role: Role
    text: str
    at: datetime
    client_id: str | None = None
    author: str | None = None
    reply_to: int | None = None
    buttons: list[dict[str, Any]] | None = None
    custom: dict[str, Any] | None = None
    useful: bool | None = None


class HandoverOut(Frame):
    """Who the conversation is with; ``position`` 1 is next, ``contact`` is where a person can be reached at once."""

    type: Literal["handover"] = "handover"
    state: State
    since: datetime | None = None
    position: int | None = None
    staff: str | None = None
    contact: str


class Welcome(Frame):
    """Answers hello and restart. ``history`` holds what came after the ``after_seq`` told, oldest first; ``more`` says
    that between the two there are older messages, to be asked for by ``older``."""

    type: Literal["welcome"] = "welcome"
    token: str
    conversation: str
    history: list[MessageOut]
    more: bool
    handover: HandoverOut
    greeting: str
    examples: tuple[str, ...]
    privacy: str
    max_characters: int


class Earlier(Frame):
    """Answers older: the messages right before the one told, oldest first, and whether there are more before them."""

    type: Literal["earlier"] = "earlier"
    conversation: str
    messages: list[MessageOut]
    more: bool


class Ack(Frame):
    """The message ``client_id`` is stored as ``seq``."""

    type: Literal["ack"] = "ack"
    client_id: str
    seq: int
    at: datetime


class Refused(Frame):
    """The message ``client_id`` (or another wish) was not taken. ``retry_after`` seconds later it may be."""

    type: Literal["refused"] = "refused"
    code: Literal["too_long", "blank", "too_fast", "failed", "not_found"]
    sentence: str
    client_id: str | None = None
    retry_after: float | None = None


class Typing(Frame):
    """Whether an answer is being prepared."""

    type: Literal["typing"] = "typing"
    on: bool


class Rated(Frame):
    """The rating of the answer ``seq`` is kept."""

    type: Literal["rated"] = "rated"
    seq: int
    useful: bool


class Exported(Frame):
    """Answers export: the same data as ``POST /conversations/export`` gives."""

    type: Literal["exported"] = "exported"
    data: dict[str, Any]


class Erased(Frame):
    """Answers erase, after the welcome of the new conversation: how many conversations were deleted."""

    type: Literal["erased"] = "erased"
    conversations: int


class Pong(Frame):
    """Answers a ping."""

    type: Literal["pong"] = "pong"


class Bye(Frame):
    """The last frame before the server closes."""

    type: Literal["bye"] = "bye"
    code: Literal["bad_frame", "no_hello", "too_fast", "full", "ended"]
    sentence: str


Outgoing = (
    MessageOut | HandoverOut | Welcome | Earlier | Ack | Refused | Typing | Rated | Exported | Erased | Pong | Bye
)


def message_out(message: Message) -> MessageOut:
    """A stored message as it is sent."""
    payload = message.payload or {}
    return MessageOut(
        conversation=message.conversation,
        seq=message.seq,
        role=message.role,
        text=message.text,
        at=message.at,
        client_id=message.client_id,
        author=message.author,
        reply_to=message.reply_to,
        buttons=payload.get("buttons"),
        custom=payload.get("custom"),
        useful=message.useful,
    )


def handover_out(handover: Handover, contact: str) -> HandoverOut:
    """The state of a conversation as it is sent."""
    return HandoverOut(
        state=handover.state,
        since=handover.since,
        position=handover.position,
        staff=handover.staff,
        contact=contact,
    )
