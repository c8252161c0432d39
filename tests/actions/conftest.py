from __future__ import annotations

import pytest

from policy_kb.knowledge import KnowledgeBase
from tests.actions.knowledge import day, kb
from tests.actions.talk import Talk

__all__ = ["day", "kb"]


@pytest.fixture
def talk(kb: KnowledgeBase) -> Talk:
    """A new conversation."""
    return Talk(kb)
