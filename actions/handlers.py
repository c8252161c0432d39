"""Which handler answers which intent."""

from __future__ import annotations

from functools import partial

from actions import follow_up
from actions.drafts.answers import with_drafts
from actions.questions import (
    award_amount,
    calculate,
    clause_content,
    compare_regions,
    contact,
    definition,
    dispute_station,
    document_info,
    eligibility,
    how_to_apply,
    list_awards,
    list_policies,
    responsible_unit,
    service_station,
    stacking,
    target,
    validity,
)
from actions.reply import Handler, Reply
from actions.request import Request
from actions.social.phrases import say
from actions.social.unclear import unclear

_HANDLERS: dict[str, Handler] = {
    "award_amount": award_amount.answer,
    "calculate": calculate.answer,
    "eligibility": eligibility.answer,
    "how_to_apply": how_to_apply.answer,
    "contact": contact.answer,
    "dispute_station": dispute_station.answer,
    "service_station": service_station.answer,
    "responsible_unit": responsible_unit.answer,
    "clause_content": clause_content.answer,
    "definition": definition.answer,
    "validity": validity.answer,
    "document_info": document_info.answer,
    "list_policies": list_policies.answer,
    "target": target.answer,
    "list_awards": list_awards.answer,
    "compare_regions": compare_regions.answer,
    "stacking": stacking.answer,
}
#: Kinds of question that a later message can take up again.
QUESTIONS: dict[str, Handler] = {name: with_drafts(name, handler) for name, handler in _HANDLERS.items()}


def _remark(name: str) -> Handler:
    def handler(request: Request) -> Reply:
        return say(name, request, forget=name in ("cancel", "restart"), missed=name == "out_of_scope")

    return handler


HANDLERS: dict[str, Handler] = {
    **QUESTIONS,
    "follow_up": partial(follow_up.resume, handlers=QUESTIONS),
    "inform": partial(follow_up.inform, handlers=QUESTIONS),
    "correct": partial(follow_up.resume, handlers=QUESTIONS),
    "explain": partial(follow_up.explain, handlers=QUESTIONS),
    "more": partial(follow_up.more, handlers=QUESTIONS),
    "affirm": partial(follow_up.agree, handlers=QUESTIONS),
    "deny": partial(follow_up.agree, handlers=QUESTIONS),
    "nlu_fallback": partial(unclear, handlers=QUESTIONS),
    **{
        name: _remark(name)
        for name in (
            "greet",
            "thanks",
            "goodbye",
            "bot_challenge",
            "help",
            "complaint",
            "abuse",
            "human",
            "out_of_scope",
            "cancel",
            "restart",
        )
    },
}
