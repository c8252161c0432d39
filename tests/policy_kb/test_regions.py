from __future__ import annotations

import pytest

from policy_kb.language.lexicon import Lexicon, LexiconEntry
from policy_kb.regions import RegionTable, region_table


@pytest.fixture(scope="module")
def table() -> RegionTable:
    return region_table()


@pytest.fixture(scope="module")
def lexicon(table: RegionTable) -> Lexicon:
    return Lexicon(LexiconEntry(name, "region", c) for name, codes in table.codes_by_name.items() for c in codes)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("漳州", ["350600"]),
        ("漳州市", ["350600"]),
        ("四川", ["510000"]),
        ("重庆", ["500000"]),
        ("靖江", ["321282"]),
        ("淄博", ["370300"]),
        ("朝阳", ["211300", "110105", "220104"]),
        ("朝阳区", ["110105", "220104"]),
        ("吉林", ["220000", "220200"]),
        ("吉林省", ["220000"]),
        ("吉林市", ["220200"]),
        ("两江新区", ["500000"]),
        ("龙海区", ["350604"]),
        ("漳州龙海", ["350604"]),
        ("漳州芗城", ["350602"]),
        ("漳州芗城区", ["350602"]),
        ("南京鼓楼区", ["320106"]),
        ("北京朝阳区", ["110105"]),
        ("重庆渝北", ["500112"]),
        ("凉山", ["513400"]),
        ("西双版纳", ["532800"]),
        ("延边", ["222400"]),
        ("内蒙古", ["150000"]),
        ("新疆", ["650000"]),
        ("香港", ["810000"]),
        ("云霄县", ["350622"]),
        ("深圳", ["440300"]),
        ("合作市", ["623001"]),
        ("合作", []),
        ("平和", []),
        ("东方", []),
    ],
)
def test_what_a_name_means(table: RegionTable, name: str, codes: list[str]) -> None:
    found = table.codes_by_name.get(name, ())
    assert list(found[: len(codes)]) == codes
    assert bool(found) == bool(codes)


def test_the_larger_region_of_a_name_comes_first(table: RegionTable) -> None:
    assert table.codes_by_name["海南"][0] == "460000"
    assert table.codes_by_name["龙海"][-1] == "350604"


def test_what_lies_in_what() -> None:
    assert RegionTable.contains("500000", "500112")
    assert RegionTable.contains("350600", "350604")
    assert RegionTable.contains("350000", "350600")
    assert not RegionTable.contains("350600", "350700")
    assert not RegionTable.contains("321282", "321200")


def test_codes_without_a_name_show_themselves(table: RegionTable) -> None:
    assert table.name("350600") == "漳州市"
    assert table.name("999999") == "999999"


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("我们是合作社", []),
        ("企业跟高校合作", []),
        ("东方不亮西方亮", []),
        ("漳州龙海的企业", ["350604"]),
        ("重庆两江新区的公司", ["500000"]),
        ("重庆市场监管局", ["500000"]),
        ("深圳专利资助多少", ["440300"]),
        ("那重庆呢", ["500000"]),
        ("四川和淄博比一比", ["510000", "370300"]),
        ("福建省漳州市芗城区", ["350000", "350600", "350602"]),
        ("杭州跟苏州哪个高", ["330100", "320500"]),
        ("合作市有政策吗", ["623001"]),
        ("重 庆", ["500000"]),
    ],
)
def test_regions_in_a_sentence(lexicon: Lexicon, sentence: str, codes: list[str]) -> None:
    from policy_kb.language.reading import read

    found = list(dict.fromkeys(m.ids("region")[0] for m in read(sentence, lexicon).mentions))
    assert found == codes


@pytest.mark.parametrize(
    ("code", "name"),
    [("440115", "南沙"), ("350602", "芗城"), ("110105", None), ("370103", None), ("350600", None), ("999999", None)],
)
def test_a_county_goes_by_its_bare_name_where_that_is_its_own(table: RegionTable, code: str, name: str | None) -> None:
    assert table.bare_name(code) == name
