"""ipdesk match"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from policy_kb.awards.profile import ProfileError

#: As much as the API takes.
MAX_BYTES = 64 * 1024


def match(
    profile: Annotated[str, typer.Option("--profile", help="写着单位情况的文件（YAML 或 JSON）；- 表示从标准输入读")],
    as_json: Annotated[bool, typer.Option("--json", help="按接口格式输出 JSON")] = False,
) -> None:
    """按一家单位的情况，把能申请的奖补一项一项列出来。"""
    import json

    from channels.api.answering import answer
    from channels.api.reading import Unreadable, parse_file
    from channels.errors import UserError
    from channels.loading import probe_knowledge_base
    from policy_kb.awards.profile import ProfileError
    from policy_kb.knowledge import current
    from policy_kb.matching import read_profile
    from policy_kb.settings import settings, today

    name = "标准输入" if profile == "-" else profile
    try:
        raw = parse_file(_read(profile, name), name)
    except Unreadable as error:
        raise UserError(str(error)) from None
    probe_knowledge_base(settings())
    kb = current()
    try:
        understood = read_profile(raw, kb, today())
    except ProfileError as error:
        raise UserError(_mistakes(error, name)) from None
    found = answer(understood, kb.as_of(understood.on))
    print(json.dumps(found.payload(), ensure_ascii=False, indent=2) if as_json else found.text)


def _read(profile: str, name: str) -> bytes:
    """At most so much of the file as a profile can be long. Raises UserError if it can't be read."""
    import sys
    from pathlib import Path

    from channels.errors import UserError

    try:
        if profile == "-":
            raw = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(profile).open("rb") as file:
                raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise UserError(f"没有 {name} 这个文件。请检查路径，或者用 - 从标准输入读。") from None
    except IsADirectoryError:
        raise UserError(f"{name} 是文件夹。请写明里面的哪一个文件。") from None
    except (OSError, ValueError):
        raise UserError(f"{name} 打不开。请检查路径和读取权限。") from None
    if len(raw) > MAX_BYTES:
        raise UserError(f"{name} 太大了，不像是一家单位的情况。请只写 region（地区）和 facts（情况），不超过 64 KB。")
    return raw


def _mistakes(error: ProfileError, name: str) -> str:
    """Every mistake on a line of its own, where there are several."""
    told = [f"{one.place}：{one.sentence}" if one.place else one.sentence for one in error.refusals]
    return f"{name}：{told[0]}" if len(told) == 1 else "\n".join([f"{name} 里有{len(told)}处要改：", *told])
