"""What the notices themselves say on a message, whatever the classifier takes it for.

Nobody can give every subject of every notice a name. Where the words of a message stand together in a sentence of a
notice, that sentence is what was asked for, unless the message shows by its words (cues.yaml) that it asks for
something that is answered in another way.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from actions.request import Request
from policy_kb.knowledge import Source
from policy_kb.passages import Passage, content_words

_CUES_FILE = Path(__file__).with_name("cues.yaml")

#: A passage is worth showing from this share of the message's words and this much weight on (idf: 4 is one rare word);
#: where no place is named it must be clearer.
_FAIR, _FAIR_WEIGHT = 0.25, 3.5
_PLAIN, _PLAIN_WEIGHT = 0.4, 9.0
#: How likely the second intent must be to be taken for its words.
_LEAST, _HALF_AS_LIKELY = 0.1, 0.25
_WHOLE, _WHOLE_WEIGHT = 0.9, 2.5
#: In a conversation a single word may as well be about what was talked of.
_SEVERAL = 2
_CLEAR, _CLEAR_WEIGHT = 0.5, 6.0
#: Two words or three that hardly any clause has are enough among others.
_RARE, _RARE_WEIGHT = 0.3, 9.0
#: A long story holds many words that no notice has.
_LONG, _FAIR_IN_A_STORY, _STORY_WEIGHT = 60, 0.1, 9.0
#: From this confidence on the classifier is believed without a cue.
_SURE = 0.85
#: Below this one a cue proves nothing either.
_UNSURE = 0.25
_BASED_ON = re.compile(r"依据|根据|按照|照着|文号")
_OF_NO_SUBJECT = ("validity", "list_policies", "stacking")
#: A question of which less is known is none for this desk, unless the classifier is this sure of it.
_KNOWN, _SURE_INSIDE = 0.34, 0.9
#: Out of scope, unless the notice clearly holds it; less easily where the message names a place that has a notice.
_SURELY_OUTSIDE, _SURELY_ELSEWHERE = 0.7, 0.8
_MONEY_WORDS = re.compile(r"[奖补钱]|资助|金额|几多|资金|现金|[拿给领发拨]多少|[多几]少?[万千元]")
#: What a passage must weigh to be preferred to the awards of another place.
_ELSEWHERE_WEIGHT = 8.0
_WROTE = (
    "管不管",
    "支不支持",
    "包不包括",
    "提没提",
    "提到",
    "提了",
    "有写",
    "写没",
    "写了",
    "写着",
    "怎么写",
    "咋写",
    "怎么说",
    "咋说",
    "说法",
    "讲了",
    "讲的",
    "怎么讲",
    "咋讲",
    "规定",
    "文件里",
    "原文",
)
_MAY_BE_ABOUT_ANYTHING = (
    *("out_of_scope", "nlu_fallback", "inform", "follow_up", "help", "more", "explain", "human", "bot_challenge"),
    *("complaint", "restart", "abuse", "deny", "affirm", "greet", "thanks", "goodbye", "cancel", "correct"),
)
_MONEY = ("award_amount", "calculate", "eligibility", "list_awards")


@cache
def _cues() -> dict[str, list[str]]:
    found: dict[str, list[str]] = yaml.safe_load(_CUES_FILE.read_text(encoding="utf-8"))
    return found


def passages_for(request: Request) -> tuple[Passage, ...]:
    """What the notices in scope hold of the message's words, best first."""
    docs = [source.doc_id for source in request.scope.sources]
    everywhere = len(docs) == len(request.kb.sources)
    return request.kb.passages.find(request.turn.reading, None if everywhere else docs)


def shown_by(request: Request) -> Passage | None:
    """The passage that the message is about; None where none is clear enough."""
    found = passages_for(request)
    if not found or not found[0].clause.label:
        return None
    if request.dialogue.kind is not None and not content_words(request.turn.reading, ()):
        return None  # 归谁 goes on about what was talked of
    best = found[0]
    placed = bool(request.scope.named)
    story = len(request.text) > _LONG and best.coverage >= _FAIR_IN_A_STORY and best.weight >= _STORY_WEIGHT
    goes_on = request.dialogue.kind is not None and len(best.words) < _SEVERAL
    whole = best.coverage >= _WHOLE and best.weight >= _WHOLE_WEIGHT and not goes_on
    fair = whole or (best.coverage >= _FAIR and best.weight >= _FAIR_WEIGHT)
    rare = best.coverage >= _RARE and best.weight >= _RARE_WEIGHT
    clear = rare or (best.coverage >= _CLEAR and best.weight >= _CLEAR_WEIGHT * (2 - best.coverage) / 1.5)
    return best if clear or (placed and (fair or story)) else None


def named_by_words(request: Request) -> Passage | None:
    """The passage that a message is about, or the one that holds all of the few words which it says."""
    if (passage := shown_by(request)) is not None:
        return passage
    found = passages_for(request)
    return found[0] if found and found[0].coverage >= _WHOLE and found[0].weight >= _WHOLE_WEIGHT else None


def source_of(request: Request, passage: Passage) -> Source:
    """The notice that holds a passage."""
    return request.kb.sources[passage.doc_id]


def _answers_what_was_asked(request: Request) -> bool:
    asked = request.dialogue.asked
    return asked in request.facts and asked not in request.dialogue.facts


