"""ipdesk kb clause"""

from __future__ import annotations

from typing import Annotated

import typer


def clause(
    document: Annotated[str | None, typer.Argument(help="文件编号；不写就列出全部文件")] = None,
    label: Annotated[str | None, typer.Argument(help="条款，例如（七）；不写就列出全部条款")] = None,
) -> None:
    """查看文件、条款和条款原文。"""
    from channels.errors import UserError
    from channels.loading import open_knowledge_base
    from policy_kb.settings import settings
    from policy_kb.store import repository

    with open_knowledge_base(settings()) as session:
        if document is None:
            for stored in repository.documents(session):
                print(f"{stored.doc_id}\t{stored.title}")
            return
        if repository.document(session, document) is None:
            raise UserError(f"没有编号为 {document} 的文件。运行 ipdesk kb clause 可以列出全部文件。")
        if label is None:
            for found in repository.clauses(session, document):
                print(f"{found.cite_label}\t{found.heading}")
            return
        one = repository.clause(session, document, label)
        if one is None:
            raise UserError(f"这份文件里没有 {label} 这一条。运行 ipdesk kb clause {document} 可以列出全部条款。")
        print(one.text)
        for name, units in (("牵头单位", one.lead_units), ("责任单位", one.responsible_units)):
            if units:
                print(f"{name}：{'、'.join(units)}")
