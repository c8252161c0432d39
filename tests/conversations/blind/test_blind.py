"""No blind question gets a wrong sum or verdict; how many are answered at once is told by tally.py."""

from __future__ import annotations

import pytest
import yaml

from tests.conversations.blind.judged import HERE, Case, cases, judge
from tests.conversations.conftest import Ask

_KNOWN = yaml.safe_load((HERE / "known_wrong.yaml").read_text(encoding="utf-8"))

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.id)
async def test_no_wrong_sum(ask: Ask, case: Case) -> None:
    for said in case.turns:
        messages = await ask(f"blind-{case.id}", said)
    judgement = judge(case, messages)
    if case.id in _KNOWN:
        assert judgement == "wrong", f"{case.id} is mended: take it out of known_wrong.yaml"
    else:
        assert judgement != "wrong", f"{' | '.join(case.turns)}: {messages[-1].get('text')}"
