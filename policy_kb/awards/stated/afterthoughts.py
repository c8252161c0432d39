"""What is said afterwards of something told, without a number: 那都是老黄历了, 后来没谈成, 还在走流程, 这个数不对."""

from __future__ import annotations

import re

from policy_kb.awards.stated.marks import RETURNED, VOID

#: 那都是, 这几个, 其中: what was told before, taken up again.
_TAKEN_UP = re.compile(
    r"有[几些]个|[这那][几些]个|其中|里[头面]有|(?:^|[但可不过实来果就说讲道是,，:：])"
    r"(?:[这那](?:[都就也可还却才]|其实|是|些(?!年|天|日子|时候|话)|批|几(?![年天日句])|里[头面]|当中|一[半些部])|它们?)"
)
#: 没成, 没谈下来, 不要了.
_CAME_TO_NOTHING = re.compile(
    r"[没未不](?:有|能|曾|得|再|真|都)*(?:成(?!问题)|完|谈[成妥拢下]|定(?!期|时)|着落|下文|戏|影|弄[好成下]|搞[好成定下]|办[成完妥下好]|走[完通]|卖|转"
    r"|给钱|付|交(?![代情流往])|要(?![紧求])|认账|算数|作数|作准|收到|到位)"
)
_CORRECTED = re.compile(
    r"(?:数|数字|数目|件数|级别|时间)[也都又]?(?:有点|好像|可能)?不对|[说记算写搞弄数报填]错|[少多]算|没[那这]么多|不[止光]"
)


def may_take_back(clause: str) -> bool:
    """Whether a clause (normalised, without a number) may take back or correct what was told before it."""
    return any(pattern.search(clause) for pattern in (VOID, RETURNED, _TAKEN_UP, _CAME_TO_NOTHING, _CORRECTED))
