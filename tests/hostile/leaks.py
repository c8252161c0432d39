"""What no reply may show: how the program is made."""

from __future__ import annotations

import re
from collections.abc import Iterator

_INTERNALS = re.compile(
    r"Traceback|File \"|site-packages|/(?:usr|home|root|work|tmp|opt|srv|var)/\w|\.py\b"
    r"|\b(?:rasa|rasa_sdk|sqlalchemy|psycopg2?|sqlite3?|aiohttp|pydantic\w*|policy_kb|channels|bot|actions)\.\w+"
    r"|aiohttp/|Python/|\b\w+(?:Error|Exception)\b|\bobject at 0x|<class |__\w+__|\bSELECT\b.+\bFROM\b|\bLINE \d"
    r"|\b(?:utter|action|validate)_\w+|\bnlu_fallback\b|\brequested_slot\b|\bNoneType\b",
)
_INTENT_CALL = re.compile(r"/[a-z_]+\{")


def leaks(reply: str, sent: str, intents: Iterator[str] | tuple[str, ...] = ()) -> list[str]:
    """What of the program's inside stands in a reply and not in what was sent. ``intents`` are names of intents."""
    found = [one.group() for pattern in (_INTERNALS, _INTENT_CALL) for one in pattern.finditer(reply)]
    found += [name for name in intents if re.search(rf"(?<![a-z_]){name}(?![a-z_])", reply)]
    return [one for one in found if one not in sent]
