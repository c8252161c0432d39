"""The number of a document (靖政办发〔2017〕130号) as people write it: other brackets, without the office, 130号文."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: The office's word, the year and the number: GB/T 9704-2012, 7.2.5.
_NUMBER = re.compile(r"(?P<office>[^〔\[（(【]*)[〔\[（(【](?P<year>\d{4})[〕\]）)】]\s*(?P<number>\d+)\s*号")
_ASKED = re.compile(r"[〔\[(【]?\d{4}[〕\])】年]?第?\d+号|(?<!\d)\d+号文(?:件)?")
_BRACKETS = ("〔{}〕", "[{}]", "({})", "【{}】", "{}", "{}年", "{}第")


def written_numbers(doc_number: str | None) -> Iterator[str]:
    """The ways to write a document's number; none where it has none, and the number itself in an unknown form."""
    if doc_number is None:
        return
    found = _NUMBER.fullmatch(doc_number)
    if found is None:
        yield doc_number
        return
    for brackets in _BRACKETS:
        written = f"{brackets.format(found['year'])}{found['number']}号"
        yield from dict.fromkeys((found["office"] + written, written))
    yield from (f"{found['office']}{found['number']}号", f"{found['number']}号文", f"{found['number']}号文件")


def number_in(text: str) -> str | None:
    """The number of a document that a message (normalised) gives, whether or not there is such a document."""
    found = _ASKED.search(text)
    return found[0] if found else None
