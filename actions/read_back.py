"""Reading back what was understood before computing with it, where words of the message were left over.

A sum is only as right as the facts it is made of. Where a message holds words that nothing was made of
(:func:`policy_kb.awards.stated.unread_clause`), the facts are said again and the sum comes after a yes.
"""

from __future__ import annotations

import re
from dataclasses import replace

from actions import checks
from actions.answer import Answer
from actions.awards_meant import accepts
from actions.claimed import award_sums
from actions.dialogue import Unconfirmed
from actions.hints import asks_what_counts
from actions.reply import Reply
from actions.request import Request
from actions.several_years import asks_for_years, asks_how_often, how_often, only_asks_for_years, only_once
from actions.told import remembered_facts, without_deeds
from actions.wording import joined, lines, region_part
from policy_kb.awards import APPLICANT_FACT, Fact, FactError, FactValue, evaluate
from policy_kb.awards.amount import Discretionary
from policy_kb.awards.condition import Ratio, leaves, required
from policy_kb.awards.stated import may_void, unplaced_numbers, unread_clause
from policy_kb.awards.stated.signs import fits
from policy_kb.language.quantities import Quantity
from policy_kb.language.reading import read

#: Intents whose answers may compute with what the message says.
COMPUTING = ("award_amount", "calculate", "eligibility", "follow_up", "inform", "correct")
CONFIRM = "对，就按这个算"
_AGREED = re.compile(
    r"^(?:是|是的|对|对的|对头|嗯+|恩+|没错|好|好的|可以|行|确认|就按|按|ok|yes)[，,。!！ ]*"
    r"(?:是的|对的|没错|就)?(?:按?(?:这个|这样|这么|上面的?)(?:算|来)?|算)?(?:[的啊呀哦呢了吧噢]|[。.!！，, ])*$"
)
_DISAGREED = re.compile(
    r"^(?:不|不是|不对|不行|错了?|不是的|不对的|有影响|影响|no)(?:[的啊呀哦呢了吧噢]|[。.!！，, ])*$"
)


#: 一次给完还是分几年
_TIMES = ("次", "回", "年")
#: Another case is put: what was told before need not hold in it.
_BARE_NO = re.compile(r"不是?[的啊呀哦]?")
_SUPPOSING = re.compile(r"要是|如果|假如|假设|假使|倘若|若是|万一|换成|改成|换做|^那")
#: 这两个奖: what was talked about, counted; 一次性 and the like count nothing.
_NO_NUMBER = re.compile(
    r"[这那哪][两二三四五几\d]\s?[个项样笔种家](?:奖|补|钱|政策|都|加|一|单位|企业)?|一[次个项笔年样]"
)


def agreed(text: str) -> bool:
    """Whether a message says nothing but yes to what was read back."""
    return _AGREED.match(text) is not None


def ask_again(request: Request) -> Reply | None:
    """After a no to what was read back: the question itself; None where the message says more than no."""
    if request.dialogue.unconfirmed is None or not _DISAGREED.match(request.text):
        return None
    asked = request.dialogue.asked
    fact = request.kb.book.facts.get(asked or "")
    question = fact.question if fact is not None else "请换个说法，再告诉我一遍。"
    answer = Answer(kind="question", text=f"好的，那我不按刚才的算。{question}", verdict="unknown")
    return Reply(answer, asked=asked, facts=request.dialogue.facts)


