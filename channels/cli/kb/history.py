"""ipdesk kb history"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from datetime import datetime

    from policy_kb.review.log import Act

_ACTIONS = {
    "import": "导入",
    "approve": "采用",
    "add": "补充",
    "reject": "退回",
    "supersede": "代替",
    "retire": "停用",
}


def history(
    document: Annotated[str | None, typer.Argument(help="文件编号；不写就列出全部")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出完整内容（JSON）")] = False,
) -> None:
    """查看谁在什么时候导入、采用、修改、退回、代替或停用了什么。"""
    import json

    from channels.errors import UserError
    from channels.loading import open_database, probe_knowledge_base
    from policy_kb.review.log import history as acts_of
    from policy_kb.settings import settings

    probe_knowledge_base(settings())
    with open_database(settings()) as engine:
        acts = acts_of(engine, document)
    if as_json:
        print(json.dumps([_as_json(act) for act in acts], ensure_ascii=False, indent=2))
        return
    if not acts:
        if document is not None:
            raise UserError(f"没有编号为 {document} 的操作记录。运行 ipdesk kb clause 可以列出全部文件。")
        print("还没有操作记录。")
        return
    for act in acts:
        print(_line(act, named=document is None))


def _line(act: Act, *, named: bool) -> str:
    what = _ACTIONS.get(act.action, act.action)
    if act.action == "approve" and act.detail.get("edited"):
        what = "修改后采用"
    parts = [
        f"{_local(act):%Y-%m-%d %H:%M:%S}",
        act.who,
        what,
        *([act.doc_id] if named else []),
        " ".join(act.subject.split()),
    ]
    if why := act.detail.get("reason"):
        parts.append(f"原因：{why}")
    if note := act.detail.get("note"):
        parts.append(f"备注：{note}")
    if act.action == "import":
        parts.append(f"来自 {act.detail.get('file', '')}")
    return "  ".join(parts)


def _as_json(act: Act) -> dict[str, Any]:
    return {
        "at": _local(act).isoformat(timespec="seconds"),
        "who": act.who,
        "action": act.action,
        "doc_id": act.doc_id,
        "subject": act.subject,
        "detail": act.detail,
    }


def _local(act: Act) -> datetime:
    from datetime import UTC

    from policy_kb.settings import SHANGHAI

    # SQLite gives back the time without its zone, which is UTC.
    at = act.at if act.at.tzinfo else act.at.replace(tzinfo=UTC)
    return at.astimezone(SHANGHAI)
