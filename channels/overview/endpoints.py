"""GET /api/v1/desk/overview"""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web
from sqlalchemy import Engine

from channels.api.call import Gate
from channels.api.endpoint import endpoint
from channels.overview.files import OverviewFiles
from channels.overview.making import overview
from channels.overview.parts import Overview, OverviewQuery


class OverviewApi:
    """Figures for the staff."""

    def __init__(self, engine: Callable[[], Engine]) -> None:
        self._engine = engine

    def files(self, gate: Gate) -> list[web.AbstractRouteDef]:
        """Where the figures are to be had as files."""
        return OverviewFiles(self._engine, gate).routes()

    @endpoint("GET", "/api/v1/desk/overview", role="clerk", summary="Figures by day and channel.")
    def overview(self, query: OverviewQuery) -> Overview:
        """The figures."""
        return overview(self._engine(), query)
