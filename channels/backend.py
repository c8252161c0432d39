"""The assistant behind the channels, from the moment the process starts until it answers."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from channels.memory import give_back, leave_out_what_stays
from channels.replies import Reply

log = logging.getLogger(__name__)

PROBE_SECONDS = 2.0
#: Seconds after the longest turn at which none is waited for any more.
_AFTER_THE_LONGEST = 1.0


class Assistant(Protocol):
    """What a channel needs of an assistant."""

    async def handle(self, sender: str, text: str, metadata: Mapping[str, Any] | None = None) -> list[Reply]:
        """Answer one message of one conversation."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a message was taken to ask: an intent, and a topic's id where it had one."""

    intent: str | None
    topic: str | None


@runtime_checkable
class Insight(Protocol):
    """An assistant that can tell what it took the last message of a conversation for."""

    async def understood(self, sender: str) -> tuple[str | None, str | None]:
        """The intent and the topic."""


@runtime_checkable
class Forgetful(Protocol):
    """An assistant that remembers dialogues, and can forget one."""

    def forget(self, sender: str) -> None:
        """Nothing of a conversation is left in memory."""


@runtime_checkable
class Once(Protocol):
    """An assistant that answers a message once, however often it comes."""

    async def handle_once(
        self, sender: str, text: str, metadata: Mapping[str, Any] | None, message: str
    ) -> list[Reply]:
        """Answer a message whose id is ``message``, or give the answer that one of that id got."""


class Beside(Protocol):
    """What else is said where the assistant has no answer of its own."""

    async def __call__(self, assistant: Assistant, sender: str, text: str, replies: list[Reply]) -> list[Reply]:
        """The replies that are sent instead of these. Never raises."""


class NotReady(Exception):
    """The assistant is still being loaded."""


class EmptyAnswer(Exception):
    """The assistant came back without a word: an action of it failed."""


class Backend:
    """Loads the assistant beside the running server and hands messages to it."""

    def __init__(
        self,
        load: Callable[[], Awaitable[Assistant]],
        probe: Callable[[], None] | None = None,
        *,
        beside: Beside | None = None,
        answer_seconds: float = 20.0,
    ) -> None:
        """``probe`` blocks for a moment and raises if the knowledge base can't be read; ``beside`` gets every reply."""
        self._load = load
        self._probe = probe
        self._beside = beside
        self._answer_seconds = answer_seconds
        self._assistant: Assistant | None = None
        self._swapping = asyncio.Lock()
        self._turns: Counter[int] = Counter()
        self._ended: dict[int, asyncio.Event] = {}
        self._leaving: asyncio.Task[None] | None = None
        self._probing: asyncio.Future[None] | None = None

    @property
    def loaded(self) -> bool:
        """Whether the assistant is there; the knowledge base may still be away."""
        return self._assistant is not None

    @property
    def model(self) -> str | None:
        """The name of the model that answers; None before there is one."""
        return None if self._assistant is None else str(getattr(self._assistant, "model", "") or "unnamed")

    async def start(self) -> None:
        """Load the assistant. Whatever its loading raises comes through."""
        log.info("正在加载问答模型…")
        began = time.monotonic()
        self._assistant = await self._load()
        leave_out_what_stays()
        log.info("模型已加载，用时 %.1f 秒", time.monotonic() - began)

    async def swap(self, load: Callable[[Assistant], Awaitable[Assistant]]) -> None:
        """Load another assistant beside the one that answers, then let it answer. A turn is answered to its end by
        whoever began it; ``load`` gets the old one, so that the new one can go on with its conversations. Where loading
        fails, nothing changes and the error comes through. Raises NotReady before there is one to take the place of."""
        async with self._swapping:
            if self._assistant is None:
                raise NotReady
            old = id(self._assistant)
            self._assistant = await load(self._assistant)
            self._leaving = asyncio.create_task(self._give_back(old))

    async def _give_back(self, old: int) -> None:
        """Give back the memory of an assistant that was replaced, when the last turn that it began has ended: what is
        garbage later is looked for no more."""
        if self._turns[old] and id(self._assistant) != old:
            ended = self._ended[old] = asyncio.Event()
            with suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), self._answer_seconds + _AFTER_THE_LONGEST)
            del self._ended[old]
        give_back()

    async def ready(self) -> bool:
        """Whether a question would be answered now: the assistant is loaded and the knowledge base can be read."""
        if self._assistant is None:
            return False
        if self._probe is None:
            return True
        # One probe at a time: a database that hangs must not take a thread for each time somebody asks.
        if self._probing is None or self._probing.done():
            self._probing = asyncio.ensure_future(asyncio.to_thread(self._probe))
            self._probing.add_done_callback(_retrieved)
        try:
            await asyncio.wait_for(asyncio.shield(self._probing), PROBE_SECONDS)
        except Exception:
            log.exception("知识库读不出来")
            return False
        return True

    async def answer(
        self, sender: str, text: str, metadata: Mapping[str, Any], message: str | None = None
    ) -> list[Reply]:
        """At least one reply; to a message of an id that was answered before, the same. Raises NotReady, EmptyAnswer,
        TimeoutError, or what the assistant raises."""
        if (assistant := self._assistant) is None:
            raise NotReady
        with self._turn_of(assistant):
            async with asyncio.timeout(self._answer_seconds):
                if message is not None and isinstance(assistant, Once):
                    replies = await assistant.handle_once(sender, text, metadata, message)
                else:
                    replies = await assistant.handle(sender, text, metadata)
            if not replies:
                raise EmptyAnswer
            return replies if self._beside is None else await self._beside(assistant, sender, text, replies)

    @contextmanager
    def _turn_of(self, assistant: Assistant) -> Iterator[None]:
        self._turns[id(assistant)] += 1
        try:
            yield
        finally:
            self._turns[id(assistant)] -= 1
            if not self._turns[id(assistant)]:
                del self._turns[id(assistant)]
                if (ended := self._ended.get(id(assistant))) is not None:
                    ended.set()

    def forget(self, sender: str) -> None:
        """Let the assistant forget a conversation that was deleted."""
        assistant: object = self._assistant
        if isinstance(assistant, Forgetful):
            assistant.forget(sender)

    async def understood(self, sender: str) -> Meant | None:
        """What the conversation's last message was taken for; None where the assistant does not tell."""
        assistant: object = self._assistant
        if not isinstance(assistant, Insight):
            return None
        try:
            return Meant(*await assistant.understood(sender))
        except Exception:
            # It is for the statistics only: no reason to lose an answer.
            log.exception("这条消息的意图没有记下来")
            return None


def _retrieved(probing: asyncio.Future[None]) -> None:
    """Whoever asked may have gone by now: an error is no news for the event loop."""
    if not probing.cancelled():
        probing.exception()
