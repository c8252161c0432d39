"""Personal numbers in what visitors write, covered before anything else sees them: 13812345678 becomes 138****5678.

Covered are mobile and landline numbers, identity card numbers (that pass their check, or that are called so), bank card
numbers (that pass theirs, or that are called so) and e-mail addresses; also in full-width digits, in groups, and said
as 一三八…. The text keeps its length. Amounts, numbers of documents, patents and standards, and unified social credit
codes are nobody's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

_FULL_WIDTH = str.maketrans("０１２３４５６７８９＠．＋－—–　（）Ｘｘ", "0123456789@.+--- ()Xx")
_SPOKEN = str.maketrans("〇零一二三四五六七八九幺", "001234567891")
_SAID = "〇零一二三四五六七八九幺"
_SPOKEN_MOBILE = re.compile(rf"(?<![{_SAID}\d])[一幺][{_SAID}]{{10}}(?![{_SAID}\d十百千万亿])")

#: What makes a sum of the digits before it, or the number of a patent, a standard or a work of the digits after it.
_SUM = r"(?!\s*(?:[元块万亿圆]|人民币))"
_NUMBERED = r"(?<![¥￥$])(?<!ISO)(?<!IEC)(?<!GB)(?<!GB/T)(?<!ZL)(?<!CN)(?<!SR)"
#: A hotline is called by everybody.
_PUBLIC = r"(?<!热线)(?<!热线[:： 是])(?<!热线电话)(?<!热线电话[:： 是])"
_ALONE = r"(?<![\d.])"
_END = r"(?![\d])(?!\.\d)"
_GAP = "[ -]?"

_MOBILE = re.compile(
    rf"{_PUBLIC}{_NUMBERED}{_ALONE}(?:\+?86{_GAP})?(?P<all>1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}){_END}{_SUM}",
    re.IGNORECASE,
)
_LANDLINE = re.compile(rf"{_ALONE}\(?(?P<area>0(?:10|2\d|[3-9]\d{{2}}))\)?[ -](?P<all>[2-8]\d{{6,7}}){_END}{_SUM}")
_IDENTITY = re.compile(rf"{_ALONE}(?P<all>\d{{6}}{_GAP}\d{{8}}{_GAP}\d{{3}}[\dXx])(?![\dA-Za-z])")
_CARD = re.compile(rf"{_ALONE}(?P<all>(?:62|60|4\d|5[1-5]|35)(?:{_GAP}\d){{14,17}}){_END}{_SUM}")
_CALLED = re.compile(
    r"(?:身份证|证件号|银行卡|信用卡|储蓄卡|卡号)(?:号码|号)?[^\d\n]{0,6}"
    r"(?P<all>\d(?:[ -]?\d){10,18}[Xx]?)(?![\dA-Za-z])"
)
_MAIL = re.compile(r"(?P<all>[A-Za-z0-9][A-Za-z0-9._%+-]*)@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_CREDIT_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Za-z])", re.IGNORECASE)

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ENTERPRISES = ("91", "92", "93")


@dataclass(frozen=True, slots=True)
class _Kind:
    """``keep`` digits stay in front and at the end; ``good`` tells whether the digits are such a number."""

    pattern: re.Pattern[str]
    keep: tuple[int, int]
    good: Callable[[str], bool]


def without_personal_data(text: str) -> str:
    """The text with every personal number covered by asterisks."""
    folded = text.translate(_FULL_WIDTH)
    folded = _SPOKEN_MOBILE.sub(lambda match: match[0].translate(_SPOKEN), folded)
    covered = list(text)
    taken = [match.span() for match in _CREDIT_CODE.finditer(folded) if _credit_code(match[0].upper())]
    for kind in _KINDS:
        for match in kind.pattern.finditer(folded):
            start, end = match.span("all")
            if any(start < last and end > first for first, last in taken) or not kind.good(_digits(match["all"])):
                continue
            taken.append((start, end))
            places = [place for place in range(start, end) if folded[place] not in " -"]
            front, back = kind.keep
            for place in places[front : len(places) - back]:
                covered[place] = "*"
    return "".join(covered)


def _digits(found: str) -> str:
    return found.replace(" ", "").replace("-", "").upper()


def _identity(digits: str) -> bool:
    """GB 11643: a day of birth, and a check character by ISO 7064 MOD 11-2."""
    try:
        born = date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    check = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(digits, _ID_WEIGHTS, strict=False)) % 11]
    return born.year >= 1900 and digits[17] == check


def _card(digits: str) -> bool:
    """ISO/IEC 7812: 16 to 19 digits, the last one after Luhn."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _credit_code(code: str) -> bool:
    """GB 32100: an enterprise's code is no secret, and may look like an identity card number."""
    if code.isdigit() and not code.startswith(_ENTERPRISES):
        return False
    total = sum(_CREDIT_LETTERS.index(letter) * pow(3, place, 31) for place, letter in enumerate(code[:17]))
    return _CREDIT_LETTERS[(31 - total % 31) % 31] == code[17]


def _any(_digits: str) -> bool:
    return True


_KINDS = (
    _Kind(_MAIL, (1, 0), _any),
    _Kind(_IDENTITY, (3, 2), _identity),
    _Kind(_CARD, (4, 4), _card),
    _Kind(_CALLED, (3, 2), _any),
    _Kind(_MOBILE, (3, 4), _any),
    _Kind(_LANDLINE, (2, 2), _any),
)