def asks_what_it_says(request: Request, intent: str) -> bool:
    """Whether a message that was taken for ``intent`` rather asks what a notice says on something."""
    turn, focus = request.turn, request.focus
    if intent == "clause_content" or not turn.text:
        return False
    if request.telling or (request.dialogue.asked and _answers_what_was_asked(request)):
        return False
    sure = turn.confidence if intent == turn.intent else 1.0
    if intent != turn.intent and intent == likelier(request):
        sure = dict(turn.ranking)[intent]
    if intent == "stacking" and not shows_itself(request, intent):
        sure = min(sure, _UNSURE)
    told = bool(turn.reading.quantities) and bool(request.rules)
    if intent in _MAY_BE_ABOUT_ANYTHING:
        offered = any(not choice.focus.institutions for choice in request.dialogue.choices)
        waiting = bool(request.dialogue.asked or offered or request.dialogue.unconfirmed)
        first = intent == "inform" and request.dialogue.kind is None
        outside = _SURELY_ELSEWHERE if request.scope.named else _SURELY_OUTSIDE
        limit = outside if intent == "out_of_scope" else _SURE
        told = told or (intent in ("inform", "nlu_fallback") and bool(focus.awards or turn.reading.ids("applicant")))
        counts = bool(turn.reading.quantities) and intent in ("inform", "correct", "follow_up")
        of_money = request.dialogue.kind in _MONEY or _MONEY_WORDS.search(turn.text) is not None
        if intent in ("inform", "correct", "follow_up") and of_money and len(request.rules) == 1:
            return False
        if waiting or told or counts:
            return False
        passage = shown_by(request)
        if sure >= limit and not first:
            return passage is not None and intent == "out_of_scope" and bool(request.scope.named) and _plain(passage)
        goes_on = request.dialogue.kind is not None
        return passage is not None and (not goes_on or passage.weight >= _CLEAR_WEIGHT)
    if told or (request.rules and focus.awards and not request.elliptic and intent in _MONEY):
        return False
    named = focus.targets if intent == "target" else focus.institutions if intent.endswith("station") else ()
    if named and not request.elliptic:
        return False
    if intent == "compare_regions" and len(request.scope.named) > 1:
        return False
    passage = shown_by(request)
    if intent in _MONEY and request.scope.named:
        unpaid = all(s.reviewed is not None and s.reviewed.amounts == "none" for s in request.scope.sources)
        if _MONEY_WORDS.search(_without_names(request)):
            return False
        if unpaid and not request.elliptic and (best := passages_for(request)[:1]) and best[0].weight >= _WHOLE_WEIGHT:
            return True
    if passage is None:
        return False
    if intent in (*_MONEY, "stacking") and not request.scope.named and not request.elliptic:
        if focus.awards and intent != "stacking":
            return False
        # No place is said: a notice without amounts may be the one that holds the matter.
        silent = source_of(request, passage).reviewed
        return silent is not None and silent.amounts == "none" and passage.weight >= _ELSEWHERE_WEIGHT
    wrote = any(word in turn.text for word in _WROTE)
    if intent == "document_info" and passage.weight >= _CLEAR_WEIGHT and passage.coverage >= _FAIR:
        title = source_of(request, passage).title
        return not _BASED_ON.search(turn.text) and any(word not in title for word in passage.words)
    return wrote or sure < _UNSURE or (sure < _SURE and not any(cue in turn.text for cue in _cues().get(intent, ())))


def _without_names(request: Request) -> str:
    """The message without names that hold words of money and ask for none (专利奖)."""
    text = request.text
    for mention in request.turn.reading.mentions:
        if mention.ids("topic") and not mention.ids("award"):
            text = text.replace(mention.text, " ")
    return text


def _plain(passage: Passage) -> bool:
    """Whether a notice so clearly holds what was asked that the classifier must be wrong."""
    return passage.coverage >= _PLAIN and passage.weight >= _PLAIN_WEIGHT


def likelier(request: Request) -> str | None:
    """The next likely intent where the likeliest shows itself by no word and that one does; None otherwise."""
    top, *others = request.turn.ranking[:3] or (("", 0.0),)
    placed = top[0] == "out_of_scope" and bool(request.scope.named and request.scope.sources)
    if placed and top[1] < _SURELY_ELSEWHERE:
        return next((name for name, p in others if p >= _LEAST and shows_itself(request, name)), None)
    if top[0] not in _cues() or top[1] >= _SURE or shows_itself(request, top[0]):
        return None
    found = [name for name, p in others if p >= max(_LEAST, _HALF_AS_LIKELY * top[1]) and name in _cues()]
    return next((name for name in found if shows_itself(request, name)), None)


def shows_itself(request: Request, intent: str) -> bool:
    """Whether a message has a word that asks for what ``intent`` answers."""
    if intent == "compare_regions" and len(request.scope.named) < 2:
        return False
    return any(cue in request.text for cue in _cues().get(intent, ()))


def lies_outside(request: Request, intent: str) -> bool:
    """Whether nothing that a question says is known here: no name of the knowledge base, no word of a notice."""
    turn = request.turn
    if intent not in _cues() or intent in _OF_NO_SUBJECT or intent != turn.intent or turn.confidence >= _SURE_INSIDE:
        return False
    if any(not mention.ids("applicant") for mention in turn.reading.mentions) or request.rules:
        return False
    goes_on = request.dialogue.kind is not None
    if goes_on and (turn.confidence >= _SURE or any(cue in turn.text for cue in _cues()[intent])):
        return False
    words = content_words(turn.reading, ())
    if not words:
        return False
    found = passages_for(request)
    return not found or found[0].coverage < _KNOWN
