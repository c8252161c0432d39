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
    again: Annotated[bool, typer.Option("--again", help="改正已经作过的决定，逐条重新审核")] = False,
) -> None:
    """逐条审核草稿：对照原文，采用、修改或退回。采用以后马上可以用来回答。"""
    from channels.cli.console import say
    from channels.cli.kb.who import person
    from channels.errors import UserError
    from channels.loading import open_database
    from policy_kb.migrations import MigrationError, upgrade
    from policy_kb.review.decisions import KIND_NAMES, drafts, pending
    from policy_kb.review.errors import ReviewError
    from policy_kb.settings import settings

    name = person(who)
    with open_database(settings()) as engine:
        try:
            upgrade(engine)
            waiting = pending(engine, document)
            if again:
                waiting = [draft for draft in drafts(engine, document) if draft.status != "draft"]
            if list_only:
                for draft in waiting:
                    quote = " ".join(draft.quote.split())
                    say(f"{draft.id}\t{draft.doc_id}\t{KIND_NAMES[draft.kind]}\t{draft.clause}\t{quote}")
                return
            if not waiting:
                say("没有作过决定的草稿。" if again else "没有等着审核的草稿。")
                return
            done = _walk(engine, waiting, name, revise=again)
        except (ReviewError, MigrationError) as error:
            raise UserError(str(error)) from error
    say(f"这次改正了 {done} 条。" if again else f"这次审核了 {done} 条，还有 {len(waiting) - done} 条没有审核。")


def _walk(engine: Engine, waiting: list[Draft], who: str, *, revise: bool) -> int:
    from policy_kb.review.errors import EntryRefused, ReviewError
    from policy_kb.review.written import as_yaml

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
                    _reject(engine, draft, who, revise=revise)
                elif key in ("a", "e"):
                    kept = as_yaml(draft.entry) if draft.status == "approved" else None
                    _approve(engine, draft, who, text if key == "e" else kept, revise=revise)
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


def _approve(engine: Engine, draft: Draft, who: str, text: str | None, *, revise: bool) -> None:
    from policy_kb.review.decisions import approve

    approve(engine, draft.id, who, text, revise=revise)
    print("已采用，现在就可以用来回答。")


def _reject(engine: Engine, draft: Draft, who: str, *, revise: bool) -> None:
    from policy_kb.review.decisions import reject

    reject(engine, draft.id, who, _ask("退回的原因 > "), revise=revise)
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
    if draft.status != "draft":
        decided = "采用" if draft.status == "approved" else "退回"
        print(f"原来的决定：{draft.who}{decided}{'，原因：' + draft.note if draft.note else ''}")
    print("草稿：" if draft.status != "approved" else "现在采用的：")
    print(as_yaml(draft.entry), end="")


def _ask(question: str) -> str:
    try:
        answer = input(question)
    except EOFError:
        raise _Ended from None
    return answer.strip()


def _edit(draft: Draft, text: str | None) -> str:
    """The entry as the reviewer's editor leaves it; what was written before a mistake is shown again."""
    from channels.cli.kb.editor import edited
    from policy_kb.review.written import as_yaml

    return edited(text if text is not None else as_yaml(draft.entry))
