"""Names found in messages: the rules on a small lexicon, the rates on the catalogue's names and the training data."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from policy_kb.awards import load_book
from policy_kb.catalogue.load import Catalogue, load_catalogue
from policy_kb.language.lexicon import Lexicon, LexiconEntry
from policy_kb.language.normalise import normalise
from policy_kb.language.reading import read
from policy_kb.regions import region_table
from tests.processor_time import grows_linearly

ROOT = Path(__file__).parents[3]
CATALOGUE = ROOT / "policy_kb" / "catalogue"
INEXACT = ("award", "topic", "institution", "target", "term")


def entries(catalogue: Catalogue) -> list[LexiconEntry]:
    found = [LexiconEntry(n, "region", c) for n, codes in region_table().codes_by_name.items() for c in codes]
    for topic in catalogue.topics:
        found += [LexiconEntry(name, "topic", topic.id) for name in (topic.name, *topic.aliases)]
    for term in catalogue.terms:
        found += [LexiconEntry(name, "term", term.term) for name in (term.term, *term.aliases)]
    for folder in catalogue.documents.values():
        for institution in folder.institutions:
            found += [LexiconEntry(n, "institution", institution.id) for n in (institution.name, *institution.aliases)]
        for target in folder.targets:
            found += [LexiconEntry(n, "target", target.id) for n in (target.name, *target.aliases)]
    for rule in load_book(CATALOGUE).rules.values():
        found += [LexiconEntry(name, "award", rule.key) for name in (rule.name, *rule.aliases)]
    return found


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(CATALOGUE)


@pytest.fixture(scope="module")
def real(catalogue: Catalogue) -> Lexicon:
    return Lexicon(entries(catalogue), inexact_kinds=INEXACT)


@pytest.fixture(scope="module")
def small() -> Lexicon:
    names = {
        "topic": [
            "知识产权质押融资",
            "维权援助",
            "地理标志",
            "高价值专利",
            "专利转让奖励",
            "省级示范企业",
            "贯标",
            "人民调解",
            "知识产权保护法",
            "试点县方案",
            "ISO56005",
            "GB/T33251—2016",
            "ip",
        ],
        "figure": ["416", "33618", "9+5", "1亿元"],
        "region": ["重庆", "重庆市", "四川"],
        "institution": ["市场监管局", "重庆市知识产权局"],
    }
    return Lexicon(
        [LexiconEntry(name, kind, name) for kind, found in names.items() for name in found], inexact_kinds=("topic",)
    )


def found(lexicon: Lexicon, text: str) -> list[tuple[str, str]]:
    return [(m.text, m.surface) for m in lexicon.find(normalise(text))]


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("重庆市知识产权局在哪", ["重庆市知识产权局"]),
        ("重庆市场监管局在哪", ["重庆", "市场监管局"]),
        ("416布局是什么", ["416"]),
        ("4160", []),
        ("1416", []),
        ("4.16", []),
        ("416家企业", []),
        ("416万元", []),
        ("33618产业", ["33618"]),
        ("133618", []),
        ("属于9+5产业", ["9+5"]),
        ("95件", []),
        ("19+5", []),
        ("script标签", []),
        ("ip保护", ["ip"]),
        ("ISO56005", ["iso56005"]),
        ("iso 56005三级", ["iso56005"]),
        ("ISO-56005", ["iso56005"]),
        ("ＩＳＯ　５６００５", ["iso56005"]),
        ("iso五六零零五", ["iso56005"]),
        ("iso56005level3", ["iso56005"]),
        ("iso560051", []),
        ("gbt33251-2016", ["gb/t33251—2016"]),
        ("GB/T 33251—2016", ["gb/t33251—2016"]),
        ("知识产权 质押 融资", ["知识产权质押融资"]),
        ("知识产权·质押-融资", ["知识产权质押融资"]),
        ("《地理标志》", ["地理标志"]),
        ("知識產權質押融資", ["知识产权质押融资"]),
        ("地理，标志", []),
        ("", []),
    ],
)
def test_exact_names(small: Lexicon, text: str, surfaces: list[str]) -> None:
    mentions = small.find(normalise(text))
    assert [m.surface for m in mentions] == surfaces
    assert all(m.exact for m in mentions)


def test_a_long_name_may_be_cut_by_a_comma(small: Lexicon) -> None:
    (mention,) = small.find(normalise("知识产权，质押融资怎么办"))
    assert (mention.surface, mention.exact) == ("知识产权质押融资", False)


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("知识铲权质押融资", "知识产权质押融资"),
        ("维泉援助怎么申请", "维权援助"),
        ("高价直专利有什么", "高价值专利"),
        ("地里标志", "地理标志"),
        ("人民条解", "人民调解"),
        ("识产权质押融资", "知识产权质押融资"),
        ("知识产质押融资", "知识产权质押融资"),
        ("知识产权权质押融资", "知识产权质押融资"),
        ("知识产权质融押资", "知识产权质押融资"),
        ("知识产权的质押融资", "知识产权质押融资"),
        ("维权助援", "维权援助"),
        ("维权权援助", "维权援助"),
        ("专利转让奖厉", "专利转让奖励"),
        ("市级示范企业", None),
        ("知识产权保护", None),
        ("知识产权不质押融资", None),
        ("试点方案", None),
        ("这条解释", None),
        ("惯例", None),
    ],
)
def test_slips(small: Lexicon, text: str, surface: str | None) -> None:
    mentions = small.find(normalise(text))
    assert [m.surface for m in mentions] == ([surface] if surface else [])
    assert not any(m.exact for m in mentions)


def test_a_name_that_is_a_sum_is_still_a_sum(small: Lexicon) -> None:
    reading = read("坏账1亿元", small)
    assert reading.ids("figure") == ("1亿元",)
    assert [q.value for q in reading.quantities] == [10**8]
    assert not read("416布局", small).quantities


def test_one_surface_may_name_several_things() -> None:
    lexicon = Lexicon([LexiconEntry("ISO 56005", "award", "a"), LexiconEntry("iso56005", "topic", "t")])
    (mention,) = lexicon.find("iso56005")
    assert mention.ids("award") == ("a",)
    assert mention.ids("topic") == ("t",)


def test_an_empty_lexicon_finds_nothing() -> None:
    assert Lexicon([]).find("知识产权") == ()
    assert len(Lexicon([])) == 0


@settings(max_examples=300)
@given(st.text(alphabet="知识产权质押融资维援助地理标志iso56005 -·，。416+/重庆市高价值", max_size=40))
def test_mentions_never_overlap(small: Lexicon, text: str) -> None:
    normal = normalise(text)
    mentions = small.find(normal)
    assert all(normal[m.start : m.end] == m.text for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))


def _examples(name: str) -> list[str]:
    data = yaml.safe_load((ROOT / "nlu_data" / name).read_text(encoding="utf-8"))
    lines = (line for entry in data["nlu"] for line in entry["examples"].splitlines())
    return [line.removeprefix("- ") for line in lines if line.strip()]


def test_ordinary_talk_has_no_inexact_names(real: Lexicon) -> None:
    talk = [*_examples("out_of_scope.yml"), *_examples("social.yml")]
    assert len(talk) > 500
    wrong = [text for text in talk if any(not m.exact for m in read(text, real).mentions)]
    assert len(wrong) <= len(talk) // 500, wrong


Slip = Callable[[str, random.Random], str]


def _missing(name: str, rng: random.Random) -> str:
    at = rng.randrange(len(name))
    return name[:at] + name[at + 1 :]


def _doubled(name: str, rng: random.Random) -> str:
    at = rng.randrange(len(name))
    return name[:at] + name[at] + name[at:]


def _swapped(name: str, rng: random.Random) -> str:
    at = rng.randrange(len(name) - 1)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _spaced(name: str, rng: random.Random) -> str:
    at = rng.randrange(len(name))
    return name[:at] + rng.choice(" ·-　") + name[at:]


_BY_SOUND: dict[str, str] = {}
_HOMOPHONES = (
    "铲泉直里条节只至支枝沮冲众衷评平苹凭标表彪飙专砖转赚李利里厉丽"
    "立例历让嚷权全犬劝圈质志治制值职纸止援元圆远员助注住著祝"
)
for _char in _HOMOPHONES:
    _BY_SOUND.setdefault(lazy_pinyin(_char)[0], "")
    _BY_SOUND[lazy_pinyin(_char)[0]] += _char


def _homophone(name: str, rng: random.Random) -> str:
    places = [(i, c) for i in range(len(name)) for c in _BY_SOUND.get(lazy_pinyin(name)[i], "") if c != name[i]]
    if not places:
        return name
    at, char = rng.choice(places)
    return name[:at] + char + name[at + 1 :]


@pytest.mark.parametrize(
    ("slip", "shortest", "rate"),
    [
        (_homophone, 4, 0.97),
        (_doubled, 4, 0.97),
        (_swapped, 4, 0.97),
        (_spaced, 4, 0.99),
        (_missing, 5, 0.70),
        (_missing, 7, 0.90),
    ],
)
def test_names_with_one_slip_still_link(
    catalogue: Catalogue, real: Lexicon, slip: Slip, shortest: int, rate: float
) -> None:
    rng = random.Random(20240202)  # noqa: S311
    names = [(n, topic) for topic in catalogue.topics for n in (topic.name, *topic.aliases) if len(n) >= shortest]
    names = [(n, topic) for n, topic in names if all("\u4e00" <= c <= "\u9fff" for c in n)]
    rules = load_book(CATALOGUE).rules
    linked = 0
    for name, topic in names:
        reading = read(f"请问{slip(name, rng)}怎么申请", real)
        by_award = any(topic.id in rules[key].topics for key in reading.ids("award"))
        linked += topic.id in reading.ids("topic") or by_award
    assert linked >= rate * len(names), (linked, len(names))


def _milliseconds(lexicon: Lexicon, messages: list[str]) -> list[float]:
    for text in messages[:50]:
        read(text, lexicon)
    taken = []
    for text in messages:
        start = time.thread_time()
        read(text, lexicon)
        taken.append((time.thread_time() - start) * 1000)
    return sorted(taken)


def test_reading_hardly_grows_with_the_lexicon(catalogue: Catalogue) -> None:
    messages = _examples("awards.yml")
    # a lexicon of its own has read nothing yet
    small = _milliseconds(Lexicon(entries(catalogue), inexact_kinds=INEXACT), messages)
    rng = random.Random(1)  # noqa: S311
    alphabet = "".join(sorted({c for t in catalogue.topics for n in (t.name, *t.aliases) for c in n}))
    more = [
        LexiconEntry(
            "知识产权" * rng.randrange(2) + "".join(rng.choices(alphabet, k=rng.randrange(4, 10))), "topic", str(i)
        )
        for i in range(10 * 1_500)
    ]
    large = _milliseconds(Lexicon([*entries(catalogue), *more], inexact_kinds=INEXACT), messages)
    at = int(len(messages) * 0.95)
    assert large[at] <= 3 * small[at] + 1.0, (small[at], large[at])


def test_long_messages_take_linear_time(real: Lexicon) -> None:
    def work(length: int) -> None:
        text = ("我们是漳州的高校，转让了12件知识产权质押融资，维泉援助。" * length)[:length]
        read(f"{next(number)}{text}", real)  # nothing is read twice

    number = itertools.count()
    assert grows_linearly(work, 500)
