"""Messages that only mean something after an earlier one: 那重庆呢, 三级呢, 12件, 不对，是15件, 为什么, 第二个."""

from __future__ import annotations

from dataclasses import replace

from actions.answer import Answer
from actions.award_reply import which_award
from actions.award_text import (
    Assessed,
    amount_part,
    assess,
    conditions_line,
    headline,
    steps_line,
    trace_part,
)
from actions.dialogue import Choice, Focus, storable
from actions.places import asks_whether_written
from actions.questions import clause_content
from actions.reply import Handler, Reply
from actions.request import Request
from actions.several_years import asks_for_years
from actions.social.phrases import say
from actions.social.unclear import unclear
from actions.wording import basis_line, cite, clause_body, lines, region_part, scope_region, units_line
from policy_kb.awards import APPLICANT_FACT
from policy_kb.awards.amount import Discretionary
from policy_kb.language.reading import read

#: Nouns that turn a follow-up into another kind of question about the same subject (那电话呢, 材料呢).
_SWITCHES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("contact", ("电话", "地址", "联系方式", "上班")),
    ("how_to_apply", ("申请", "材料", "流程", "手续", "表格", "怎么办", "截止", "申报", "受理")),
    ("eligibility", ("条件", "资格", "要求", "门槛")),
    ("responsible_unit", ("部门", "单位呢", "牵头", "负责", "归谁", "哪个局")),
    ("validity", ("有效期", "到期", "期限")),
    ("document_info", ("文号", "谁发", "发文")),
    ("award_amount", ("多少", "几多", "钱", "金额", "奖励", "补助", "补贴")),
)
#: Questions that are asked again of whatever is named next (统计呢, 打剑网那个呢).
_OF_THE_CLAUSE = ("responsible_unit", "contact", "how_to_apply", "compare_regions")
#: Kinds of question that other clauses on the matter answer as well.
_BY_WORDS = ("clause_content", "definition", "dispute_station", "service_station")
#: So much of the best passage's weight, and this much of its own, another one has that is worth showing.
_AS_WELL, _TELLING = 0.5, 3.5
_FEW = 3
_OF_A_NOTICE = ("document_info", "validity", "list_policies")
_MONEY_KINDS = ("award_amount", "calculate", "eligibility")


def resume(request: Request, handlers: dict[str, Handler]) -> Reply:
    """Answer the earlier question again with what this message changes."""
    picked = _picked(request)
    if picked is not None:
        return _pick(request, picked, handlers)
    kind = _by_subject(request) or _switch(request) or request.dialogue.kind
    if kind is None:
        return _first_turn(request, handlers)
    if kind == "list_awards" and 0 < len(request.rules) <= _FEW and not request.elliptic:
        kind = "award_amount"  # of the awards that were listed
    if kind == "award_amount" and not request.rules and asks_whether_written(request.text):
        kind = "clause_content"
    if not _changes_something(request, kind):
        return say("nothing_changed", request, missed=True)
    if _states_facts(request) and request.rules and kind not in _MONEY_KINDS:
        kind = "award_amount"
    return _repeated(kind, request, handlers)


def _repeated(kind: str, request: Request, handlers: dict[str, Handler]) -> Reply:
    reply = handlers[kind](request)
    return reply if reply.aside else replace(reply, question=kind)


def _changes_something(request: Request, kind: str) -> bool:
    """Whether the message gives the earlier question another region, subject, fact or form."""
    if (
        request.telling
        or _tells_the_cost(request)
        or asks_for_years(request)
        or not request.elliptic
        or request.doubts
        or request.turn.reading.ids("region")
        or _switch(request)
    ):
        return True
    same_awards = {rule.key for rule in request.rules} == set(request.dialogue.focus.awards)
    rules_changed = bool(request.rules) and bool(request.dialogue.focus.awards) and not same_awards
    return kind != request.dialogue.kind or rules_changed or storable(request.facts) != request.dialogue.facts


def _tells_the_cost(request: Request) -> bool:
    """Whether a sum is told where an office fixes the amount by it (花了30万)."""
    fixed_by_office = len(request.rules) == 1 and isinstance(request.rules[0].amount, Discretionary)
    return fixed_by_office and any(quantity.kind == "money" for quantity in request.turn.reading.quantities)


def inform(request: Request, handlers: dict[str, Handler]) -> Reply:
    """A bare statement: the answer to what was asked, or a subject to start from."""
    return resume(request, handlers)


def _states_facts(request: Request) -> bool:
    new = set(request.facts) - set(request.dialogue.facts) - {APPLICANT_FACT}
    return request.telling or bool(request.turn.reading.quantities) or bool(new)


def _picked(request: Request) -> Choice | None:
    choices = request.dialogue.choices
    number = picked_number(request)
    if number is not None and 1 <= number <= len(choices):
        return choices[number - 1]
    for choice in choices:
        if choice.title == request.turn.raw.strip():
            return choice
    return None


def picked_number(request: Request) -> int | None:
    """The place in the list last shown that a message names; a bare number that a fact was asked for is none."""
    asked = request.dialogue.asked
    bare = request.turn.text.isdigit()
    return None if bare and asked else request.turn.choice if request.dialogue.choices else None


def _pick(request: Request, choice: Choice, handlers: dict[str, Handler]) -> Reply:
    from actions.awards_meant import candidate_rules

    scope = request.scope
    rules = tuple(rule for rule in candidate_rules(request.turn, choice.focus, scope, request.kb))
    chosen = replace(request, focus=choice.focus, rules=rules, elliptic=False, doubts=())
    return _repeated(_switch(request) or choice.kind or "award_amount", chosen, handlers)


