"""Headings without numbers: lines alone above a text, ``【落户奖】``, a short first sentence in each paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from policy_kb.ingest.attachments import attachment_heading, is_attachment_list
from policy_kb.ingest.labels import find_label
from policy_kb.ingest.lines import Line
from policy_kb.ingest.organs import is_date_line, is_organ_line
from policy_kb.ingest.titles import is_title
from policy_kb.ingest.units import is_unit_line

_BRACKETED = re.compile(r"【(?P<heading>[^】]{2,40})】")
_ALONE = re.compile(r"[\u4e00-\u9fff“《（][^。；，：:;,!！?？\t]{1,28}[\u4e00-\u9fff”》）]")
_RUN_IN = re.compile(r"(?P<heading>[\u4e00-\u9fff“《][^。；，：\t]{2,20})。(?=.{12})")
# Schemes that stand at the top of a notice; where one is used, the headings bear it.
_TOP = frozenset(("part", "chapter", "section", "article", "cn", "bracket_cn"))
_FEWEST = 2
_FEWEST_RUN_IN = 3


def plain_headings(lines: Sequence[Line]) -> dict[int, str]:
    """Headings by number of line; empty where the notice numbers its parts, or where too few are found."""
    shown = [(index, line.content) for index, line in enumerate(lines) if line.content]
    labels = {index: find_label(content) for index, content in shown}
    if any(label is not None and label.scheme in _TOP for label in labels.values()):
        return {}
    bracketed = {index: match.group("heading") for index, content in shown if (match := _BRACKETED.match(content))}
    if len(bracketed) >= _FEWEST:
        return bracketed
    alone: dict[int, str] = {}
    for (index, content), (following, below) in pairwise(shown[1:]):
        label = labels[following]
        if _is_alone(content, bool(alone)) and (_is_prose(below) or (label is not None and label.number == 1)):
            alone[index] = content
    if len(alone) >= _FEWEST:
        return alone
    if any(label is not None for label in labels.values()):
        return {}
    run_in = {index: match.group("heading") for index, content in shown if (match := _RUN_IN.match(content))}
    return run_in if len(run_in) >= _FEWEST_RUN_IN else {}


def _is_alone(content: str, begun: bool) -> bool:
    return (
        _ALONE.fullmatch(content) is not None
        and find_label(content) is None
        and not (is_title(content) and not begun)
        and not is_organ_line(content)
        and not is_date_line(content)
        and not is_unit_line(content)
        and not is_attachment_list(content)
        and attachment_heading(content) is None
    )


def _is_prose(content: str) -> bool:
    return find_label(content) is None and "\t" not in content and (content.endswith(("。", "；")) or len(content) > 40)
