"""Traditional characters to simplified ones, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import opencc

from policy_kb.ingest.cleaning.draft import Edit


@lru_cache(maxsize=2)
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


def simplify(text: str) -> Iterator[Edit]:
    """Convert each line written in traditional characters.

    A line counts as traditional if more of its characters have a simplified form than have a traditional one, so
    that simplified text, with characters that both scripts share, stays as it is.
    """
    to_simple, to_traditional = _converter("t2s"), _converter("s2t")
    position = 0
    for line in text.split("\n"):
        simple = to_simple.convert(line)
        if simple != line:
            traditional = to_traditional.convert(line)
            changed = sum(a != b for a, b in zip(line, simple, strict=False))
            changeable = sum(a != b for a, b in zip(line, traditional, strict=False))
            if changed > changeable:
                yield Edit(position, position + len(line), simple)
        position += len(line) + 1
