"""The desk's search: what is found, how it can be narrowed down, and what goes into the clipboard."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from channels.desk.completing import Completions
from policy_kb.knowledge import current, forget
from policy_kb.review.importing import import_notice
from tests.channels.staff import SignIn
from tests.policy_kb.review.city import CITY, DOC_ID

SEARCH = "/api/v1/desk/search"
GROUPS = ("awards", "stations", "targets", "terms", "clauses")


async def test_an_award_comes_with_an_answer_to_copy(person: SignIn) -> None:
    found = await (await person("clerk")).get(SEARCH, q="专利密集型产品 奖励")
    award = found["awards"][0]
    assert award["id"] == "zhangzhou-2024/patent-intensive-product"
    text = award["copy_text"]["text"]
    for words in ("每件5000元", "最高不超过10万元", "《漳州市促进知识产权高质量发展若干措施》（九）", "审核为准"):
        assert words in text
    citation = award["copy_text"]["citation"]
    assert (citation["clause"], citation["in_force"], citation["valid_until"]) == ("（九）", True, "2029-02-02")
    assert citation["quote"] in text


async def test_highlights_are_places_not_markup(person: SignIn) -> None:
    found = await (await person("clerk")).get(SEARCH, q="质押融资")
    marked = [(hit, mark) for hit in found["clauses"] for mark in hit["snippet"]["marks"]]
    assert marked
    for hit, (start, end) in marked:
        assert hit["snippet"]["text"][start:end] in ("质押", "融资", "质押融资")
        source = current().sources[hit["notice"]["doc_id"]]
        clause = source.clause(hit["clause"])
        assert clause is not None
        begin = hit["snippet"]["start"]
        assert clause.text[begin : begin + len(hit["snippet"]["text"])] == hit["snippet"]["text"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("zscq", "知识产权"), ("ZSCQ", "知识产权"), ("zhishichanquan", "知识产权"), ("zlzy", "专利质押")],
)
async def test_initials_and_spelling_find_terms(person: SignIn, typed: str, meant: str) -> None:
    found = await (await person("clerk")).get(SEARCH, q=typed)
    assert found["searched"].startswith(meant[:2])
    assert any(one["text"].startswith(meant) for one in found["completions"])
    assert any(found[group] for group in GROUPS)


async def test_what_was_typed_is_not_replaced_where_it_finds_something(person: SignIn) -> None:
    found = await (await person("clerk")).get(SEARCH, q="ISO56005")
    assert found["searched"] == "ISO56005"
    assert found["awards"][0]["id"] == "zhangzhou-2024/iso56005"


async def test_a_slip_is_told_what_was_meant(person: SignIn) -> None:
    found = await (await person("clerk")).get(SEARCH, q="知识铲权质鸭")
    assert found["meant"] == "知识产权质押"


async def test_half_a_word_goes_on(person: SignIn) -> None:
    found = await (await person("clerk")).get(SEARCH, q="知识产")
    assert found["completions"][0]["text"] == "知识产权"


async def test_facets_count_and_filters_keep(person: SignIn) -> None:
    clerk = await person("clerk")
    whole = await clerk.get(SEARCH, q="知识产权保护", limit=30)
    facets = whole["facets"]
    assert facets["of"] > 20
    regions = {one["value"]: one["count"] for one in facets["region"]}
    assert len(regions) == 5
    assert sum(regions.values()) == facets["of"]
    narrow = await clerk.get(SEARCH, q="知识产权保护", region="漳州市", limit=30)
    assert narrow["facets"]["region"] == [{"value": "350600", "label": "漳州市", "count": narrow["facets"]["of"]}]
    assert {hit["notice"]["doc_id"] for group in GROUPS for hit in narrow[group]} == {"zhangzhou-2024"}
    old = await clerk.get(SEARCH, q="知识产权保护", in_force="false", limit=30)
    assert {hit["notice"]["doc_id"] for hit in old["clauses"]} == {"jingjiang-2017"}
    assert old["clauses"][0]["copy_text"]["text"].startswith("先提醒您：")
    unit = facets["unit"][0]["value"]
    by_unit = await clerk.get(SEARCH, q="知识产权保护", unit=unit, limit=30)
    assert by_unit["facets"]["of"] >= facets["unit"][0]["count"]
    kind = await clerk.get(SEARCH, q="知识产权保护", kind="措施")
    assert {hit["notice"]["kind"] for hit in kind["clauses"]} == {"措施"}
    only = await clerk.get(SEARCH, q="知识产权保护", only="term")
    assert [group for group in GROUPS if only[group]] == ["terms"]


async def test_what_is_kept_ends_with_the_state_it_was_found_in(person: SignIn, database: Engine) -> None:
    clerk = await person("clerk")
    first = await clerk.get(SEARCH, q="地理标志培育奖励")
    assert await clerk.get(SEARCH, q="地理标志培育奖励") == first
    import_notice(database, CITY.encode(), "安庆.txt", who="tests")
    forget()
    after = await clerk.get(SEARCH, q="地理标志培育奖励")
    assert DOC_ID in {hit["notice"]["doc_id"] for hit in after["clauses"]}
    assert DOC_ID not in {hit["notice"]["doc_id"] for hit in first["clauses"]}
    narrow = await clerk.get(SEARCH, q="地理标志培育奖励", region="漳州市")
    assert DOC_ID not in {hit["notice"]["doc_id"] for hit in narrow["clauses"]}


async def test_an_unknown_region_is_told(person: SignIn) -> None:
    answer = await (await person("clerk")).get(SEARCH, 422, q="专利", region="亚特兰蒂斯")
    assert "亚特兰蒂斯" in answer["fields"]["region"]


@pytest.mark.parametrize(
    "typed",
    ["   ", "'; DROP TABLE users; --", "<script>alert(1)</script>", "😀" * 50, "%", "w", "漳", "a" * 200, "\u202e"],
)
async def test_any_text_is_a_query(person: SignIn, typed: str) -> None:
    found = await (await person("clerk")).get(SEARCH, q=typed)
    assert set(GROUPS) <= set(found)


async def test_every_hit_of_every_kind_can_be_copied(person: SignIn) -> None:
    clerk = await person("clerk")
    kinds: set[str] = set()
    for query in ("奖励", "维权援助", "拥有量", "专利导航", "知识产权"):
        found: Any = await clerk.get(SEARCH, q=query, limit=30)
        for hit in (hit for group in GROUPS for hit in found[group]):
            kinds.add(hit["kind"])
            citation = hit["copy_text"]["citation"]
            source = current().sources[citation["doc_id"]]
            clause = source.clause(citation["clause"])
            assert clause is not None
            assert citation["quote"] in clause.text
            assert source.title in hit["copy_text"]["text"]
    assert kinds == {"award", "station", "target", "term", "clause"}


def test_completions_rank_whole_names_first() -> None:
    made = Completions([("专利导航", "term"), ("专利代理", "award")], [("专利", 90), ("自立", 1), ("的", 500)])
    assert [one.text for one in made.of("zl")] == ["专利", "自立", "专利代理", "专利导航"]
    assert [one.text for one in made.of("zldh")] == ["专利导航"]
    assert [one.text for one in made.of("专利")] == ["专利代理", "专利导航"]
    assert made.of("z") == made.of("1") == made.of("") == made.of("zl; x") == []
