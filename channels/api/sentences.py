"""What pydantic finds wrong, as one Chinese sentence for each field."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ValidationError

from policy_kb.awards.profile import shown
from policy_kb.field_faults import sentence

UNSTORABLE = "这一项里有不能保存的字符，请删掉再发。"
_MOST = 50


def told(error: ValidationError) -> dict[str, str]:
    """Field names with dots, as in ``facts.level``, each with its sentence."""
    found: dict[str, str] = {}
    for item in error.errors(include_url=False, include_input=False)[:_MOST]:
        place = ".".join(shown(part) for part in item["loc"])
        found.setdefault(place, sentence(item["type"], item.get("ctx", {})))
    return found


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
