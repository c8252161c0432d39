"""Takes numbers of people out of what they wrote: phones, identity cards, bank cards, mail addresses."""

from __future__ import annotations

import re

HIDDEN = "（号码已隐去）"
_DIGITS = str.maketrans("０１２３４５６７８９Ｘｘ－＋＠．", "0123456789Xx-+@.")
#: People put spaces between the digits of a number, and dashes into phones (in cards they would join dates).
_SPACE, _DASH = "[ \t\u3000]?", "[ \t\u3000\\-]?"


def _digits(least: int, most: int, gap: str = _SPACE) -> str:
    return rf"(?<![\dA-Za-z])(?:\d{gap}){{{least - 1},{most - 1}}}\d(?![\dA-Za-z])"


_NUMBERS = re.compile(
    "|".join(
        (
            rf"(?<![\dA-Za-z])(?:\d{_SPACE}){{17}}[Xx](?![\dA-Za-z])",  # identity card
            _digits(15, 19),  # the same without an X, the older one, bank cards
            rf"(?<!\d)(?:\+?86{_DASH})?1{_DASH}[3-9]{_DASH}(?:\d{_DASH}){{8}}\d(?!\d)",  # mobile phone
            r"(?<!\d)[（(]?0\d{2,3}[）)]?[ \-]?\d{7,8}(?:[ \-转]\d{1,5})?(?!\d)",  # telephone with its area code
            r"(?<!\d)[48]00[ \-]?\d{3,4}[ \-]?\d{3,4}(?!\d)",
            # Some digits alone are an amount as likely as a telephone or an account: the words before tell.
            r"(?:(?<=[话号机系信户Qq])|(?<=[Tt][Ee][Ll]))[是为码：:\s]{0,3}\d{6,14}(?!\d)",
            # What was covered when it came in: a few digits of it are left.
            r"\d{0,6}(?:[ \-]?\*){3,18}(?:[ \-]?\d){0,4}[Xx]?(?![\w@*])",
            r"\w?\*+@[\w\-]+(?:\.[\w\-]+)+",
            r"[\w.+\-]{1,64}@[\w\-]+(?:\.[\w\-]+)+",
        )
    ),
    re.ASCII,
)
#: Most texts hold nothing of the kind, which is quickly seen.
_PERHAPS = re.compile(r"[@＠*]|\d(?:[ \t\u3000\-－）)转]{0,2}\d){5}")


def masked(text: str, instead: str = HIDDEN) -> str:
    """``text`` with ``instead`` in place of numbers by which somebody could be reached or known. Errs on the side of
    hiding."""
    if _PERHAPS.search(text) is None:
        return text
    return _NUMBERS.sub(instead, text.translate(_DIGITS))
