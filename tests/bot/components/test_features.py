from __future__ import annotations

import time

import pytest

from bot.components.features import (
    HEAD,
    TAIL,
    VIEWS,
    analyse,
    closing,
    masked_characters,
    origins,
    raw_characters,
    shape,
    skeleton,
    sounds,
)
from bot.components.vocabulary import Vocabulary

WORDS = Vocabulary({"专利", "质押"}, {"柚子"})


def test_names_of_one_kind_look_the_same(reader):
    one, other = analyse(reader("漳州能奖多少")), analyse(reader("重庆能奖多少"))
    assert masked_characters(one, WORDS) == masked_characters(other, WORDS)
    assert skeleton(one, WORDS) == skeleton(other, WORDS)
    assert raw_characters(one, WORDS) != raw_characters(other, WORDS)


def test_quantities_of_one_unit_look_the_same(reader):
    one, other = analyse(reader("转让12件")), analyse(reader("转让三十件"))
    assert masked_characters(one, WORDS) == masked_characters(other, WORDS)


def test_topics_keep_their_words(reader):
    assert "维权" in masked_characters(analyse(reader("维权援助在哪")), WORDS)


def test_homophones_sound_the_same(reader):
    assert sounds(analyse(reader("纠分去哪调解")), WORDS) == sounds(analyse(reader("纠纷去哪调解")), WORDS)


def test_ways_of_asking_the_same_have_one_skeleton(reader):
    assert skeleton(analyse(reader("咋申请")), WORDS) == skeleton(analyse(reader("点样申报")), WORDS)


def test_words_show_their_origin(reader):
    assert {"P", "T2", "F2"} <= set(origins(analyse(reader("专利,柚子,咖喱")), WORDS))


def test_the_last_clause_is_read_alone(reader):
    facts_first = closing(analyse(reader("我们厂开了十多年，有不少技术，能奖多少")), WORDS)
    assert set(closing(analyse(reader("能奖多少")), WORDS)) - {"^", "^能", "^能奖"} <= set(facts_first)


def test_a_message_without_letters_is_marked(reader):
    for text in ("", "。。。", "🚀"):
        assert "no han" in shape(analyse(reader(text)), WORDS)
        assert "nothing left" in shape(analyse(reader(text)), WORDS)


def test_of_a_long_message_both_ends_are_read(reader):
    message = analyse(reader("开头" + "甲" * 3000 + "，漳州能奖多少"))
    assert len(message.text) == HEAD + TAIL
    assert message.text.startswith("开头")
    grams = masked_characters(message, WORDS)
    assert "开头" in grams
    assert "奖多少$" in grams
    assert len(grams) < 4 * (HEAD + TAIL + 10)


@pytest.mark.parametrize("text", ["", " ", "呃", "哦", "?", "……", "👍", "\u200b", "\ud83d", "<script>", "ภาษา", "1"])
def test_any_text_has_features(reader, text):
    message = analyse(reader(text))
    assert all(isinstance(view(message, WORDS), list) for view, _ in VIEWS.values())
    assert shape(message, WORDS)


@pytest.mark.parametrize(
    "text",
    [
        "你好，请问漳州能奖多少",
        "漳州能奖多少，谢谢",
        "您好！漳州能奖多少？麻烦了，谢谢您！",
        "老师好 漳州能奖多少 在线等，急",
    ],
)
def test_courtesies_change_nothing(reader, text):
    plain = analyse(reader("漳州能奖多少"))
    assert masked_characters(analyse(reader(text)), WORDS) == masked_characters(plain, WORDS)


@pytest.mark.parametrize("text", ["你好", "谢谢", "好的谢谢", "您好，在吗", "谢谢，再见"])
def test_a_message_of_courtesies_alone_is_kept(reader, text):
    assert analyse(reader(text)).text == reader(text).text


def test_many_courtesies_are_read_in_no_time(reader):
    reading = reader("谢谢了急" * 1250)
    before = time.thread_time()
    analyse(reading)
    assert time.thread_time() - before < 0.5
