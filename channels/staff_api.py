"""Every endpoint under /api/v1, put together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine

from channels.accounts.endpoints import SessionApi
from channels.accounts.gate import AccountsGate
from channels.api.awards import AwardsApi
from channels.api.serving import Api
from channels.audit.endpoints import AuditApi
from channels.desk.calculator_api import CalculatorApi
from channels.desk.drafts_api import DraftsApi
from channels.desk.imports_api import ImportsApi
from channels.desk.notices_api import NoticesApi
from channels.desk.replies_api import RepliesApi
from channels.desk.search_api import SearchApi
from channels.inbox.endpoints import InboxApi
from channels.kiosk.guide_api import GuideApi
from channels.overview.endpoints import OverviewApi
from channels.staff_store.opening import staff_engine
from channels.teaching.endpoints import TeachingApi
from channels.teaching.trainer import Trainer
from channels.teaching.written_api import WrittenApi
from policy_kb.settings import settings


def staff_api(
    engine: Callable[[], Engine] = staff_engine,
    uploads: Path | None = None,
    teaching: TeachingApi | None = None,
) -> Api:
    """The API on the database that ``engine`` gives when it is first needed; ``uploads`` is where files lie."""
    holders = [
        AwardsApi(),
        SessionApi(engine),
        AuditApi(engine),
        SearchApi(engine),
        NoticesApi(engine),
        DraftsApi(engine),
        ImportsApi(engine),
        CalculatorApi(),
        RepliesApi(engine),
        GuideApi(),
        InboxApi(),
        OverviewApi(engine),
        TeachingApi(engine, Trainer(engine)) if teaching is None else teaching,
        WrittenApi(engine),
    ]
    return Api(holders, AccountsGate(engine), uploads or settings().data / "uploads")
