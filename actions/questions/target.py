"""Planned targets: value, unit, deadline."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from actions.answer import Answer
from actions.dialogue import Focus
from actions.evidence import shown_by, source_of
from actions.reply import Reply
from actions.request import Request
from actions.wording import (
    cite,
    expired_warning,
    joined,
    lines,
    quoted_title,
    region_part,
    scope_region,
    year_end,
)
from policy_kb.catalogue.schema import Target
from policy_kb.knowledge import Source
from policy_kb.language.reading import read
from policy_kb.passages import Passage
from policy_kb.passages.content import content_words

_COMPARISON = {"ge": "{value}{unit}以上", "reach": "达到{value}{unit}", "full": "全覆盖"}
#: What joins the targets that one message asks about.
_PARTS = re.compile(r"[，,。；;、！!？?]|以及|还有|[和跟与及]")
_MOST_TARGETS = 6
#: How a question counts, and the units that it may count so.
_COUNTED_IN = {
    re.compile(r"(?:多少|几|好多)家"): ("家",),
    re.compile(r"(?:多少|几|好多)件"): ("件",),
    re.compile(r"(?:多少|几|好多)(?:个?人|名|位)"): ("名", "人"),
    re.compile(r"(?:多少|几|好多)[次场回]"): ("次",),
    re.compile(r"百分之|几成|几个点|多少个点|占比|比例"): ("%",),
}
#: What it counts for in characters that a target has the unit asked for.
_OF_THE_UNIT = 2
#: Characters of a name that have to stand in a row in a message which names no target exactly.
_LEAST_OVERLAP = 4
_LEAST_SHARED = 2
#: How much likeness to the target talked of counts beside the words of the message; what counts as equally good.
_LIKENESS, _AS_GOOD = 0.5, 0.02
#: What it counts for that the message asks in the unit of the target (多少家).
_UNIT = 0.3
#: Of the words of a follow-up more than this share must be words of the target.
_HALF_OF_THEM = 0.5
_DONE = re.compile(
    r"(?:完成|达到|达标|实现|做到|兑现|办到|搞定)(?:了|过)*(?:[吗么没]|没有)(?![\u3400-\u9fff])"
    r"|有没有(?:完成|达到|达标|实现|做到|兑现)|最后完成"
)
_SAID_OF_ANY = frozenset(
    [
        "目标",
        "指标",
        "任务",
        "比例",
        "数量",
        "总数",
        "百分比",
        "百分",
        "占比",
        "多少",
        "达到",
        "要求",
        "规定",
        "全市",
        "每年",
        "几成",
        "几件",
        "几家",
        "再说",
        "说说",
    ]
)


def answer(request: Request) -> Reply:
    """The targets asked for; all of them where none is named."""
    docs = {source.doc_id for source in request.scope.sources}
    named = [request.kb.targets[key] for key in request.focus.targets if request.kb.targets[key][0].doc_id in docs]
    if request.elliptic and request.turn.intent == "target" and not _may_mean(request, named):
        named = []
    if not request.elliptic:
        named = _with_other_parts(request, _whose_name_says_more(request, _in_the_unit(request, named)))
    found = named
    found = found or _by_words(request) or _meant_by(request.text, request, _with_targets(request), [])
    if not found:
        return _all_or_none(request)
    source = found[0][0]
    parts: list[str | None] = [expired_warning(source, request.on)]
    if asks_whether_done(request.text):
        parts.append("文件只定了目标，后来完成了没有，文件里没有写。")
    parts += [target_sentence(entry) for _, entry in found]
    parts += dict.fromkeys(f"依据：{quoted_title(s)}{entry.clause}：“{entry.quote}”" for s, entry in found)
    parts += dict.fromkeys(f"期限的原文：“{entry.deadline.quote}”" for _, entry in found)
    answer = Answer(
        kind="target",
        text=lines(*parts),
        region=region_part(source),
        verdict=None if source.in_force(request.on) else "not_in_force",
        citations=tuple(cite(s, entry.clause, entry.quote, request.on) for s, entry in found),
        suggestions=("还有哪些目标", "这个方案还有效吗"),
    )
    return Reply(answer, focus=Focus(targets=tuple(f"{s.doc_id}#{entry.id}" for s, entry in found)))


def _in_the_unit(request: Request, named: list[tuple[Source, Target]]) -> list[tuple[Source, Target]]:
    """Of targets named the one that is counted as the message asks: 贯标要几家 wants the one in 家, not that in %."""
    if len(named) != 1 or _counted_so(request.text, named[0][1]) >= 0:
        return named
    source, said = named[0][0], [m.text for m in request.turn.reading.mentions if m.ids("target")]
    counted = [other for other in source.targets if _counted_so(request.text, other) > 0]
    others = [o for o in counted if any(_shares(word, name) for word in said for name in _names(o))]
    return [(source, others[0])] if len(others) == 1 else named


def _whose_name_says_more(request: Request, named: list[tuple[Source, Target]]) -> list[tuple[Source, Target]]:
    """Of targets whose names share the words said the one that has the others of the message as well (高企的转化率)."""
    if len(named) != 1:
        return named
    source, entry = named[0]
    said = [m.text for m in request.turn.reading.mentions if m.ids("target")]
    rest = request.text
    for text in said:
        rest = rest.replace(text, " ")
    words = [word for word in _telling(rest, request) if not any(word in name for name in _names(entry))]
    fuller = [
        other
        for other in source.targets
        if any(text in name for text in said for name in _names(other))
        and any(word in name for word in words for name in _names(other))
    ]
    return [(source, fuller[0])] if len(fuller) == 1 else named


def _counted_so(text: str, entry: Target) -> int:
    """1 where a target is counted as the message asks (几家), -1 where otherwise, 0 where it asks for no number."""
    asked = [units for pattern, units in _COUNTED_IN.items() if pattern.search(text)]
    return 0 if not asked else 1 if any(entry.unit in units for units in asked) else -1


def asks_whether_done(text: str) -> bool:
    """Whether it is asked if a target was reached, which no plan says of itself."""
    return _DONE.search(text) is not None


def _with_targets(request: Request) -> list[Source]:
    return [source for source in request.scope.sources if source.targets]


def other_targets(request: Request) -> list[tuple[Source, Target]]:
    """After an answer about targets: those of the same notices that a message means by a part of their names.

    授权的呢 after 专利申请量 means 专利授权量: of the targets that share the message's words it is the one that is most
    like the target talked of.
    """
    docs = {source.doc_id for source in request.scope.sources}
    sources = _with_targets(request)
    before = [request.kb.targets[key] for key in request.dialogue.focus.targets if key in request.kb.targets]
    before = [(source, entry) for source, entry in before if source.doc_id in docs]
    if not sources or (request.turn.reading.ids("region") and not before):
        return []
    found: dict[tuple[str, str], tuple[Source, Target]] = {}
    for part in _PARTS.split(request.text):
        for source, entry in _meant_by(part, request, sources, before):
            found.setdefault((source.doc_id, entry.id), (source, entry))
    return list(found.values())[:_MOST_TARGETS]


def _may_mean(request: Request, entries: list[tuple[Source, Target]]) -> bool:
    """Whether a message without a target's name can still be about these: it says nothing else."""
    words = _telling(request.text, request)
    return not words or any(_shares(word, name) for word in words for _, e in entries for name in _names(e))


