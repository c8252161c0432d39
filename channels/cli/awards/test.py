"""ipdesk awards test"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from channels.cli.awards.files import CATALOGUE_HELP


def test(
    catalogue: Annotated[Path | None, typer.Option(help=CATALOGUE_HELP)] = None,  # noqa: PT028 - no test of pytest's
) -> None:
    """验算规则文件里的例子：算出来的要和写的一样。"""
    from channels.cli.awards.files import folder, load
    from channels.cli.console import say
    from channels.errors import UserError
    from policy_kb.awards import run_examples

    book = load(folder(catalogue, "catalogue"))
    examples = sum(len(rule.examples) for rule in book.rules.values())
    failures = run_examples(book)
    for failure in failures:
        print(failure)
    if failures:
        wrong = len({(failure.file, failure.line) for failure in failures})
        raise UserError(f"{examples} 个例子里有 {wrong} 个算出来和写的不一样，见上面的位置。")
    say(f"{len(book.rules)} 条规则的 {examples} 个例子，算出来都和写的一样。")
