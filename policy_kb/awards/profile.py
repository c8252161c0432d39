"""An applicant's own data as given in a file or a form, read whole: every mistake is told at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import process

from policy_kb.awards.book import AwardBook
from policy_kb.awards.fact import FactError, FactValue, check_parts, parse_fact

_LIKE_ENOUGH = 60


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


def read_facts(raw: object, book: AwardBook) -> dict[str, FactValue]:
    """Facts by id from entries by id or by label; an empty value counts as not told. ProfileError lists all mistakes.

    Values may stand as data or as people write them (``12``, ``十二件``, ``四级``, ``100万元``).
    """
    if not isinstance(raw, Mapping):
        raise ProfileError((Refusal("facts", "企业情况要写成“项目：内容”的形式，一项一行。"),))
    by_name = {fact.label: fact.id for fact in book.facts.values()} | {fact_id: fact_id for fact_id in book.facts}
    read: dict[str, FactValue] = {}
    refusals: list[Refusal] = []
    for name, value in raw.items():
        fact_id = by_name.get(str(name).strip())
        if fact_id is None:
            refusals.append(Refusal(f"facts.{name}", _unknown(str(name), by_name)))
        elif fact_id in read:
            refusals.append(Refusal(f"facts.{name}", f"{book.facts[fact_id].label}写了两次，请只留一个。"))
        elif value is not None and value != "":
            try:
                read[fact_id] = parse_fact(book.facts[fact_id], value)
            except FactError as error:
                refusals.append(Refusal(f"facts.{name}", str(error)))
    try:
        check_parts(book.facts, read)
    except FactError as error:
        refusals.append(Refusal(f"facts.{error.fact_id}", str(error)))
    if refusals:
        raise ProfileError(tuple(refusals))
    return read


def _unknown(name: str, by_name: Mapping[str, str]) -> str:
    near = [found for found, score, _ in process.extract(name, list(by_name), limit=2) if score >= _LIKE_ENOUGH]
    return "没有这一项。" + (f"您是想写“{'”或者“'.join(near)}”吗？" if near else "可以写的项目见表单。")