def _telling(text: str, request: Request) -> set[str]:
    own = {region for source in request.kb.sources.values() if (region := source.region)}
    return {word for word in content_words(read(text, request.kb.lexicon), own) if word not in _SAID_OF_ANY}


def _meant_by(
    part: str, request: Request, sources: list[Source], before: list[tuple[Source, Target]]
) -> list[tuple[Source, Target]]:
    telling = _telling(part, request)
    said = "".join(telling)
    if not telling:
        return []
    pool = [(source, entry) for source in sources for entry in source.targets]
    weights = _rarity([_names(entry) for _, entry in pool])
    scored: list[tuple[float, Source, Target]] = []
    for source, entry in pool:
        shared = [word for word in telling if any(_shares(word, name) for name in _names(entry))]
        if len(shared) <= len(telling) * _HALF_OF_THEM:
            continue
        fit = max(_coverage(name, said, weights) for name in _names(entry))
        like = max(
            (_coverage(name, "".join(_names(other)), weights) for _, other in before for name in _names(entry)),
            default=0.0,
        )
        counted = _UNIT * (re.search(rf"(?:多少|几){entry.unit}", part) is not None)
        scored.append((fit + _LIKENESS * like + counted, source, entry))
    best = max((score for score, _, _ in scored), default=0.0)
    return [(source, entry) for score, source, entry in scored if score >= best - _AS_GOOD][:_MOST_TARGETS]


