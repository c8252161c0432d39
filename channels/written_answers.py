"""What the staff have written, given where the assistant itself has no answer.

It stands around the assistant, so that the dialogue knows nothing of it and every surface gets it. What the assistant
answers from a notice, computes or asks is never touched: only a reply that is nothing but a decline, or was not
understood, is spoken in place of; an explanation of a word is added where the notices define it nowhere.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from channels.backend import Assistant, Insight
from channels.replies import Reply
from policy_kb.settings import SHANGHAI

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from channels.staff_store import WrittenRow
    from channels.teaching.lookup import Lookup

log = logging.getLogger(__name__)

#: A database that takes longer must not keep anybody waiting: the assistant's own reply is there already.
_SECONDS = 2.0
_NOT_UNDERSTOOD = "nlu_fallback"
#: What shows that a notice was read, something computed or a fact asked for.
_OF_A_NOTICE = ("citations", "amount", "missing", "trace", "table", "verdict")
_DEFINED = "defined"


@runtime_checkable
class Forms(Protocol):
    """An assistant that can tell whether a conversation is in the middle of a form."""

    async def in_form(self, sender: str) -> bool:
        """Whether facts are being asked for."""


@dataclass(frozen=True, slots=True)
class _Found:
    row: WrittenRow
    name: str

    @property
    def on(self) -> date:
        return _written_on(self.row)


class WrittenAnswers:
    """Called with every reply of the assistant, gives the reply that is sent."""

    def __init__(self, engine: Callable[[], Engine], human_contact: str, *, seconds: float = _SECONDS) -> None:
        """``engine`` gives the staff's database; ``human_contact`` is whom else to ask. What can't be looked up within
        so many ``seconds`` is not given."""
        self._engine = engine
        self._contact = human_contact
        self._seconds = seconds
        self._looked_up: Lookup | None = None

    async def __call__(self, assistant: Assistant, sender: str, text: str, replies: list[Reply]) -> list[Reply]:
        """The replies, the same where nothing was written for the question. Never raises."""
        if len(replies) != 1 or not isinstance(custom := replies[0].get("custom"), dict):
            return replies
        if custom.get("kind") not in ("decline", "handover", "question", "definition", "clause"):
            return replies
        try:
            async with asyncio.timeout(self._seconds):
                return [await self._spoken(assistant, sender, text, replies[0], custom)]
        except Exception:
            log.exception("工作人员写的回答没能查，按助手自己的回答发出")
            return replies

    def prepare(self) -> None:
        """Read what was written, so that nobody waits for it. Blocks; never raises."""
        try:
            self._lookup().term("什么是知识产权")
        except Exception:
            log.exception("工作人员写的回答现在读不出来，有人问到时再读")

    async def _spoken(
        self, assistant: Assistant, sender: str, text: str, reply: Reply, custom: Mapping[str, Any]
    ) -> Reply:
        kind = custom["kind"]
        alone = kind in ("decline", "handover", "question") and not any(custom.get(key) for key in _OF_A_NOTICE)
        silent = kind == "definition" or (kind == "clause" and custom.get("verdict") == "no")
        if not alone and not silent:
            return reply
        found = await asyncio.to_thread(self._find, text, str(reply.get("text") or ""), answers=alone)
        if found is None or (isinstance(assistant, Forms) and await assistant.in_form(sender)):
            return reply
        if alone and kind != "decline" and not await _not_understood(assistant, sender):
            return reply
        own = str(reply.get("text") or "")
        after = own if kind == "question" else ""
        said = _beside(found, own) if silent else _instead(found, after, self._contact)
        return {**reply, "text": said, "custom": {**custom, "written": _part(found)}}

    def _find(self, text: str, reply: str, *, answers: bool) -> _Found | None:
        """What was written for a message. Reads the database."""
        lookup = self._lookup()
        if answers and (row := lookup.answer(text)) is not None:
            return _Found(row, "")
        row = lookup.term(text)
        return None if row is None or _defined(row.asked, reply) else _Found(row, row.asked[0])

    def _lookup(self) -> Lookup:
        # Not before it is needed: the server has to listen first.
        from channels.teaching.lookup import Lookup

        if self._looked_up is None:
            self._looked_up = Lookup(self._engine)
        return self._looked_up


async def _not_understood(assistant: object, sender: str) -> bool:
    return isinstance(assistant, Insight) and (await assistant.understood(sender))[0] == _NOT_UNDERSTOOD


def _defined(names: Sequence[str], reply: str) -> bool:
    """Whether a notice defines the word, or the reply tells what a notice means: then no other words count."""
    from channels.teaching.terms import term_key
    from policy_kb.knowledge import current

    kb, wanted = current(), {term_key(name) for name in names}
    defined = [term for term in kb.terms.values() if term.kind == _DEFINED]
    meanings = [*(term.text for term in defined), *(figure.meaning for _, figure in kb.figures.values())]
    return any(term_key(name) in wanted for term in defined for name in (term.term, *term.aliases)) or any(
        meaning in reply for meaning in meanings
    )


def _written_on(row: WrittenRow) -> date:
    """The day on which it was written as it stands."""
    at: datetime = row.changed_at or row.at
    return (at if at.tzinfo is not None else at.replace(tzinfo=UTC)).astimezone(SHANGHAI).date()


def _part(found: _Found) -> dict[str, Any]:
    part = {"kind": found.row.kind, "text": found.row.text, "on": found.on.isoformat()}
    return part | ({"basis": found.row.basis} if found.row.basis else {})


def _instead(found: _Found, after: str, contact: str) -> str:
    """The words in the place of a decline; ``after`` is what the assistant would have asked."""
    day = _day(found.on)
    if found.name:
        lead = f"我在收录的通知里没有查到“{found.name}”的定义。下面是咨询台工作人员的解释（{day}写的），不是通知原文："
    else:
        lead = f"我在收录的通知里没有查到这件事。下面是咨询台工作人员写的回答（{day}），不是通知原文："
    end = f"如果您问的不是这件事：\n{after}" if after else f"还有不清楚的，可以联系{contact}。"
    return "\n".join([lead, *_words(found), end])


def _beside(found: _Found, own: str) -> str:
    lead = f"下面是咨询台工作人员对“{found.name}”的解释（{_day(found.on)}写的），不是通知原文："
    return "\n".join([own, lead, *_words(found)])


def _words(found: _Found) -> list[str]:
    return [found.row.text, *([f"工作人员写的依据：{found.row.basis}"] if found.row.basis else [])]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