def read_back(request: Request, reply: Reply) -> Reply:
    """The reply, or, where it computes with what may have been understood wrongly, the question whether it was not."""
    if (number := _unplaced(request, reply)) is not None:
        return _which_number(request, reply, number)
    told = _told_now(request)
    if reply.inverse:
        told = {name: value for name, value in told.items() if name in (reply.facts or {})}
    facts = told or reply.parties or (request.facts.keys() - {APPLICANT_FACT})
    if reply.answer.verdict == "no" and not _may_turn(request, told):
        return reply
    if not _computes(reply) or not facts or only_once(request) or (reply.inverse and not told):
        return reply
    declared = _looked_for(request)
    clause = _unread(request, reply, declared)
    if clause is not None and reply.answer.verdict == "no" and _stays_refused(request):
        clause = _unread(request, reply, declared, refused=True)
    if clause is not None and (
        _explains_the_change(request, clause, told)
        or _only_asks_how_often(request, clause)
        or only_asks_for_years(request, clause)
        or asks_what_counts(request, clause)
    ):
        clause = _unread(request, reply, declared, without=clause)
    if clause is not None and _BARE_NO.fullmatch(clause):
        clause = None  # 不是，22件 takes back what was told before, which the new number has replaced
    if clause is None or (checks.asks(request) and any(q.text in clause for q in award_sums(request))):
        return reply
    told = told or {name: value for name, value in request.facts.items() if name != APPLICANT_FACT}
    fact = _in_doubt(request, told)
    kept = {name: value for name, value in request.facts.items() if fact is None or name != fact.id}
    again = f"请直接告诉我：{fact.question}" if fact is not None else "请换个说法，再告诉我一遍。"
    text = lines(
        "先跟您核对一下，免得给您算错。",
        _understood(request, told),
        f"您说的“{clause}”，我拿不准会不会影响金额。",
        f"如果不影响，请回复“对”，我就{'按上面的' if told else '照这样'}算；如果有影响，{again}",
    )
    answer = Answer(
        kind="question",
        text=text,
        region=region_part(request.kb.sources[request.rules[0].doc]) if request.rules else None,
        verdict="unknown",
        suggestions=(CONFIRM,),
    )
    asked = fact.id if fact is not None else None
    before = request.dialogue.model_copy(update={"unconfirmed": None, "said": ()})
    unconfirmed = Unconfirmed(message=request.turn.text, intent=request.turn.intent, before=before.model_dump())
    return replace(reply, answer=answer, asked=asked, facts=kept, parties=(), unconfirmed=unconfirmed)


def _explains_the_change(request: Request, clause: str, told: dict[str, FactValue]) -> bool:
    """Whether a clause only tells by how much a known number grew to what is told (又下来4张证，现在42件 after 38)."""
    before = remembered_facts(request.dialogue, request.kb)
    numbers = [quantity.exact_value for quantity in read(clause, request.kb.lexicon).quantities]
    return len(numbers) == 1 and any(
        isinstance(value, int) and isinstance(was := before.get(name), int) and value == was + numbers[0]
        for name, value in told.items()
    )


def _only_asks_how_often(request: Request, clause: str) -> bool:
    """Whether a clause asks nothing but whether the money comes again (明年接着转还能再拿不), and tells nothing."""
    alone = read(clause, request.kb.lexicon)
    only_times = all(quantity.unit in _TIMES for quantity in alone.quantities)
    return how_often(request) is not None and asks_how_often(clause) and only_times and not may_void(alone)


def _unread(
    request: Request, reply: Reply, declared: tuple[Fact, ...], *, refused: bool = False, without: str | None = None
) -> str | None:
    """The clause that nothing was made of, in this question or in the rest of a message of several.

    ``without`` is a clause that needs no reading.
    """
    readings = [request.turn.reading]
    if request.turn.whole:
        readings.append(read(request.turn.whole, request.kb.lexicon))
    if without is not None:
        readings = [read(reading.text.replace(without, "", 1), request.kb.lexicon) for reading in readings]
    for reading in readings:
        clause = unread_clause(
            reading,
            declared,
            request.facts,
            _topic(request),
            refused=refused,
            several=bool(reply.parties),
            telling_only=reply.inverse,
        )
        if clause is not None:
            return clause
    return None


def _unplaced(request: Request, reply: Reply) -> Quantity | None:
    """A number of a later message that nothing was made of, where the reply would rest on what was told before."""
    before = {
        name: request.facts[name] for name in request.facts.keys() - {APPLICANT_FACT} & set(request.dialogue.facts)
    }
    if (
        not before
        or not _computes(reply)
        or reply.inverse
        or reply.parties
        or checks.asks(request)
        or asks_for_years(request)
    ):
        return None
    text, declared = request.text, _looked_for(request)
    remembered = remembered_facts(request.dialogue, request.kb)
    numeric = [without_deeds(fact) for fact in declared if fact.type not in ("choice", "flag")]
    named = [(m.start, m.end) for m in request.turn.reading.mentions]
    for number in unplaced_numbers(request.turn.reading, numeric, request.dialogue.asked, remembered):
        if any(start <= number.start and number.end <= end for start, end in named) or any(
            match.start() <= number.start < match.end() for match in _NO_NUMBER.finditer(text)
        ):
            continue
        if number.kind == "money" and _fixed_by_offices(request):
            continue  # 律师费花了8万: an office goes by it, nothing is computed
        if _SUPPOSING.search(text) or (number.kind != "money" and any(fits(number, f, asked=False) for f in numeric)):
            return number
    return None


