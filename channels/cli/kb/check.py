"""ipdesk kb check"""

from __future__ import annotations


def check() -> None:
    """核对知识库：每一句引文都要在原文的那一条里找得到。"""
    from channels.cli.console import say
    from channels.errors import UserError
    from channels.loading import open_knowledge_base
    from policy_kb.settings import settings
    from policy_kb.store.check import check as check_knowledge_base

    with open_knowledge_base(settings()) as session:
        report = check_knowledge_base(session)
    for fault in report.faults:
        say(f"有误  {fault}")
    if report.faults:
        raise UserError(
            f"核对发现 {len(report.faults)} 处有误。请按上面列出的位置改正 catalogue 文件夹里的记录，再重新建立知识库。"
        )
    say(f"核对通过：{report.documents} 份文件、{report.clauses} 个条款、{report.quotes} 处引文，都与原文一致。")
