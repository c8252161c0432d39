from __future__ import annotations

import pytest

from bot.lint_names import SharedName, lint_names, shared_names
from policy_kb.knowledge import KnowledgeBase
from policy_kb.language.lexicon import Lexicon, LexiconEntry


def problems(*entries: tuple[str, str, str], shared: tuple[SharedName, ...] = ()) -> list[tuple[str, str, str, str]]:
    names = [LexiconEntry(*entry) for entry in entries]
    return [(p.kind, p.text, p.where, p.other) for p in lint_names(names, Lexicon(names), shared)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("award", "a-2024/x"), ("award", "a-2024/y")),
        (("award", "a-2024/x"), ("institution", "a-2024#s")),
        (("award", "a-2024/x"), ("target", "b-2024#t")),
        (("institution", "a-2024#s"), ("institution", "a-2024#t")),
        (("document", "a-2024"), ("region", "350600")),
        (("document", "a-2024"), ("document", "b-2024")),
        (("topic", "x"), ("topic", "y")),
    ],
)
def test_two_things_that_exclude_each_other(one, other):
    [problem] = problems(("转让奖励", *one), ("转让奖励", *other))
    assert problem == ("shared_name", "转让奖励", " ".join(one), " ".join(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("award", "a-2024/x"), ("topic", "x")),
        (("award", "a-2024/x"), ("term", "x")),
        (("institution", "a-2024#s"), ("applicant", "bank")),
        (("award", "a-2024/x"), ("award", "b-2024/x")),
        (("institution", "a-2024#s"), ("institution", "b-2024#s")),
        (("region", "220200"), ("region", "220000")),
        (("clause", "a-2024#一、"), ("clause", "a-2024#二、")),
    ],
)
def test_things_that_go_together_or_are_told_apart(one, other):
    assert problems(("转让奖励", *one), ("转让奖励", *other)) == []


def test_other_spellings_of_a_name_count():
    found = problems(("ISO 56005", "award", "a-2024/x"), ("ISO56005", "award", "a-2024/y"))
    assert {text for _, text, _, _ in found} == {"iso 56005", "iso56005"}


def test_what_is_declared_is_meant_and_what_is_not_shared_need_not_be():
    entries = (("研究中心", "award", "a-2024/x"), ("研究中心", "institution", "a-2024#s"))
    meant = SharedName("研究中心", frozenset(("award", "institution")))
    assert problems(*entries, shared=(meant,)) == []
    assert problems(entries[0], shared=(meant,)) == [("needless_entry", "研究中心", "shared_names.yml", "")]


def test_the_names_of_this_repository_are_clean(kb: KnowledgeBase):
    assert [str(problem) for problem in lint_names(kb.names(), kb.lexicon, shared_names())] == []
