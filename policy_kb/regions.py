"""Administrative regions by their GB/T 2260 codes: which one a name means, which one lies in which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from gb2260.data import data
from pydantic import BaseModel, ConfigDict

REGIONS_FILE = Path(__file__).parent / "catalogue" / "regions.yaml"

_PROVINCE_SUFFIXES = ("维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "特别行政区", "省", "市")
_PREFECTURE_SUFFIXES = ("自治州", "地区", "盟", "市")
_PLACEHOLDERS = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")


class _Addition(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    names: tuple[str, ...] = ()


class _RegionsFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    ambiguous_short_names: frozenset[str]
    additions: dict[str, _Addition]
    areas: dict[str, str]


@dataclass(frozen=True, slots=True)
class RegionTable:
    """``names`` by code, and for every name people use the codes that it may mean (朝阳 is a city and two districts)."""

    names: Mapping[str, str]
    codes_by_name: Mapping[str, tuple[str, ...]]

    @staticmethod
    def contains(outer: str, inner: str) -> bool:
        """Whether the region ``inner`` is ``outer`` or lies in it."""
        if outer.endswith("0000"):
            return inner[:2] == outer[:2]
        if outer.endswith("00"):
            return inner[:4] == outer[:4]
        return inner == outer

    def name(self, code: str) -> str:
        """The full name, or the code itself where the table doesn't know it."""
        return self.names.get(code, code)


@cache
def region_table() -> RegionTable:
    """The table of the standard's latest revision in gb2260, completed by catalogue/regions.yaml."""
    extra = _RegionsFile.model_validate(yaml.safe_load(REGIONS_FILE.read_text(encoding="utf-8")))
    names = {str(code): name for code, name in data[None].items() if name not in _PLACEHOLDERS}
    names |= {code: addition.name for code, addition in extra.additions.items()}
    codes: defaultdict[str, list[str]] = defaultdict(list)
    for code, name in names.items():
        short = _short_name(code, name)
        for known in dict.fromkeys((name, short)):
            if known not in extra.ambiguous_short_names:
                codes[known].append(code)
    for code, addition in extra.additions.items():
        for known in addition.names:
            codes[known].append(code)
    for area, code in extra.areas.items():
        codes[area].append(code)
    return RegionTable(names, {name: tuple(dict.fromkeys(found)) for name, found in codes.items()})


def _short_name(code: str, name: str) -> str:
    """漳州市 is called 漳州. A bare county name is too often an ordinary word; county-level cities go by theirs."""
    if code.endswith("0000"):
        suffixes = _PROVINCE_SUFFIXES
    elif code.endswith("00"):
        suffixes = _PREFECTURE_SUFFIXES
    else:
        suffixes = ("市",)
    for suffix in suffixes:
        short = name.removesuffix(suffix)
        if short != name and len(short) >= 2:
            return short
    return name
