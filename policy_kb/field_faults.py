"""What pydantic finds wrong with one field, as a Chinese sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_SENTENCES: Mapping[str, str] = {
    "missing": "缺少这一项，请补上。",
    "extra_forbidden": "没有这一项，请删掉。",
    "string_too_long": "这一项太长了，最多{max_length}个字。",
    "string_too_short": "这一项不能少于{min_length}个字。",
    "too_long": "这一项太多了，最多{max_length}个。",
    "too_short": "这一项至少要有{min_length}个。",
    "string_type": "这一项应当是文字。",
    "string_pattern_mismatch": "这一项的写法不对。",
    "literal_error": "这一项只能是{expected}。",
    "union_tag_invalid": "这一项只能是{expected_tags}。",
    "condition": "条件要写 all、any、not、ratio、judged 或者 fact 中的一种。",
    "int_parsing": "这一项应当是整数。",
    "int_type": "这一项应当是整数。",
    "int_from_float": "这一项应当是整数。",
    "int_parsing_size": "这个数太大了。",
    "decimal_parsing": "这一项应当是数字。",
    "decimal_type": "这一项应当是数字。",
    "greater_than": "这一项要大于{gt}。",
    "greater_than_equal": "这一项不能小于{ge}。",
    "less_than": "这一项要小于{lt}。",
    "less_than_equal": "这一项不能大于{le}。",
    "bool_parsing": "这一项只能是 true 或者 false。",
    "bool_type": "这一项只能是 true 或者 false。",
    "list_type": "这一项应当是一个列表。",
    "tuple_type": "这一项应当是一个列表。",
}
_OBJECT = ("dict_type", "model_type", "model_attributes_type")
_LISTED = ("expected", "expected_tags")
_DATE = "日期请写成 2025-06-01 这样的格式。"
_OTHER = "这一项的内容不对，请检查。"


def sentence(kind: str, context: Mapping[str, Any], an_object: str = "一个 JSON 对象") -> str:
    """What to say of an error of pydantic's type ``kind``; ``an_object`` is what an object is called where it is
    written."""
    if kind == "value_error":
        return str(context["error"])
    if kind.startswith(("date_", "datetime_", "timezone_")):
        return _DATE
    if kind in _OBJECT:
        return f"这一项应当是{an_object}。"
    filled = {name: _plain(value) if name in _LISTED else value for name, value in context.items()}
    return _SENTENCES.get(kind, _OTHER).format_map(filled)


def _plain(choices: object) -> str:
    return str(choices).replace("'", "").replace(" or ", "、").replace(", ", "、")
