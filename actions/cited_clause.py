"""Messages that go on about the clause which the last answer was taken from.

这条 means it, and so does a message that names nothing and uses its words (试点是针对哪些企业 after a clause about a
pilot), whatever the classifier, which doesn't know what was said before, takes it for.
"""

from __future__ import annotations

import re
from dataclasses import replace

from actions.asks_number import asks_how_much
from actions.clause_finding import clauses_for
from actions.dialogue import Focus
from actions.evidence import passages_for, shown_by
from actions.intents import SHOWS_NOTHING
from actions.request import Request

#: Answers about notices as a whole: the clauses that they cite are not what 这条 means.
WHOLE_NOTICE = ("validity", "document_info", "list_policies", "list_awards", "compare_regions", "stacking")
_ABOUT_UNITS_OR_WORDS = ("responsible_unit", "clause_content", "contact")
#: 这条, 负责这块 point back; 出海这块 names its matter itself.
THAT_CLAUSE = re.compile(
    r"(?:^|[，,。;；!！?？\s]|负责|管|的|看|问|说|搞|抓|办|做|是|干)"
    r"[这那该]一?(?:条|款|项|个|块|份?机制|件事|事|些|句|段|部分|内容|里)|刚才|刚刚|上面|前面"
)
#: Kinds of answer that are a clause's words, or rest on one clause.
_FROM_A_CLAUSE = ("clause_content", "definition", "responsible_unit", "contact", "dispute_station", "service_station")
#: Intents that a message which only goes on is easily taken for besides those that show nothing.
_MISTAKEN = (*SHOWS_NOTHING, "definition", "list_awards", "eligibility", "target", "document_info", "explain")
#: From this confidence on the classifier is believed, unless much of the message is in the clause.
_SURE = 0.85
#: What the words that a message shares with the clause must weigh (idf: 4 is one rare word), and be of all its words.
_LEAST, _SHARED, _MUCH_SHARED, _MOST_OF_IT = 1.0, 2.5, 4.0, 0.4


def cited(request: Request, kind: str, intent: str) -> Focus | None:
    """The clause that the last answer cited, for a question that names none; None where it was about a whole notice."""
    if kind in WHOLE_NOTICE or request.dialogue.focus.awards or request.turn.clause_references:
        return None
    keys = _keys(request)
    if not keys or len({key.partition("#")[0] for key in keys}) > 1:
        return None
    if intent not in _ABOUT_UNITS_OR_WORDS:
        return _sharing_words(request, kind, intent, keys)
    if shown_by(request) is not None and not THAT_CLAUSE.search(request.text):
        return None
    if request.dialogue.focus.clauses and kind not in ("clause_content", "definition", "responsible_unit"):
        return None
    most = 1 if kind in ("clause_content", "definition", "responsible_unit", "target") else 2
    focus = request.focus.model_copy(update={"clauses": tuple(keys[:most])})
    return focus if clauses_for(replace(request, focus=focus)) else None


def _keys(request: Request) -> list[str]:
    docs = {source.doc_id for source in request.scope.sources}
    return [
        f"{doc}#{label}"
        for doc, label in dict.fromkeys(request.dialogue.cited)
        if doc in docs and (clause := request.kb.sources[doc].clause(label)) and clause.kind == "clause"
    ]


def _sharing_words(request: Request, kind: str, intent: str, keys: list[str]) -> Focus | None:
    if kind not in _FROM_A_CLAUSE or intent not in _MISTAKEN or request.turn.reading.ids("region"):
        return None
    held = [p for p in passages_for(request) if f"{p.doc_id}#{p.clause.cite_label}" in keys]
    if not held:
        return None
    weight, coverage = held[0].weight, held[0].coverage
    sure = request.turn.confidence >= _SURE and not asks_how_much(request.text)
    much = weight >= _MUCH_SHARED or (coverage >= _MOST_OF_IT and weight >= _SHARED)
    if not much and (sure or not (weight >= _SHARED or (coverage >= _MOST_OF_IT and weight >= _LEAST))):
        return None
    return Focus(clauses=(f"{held[0].doc_id}#{held[0].clause.cite_label}",))
