"""Remarks that belong to an answer whatever its question: whose notice it is, which figure is no award."""

from __future__ import annotations

from actions.answer import Answer
from actions.request import Request
from actions.wording import joined, lines

_PLAIN = ("decline", "question", "smalltalk", "handover", "definition", "compare")


def add(request: Request, answer: Answer) -> Answer:
    """The answer with its remarks; as it is where none applies."""
    if answer.kind in _PLAIN:
        return answer
    text = lines(_other_region(request), answer.text, *_no_award(request))
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


def _no_award(request: Request) -> list[str]:
    """What a figure is that was asked for as if it were an award."""
    if request.elliptic:
        return []
    return [f"另外说明：{request.kb.figures[key][1].meaning}" for key in request.focus.figures]
