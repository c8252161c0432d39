"""Slips in the names of places, as the trained model mends them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from bot.runtime import Assistant

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("typed", ["漳洲 专利密极型产品补多少", "漳洲专利密极型产品补多少"])
async def test_a_wrong_character_is_not_kept_beside_one_put_in(assistant: Assistant, typed: str) -> None:
    assert (await assistant.parse(typed))["text"] == "漳州专利密集型产品补多少"
