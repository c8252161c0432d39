"""Which region a notice is of: what its title says, else its issuers, else whoever imports it."""

from __future__ import annotations

from functools import cache

from policy_kb.notice import Notice
from policy_kb.regions import RegionTable, region_table
from policy_kb.review.errors import ImportRefused

_HOW = "请写明地区，例如漳州市或者 350600（命令行写 --region 漳州市）。"


def region_of(notice: Notice, given: str | None = None) -> str:
    """The GB/T 2260 code. ImportRefused, with how to give one, where the notice names none or several are meant."""
    if given is not None and given.strip():
        return find_place(given.strip())
    open_question: tuple[str, ...] = ()
    settled: list[tuple[str, ...]] = [
        codes for text in (notice.title, *notice.issuers) if (codes := _named(text)) is not None
    ]
    for codes in settled:
        if len(codes) == 1:
            if not open_question:
                return codes[0]
            fitting = [code for code in open_question if _related(code, codes[0])]
            if len(fitting) == 1:
                return fitting[0]
        elif not open_question:
            open_question = codes
    if open_question:
        raise ImportRefused(f"文件里的地名可能是{_listed(open_question)}，分不清是哪一个。{_HOW}")
    raise ImportRefused(f"从标题和印发单位看不出这是哪个地方的文件。{_HOW}")


def find_place(text: str) -> str:
    """The code of a region that somebody wrote. Raises ImportRefused where it can't be told."""
    table = region_table()
    if text in table.names:
        return text
    codes = table.codes_by_name.get(text, ())
    if len(codes) == 1:
        return codes[0]
    if codes:
        raise ImportRefused(f"“{text}”可能是{_listed(codes)}。请写六位代码。")
    raise ImportRefused(f"不认识“{text}”这个地区。请写全称（例如漳州市）或者六位代码（例如 350600）。")


def _listed(codes: tuple[str, ...]) -> str:
    return "、".join(f"{full_name(code)}（{code}）" for code in codes)


def full_name(code: str) -> str:
    """The region with the names of those that it lies in: 福建省漳州市."""
    table = region_table()
    above = dict.fromkeys((f"{code[:2]}0000", f"{code[:4]}00", code))
    return "".join(table.names[one] for one in above if one in table.names)


def _related(one: str, other: str) -> bool:
    return RegionTable.contains(one, other) or RegionTable.contains(other, one)


@cache
def _longest() -> int:
    return max(map(len, region_table().codes_by_name))


def _named(text: str) -> tuple[str, ...] | None:
    """The codes that the first place named in a text may mean; of 福建省漳州市, the city."""
    found: tuple[str, ...] | None = None
    start = 0
    while start < len(text):
        match = _at(text, start)
        if match is None:
            if found is not None:
                return found
            start += 1
            continue
        end, codes = match
        if found is not None:
            inside = tuple(code for code in codes if any(RegionTable.contains(outer, code) for outer in found))
            if not inside:
                return found
            codes = inside
        found, start = codes, end
    return found


def _at(text: str, start: int) -> tuple[int, tuple[str, ...]] | None:
    names = region_table().codes_by_name
    for end in range(min(len(text), start + _longest()), start + 1, -1):
        if text[start:end] in names:
            return end, names[text[start:end]]
    return None
