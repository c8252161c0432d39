"""Where the attachments of a notice begin, and the list that names them."""

from __future__ import annotations

import re

_MENTION = re.compile(
    r"附(?:件|表|录)\s*(?P<number>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})?\s*(?P<mark>[:：.．、])?(?P<rest>.*)"
)


def attachment_heading(line: str) -> str | None:
    """Canonical label if the line opens an attachment: ``附件1`` alone, or with form text far behind it."""
    match = _MENTION.fullmatch(line.strip())
    if match is None or match.group("mark"):
        return None
    rest = match.group("rest")
    if rest and not rest.startswith(("  ", "\t")):
        return None
    return f"附件{match.group('number') or ''}"


def is_attachment_list(line: str) -> bool:
    """Whether the line belongs to the list of attachments below a notice: ``附件：1.申请表``, ``附件1.封面``."""
    match = _MENTION.fullmatch(line.strip())
    return match is not None and match.group("mark") is not None
