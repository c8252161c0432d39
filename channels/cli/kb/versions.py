"""ipdesk kb diff, supersede and retire"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from channels.cli.kb.who import WHO_HELP

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from policy_kb.review.difference import Difference, Words

OLD = typer.Argument(help="旧文件的编号")
NEW = typer.Argument(help="新文件的编号")
ON = typer.Option("--on", help="从哪一天起，写成 YYYY-MM-DD")


def diff(old: Annotated[str, OLD], new: Annotated[str, NEW]) -> None:
    """比较两份文件：增加、删去和改动的条款，改动的奖补。"""
    with _database() as engine:
        from policy_kb.review.difference import difference

        found = difference(engine, old, new)
    for line in _lines(found):
        print(line)


def supersede(
    old: Annotated[str, OLD],
    new: Annotated[str, NEW],
    on: Annotated[str | None, ON] = None,
    who: Annotated[str | None, typer.Option(help=WHO_HELP)] = None,
) -> None:
    """用新文件代替旧文件；问以前的日子，仍然按旧文件回答。不写 --on 就从新文件施行那天起。"""
    from channels.cli.kb.who import person

    with _database() as engine:
        from policy_kb.review.versions import supersede as replace

        day = replace(engine, old, new, person(who), _day(on))
    print(f"从 {day} 起按 {new} 回答；问这以前的日子，仍然按 {old} 回答。")


def retire(
    document: Annotated[str, typer.Argument(help="文件编号")],
    on: Annotated[str | None, ON] = None,
    who: Annotated[str | None, typer.Option(help=WHO_HELP)] = None,
) -> None:
    """停用一份文件；问以前的日子，仍然可以查到。不写 --on 就从今天起。"""
    from channels.cli.kb.who import person

    with _database() as engine:
        from policy_kb.review.versions import retire as end

        day = end(engine, document, person(who), _day(on))
    print(f"从 {day} 起不再按 {document} 回答；问这以前的日子，仍然可以查到。")


@contextmanager
def _database() -> Iterator[Engine]:
    from channels.errors import UserError
    from channels.loading import open_database
    from policy_kb.migrations import MigrationError
    from policy_kb.review.errors import ReviewError
    from policy_kb.settings import settings

    with open_database(settings()) as engine:
        try:
            yield engine
        except (ReviewError, MigrationError) as error:
            raise UserError(str(error)) from error


def _day(text: str | None) -> date | None:
    from channels.errors import UserError

    try:
        return date.fromisoformat(text.strip()) if text is not None else None
    except ValueError:
        raise UserError(f"“{text}”不是日期，请写成 YYYY-MM-DD，例如 2025-01-31。") from None


def _lines(found: Difference) -> Iterator[str]:
    for clause in found.removed:
        yield f"- 删去 {clause.cite_label}：{' '.join(clause.text.split())}"
    for clause in found.added:
        yield f"+ 增加 {clause.cite_label}：{' '.join(clause.text.split())}"
    for pair in found.changed:
        moved = pair.new if pair.old == pair.new else f"{pair.old} → {pair.new}"
        yield f"~ 改动 {moved}：{''.join(_marked(words) for words in pair.words)}"
    for name in found.awards_removed:
        yield f"- 奖补删去：{name}"
    for name in found.awards_added:
        yield f"+ 奖补增加：{name}"
    for award in found.awards_changed:
        for place, before, after in award.fields:
            yield f"~ 奖补改动：{award.name}，{place}：{before} → {after}"
    for mark, quotes in (("-", found.drafts_removed), ("+", found.drafts_added)):
        for quote in quotes:
            yield f"{mark} 还没有审核的奖补：{' '.join(quote.split())}"
    if not (found.added or found.removed or found.changed or found.awards_changed):
        yield "两份文件的条款没有不同。"


def _marked(words: Words) -> str:
    text = " ".join(words.text.split("\n"))
    return {"same": text, "removed": f"[-{text}-]", "added": f"{{+{text}+}}"}[words.change]
