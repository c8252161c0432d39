"""Pinyin that a converter left in brackets behind a character: 區(qū) is 區."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pypinyin import Style, pinyin

from policy_kb.ingest.cleaning.draft import Edit

_TONED = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜńňǹḿ"
_GLOSS = re.compile(rf"(?<=[\u3400-\u9fff])[（(]([a-zü{_TONED}]{{1,6}})[)）]")
_PLAIN = str.maketrans("āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜńňǹḿ", "aaaaooooeeeeiiiiuuuuüüüünnnm")


def drop_pinyin(text: str) -> Iterator[Edit]:
    """Remove a bracketed syllable with a tone mark if it is a reading of the character before it."""
    for match in _GLOSS.finditer(text):
        syllable = match.group(1)
        if syllable.translate(_PLAIN) != syllable and syllable.translate(_PLAIN) in _readings(text[match.start() - 1]):
            yield Edit(match.start(), match.end(), "")


@lru_cache(maxsize=8192)
def _readings(char: str) -> frozenset[str]:
    readings = pinyin(char, style=Style.NORMAL, heteronym=True, v_to_u=True)
    return frozenset(syllable for group in readings for syllable in group)
