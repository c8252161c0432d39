"""One of a thing as what a sum is paid for (一件5000元), which is no count."""

from __future__ import annotations

import re

from policy_kb.awards.stated.words import BREAKS
from policy_kb.language.quantities import Quantity

#: 一件五千, 每件给5000元: what the notice pays for each.
_AT_A_RATE = re.compile(r"(?:就|是|给|补|奖|才|只|能|拿|有)*\s?[\d一二三四五六七八九两]+\s?(?:[千百万]|\d{2,}|元|块)")
#: 5000一件, 5000块钱一件: the same the other way round.
_RATE_BEFORE = re.compile(r"(?<![a-z\d/.-])(?:\d{3,}|\d\s?[千万])\s?(?:元|块)?钱?\s?$")
#: 一件到底按多少算: asks what is paid for each.
_RATE_ASKED = re.compile(r"\s?(?:到底|究竟|是|就)*(?:按|照|折|合|算|值)(?:着|作|成)?(?:多少|几[千百万]|好多)")
_REACH = 14


def is_at_a_rate(text: str, quantity: Quantity) -> bool:
    """Whether 一件 is what the notice pays a sum for, no count."""
    if quantity.value != 1:
        return False
    if _AT_A_RATE.match(text, quantity.end):
        return True
    if quantity.kind != "count":
        return False
    begins = not text[: quantity.start].strip() or text[quantity.start - 1] in BREAKS
    asked = begins and quantity.qualifier == "exact" and _RATE_ASKED.match(text, quantity.end) is not None
    return asked or _RATE_BEFORE.search(text, max(0, quantity.start - _REACH), quantity.start) is not None
