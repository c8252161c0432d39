"""Administrative regions by their GB/T 2260 codes: which one a name means, which one lies in which."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from gb2260.data import data
from pydantic import BaseModel, ConfigDict

REGIONS_FILE = Path(__file__).parent / "catalogue" / "regions.yaml"

_PROVINCE_SUFFIXES = ("维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "特别行政区", "省", "市")
_PREFECTURE_SUFFIXES = ("自治州", "地区", "盟", "市")
_COUNTY_SUFFIXES = ("自治县", "自治旗", "林区", "特区", "县", "区", "旗", "市")
_PEOPLES = re.compile(
    "(?:(?:藏|羌|彝|土家|苗|侗|布依|壮|傣|景颇|白|傈僳|哈尼|回|蒙古|朝鲜|满|瑶|畲|黎|水|土|东乡|保安|撒拉|裕固|独龙|怒|普米"
    "|纳西|拉祜|佤|布朗|毛南|仫佬|仡佬|达斡尔|鄂温克|鄂伦春|锡伯|各)族|哈萨克|柯尔克孜|蒙古)+(?=自治[州县旗])"
)
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
    """``names`` by code, and for every name in use the codes that it may mean (朝阳: a city and two districts)."""

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

    def bare_name(self, code: str) -> str | None:
        """南沙 for 南沙区, where no other county and no region is called so; for regions that have a notice."""
        full = self.names.get(code, "")
        short = _without(full, _COUNTY_SUFFIXES) if _level(code) == 2 else full
        alone = sum(name == full for name in self.names.values()) == 1
        return short if short != full and alone and short not in self.codes_by_name else None

    def short_names(self, code: str) -> tuple[str, ...]:
        """What people call the region for short: 漳州 for 漳州市. Empty where the table doesn't know it."""
        full = self.names.get(code, "")
        return tuple(n for n, found in self.codes_by_name.items() if code in found and n != full and full.startswith(n))


@cache
def region_table() -> RegionTable:
    """The table of the standard's latest revision in gb2260, completed by catalogue/regions.yaml."""
    extra = _RegionsFile.model_validate(yaml.safe_load(REGIONS_FILE.read_text(encoding="utf-8")))
    names = {str(code): name for code, name in data[None].items() if name not in _PLACEHOLDERS}
    names |= {code: addition.name for code, addition in extra.additions.items()}
    codes: defaultdict[str, list[str]] = defaultdict(list)
    for code, name in sorted(names.items(), key=lambda item: (_level(item[0]), item[0])):
        for known in dict.fromkeys((name, *_short_names(code, name, names, codes))):
            if known not in extra.ambiguous_short_names:
                codes[known].append(code)
    for code, addition in extra.additions.items():
        for known in addition.names:
            codes[known].append(code)
    for area, code in extra.areas.items():
        codes[area].append(code)
    return RegionTable(names, {name: tuple(dict.fromkeys(found)) for name, found in codes.items()})


def _level(code: str) -> int:
    """0 for a province, 1 for a prefecture, 2 for a county: of regions of one name the larger is meant first."""
    return 0 if code.endswith("0000") else 1 if code.endswith("00") else 2


def _short_names(code: str, name: str, names: Mapping[str, str], known: Mapping[str, list[str]]) -> Iterator[str]:
    """漳州市 is called 漳州, 凉山彝族自治州 凉山, and 芗城区 漳州芗城.

    A bare county name is too often an ordinary word; county-level cities go by theirs, and counties and districts by
    that of their city before it, or alone where the name is a region's anyway (朝阳).
    """
    suffixes = (_PROVINCE_SUFFIXES, _PREFECTURE_SUFFIXES, _COUNTY_SUFFIXES)[_level(code)]
    short = _without(name, suffixes)
    if _level(code) < 2:
        yield short
        return
    parent_code = code[:4] + "00" if code[:4] + "00" in names else code[:2] + "0000"
    if parent := names.get(parent_code):
        city = _without(parent, _PREFECTURE_SUFFIXES)
        yield city + name
        if short != name:
            yield city + short
    homonyms = known.get(short, ())
    if name.endswith("市") or any(_level(c) < 2 and not RegionTable.contains(c, code) for c in homonyms):
        yield short


def _without(name: str, suffixes: tuple[str, ...]) -> str:
    plain = _PEOPLES.sub("", name)
    for suffix in suffixes:
        short = plain.removesuffix(suffix)
        if short != plain and len(short) >= 2:
            return short
    return name
