"""ipdesk ask"""

from __future__ import annotations

from typing import Annotated

import typer


def ask(
    question: Annotated[str, typer.Argument(help="要问的话，例如：专利导航项目怎么申请")],
    as_json: Annotated[bool, typer.Option("--json", help="按接口格式输出 JSON")] = False,
) -> None:
    """问一个问题，在终端里看回答。"""
    import json
    import logging

    from channels import logs
    from channels.cli.console import render
    from channels.cli.talk import Talk
    from policy_kb.settings import settings

    logs.configure(logging.WARNING)
    with Talk(settings()) as talk:
        replies = talk.say(question)
    print(json.dumps(replies, ensure_ascii=False, indent=2) if as_json else render(replies))
