"""What pydantic finds wrong, as one Chinese sentence for each field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from policy_kb.awards.profile import shown

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
    "int_parsing": "这一项应当是整数。",
    "int_type": "这一项应当是整数。",
    "int_from_float": "这一项应当是整数。",
    "int_parsing_size": "这个数太大了。",
    "greater_than_equal": "这一项不能小于{ge}。",
    "less_than_equal": "这一项不能大于{le}。",
    "bool_parsing": "这一项只能是 true 或者 false。",
    "bool_type": "这一项只能是 true 或者 false。",
    "dict_type": "这一项应当是一个 JSON 对象。",
    "list_type": "这一项应当是一个列表。",
    "tuple_type": "这一项应当是一个列表。",
    "model_type": "这一项应当是一个 JSON 对象。",
    "model_attributes_type": "这一项应当是一个 JSON 对象。",
}
_DATE = "日期请写成 2025-06-01 这样的格式。"
_OTHER = "这一项的内容不对，请检查。"
UNSTORABLE = "这一项里有不能保存的字符，请删掉再发。"
_MOST = 50


def told(error: ValidationError) -> dict[str, str]:
    """Field names with dots, as in ``facts.level``, each with its sentence."""
    found: dict[str, str] = {}
    for item in error.errors(include_url=False, include_input=False)[:_MOST]:
        place = ".".join(shown(part) for part in item["loc"])
        found.setdefault(place, _sentence(item["type"], item.get("ctx", {})))
    return found


def _sentence(kind: str, context: Mapping[str, Any]) -> str:
    if kind == "value_error":
        return str(context["error"])
    if kind.startswith(("date_", "datetime_", "timezone_")):
        return _DATE
    if kind == "literal_error":
        return _SENTENCES[kind].format(expected=str(context["expected"]).replace("'", "").replace(" or ", "、"))
    return _SENTENCES.get(kind, _OTHER).format_map(dict(context))


def unstorable(value: object, place: str = "") -> str | None:
    """Where in some data a text holds what no database takes: NUL, or half of a surrogate pair. None for nowhere."""
    match value:
        case str():
            return place if any(mark == "\0" or "\ud800" <= mark <= "\udfff" for mark in value) else None
        case BaseModel():
            return unstorable(value.__dict__, place)
        case Mapping():
            inner = [(shown(key), one) for key, one in value.items()]
            keys = next((shown(key) for key in value if unstorable(str(key), "x")), None)
            found = keys if keys is not None else None
        case list() | tuple():
            inner = [(str(number), one) for number, one in enumerate(value)]
            found = None
        case _:
            return None
    if found is not None:
        return f"{place}.{found}".removeprefix(".")
    return next(
        (hit for name, one in inner if (hit := unstorable(one, f"{place}.{name}".removeprefix("."))) is not None), None
    )
