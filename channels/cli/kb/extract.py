"""ipdesk kb extract"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def extract(
    file: Annotated[Path, typer.Argument(help="政策文件，纯文本（UTF-8、UTF-16 或 GB18030）")],
    as_json: Annotated[bool, typer.Option("--json", help="输出完整内容（JSON）")] = False,
) -> None:
    """从一份新的政策文件里读出奖补、机构、目标等内容，作为待审核的草稿；不写入知识库。"""
    import json

    from channels.errors import UserError
    from policy_kb.extract import as_json as json_form
    from policy_kb.extract import extract as extract_facts
    from policy_kb.ingest import UnreadableNotice, read_notice

    try:
        raw = file.read_bytes()
    except OSError as error:
        raise UserError(f"打不开文件“{file}”：{error.strerror}。") from error
    try:
        notice = read_notice(raw, filename=file.name)
    except UnreadableNotice as error:
        raise UserError(str(error)) from error
    found = json_form(extract_facts(notice))
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    print(found["title"])
    counts = (
        ("条款", "clauses"),
        ("奖补", "awards"),
        ("机构", "stations"),
        ("目标", "targets"),
        ("申报时间", "application_windows"),
        ("材料", "materials"),
        ("步骤", "steps"),
        ("联系方式", "contacts"),
    )
    print("，".join(f"{name} {len(found[key])}" for name, key in counts))
    for award in found["awards"]:
        print(f"{award['clause']}\t{' '.join(award['quote'].split())}")
    print("以上都是草稿，要由人对照原文审核。")
