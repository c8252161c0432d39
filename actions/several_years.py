"""Sums over several years: 三年一共多少, 连续两年都符合能拿多少."""

from __future__ import annotations

import re

from actions.answer import Amount, Answer, TraceStep
from actions.award_text import assess
from actions.reply import Reply
from actions.request import Request
from actions.wording import REVIEW_REMARK, cite, expired_warning, lines, quoted_title, region_part, units_line
from policy_kb.awards import APPLICANT_FACT, FactError
from policy_kb.awards.stated.unread import may_void
from policy_kb.language.numerals import parse_number
from policy_kb.language.reading import read
from policy_kb.money import format_yuan

_NUMBER = r"(?P<number>[两二三四五六2-6])"
_ASKED = re.compile(
    rf"(?<![\d〇零]){_NUMBER}年(?![内里之以度])(?:期|时间|下来|累计|都|符合|达标|满足|条件|每年)*[，,]?[^，,。;；?？\d]{{0,3}}(?:一共|总共|合计|加起来|合起来|加一起|合在一起|共|累计|能拿|可以拿|多少|最多|最高|顶多)"
    rf"|^(?:那|要是|如果|干|做|哦|嗯|好|[，, ])*{_NUMBER.replace('number', 'whole')}年(?:的话)?呢[?？。]*$"
    rf"|连(?:续|着|上){_NUMBER.replace('number', 'running')}年"
)
_TIMES = ("年", "次", "回")
_EACH_YEAR = re.compile(r"每年|年年|连[着续]|每一年")
_HOW_MUCH = re.compile(r"多少|几多|好多|几[万千]|呢|[?？]")
_MOST = 6
#: 这钱每年都发吗, 是一次性的吗
_HOW_OFTEN = re.compile(
    r"(?:每年|年年|按年)[都也能可以]*(?:[发给有领拿补奖报]|能)[^，,。]{0,6}(?:[吗么不没]|还是)"
    r"|^(?:那|这|是)*(?:每年|年年|按年)都?[有给发领拿补奖]钱?[?？]+$"
    r"|(?:每年|年年|按年)都?[有给发领拿]?[^，,。]{0,3}还是[^，,。]{0,3}(?:一次|一回|一锤子)"
    r"|[是还][^，,。]{0,4}(?:一次性|每年|年年)[^，,。多几]{0,6}(?:[吗么不没?？]|还是)"
    r"|一次性[^，,。多几]{0,6}(?:[吗么]|还是)|(?:只|就|一年)[能给发]?(?:一次|一回|一年)[吗么]|[发给领拿补奖]几[次回年](?!钱)"
    r"|一次[^，,。]{0,3}还是[^，,。]{0,3}(?:每年|年年|按年|分)"
    r"|分(?:期|批|几[次年期批])[^，,。]{0,4}[发给拨付补领吗么]|一次[就性]?(?:发|给|付|拨|补)[清完齐足全]"
    r"|(?:明年|下一?年|第二年|次年|来年|后年)[^，,。]{0,6}(?:[还再也又]|继续)[能可]?以?再?[发给有领拿补奖申报]"
)
_OFTEN = {
    "once": "这笔钱是一次性的，不是每年都有。",
    "yearly": "这笔钱是按年给的，每年要按当年的情况重新申请、审核。",
}


def asks_for_years(request: Request) -> bool:
    """Whether the message asks what several years come to."""
    return bool(_years(request)) and len(request.rules) == 1


def names_several_years(text: str) -> bool:
    """Whether a message asks what several years come to, of whatever it is about (五年加起来)."""
    return _ASKED.search(text) is not None


def only_asks_for_years(request: Request, clause: str) -> bool:
    """Whether a clause asks what several years come to, and says nothing else that may matter."""
    if not _HOW_MUCH.search(clause) and clause.strip() != request.text.strip():
        return False  # 但这是两年加起来的 tells that they are of two years
    counted = any(quantity.unit not in _TIMES for quantity in request.turn.reading.quantities)
    if counted and not _EACH_YEAR.search(request.text):
        return False  # 备案51件，这是两年加起来的能补多少
    rest = _ASKED.sub(" ", clause)
    return asks_for_years(request) and rest != clause and not may_void(read(rest, request.kb.lexicon))


def only_once(request: Request) -> str | None:
    """What to say first where several years are asked for and the award is paid once."""
    once = asks_for_years(request) and request.rules[0].frequency == "once"
    return "这笔钱是一次性的，不按年累加。" if once else None


def asks_how_often(text: str) -> bool:
    """Whether it is asked whether money is paid once or every year."""
    return _HOW_OFTEN.search(text) is not None


def how_often(request: Request) -> str | None:
    """What to say first where it is asked whether an award is paid once or every year."""
    asked = len(request.rules) == 1 and asks_how_often(request.text)
    return _OFTEN.get(request.rules[0].frequency) if asked else None


def over_years(request: Request) -> Reply | None:
    """The yearly sum and what it comes to in that many years; None where that isn't asked, or can't be.

    What differs from year to year is not multiplied: the reply asks for each year by itself.
    """
    years = _years(request)
    if not years or len(request.rules) != 1 or request.rules[0].frequency != "yearly":
        return None
    rule, source = request.rules[0], request.kb.sources[request.rules[0].doc]
    if any(name != APPLICANT_FACT for name in rule.sum_facts):
        return _ask_each(request)
    try:
        assessed = assess(request, rule)
    except FactError:
        return None
    amount = assessed.evaluation.amount
    if amount is None or amount.max is None or amount.basis == "range":
        return None
    if assessed.evaluation.verdict in ("no", "not_in_force"):
        return None
    most = "最高不超过" if amount.basis == "at_most" else ""
    total = amount.max * years
    unmet = [r.text for r in assessed.evaluation.conditions if r.state in ("unknown", "person")]
    text = lines(
        expired_warning(source, request.on),
        f"{rule.name}每年{most}{format_yuan(amount.max)}，{years}年每年都符合条件的话，一共{most}{format_yuan(total)}。",
        "每年要按当年的情况单独申请、单独审核。",
        f"前提是每年都满足：{'；'.join(unmet)}。" if unmet else None,
        f"依据：{quoted_title(source)}{rule.clause}：“{rule.amount.quote}”",
        units_line(assessed.clause),
        REVIEW_REMARK,
    )
    answer = Answer(
        kind="calculation",
        text=text,
        region=region_part(source),
        verdict="unknown" if unmet else "yes",
        amount=Amount(max=total, basis="at_most") if most else Amount(yuan=total, basis="exact"),
        trace=(TraceStep(step=f"每年{most}{format_yuan(amount.max)} × {years}年", yuan=total, cite=0),),
        citations=(cite(source, rule.clause, rule.amount.quote, request.on),),
    )
    return Reply(answer, facts=request.facts)


def _years(request: Request) -> int:
    match = _ASKED.search(request.text)
    number = parse_number(match["number"] or match["running"] or match["whole"]) if match else None
    return int(number) if number is not None and 1 < number <= _MOST else 0


def _ask_each(request: Request) -> Reply:
    rule = request.rules[0]
    fact = request.kb.book.facts[next(name for name in rule.sum_facts if name != APPLICANT_FACT)]
    text = f"这笔钱一年一算，每年的{fact.label}要分开看。请先告诉我其中一年的数，我一年一年给您算。"
    source = request.kb.sources[rule.doc]
    answer = Answer(kind="question", text=text, region=region_part(source))
    return Reply(answer, asked=fact.id, facts={k: v for k, v in request.facts.items() if k != fact.id})
