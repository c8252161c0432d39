"""Custom actions without an action server: Rasa's endpoint interface, answered in process."""

from __future__ import annotations

import json
from typing import Any

from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from bot.remembered import Remembered, digest
from bot.stages import stage

ACTIONS_PACKAGE = "actions"
#: What the actions read of a tracker and of a message (a test looks), and so all that their results follow from.
OF_TRACKER = ("slots", "active_loop")
OF_MESSAGE = ("text", "read_text", "intent", "intent_ranking", "entities", "questions")
_MOST_BYTES = 16_000_000


class InProcessActions(EndpointConfig):
    """Runs custom actions by calling rasa_sdk's executor, where stock Rasa would post them to a server."""

    def __init__(self) -> None:
        # our actions read nothing of the domain: it need not be made into JSON for each of them
        super().__init__(url="in-process", enable_selective_domain=True)
        self._executor = ActionExecutor()
        self._executor.register_package(ACTIONS_PACKAGE)
        self._results = Remembered(_MOST_BYTES)

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Run the action that ``json`` names and give back its events and responses, or what it gave for the same."""
        call = kwargs["json"]
        with stage("action"):
            key = _key(call)
            result = self._results.get(key)
            if result is None:
                result = await self._executor.run(call)
                self._results.keep(key, result)
            return result


def _key(call: dict[str, Any]) -> bytes:
    tracker = call["tracker"]
    message = tracker["latest_message"] or {}
    read = [{name: tracker[name] for name in OF_TRACKER}, {name: message.get(name) for name in OF_MESSAGE}]
    return digest(call["next_action"], json.dumps(read, ensure_ascii=False))
