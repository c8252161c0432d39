"""The last question again for another place, and what another place's notice says on a matter that has no name.

A message that holds nothing but a place (靖江有没有, 光说四川的) asks the last question again for it; what it was
about is then looked for in the words of the message that named it (``Dialogue.about``). Where it holds words besides
(四川有没有类似的补偿基金), what the notice of the place says on them is asked for.
"""

from __future__ import annotations

import re
from dataclasses import replace

from actions.dialogue import Focus
from actions.evidence import shown_by
from actions.intents import ASIDES, SHOWS_NOTHING
from actions.mentioned import own_focus
from actions.questions.compare_regions import AGE
from actions.request import Request, resolve
from actions.scope import find_scope
from actions.station_reply import said_services
from actions.turn import said_again
from policy_kb.awards.stated.retraction import after_correction
from policy_kb.language.reading import Reading, read
from policy_kb.passages import content_words

#: Kinds of question whose answer is found by the words of the question.
_BY_WORDS = ("clause_content", "definition", "responsible_unit", "target", "stacking")
#: 漳州又是何时 after the date of another notice, 那漳州多少 after a sum.
_AGAIN_ASKED = {
    "document_info": re.compile(r"又?是?(?:何时|几时|什么时候|啥时候|哪天|哪年|几号|哪一[天年])"),
    "compare_regions": re.compile(r"又?是?(?:何时|几时|什么时候|啥时候|哪天|哪年|几号|哪一[天年])"),
    "validity": re.compile(r"又?是?(?:何时|几时|什么时候|啥时候|哪天|哪年|几号|哪一[天年]|多久|几年)"),
    "award_amount": re.compile(r"又?是?(?:多少|几多|好多)(?:钱|万)?"),
}
PLACE_FILLERS = re.compile(
    r"[\s，,。.!！?？;；:：、~～…\"“”'（）()]|原文|原话|条文"
    r"|(?:又|也)?(?:是|系)?(?:啥|什么|么|哪)(?:样子|样|情形|光景)|是?按?这个(?:比例|标准|数|规矩|算法|办法)(?:来?(?:分|算|给|补))?|又是哪[家个里些]|哪[家个]"
    r"|有没有|有没得|有没|有无|有冇|没有|怎么样|怎样|咋样|如何|什么情况|啥情况|情况|问题|一样|同样|同一|另外|其他"
    r"|[这那同]一?[种类样些](?:的?(?:站|机构|中心|平台|政策|规定))?|[这那]一?[条款段句]|做法"
    r"|怎么[说讲写看]|咋[说讲写看]|[说讲看查问提写][说讲看查问提]?(?:一下|下|哈|到|了|过|的)?|一下|换[成个到]?|改[成为]?|加[上个]?"
    r"|想|要|我|你|您|咱|们|俺|帮|给|麻烦|请|告诉|知道|那|么|这|呢|嗯|哦|噢|喔|啊|呀|吧|嘛|噻|撒|哈|啦|了|吗|不"
    r"|没|冇"
    r"|有|的|嘅|地|也|还|又|再|光|只|单|就|仅|类似|相同|相似|相关|先|都|则|是|系|对于?|关于|至于|来|去|行|好|呃|额|份|边|块|方面|家"
    r"|个|里|头|上|在|事情?|儿|问题|比如|例如|话|省|市|县|区"
)
#: After these, a place with 写没写 or 原文 asks for what its notice says.
_ITS_WORDS = ("responsible_unit", "contact", "definition", "document_info", "validity")
_WROTE = re.compile(r"写|原文|原话|条文|提[没到了过及]|讲[没了过到]|怎么[说讲]|咋[说讲]")
#: 重庆讲没讲示范园区 wants to know what the notice says, whatever was asked before.
_WHETHER_WRITTEN = re.compile(r"([写提讲说])(?:没|到没|了没)\1|有没有[写提讲说]|[写提讲说][到了过]?[没吗]")
#: 那边有没有这种 asks for the matter itself, not for the office or the phone that was asked about on the way.
_WHETHER_THERE = re.compile(
    r"有没有|有没得|有无|有冇|有没(?!有)|[也还]有[吗么没不]|有[这那]?[种类样些]?[^，,。]{0,14}[吗么没不]"
)
#: 淄博也提到专利导航吗
_MENTIONED = re.compile(r"[提写讲说]到[^，,。]{0,12}[吗么没不]|[提写讲说]没[提写讲说]|有没有[提写讲说]")
_AND_THIS_ONE = re.compile(r"[再也还]|加上?|一起|一并|补上")
_ONLY_THIS_ONE = re.compile(r"[光只单就仅]")
_AND_WHAT_OF = re.compile(r"(?:呢|咯)[?？。!！~～]*$")
_POLICY = re.compile(r"政策|规定|措施|办法|扶持|支持|怎么[说写弄搞]")
#: From this weight on a notice somewhere holds words of a message (idf: 4 is one rare word).
_KNOWN = 2.5
_AMOUNTS = re.compile(r"奖(?!项)|补(?!偿)|钱|资助|金额|多少|几多|好多")


