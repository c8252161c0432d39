"""One turn: understand, answer, remember."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from actions import remarks
from actions.answer import Answer
from actions.arbitration import arbitrate
from actions.dialogue import Dialogue, Focus, storable
from actions.earlier_subject import gone_back, previous_subject
from actions.evidence import named_by_words
from actions.follow_up import picked_number
from actions.handlers import HANDLERS, QUESTIONS
from actions.no_such_clause import no_such_clause
from actions.outside import answered_elsewhere
from actions.parties import own_kind
from actions.places import names_only_a_place
from actions.read_back import COMPUTING, agreed, ask_again, read_back
from actions.refers_back import taken_up
from actions.reply import Reply
from actions.request import Request, resolve
from actions.silence import no_amount_here
from actions.social.phrases import say
from actions.social.remarks import APOLOGY, remark
from actions.still_known import still_known, still_named
from actions.support_forms import form_not_written
from actions.turn import Turn, said_again
from actions.unused_numbers import with_all_numbers
from actions.wording import contact_sentence, lines, not_covered, only_within, region_part, within
from policy_kb.awards import APPLICANT_FACT, Rule
from policy_kb.awards.amount import amount_facts
from policy_kb.knowledge import current
from policy_kb.language.reading import read
from policy_kb.settings import today

#: Of a longer message no more than this is remembered to ask it again for another place.
_MOST_ABOUT = 200
#: What a smaller region's notice pays is nothing that the larger one pays.
_PAYING = ("award_amount", "calculate", "eligibility", "list_awards", "how_to_apply")


@dataclass(frozen=True, slots=True)
class Response:
    """The reply to one message, the question it answered, and the dialogue after it."""

    reply: Reply
    kind: str | None
    dialogue: Dialogue


def understand(turn: Turn, dialogue: Dialogue) -> Request:
    """The request that a turn makes, against the newest knowledge base and as of today."""
    kb = current()
    return resolve(still_named(turn, kb), still_known(dialogue, kb), kb, today())


def respond(turn: Turn, dialogue: Dialogue, intent: str | None = None) -> Response:
    """Answer one turn. ``intent`` overrides the classifier's (the rule that called decides)."""
    waiting = dialogue.unconfirmed
    confirmed = waiting is not None and agreed(turn.text)
    if waiting is not None and confirmed:
        turn = said_again(waiting.message, waiting.intent, read(waiting.message, current().lexicon))
        dialogue, intent = Dialogue.of(waiting.before), waiting.intent
    request = said = understand(turn, gone_back(turn, dialogue))
    intent = intent or turn.intent
    if taken := None if confirmed else taken_up(request, intent):
        request, intent = taken
    else:
        intent = remark(request, intent) or arbitrate(request, intent)
    reply = ask_again(request) or beforehand(request, intent) or _answered(request, intent)
    if not confirmed and intent in COMPUTING:
        reply = read_back(request, with_all_numbers(request, reply))
    reply = replace(reply, answer=_placed(request, remarks.add(request, reply.answer)))
    kind = reply.question or (intent if intent in QUESTIONS else dialogue.kind)
    return Response(reply, kind, remember(request, reply, kind, said))


def _answered(request: Request, intent: str) -> Reply:
    return say(intent, request) if intent == APOLOGY else HANDLERS[intent](request)


def _placed(request: Request, answer: Answer) -> Answer:
    """The answer with the region of the one notice that it cites, where nothing else says which it is about."""
    docs = {citation.doc_id for citation in answer.citations}
    if answer.region is not None or len(docs) != 1 or answer.kind == "compare":
        return answer
    return answer.model_copy(update={"region": region_part(request.kb.sources[docs.pop()])})


def beforehand(request: Request, intent: str) -> Reply | None:
    """Replies that come before any question: nothing was said, or something was asked for that isn't there."""
    if not request.turn.text:
        return say("empty", request)
    asks = intent in QUESTIONS or intent in ("follow_up", "inform", "correct")
    if asks and intent != "list_policies" and request.scope.only_foreign:
        return Reply(Answer(kind="decline", text=lines(not_covered(request), contact_sentence())))
    if intent in _PAYING and only_within(request):
        return Reply(Answer(kind="decline", text=lines(within(request), contact_sentence())))
    if intent in QUESTIONS and (form := form_not_written(request)) is not None:
        return no_amount_here(request, "award" if intent in _PAYING else "clause", form)
    if (elsewhere := answered_elsewhere(request, intent)) is not None:
        return elsewhere
    if intent in QUESTIONS or intent == "follow_up":
        number = picked_number(request)
        if number is not None and not 1 <= number <= len(request.dialogue.choices):
            return say("no_such_choice", request)
        if request.unknown_clause and request.scope.sources:
            return no_such_clause(request)
    return None


