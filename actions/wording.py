"""Sentences that several kinds of answer share. Plain Chinese, as a good clerk would say it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from datetime import date

from actions.answer import Citation, RegionPart, Units
from actions.request import Request
from actions.scope import Scope
from policy_kb.knowledge import KnowledgeBase, Source
from policy_kb.notice import Clause
from policy_kb.settings import settings

REVIEW_REMARK = "以上按公开文件整理，最终以主管部门审核为准。"
#: How the lines begin that are left out while they can still be read a few messages above.
ONLY_ONCE = ("以上按公开文件整理", "这份文件现行有效", "文件没有写明有效期", "没有写明金额的地方")
#: What needs to be said once only in several answers to one message.
ONCE_A_MESSAGE = ("牵头单位：", "责任单位：", "条件：", "谁能申请、给多少：", "需要人工帮忙的话")
_SENTENCE_END = re.compile(r"(?<=[。；;!！?？])")
_LONGEST_QUOTE = 160


def chinese_date(day: date) -> str:
    """2029年2月2日."""
    return f"{day.year}年{day.month}月{day.day}日"


def year_end(day: date) -> str:
    """2018年底 for the last day of a year, else the date."""
    return f"{day.year}年底" if (day.month, day.day) == (12, 31) else chinese_date(day)


def titled(clause: Clause) -> str:
    """（七）“盘活存量专利”, or the label alone where the clause has no heading of its own."""
    return f"{clause.cite_label}“{clause.heading}”" if clause.heading not in ("", clause.label) else clause.cite_label


def joined(names: Iterable[str]) -> str:
    """甲、乙、丙."""
    return "、".join(names)


def quoted_title(source: Source) -> str:
    """《…》, with the region before it where the title doesn't name it."""
    region = source.stored.region_name or ""
    named = not region or region[:2] in source.title
    return f"《{source.title}》" if named else f"{region}《{source.title}》"


def quoted(name: str) -> str:
    """“…”, with the quotation marks of the name itself turned into single ones."""
    return f"“{name.replace('“', '‘').replace('”', '’')}”"


def lines(*parts: str | None) -> str:
    """Non-empty parts, one per line."""
    return "\n".join(part for part in parts if part)


def force_sentence(source: Source, on: date) -> str:
    """Whether the notice counts on that day, in one sentence."""
    until = source.validity.until
    if not source.in_force(on):
        if until is not None and until < on:
            return f"请注意：这份文件的期限到{chinese_date(until)}为止，现在已经结束了。"
        return "请注意：这份文件现在还没有开始实施。"
    if until is not None:
        return f"这份文件现行有效，到{chinese_date(until)}为止。"
    return "文件没有写明有效期截止到哪一天。"


def expired_warning(source: Source, on: date) -> str | None:
    """The first sentence of every answer from a notice that is out of force."""
    return None if source.in_force(on) else f"先提醒您：{quoted_title(source)}{force_reason(source, on)}"


def force_reason(source: Source, on: date) -> str:
    until = source.validity.until
    if until is not None and until < on:
        return f"的期限到{chinese_date(until)}为止，已经结束了，下面的内容只供参考。"
    return "现在还没有开始实施。"


def cite(source: Source, clause_label: str, quote: str, on: date) -> Citation:
    """A citation of the payload."""
    return Citation(
        document=source.title,
        doc_id=source.doc_id,
        clause=clause_label,
        quote=quote,
        issued_on=source.stored.issued_on,
        valid_until=source.validity.until,
        in_force=source.in_force(on),
        issuers=source.stored.issuers,
    )


def basis_line(source: Source, clause_label: str, quote: str | None = None) -> str:
    """依据：《…》（七）：“…”"""
    place = "" if clause_label in ("开头", "文末") else clause_label
    tail = f"：“{quote}”" if quote else "。"
    return f"依据：{quoted_title(source)}{place or clause_label}{tail}"


def in_brackets(clause_label: str) -> str:
    """（十、）; a label that has brackets of its own gets no second pair."""
    return clause_label if clause_label.startswith("（") else f"（{clause_label}）"


def units_of(clause: Clause | None) -> Units | None:
    """The offices of a clause, None where it names none."""
    if clause is None or not (clause.lead_units or clause.responsible_units):
        return None
    return Units(lead=clause.lead_units, responsible=clause.responsible_units)


