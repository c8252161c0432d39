"""No sum is certain where words of a message void or change what it tells; harmless words are not asked about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conversations.conftest import Ask

_SENTENCES = yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text(encoding="utf-8"))

pytestmark = pytest.mark.asyncio(loop_scope="session")


def _is_certain(message: dict[str, Any]) -> bool:
    """Whether a message grants an award, or gives a sum worked out from what was told."""
    payload = message.get("custom") or {}
    amount = payload.get("amount") or {}
    if payload.get("kind") not in ("award", "calculation", "eligibility") or payload.get("verdict") == "no":
        return False
    worked_out = payload["kind"] == "calculation" and amount.get("yuan") is not None
    return worked_out or payload.get("verdict") == "yes"


@pytest.mark.parametrize("said", _SENTENCES["voided"])
async def test_nothing_is_computed(ask: Ask, said: str) -> None:
    messages = await ask(f"voided-{said}", said)
    assert messages
    assert not any(_is_certain(message) for message in messages), messages


@pytest.mark.parametrize("said", _SENTENCES["plain"])
async def test_nothing_is_asked(ask: Ask, said: str) -> None:
    messages = await ask(f"plain-{said}", said)
    assert [m["custom"]["kind"] for m in messages] != ["question"], messages
    assert any((m["custom"].get("amount") or {}) for m in messages), messages
