"""Questions for a number: the limit of an award, or a figure that the clause which is shown may not have."""

from __future__ import annotations

import re
from collections.abc import Iterable

from actions.request import Request
from policy_kb.knowledge import Source
from policy_kb.language.reading import read
from policy_kb.notice import Clause

_HOW_MUCH = re.compile(
    r"多少(?!家|个部门)|几多|好多(?!部门|单位)|几[个成]?[点折比分]|几成|百分之几|几分之几|多大(?:的)?(?:比例|额度|力度)|比例是|比例多|具体(?:的)?(?:数|金额|比例)|几[万千]"
)
#: 多少家企业, 多少件: a count; 多少钱 and 几个点: a sum or a share.
_OF_MONEY = re.compile(r"[贴补奖钱赔息费拨]|资助|经费|资金|额度|利率|几个?点|几成|几[比折]|百分之几|比例")
_MONEY, _ANY = ("money", "proportion"), ("money", "proportion", "count", "level", "rank")
#: 上限多少, 顶天拿多少: the limit of an award, whatever was told so far.
_LIMIT = re.compile(r"上限|封顶|顶格|最高|最多|至多|顶天|顶多|到顶|满额|最少|最低|保底|起步")


def asks_how_much(text: str) -> bool:
    """Whether a message asks for a sum, a share or a number."""
    return _HOW_MUCH.search(text) is not None


def asks_for_limit(text: str) -> bool:
    """Whether a message asks what an award comes to at most or at least."""
    return _LIMIT.search(text) is not None


def no_number_here(request: Request, found: Iterable[tuple[Source, Clause]]) -> bool:
    """Whether a message asks how much, and none of the clauses has such a number."""
    if not asks_how_much(request.text):
        return False
    kinds = _MONEY if _OF_MONEY.search(request.text) else _ANY
    return not any(
        quantity.kind in kinds for _, clause in found for quantity in read(clause.text, request.kb.lexicon).quantities
    )