def _fixed_by_offices(request: Request) -> bool:
    return bool(request.rules) and all(isinstance(rule.amount, Discretionary) for rule in request.rules)


def _which_number(request: Request, reply: Reply, number: Quantity) -> Reply:
    """Instead of an answer from what was told before: which fact a number is of."""
    numeric = [fact for fact in _looked_for(request) if fact.type not in ("choice", "flag")]
    fitting = [fact for fact in numeric if fits(number, fact, asked=False)]
    names = "还是".join(f"“{fact.label}”" for fact in fitting)
    meant = f"是指{names}，还是别的" if fitting else "指的是什么"
    answer = Answer(
        kind="question",
        text=f"您说的{number.text}，我没听出来{meant}，先不给您算。请把变动以后的情况完整说一遍，我再算。",
        region=region_part(request.kb.sources[request.rules[0].doc]) if request.rules else None,
        verdict="unknown",
    )
    return replace(reply, answer=answer, asked=None, facts=remembered_facts(request.dialogue, request.kb), parties=())


def _computes(reply: Reply) -> bool:
    answer = reply.answer
    several = answer.kind == "award" and len(answer.citations) > 1
    granted = answer.verdict == "yes" and answer.kind in ("award", "eligibility")
    computed = answer.kind == "calculation" or answer.amount is not None or several or granted
    refused = answer.verdict == "no" and answer.kind in ("calculation", "eligibility")
    return computed or refused


def _may_turn(request: Request, told: dict[str, FactValue]) -> bool:
    """Whether a no may hang on a number that was told, not on who asks."""
    who = request.facts.get(APPLICANT_FACT)
    allowed = who is None or any(accepts(rule, who) for rule in request.rules)
    return allowed and any(not isinstance(value, bool | str) for value in told.values())


def _stays_refused(request: Request) -> bool:
    """Whether a no stands whatever is taken off the numbers told: too few stay too few.

    A share may grow where its whole shrinks, so it is tried with the least whole that would do.
    """
    if len(request.rules) != 1:
        return False
    (rule,) = request.rules
    facts = {name: value for name, value in request.facts.items() if not isinstance(value, bool)}
    least = {
        leaf.fact: leaf.ge
        for leaf in (required(rule.conditions) if rule.conditions is not None else ())
        if leaf.ge is not None and not isinstance(leaf.ge, bool | str)
    }
    for leaf in leaves(rule.conditions) if rule.conditions is not None else ():
        if isinstance(leaf, Ratio) and leaf.ratio.whole in facts:
            whole, lowest = facts[leaf.ratio.whole], least.get(leaf.ratio.whole)
            part = facts.get(leaf.ratio.part)
            if lowest is None or isinstance(whole, bool | str):
                return False
            if whole >= lowest:
                facts[leaf.ratio.whole] = max(lowest, part) if isinstance(part, int) else lowest
    validity = request.kb.sources[rule.doc].validity
    try:
        return evaluate(rule, facts, request.kb.book, request.on, validity).verdict == "no"
    except FactError:
        return False


def _told_now(request: Request) -> dict[str, FactValue]:
    before = request.dialogue.facts
    return {
        name: value
        for name, value in request.facts.items()
        if name != APPLICANT_FACT and str(before.get(name)) != str(value)
    }


def _looked_for(request: Request) -> tuple[Fact, ...]:
    names = dict.fromkeys(name for rule in request.rules for name in rule.accepted_facts)
    names[APPLICANT_FACT] = None
    return tuple(request.kb.book.facts[name] for name in names if name in request.kb.book.facts)


def _topic(request: Request) -> str:
    """The text of the awards asked about."""
    clauses = [request.kb.sources[rule.doc].clause(rule.clause) for rule in request.rules]
    return "\n".join(clause.text for clause in clauses if clause is not None)


def _in_doubt(request: Request, told: dict[str, FactValue]) -> Fact | None:
    """The number that was told, or else the first thing that was."""
    facts = [request.kb.book.facts[name] for name in told]
    numbers = [fact for fact in facts if fact.type not in ("choice", "flag")]
    return next(iter([*numbers, *facts]), None)


def _understood(request: Request, told: dict[str, FactValue]) -> str | None:
    if not told:
        return None
    facts = request.kb.book.facts
    return f"我听到的是：{joined(f'{facts[name].label}：{facts[name].show(value)}' for name, value in told.items())}。"
