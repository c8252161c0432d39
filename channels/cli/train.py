"""ipdesk train"""

from __future__ import annotations

from typing import Annotated

import typer


def train(force: Annotated[bool, typer.Option("--force", help="即使模型是最新的也重新训练")] = False) -> None:
    """训练问答模型；模型已是最新时不重复训练。"""
    import asyncio

    from bot.training import TrainingFailed, is_up_to_date
    from bot.training import train as train_model
    from channels import logs
    from channels.cli.console import say, visible_progress
    from channels.errors import UserError
    from channels.loading import model_folder
    from policy_kb.settings import settings

    logs.configure()
    folder = model_folder(settings())
    if not force and is_up_to_date(folder):
        say("问答模型已是最新，不用训练。")
        return
    say("正在训练问答模型，大约需要一两分钟…")
    with visible_progress() as progress:
        try:
            model = asyncio.run(train_model(folder, progress))
        except TrainingFailed as error:
            raise UserError(str(error)) from error
    say(f"模型训练完成：{model}")
