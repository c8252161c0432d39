"""ipdesk kb export"""

from __future__ import annotations

from typing import Annotated

import typer


def export(as_json: Annotated[bool, typer.Option("--json", help="输出完整内容（JSON）")] = False) -> None:
    """导出整个知识库；不加 --json 时只列出每份文件有多少内容。"""
    import json

    from channels.loading import open_knowledge_base
    from policy_kb.settings import settings
    from policy_kb.store.export import export as export_knowledge_base

    with open_knowledge_base(settings()) as session:
        whole = export_knowledge_base(session)
    if as_json:
        print(json.dumps(whole, ensure_ascii=False, indent=2))
        return
    for document in whole["documents"]:
        counts = (("条款", "clauses"), ("奖补措施", "awards"), ("机构", "stations"), ("目标", "targets"))
        print(f"{document['title']}：" + "，".join(f"{name} {len(document[key])}" for name, key in counts))