def remember(request: Request, reply: Reply, kind: str | None, said: Request) -> Dialogue:
    """The dialogue after a reply; ``said`` is what the message itself asks, before an earlier one is taken up."""
    before = request.dialogue
    misses = before.misses + 1 if reply.missed else 0
    if reply.forget:
        return Dialogue(turns=before.turns + 1, regions=before.regions if request.turn.intent != "restart" else ())
    if reply.aside:
        return before.model_copy(update={"misses": misses, "turns": before.turns + 1})
    focus = reply.focus if reply.focus is not None else request.focus
    cited = tuple((citation.doc_id, citation.clause) for citation in reply.answer.citations)
    regions = (
        reply.regions or request.scope.named or ((reply.answer.region.code,) if reply.answer.region else before.regions)
    )
    picked = picked_number(request) is not None
    about, about_kind = _about(said, kind)
    computed, told = _worked_out(request, reply, focus)
    who = request.facts.get(APPLICANT_FACT)
    answers_who = before.asked == APPLICANT_FACT and who != before.facts.get(APPLICANT_FACT)
    return Dialogue(
        kind=kind,
        regions=regions,
        focus=focus,
        facts=storable(reply.facts if reply.facts is not None else request.facts),
        asked=reply.asked,
        choices=reply.choices or (before.choices if request.elliptic or picked else ()),
        cited=cited or before.cited,
        parties=reply.parties,
        computed=computed,
        told=told,
        inverse=reply.inverse,
        sharer=reply.sharer,
        unconfirmed=reply.unconfirmed,
        summing=reply.summing,
        misses=misses,
        turns=before.turns + 1,
        about=about,
        about_kind=about_kind,
        previous=previous_subject(before, focus),
        identified=before.identified or (who is not None and (_speaks_of_itself(request) or answers_who)),
    )


def _about(request: Request, kind: str | None) -> tuple[str, str | None]:
    """The message that named what is talked about and what it asked: this one, unless it only goes on about that."""
    before = request.dialogue
    if names_only_a_place(request) or (request.elliptic and named_by_words(request) is None):
        return before.about, before.about_kind or kind
    return request.text[:_MOST_ABOUT], kind


def _worked_out(request: Request, reply: Reply, focus: Focus) -> tuple[tuple[str, ...], dict[str, bool | int | str]]:
    """The awards computed so far and all that was told for them; another applicant begins anew."""
    before = request.dialogue
    facts = storable(reply.facts if reply.facts is not None else request.facts)
    who, was = facts.get(APPLICANT_FACT), before.told.get(APPLICANT_FACT)
    same = who is None or was is None or who == was
    computed, told = (before.computed, before.told) if same else ((), {})
    if reply.choices and not reply.inverse:
        fixed = (key for key in focus.awards if _is_fixed(request.kb.book.rules[key], facts))
        computed = tuple(dict.fromkeys((*computed, *fixed)))
    is_amount = reply.answer.kind in ("calculation", "award", "eligibility") and not reply.inverse
    if is_amount and reply.answer.amount is not None:
        computed = tuple(dict.fromkeys((*computed, *focus.awards)))
    return computed, {**told, **facts}


def _is_fixed(rule: Rule, facts: Mapping[str, object]) -> bool:
    """Whether what an award's sum depends on was told."""
    needed = amount_facts(rule.amount)
    return bool(needed) and all(name in facts for name in needed)


def _speaks_of_itself(request: Request) -> bool:
    """Whether the message says what kind of applicant its speaker is (我们是高校, 我们公司)."""
    applicant = request.kb.book.facts.get(APPLICANT_FACT)
    return request.turn.about_itself or (applicant is not None and bool(own_kind(request.text, applicant)))