def asks_whether_written(text: str) -> bool:
    """Whether a message wants to know if a notice writes of something at all."""
    return _WHETHER_WRITTEN.search(text) is not None


def names_only_a_place(request: Request) -> bool:
    """Whether a message names a place and says nothing else (那重庆呢, 靖江有没有, 四川嘞，也是这个事).

    The subject that is talked about anyway may be named again (那重庆呢，也说说质押).
    """
    reading = request.turn.reading
    if not reading.ids("region") or reading.quantities:
        return False
    same = () if request.elliptic else _same_topics(request)
    if not request.elliptic and not same:
        return False
    rest, position = "", 0
    for mention in reading.mentions:
        rest += reading.text[position : mention.start]
        named = mention.ids("region") or mention.ids("document") or set(mention.ids("topic")) & set(same)
        if not named:
            rest += mention.text
        position = mention.end
    rest += reading.text[position:]
    if asked := _AGAIN_ASKED.get(request.dialogue.kind or ""):
        rest = asked.sub("", rest)
    return not PLACE_FILLERS.sub("", rest)


def _same_topics(request: Request) -> tuple[str, ...]:
    """The topics that a message names, where it names nothing but what the last one was about."""
    own = own_focus(request.turn, request.kb)
    named = own.model_copy(update={"topics": (), "terms": (), "documents": (), "units": (), "awards": ()})
    known = {*request.dialogue.focus.topics}
    known |= {topic for key in request.dialogue.focus.awards for topic in request.kb.book.rules[key].topics}
    return own.topics if not named and own.topics and set(own.topics) <= known else ()


def for_a_place(request: Request, intent: str) -> tuple[Request, str] | None:
    """What a message with a place in it asks in a conversation that is under way; None where it asks by itself."""
    kind = request.dialogue.kind
    if kind is None:
        return None
    if names_only_a_place(request):
        return _for_that_place(request, kind)
    return _on_other_words(request, intent, kind)


def with_the_last_place(request: Request) -> Request | None:
    """跟四川比呢: the place that was talked of beside the one named now; None where the message names its own."""
    before = [code for code in request.dialogue.regions if code not in request.scope.named]
    if len(request.scope.named) != 1 or len(before) != 1 or request.scope.foreign:
        return None
    named = (*before, *request.scope.named)
    return replace(request, scope=find_scope(named, request.focus, request.dialogue, request.kb))


def _for_that_place(request: Request, kind: str) -> tuple[Request, str] | None:
    if request.scope.only_foreign or request.dialogue.waiting:
        return request, kind
    if kind == "compare_regions" and AGE.search(request.dialogue.about):
        kind = "document_info"
    if not request.elliptic:  # the same subject, named again
        request = replace(request, focus=request.dialogue.focus, elliptic=True)
    before = request.dialogue.about_kind
    if kind in ASIDES and _MENTIONED.search(request.text):
        kind = "clause_content"
    if kind in ASIDES and before is not None and before not in ASIDES and _WHETHER_THERE.search(request.text):
        kind = before
    if _was_elsewhere(request) and (again := _asked_again(request, kind, with_numbers=True)) is not None:
        return _without_what_stays_there(again), kind
    if kind == "award_amount" and not request.rules and _asked_for_policy(request.dialogue.about):
        kind = "clause_content"
    if kind == "compare_regions":
        more = _AND_THIS_ONE.search(request.text) and not _ONLY_THIS_ONE.search(request.text)
        if more and len(request.scope.named) == 1 and len(request.dialogue.regions) > 1:
            named = tuple(dict.fromkeys((*request.dialogue.regions, *request.scope.named)))
            scope = find_scope(named, request.focus, request.dialogue, request.kb)
            return replace(request, scope=scope), kind
        if len(request.scope.named) > 1:
            return request, kind
        kind = "clause_content"
    if kind == "list_policies":
        again = _asked_again(request, "clause_content")
        if again is not None and shown_by(again) is not None:
            return again, "clause_content"
    if kind in _ITS_WORDS and _WROTE.search(request.text):
        kind = "clause_content"
    if kind == "award_amount" and not request.rules and asks_whether_written(request.text):
        kind = "clause_content"
    if kind == "definition" and not _defined_here(request):
        kind = "clause_content"
    if kind.endswith("_station") and not said_services(request):
        again = _asked_again(request, kind)
        if again is not None and said_services(again):
            return again, kind
    if kind in _BY_WORDS and not (kind != "clause_content" and request.dialogue.focus.awards and request.rules):
        again = _asked_again(request, kind)
        if again is not None:
            return again, kind
    return request, kind


