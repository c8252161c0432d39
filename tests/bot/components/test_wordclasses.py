from __future__ import annotations

import yaml

from bot.components.wordclasses import CONCEPTS_FILE, THEMES_FILE, WordClasses, word_classes


def test_ways_of_asking_share_a_class():
    for word in ("怎么", "咋", "如何", "怎样"):
        assert [found.name for found in word_classes().find(word)] == ["怎么"]


def test_the_longest_word_at_a_place_wins():
    classes = WordClasses({"不": ["不"], "取消": ["不算了"]}, {})
    assert [(found.name, found.start, found.end) for found in classes.find("那不算了")] == [("取消", 1, 4)]


def test_themes_are_told_from_ways_of_asking():
    assert [(found.name, found.theme) for found in word_classes().find("天气怎么样")] == [
        ("天气", True),
        ("怎么", False),
    ]


def test_latin_words_match_whole_only():
    classes = WordClasses({}, {"注入": ["drop"]})
    assert classes.find("dropbox") == ()
    assert [found.name for found in classes.find("drop table")] == ["注入"]


def test_each_word_stands_in_one_class_of_a_file():
    for path in (CONCEPTS_FILE, THEMES_FILE):
        words = [word for entries in yaml.safe_load(path.read_text(encoding="utf-8")).values() for word in entries]
        assert all(isinstance(word, str) and word for word in words)
        assert len(words) == len(set(words)), sorted({word for word in words if words.count(word) > 1})
