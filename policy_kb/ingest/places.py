"""Names of provinces, cities and counties as GB/T 2260 lists them."""

from __future__ import annotations

import re
from functools import lru_cache

from gb2260.data import data

_KIND = re.compile(r"(?:省|市|自治区|自治州|地区|盟|特别行政区|(?:维吾尔|壮族|回族)自治区)$")


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    """Full names of all; provinces and cities without their kind, too (重庆市, 重庆).

    Counties are left whole: 公安县 and 公安局 begin alike.
    """
    names: set[str] = set()
    for code, name in data[None].items():
        names.add(name)
        short = _KIND.sub("", name)
        if str(code).endswith("00") and len(short) > 1:
            names.add(short)
    return frozenset(names)


def starts_with_place(text: str) -> bool:
    """Whether ``text`` begins with the name of a province, city or county."""
    names = _names()
    return any(text[:length] in names for length in range(2, min(len(text), 12) + 1))
