"""ipdesk serve"""

from __future__ import annotations


def serve() -> None:
    """启动网页和问答服务（地址和端口由 IPDESK_HOST、IPDESK_PORT 决定）。"""
    import asyncio
    from functools import partial

    from channels import logs, server
    from channels.backend import Backend
    from channels.loading import load_assistant, open_conversations, probe_knowledge_base
    from policy_kb.settings import settings

    logs.configure()
    chosen = settings()
    probe = partial(probe_knowledge_base, chosen)
    probe()
    backend = Backend(partial(load_assistant, chosen), probe)
    running = server.serve(
        backend,
        chosen.human_contact,
        chosen.host,
        chosen.port,
        conversations=open_conversations(chosen),
        embedders=chosen.embed_origins,
    )
    asyncio.run(running)
