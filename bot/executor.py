"""Custom actions without an action server: Rasa's endpoint interface, answered in process."""

from __future__ import annotations

from typing import Any

from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from bot.stages import stage

ACTIONS_PACKAGE = "actions"


class InProcessActions(EndpointConfig):
    """Runs custom actions by calling rasa_sdk's executor, where stock Rasa would post them to a server."""

    def __init__(self) -> None:
        # our actions read nothing of the domain: it need not be made into JSON for each of them
        super().__init__(url="in-process", enable_selective_domain=True)
        self._executor = ActionExecutor()
        self._executor.register_package(ACTIONS_PACKAGE)

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Run the action that ``json`` names and give back its events and responses."""
        with stage("action"):
            return await self._executor.run(kwargs["json"])
