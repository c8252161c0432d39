from __future__ import annotations

import random
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from evaluation.collection import Expectation, load
from evaluation.perturbations import KINDS, Kind, perturbed
from evaluation.perturbations.data import read as data
from evaluation.perturbations.numerals import in_han, rewritten
from evaluation.perturbations.places import gaps, is_kept, slippery
from evaluation.perturbations.talk import dictated, stories
from evaluation.perturbations.wording import cantonese, english
from policy_kb.knowledge import current
from policy_kb.language.normalise import normalise
from policy_kb.language.numerals import NUMBER, parse_number
from policy_kb.language.reading import read

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = load(ROOT / "tests" / "conversations").questions
BY_NAME = {kind.name: kind for kind in KINDS}
NO_NUMBER = {"cantonese": "一下", "english": "四川"}
SLIPS = ("homophone", "similar_shape", "missing_character", "doubled_character")


def changes(kind: Kind) -> list[tuple[str, str]]:
    pairs = [(question.user, perturbed(kind, question)) for question in QUESTIONS]
    return [(before, after) for before, after in pairs if after is not None]


def numbers(text: str) -> list[Decimal]:
    found = (parse_number(match[0]) for match in NUMBER.finditer(normalise(text)))
    return [number for number in found if number is not None]


def dice(seed: int = 0) -> random.Random:
    return random.Random(seed)  # noqa: S311


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_changes_many_questions_and_no_number(kind):
    pairs = changes(kind)
    assert len(pairs) >= 100
    for before, after in pairs:
        assert after != before
        # The 一 of 一下 and the 四 of 四川 are no numbers, but read as such here.
        same = kind.name not in NO_NUMBER or "四川" in normalise(after)
        kept = before if same else before.replace(NO_NUMBER[kind.name], "")
        assert numbers(after) == numbers(kept), (before, after)


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_hits_one_character_and_leaves_digits_and_latin_alone(name):
    ascii_runs = re.compile(r"[!-~]+")
    for before, after in changes(BY_NAME[name]):
        assert ascii_runs.findall(after) == ascii_runs.findall(before)
        assert abs(len(after) - len(before)) <= 1
        assert sum(map(is_kept, after)) == sum(map(is_kept, before))


def test_places_that_may_be_changed():
    text = "第二次转让12.5件ISO56005不算"
    assert [text[at] for at in slippery(text)] == ["转", "让", "算"]
    assert [text[at - 1 : at + 1] for at in gaps(text)] == ["转让", "让1", "不算"]


def test_the_same_in_every_process_and_for_every_selection():
    question = next(q for q in QUESTIONS if q.user.startswith("我们是高校，今年向漳州企业转让了12件"))
    code = (
        "from evaluation.collection import Expectation\nfrom evaluation.perturbations import KINDS, perturbed\n"
        f"q = Expectation({question.user!r}, intent=('award_amount',))\n"
        "print([perturbed(kind, q) for kind in KINDS])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str([perturbed(kind, question) for kind in KINDS])


def test_blank_long_and_social_messages():
    story, slip = BY_NAME["story"], BY_NAME["homophone"]
    assert perturbed(slip, Expectation("   ")) is None
    assert perturbed(slip, Expectation("哈" * 5_000)) is None
    assert perturbed(story, Expectation("谢谢您的解答", intent=("thanks",))) is None
    assert perturbed(slip, Expectation("谢谢您的解答", intent=("thanks",))) is not None


def test_similar_shapes_are_pairs_without_numerals_and_negations():
    pairs = [pair for line in data("similar_shapes") for pair in line.split()]
    assert len({frozenset(pair) for pair in pairs}) == len(pairs) >= 120
    assert all(len(pair) == 2 and pair[0] != pair[1] for pair in pairs)
    assert not any(is_kept(character) for pair in pairs for character in pair)


def test_a_story_stands_before_behind_or_around():
    asked = "能奖多少钱"
    told = {perturbed(BY_NAME["story"], Expectation(f"{asked}{'呀' * n}", intent=("award_amount",))) for n in range(12)}
    assert any(text.endswith("呀") and text[:5] != asked for text in told)
    assert any(text.startswith(asked) for text in told)
    assert any(asked in text[100:-90] for text in told)


@pytest.mark.parametrize(("name", "shortest", "longest"), [("stories", 200, 300), ("stories_behind", 90, 200)])
def test_stories_tell_nothing(name, shortest, longest):
    for story in stories(name):
        assert shortest <= len(re.findall(r"[\u4e00-\u9fff]", story)) <= longest
        reading = read(story, current().lexicon)
        assert (reading.mentions, reading.quantities) == ((), ())
        assert not re.search(r"[0-9〇零一二三四五六七八九十百千万亿两几半拾]", story)


@pytest.mark.parametrize(
    ("value", "written"),
    [("0", "零"), ("10", "十"), ("12", "十二"), ("205", "二百零五"), ("1000", "一千"), ("37.5", "三十七点五")],
)
def test_numbers_in_chinese_numerals(value, written):
    assert in_han(Decimal(value)) == written


@pytest.mark.parametrize("value", [*range(120), 205, 999, 1_001, 1_010, 9_999])
def test_chinese_numerals_are_read_as_the_same_number(value):
    assert parse_number(in_han(Decimal(value))) == value


def test_only_counts_are_rewritten():
    every = {rewritten("12件", dice(seed)) for seed in range(40)}
    assert every == {"十二件", "壹拾贰件", "１２件"}
    for text in ("ISO56005", "GB/T33251认证", "2024年", "9+5产业", "8比2", "几十家", "33618集群"):
        assert rewritten(text, dice()) is None
    # what follows a code without a space would become part of it
    assert rewritten("ISO56005三级", dice()) is None


def test_words_of_other_languages():
    assert cantonese("不是在漳州，是在哪里，多少钱的", dice()) == "唔系喺漳州，系喺边度，几多钱嘅"
    assert cantonese("了解一下其他的目的", dice()) == "了解吓其他嘅目的"
    assert english("ISO56005三级", dice()) == "ISO56005 level 3"


def test_dictation_has_no_punctuation_but_whole_numbers():
    for seed in range(20):
        said = dictated("我们是高校，转让了12.5件，（七）怎么算？", dice(seed))
        assert said is not None
        assert "12.5件" in said
        assert not set(said) & set("，？")