def _by_subject(request: Request) -> str | None:
    """The question that some subjects bring with them: a clause number its words, a target its value."""
    asks_on = request.dialogue.kind == "responsible_unit" or (request.rules and request.dialogue.kind in _MONEY_KINDS)
    if request.turn.clause_references and not asks_on:
        return "clause_content"
    if request.elliptic:
        return None
    if request.focus.targets and not request.focus.awards:
        return "target"
    if request.dialogue.kind in _OF_THE_CLAUSE:
        return None
    if request.dialogue.kind in _OF_A_NOTICE and (request.focus.topics or request.focus.terms):
        return "award_amount" if request.rules else "clause_content"
    if (request.focus.figures or request.focus.terms) and not (request.focus.awards or request.focus.topics):
        return "definition"
    return None


def _switch(request: Request) -> str | None:
    for kind, words in _SWITCHES:
        if any(word in request.text for word in words):
            return kind
    return None


def _first_turn(request: Request, handlers: dict[str, Handler]) -> Reply:
    """Nothing was asked before: a subject alone is offered its likely questions."""
    if request.rules and (request.turn.reading.quantities or APPLICANT_FACT in request.facts):
        return _repeated("award_amount", request, handlers)
    if len(request.rules) == 1 and request.focus.awards and not request.elliptic:
        return _repeated("award_amount", request, handlers)  # 漳州 iso 56005: what it comes to is what most want
    if not request.focus and APPLICANT_FACT in request.facts:
        return which_award(request, "award_amount")
    if request.focus and not request.elliptic:
        return unclear(replace(request, dialogue=request.dialogue.model_copy(update={"misses": 0})), handlers)
    if request.scope.named:
        return _repeated("list_awards", request, handlers)
    return say("nothing_before", request)


def explain(request: Request, handlers: dict[str, Handler]) -> Reply:
    """Why, or in which words: the clauses the last answer rests on."""
    if request.turn.reading.ids("region") and request.dialogue.kind and request.elliptic:
        return resume(request, handlers)
    if not request.elliptic and request.focus:
        return clause_content.answer(request)
    parts: list[str | None] = []
    citations = []
    last = None
    for doc, label in request.dialogue.cited[:2]:
        source = request.kb.sources.get(doc)
        clause = source.clause(label) if source else None
        if source is None or clause is None:
            continue
        last = source
        parts.append(basis_line(source, label))
        parts.append(f"原文：“{clause_body(clause)}”")
        parts.append(units_line(clause))
        citations.append(cite(source, label, clause_body(clause), request.on))
    if not citations or last is None:
        return say("nothing_before", request)
    assessed = _assessed(request)
    steps = [headline(assessed, request), steps_line(assessed), conditions_line(assessed)] if assessed else []
    answer = Answer(
        kind="clause",
        text=lines(*steps, *parts),
        region=region_part(last),
        amount=amount_part(assessed.evaluation) if assessed else None,
        trace=trace_part(assessed) if assessed else (),
        citations=tuple(citations),
        suggestions=("归哪个部门管", "怎么申请"),
    )
    return Reply(answer, focus=request.dialogue.focus)


def _assessed(request: Request) -> Assessed | None:
    """The calculation again, where the last answer was one."""
    if request.dialogue.kind not in _MONEY_KINDS or len(request.rules) != 1:
        return None
    return assess(request, request.rules[0])


def more(request: Request, handlers: dict[str, Handler]) -> Reply:
    """More of the same: the rest of the subject, or that this was all."""
    if request.dialogue.kind == "list_policies":
        return handlers["list_policies"](request)
    if request.dialogue.kind in ("award_amount", "calculate", "eligibility", "how_to_apply") and request.scope.sources:
        whole = replace(request, focus=Focus(), rules=(), elliptic=False)
        return handlers["list_awards"](whole)
    if request.dialogue.kind == "target":
        docs = {key.partition("#")[0] for key in request.dialogue.focus.targets}
        return handlers["target"](replace(request, focus=Focus(documents=tuple(docs))))
    if request.dialogue.kind is None:
        return say("nothing_before", request)
    if (further := _further(request)) is not None:
        return further
    reply = say("no_more", request)
    return replace(reply, answer=reply.answer.model_copy(update={"region": scope_region(request.scope, request.kb)}))


def _further(request: Request) -> Reply | None:
    """What else the notice says in the words of the question that named the subject; None if that was all."""
    if request.dialogue.kind not in _BY_WORDS or not request.dialogue.about:
        return None
    docs = [source.doc_id for source in request.scope.sources]
    found = request.kb.passages.find(read(request.dialogue.about, request.kb.lexicon), docs)
    shown = set(request.dialogue.cited)
    others = [p for p in found if (p.doc_id, p.clause.cite_label) not in shown and p.clause.kind == "clause"]
    fitting = [p for p in others if p.weight >= max(_AS_WELL * found[0].weight, _TELLING)]
    if not fitting or not request.scope.named:
        return None
    best = fitting[0]
    focus = request.dialogue.focus.model_copy(update={"clauses": (f"{best.doc_id}#{best.clause.cite_label}",)})
    return clause_content.answer(replace(request, focus=focus, elliptic=False))


def agree(request: Request, handlers: dict[str, Handler]) -> Reply:
    """Yes or no: the answer to a question that was asked, else an acknowledgement."""
    if request.dialogue.asked:
        return resume(request, handlers)
    return say("acknowledged", request)
