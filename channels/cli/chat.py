"""ipdesk chat"""

from __future__ import annotations

GOODBYE = {"退出", "exit", "quit"}


def chat() -> None:
    """在终端里连续对话，输入“退出”或按 Ctrl+D 结束。"""
    import contextlib
    import logging

    from channels import logs
    from channels.cli.console import render, say
    from channels.cli.talk import Talk
    from policy_kb.settings import settings

    # Line editing that knows how wide Chinese characters are; some builds of Python come without it.
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401

    logs.configure(logging.WARNING)
    say("正在加载问答模型…")
    with Talk(settings()) as talk:
        say("可以提问了，输入“退出”或按 Ctrl+D 结束。")
        while True:
            try:
                message = input("\n您：").strip()
            except (EOFError, KeyboardInterrupt):
                say("")
                return
            if message in GOODBYE:
                return
            if message:
                say("助手：" + render(talk.say(message)))
