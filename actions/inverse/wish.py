"""The inverse question as people put it: 要拿满30万需要几件, 怎样才能拿到38万, 还差几家才有15万, 那拿6万呢."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from actions.claimed import award_sums, party_named
from actions.request import Request
from policy_kb.awards.amount import Share
from policy_kb.language.quantities import Quantity

_COUNT = re.compile(
    r"(?:几|多少)个?(?P<unit>[件家个项款户份种])(?![月年天人点字条])"
    r"(?!工作日|小时|部门|县|区|城市|条件|奖|补|政策|文件|材料|问题|途径|办法|渠道|方面|步骤|环节|单位|地方)"
)
_LEVEL = re.compile(r"(?:几|多少|哪一?个?|什么|第几)(?P<unit>级别|等级|级|档次?)(?!部门|政府|单位|主管|财政|市场|法院)")
_WAY = re.compile(
    r"(?:怎样|怎么样?|如何|咋|(?:啥|什么|哪些|什么样的)(?:条件|情况|要求)|(?:满足|做到?|达到)什么)[^，,。;；?？]{0,8}?"
    r"(?:(?:才|能|可以|会)[^，,。;；?？]{0,6}?(?:拿|得|领|补|奖|享受|有|到)|拿到|拿满|拿足|得到|领到)"
)
_APPLYING = ("申请", "申报", "材料", "流程", "手续", "办理", "报名", "渠道", "填表")
_MONEY_ASKED = re.compile(
    r"(?:多少|几)(?:钱|万|元|块)|(?:[奖补给拿领发得有助励贴该](?:到|了)?)(?:多少|几多)(?![件家个项款户份种级])|多少(?:吗|呢)?$"
)
_SPENDING = re.compile(r"(?:花|投入|亏|赔)(?:了|掉)?(?:多少|几[万百千])")
_THEN_HOW_MUCH = (
    r"(?:的?(?:本金|金额|总额|数额|额))?(?:需要|应该|至少|大概|[是为得要需达到有才先会了])*(?:多少|几[万百千亿])"
)
_PURPOSE = re.compile(
    r"才|至少|最少|起码|最低|还差|还缺|差[几多]|够|达标|要求|门槛|起步|要|得(?!多少钱)|需|满足|对应|说明|给|是|拿|等于|算|能|再|[离到]"
)
_THRESHOLD = re.compile(
    r"才(?!多少|几)|至少|最少|起码|最低|还差|还缺|差[几多]|够(?!不够)|达标|门槛|起步|还要[^，,。]{0,3}几|还得[^，,。]{0,3}几"
)
_GAP = re.compile(r"还差|还缺|差[几多]|缺[几多]|还要|还得|还需|再[^，,。]{0,4}(?:几|多少)")
_MOST = re.compile(r"拿满|封顶|[离到差]顶|顶格|上限|最高|最多|满额|全额|拿足|拿全|最大")
_ELLIPTIC_MOST = re.compile(r"拿满|封顶|顶格|满额|到顶|拿足|拿全")
_ONLY_A_SUM = re.compile(
    r"^(?:那么?|要是|如果|假如|若|我们?|想|要|能|可以|只|就|换成|改成)*(?P<verb>拿[到满足够]?|得[到满]?|领[到满足]?|补[到满足]?|奖到?|达到|到|要)?(?:个|那个)?¥"
    r"(?:的话)?(?P<tail>(?:呢|咋样|怎么样|又怎样|要怎样|要怎么办|怎么办|啊)*)[。?？!！]*$"
)
_MONEY_KINDS = ("award_amount", "calculate", "eligibility")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted and what is asked for.

    ``reach`` is the sum wanted, ``most`` the most there is; neither: to qualify at all. ``unit`` is the measure word
    asked for (几件) and ``near`` the words around it; ``spent`` are the facts in yuan asked for (损失得多少); none of
    them: the way as such (怎样才能拿到38万). ``gap`` asks for the difference to what one has; ``alone`` is a bare sum
    after an earlier answer (那拿6万呢); ``asked`` is where the count stands that is asked for.
    """

    sums: tuple[Quantity, ...]
    reach: Decimal | None
    most: bool
    unit: str | None = None
    near: str = ""
    spent: frozenset[str] = frozenset()
    spending: bool = False
    gap: bool = False
    alone: bool = False
    asked: tuple[int, int] | None = None

    @property
    def vague(self) -> bool:
        """Whether no sum is wanted, only to qualify."""
        return self.reach is None and not self.most


