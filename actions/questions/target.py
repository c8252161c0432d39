"""Planned targets: value, unit, deadline."""

from __future__ import annotations

from actions.answer import Answer
from actions.dialogue import Focus
from actions.reply import Reply
from actions.request import Request
from actions.wording import (
    chinese_date,
    cite,
    expired_warning,
    joined,
    lines,
    quoted_title,
    region_part,
    scope_region,
)
from policy_kb.catalogue.schema import Target
from policy_kb.knowledge import Source

_COMPARISON = {"ge": "{value}{unit}以上", "reach": "达到{value}{unit}", "full": "全覆盖"}


def answer(request: Request) -> Reply:
    """The target asked for; all of them where none is named."""
    docs = {source.doc_id for source in request.scope.sources}
    named = [request.kb.targets[key] for key in request.focus.targets if request.kb.targets[key][0].doc_id in docs]
    found = named or _by_words(request)
    if not found:
        return _all_or_none(request)
    source = found[0][0]
    parts: list[str | None] = [expired_warning(source, request.on)]
    parts += [target_sentence(entry) for _, entry in found]
    parts.append(f"依据：{quoted_title(source)}{found[0][1].clause}：“{found[0][1].quote}”")
    parts.append(f"期限的原文：“{found[0][1].deadline.quote}”")
    answer = Answer(
        kind="target",
        text=lines(*parts),
        region=region_part(source),
        verdict=None if source.in_force(request.on) else "not_in_force",
        citations=tuple(cite(s, entry.clause, entry.quote, request.on) for s, entry in found),
        suggestions=("还有哪些目标", "这个方案还有效吗"),
    )
    return Reply(answer, focus=Focus(targets=tuple(f"{s.doc_id}#{entry.id}" for s, entry in found)))


def target_sentence(entry: Target) -> str:
    """万人发明专利拥有量：到2018年12月31日达到13件。"""
    value = format(entry.value.normalize(), "f")
    amount = _COMPARISON[entry.comparison].format(value=value, unit=entry.unit)
    often = "每年" if entry.period == "per_year" else "累计" if entry.period == "cumulative" else ""
    often = "" if often and (often in entry.name or "年均" in entry.name) else often
    until = _year_end(entry)
    return f"{entry.name}的目标是：到{until}，{often}{amount}。"


def _year_end(entry: Target) -> str:
    day = entry.deadline.by
    return f"{day.year}年底" if (day.month, day.day) == (12, 31) else chinese_date(day)


def _by_words(request: Request) -> list[tuple[Source, Target]]:
    """Targets whose name shares its telling words with the message."""
    found: list[tuple[int, Source, Target]] = []
    for source in request.scope.sources:
        for entry in source.targets:
            score = max((_overlap(request.text, name) for name in (entry.name, *entry.aliases)), default=0)
            if score >= 4:
                found.append((score, source, entry))
    best = max((score for score, _, _ in found), default=0)
    return [(source, entry) for score, source, entry in found if score == best][:3]


def _overlap(text: str, name: str) -> int:
    """Length of the longest run of the name's characters that stands in the text."""
    best = 0
    for start in range(len(name)):
        for end in range(start + best + 1, len(name) + 1):
            if name[start:end].lower() not in text:
                break
            best = end - start
    return best


def _all_or_none(request: Request) -> Reply:
    with_targets = [source for source in request.scope.sources if source.targets]
    if not with_targets:
        titles = joined(quoted_title(s) for s in request.scope.sources)
        horizon = [h for s in request.scope.sources if s.reviewed for h in s.reviewed.horizon]
        others = [s for s in request.kb.sources.values() if s.targets]
        text = lines(
            f"{titles}没有规定具体的数字目标。",
            *(h.statement for h in horizon),
            *(f"收录的文件里，{s.stored.region_name}的方案列了{len(s.targets)}项数字目标。" for s in others),
        )
        cites = tuple(
            cite(s, h.clause, h.quote, request.on)
            for s in request.scope.sources
            if s.reviewed
            for h in s.reviewed.horizon
        )
        return Reply(Answer(kind="target", text=text, region=scope_region(request.scope, request.kb), citations=cites))
    source = with_targets[0]
    specific = bool(request.focus) and not request.focus.documents
    opening = (
        f"{quoted_title(source)}没有规定这一项的数字目标。它列出的{len(source.targets)}项目标是："
        if specific
        else f"{quoted_title(source)}一共列了{len(source.targets)}项数字目标："
    )
    shown = [f"{i}. {target_sentence(entry)}" for i, entry in enumerate(source.targets, 1)]
    answer = Answer(
        kind="target",
        text=lines(expired_warning(source, request.on), opening, *shown),
        region=region_part(source),
        citations=tuple(cite(source, entry.clause, entry.quote, request.on) for entry in source.targets),
        suggestions=("这个方案还有效吗",),
    )
    return Reply(answer, focus=Focus(documents=(source.doc_id,)))
