"""From bytes to the data of a profile: JSON as the API takes it, and YAML or JSON as a person writes it into a file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from policy_kb.awards.source import TWICE, CatalogueFile, RuleFileError

NOT_JSON = "发来的内容不是正确的 JSON，请检查格式，并使用 UTF-8 编码。"
_EXAMPLE = "每行写一项“名称: 内容”，冒号用半角的，后面空一格"


class Unreadable(ValueError):
    """These bytes are no profile; the text is a Chinese sentence that says what to do."""


def parse_json(raw: bytes) -> object:
    """The JSON data; Unreadable for anything else, for NaN and Infinity, and for a name that is given twice."""
    try:
        # A deep nest or a number of thousands of digits is refused by the parser itself, with errors of its own.
        parsed: object = json.loads(raw.decode("utf-8"), parse_constant=_no_constant, object_pairs_hook=_distinct)
    except Unreadable:
        raise
    except (ValueError, RecursionError) as error:
        raise Unreadable(NOT_JSON) from error
    return parsed


def parse_file(raw: bytes, name: str) -> object:
    """The data of a file called ``name``; Unreadable says what is wrong with it and, where it can, in which line.

    In YAML nothing is guessed: ``no``, ``1/3`` and ``2025-06-01`` stay as they are written.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(f"{name} 不是 UTF-8 编码的文字，没法读。请用 UTF-8 编码另存以后再试。") from None
    if "\0" in text:
        raise Unreadable(f"{name} 不是文字文件，没法读。请用文字编辑器写，{_EXAMPLE}。")
    if not text.strip():
        raise Unreadable(f"{name} 是空的。请写上 region（地区）和 facts（情况），{_EXAMPLE}。")
    if text.lstrip().startswith("{"):
        try:
            return parse_json(text.encode())
        except Unreadable as error:
            if str(error) != NOT_JSON:
                raise Unreadable(f"{name}：{error}") from None
            # Flow style: YAML that looks like JSON without its quotation marks.
    try:
        data: object = CatalogueFile(Path(name), text).data
    except RuleFileError as error:
        raise Unreadable(_where(error, name)) from None
    except (RecursionError, ValueError):
        raise Unreadable(f"{name} 的写法不对，没法读。请{_EXAMPLE}。") from None
    if isinstance(data, str) and "：" in data:
        raise Unreadable(f"{name} 里的冒号是全角的。请{_EXAMPLE}。")
    return data


def _where(error: RuleFileError, name: str) -> str:
    problem = error.problems[0]
    if problem.reason.endswith(TWICE):
        return f"{name} 第{problem.line}行：{problem.reason}，请只留一个。"
    return f"{name} 第{problem.line}行的写法不对，没法读。请{_EXAMPLE}。"


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _distinct(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are all different; the parser by itself would keep the last of two and say nothing."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Unreadable("同一项写了两次，请只留一个。")
    return found
