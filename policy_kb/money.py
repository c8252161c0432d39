"""Amounts of money: Decimal yuan from end to end; 7.5万元, 5000元 and 1亿元 are renderings of it."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

WAN = Decimal(10_000)
YI = Decimal(100_000_000)
FEN = Decimal("0.01")

_WRITTEN = re.compile(r"(\d+|\d{1,3}(?:,\d{3})+)(\.\d+)?(亿|万)?元")
_SCALE = {None: Decimal(1), "万": WAN, "亿": YI}


def yuan(text: str) -> Decimal:
    """Read an amount as a notice writes it (``7.5万元``, ``5000元``, ``1亿元``); ValueError for anything else.

    The unit is required: a bare number in a catalogue could mean yuan or ten thousand yuan.
    """
    match = _WRITTEN.fullmatch(unicodedata.normalize("NFKC", text).replace(" ", ""))
    if match is None:
        raise ValueError(f"“{text}”不是金额，请写成 5000元、7.5万元 或者 1亿元")
    whole, fraction, unit = match.groups()
    amount = Decimal(whole.replace(",", "") + (fraction or "")) * _SCALE[unit]
    if amount * 100 != int(amount * 100):
        raise ValueError(f"“{text}”不是金额：最小写到分")
    return amount


def format_yuan(amount: Decimal) -> str:
    """Render yuan as the notices do: 5000元, 3万元, 7.5万元, 1.2345亿元; never rounded below the fen.

    万 is used while two decimals hold the amount exactly and 亿 while four do, so 12345 stays 12345元.
    ValueError for an amount that is not finite or is finer than a fen.
    """
    if not amount.is_finite() or amount != amount.quantize(FEN):
        raise ValueError(f"{amount} 不是金额：最小到分")
    size = abs(amount)
    if size >= YI and size % WAN == 0:
        return f"{_plain(amount / YI)}亿元"
    if size >= WAN and size % 100 == 0:
        return f"{_plain(amount / WAN)}万元"
    return f"{_plain(amount)}元"


def to_fen(amount: Decimal) -> Decimal:
    """Round half up to whole fen, the smallest amount that can be paid."""
    return amount.quantize(FEN, rounding=ROUND_HALF_UP)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
