"""Remarks that belong to an answer whatever its question: whose notice it is, which figure is no award."""

from __future__ import annotations

from actions.answer import Answer
from actions.asked_for import not_named
from actions.request import Request
from actions.wording import joined, lines

_WAYS_TO_REACH = ("联系方式", "具体的地址")
_SAID_SO = ("没有写", "没写")
_PLAIN = ("decline", "question", "smalltalk", "handover", "definition", "compare")


def add(request: Request, answer: Answer) -> Answer:
    """The answer with its remarks; as it is where none applies."""
    if answer.kind in _PLAIN:
        return answer
    text = lines(_other_region(request), answer.text, *_no_award(request), _no_contact(request, answer))
    return answer.model_copy(update={"text": text})


def _other_region(request: Request) -> str | None:
    """Said where the region asked for has no notice of its own and one above or below it answers."""
    named = request.turn.reading.ids("region")
    if not named or not request.scope.sources:
        return None
    own = {source.region for source in request.scope.sources}
    without = [code for code in request.scope.named if code in named and code not in own]
    if not without:
        return None
    names = joined(request.kb.regions.name(code) for code in without)
    others = joined(dict.fromkeys(s.stored.region_name or s.title for s in request.scope.sources))
    return f"我这里没有{names}自己的文件，下面按{others}的文件回答。"


def _no_contact(request: Request, answer: Answer) -> str | None:
    """Said where a telephone or an address was asked for beside something else, and no notice has one."""
    if answer.kind not in ("unit", "station", "clause", "how_to_apply") or any(x in answer.text for x in _SAID_SO):
        return None
    asked = [name for name in not_named(request.text, (answer.text,)) if name in _WAYS_TO_REACH]
    return f"文件没有写明{joined(asked)}。" if asked else None


def _no_award(request: Request) -> list[str]:
    """What a figure is that was asked for as if it were an award."""
    if request.elliptic:
        return []
    return [f"另外说明：{request.kb.figures[key][1].meaning}" for key in request.focus.figures]