def _on_other_words(request: Request, intent: str, kind: str) -> tuple[Request, str] | None:
    """四川有没有类似的补偿基金: what the notice of a place says on words that no subject was made of."""
    turn = request.turn
    alone = request.elliptic and not request.telling and not turn.reading.quantities
    if not turn.reading.ids("region") or not alone or request.scope.only_foreign or request.dialogue.waiting:
        return None
    if (
        intent not in (*SHOWS_NOTHING, "explain")
        or kind == "target"
        or turn.clause_references
        or turn.choice is not None
    ):
        return None
    own = {source.region for source in request.kb.sources.values() if source.region}
    words = content_words(_without_phrases(request), own)
    found = request.kb.passages.find(_without_phrases(request), None) if words else ()
    if not found or found[0].weight < _KNOWN:
        if kind == "compare_regions" and len(request.scope.named) == 1:
            return request, "award_amount" if request.rules else "clause_content"
        return None
    if kind in ("responsible_unit", "contact") and _AND_WHAT_OF.search(turn.text):
        return replace(request, focus=Focus(), elliptic=False), kind
    if _AMOUNTS.search(turn.text):
        return None if request.rules else (replace(request, focus=Focus(), elliptic=False), "award_amount")
    return replace(request, focus=Focus(), rules=(), elliptic=False), "clause_content"


def _without_phrases(request: Request) -> Reading:
    """What a message says without taking back an earlier one (搞错了，我说的是四川) and without who asks."""
    text = after_correction(request.text)
    for mention in request.turn.reading.mentions:
        if mention.ids("region") or mention.ids("applicant"):
            text = text.replace(mention.text, " ")
    return read(text, request.kb.lexicon)


def _defined_here(request: Request) -> bool:
    docs = {source.doc_id for source in request.scope.sources}
    terms = [request.kb.terms[name] for name in request.focus.terms]
    figures = [source.doc_id for source, _ in (request.kb.figures[key] for key in request.focus.figures)]
    return any(cite.doc in docs for term in terms for cite in term.citations) or bool(docs & set(figures))


def _asked_for_policy(about: str) -> bool:
    """Whether what is talked of was asked for as a policy, not as a sum: 质押贷款有什么政策."""
    return _POLICY.search(about) is not None and _AMOUNTS.search(about) is None


def _without_what_stays_there(request: Request) -> Request:
    """The request without counts of what has to happen in the region: what firms of one place got, others did not."""
    book = request.kb.book.facts
    return request.with_facts({name: v for name, v in request.facts.items() if not book[name].within_region})


def _was_elsewhere(request: Request) -> bool:
    """Whether the last question was about places without any notice, so that nothing was made of what it told."""
    kb, before = request.kb, request.dialogue.regions
    return bool(before) and not any(kb.sources_for(code) or kb.sources_within(code) for code in before)


def _asked_again(request: Request, kind: str, *, with_numbers: bool = False) -> Request | None:
    """The question that named the subject, asked for the place that is named now.

    Numbers are as a rule told of the place that was named with them; None where there are any, unless they count.
    """
    about = request.dialogue.about
    if not about:
        return None
    turn = said_again(request.turn.raw, kind, read(about, request.kb.lexicon))
    if turn.clause_references or (turn.reading.quantities and not with_numbers):
        return None
    places = [m for m in turn.reading.mentions if m.ids("region") or m.ids("document")]
    for mention in reversed(places):
        about = turn.reading.text[: mention.start] + " " + turn.reading.text[mention.end :]
        turn = said_again(request.turn.raw, kind, read(about, request.kb.lexicon))
    names = [m.text for m in request.turn.reading.mentions if m.ids("region") or m.ids("document")]
    turn = said_again(request.turn.raw, kind, read(f"{' '.join(names)} {about}".strip(), request.kb.lexicon))
    again = resolve(turn, request.dialogue, request.kb, request.on)
    return again if again.scope.named == request.scope.named else None
