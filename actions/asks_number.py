"""Questions for a number: how much, or the limit of an award."""

from __future__ import annotations

import re

_HOW_MUCH = re.compile(
    r"多少(?!家|个部门)|几多|好多(?!部门|单位)|几[个成]?[点折比分]|几成|百分之几|几分之几|多大(?:的)?(?:比例|额度|力度)|比例是|比例多|具体(?:的)?(?:数|金额|比例)|几[万千]"
)
#: 上限多少, 顶天拿多少: the limit of an award, whatever was told so far.
_LIMIT = re.compile(r"上限|封顶|顶格|最高|最多|至多|顶天|顶多|到顶|满额|最少|最低|保底|起步")
#: 按花销的百分之几补, 报几成: a share of something.
_SHARE = re.compile(
    r"百分之几|百分之多少|几成|几个(?:百分)?点|(?:什么|多少|多大|啥)(?:样的)?比例|按比例(?:给|补|算|报)?[^，,。]{0,3}[吗么不没]|比例是?(?:多少|多大|几)"
)


def asks_how_much(text: str) -> bool:
    """Whether a message asks for a sum, a share or a number."""
    return _HOW_MUCH.search(text) is not None


def asks_for_limit(text: str) -> bool:
    """Whether a message asks what an award comes to at most or at least."""
    return _LIMIT.search(text) is not None


def asks_for_share(text: str) -> bool:
    """Whether a message asks for a percentage."""
    return _SHARE.search(text) is not None
