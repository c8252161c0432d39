# ruff: noqa: S311
from __future__ import annotations

import random

from pypinyin import lazy_pinyin

from bot.components.slips import copies, misheard, preludes, slipped, told


def test_a_misheard_character_sounds_the_same():
    chance = random.Random(1)
    for _ in range(50):
        changed = misheard("专利转让怎么申请", chance)
        assert changed != "专利转让怎么申请"
        assert lazy_pinyin(list(changed)) == lazy_pinyin(list("专利转让怎么申请"))


def test_latin_is_not_misheard():
    assert misheard("iso56005", random.Random(1)) == "iso56005"


def test_a_slip_changes_one_character():
    chance = random.Random(1)
    for _ in range(100):
        changed = slipped("专利转让怎么申请", chance)
        assert changed is None or (changed != "专利转让怎么申请" and abs(len(changed) - 8) <= 1)


def test_short_texts_bear_no_slip():
    assert slipped("三级呢", random.Random(1)) is None


def test_a_story_ends_with_the_question():
    text = told("怎么申请", random.Random(1))
    assert text.endswith("，怎么申请")
    assert text.split("，")[0] in {part for prelude in preludes() for part in prelude.split("，")}


def test_copies_are_the_same_each_time_and_name_their_example():
    examples = [("专利转让怎么申请", "how_to_apply"), ("好", "affirm"), ("我们是漳州的企业", "inform")] * 20
    found = list(copies(examples, {"how_to_apply"}))
    assert found == list(copies(examples, {"how_to_apply"}))
    stories = [(number, text) for number, text in found if text.endswith("，" + examples[number][0]) and len(text) > 12]
    assert stories
    assert {examples[number][1] for number, _ in stories} == {"how_to_apply"}
    assert "affirm" not in {examples[number][1] for number, _ in found}