def wish_of(request: Request) -> Wish | None:
    """The inverse question that a message asks, or None."""
    text = request.text
    sums = award_sums(request)
    most = _MOST.search(text) is not None
    reach = sums[-1].value if sums else None
    gap = _GAP.search(text) is not None
    if reach is not None or most:
        spent = _facts_asked_for(request)
        if spent or _SPENDING.search(text):
            return Wish(sums, reach, most, spent=spent, spending=True, gap=gap)
    asked = _LEVEL.search(text) or _COUNT.search(text)
    if asked and not _MONEY_ASKED.search(text):
        purpose = _PURPOSE if reach is not None or most else _THRESHOLD
        if purpose.search(text):
            near = _around(text, asked, sums)
            return Wish(sums, reach, most, unit=asked["unit"], near=near, gap=gap, asked=asked.span())
        return None
    if asked or any(word in text for word in _APPLYING):
        return None
    if _WAY.search(text):
        return Wish(sums, reach, most)
    if len(sums) == 1 and _of_a_party(request, sums[0]):
        return Wish(sums, reach, most, alone=True)
    return _alone(request, sums, reach)


def _alone(request: Request, sums: tuple[Quantity, ...], reach: Decimal | None) -> Wish | None:
    """那拿6万呢, 那要拿满呢, 40万呢 after an answer about money."""
    if not request.elliptic or not (request.dialogue.inverse or request.dialogue.kind in _MONEY_KINDS):
        return None
    text = request.text
    for quantity in reversed(sums):
        text = f"{text[: quantity.start]}¥{text[quantity.end :]}"
    most = reach is None and _ELLIPTIC_MOST.search(text) is not None
    if most:
        text = _ELLIPTIC_MOST.sub("¥", text, count=1)
    found = _ONLY_A_SUM.match(text)
    if found is None or len(sums) > 1:
        return None
    # After an amount, 40万呢 may as well be the loss or the cost that the amount is computed from.
    is_input = any(request.kb.book.facts[name].type == "money" for rule in request.rules for name in rule.facts)
    clear = request.dialogue.inverse or found["verb"] or most or (found["tail"] and not is_input)
    return Wish(sums, reach, most, alone=True) if clear else None


def _of_a_party(request: Request, claimed: Quantity) -> bool:
    """那银行承担40万呢: the part of one party, where nothing else is asked."""
    before, after = request.text[: claimed.start], request.text[claimed.end :]
    shared = [rule.amount for rule in request.rules if isinstance(rule.amount, Share)]
    if len(request.turn.reading.quantities) > 1 or not re.fullmatch(r"(?:的话)?(?:呢|怎么样|会怎样)[。?？!！]*", after):
        return False
    return any(party_named(amount, before) for amount in shared)


def _facts_asked_for(request: Request) -> frozenset[str]:
    """Facts in yuan that the message asks for: 损失得多少, 本金损失是多少."""
    found = set()
    for fact in request.kb.book.facts.values():
        if fact.type == "money" and fact.cues:
            cues = "|".join(re.escape(cue.lower()) for cue in sorted(fact.cues, key=len, reverse=True))
            if re.search(f"(?:{cues}){_THEN_HOW_MUCH}|多少(?:万|钱)?的?(?:{cues})", request.text):
                found.add(fact.id)
    return frozenset(found)


def _around(text: str, asked: re.Match[str], sums: tuple[Quantity, ...]) -> str:
    """The words beside the count asked for, in its own clause and without the sums."""
    start = max([0, asked.start() - 12, *(q.end for q in sums if q.end <= asked.start())])
    before = re.split(r"[，,。;；！!？?、]", text[start : asked.start()])[-1]
    end = min([asked.end() + 6, *(q.start for q in sums if q.start >= asked.end())])
    after = re.split(r"[，,。;；！!？?、]", text[asked.end() : end])[0]
    return f"{before}|{after}"
