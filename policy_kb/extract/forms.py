"""What of a notice is no rule: templates to fill in, covers, lists of attachments, penalties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from policy_kb.extract.vocabulary import heading_pattern
from policy_kb.notice import Clause

_BLANKS = re.compile(
    r"盖\s?章|签\s?名|签\s?字|公\s?章\s?[）)]"
    r"|年[ 　\t]+月[ 　\t]+日|开户(?:银)?行|□|填表|法定代表人[：:\t]|申请单位意见|申报编号"
)
_TEMPLATE = re.compile(
    r"(?:申请|申报|登记|信息|汇总|备案|承诺|推荐|审批|评分)[^，。；\n]{0,10}(?:表|书|单)$|承诺书|封面|模板|目\s*录|样式|样表"
)
_ATTACHMENT = re.compile(
    r"(?:^|\n)[ \t　]*附(?:件|表)(?:\s*[0-9一二三四五六七八九十]{0,3})?[\s:：.．、]|(?:^|\n)[ \t　]*申报编号"
)
_ROOT = re.compile(r"附(?:件|表|录)")
_MARKS_OF_A_FORM = 2
_LONGEST_HEADING = 16


def template_spans(clauses: Sequence[Clause]) -> list[tuple[int, int]]:
    """Spans of the notice that are templates: attachments with places to sign, and what follows the closing's 附件."""
    spans: list[tuple[int, int]] = []
    roots: dict[str, list[Clause]] = {}
    for clause in clauses:
        root = clause.path[0] if clause.path else ""
        if _ROOT.match(root):
            roots.setdefault(root, []).append(clause)
        elif clause.kind == "closing" or clause is clauses[-1]:
            match = _ATTACHMENT.search(clause.text)
            if match is not None and (clause.kind == "closing" or _is_form([clause.text[match.start() :]])):
                spans.append((clause.start + match.start(), clause.end))
            elif clause.kind == "closing" and _is_form([clause.text]):
                spans.append((clause.start, clause.end))
    spans += [
        (group[0].start, group[-1].end)
        for group in roots.values()
        if _TEMPLATE.search(group[0].heading) or _is_form(clause.text for clause in group)
    ]
    return spans


def _is_form(texts: Iterable[str]) -> bool:
    return sum(len(_BLANKS.findall(text)) for text in texts) >= _MARKS_OF_A_FORM


def penal(clause: Clause, headings: Mapping[tuple[str, ...], str]) -> bool:
    """Whether the clause stands below a heading such as 法律责任."""
    return _below(heading_pattern("penalty_heading"), clause, headings)


def reports(clause: Clause, headings: Mapping[tuple[str, ...], str]) -> bool:
    """Whether the clause stands below a heading such as 工作情况: it tells what was done, and grants nothing."""
    return _below(heading_pattern("report_heading"), clause, headings)


def _below(pattern: re.Pattern[str], clause: Clause, headings: Mapping[tuple[str, ...], str]) -> bool:
    return any(
        pattern.search(headings.get(clause.path[:depth], "")) is not None
        for depth in range(1, len(clause.path) + 1)
        if len(headings.get(clause.path[:depth], "")) <= _LONGEST_HEADING
    )
