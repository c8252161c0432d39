"""Going back to what was talked of before the last subject (回到刚才那个, 还是说前面那项)."""

from __future__ import annotations

import re

from actions.dialogue import Dialogue, Focus, Subject
from actions.turn import Turn

_GOES_BACK = re.compile(
    r"^(?:那么?|好|嗯|哦|我|我们|咱们?|先|再|还是|[，, ])*"
    r"(?:回到|说回|返回|回头说|接着[说问看算]?|继续[说问看算]?|还是[说问看算]?|[再说问看算]回)"
    r"(?:一下)?(?:刚才|刚刚|之前|前面|上面|上一?个?|原来|最开始|开头|最先)(?:[的那]|[说问讲]的?)*"
    r"(?:个|项|件|条|笔)?(?:问题|事情?|话题|[奖补]助?励?|政策)?(?:吧|呢|啊|哈|了|[，,。!！ ])*$"
)


def goes_back(turn: Turn) -> bool:
    """Whether a message says nothing but that an earlier subject is meant again."""
    return _GOES_BACK.match(turn.text) is not None


def gone_back(turn: Turn, dialogue: Dialogue) -> Dialogue:
    """The dialogue in which a message is to be understood: with the earlier subject where it goes back to it."""
    earlier = dialogue.previous
    if earlier is None or not goes_back(turn):
        return dialogue
    return dialogue.model_copy(
        update={
            "kind": earlier.kind,
            "regions": earlier.regions,
            "focus": earlier.focus,
            "facts": earlier.facts,
            "asked": None,
            "choices": (),
            "previous": _subject(dialogue),
        }
    )


def previous_subject(before: Dialogue, focus: Focus) -> Subject | None:
    """What was talked of before ``focus``."""
    changed = bool(before.focus) and bool(focus) and not _overlap(before.focus, focus)
    return _subject(before) if changed else before.previous


def _subject(dialogue: Dialogue) -> Subject:
    return Subject(kind=dialogue.kind, regions=dialogue.regions, focus=dialogue.focus, facts=dialogue.facts)


def _overlap(one: Focus, other: Focus) -> bool:
    return any(set(getattr(one, name)) & set(getattr(other, name)) for name in Focus.model_fields)
