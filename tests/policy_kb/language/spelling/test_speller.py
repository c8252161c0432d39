"""Slips that are mended, and texts that are left as they are."""

from __future__ import annotations

import pytest

from policy_kb.language.spelling import LearntSpelling, Speller

QUESTIONS = [
    "漳州专利转让怎么申请",
    "专利转让奖励怎么申请",
    "申请奖励要什么材料",
    "发明专利转让奖多少",
    "高校转让发明专利给企业能拿多少",
    "企业能申请什么补助",
    "企业贯标补助多少",
    "维权援助去哪里",
    "海外维权补助怎么申请",
    "漳州的奖励能拿多少",
    "我们公司能拿多少补助",
    "公司买专利有补助吗",
    "我们是学校，今年转让了五件发明专利",
    "今年卖了3件发明专利给漳州企业",
    "有没有专利补助",
] * 6


@pytest.fixture(scope="module")
def learnt() -> LearntSpelling:
    return LearntSpelling.from_questions(QUESTIONS)


@pytest.fixture(scope="module")
def speller(learnt: LearntSpelling) -> Speller:
    names = ["漳州", "漳州市", "重庆", "福州", "锦州", "荆州", "运营中心", "知识产权", "发明专利", "高价值专利"]
    return learnt.speller(names, ["质押", "融资", "托管"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("漳州专利转让怎么甚请", "漳州专利转让怎么申请"),  # the same sound
        ("漳川的奖励能拿多少", "漳州的奖励能拿多少"),  # a similar shape
        ("高校转让发明砖利给企业", "高校转让发明专利给企业"),
        ("知识铲权补助", "知识产权补助"),
        ("高校转让发明利给企业能拿多少", "高校转让发明专利给企业能拿多少"),  # one missing
        ("漳的奖励能拿多少", "漳州的奖励能拿多少"),
        ("我们公司司能拿多少补助", "我们公司能拿多少补助"),  # one too many
        ("运,营中心补助多少", "运营中心补助多少"),  # a mark inside a word
        ("维劝援助去哪里", "维权援助去哪里"),
        ("漳川的砖利转让怎么甚请", "漳州的专利转让怎么申请"),  # several
    ],
)
def test_slips_are_mended(speller: Speller, typed: str, meant: str) -> None:
    assert speller.mend(typed) == meant


@pytest.mark.parametrize("question", sorted(set(QUESTIONS)))
def test_what_is_right_stays(speller: Speller, question: str) -> None:
    assert speller.mend(question) == question


@pytest.mark.parametrize(
    "text",
    [
        "",
        "，。！？",
        "asdf;;; 9 9 9",
        "今天天气怎么样",
        "谢谢，再见",
        "天天想想，试试看",  # characters that stand twice by right
        "锦州和荆州",  # two places of one sound
        "漳州、福州",  # two words with a mark between them
        "公司买了3件专利",  # 买 and 卖 sound alike and say the opposite
        "公司卖了3件专利",
        "补贴不能拿",
        "又转让了五件",
        "有转让了五件",
        "十二件",
        "两件三件",
    ],
)
def test_what_may_be_meant_stays(speller: Speller, text: str) -> None:
    assert speller.mend(text) == text


@pytest.mark.parametrize(
    "typed", ["转让了五见发明专利", "转让了8件，没拿到奖", "一件也没有", "不到12件", "半年前卖了二十件"]
)
def test_numbers_and_negations_are_never_touched(speller: Speller, typed: str) -> None:
    kept = [character for character in typed if character in "一二三四五六七八九十半两0123456789不没未"]
    mended = speller.mend(typed)
    assert [character for character in mended if character in "一二三四五六七八九十半两0123456789不没未"] == kept


def test_a_name_that_comes_into_the_knowledge_base_is_known_at_once(learnt: LearntSpelling) -> None:
    assert learnt.speller([], []).mend("鹭翔的奖励能拿多少") == "鹭翔的奖励能拿多少"
    assert learnt.speller(["鹭祥"], []).mend("鹭翔的奖励能拿多少") == "鹭祥的奖励能拿多少"


def test_what_was_learnt_comes_back_as_it_was_stored(learnt: LearntSpelling) -> None:
    again = LearntSpelling.of_json(learnt.as_json()).speller(["漳州"], [])
    assert again.mend("漳川的奖励能拿多少") == "漳州的奖励能拿多少"


def test_a_very_long_text_is_left_alone(speller: Speller) -> None:
    text = "漳川的奖励能拿多少" * 60
    assert speller.mend(text) == text


@pytest.mark.parametrize("typed", ["哦不,3 件才对", "3件才对", "是十件才对", "8 家才够"])
def test_nothing_comes_between_a_number_and_what_it_counts(speller: Speller, typed: str) -> None:
    assert speller.mend(typed) == typed


@pytest.mark.parametrize("text", ["转让了三呃十件", "哦不,3 件才对"])
def test_numbers_are_left_alone_with_what_stands_between_and_behind_them(learnt: LearntSpelling, text: str) -> None:
    assert learnt.speller(["三明", "漳州"], ["条件"]).mend(text) == text


@pytest.fixture(scope="module")
def learnt_of_places() -> LearntSpelling:
    asked = [*QUESTIONS, "漳州快速维权去哪个单位", "漳州网上能维权吗"]
    return LearntSpelling.from_questions(asked, ["漳州"])


def test_what_was_asked_of_one_place_may_be_asked_of_any(learnt_of_places: LearntSpelling) -> None:
    typed, meant, places = "重快速维权去哪个单位", "重庆快速维权去哪个单位", ["漳州", "重庆"]
    learnt = learnt_of_places
    assert learnt.speller(places, [], places).mend(typed) == meant
    assert LearntSpelling.of_json(learnt.as_json()).speller(places, [], places).mend(typed) == meant
    assert learnt.speller(places, []).mend(typed) == typed


def test_of_two_that_may_be_missing_neither_is_put_in(learnt_of_places: LearntSpelling) -> None:
    learnt = learnt_of_places
    one, other = "鹭沽", "睦沽"
    assert learnt.speller([one], [], [one]).mend("沽的奖励能拿多少") == "鹭沽的奖励能拿多少"
    assert learnt.speller([one, other], [], [one, other]).mend("沽的奖励能拿多少") == "沽的奖励能拿多少"


def test_a_name_that_ends_inside_another_word_keeps_no_slip_from_being_mended(learnt: LearntSpelling) -> None:
    speller = learnt.speller(["漳州", "川企"], [])
    assert speller.mend("漳川企业能申请什么补助") == "漳州企业能申请什么补助"
    assert speller.mend("川企能申请什么补助") == "川企能申请什么补助"


def test_a_word_that_would_tear_a_name_is_not_made(learnt: LearntSpelling) -> None:
    assert learnt.speller(["质押融资"], ["高质量", "高质"]).mend("企业搞质押融资能拿多少") == "企业搞质押融资能拿多少"


def test_beside_a_word_by_itself_no_name_is_missing_a_character(learnt: LearntSpelling) -> None:
    assert learnt.speller(["和县", "漳州"], []).mend("企业和高校能拿多少") == "企业和高校能拿多少"
