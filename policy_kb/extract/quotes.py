"""Quotes that name one place: a phrase that stands earlier in the notice too is quoted with what precedes it."""

from __future__ import annotations

import re

_BREAK = re.compile(r"[，,；;：:。！？\n]")
_LONGEST = 600
_GRAM = 12
_MOST_PIECES = 20


class Quoter:
    """Makes quotes unique in one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._kept = [at for at, char in enumerate(text) if not char.isspace()]
        self._bare = "".join(text[at] for at in self._kept)
        # Where each run of characters stands first: most quotes begin with a run of their own, and need no search.
        self._first: dict[str, int] = {}
        for at in range(len(self._bare) - _GRAM, -1, -1):
            self._first[self._bare[at : at + _GRAM]] = at

    def unique(self, start: int, end: int, floor: int) -> tuple[int, int]:
        """The span, widened to the left by whole pieces until its words stand nowhere before; white space aside."""
        breaks = [match.end() for match in _BREAK.finditer(self._text, max(floor, start - _LONGEST), max(start - 1, 0))]
        for begin in (start, *reversed(breaks[-_MOST_PIECES:]), floor):
            at_text = begin
            while at_text < start and self._text[at_text].isspace():
                at_text += 1
            if end - at_text >= _LONGEST:
                break
            quote = "".join(self._text[at_text:end].split())
            at = self._bare.find(quote, self._first.get(quote[:_GRAM], 0))
            if at < 0 or self._kept[at] >= at_text:
                return at_text, end
        return self._after(start, end)

    def _after(self, start: int, end: int) -> tuple[int, int]:
        """Where nothing to the left tells the place apart, the text to the right may; else the span as it is."""
        following = _BREAK.search(self._text, min(end + 1, len(self._text)))
        if following is not None and following.start() - start < _LONGEST:
            wider = "".join(self._text[start : following.start()].split())
            at = self._bare.find(wider)
            if at >= 0 and self._kept[at] >= start:
                return start, following.start()
        return start, end
