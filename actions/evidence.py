"""What the notices themselves say on a message, whatever the classifier takes it for.

Nobody can give every subject of every notice a name. Where the words of a message stand together in a sentence of a
notice, that sentence is what was asked for, unless the message shows by its words (cues.yaml) that it asks for
something that is answered in another way.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import yaml

from actions.request import Request
from policy_kb.knowledge import Source
from policy_kb.passages import Passage, content_words

_CUES_FILE = Path(__file__).with_name("cues.yaml")

#: Logistic regression of "the best passage is what was asked for" over 608 questions of the collection, of its first
#: two batches and of a private set; on 178 of the third and fourth batch right in 85.4 %, against 80.9 % of thresholds
#: by hand. What goes on about something was not among them: there a single word may as well be about what was said.
_HELD, _PLACED, _ASKS_FOR_WORDS, _LIES_OUTSIDE, _BEFOREHAND = 1.9, 2.6, 2.2, -2.0, -4.9
_A_WORD_IN_A_CONVERSATION = -1.0
_SEVERAL = 2
#: How much more a clause counts that reviewers noted for the topic, the term or the institution that a message names.
_OF_ITS_TOPIC, _OF_ITS_TERM = 1.15, 1.4
#: What stands before the clauses repeats their words.
_HEADS = {"opening": 0.8}
#: How likely the second intent must be to be taken for its words.
_LEAST, _HALF_AS_LIKELY = 0.1, 0.25
#: How likely a kind must be that shows itself beside words of a notice.
_LEAST_BESIDE = 0.05
#: What a passage must weigh where a message goes on about something else, and where a notice pays nothing.
_CLEAR_WEIGHT, _OF_ITS_OWN_WEIGHT = 6.0, 1.5
#: What it must weigh where one notice has all the words of a message that was taken for one outside.
_STANDS_WEIGHT = 4.5
#: From this clarity on a notice holds what was asked although the classifier is sure that none does.
_PLAIN = 0.5
#: From this confidence on the classifier is believed without a cue.
_SURE = 0.85
#: Questions about a notice as a whole; their words (执行, 制定, 多久) are those of its clauses as well.
_OF_A_NOTICE = ("validity", "document_info", "list_policies")
_OF_NO_SUBJECT = ("validity", "list_policies", "stacking")
#: A question of which less is known is none for this desk, unless the classifier is this sure of it.
_KNOWN, _SURE_INSIDE = 0.34, 0.9
_MAYBE_OUTSIDE = 0.3
#: Out of scope, unless the notice clearly holds it; less easily where the message names a place that has a notice.
_SURELY_OUTSIDE, _SURELY_ELSEWHERE = 0.7, 0.8
_MONEY_WORDS = re.compile(
    r"(?<!专利)奖(?![项牌])|补(?!偿|充|短|办|交|齐|位)|(?<![贷借花出收缴交付挣赚])钱|资助|金额|几多|资金|现金|报销"
    r"|[拿给领发拨偿赔报贴]多少|给\d+(?:\.\d+)?[万千元]|[多几]少?[万千元]|几个点|[报贴]几|几成|百分之几|百分之多少"
)
#: Words that only this desk's field has.
_OWN_FIELD = re.compile(r"知识产权|专利|商标|版权|著作权|地理标志|贯标")
#: Wants a sum worked out (分担怎么算), not words.
_COMPUTED = re.compile(r"(?:怎么|怎样|如何|咋个?|帮[^，,。]{0,4})算(?!数)|多少钱")
#: A passage that holds all of the few words of a message.
_WHOLE, _WHOLE_WEIGHT = 0.9, 2.5
#: How sure the classifier counts as where no word shows the question.
_UNSURE = 0.25
#: Asks where something is written: the place that other messages name is what this one wants to know.
_WHICH_PLACE = re.compile(r"哪[个座份里几]?(?:城市|地方|省|市|地|文件|政策)|哪里(?:的|提|写|说|讲|要)|哪儿(?:的|提|写)")
#: 哪四级, 哪三方: wants those of a kind told one by one.
_WHICH_ONES = re.compile(r"哪[一二两三四五六七八九十几\d]+[级方步类种大条块样层链个]")
#: What a passage must weigh to be preferred to the awards of another place.
_ELSEWHERE_WEIGHT = 8.0
_PRIZES = ("topic", "term")
_WROTE = (
    "管不管",
    "支不支持",
    "包不包括",
    "提没提",
    "讲没讲",
    "说没说",
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
#: 那个仲裁院全称是什么: an institution's name is asked for, not a notice's.
_CALLED = re.compile(
    r"(?:院|中心|站|所|平台|机构|联盟|基地|委员会|协会|园区?|小组|办公室)(?!.*(?:文件|政策|措施|方案|意见|通知|办法))[^，,。?？]{0,4}"
    r"(?:全称|全名|叫什么|叫啥|名称|名字|叫做什么)"
)
#: A sentence that holds this much of a message which names no subject is what it asks about.
_MOST_OF_IT = 0.6
_PLAIN_KINDS = ("responsible_unit", "contact", "validity", "document_info", "how_to_apply", "stacking", "definition")
_MONEY = ("award_amount", "calculate", "eligibility", "list_awards")


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    found: dict[str, list[str]] = yaml.safe_load(_CUES_FILE.read_text(encoding="utf-8"))
    return {intent: re.compile("|".join(words)) for intent, words in found.items()}


def _has_cue(text: str, intent: str) -> bool:
    pattern = _cues().get(intent)
    return pattern is not None and pattern.search(text) is not None


def passages_for(request: Request) -> tuple[Passage, ...]:
    """What the notices in scope hold of the message's words, best first.

    What reviewers noted as the place of a thing that the message names counts more.
    """
    docs = [source.doc_id for source in request.scope.sources]
    everywhere = len(docs) == len(request.kb.sources)
    found = request.kb.passages.find(request.turn.reading, None if everywhere else docs)
    if request.elliptic or not found:
        return found
    noted = _noted_places(request)
    weighed = [(noted.get((p.doc_id, p.clause.cite_label), 1.0) * _HEADS.get(p.clause.kind, 1.0), p) for p in found]
    raised = [replace(p, weight=p.weight * factor, coverage=min(1.0, p.coverage * factor)) for factor, p in weighed]
    return tuple(sorted(raised, key=lambda passage: -passage.weight))


def _noted_places(request: Request) -> dict[tuple[str, str], float]:
    """Clauses, as (document, label), that reviewers noted for what the message names, and how much that counts."""
    kb, focus = request.kb, request.focus
    places = {
        (source.doc_id, label): _OF_ITS_TOPIC
        for topic in focus.topics
        for source in request.scope.sources
        for label in kb.topics[topic].clauses.get(source.doc_id, ())
    }
    for term in focus.terms:
        places |= {(cite.doc, cite.clause): _OF_ITS_TERM for cite in kb.terms[term].citations}
    for key in focus.institutions:
        places[key.partition("#")[0], kb.institutions[key][1].clause] = _OF_ITS_TERM
    return places


def shown_by(request: Request) -> Passage | None:
    """The passage that the message is about; None where none is clear enough."""
    found = passages_for(request)
    if not found or not found[0].clause.label:
        return None
    if request.dialogue.kind is not None and not content_words(request.turn.reading, ()):
        return None  # 归谁 goes on about what was talked of
    return found[0] if _clarity(request, found[0]) > 0 else None


def _clarity(request: Request, best: Passage) -> float:
    """The log-odds that a passage is what was asked for: how much of the message it holds, whether a place is said,
    and for what the classifier takes the message."""
    likely = dict(request.turn.ranking)
    goes_on = request.dialogue.kind is not None and len(best.words) < _SEVERAL
    return (
        _HELD * math.sqrt(best.weight * best.coverage)
        + _PLACED * (bool(request.scope.named) or _WHICH_PLACE.search(request.text) is not None)
        + _ASKS_FOR_WORDS * (likely.get("clause_content", 0.0) + likely.get("definition", 0.0))
        + _LIES_OUTSIDE * likely.get("out_of_scope", 0.0)
        + _A_WORD_IN_A_CONVERSATION * goes_on
        + _BEFOREHAND
    )


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
    listed = _WHICH_ONES.search(turn.text) is not None and _MONEY_WORDS.search(turn.text) is None
    told = bool(turn.reading.quantities) and bool(request.rules) and not listed
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
        if intent == "out_of_scope" and not request.scope.named and asks_to_act(request):
            return False
        if sure >= limit and not first:
            placed = intent == "out_of_scope" and bool(request.scope.named)
            passage = shown_by(request) if placed else None
            return passage is not None and _clarity(request, passage) >= _PLAIN
        passage = shown_by(request)
        goes_on = request.dialogue.kind is not None
        if goes_on and intent == "out_of_scope" and _stands_there(request):
            return True
        return passage is not None and (not goes_on or passage.weight >= _CLEAR_WEIGHT)
    if told or (request.rules and focus.awards and not request.elliptic and intent in _MONEY and not listed):
        return False
    shown = shows_itself(request, intent)
    named = focus.targets if intent == "target" else focus.institutions if intent.endswith("station") else ()
    if named and not request.elliptic and (shown or intent == "target" or sure >= _SURE):
        return False
    if intent == "compare_regions" and shown:
        return False
    if intent in ("award_amount", "calculate") and request.rules and not request.scope.named:
        return False
    if intent in _MONEY and request.rules and _MONEY_WORDS.search(turn.text):
        return False
    placed_or_talked_of = request.scope.named or (request.dialogue.kind is not None and len(request.scope.sources) == 1)
    if intent in (*_MONEY, "stacking") and placed_or_talked_of and not (intent == "stacking" and shown):
        if intent in _MONEY and _asks_for_money(request):
            return False
        best = next(iter(passages_for(request)), None) if not _pays(request) else None
        goes_on = request.elliptic and request.dialogue.kind is not None
        if best is not None and best.weight >= _OF_ITS_OWN_WEIGHT and not (goes_on and best.coverage < _MOST_OF_IT):
            return True
    if intent in (*_MONEY, "stacking") and not request.scope.named and not request.elliptic:
        return (intent == "stacking" or not focus.awards) and _only_a_silent_notice_has_it(request)
    if intent == "document_info" and not shown and sure < _SURE and request.scope.named:
        passage = shown_by(request)
        return passage is not None and any(word not in source_of(request, passage).title for word in passage.words)
    return _doubtful(request, intent, sure, shown=shown) and shown_by(request) is not None


def _stands_there(request: Request) -> bool:
    """Whether the one notice talked of has all the words of a message (工作要点几年定一次)."""
    passage = named_by_words(request) if len(request.scope.sources) == 1 else None
    return passage is not None and len(passage.words) >= _SEVERAL and passage.weight >= _STANDS_WEIGHT


def _only_a_silent_notice_has_it(request: Request) -> bool:
    """Whether no place is said and it is a notice without amounts that holds the matter."""
    passage = shown_by(request)
    if passage is None:
        return False
    reviewed = source_of(request, passage).reviewed
    return reviewed is not None and reviewed.amounts == "none" and passage.weight >= _ELSEWHERE_WEIGHT


def _doubtful(request: Request, intent: str, sure: float, *, shown: bool) -> bool:
    """Whether a passage would be believed more than that a message asks what ``intent`` answers."""
    if intent in _OF_A_NOTICE and not shown and not request.scope.named:
        return True  # 是哪个文里的: of which notice nobody has said
    if intent == "document_info" and _CALLED.search(request.text):
        return True
    if intent == "how_to_apply" and not shown and request.scope.named and not _pays(request):
        return True  # where nothing is paid there is nothing to apply for
    wrote = any(word in request.turn.text for word in _WROTE)
    if intent in _OF_A_NOTICE:
        return (wrote and not (shown and sure >= _SURE)) or (sure < _SURE and not shown)
    return (wrote or sure < _SURE) and not shown


def _pays(request: Request) -> bool:
    """Whether a notice in scope may name amounts."""
    return any(source.reviewed is None or source.reviewed.amounts != "none" for source in request.scope.sources)


def asks_to_act(request: Request) -> bool:
    """Whether a message asks how to get something done, or what it costs, and not what is written."""
    return _has_cue(request.text, "how_to_apply") or _MONEY_WORDS.search(request.text) is not None


def _asks_for_money(request: Request) -> bool:
    """Whether a message has words of money, the name of a prize (专利奖) not counting as one."""
    text = request.text
    for mention in reversed(request.turn.reading.mentions):
        if mention.text.endswith("奖") and all(kind in _PRIZES for kind, _ in mention.targets):
            text = f"{text[: mention.start]} {text[mention.end :]}"
    return _MONEY_WORDS.search(text) is not None


def likelier(request: Request) -> str | None:
    """The next likely intent where the likeliest shows itself by no word and that one does; None otherwise."""
    top, *others = request.turn.ranking[:3] or (("", 0.0),)
    placed = top[0] == "out_of_scope" and bool(request.scope.named and request.scope.sources)
    if top[0] == "out_of_scope" and top[1] < _SURELY_OUTSIDE and _OWN_FIELD.search(request.text):
        likely = [name for name, p in others if p >= _MAYBE_OUTSIDE and shows_itself(request, name)]
        if likely:
            return likely[0]  # 我想问个知识产权的奖补
    if placed and top[1] < _SURELY_ELSEWHERE:
        return next((name for name, p in others if p >= _LEAST and shows_itself(request, name)), None)
    if top[0] == "correct" and request.dialogue.kind is None:
        return next((name for name, p in others if p >= _LEAST and name in _cues()), None)  # nothing was said before
    if top[0] == "clause_content" and request.rules and not request.scope.named and _COMPUTED.search(request.text):
        return next((name for name, p in others if p >= _LEAST and name in _MONEY), None)
    if top[0] == "clause_content" and top[1] < _SURE and (plain := plainly_asked(request)) is not None:
        return plain if dict(request.turn.ranking).get(plain, 0.0) >= _LEAST_BESIDE else None
    if top[0] not in _cues() or top[1] >= _SURE or shows_itself(request, top[0]):
        return None
    found = [name for name, p in others if p >= max(_LEAST, _HALF_AS_LIKELY * top[1]) and name in _cues()]
    return next((name for name in found if shows_itself(request, name)), None)


def plainly_asked(request: Request) -> str | None:
    """The one kind of question that a message shows itself to be by its words, whatever the classifier makes of it."""
    found = [name for name in _PLAIN_KINDS if shows_itself(request, name)]
    return found[0] if len(found) == 1 else None


def shows_itself(request: Request, intent: str) -> bool:
    """Whether a message has a word that asks for what ``intent`` answers."""
    if intent == "compare_regions" and len(request.scope.named) < 2:
        return False
    return _has_cue(request.text, intent)


def lies_outside(request: Request, intent: str) -> bool:
    """Whether nothing that a question says is known here: no name of the knowledge base, no word of a notice."""
    turn = request.turn
    if _foreign_in_a_place_of_ours(request, intent):
        return True
    if intent not in _cues() or intent in _OF_NO_SUBJECT or intent != turn.intent or turn.confidence >= _SURE_INSIDE:
        return False
    if any(not mention.ids("applicant") for mention in turn.reading.mentions) or request.rules:
        return False
    goes_on = request.dialogue.kind is not None
    if goes_on and (turn.confidence >= _SURE or _has_cue(turn.text, intent)):
        return False
    words = content_words(turn.reading, ())
    if not words:
        return False
    found = passages_for(request)
    return not found or found[0].coverage < _KNOWN


def _foreign_in_a_place_of_ours(request: Request, intent: str) -> bool:
    """Whether a question that may well be outside names nothing but a place, and no notice of it has its words."""
    outside = next((p for name, p in request.turn.ranking if name == "out_of_scope"), 0.0)
    named = {kind for mention in request.turn.reading.mentions for kind, _ in mention.targets}
    if intent in _MONEY and _OWN_FIELD.search(request.text):
        return False
    if intent not in _cues() or outside < _MAYBE_OUTSIDE or not named <= {"region", "applicant"} or request.rules:
        return False
    if request.dialogue.kind is not None or not content_words(request.turn.reading, ()):
        return False
    found = passages_for(request)
    return not found or found[0].coverage < _KNOWN
