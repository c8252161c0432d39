"""GET /desk/overview.csv and /desk/overview.xlsx: the same figures, as files."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from urllib.parse import quote

from aiohttp import web
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from channels.addresses import address_of
from channels.api.call import Act, Call, Gate
from channels.api.incoming import read_query
from channels.api.refused import Refused
from channels.api.serving import COOKIE, from_another_site
from channels.faults import refusal
from channels.overview.making import overview
from channels.overview.parts import Overview, OverviewQuery
from channels.overview.tables import as_csv, as_xlsx

_FORMATS: dict[str, tuple[str, Callable[[Overview], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
}


class OverviewFiles:
    """Files to take away; each is a line in the audit log."""

    def __init__(self, engine: Callable[[], Engine], gate: Gate) -> None:
        self._engine = engine
        self._gate = gate

    def routes(self) -> list[web.AbstractRouteDef]:
        """One path for each format."""
        return [web.get(f"/desk/overview.{ending}", self._file) for ending in _FORMATS]

    async def _file(self, request: web.Request) -> web.StreamResponse:
        if from_another_site(request):
            return refusal(403, "这个请求来自别的网站，不能处理。")
        call = Call(address=address_of(request), secure=request.secure, token=request.cookies.get(COOKIE) or None)
        ending = request.path.rpartition(".")[2]
        try:
            query = read_query(OverviewQuery, request)
            if not isinstance(query, OverviewQuery):
                raise TypeError(query)
            name, content = await asyncio.to_thread(self._make, call, ending, query)
        except Refused as error:
            return refusal(error.status, str(error), retry_after=error.retry_after)
        except SQLAlchemyError:
            return refusal(503, "数据库现在读不出来，请稍后再试。", retry_after=3)
        disposition = f"attachment; filename*=UTF-8''{quote(name)}"
        return web.Response(
            body=content, headers={"Content-Type": _FORMATS[ending][0], "Content-Disposition": disposition}
        )

    def _make(self, call: Call, ending: str, query: OverviewQuery) -> tuple[str, bytes]:
        call.caller = self._gate.caller(call.token) if call.token else None
        if call.caller is None:
            raise Refused(401, "请先登录。")
        found = overview(self._engine(), query)
        content = _FORMATS[ending][1](found)
        name = f"咨询统计_{found.since.isoformat()}_{found.until.isoformat()}.{ending}"
        self._gate.record(call, [Act("overview.export", name)])
        return name, content
