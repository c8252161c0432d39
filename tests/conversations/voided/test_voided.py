"""No sum is certain where words of a message void or change what it tells; harmless words are not asked about."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.conversations.conftest import Ask
from tests.conversations.voided.strangers import Sentence, certain_sums, is_certain, known_wrong, sentences

_SENTENCES = yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text(encoding="utf-8"))

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("said", _SENTENCES["voided"])
async def test_nothing_is_computed(ask: Ask, said: str) -> None:
    messages = await ask(f"voided-{said}", said)
    assert messages
    assert not any(is_certain(message) for message in messages), messages


@pytest.mark.parametrize("said", _SENTENCES["plain"])
async def test_nothing_is_asked(ask: Ask, said: str) -> None:
    messages = await ask(f"plain-{said}", said)
    assert [m["custom"]["kind"] for m in messages] != ["question"], messages
    assert any((m["custom"].get("amount") or {}) for m in messages), messages


@pytest.mark.parametrize("sentence", sentences()[0], ids=lambda sentence: sentence.ask)
async def test_a_stranger_is_given_no_wrong_sum(ask: Ask, sentence: Sentence) -> None:
    messages = await ask(f"stranger-{sentence.ask}", sentence.ask)
    wrong = certain_sums(messages) & sentence.wrong
    if sentence.ask in known_wrong():
        assert wrong, "this one is right now: take it out of known_wrong.yaml"
    else:
        assert not wrong, messages


async def test_known_wrong_sums_are_of_the_sentences() -> None:
    assert known_wrong().keys() <= {sentence.ask for sentence in sentences()[0]}
