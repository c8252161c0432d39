"""A small knowledge base of names, so that these tests need neither a database nor a trained model."""

from __future__ import annotations

import pytest

from policy_kb.language.lexicon import Lexicon, LexiconEntry
from policy_kb.language.reading import Reading, read
from tests.actions.knowledge import day, kb

__all__ = ["day", "kb"]


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon(
        [
            LexiconEntry("漳州", "region", "350600"),
            LexiconEntry("重庆", "region", "500000"),
            LexiconEntry("专利转让奖励", "award", "zhangzhou-2024#transfer"),
            LexiconEntry("维权援助", "topic", "rights_protection"),
            LexiconEntry("高校", "applicant", "university"),
        ],
        inexact_kinds=("award", "topic"),
    )


@pytest.fixture(scope="session")
def reader(lexicon: Lexicon):
    def reads(text: str) -> Reading:
        return read(text, lexicon)

    return reads