def units_line(clause: Clause | None) -> str | None:
    """牵头单位：…；责任单位：…。"""
    if clause is None:
        return None
    parts = []
    if clause.lead_units:
        parts.append(f"牵头单位：{joined(clause.lead_units)}")
    if clause.responsible_units:
        parts.append(f"责任单位：{joined(clause.responsible_units)}")
    return "；".join(parts) + "。" if parts else None


def who_to_ask(source: Source, clause: Clause | None = None) -> str | None:
    """Whom to ask about a notice, as far as the notice itself shows."""
    if clause is not None and clause.lead_units:
        return f"具体怎么办，可以问牵头单位{joined(clause.lead_units)}。"
    if clause is not None and clause.responsible_units:
        return f"具体怎么办，可以问责任单位{joined(clause.responsible_units[:3])}。"
    return source.reviewed.who_to_ask.statement if source.reviewed else None


def region_part(source: Source) -> RegionPart | None:
    """The notice's region for the payload."""
    if not source.region:
        return None
    return RegionPart(code=source.region, name=source.stored.region_name or source.region)


def scope_region(scope: Scope, kb: KnowledgeBase) -> RegionPart | None:
    """The one region that a question is about, None where there are several or none."""
    regions = {source.region for source in scope.sources}
    if len(scope.named) > 1 and len(regions) == 1 and not scope.below and not scope.foreign:
        return region_part(scope.sources[0])
    if len(scope.named) == 1:
        if scope.sources and not scope.below:
            return region_part(scope.sources[0])
        return RegionPart(code=scope.named[0], name=kb.regions.name(scope.named[0]))
    return None


def covered_regions(kb: KnowledgeBase) -> str:
    """四川省、靖江市、…: every region that has a notice here."""
    names = dict.fromkeys(s.stored.region_name for s in kb.sources.values() if s.stored.region_name)
    return joined(name for name in names if name)


def human_contact() -> str:
    """Whom to call when the desk can't help."""
    return settings().human_contact


def contact_sentence() -> str:
    """The way to a person."""
    return f"需要人工帮忙的话，可以拨打{human_contact()}咨询。"


def not_covered(request: Request) -> str:
    """Said of regions that have no notice here."""
    names = joined(request.kb.regions.name(code) for code in request.scope.foreign)
    return f"我这里还没有收录{names}的知识产权政策文件，不敢乱说。目前收录的是{covered_regions(request.kb)}的文件。"


def only_within(request: Request) -> bool:
    """Whether the regions asked for have no notice of their own, and only smaller ones in them have."""
    return bool(request.scope.below) and not any(request.kb.sources_for(code) for code in request.scope.named)


def within(request: Request) -> str:
    """Said of a region in which only a smaller one has a notice."""
    names = joined(request.kb.regions.name(code) for code in request.scope.named)
    inner = [(s.stored.region_name or s.title, quoted_title(s)) for s in request.scope.sources]
    held = joined(f"{region}的{title}" for region, title in inner)
    other = f"这个范围里只收录了{held}，要问它的话，请直接说“{inner[0][0]}”。"
    return f"我这里没有{names}自己的文件，不敢拿别处的规定当它的。{other}"


def sentences(text: str) -> list[str]:
    """The sentences of a clause with their punctuation."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


def clause_body(clause: Clause) -> str:
    """A clause's words without its label, its heading line and its lines about units."""
    body = clause.text
    for start in (clause.label, clause.heading):
        body = body.strip().removeprefix(start).lstrip("。.．﹒、 　")
    kept = [line.strip() for line in body.splitlines() if not re.match(r"\s*[（(〔\[]?(牵头单位|责任单位)[：:]", line)]
    return re.sub(r"[（(〔\[]责任单位[：:][^）)〕\]]*[）)〕\]]", "", " ".join(kept)).strip()


def excerpt(clause: Clause, words: Sequence[str] = (), limit: int = _LONGEST_QUOTE) -> str:
    """Verbatim sentences of a clause: those with ``words`` first, in their order, up to ``limit`` characters."""
    parts = sentences(clause_body(clause))
    if not parts:
        return clause.heading
    wanted = [word.lower() for word in words if word]
    ranked = sorted(range(len(parts)), key=lambda i: (-sum(w in parts[i].lower() for w in wanted), i))
    chosen: list[int] = []
    size = 0
    for index in ranked:
        if chosen and size + len(parts[index]) > limit:
            break
        chosen.append(index)
        size += len(parts[index])
    chosen.sort()
    text = parts[chosen[0]]
    for previous, index in itertools.pairwise(chosen):
        text += ("" if index == previous + 1 else "……") + parts[index]
    return text
