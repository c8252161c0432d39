"""Where the attachments of a notice begin, and the list that names them."""

from __future__ import annotations

import re
from typing import NamedTuple

_MENTION = re.compile(
    r"附[ 　]?(?:件|表|录)[ 　]?(?P<number>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})?"
    r"(?P<gap>[ \t　]*)(?P<mark>[:：.．、])?[ \t　]*(?P<rest>.*)"
)
_NAME = re.compile(r"(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})[.．、][ 　]*(?P<name>.+)")
_ENDING = re.compile(r"(?:[（(][^）)]{1,12}[)）]|模板|样表|样式|\.(?:docx?|pdf|wps|xlsx?))+$", re.IGNORECASE)
_LONGEST_NAME = 60


class Listed(NamedTuple):
    """One entry of the list of attachments: its number, if it has one, and its name."""

    number: str
    name: str


def attachment_heading(line: str) -> str | None:
    """Canonical label if the line opens an attachment: ``附件1`` alone, or with other text behind a gap."""
    match = _MENTION.fullmatch(line.strip())
    if match is None or match.group("mark"):
        return None
    rest, gap = match.group("rest"), match.group("gap")
    if rest and not (len(gap) >= 2 or "\t" in gap or (gap and match.group("number") and _is_name(rest))):
        return None
    return f"附件{match.group('number') or ''}"


def attachment_title(line: str) -> str:
    """The title on the line that opens an attachment: ``附件1 申请表``; empty where form text or nothing follows."""
    match = _MENTION.fullmatch(line.strip())
    rest = match.group("rest").strip() if match is not None else ""
    return rest if _is_name(rest) and not rest.endswith(("：", ":")) else ""


def is_attachment_list(line: str) -> bool:
    """Whether the line belongs to the list of attachments below a notice: ``附件：1.申请表``, ``附件1.封面``."""
    match = _MENTION.fullmatch(line.strip())
    return match is not None and match.group("mark") is not None


def listed_attachment(line: str) -> Listed | None:
    """The entry of the list that a line is: ``附件：1.申请表``, ``附件2.封面``, ``3.承诺书``."""
    content = line.strip()
    match = _MENTION.fullmatch(content)
    if match is not None and match.group("mark"):
        number, rest = match.group("number") or "", match.group("rest").strip()
        inner = _NAME.fullmatch(rest)
        if inner is not None and not number:
            number, rest = re.split(r"[.．、]", rest, maxsplit=1)[0], inner.group("name")
        return Listed(number, plain_name(rest))
    entry = _NAME.fullmatch(content)
    if entry is None or not _is_name(entry.group("name")):
        return None
    return Listed(re.split(r"[.．、]", content, maxsplit=1)[0], plain_name(entry.group("name")))


def plain_name(name: str) -> str:
    """Name of an attachment without blanks, file ending and what stands in brackets behind it."""
    return _ENDING.sub("", "".join(name.split()))


def _is_name(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and not re.search(r"[。；，,]", text)
