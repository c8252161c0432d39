"""One applicant against the awards of its region: what a profile is, and all it can claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from policy_kb.awards import FactValue
from policy_kb.awards.claims import Claims, claims
from policy_kb.awards.form import Json, form
from policy_kb.awards.profile import ProfileError, Refusal, read_facts, shown
from policy_kb.knowledge import KnowledgeBase, Source

_KEYS = ("region", "as_of", "facts")


@dataclass(frozen=True, slots=True)
class Profile:
    """An applicant: where it is (GB/T 2260 code, None: anywhere), as of which day, and its facts, read and checked."""

    region: str | None
    on: date
    facts: Mapping[str, FactValue]


def read_profile(raw: object, kb: KnowledgeBase, today: date) -> Profile:
    """Read ``{"region"?, "as_of"?, "facts"}``; ProfileError with every mistake in it."""
    if not isinstance(raw, Mapping):
        raise ProfileError((Refusal("", "企业情况应当有 region（地区）和 facts（情况）两项。"),))
    unknown = [shown(key) for key in raw if key not in _KEYS]
    refusals = [Refusal(key, "没有这一项。可以写的是 region、as_of 和 facts。") for key in unknown]
    region: str | None = None
    facts: dict[str, FactValue] = {}
    on = today
    try:
        region = find_region(raw.get("region"), kb)
    except ValueError as error:
        refusals.append(Refusal("region", str(error)))
    try:
        on = _day(raw.get("as_of"), today)
    except ValueError as error:
        refusals.append(Refusal("as_of", str(error)))
    try:
        facts = read_facts({} if raw.get("facts") is None else raw["facts"], kb.book)
    except ProfileError as error:
        refusals += error.refusals
    if refusals:
        raise ProfileError(tuple(refusals))
    return Profile(region, on, facts)


def match(profile: Profile, kb: KnowledgeBase) -> Claims:
    """All awards of the notices that apply where the applicant is."""
    sources = applying(profile.region, kb)
    return claims_of(sources, profile.facts, kb, profile.on)


def claims_of(sources: tuple[Source, ...], facts: Mapping[str, FactValue], kb: KnowledgeBase, on: date) -> Claims:
    """All awards of some notices for facts that have been read and checked."""
    validities = {source.doc_id: source.validity for source in sources}
    return claims(kb.rules_of(sources), facts, kb.book, on, validities)


def applying(region: str | None, kb: KnowledgeBase) -> tuple[Source, ...]:
    """The notices that apply in a region; all of them where none is given."""
    return tuple(kb.sources.values()) if region is None else kb.sources_for(region)


def input_form(kb: KnowledgeBase, region: str | None = None) -> Json:
    """The form to fill in for a region: its facts, and the regions that have awards at all."""
    with_awards = {kb.sources[rule.doc].region for rule in kb.book.rules.values()}
    regions = {code: kb.regions.name(code) for code in sorted(with_awards) if code}
    return form(kb.rules_of(applying(region, kb)), kb.book, regions)


def find_region(raw: object, kb: KnowledgeBase) -> str | None:
    """A region by name or code, None for none; ValueError with a Chinese sentence for one that can't be told."""
    if raw is None or raw == "":
        return None
    name = shown(raw).strip() if isinstance(raw, str | int) else "？"
    if name in kb.regions.names:
        return name
    codes = kb.regions.codes_by_name.get(name, ())
    covered = [code for code in codes if kb.sources_for(code)]
    if len(covered) == 1 or len(codes) == 1:
        return (covered or list(codes))[0]
    if codes:
        names = "、".join(f"{kb.regions.name(code)}（{code}）" for code in codes)
        raise ValueError(f"叫“{name}”的地方不止一个：{names}。请写全称或者行政区划代码。")
    raise ValueError(f"没有找到“{name}”这个地方。请写规范的地名，或者六位行政区划代码。")


def _day(raw: object, today: date) -> date:
    if raw is None or raw == "":
        return today
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    try:
        return datetime.strptime(str(raw).strip(), "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        raise ValueError("日期请写成 2025-06-01 这样的格式。") from None
