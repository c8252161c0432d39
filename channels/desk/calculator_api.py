"""GET /api/v1/desk/awards, POST …/awards/evaluate and …/awards/slip; a match is POST /api/v1/awards/match."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from channels.api.endpoint import Documented, endpoint
from channels.api.knowledge import knowledge
from channels.api.profile import checked_profile
from channels.api.refused import Refused, wrong_fields
from channels.desk.calculator_models import (
    AwardList,
    AwardsQuery,
    EvaluateBody,
    Evaluated,
    Slip,
    SlipBody,
)
from policy_kb.settings import today

if TYPE_CHECKING:
    from policy_kb.awards import Rule
    from policy_kb.knowledge import KnowledgeBase

# Facts are checked by what the awards declare, with their own sentences.
_Evaluate = Annotated[dict[str, Any], Documented(EvaluateBody, "请发送一个 JSON 对象，里面写 award 和 facts。")]
_Slip = Annotated[dict[str, Any], Documented(SlipBody, "请发送一个 JSON 对象，里面写 region（地区）和 facts（情况）。")]


class CalculatorApi:
    """Calculations change nothing and leave no line in the audit log."""

    @endpoint("GET", "/api/v1/desk/awards", role="clerk", summary="The awards that can be calculated.")
    def awards(self, query: AwardsQuery) -> AwardList:
        """The list."""
        from channels.desk.calculating import award_parts
        from policy_kb.matching import find_region

        kb = knowledge()
        try:
            code = find_region(query.region, kb)
        except ValueError as error:
            raise wrong_fields({"region": str(error)}) from None
        return AwardList(awards=award_parts(code, kb, today()))

    @endpoint(
        "POST",
        "/api/v1/desk/awards/evaluate",
        role="clerk",
        summary="One award with what is known so far.",
        refusals=(404,),
        audited=False,
    )
    def evaluate(self, body: _Evaluate) -> Evaluated:
        """Verdict, range, steps, and what to ask next."""
        from channels.desk.calculating import evaluated

        kb = knowledge()
        profile = checked_profile({key: value for key, value in body.items() if key != "award"}, kb, today())
        then = kb.as_of(profile.on)
        return evaluated(_rule(body.get("award"), then), profile.facts, then, profile.on)

    @endpoint(
        "POST",
        "/api/v1/desk/awards/slip",
        role="clerk",
        summary="The result for a profile, to be printed.",
        refusals=(404,),
        audited=False,
    )
    def slip(self, body: _Slip) -> Slip:
        """What goes on the paper."""
        from channels.desk.calculating import slip

        kb = knowledge()
        profile = checked_profile({key: value for key, value in body.items() if key != "award"}, kb, today())
        then = kb.as_of(profile.on)
        return slip(profile, then, _rule(body["award"], then) if body.get("award") is not None else None)


def _rule(award: object, kb: KnowledgeBase) -> Rule:
    if not isinstance(award, str) or not award:
        raise wrong_fields({"award": "请写明是哪一项奖补（award，写成 文件编号/规则编号）。"})
    rule = kb.book.rules.get(award)
    if rule is None:
        raise Refused(404, "没有这一项奖补，可能文件已经停用了。请重新选择。")
    return rule
