"""Messages that take up an earlier one by their own words, whatever the classifier takes them for.

A message that holds nothing but a place (靖江有没有, 光说四川的) asks the last question again for that place; what it
was about is then looked for in the words of the message that named it (``Dialogue.about``). A question without a
subject (归谁管, 啥时候的, 上限多少) is about what the last answer was about, and 这条 about the clause that it cited.
"""

from __future__ import annotations

import re
from dataclasses import replace

from actions.clause_finding import clauses_for
from actions.dialogue import Focus, storable
from actions.evidence import shown_by
from actions.questions.target import other_targets
from actions.request import Request, resolve
from actions.scope import find_scope
from actions.told import QUESTION
from actions.told_together import asks_for_sum
from actions.turn import said_again
from policy_kb.awards import APPLICANT_FACT
from policy_kb.catalogue.schema import Target
from policy_kb.knowledge import Source
from policy_kb.language.reading import read

#: From this confidence on the classifier is believed.
_SURE = 0.85
_MONEY = ("award_amount", "calculate", "eligibility")
#: Kinds of question whose answer is found by the words of the question.
_BY_WORDS = ("clause_content", "definition", "responsible_unit", "target", "stacking")
#: Answers about notices as a whole: the clauses that they cite are not what 这条 means.
_WHOLE_NOTICE = ("validity", "document_info", "list_policies", "list_awards", "compare_regions", "stacking")
_PLACE_FILLERS = re.compile(
    r"[\s，,。.!！?？;；:：、~～…\"“”'（）()]|原文|原话|条文"
    r"|有没有|有没得|有没|有无|有冇|没有|怎么样|怎样|咋样|如何|什么情况|啥情况|情况|问题|一样|同样|同一|另外|其他"
    r"|怎么[说讲写看]|咋[说讲写看]|[说讲看查问提写][说讲看查问]?(?:一下|下|哈|到|了|过|的)?|一下|换[成个到]?|改[成为]?|加[上个]?"
    r"|想|要|我|你|您|咱|们|俺|帮|给|麻烦|请|告诉|知道|那|么|这|呢|嘞|咧|哩|呐|捏|嗯|哦|噢|喔|啊|呀|吧|嘛|噻|撒|哈|啦|了|吗|不"
    r"|没|冇"
    r"|有|的|嘅|地|也|还|又|再|光|只|单|就|仅|类似|相同|相似|相关|先|都|则|是|系|对于?|关于|至于|来|去|行|好|呃|额|份|边|块|方面|家"
    r"|个|里|头|上|在|事情?|儿|问题|比如|例如|话|省|市|县|区"
)
#: After these, a place with 写没写 or 原文 asks for what its notice says.
_ITS_WORDS = ("responsible_unit", "contact", "definition", "document_info", "validity")
_WROTE = re.compile(r"写|原文|原话|条文|提[没到了过及]|讲[没了过到]|怎么[说讲]|咋[说讲]")
_AND_THIS_ONE = re.compile(r"[再也还]|加上?|一起|一并|补上")
_ONLY_THIS_ONE = re.compile(r"[光只单就仅]")
_LONGEST_ELLIPSIS = 20
_HOW_MUCH = re.compile(r"多少|几多|好多|几[万千钱]")
_AND_WHAT_OF = re.compile(r"(?:呢|嘞|咧|哩|呐|捏|咯|喃)[?？。!！~～]*$")
#: 这条, 负责这块 point back; 出海这块 names its matter itself.
_THAT_CLAUSE = re.compile(
    r"(?:^|[，,。;；!！?？\s]|负责|管|的|看|问|说|搞|抓|办|做|是|干)"
    r"[这那该]一?(?:条|款|项|个|块|份?机制|件事|事|些|句|段|部分|内容|里)|刚才|刚刚|上面|前面"
)
_WHEN = re.compile(r"啥时候?|什么时候|什么时间|何时|几时|哪一?[天年月日]|几[号月年]|多久|多会儿?")
_ENDS = re.compile(r"到期|过期|为止|截止|失效|作废|结束|有效|到(?:啥|什么|何|几|哪)")
_ISSUED = re.compile(r"发的|[印发颁出][发布台文]?的?|公布|公开|写的|定的|落款|新")
_MOST = re.compile(r"上限|封顶|顶格|最高|最多|顶天|顶多|到顶|满额|最少|最低|保底|起步")
_HOW_COMPUTED = re.compile(r"(?:怎么|怎样|如何|咋个?|哪[里儿])[^，,。]{0,3}(?:算(?!数)|得[出来]|出?来的)")
#: Questions that a message without a subject can be taken for although it goes on about an award.
_MISTAKEN_FOR_MONEY = (
    *("list_awards", "out_of_scope", "nlu_fallback", "definition", "target", "clause_content", "validity"),
    *("how_to_apply", "list_policies", "more", "inform", "follow_up", "service_station", "dispute_station"),
)
_GOES_ON = ("target", "out_of_scope", "nlu_fallback", "inform", "follow_up", "correct", "more")
_MAY_BE_A_TARGET = (
    *(*_GOES_ON, *_MONEY, "how_to_apply", "compare_regions", "document_info", "definition", "clause_content"),
    *("explain", "help", "bot_challenge", "list_awards", "list_policies", "complaint", "human"),
)
_ABOUT_UNITS_OR_WORDS = ("responsible_unit", "clause_content", "contact")
#: Rights and papers that run out by law; no notice says when.
_A_RIGHT = (
    r"(?:软著|著作权|版权|商标|外观设计?|实用新型|发明|专利|集成电路布图|植物新品种|地理标志|注册证|证书)"
    r"(?:权|证书?|登记)?"
)
_RUNS_OUT = re.compile(
    rf"{_A_RIGHT}[^，,。;；]{{0,4}}(?:多少年|几年|多久|多长时间|何时|几时|啥时候?|什么时候|哪[天年])"
    r"[^，,。;；]{0,4}(?:过期|到期|失效|有效|续|保护|没用)"
    rf"|{_A_RIGHT}[^，,。;；]{{0,3}}(?:保护期|有效期|期限)[^，,。;；]{{0,4}}(?:多少年|几年|多久|多长)"
)
_OF_A_NOTICE = re.compile(r"政策|文件|措施|方案|意见|办法|通知|规定|条例|细则|[奖补]|申[报请]")


