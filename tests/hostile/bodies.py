"""Hostile bodies of requests and frames of the WebSocket: wrong types, nests, broken JSON, and good ones with hostile
texts."""

from __future__ import annotations

import json
import random
from typing import Any

from tests.hostile.texts import Texts

_SCALARS: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1.5,
    2**63,
    10**30,
    -(10**400),
    "",
    "x",
    [],
    {},
    [[]],
    {"": None},
)
_BROKEN = (
    *(b"", b"{", b"[]", b"null", b"NaN", b"Infinity", b'"x"', b"{}{}", b"\xff\xfe", b"\x00", b"{'a': 1}", b"[1,]"),
    *(
        b"[" * 30_000,
        b'{"a":' * 9_000,
        b"9" * 20_000,
        b'{"a": 1e999999}',
        b'"\\ud800"',
        b'{"a": "\\u0000"}',
        b"\xef\xbb\xbf{}",
    ),
    *(
        b'{"sender": "u", "sender": 1, "message": "x"}',
        b'{"__proto__": {"x": 1}}',
        b"-",
        b"1" + b"0" * 5_000,
        b"\x1f\x8b\x08",
    ),
)
_FRAMES = (
    "message",
    "hello",
    "rate",
    "restart",
    "ask_person",
    "cancel_person",
    "older",
    "ping",
    "export",
    "nothing",
    "",
)


class Bodies:
    """The same ``seed`` makes the same ones. ``texts`` are the messages in them."""

    def __init__(self, seed: int, texts: Texts) -> None:
        self._random = random.Random(seed)  # noqa: S311
        self._texts = texts

    def message(self, sender: str) -> bytes:
        """A body for the REST channel, three quarters of them messages."""
        if self._random.random() < 0.75:
            return _dumped({"sender": sender, "message": self._texts.one()})
        return self._any({"sender": sender, "message": self._texts.one(), "message_id": "m", "metadata": {"a": 1}})

    def frame(self) -> str:
        """A frame for the WebSocket, most of them messages."""
        if self._random.random() < 0.6:
            text = self._texts.one()
            return _dumped(
                {"v": 1, "type": "message", "client_id": f"c{self._random.getrandbits(60)}", "text": text}
            ).decode()
        whole = {
            "v": 1,
            "type": self._random.choice(_FRAMES),
            "client_id": self._random.choice(("a", "", "x" * 65, "<b>", "漳")),
            "seq": self._number(),
            "before": self._number(),
            "after_seq": self._number(),
            "useful": True,
            "why": self._texts.one(),
            "token": self._random.choice((None, "1.0.0.x", "1." + "0" * 32 + ".1." + "A" * 43)),
            "conversation": self._random.choice((None, "0" * 32, "'; --")),
            "text": self._texts.one(),
        }
        kept = {name: value for name, value in whole.items() if name in ("v", "type") or self._random.random() < 0.4}
        return self._any(kept).decode("utf-8", "replace")

    def value(self, depth: int = 0) -> Any:
        """Any JSON value."""
        kind = self._random.random()
        if kind < 0.4 or depth > 3:
            return self._random.choice(_SCALARS)
        if kind < 0.6:
            return self._texts.one()
        if kind < 0.8:
            return [self.value(depth + 1) for _ in range(self._random.randint(0, 4))]
        return {self._texts.one()[:40]: self.value(depth + 1) for _ in range(self._random.randint(0, 4))}

    def _number(self) -> Any:
        return self._random.choice((0, 1, 2, -1, 2**31, 2**63, 2**200, 1.5, "1", None))

    def _any(self, whole: dict[str, Any]) -> bytes:
        kind = self._random.random()
        if kind < 0.2:
            return self._random.choice(_BROKEN)
        if kind < 0.3:
            return _dumped(self.value())
        if kind < 0.8:
            name = self._random.choice(list(whole))
            whole[name] = self.value()
        return _dumped(whole)


def _dumped(value: Any) -> bytes:
    try:
        return json.dumps(value).encode()
    except ValueError:  # a number that Python itself refuses to write
        return b"9" * 20_000
