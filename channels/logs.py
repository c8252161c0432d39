"""Log lines on standard error: what the process does, never what people write.

While a message is being handled, words of its writer may stand in the text of an error and in the lines of a library.
Of such errors the place and the kind are logged and the text is left out; of such lines only where they come from.
"""

from __future__ import annotations

import hashlib
import json
import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Literal, TextIO

from sqlalchemy.exc import SQLAlchemyError

from channels.errors import UserError

Style = Literal["text", "json"]

OWN = ("actions", "bot", "channels", "evaluation", "policy_kb")
#: Their texts are about files, connections and statements; those of the database come without parameters.
_WITHOUT_WORDS = (OSError, SQLAlchemyError, UserError, TimeoutError)
#: They log what was raised while a message was handled, but outside of its context.
_LATE = ("asyncio", "aiohttp")


@dataclass(frozen=True, slots=True)
class About:
    """What a line is about: ids that name nobody. ``words`` is whether somebody's words are being handled."""

    request: str | None = None
    conversation: str | None = None
    words: bool = False


_NOTHING = About()
_about: ContextVar[About] = ContextVar("about", default=_NOTHING)


@contextmanager
def about(request: str | None = None, conversation: str | None = None, words: bool = False) -> Iterator[None]:
    """Lines logged inside the block are about this; what is not given stays as it is outside."""
    now = _about.get()
    token = _about.set(
        replace(
            now,
            request=request or now.request,
            conversation=conversation or now.conversation,
            words=words or now.words,
        )
    )
    try:
        yield
    finally:
        _about.reset(token)


def pseudonym(sender: str) -> str:
    """A name for a sender that others have named, which may be somebody's own number: the same for the same sender."""
    return "rest-" + hashlib.sha256(sender.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class _Handler(logging.StreamHandler[TextIO]):
    def emit(self, record: logging.LogRecord) -> None:
        record.about = _about.get()
        super().emit(record)


class _Plain(logging.Formatter):
    """Lines for people."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and below it the trace of an error."""
        now = _about_of(record)
        ids = [f"请求 {now.request}"] if now.request else []
        ids += [f"对话 {now.conversation}"] if now.conversation else []
        mark = f" [{'，'.join(ids)}]" if ids else ""
        line = f"{self.formatTime(record, '%H:%M:%S')} {record.levelname} {_message(record)}{mark}"
        return line if record.exc_info is None else f"{line}\n{_trace(record)}"


class _Json(logging.Formatter):
    """One JSON object a line, for programs."""

    def format(self, record: logging.LogRecord) -> str:
        """``time`` (UTC), ``level``, ``logger``, ``message`` and, where there are, the ids and the trace."""
        now = _about_of(record)
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
            "request": now.request,
            "conversation": now.conversation,
            "trace": None if record.exc_info is None else _trace(record),
        }
        return json.dumps({name: value for name, value in fields.items() if value is not None}, ensure_ascii=False)


def _about_of(record: logging.LogRecord) -> About:
    found: object = getattr(record, "about", None)
    return found if isinstance(found, About) else About()


def _words_in_reach(record: logging.LogRecord) -> bool:
    return _about_of(record).words or record.name.partition(".")[0] in _LATE


def _message(record: logging.LogRecord) -> str:
    if _words_in_reach(record) and record.name.partition(".")[0] not in OWN:
        return f"{record.name} 在 {record.module}:{record.lineno} 有一条{record.levelname}，内容不记录"
    return record.getMessage()


def _trace(record: logging.LogRecord) -> str:
    error = record.exc_info[1] if record.exc_info else None
    return "" if error is None else "".join(_lines(error, words=_words_in_reach(record))).rstrip("\n")


def _lines(error: BaseException, *, words: bool) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _lines(before, words=words)
        yield "\n"
    place: TracebackType | None = error.__traceback__
    yield from traceback.format_tb(place)
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    yield f"{kind}（内容不记录）\n" if words and not isinstance(error, _WITHOUT_WORDS) else f"{kind}: {error}\n"


def configure(level: int = logging.INFO, style: Style = "text") -> None:
    """Our own lines from ``level``, those of libraries from WARNING."""
    handler = _Handler()
    handler.setFormatter(_Json() if style == "json" else _Plain())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for package in OWN:
        logging.getLogger(package).setLevel(level)