def taken_up(request: Request, intent: str) -> tuple[Request, str] | None:
    """The question that a message takes up, as a request of its own, and its kind; None where it takes up none."""
    if runs_out_by_law(request):
        return request, "out_of_scope"
    kind = request.dialogue.kind
    if kind is None or request.dialogue.unconfirmed is not None:
        return None
    if intent not in _MONEY and _tells_more_of_the_award(request, kind):
        return request, "inform"
    if intent == "stacking" and _asks_what_they_come_to(request):
        return request, "award_amount"
    if names_only_a_place(request):
        return _for_that_place(request, kind)
    if kind == "target" and (found := _targets(request, intent)):
        focus = Focus(targets=tuple(f"{source.doc_id}#{entry.id}" for source, entry in found))
        return replace(request, focus=focus, elliptic=False), "target"
    if intent in ("follow_up", "inform") and kind in ("responsible_unit", "contact") and _names_another(request):
        return request, kind
    if not request.elliptic or request.telling or request.turn.reading.quantities:
        return None
    if asked := _when(request, kind):
        return request, asked
    if request.dialogue.focus.awards and intent in _MISTAKEN_FOR_MONEY and shown_by(request) is None:
        if _MOST.search(request.text):
            return request, "award_amount"
        if _HOW_COMPUTED.search(request.text) and kind in _MONEY:
            return request, "explain"
    if intent == "explain" and kind in _WHOLE_NOTICE and request.turn.confidence < _SURE:
        return request, "clause_content"
    if intent in _ABOUT_UNITS_OR_WORDS and request.dialogue.focus.awards and _THAT_CLAUSE.search(request.text):
        return replace(request, elliptic=False), intent
    if intent in _ABOUT_UNITS_OR_WORDS and (clause := _cited(request, kind)):
        return replace(request, focus=clause, elliptic=False), intent
    return None


def _targets(request: Request, intent: str) -> list[tuple[Source, Target]]:
    if request.focus.targets and not request.elliptic:
        goes_on = intent in _GOES_ON or (intent in _MAY_BE_A_TARGET and _AND_WHAT_OF.search(request.text) is not None)
        return [request.kb.targets[key] for key in request.focus.targets] if goes_on else []
    known = _MAY_BE_A_TARGET if request.elliptic else _GOES_ON
    return other_targets(request) if intent in known and not request.turn.clause_references else []


def _tells_more_of_the_award(request: Request, kind: str) -> bool:
    """海外官司打赢了 while an award is talked of that asks for it: a fact, no question about help with it."""
    awards = set(request.dialogue.focus.awards)
    if kind not in _MONEY or not request.rules or not {rule.key for rule in request.rules} <= awards:
        return False
    before = request.dialogue.facts
    told = {n for n, v in storable(request.facts).items() if n != APPLICANT_FACT and before.get(n) != v}
    accepted = {name for rule in request.rules for name in rule.accepted_facts}
    return bool(told & accepted) and not QUESTION.search(_AND_WHAT_OF.sub("", request.text))


def _asks_what_they_come_to(request: Request) -> bool:
    """那两个奖加起来多少 asks for the sum of what was computed, not whether they may be combined."""
    keys = {rule.key for rule in request.rules}
    several = len(keys) > 1 and keys <= set(request.dialogue.computed)
    return several and asks_for_sum(request.text) and _HOW_MUCH.search(request.text) is not None


def _names_another(request: Request) -> bool:
    """代理那条呢 after a question about offices: the same of another matter, whatever else it is said with."""
    if request.turn.reading.quantities or request.rules or len(request.text) > _LONGEST_ELLIPSIS:
        return False
    return _AND_WHAT_OF.search(request.text) is not None and (not request.elliptic or shown_by(request) is not None)