def _names(entry: Target) -> tuple[str, ...]:
    return tuple(name.lower() for name in (entry.name, *entry.aliases))


def _shares(word: str, name: str) -> bool:
    """Whether a word, or most of it, stands in a name: 高企 in 高新技术企业 too."""
    if word in name:
        return True
    return len(word) > 2 and sum(word[i : i + 2] in name for i in range(len(word) - 1)) * 2 >= len(word) - 1


def _rarity(names: Sequence[tuple[str, ...]]) -> dict[str, float]:
    """How telling each character is among the names: one that stands in all of them tells nothing."""
    counts = Counter(char for group in names for char in set("".join(group)))
    return {char: math.log(1 + len(names) / count) for char, count in counts.items()}


def _coverage(name: str, text: str, weights: Mapping[str, float]) -> float:
    total = sum(weights.get(char, 0.0) for char in name)
    return sum(weights.get(char, 0.0) for char in name if char in text) / total if total else 0.0


def _with_other_parts(request: Request, named: list[tuple[Source, Target]]) -> list[tuple[Source, Target]]:
    """The targets named, and those that other parts of the message mean by words (申请量和授权量)."""
    if not named or not _PARTS.search(request.text):
        return named
    found = list(named)
    position = 0
    for end in [*(match.start() for match in _PARTS.finditer(request.text)), len(request.text)]:
        part, start = request.text[position:end], position
        position = end + 1
        inside = [m for m in request.turn.reading.mentions if start <= m.start < end and m.ids("target")]
        if not inside and len(part) > 1:
            found += [one for one in _meant_by(part, request, [named[0][0]], named) if one not in found]
    return found[:_MOST_TARGETS]


def target_sentence(entry: Target) -> str:
    """万人发明专利拥有量：到2018年12月31日达到13件。"""
    value = format(entry.value.normalize(), "f")
    amount = _COMPARISON[entry.comparison].format(value=value, unit=entry.unit)
    often = "每年" if entry.period == "per_year" else "累计" if entry.period == "cumulative" else ""
    often = "" if often and (often in entry.name or "年均" in entry.name) else often
    until = year_end(entry.deadline.by)
    return f"{entry.name}的目标是：到{until}，{often}{amount}。"


def _by_words(request: Request) -> list[tuple[Source, Target]]:
    """Targets whose name shares its telling words with the message."""
    found: dict[tuple[str, str], tuple[Source, Target]] = {}
    for part in _PARTS.split(request.text):
        for source, entry in _sharing_most(part, request, _overlapping(part, request.scope.sources)):
            found.setdefault((source.doc_id, entry.id), (source, entry))
    return list(found.values())[:_MOST_TARGETS]


def _sharing_most(part: str, request: Request, found: list[tuple[Source, Target]]) -> list[tuple[Source, Target]]:
    """Of targets that fit alike those with the most of the telling words (高企的转化率)."""
    words = _telling(part, request) if len(found) > 1 else set()
    shared = [sum(any(word in name for name in _names(entry)) for word in words) for _, entry in found]
    return [one for one, count in zip(found, shared, strict=True) if count == max(shared)]


def _overlapping(text: str, sources: Sequence[Source]) -> list[tuple[Source, Target]]:
    found: list[tuple[int, Source, Target]] = []
    for source in sources:
        for entry in source.targets:
            score = max((_overlap(text, name) for name in (entry.name, *entry.aliases)), default=0)
            score += _OF_THE_UNIT * _counted_so(text, entry) if score >= _LEAST_SHARED else 0
            if score >= _LEAST_OVERLAP:
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


def _in_words_only(request: Request, passage: Passage) -> Reply:
    """A notice that names no number, and what it says on the matter instead."""
    source = source_of(request, passage)
    text = lines(
        expired_warning(source, request.on),
        f"{quoted_title(source)}没有规定这一项的数字目标，只写到{passage.clause.cite_label}：“{passage.sentence}”",
    )
    place = cite(source, passage.clause.cite_label, passage.sentence, request.on)
    return Reply(Answer(kind="clause", text=text, region=region_part(source), citations=(place,)))


def _all_or_none(request: Request) -> Reply:
    with_targets = _with_targets(request)
    reviewed = all(source.reviewed is not None for source in request.scope.sources)
    if not with_targets and reviewed and request.scope.named and (passage := shown_by(request)) is not None:
        return _in_words_only(request, passage)
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
