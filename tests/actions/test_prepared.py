"""Before the first question everything that is made once has been made."""

from __future__ import annotations

from actions.prepared import prepare
from policy_kb.knowledge import KnowledgeBase
from policy_kb.language import reading
from policy_kb.passages.thesaurus import thesaurus


def test_what_is_made_once_is_there(kb: KnowledgeBase) -> None:
    thesaurus.cache_clear()
    prepare(kb)
    assert thesaurus.cache_info().currsize == 1
    assert reading._of_normal_form.cache_info().currsize > 0
