"""Which notices are covered."""

from __future__ import annotations

from actions.answer import Answer
from actions.reply import Reply
from actions.request import Request
from actions.wording import chinese_date, lines, not_covered, scope_region

#: 除了漳州还有哪里: the regions named are not the ones asked for.
_OTHERS = ("除", "其他", "其它", "别的", "还有")


def answer(request: Request) -> Reply:
    """Which notices are covered."""
    only_named = (
        request.turn.reading.ids("region") and request.scope.sources and not any(w in request.text for w in _OTHERS)
    )
    sources = request.scope.sources if only_named else tuple(request.kb.sources.values())
    foreign = not_covered(request) if request.scope.foreign else None
    if foreign and not request.scope.sources and not any(word in request.text for word in _OTHERS):
        return Reply(Answer(kind="decline", text=foreign, region=scope_region(request.scope, request.kb)))
    shown = []
    for i, source in enumerate(sources, 1):
        day = f"，{chinese_date(source.stored.issued_on)}印发" if source.stored.issued_on else ""
        state = "" if source.in_force(request.on) else "（期限已过，只供查阅）"
        state += "" if source.reviewed else "（刚收录，还没有经过工作人员核对）"
        shown.append(f"{i}. {source.stored.region_name}：《{source.title}》{day}{state}")
    answer = Answer(
        kind="list",
        text=lines(
            foreign, f"我这里收录了{len(shown)}份公开的知识产权政策文件：", *shown, "您想了解哪个地方的哪件事？"
        ),
        region=scope_region(request.scope, request.kb),
        suggestions=tuple(
            f"{s.stored.region_name}有哪些奖励" for s in sources if s.reviewed and s.reviewed.amounts == "yes"
        )[:3],
    )
    return Reply(answer)
