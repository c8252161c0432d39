"""The assistant in process: Rasa's agent with our actions called directly, and one output message per answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.exceptions import ModelNotFound
from rasa.shared.exceptions import RasaException

from actions.dialogue import Dialogue
from bot.direct import DirectAgent
from bot.executor import InProcessActions
from bot.keeping import Keeper, Overtaken
from bot.trackers import TurnTrackers
from policy_kb.knowledge import current

log = logging.getLogger(__name__)

Message = dict[str, Any]

#: Other processes may be faster with messages of the same conversation, where nothing keeps the turns among them.
_ATTEMPTS = 10


class ModelMissing(Exception):
    """There is no usable model; the text says what to run."""


class _WholeMessages(CollectingOutputChannel):
    """Collects each answer as one message: text, buttons and payload together, as the answer contract has it."""

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep what the contract names and drop Rasa's empty fields."""
        whole: Message = {"recipient_id": recipient_id, "text": message.get("text") or ""}
        for key in ("buttons", "custom"):
            if message.get(key):
                whole[key] = message[key]
        await self._persist_message(whole)


class Assistant:
    """A loaded model that answers messages. Conversations are kept apart by sender."""

    def __init__(self, agent: DirectAgent, trackers: TurnTrackers, model: str = "") -> None:
        """``trackers`` is where the agent keeps its conversations; ``model`` is the name of the model's file."""
        self.model = model
        self._agent = agent
        self._trackers = trackers

    @classmethod
    async def load(cls, model_path: Path, after: Assistant | None = None, keeper: Keeper | None = None) -> Assistant:
        """Load a model file; a few seconds. It goes on with the conversations of ``after``, or those of ``keeper``;
        without either they last as long as the process. Raises ModelMissing."""
        trackers = TurnTrackers(keeper) if after is None else after._trackers.after_me()
        return cls(await asyncio.to_thread(_load_agent, model_path, trackers), trackers, model_path.name)

    async def handle(self, sender: str, text: str, metadata: Mapping[str, Any] | None = None) -> list[Message]:
        """The messages that answer one message of one conversation. Raises what parsing, an action or the keeper of
        conversations raises; then the conversation is as it was before."""
        return await self._answered(sender, text, metadata, None)

    async def handle_once(
        self, sender: str, text: str, metadata: Mapping[str, Any] | None, message: str
    ) -> list[Message]:
        """The same for a message that may come again: ``message`` is its id, and gets one answer."""
        return await self._answered(sender, text, metadata, message)

    async def _answered(
        self, sender: str, text: str, metadata: Mapping[str, Any] | None, message: str | None
    ) -> list[Message]:
        for attempt in range(1, _ATTEMPTS + 1):
            if (before := await self._trackers.begin(sender, message)) is not None:
                return before
            channel = _WholeMessages()
            tracker = await self._agent.tracker_after(
                UserMessage(text, channel, sender, input_channel="rest", metadata=dict(metadata or {}))
            )
            replies = list(channel.messages)
            if not replies:
                return replies
            try:
                await self._trackers.end(tracker, message, replies)
            except Overtaken:
                if attempt == _ATTEMPTS:
                    raise
            else:
                return replies
        raise AssertionError("the last attempt returns or raises")

    async def understood(self, sender: str) -> tuple[str | None, str | None]:
        """The intent that the conversation's last message was taken for, and the first topic it is about."""
        tracker = await self._trackers.retrieve(sender)
        if tracker is None or tracker.latest_message is None:
            return None, None
        focus = Dialogue.of(tracker.get_slot("dialogue")).focus
        topics = focus.topics or tuple(t for key in focus.awards for t in current().book.rules[key].topics)
        return tracker.latest_message.intent.get("name"), topics[0] if topics else None

    def forget(self, sender: str) -> None:
        """Remember nothing of a conversation in this process; what its keeper has is the keeper's."""
        self._trackers.forget(sender)

    async def in_form(self, sender: str) -> bool:
        """Whether the conversation is being asked for facts."""
        tracker = await self._trackers.retrieve(sender)
        return tracker is not None and tracker.active_loop_name is not None

    async def parse(self, text: str) -> dict[str, Any]:
        """What the pipeline makes of a text: intent, ranking, entities."""
        result: dict[str, Any] = await self._agent.parse_message(text)
        return result


def _load_agent(model_path: Path, trackers: TurnTrackers) -> DirectAgent:
    try:
        agent = DirectAgent(action_endpoint=InProcessActions(), tracker_store=trackers)
        agent.load_model(model_path)
    except (ModelNotFound, RasaException, OSError) as error:
        log.debug("loading %s failed", model_path, exc_info=True)
        raise ModelMissing("还没有可用的问答模型，请先运行 make run 或者 ipdesk train。") from error
    return agent
