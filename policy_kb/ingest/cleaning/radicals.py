"""Radicals and compatibility forms that the fonts of PDF files give in place of characters: ``⼀`` for ``一``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from policy_kb.ingest.cleaning.draft import Edit

_LOOK_ALIKE = re.compile("[\u2f00-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f]")
# Radicals of their own block have no decomposition in Unicode; these are the ones that fonts mix up.
_SUPPLEMENT = str.maketrans(
    "⺟⻅⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻩⻬⻰⺠⻄⺎⺫⺮⻁", "母见车长门青页风飞食马骨鬼鱼鸟黄齐龙民西兀目竹虎"
)
_IN_SUPPLEMENT = re.compile("[⺟⻅⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻩⻬⻰⺠⻄⺎⺫⺮⻁]")


def plain_characters(text: str) -> Iterator[Edit]:
    """Each radical or compatibility form becomes the character it stands for."""
    places = [(match.start(), unicodedata.normalize("NFKC", match.group())) for match in _LOOK_ALIKE.finditer(text)]
    places += [(match.start(), match.group().translate(_SUPPLEMENT)) for match in _IN_SUPPLEMENT.finditer(text)]
    for at, char in sorted(places):
        if len(char) == 1 and char != text[at]:
            yield Edit(at, at + 1, char)
