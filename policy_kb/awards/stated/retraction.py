"""Taking back what was just said: 12件，哦不，15件; 三级改四级; 我们公司，不对，我们是协会; 不是12件是15件.

The one grammar for numbers, choices and flags. What a new value replaces is the value before it, where nothing but such
words stands between the two.
"""

from __future__ import annotations

import re

from policy_kb.awards.stated.words import BREAKS

_PAUSE = rf"(?:啊|哦|噢|喔|呃|额|嗯|唉|哎呀|哎|诶|咦|抱歉|不好意思|对不起|等等|等一下|[{BREAKS}\s])*"
_MISTAKEN = (
    "(?:(?:说|讲|记|写|打|搞|弄|看|输|填|算|报|数|口)(?:错|误|反|岔)(?:了|啦|咗|的)?|[说报写填][多少]了(?=[，,。 ])"
    r"|(?:[说讲打嘴手]快|手滑|[笔手]误|嘴瓢)(?:了|啦|咗)?)"
)
#: These take back whatever stands before them.
_WRONG = (
    rf"(?:不对(?![外称口应接])|唔对|(?:不是)+(?=[{BREAKS}\s])|唔系(?=[{BREAKS}\s])|{_MISTAKEN}|错了|错啦|错咗|不不+|不(?=[{BREAKS}\s]|$)"
    r"|更正|纠正|修正|订正|改成|改为|改作|改(?=$))"
)
#: These do so only directly after it: 新增42件，高价值应该是15件 takes back nothing.
_RATHER = (
    r"(?:应该是|应当是|应为|其实是|实际上?是|准确地?说|确切地?说|变成|变为|换成"
    r"|(?:增加|增|升|提高|提升|涨|降|下降|减少|减)(?:到|至|为))"
)
_TAKEN_BACK = re.compile(rf"^(?:[^{BREAKS}\d]{{0,8}}?{_PAUSE}{_WRONG}|{_PAUSE}{_RATHER}).{{0,12}}$", re.DOTALL)
#: 数错了，少数了2件 tells a difference, not the new value.
_BY_SO_MUCH = re.compile(r"[少多漏补加减](?:[说数算报写填记]|加|了|上|进|掉|去)*$")
_LAST_WRONG = re.compile(
    rf".*(?:^|[{BREAKS}\s]){_PAUSE}(?:不对|唔对|{_MISTAKEN}|错了|更正|不不+)[{BREAKS}\s]+", re.DOTALL
)
_BEGINS_WRONG = re.compile(rf"^{_PAUSE}{_WRONG}")
_SUPERSEDING = re.compile(r"那(?:要是|如果|么|假如)?\s?$")
#: 12件呃不是14件 may deny the second or put it in place of the first.
_DENIED = re.compile(r"(?:(?<!是)(?<!.[啊哦噢喔呃额嗯唉哎诶咦])不是|唔系|并非|而不是|不再是|别算)(?:说)?(?:有|第)?\s?$")
_FORMER = re.compile(r"(?:从|由|(?:原来|原先|之前|本来|以前|此前|刚才说)(?:的)?)(?:是|为|有)?(?:的)?\s?$")


def taken_back(between: str) -> bool:
    """Whether the words between two values of one kind put the second in place of the first."""
    return _TAKEN_BACK.search(between) is not None and _BY_SO_MUCH.search(between) is None


def superseded(between: str) -> bool:
    """Whether a question about one value is followed by that about the next (转让5件不够吧？那6件呢)."""
    return _SUPERSEDING.search(between) is not None


def denied(before: str) -> bool:
    """Whether a value is said not to be the one (不是12件)."""
    return _DENIED.search(before) is not None


def former(before: str) -> bool:
    """Whether a value is said to have been the one before (从二级, 原来12件)."""
    return _FORMER.search(before) is not None


def begins_with_correction(text: str) -> bool:
    """Whether a message takes back what was said in an earlier one (不对，是15件)."""
    return _BEGINS_WRONG.match(text) is not None


def after_correction(text: str) -> str:
    """What of a message stands: in 是的，不对，不是 the last word only."""
    match = _LAST_WRONG.match(text)
    return text[match.end() :] if match else text
