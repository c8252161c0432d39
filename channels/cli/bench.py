"""ipdesk bench"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def bench(
    messages: Annotated[int, typer.Option(min=1, help="每一轮发送的消息数")] = 400,
    clients: Annotated[list[int] | None, typer.Option(min=1, help="同时咨询的人数，可以写多次")] = None,
    output: Annotated[Path | None, typer.Option(help="结果另存为这个 JSON 文件")] = None,
) -> None:
    """测量问答速度：启动服务，按不同人数同时提问，列出吞吐量和响应时间。"""
    import asyncio
    import json
    import logging

    from channels import load_test, logs
    from channels.cli.console import say
    from policy_kb.settings import settings

    logs.configure(logging.WARNING)
    say("正在启动服务…")
    rounds = asyncio.run(load_test.run(settings(), messages, clients or [1, 8, 64], say))
    if output is not None:
        output.write_text(json.dumps([item.as_json() for item in rounds], indent=2) + "\n", encoding="utf-8")
        say(f"结果已写入 {output}")
