from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policy_kb.search.snippet import WIDTH, snippet

LONG = "前言" * 100 + "。对高校转让发明专利的，每家奖励3万元。" + "后记" * 100


def shown(text: str, terms: dict[str, float]) -> list[str]:
    found = snippet(text, terms)
    return [found.text[start:end] for start, end in found.highlights]


def test_it_is_verbatim_and_begins_at_the_sentence() -> None:
    found = snippet(LONG, {"转让": 2.0, "奖励": 1.0})
    assert LONG[found.start : found.start + len(found.text)] == found.text
    assert len(found.text) <= WIDTH
    assert found.text.startswith("对高校转让")
    assert [found.text[start:end] for start, end in found.highlights] == ["转让", "奖励"]


def test_touching_words_are_one_highlight() -> None:
    assert shown("推进知识产权质押", {"知识": 1, "产权": 1, "知识产权": 1, "质押": 1}) == ["知识产权质押"]


def test_case_and_width_do_not_matter() -> None:
    assert shown("标准ISO５６００５评级", {"iso": 1, "56005": 1}) == ["ISO５６００５"]


def test_a_number_is_a_whole_number() -> None:
    assert shown("2012年12件，112件", {"12": 1}) == ["12"]


def test_the_place_with_most_of_the_weight_wins() -> None:
    text = "专利。" * 3 + "其他。" * 100 + "专利质押坏账。"
    found = snippet(text, {"专利": 0.1, "质押": 2, "坏账": 3})
    assert "专利质押坏账" in found.text


def test_nothing_found_gives_the_beginning() -> None:
    found = snippet(LONG, {"海外": 1.0})
    assert found.start == 0
    assert found.text == LONG[:WIDTH]
    assert found.highlights == ()
    assert snippet("", {"海外": 1.0}).text == ""


@given(st.text(alphabet="专利商标，。a1\n", max_size=400), st.sets(st.sampled_from(["专利", "商标", "a", "1"])))
def test_highlights_lie_in_the_text_and_in_order(text: str, terms: set[str]) -> None:
    found = snippet(text, dict.fromkeys(terms, 1.0))
    assert text[found.start : found.start + len(found.text)] == found.text
    last = -1
    for start, end in found.highlights:
        assert last < start < end <= len(found.text)
        last = end
