"""One turn: understand, answer, remember."""

from __future__ import annotations

from dataclasses import dataclass

from actions.arbitration import arbitrate
from actions.dialogue import Dialogue, storable
from actions.handlers import HANDLERS, QUESTIONS
from actions.reply import Reply
from actions.request import Request, resolve
from actions.turn import Turn
from policy_kb.awards import APPLICANT_FACT
from policy_kb.knowledge import current
from policy_kb.settings import today


@dataclass(frozen=True, slots=True)
class Response:
    """The reply to one message, the question it answered, and the dialogue after it."""

    reply: Reply
    kind: str | None
    dialogue: Dialogue


def understand(turn: Turn, dialogue: Dialogue) -> Request:
    """The request that a turn makes, against the newest knowledge base and as of today."""
    return resolve(turn, dialogue, current(), today())


def respond(turn: Turn, dialogue: Dialogue, intent: str | None = None) -> Response:
    """Answer one turn. ``intent`` overrides the classifier's (the rule that called decides)."""
    request = understand(turn, dialogue)
    intent = arbitrate(request, intent or turn.intent)
    reply = HANDLERS[intent](request)
    kind = intent if intent in QUESTIONS else dialogue.kind
    return Response(reply, kind, remember(request, reply, kind))


def remember(request: Request, reply: Reply, kind: str | None) -> Dialogue:
    """The dialogue after a reply."""
    before = request.dialogue
    misses = before.misses + 1 if reply.missed else 0
    if reply.forget:
        return Dialogue(turns=before.turns + 1, regions=before.regions if request.turn.intent != "restart" else ())
    if reply.aside:
        return before.model_copy(update={"misses": misses, "turns": before.turns + 1})
    focus = reply.focus if reply.focus is not None else request.focus
    cited = tuple((citation.doc_id, citation.clause) for citation in reply.answer.citations)
    regions = request.scope.named or ((reply.answer.region.code,) if reply.answer.region else before.regions)
    says_who = APPLICANT_FACT in request.facts and request.facts[APPLICANT_FACT] != before.facts.get(APPLICANT_FACT)
    return Dialogue(
        kind=kind,
        regions=regions,
        focus=focus,
        facts=storable(reply.facts if reply.facts is not None else request.facts),
        asked=reply.asked,
        choices=reply.choices,
        cited=cited or before.cited,
        misses=misses,
        turns=before.turns + 1,
        identified=before.identified or (says_who and (request.turn.about_itself or before.asked == APPLICANT_FACT)),
    )
