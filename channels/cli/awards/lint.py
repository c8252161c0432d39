"""ipdesk awards lint"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from channels.cli.awards.files import CATALOGUE_HELP, SOURCES_HELP


def lint(
    catalogue: Annotated[Path | None, typer.Option(help=CATALOGUE_HELP)] = None,
    sources: Annotated[Path | None, typer.Option(help=SOURCES_HELP)] = None,
) -> None:
    """核对规则文件：引文要在原文里，数字要在引文里，每个边界要有例子。"""
    from channels.cli.awards.files import folder, load, report, texts
    from channels.cli.console import say
    from channels.errors import UserError
    from policy_kb.awards import lint as find_problems

    book = load(folder(catalogue, "catalogue"))
    docs = dict.fromkeys([*(rule.doc for rule in book.rules.values()), *book.stacking])
    found = find_problems(book, texts(folder(sources, "sources"), docs))
    problems = sorted(found, key=lambda problem: (problem.file, problem.line))
    report(problems)
    if problems:
        raise UserError(f"有 {len(problems)} 处要补或者要改。请按上面的位置处理。")
    say(f"{len(docs)} 份文件的 {len(book.rules)} 条规则都没有问题：引文都在原文里，每个边界都有例子。")
