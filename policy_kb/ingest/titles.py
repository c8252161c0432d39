"""Lines that are the title of a document."""

from __future__ import annotations

import re

_KINDS = (
    "通知|意见|办法|措施|方案|规定|条例|细则|指南|公告|决定|规划|纲要|通告|批复|政策|计划|要点|规则|标准|目录|清单|制度|指引|规程|章程|函"
    "|令|倡议书|说明|解读"
)
_TITLE = re.compile(rf"[^，。；：:!！?？\t]{{1,90}}(?:{_KINDS})(?:[（(][^）)]{{1,16}}[）)])?(?:（\d{{4}}.{{1,10}}）)?")


def is_title(line: str) -> bool:
    """Whether a line, standing alone, reads as a document's title."""
    if not 5 <= len(line) <= 100 or line.startswith(("附件", "现将", "抄送", "（", "-")):
        return False
    return _TITLE.fullmatch(line) is not None


_DOCUMENT = re.compile(rf".*(?:{_KINDS}|法|规范|协定|公约|决议|条约|报告|建议)(?:[（(][^）)]{{1,24}}[）)])?", re.DOTALL)


def is_document_name(name: str) -> bool:
    """Whether a name in 《》 is that of a document and not of a magazine or a film."""
    return _DOCUMENT.fullmatch(name) is not None
