from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_kb.search.query import Query, parse_query
from policy_kb.search.tokenizer import STOPWORDS_FILE, WORDS_FILE, Tokenizer, fold, read_words, tokenizer


@pytest.fixture(scope="module")
def words(data_folder: Path) -> Tokenizer:
    return tokenizer()


def test_the_cache_lies_in_the_folder_given(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there"
    assert Tokenizer(folder).words("专利导航") == ["专利导航"]
    assert (folder / "jieba-search.cache").is_file()


def test_the_shared_dictionary_is_left_alone(words: Tokenizer) -> None:
    import jieba

    assert words.words("快维") == ["快维"]
    assert not jieba.dt.FREQ.get("快维")


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("知识产权", ["知识", "产权", "知识产权"]),
        ("商标", ["商标"]),
        ("ISO56005", ["iso", "56005"]),
        ("ＧＢ／Ｔ３３２５１—2016", ["gb", "t", "33251", "2016"]),
        ("專利導航", ["专利", "利导", "导航", "专利导航"]),
        ("7.5万元", ["7", "5", "万元"]),
        ("，。！?", []),
        ("", []),
    ],
)
def test_index_terms(words: Tokenizer, text: str, terms: list[str]) -> None:
    assert words.index_terms(text) == terms


@pytest.mark.parametrize("word", read_words(WORDS_FILE))
def test_every_listed_word_is_found_in_a_sentence(words: Tokenizer, word: str) -> None:
    assert word in words.index_terms(f"关于“{word}”的规定")


def test_the_lists_hold_no_word_twice() -> None:
    for path in (WORDS_FILE, STOPWORDS_FILE):
        listed = read_words(path)
        assert sorted(set(listed)) == sorted(listed)


@pytest.mark.parametrize(
    ("word", "pieces"),
    [("知识产权", ["知识", "产权"]), ("发明专利", ["发明", "专利"]), ("商标", ["商标"]), ("56005", ["56005"])],
)
def test_pieces(words: Tokenizer, word: str, pieces: list[str]) -> None:
    assert words.pieces(word) == pieces


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_terms_leave_nothing_to_the_databases_parsers(text: str) -> None:
    for term in tokenizer().index_terms(text):
        assert re.fullmatch(r"[0-9]+|[a-z]+|[\u3400-\u9fff]+", term)


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_fold_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(
    st.lists(st.sampled_from(["知识产权", "质押", "融资", "转让", "高校", "（", "，", "iso", "12", "的"]), max_size=8)
)
@settings(max_examples=100)
def test_pieces_make_up_the_word_and_are_indexed(parts: list[str]) -> None:
    words = tokenizer()
    indexed = set(words.index_terms("".join(parts)))
    for word in words.words("".join(parts)):
        assert "".join(words.pieces(word)) == word
        assert set(words.pieces(word)) <= indexed


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("知识产权怎么质押", Query(("知识", "产权", "质押"), ("知识产权",))),
        ("转让12件专利", Query(("转让", "专利"), ("12", "件"))),
        ("416", Query(("416",))),
        ("怎么", Query(("怎么",))),
        ("，", Query((), prefix=True)),
        ("奖", Query(("奖",), prefix=True)),
        ("", Query((), prefix=True)),
        ('"专利" OR NOT (*)', Query(("专利", "or", "not"))),
    ],
)
def test_parse_query(words: Tokenizer, text: str, query: Query) -> None:
    assert parse_query(text, words) == query


def test_a_long_query_is_cut(words: Tokenizer) -> None:
    assert len(parse_query("专利商标版权质押转让许可" * 500, words).required) <= 24


def test_sqlite_has_fts5() -> None:
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5(x)")
