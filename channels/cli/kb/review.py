"""ipdesk kb review"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from channels.cli.kb.who import WHO_HELP

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from policy_kb.review.decisions import Draft

_AROUND = 160
_KEYS = "a 采用  e 修改  r 退回  s 跳过  q 结束"


class _Ended(Exception):
    """The reviewer has had enough."""


def review(
    document: Annotated[str | None, typer.Argument(help="文件编号；不写就审核所有文件的草稿")] = None,
    who: Annotated[str | None, typer.Option(help=WHO_HELP)] = None,
    list_only: Annotated[bool, typer.Option("--list", help="只列出还没有审核的草稿")] = False,
) -> None:
    """逐条审核草稿：对照原文，采用、修改或退回。采用以后马上可以用来回答。"""
    from channels.cli.console import say
    from channels.cli.kb.who import person
    from channels.errors import UserError
    from channels.loading import open_database
    from policy_kb.migrations import MigrationError, upgrade
    from policy_kb.review.decisions import KIND_NAMES, pending
    from policy_kb.review.errors import ReviewError
    from policy_kb.settings import settings

    name = person(who)
    with open_database(settings()) as engine:
        try:
            upgrade(engine)
            waiting = pending(engine, document)
            if list_only:
                for draft in waiting:
                    quote = " ".join(draft.quote.split())
                    say(f"{draft.id}\t{draft.doc_id}\t{KIND_NAMES[draft.kind]}\t{draft.clause}\t{quote}")
                return
            if not waiting:
                say("没有等着审核的草稿。")
                return
            done = _walk(engine, waiting, name)
        except (ReviewError, MigrationError) as error:
            raise UserError(str(error)) from error
    say(f"这次审核了 {done} 条，还有 {len(waiting) - done} 条没有审核。")


def _walk(engine: Engine, waiting: list[Draft], who: str) -> int:
    from policy_kb.review.errors import EntryRefused, ReviewError

    done = 0
    for number, draft in enumerate(waiting, start=1):
        _show(draft, number, len(waiting))
        text: str | None = None
        while True:
            try:
                key = _ask(f"{_KEYS} > ").lower()[:1]
                if key == "q":
                    return done
                if key == "s":
                    break
                if key == "e":
                    text = _edit(draft, text)
                if key == "r":
                    _reject(engine, draft, who)
                elif key in ("a", "e"):
                    _approve(engine, draft, who, text)
                else:
                    print(f"请输入其中一个字母：{_KEYS}")
                    continue
                done += 1
                break
            except EntryRefused as error:
                print(f"还不能采用：\n{error}\n请用 e 改正，或者用 r 退回、s 跳过。")
            except ReviewError as error:
                print(error)
            except _Ended:
                return done
    return done


def _approve(engine: Engine, draft: Draft, who: str, text: str | None) -> None:
    from policy_kb.review.decisions import approve

    approve(engine, draft.id, who, text)
    print("已采用，现在就可以用来回答。")


def _reject(engine: Engine, draft: Draft, who: str) -> None:
    from policy_kb.review.decisions import reject

    reject(engine, draft.id, who, _ask("退回的原因 > "))
    print("已退回。")


def _show(draft: Draft, number: int, total: int) -> None:
    from policy_kb.review.decisions import KIND_NAMES
    from policy_kb.review.written import as_yaml

    before = draft.before[-_AROUND:]
    after = draft.after[:_AROUND]
    print()
    print(f"[{number}/{total}] {KIND_NAMES[draft.kind]}  {draft.title}（{draft.doc_id}）{draft.clause}")
    print("原文：")
    left, right = ("…" if len(draft.before) > _AROUND else ""), ("…" if len(draft.after) > _AROUND else "")
    print(f"{left}{before}【{draft.quote}】{after}{right}")
    print("草稿：")
    print(as_yaml(draft.entry), end="")


def _ask(question: str) -> str:
    try:
        answer = input(question)
    except EOFError:
        raise _Ended from None
    return answer.strip()


def _edit(draft: Draft, text: str | None) -> str:
    """The entry as the reviewer's editor leaves it; what was written before a mistake is shown again."""
    import os
    import shlex
    import subprocess
    import tempfile
    from pathlib import Path

    from policy_kb.review.errors import ReviewError
    from policy_kb.review.written import as_yaml

    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "draft.yaml"
        file.write_text(text if text is not None else as_yaml(draft.entry), encoding="utf-8")
        try:
            finished = subprocess.run([*command, str(file)], check=False)  # noqa: S603 -- the user's own editor
        except OSError as error:
            raise ReviewError(f"编辑器“{command[0]}”打不开，请用环境变量 EDITOR 指定一个。") from error
        if finished.returncode != 0:
            raise ReviewError("编辑器没有正常结束，草稿没有改动。")
        try:
            return file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ReviewError("编辑后的内容读不出来，请存成 UTF-8 编码的文本。") from error
