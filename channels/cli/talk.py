"""One conversation with the assistant in this process, for the terminal."""

from __future__ import annotations

import asyncio
import logging
import uuid
from types import TracebackType
from typing import Self

from channels import replies
from channels.cli.desk import Desk
from channels.loading import load_assistant, probe_knowledge_base
from channels.replies import Reply
from channels.staff_store.opening import staff_engine
from channels.written_answers import WrittenAnswers
from policy_kb.settings import Settings

log = logging.getLogger(__name__)

#: What the staff have written is read for the first time when it is needed, by one who waits alone.
_LOOKING_SECONDS = 30.0


class Talk:
    """Loads the assistant on entering; raises UserError if it or the knowledge base is missing."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._runner = asyncio.Runner()
        self._sender = uuid.uuid4().hex
        self._desk: Desk

    def __enter__(self) -> Self:
        probe_knowledge_base(self._settings)
        contact = self._settings.human_contact
        written = WrittenAnswers(staff_engine, contact, seconds=_LOOKING_SECONDS)
        self._desk = Desk(self._runner.run(load_assistant(self._settings)), contact, written)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.close()

    def say(self, message: str) -> list[Reply]:
        """The replies to one message; an apology with an error number if the assistant fails."""
        contact = self._settings.human_contact
        try:
            answer = self._runner.run(self._desk.answer(self._sender, message))
        except Exception:
            number = replies.new_error_number()
            log.exception("错误 %s", number)
            return replies.apology(self._sender, number, contact)
        return answer or replies.apology(self._sender, replies.new_error_number(), contact)
