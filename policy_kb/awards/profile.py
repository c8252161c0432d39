"""An applicant's own data as given in a file or a form, read whole: every mistake is told at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import process

from policy_kb.awards.book import AwardBook
from policy_kb.awards.fact import FactError, FactValue, check_parts, parse_fact

_LIKE_ENOUGH = 60
#: So many unknown names get a suggestion; looking for one is not free.
_MOST_SUGGESTED = 20
#: Longer than anybody writes a number, a kind or a name.
_LONGEST = 100
_LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Refusal:
    """One entry that can't be used: its place in the profile, and a Chinese sentence saying what is possible."""

    place: str
    sentence: str


class ProfileError(ValueError):
    """A profile that can't be used, with a refusal for each entry that is wrong."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        super().__init__("\n".join(f"{refusal.place}：{refusal.sentence}" for refusal in refusals))
        self.refusals = refusals


def shown(name: object) -> str:
    """What somebody wrote, fit to be said back: no line breaks, no halves of characters, not too long."""
    text = "".join(character if character.isprintable() else "\ufffd" for character in str(name)[: _LONGEST_SHOWN + 1])
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def read_facts(raw: object, book: AwardBook) -> dict[str, FactValue]:
    """Facts by id from entries by id or by label; an empty value counts as not told. ProfileError lists all mistakes.

    Values may stand as data or as people write them (``12``, ``十二件``, ``四级``, ``100万元``).
    """
    if not isinstance(raw, Mapping):
        raise ProfileError((Refusal("facts", "企业情况要写成“项目：内容”的形式，一项一行。"),))
    by_name = {fact.label: fact.id for fact in book.facts.values()} | {fact_id: fact_id for fact_id in book.facts}
    read: dict[str, FactValue] = {}
    names: dict[str, str] = {}
    refusals: list[Refusal] = []
    unknown = 0
    for raw_name, value in raw.items():
        name = shown(raw_name)
        fact_id = by_name.get(str(raw_name).strip())
        if fact_id is None:
            unknown += 1
            refusals.append(Refusal(f"facts.{name}", _unknown(name, by_name if unknown <= _MOST_SUGGESTED else {})))
        elif fact_id in names:
            refusals.append(Refusal(f"facts.{name}", f"{book.facts[fact_id].label}写了两次，请只留一个。"))
        elif value is not None and value != "":
            names[fact_id] = name
            try:
                read[fact_id] = _value(fact_id, value, book)
            except FactError as error:
                refusals.append(Refusal(f"facts.{name}", str(error)))
    for fact_id in read:
        try:
            check_parts(book.facts, _with_whole(fact_id, read, book))
        except FactError as error:
            refusals.append(Refusal(f"facts.{names[fact_id]}", str(error)))
    if refusals:
        raise ProfileError(tuple(refusals))
    return read


def _value(fact_id: str, value: object, book: AwardBook) -> FactValue:
    if isinstance(value, str) and len(value) > _LONGEST:
        raise FactError(fact_id, f"{book.facts[fact_id].label}写得太长了，请只写要填的内容。")
    return parse_fact(book.facts[fact_id], value)


def _with_whole(fact_id: str, read: Mapping[str, FactValue], book: AwardBook) -> dict[str, FactValue]:
    """A fact and, where it is a part, its whole, so that each part is checked by itself."""
    return {name: read[name] for name in (fact_id, book.facts[fact_id].not_above) if name is not None and name in read}


def _unknown(name: str, by_name: Mapping[str, str]) -> str:
    near = [found for found, score, _ in process.extract(name, list(by_name), limit=2) if score >= _LIKE_ENOUGH]
    return "没有这一项。" + (f"您是想写“{'”或者“'.join(near)}”吗？" if near else "可以写的项目见表单。")
