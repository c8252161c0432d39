"""ipdesk serve"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from channels.backend import Assistant
    from channels.metrics import Metrics
    from policy_kb.settings import Settings


def serve() -> None:
    """启动网页和问答服务（地址和端口由 IPDESK_HOST、IPDESK_PORT 决定）。"""
    import asyncio
    from functools import partial

    from channels import logs, server
    from channels.addresses import Addresses
    from channels.backend import Backend
    from channels.backup.restoring import finish_interrupted
    from channels.conversations.dialogues import Dialogues
    from channels.loading import load_assistant, open_conversations, open_database, probe_knowledge_base
    from channels.staff_store.opening import staff_engine
    from channels.written_answers import WrittenAnswers
    from policy_kb.settings import settings

    chosen = settings()
    logs.configure(style=chosen.log)
    with open_database(chosen) as engine:
        finish_interrupted(engine, chosen.data)
    probe = partial(probe_knowledge_base, chosen)
    probe()
    notice = _of_accounts(chosen)
    written = WrittenAnswers(staff_engine, chosen.human_contact)
    conversations = open_conversations(chosen)
    keeper = Dialogues(conversations.store.engine)

    async def load() -> Assistant:
        assistant = await load_assistant(chosen, keeper)
        await asyncio.to_thread(written.prepare)
        await asyncio.to_thread(_prepare)
        return assistant

    backend = Backend(load, probe, beside=written)
    running = server.serve(
        backend,
        chosen.human_contact,
        chosen.host,
        chosen.port,
        conversations=conversations,
        embedders=chosen.embed_origins,
        notice=notice,
        metrics=_metrics(),
        metrics_from=chosen.metrics_from,
        addresses=Addresses(chosen.proxies, chosen.per_address),
        hsts_days=chosen.hsts_days,
    )
    asyncio.run(running)


def _prepare() -> None:
    from actions.prepared import prepare
    from policy_kb.knowledge import current

    try:
        prepare(current())
    except Exception:
        # It only saves the first visitors a wait; what is wrong shows at their questions.
        logging.getLogger(__name__).exception("启动时没能预先准备好")


def _metrics() -> Metrics:
    from bot.stages import observe
    from channels.metrics import Metrics
    from policy_kb.knowledge import version_in_use

    metrics = Metrics()
    metrics.watch_knowledge(lambda: version_in_use() or 0)
    observe(metrics)
    return metrics


def _of_accounts(chosen: Settings) -> str | None:
    """What to say where nobody could sign in to the desk."""
    from channels.accounts.first_start import notice
    from channels.errors import UserError
    from channels.loading import open_database
    from channels.staff_store.revision import StoreError

    with open_database(chosen) as engine:
        try:
            return notice(engine)
        except StoreError as error:
            raise UserError(str(error)) from error
