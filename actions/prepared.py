"""What is made once and kept (word lists, abbreviations, patterns) is made before the first visitor asks."""

from __future__ import annotations

from actions.dialogue import Dialogue
from actions.respond import respond
from actions.turn import Turn
from policy_kb.knowledge import KnowledgeBase
from policy_kb.language.reading import read

#: Questions that between them need all of it: sums, sums for somebody, offices, stations, what a clause says.
_ASKED = (
    ("calculate", "我们是高校，今年转让了12件专利能拿多少"),
    ("how_to_apply", "奖补怎么申请，要交什么材料"),
    ("responsible_unit", "这件事归哪个部门管"),
    ("dispute_station", "知识产权纠纷去哪里调解"),
    ("clause_content", "第七条讲的是什么"),
)


def prepare(kb: KnowledgeBase) -> None:
    """Answer some questions for nobody: a second or two that otherwise the first visitors would wait."""
    for intent, text in _ASKED:
        respond(Turn(text, intent, 0.9, ((intent, 0.9),), read(text, kb.lexicon)), Dialogue())
