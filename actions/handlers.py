"""Which handler answers which intent."""

from __future__ import annotations

from functools import partial

from actions import follow_up
from actions.questions import awards, clauses, documents, overviews, procedure, stations, targets
from actions.reply import Handler, Reply
from actions.request import Request
from actions.social.phrases import say
from actions.social.unclear import unclear

#: Kinds of question that a later message can take up again.
QUESTIONS: dict[str, Handler] = {
    "award_amount": awards.award_amount,
    "calculate": awards.calculate,
    "eligibility": awards.eligibility,
    "how_to_apply": procedure.how_to_apply,
    "contact": procedure.contact,
    "dispute_station": stations.dispute_station,
    "service_station": stations.service_station,
    "responsible_unit": clauses.responsible_unit,
    "clause_content": clauses.clause_content,
    "definition": clauses.definition,
    "validity": documents.validity,
    "document_info": documents.document_info,
    "list_policies": documents.list_policies,
    "target": targets.target,
    "list_awards": overviews.list_awards,
    "compare_regions": overviews.compare_regions,
    "stacking": overviews.stacking,
}


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
    "nlu_fallback": unclear,
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
