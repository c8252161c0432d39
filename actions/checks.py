"""Yes-or-no questions about a sum: 30件能拿15万不, 听说给15万真的吗, 59件够不够30万, 最少补多少.

The first sentence says 是, 不是 or 不能保证 and the right figure; the ordinary answer about the award follows it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from actions.award_text import assess, is_calculation, money
from actions.awards_meant import accepts
from actions.claimed import award_sums, party_named, without
from actions.request import Request
from policy_kb.awards import APPLICANT_FACT, Evaluation, FactError, Rule, describe_amount, what_if
from policy_kb.awards.amount import Discretionary, Flat, RatioOf, Share
from policy_kb.awards.condition import UNMET
from policy_kb.awards.whatif import paid, stated_sums
from policy_kb.language.quantities import Quantity
from policy_kb.money import format_yuan

_ASKS = re.compile(
    r"吗|不[?？。！!]*$|吧|[么嘛][?？。！!]*$|真的|对不对|是不是|是否|能不能|可不可以|够不够|够吗|听说|应该[是有给拿能]|确定|[?？]$|没错|行不行"
)
_OPEN_QUESTION = re.compile(r"多少|几[件家项个级款]|几钱|几万|怎么|怎样|如何|哪|什么|为什么|凭什么|还是")
_ENOUGH = re.compile(r"够不够|够吗|够不|够(?=\d)|够拿|够得|够到")
_ABLE = re.compile(r"能|可以|够|拿得到|行不行")
_TOP = re.compile(r"最高|最多|封顶|上限|顶格|顶多|不超过")
_OTHER_TOPIC = re.compile(
    r"一起|同时|叠加|都能(?!拿满|领满|拿到满|给满|拿到手|到手)|都可以|重复|再拿|又拿|还能[拿再领]|都拿|一共|总共|加起来|合计"
)
_LEAST = re.compile(r"(?:最少|最低|至少|保底|起码|下限)[^，,。;；?？]{0,5}(?:补|给|拿|奖|有|是|能|多少|保证)|下限|保底")
_RATE = re.compile(r"几成|多少成|比例|百分之[几多]|百分比|几折")
_WHOLE = re.compile(r"全补|全额|全部[补报给]|全报|全都[补报给]|报销|都补|都报|实报实销|花多少[就]?补多少")
#: What may follow the sum; anything else asks something about it (那15万是一年一次吗).
_TAIL = re.compile(
    r"(?:元|块|左右|的|了|奖励|补助|补贴|奖金|钱|奖|对|吗|吧|不|么|嘛|呢|啊|呀|真|假|是|说|没错|会|肯定|有|一定|确定|能|拿到?|够|行"
    r"|可以|准|确|听|都|满|领|给|手|[，,。?？!！ ])*"
)
_OPEN = (
    "award_amount", "calculate", "eligibility", "follow_up", "inform", "correct", "explain", "nlu_fallback",
    "out_of_scope", "affirm", "deny", "more", "stacking", "list_awards",
)  # fmt: skip
_SURE = 0.6


@dataclass(frozen=True, slots=True)
class Checked:
    """The first sentence, the award it is about, and the request without the sum that was claimed."""

    sentence: str
    rule: Rule
    request: Request


def asks(request: Request) -> bool:
    """Whether the message asks yes or no about a sum and can be answered so."""
    return bool(check(request))


def check(request: Request) -> tuple[Checked, ...]:
    """The verdict on the sum for the award meant, or for each of several; empty where none is asked for."""
    turn = request.turn
    if (turn.intent not in _OPEN and turn.confidence >= _SURE) or _OTHER_TOPIC.search(request.text):
        return ()
    sums = award_sums(request)
    if len(sums) == 1 and _claims(request.text, sums[0]):
        return _each(request, _meant(request, sums[0]), sums, lambda found, told: _on_sum(sums[0], found, told))
    if not sums and request.rules:
        return _each(request, request.rules, (), lambda found, _: _on_terms(found, request.text))
    return ()


def _claims(text: str, claimed: Quantity) -> bool:
    """Whether a message asks if a sum is right, and nothing else of it."""
    is_end = _TAIL.fullmatch(text[claimed.end :]) is not None
    return is_end and _ASKS.search(text) is not None and _OPEN_QUESTION.search(text) is None


def _each(
    request: Request,
    rules: tuple[Rule, ...],
    sums: tuple[Quantity, ...],
    say: Callable[[Evaluation, Request], str | None],
) -> tuple[Checked, ...]:
    found = []
    for rule in rules:
        told = without(request, sums, (rule,))
        if told.doubts:
            return ()
        try:
            assessed = assess(told, rule)
        except FactError:
            return ()
        if assessed.left_open or assessed.evaluation.verdict == "not_in_force":
            return ()
        sentence = say(assessed.evaluation, told)
        if sentence is None:
            return ()
        found.append(Checked(sentence, rule, told))
    return tuple(found)


def together(checked: tuple[Checked, ...]) -> str:
    """The first sentence, for several awards the verdict that they share and then each."""
    if len({found.sentence for found in checked}) == 1:
        return checked[0].sentence
    verdicts = {re.split("[，：]", found.sentence)[0] for found in checked}
    shared = f"{verdicts.pop()}。" if len(verdicts) == 1 else "这要看是哪一项。"
    return "\n".join([shared, *(f"{found.rule.name}：{found.sentence}" for found in checked)])


# ------------------------------------------------------------------------------------------------ which award
def _meant(request: Request, claimed: Quantity) -> tuple[Rule, ...]:
    """The award named or talked about; else the one whose facts and sums the message has."""
    own = request.focus
    named = bool(own.awards or own.clauses) or (bool(own.topics) and bool(request.rules))
    told = [q for q in request.turn.reading.quantities if q != claimed and q.kind in ("count", "level")]
    if request.rules and (named or request.elliptic):
        fitting = tuple(rule for rule in request.rules if _takes(rule, told, request))
        if fitting:
            return _narrowed(fitting, claimed, request)
    pool = request.kb.rules_of(request.scope.sources)
    if told:
        return _narrowed(tuple(rule for rule in pool if _takes(rule, told, request)), claimed, request, strict=True)
    stating = tuple(rule for rule in pool if claimed.value in stated_sums(rule))
    return request.kb.rule_index.best(request.text, stating, least_shared=1) if stating else ()


def _takes(rule: Rule, told: list[Quantity], request: Request) -> bool:
    """Whether one of the numbers told is of a fact that the sum of this award depends on."""
    if not told:
        return True
    facts = without(request, (), (rule,)).facts
    return any(name in facts for name in rule.accepted_facts if name != APPLICANT_FACT)


def _decided_by(rule: Rule, claimed: Quantity, request: Request) -> bool:
    """Whether what was told fixes the sum, or the sum is fixed and a word of the fact that was told stands there."""
    told = without(request, (claimed,), (rule,))
    if is_calculation(told, rule):
        return True
    worded = (name for name in rule.facts if name in told.facts and told.kb.book.facts[name].type == "count")
    cues = [cue.lower() for name in worded for cue in told.kb.book.facts[name].cues]
    return isinstance(rule.amount, Flat) and claimed.value in stated_sums(rule) and any(c in request.text for c in cues)


def _narrowed(
    rules: tuple[Rule, ...], claimed: Quantity, request: Request, *, strict: bool = False
) -> tuple[Rule, ...]:
    """Without a name only awards computed from what was told; of these those for who asks, that can come to the sum."""
    if strict:
        rules = tuple(rule for rule in rules if _decided_by(rule, claimed, request))
    applicant = request.facts.get(APPLICANT_FACT)
    if applicant is not None and len(rules) > 1:
        rules = tuple(rule for rule in rules if accepts(rule, applicant)) or rules
    if len(rules) > 1:
        rules = tuple(rule for rule in rules if claimed.value in stated_sums(rule)) or rules
    return rules


# ------------------------------------------------------------------------------------------------ the verdict
def _on_sum(claimed: Quantity, found: Evaluation, told: Request) -> str | None:
    text = told.text
    claim, amount = claimed.value, found.amount
    if found.verdict == "no" or amount is None:
        return _not_enough(claim, found, told)
    rule_amount = found.rule.amount
    if isinstance(rule_amount, Discretionary):
        return _on_limit(claim, amount.max or Decimal(0), rule_amount, top=_TOP.search(text) is not None)
    if isinstance(rule_amount, Share):
        return _on_share(claimed, rule_amount, found, told)
    if amount.basis == "exact" and amount.yuan is not None:
        return _on_exact(claim, amount.yuan, found, told)
    return _on_range(claim, amount.max, found, told)


def _no(told: Request) -> str:
    if _ENOUGH.search(told.text):
        return "不够"
    return "不能" if _ABLE.search(told.text) else "不是"


def _yes(told: Request) -> str:
    if _ENOUGH.search(told.text):
        return "够了"
    return "能" if _ABLE.search(told.text) else "是"


def _not_enough(claim: Decimal, found: Evaluation, told: Request) -> str:
    reasons = "；".join(result.reason for result in found.failed if result.reason != UNMET) or "有条件不符合"
    return f"{_no(told)}，{reasons}，拿不到{format_yuan(claim)}。"


def _on_limit(claim: Decimal, limit: Decimal, amount: Discretionary, *, top: bool) -> str:
    according = f"，{amount.according_to}核定" if amount.according_to else "，由主管部门核定"
    if claim > limit:
        return f"不是，最高不超过{format_yuan(limit)}{according}。"
    if top and claim == limit:
        return f"是，最高不超过{format_yuan(limit)}{according}；这是上限，不保证拿到这么多。"
    return f"不能保证{format_yuan(claim)}：最高不超过{format_yuan(limit)}{according}，文件没有写补多少比例。"


def _on_share(claimed: Quantity, amount: Share, found: Evaluation, told: Request) -> str:
    if not found.shares:
        return f"要看损失多少：{describe_amount(found.rule, told.kb.book)}。"
    clause = re.split(r"[，,。;；！!？?、]", told.text[: claimed.start])[-1]
    party = party_named(amount, clause)
    right = any(share.yuan == claimed.value for share in found.shares if party in (None, share.party))
    return f"{'是' if right else '不是'}，{money(found, told.kb.book)}。"


def _on_exact(claim: Decimal, yuan: Decimal, found: Evaluation, told: Request) -> str:
    values = [told.kb.book.facts[name].show(told.facts[name]) for name in found.rule.sum_facts if name in told.facts]
    subject = f"{'、'.join(values)}是" if values else "是"
    capped = next(
        (f"，{cap.scope_words}最高不超过{format_yuan(cap.yuan)}" for cap in found.rule.caps if cap.yuan == yuan), ""
    )
    if claim == yuan or (_ABLE.search(told.text) and claim < yuan and values):
        if found.verdict == "yes":
            return f"{_yes(told)}，{subject}{format_yuan(yuan)}{capped}。"
        if _ABLE.search(told.text) and not values:
            # 企业能拿高校那个10万吗: the sum is right, whether this applicant gets it is another matter.
            return f"不一定：金额是{format_yuan(yuan)}没错，但要下面的条件都满足才能拿。"
        return f"{_yes(told)}，{subject}{format_yuan(yuan)}{capped}，前提是条件都满足。"
    short = ""
    if _ENOUGH.search(told.text) and (more := _more(claim, found, told)):
        short = f"，还差{more}"
    return f"{_no(told)}{short}，{subject}{format_yuan(yuan)}{capped}。"


def _more(claim: Decimal, found: Evaluation, told: Request) -> str:
    """How much more the fact that the sum depends on would have to be; empty where that can't reach the claim."""
    source = told.kb.sources[found.rule.doc]
    for name in found.rule.sum_facts:
        fact = told.kb.book.facts[name]
        change = what_if(found.rule, told.facts, told.kb.book, told.on, source.validity, reach=claim, fact=name)
        if change is not None and change.change is not None and change.change > 0 and fact.type == "count":
            return f"{change.change}{fact.unit}"
    return ""


