"""Reading one message, ``{"sender", "message", "message_id"?, "metadata"?}``: as Rasa's REST channel, and an id."""

from __future__ import annotations

import asyncio
import json
import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeGuard

from aiohttp import web

from channels.conversations.models import CHAT
from channels.personal_data import without_personal_data

MAX_SENDER = 128
#: A sender that takes longer is not waited for.
BODY_SECONDS = 30.0
MAX_MESSAGE_ID = 128

_BAD_SENDER = f"sender 应当是一段不超过{MAX_SENDER}个字符的文字，用来区分不同的会话。"
_BAD_MESSAGE_ID = f"message_id 应当是一段不超过{MAX_MESSAGE_ID}个字符的文字，同一条消息重发时写同一个。"
_REPLACED = "\ufffd"
_SLASHES = "/／"
_UNPRINTABLE = {"Cc", "Cf", "Cn", "Co", "Cs", "Zs", "Zl", "Zp"}


class RequestRefused(Exception):
    """The request is not one message; ``status`` is the HTTP status, the text a Chinese sentence for its sender."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True, slots=True)
class Envelope:
    """One message of one conversation. ``text`` is a plain question: it can't name an intent of the assistant.
    ``message_id`` is the sender's name for the message: one that comes again gets the same answer."""

    sender: str
    text: str
    message_id: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)


async def read_envelope(request: web.Request) -> Envelope:
    """Read and check the body. Raises RequestRefused, and HTTPRequestEntityTooLarge above the server's body limit."""
    if request.content_type != "application/json":
        raise RequestRefused(415, "请用 JSON 格式发送消息，请求头写 Content-Type: application/json。")
    try:
        async with asyncio.timeout(BODY_SECONDS):
            body = _parse(await request.read())
    except TimeoutError:
        raise RequestRefused(408, "消息没有发完整，请再发一次。") from None
    if not isinstance(body, dict):
        raise RequestRefused(400, "消息应当是一个 JSON 对象，里面有 sender 和 message 两项。")
    metadata = _metadata(body)
    return Envelope(_sender(body), _message(body), _message_id(body, metadata), metadata)


def taken_in(message: str) -> str:
    """What of a visitor's message goes on, to be stored, answered or logged: plain text, personal numbers covered."""
    return without_personal_data(_plain_text(message))


def _plain_text(message: str) -> str:
    """Take the leading slash away from ``/intent{"slot": …}``.

    Rasa takes a text that begins with a slash for an intent the server itself issued. The full-width slash, and what
    does not show before it, go too: the assistant's normaliser would turn them into the bare form.
    """
    start = 0
    while start < len(message) and (message[start] in _SLASHES or _is_blank(message[start])):
        start += 1
    return message[start:] if any(mark in message[:start] for mark in _SLASHES) else message.strip()


def is_blank(text: str) -> bool:
    """Whether nothing of the text would show: white space, control and zero-width characters only."""
    return all(_is_blank(character) for character in text)


def _is_blank(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in _UNPRINTABLE


def _parse(body: bytes) -> object:
    try:
        # A deep nest or a number of thousands of digits is refused by the parser itself, with errors of its own.
        parsed: object = json.loads(body.decode("utf-8"), parse_constant=_no_constant)
        return _encodable(parsed)
    except (ValueError, RecursionError) as error:
        raise RequestRefused(400, "消息不是正确的 JSON，请检查格式，并使用 UTF-8 编码。") from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _encodable(value: object) -> object:
    """Half a surrogate pair is legal in JSON, but no log and no database takes it."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\x00", "")
    if isinstance(value, list):
        return [_encodable(item) for item in value]
    if isinstance(value, dict):
        return {str(_encodable(key)): _encodable(item) for key, item in value.items()}
    return value


def _sender(body: Mapping[str, object]) -> str:
    sender = body.get("sender")
    if sender is None or sender == "":
        # Never one shared conversation for everybody who leaves it out.
        return uuid.uuid4().hex
    if not isinstance(sender, str) or len(sender) > MAX_SENDER or not sender.isprintable() or is_blank(sender):
        raise RequestRefused(400, _BAD_SENDER)
    if _REPLACED in sender or sender.startswith(CHAT):
        # Two ids of which a part was replaced could fall together; a visitor's dialogue is that visitor's alone.
        raise RequestRefused(400, _BAD_SENDER)
    return sender


def _message(body: Mapping[str, object]) -> str:
    message = body.get("message")
    if message is None and "message" not in body:
        raise RequestRefused(400, "缺少 message 这一项，请把要问的话写在里面。")
    if not isinstance(message, str):
        raise RequestRefused(400, "message 应当是文字，请把要问的话写在引号里。")
    return taken_in(message)


def _message_id(body: Mapping[str, object], metadata: Mapping[str, Any]) -> str | None:
    """Beside the message, or among the metadata, where clients of Rasa put what its protocol has no place for."""
    given = body.get("message_id")
    if given is None or given == "":
        given = metadata.get("message_id")
        return given if _is_message_id(given) else None  # metadata may hold anything
    if not _is_message_id(given):
        raise RequestRefused(400, _BAD_MESSAGE_ID)
    return given


def _is_message_id(given: object) -> TypeGuard[str]:
    return (
        isinstance(given, str) and 0 < len(given) <= MAX_MESSAGE_ID and given.isprintable() and _REPLACED not in given
    )


def _metadata(body: Mapping[str, object]) -> Mapping[str, Any]:
    metadata = body.get("metadata")
    if metadata is None:
        return {}
    if not isinstance(metadata, dict):
        raise RequestRefused(400, "metadata 应当是一个 JSON 对象，不需要时可以不写。")
    return metadata
