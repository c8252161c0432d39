"""ipdesk serve"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from channels.backend import Assistant
    from channels.metrics import Metrics
    from channels.shared.peers import Peers
    from policy_kb.settings import Settings


def serve() -> None:
    """启动网页和问答服务（地址和端口由 IPDESK_HOST、IPDESK_PORT 决定）。"""
    import asyncio
    from functools import partial

    from bot.training import fingerprint
    from channels import logs, server
    from channels.addresses import Addresses
    from channels.backend import Backend
    from channels.backup.restoring import finish_interrupted
    from channels.conversations.dialogues import Dialogues
    from channels.loading import load_assistant, model_folder, open_conversations, open_database, probe_knowledge_base
    from channels.staff_store.opening import staff_engine
    from channels.teaching.endpoints import load_after
    from channels.teaching.following import Following
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
    keeper = Dialogues(conversations.store.engine, shared=chosen.redis_url is not None)
    folder = model_folder(chosen)

    async def load() -> Assistant:
        await asyncio.to_thread(_bring_models, folder)
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
        peers=_peers(chosen),
        models=Following(staff_engine, folder, load_after, fingerprint()),
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


def _peers(chosen: Settings) -> Peers:
    """The other processes, where Redis is set."""
    if chosen.redis_url is None:
        from channels.shared.alone import Alone

        return Alone()
    from channels.conversations.tokens import signing_key
    from channels.shared.redis_peers import RedisPeers

    return RedisPeers(chosen.redis_url, chosen.redis_prefix, signing_key(chosen.data))


def _bring_models(folder: Path) -> None:
    """The model that was chosen, where another process has it. What can't be had now comes later."""
    from channels.staff_store.opening import staff_engine
    from channels.teaching.sharing import bring_here

    try:
        bring_here(staff_engine(), folder)
    except Exception:
        logging.getLogger(__name__).exception("选定的模型没能从数据库取来，先用这台机器上的")


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