def _on_range(claim: Decimal, most: Decimal | None, found: Evaluation, told: Request) -> str:
    """The fact that the sum depends on isn't told: the sum is right for some value of it, or for none."""
    if most is not None and claim > most:
        return f"{_no(told)}，最高是{format_yuan(most)}。"
    if most is not None and claim == most and _TOP.search(told.text):
        return f"是，最高是{format_yuan(most)}。"
    source = told.kb.sources[found.rule.doc]
    name = next(iter(found.rule.sum_facts))
    fact = told.kb.book.facts[name]
    change = what_if(found.rule, told.facts, told.kb.book, told.on, source.validity, reach=claim, fact=name)
    if change is None or paid(change.result) != claim or isinstance(found.rule.amount, RatioOf):
        return f"不一定是{format_yuan(claim)}：{describe_amount(found.rule, told.kb.book)}。"
    needed = "达到" if fact.type == "level" else "至少"
    return f"不一定：{fact.label}{needed}{fact.show(change.after)}才有{format_yuan(claim)}。"


def _on_terms(found: Evaluation, text: str) -> str | None:
    """The least, a share of the costs, all of them: what a notice with nothing but a limit leaves open."""
    amount = found.rule.amount
    if not isinstance(amount, Discretionary) or found.amount is None or found.amount.max is None:
        return None
    limit = f"最高不超过{format_yuan(found.amount.max)}"
    according = f"，具体数额{amount.according_to}核定" if amount.according_to else "，具体数额由主管部门核定"
    if _WHOLE.search(text):
        return f"不能保证全补：{limit}{according}，文件没有写花多少就补多少。"
    if _RATE.search(text):
        return f"文件没有写按几成、按什么比例补，只写了{limit}{according}。"
    if _LEAST.search(text):
        return f"文件没有写最少补多少，只写了{limit}{according}。"
    return None