def names_only_a_place(request: Request) -> bool:
    """Whether a message names a place and says nothing else (那重庆呢, 靖江有没有, 四川嘞，也是这个事)."""
    reading = request.turn.reading
    if not reading.ids("region") or not request.elliptic or reading.quantities:
        return False
    rest, position = "", 0
    for mention in reading.mentions:
        rest += reading.text[position : mention.start]
        if not (mention.ids("region") or mention.ids("document")):
            rest += mention.text
        position = mention.end
    return not _PLACE_FILLERS.sub("", rest + reading.text[position:])


def runs_out_by_law(request: Request) -> bool:
    """Whether a message asks when a right runs out (商标几年到期), which is the law's to say and no notice's."""
    named = request.turn.reading.ids("region") or request.turn.reading.ids("document")
    return not named and _RUNS_OUT.search(request.text) is not None and not _OF_A_NOTICE.search(request.text)


def _for_that_place(request: Request, kind: str) -> tuple[Request, str] | None:
    if request.scope.only_foreign or request.dialogue.waiting:
        return request, kind
    if kind == "compare_regions":
        more = _AND_THIS_ONE.search(request.text) and not _ONLY_THIS_ONE.search(request.text)
        if more and len(request.scope.named) == 1 and len(request.dialogue.regions) > 1:
            named = tuple(dict.fromkeys((*request.dialogue.regions, *request.scope.named)))
            scope = find_scope(named, request.focus, request.dialogue, request.kb)
            return replace(request, scope=scope), kind
        if len(request.scope.named) > 1:
            return request, kind
        kind = "clause_content"
    if kind in _ITS_WORDS and _WROTE.search(request.text):
        kind = "clause_content"
    if kind == "definition" and not _defined_here(request):
        kind = "clause_content"
    if kind in _BY_WORDS and not (kind != "clause_content" and request.dialogue.focus.awards and request.rules):
        again = _asked_again(request, kind)
        if again is not None:
            return again, kind
    return request, kind


def _defined_here(request: Request) -> bool:
    docs = {source.doc_id for source in request.scope.sources}
    terms = [request.kb.terms[name] for name in request.focus.terms]
    figures = [source.doc_id for source, _ in (request.kb.figures[key] for key in request.focus.figures)]
    return any(cite.doc in docs for term in terms for cite in term.citations) or bool(docs & set(figures))


def _asked_again(request: Request, kind: str) -> Request | None:
    """The question that named the subject, asked for the place that is named now."""
    about = request.dialogue.about
    if not about:
        return None
    turn = said_again(request.turn.raw, kind, read(about, request.kb.lexicon))
    if turn.clause_references or turn.reading.quantities:
        return None
    places = [m for m in turn.reading.mentions if m.ids("region") or m.ids("document")]
    for mention in reversed(places):
        about = turn.reading.text[: mention.start] + " " + turn.reading.text[mention.end :]
        turn = said_again(request.turn.raw, kind, read(about, request.kb.lexicon))
    names = [m.text for m in request.turn.reading.mentions if m.ids("region") or m.ids("document")]
    turn = said_again(request.turn.raw, kind, read(f"{' '.join(names)} {about}".strip(), request.kb.lexicon))
    again = resolve(turn, request.dialogue, request.kb, request.on)
    return again if again.scope.named == request.scope.named else None


def _when(request: Request, kind: str) -> str | None:
    """啥时候的 after a question about a notice: its date, or its end where that was talked of."""
    if kind not in ("document_info", "validity", "list_policies") or not _WHEN.search(request.text):
        return None
    if _ENDS.search(request.text):
        return "validity"
    if _ISSUED.search(request.text):
        return "document_info"
    rest = _PLACE_FILLERS.sub("", _WHEN.sub("", request.text))
    return ("document_info" if kind == "list_policies" else kind) if not rest else None


def _cited(request: Request, kind: str) -> Focus | None:
    """The clause that the last answer cited, for a question that names none; None where it was about a whole notice."""
    if kind in _WHOLE_NOTICE or request.dialogue.focus.awards or request.turn.clause_references:
        return None
    docs = {source.doc_id for source in request.scope.sources}
    keys = [
        f"{doc}#{label}"
        for doc, label in dict.fromkeys(request.dialogue.cited)
        if doc in docs and (clause := request.kb.sources[doc].clause(label)) and clause.kind == "clause"
    ]
    if not keys or len({key.partition("#")[0] for key in keys}) > 1:
        return None
    if shown_by(request) is not None and not _THAT_CLAUSE.search(request.text):
        return None
    if request.dialogue.focus.clauses and kind not in ("clause_content", "definition", "responsible_unit"):
        return None
    most = 1 if kind in ("clause_content", "definition", "responsible_unit", "target") else 2
    focus = request.focus.model_copy(update={"clauses": tuple(keys[:most])})
    return focus if clauses_for(replace(request, focus=focus)) else None
