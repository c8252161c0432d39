"""Messages that take up an earlier one by their own words, whatever the classifier takes them for.

A message that holds nothing but a place (靖江有没有, 光说四川的) asks the last question again for that place; what it
was about is then looked for in the words of the message that named it (``Dialogue.about``). A question without a
subject (归谁管, 啥时候的, 上限多少) is about what the last answer was about, and 这条 about the clause that it cited.
"""

from __future__ import annotations

import re
from dataclasses import replace

from actions.asks_number import asks_for_limit, asks_for_share
from actions.cited_clause import THAT_CLAUSE, WHOLE_NOTICE, cited
from actions.claimed import party_named
from actions.clause_finding import clauses_for
from actions.dialogue import Focus, storable
from actions.earlier_subject import goes_back
from actions.evidence import named_by_words, shown_by
from actions.hints import asks_what_counts
from actions.intents import SHOWS_NOTHING
from actions.outside import matter_of_another_desk
from actions.places import PLACE_FILLERS, for_a_place, with_the_last_place
from actions.questions.compare_regions import AGE, COMPARING
from actions.questions.target import asks_whether_done, other_targets
from actions.request import Request
from actions.scope import find_scope
from actions.several_years import asks_how_often, names_several_years
from actions.stations_meant import stations_meant
from actions.told import LATER, QUESTION, remembered_facts
from actions.told_together import asks_for_sum
from policy_kb.awards import APPLICANT_FACT, Rule
from policy_kb.awards.amount import Share
from policy_kb.awards.whatif import stated_sums
from policy_kb.catalogue.schema import Target
from policy_kb.knowledge import Source
from policy_kb.language.reading import read
from policy_kb.passages import content_words

#: From this confidence on the classifier is believed.
_SURE = 0.85
#: From this confidence on a message with a matter of its own is believed to compare with the place before.
_SURE_TO_COMPARE = 0.45
_MONEY = ("award_amount", "calculate", "eligibility")
_LONGEST_ELLIPSIS = 20
_A_WORD_OR_TWO = 8
_HOW_MUCH = re.compile(r"多少|几多|好多|几[万千钱]")
#: 两笔加一块: what they come to, where nothing is asked of whether they may be combined.
_ONLY_ADDS = re.compile(
    r"[那这把]?[两二三四几]?[笔个项样种]?(?:奖|补助|补贴|钱)?(?:都|全部?)?(?:加|合)(?:在)?(?:一[块起]儿?|起来|到一[块起])(?:呢|吧|嘛)?[?？。]*"
)
_AND_WHAT_OF = re.compile(r"(?:呢|咯)[?？。!！~～]*$")
_WHEN = re.compile(r"日期|啥时候?|什么时候|什么时间|何时|几时|哪一?[天年月日]|几[号月年]|多久|多会儿?")
_ENDS = re.compile(r"到期|过期|为止|截止|失效|作废|结束|有效|到(?:啥|什么|何|几|哪)")
_ISSUED = re.compile(r"发的|[印发颁出][发布台文]?的?|公布|公开|写的|定的|落款|新")
_HOW_COMPUTED = re.compile(r"(?:怎么|怎样|如何|咋个?|哪[里儿])[^，,。]{0,3}(?:算(?!数)|得[出来]|出?来的)")
#: 第几条, 写在哪: where what was just said stands.
_WHERE_WRITTEN = re.compile(
    r"第几[条款项点]|哪一?[条款](?!街|路)|(?:写|出自|来自|出)[^，,。]{0,3}(?:哪里|哪儿|哪个地方|哪份|何处)|在[^，,。]{0,3}(?:哪里|哪儿|哪个地方|哪份|何处)(?:写|的|呢|啊|呀|[?？。])*$|出处|依据是(?:什么|啥|哪)"
)
#: 把条文贴出来, 原话给我看看: the clause's own words.
_ITS_WORDS = re.compile(
    r"(?:条文|原文|原话|原句|条款)[^，,。]{0,4}[贴发给念读看瞅瞧晒亮列摆]|[贴发给念读看瞅瞧晒亮列摆][^，,。]{0,4}(?:条文|原文|原话|原句|条款)"
    r"|[这那]一?[句条段款]的?(?:条文|原文|原话)"
)
#: 达标的话一年给多少, 要是都满足呢: what the award pays to whoever meets its conditions.
_ALL_MET = re.compile(
    r"(?:达标|符合|满足|够格|合格|够条件|条件都?够|都齐)了?(?:条件|要求)?的话"
    r"|(?:如果|假如|假设|要是|只要|万一|真要?)我?们?(?:能|都|全|全都|真|也)*(?:达标|符合|满足|够格|合格|够条件)"
)
#: 质押融资那段呢, after whatever was asked
_THAT_PART = re.compile(r"那一?(?:段|条|部分|章|节)呢")
#: 人才那条打头的是哪家: the clause that has these words in its heading.
_NAMED_PART = re.compile(r"(?P<matter>[\u3400-\u9fff]{2,10}?)的?[那这]一?[条段项章节块]")
#: 银行那部分
_PART_OF_IT = re.compile(r"[这那]一?(?:部分|份|块)[?？。]*$")
#: 漳州是几比几 asks for a share, not for another place beside it.
_SHARE = re.compile(r"[几\d]比[几\d]|比例")
#: 收费不, 要钱吗 after an institution or a clause: what its help costs.
_FEE = re.compile(r"收不?收?费|收不收钱|收钱|要不?要?钱|花不?花?钱|免不?免?费|费用")
_PENALTY = re.compile(
    r"罚(?:款|金|钱)?[^，,。;；]{0,3}(?:多少|几|好多)|(?:怎么|咋|如何)(?:处?罚|处分|追责)"
    r"|(?:假|侵权|冒|抄|仿|山寨|套牌|盗)[^，,。;；]{0,8}(?:罚|赔|判)(?:款|金|偿)?[^，,。;；]{0,3}(?:多少|几|好多)"
)
_OF_HELP = ("dispute_station", "service_station", "how_to_apply", "clause_content", "responsible_unit", "contact")
#: 总盘子多大: of a fund that a clause speaks of.
_SCALE = re.compile(r"(?:资金|基金|池子?|盘子?|规模|总额|总共)[^，,。;；]{0,4}(?:多大|有?多少(?!钱)|几个?亿|几多)")
_OF_WHICH_NOTICE = ("document_info", "validity")
_OF_A_PART = (*SHOWS_NOTHING, "responsible_unit", "contact", "clause_content")
#: 里头那个工作站: something that the clause just quoted speaks of.
_INSIDE = re.compile(r"里[头面边]|上面|文中|文里|条里|其中")
#: 能具体点吗, 展开说说: the clause as a whole.
_IN_DETAIL = re.compile(r"具体(?:一?[点些下]|说|讲)|详细|展开|细说|说细|说清楚|讲清楚|完整")
_MAY_ASK_WHERE = (*SHOWS_NOTHING, "clause_content", "document_info", "explain")
#: How often: 每年都有还是一次.
_TIMES = ("次", "回", "年")
#: Questions that a message without a subject can be taken for although it goes on about an award.
_MISTAKEN_FOR_MONEY = (
    *("list_awards", "out_of_scope", "nlu_fallback", "definition", "target", "clause_content", "validity"),
    *("how_to_apply", "list_policies", "more", "inform", "follow_up", "service_station", "dispute_station"),
)
#: After these 人才方面呢 asks what the notice says on it.
_ON_ANOTHER_MATTER = ("clause_content", "list_awards", "definition", "document_info", "validity", "how_to_apply")
#: 谁来认定, 谁审核: the office of what is talked of, not a matter of its own.
_PROCEDURE = re.compile(r"认定|审核|审批|核定|评定|评审|受理|发放|拨付|兑现|把关|说了算|[审核批定发]")
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
#: 截止日期是几号 after how to apply: until when papers are taken, not how long the notice holds.
_DEADLINE = re.compile(r"截止|最[晚迟]|(?:几[号月]|哪一?天|什么时候|啥时候?|何时)[之以]?前|赶得[上及]|来得及")
#: 刚才那个保险的原文: back to what was talked of before.
_BEFORE = re.compile(r"刚才|刚刚|之前|前面|早先|一开始|最开始|开头")
_OF_A_NOTICE = re.compile(r"政策|文件|措施|方案|意见|办法|通知|规定|条例|细则|[奖补]|申[报请]")


def taken_up(request: Request, intent: str) -> tuple[Request, str] | None:
    """The question that a message takes up, as a request of its own, and its kind; None where it takes up none."""
    if runs_out_by_law(request):
        return request, "out_of_scope"
    kind = request.dialogue.kind
    if kind is not None and goes_back(request.turn):
        return request, kind
    if request.scope.named and (part := _part_named(request, intent)) is not None:
        return replace(request, focus=part, elliptic=False), "clause_content" if intent in SHOWS_NOTHING else intent
    if kind in _OF_WHICH_NOTICE and (both := _with_the_one_before(request)) is not None:
        return both, "compare_regions"
    if kind is None or request.dialogue.unconfirmed is not None:
        return None
    if (
        kind in (*_OF_HELP, "target")
        and (clause := _whose_help_is_paid(request) or _on_a_penalty(request, intent)) is not None
    ):
        return replace(request, focus=clause, elliptic=False), "clause_content"
    if matter_of_another_desk(request) is not None:
        return None
    if kind == "how_to_apply" and _asks_for_the_deadline(request):
        return request, kind
    if intent not in _MONEY and (earlier := _an_earlier_matter(request)) is not None:
        return earlier, "clause_content" if intent in (*SHOWS_NOTHING, "explain") else intent
    if intent not in _MONEY and _tells_more_of_the_award(request, kind):
        return request, "inform"
    if intent not in _MONEY and _asks_what_they_come_to(request):
        return request, "award_amount"
    if (
        intent == "compare_regions"
        and not _SHARE.search(request.text)
        and (request.turn.confidence >= _SURE_TO_COMPARE or COMPARING.search(request.text))
        and (compared := with_the_last_place(request)) is not None
    ):
        return compared, intent
    if (placed := for_a_place(request, intent)) is not None:
        return placed
    if kind == "target" and request.elliptic and asks_whether_done(request.text):
        return request, "target"
    if kind == "target" and (found := _targets(request, intent)):
        focus = Focus(targets=tuple(f"{source.doc_id}#{entry.id}" for source, entry in found))
        return replace(request, focus=focus, elliptic=False), "target"
    if intent in ("follow_up", "inform") and kind in ("responsible_unit", "contact") and _names_another(request):
        return request, kind
    mistaken = kind not in _MONEY or intent in _MISTAKEN_FOR_MONEY
    awards = request.dialogue.focus.awards
    if mistaken and len(awards) == 1 and _only_names_years(request):
        facts = remembered_facts(request.dialogue, request.kb)
        return replace(request, rules=(request.kb.book.rules[awards[0]],), facts=facts), "award_amount"
    if (often := _how_often(request)) is not None:
        return often, "award_amount"
    if kind in _MONEY and _asks_for_the_scale(request):
        return replace(request, focus=_clause_of(request.rules[0]), elliptic=False), "clause_content"
    if intent in SHOWS_NOTHING and request.focus.topics and _THAT_PART.search(request.text):
        return request, "clause_content"
    if not request.elliptic or request.telling or request.turn.reading.quantities:
        return None
    if kind in _MONEY and _names_who_bears_it(request, intent):
        return request, "award_amount"
    if kind in _MONEY and intent in SHOWS_NOTHING and asks_what_counts(request, request.text):
        return request, "award_amount"
    if kind in _MONEY and request.rules and _ALL_MET.search(request.text):
        return _as_if_nothing_were_told(request), "award_amount"
    if intent in SHOWS_NOTHING and kind in _ON_ANOTHER_MATTER and (matter := _another_matter(request)):
        return replace(request, focus=matter, elliptic=False), "clause_content"
    if request.dialogue.cited and intent in _MAY_ASK_WHERE and _of_its_words(request.text):
        return request, kind if kind == "stacking" else "explain"
    if (part := _part_named(request, intent)) is not None:
        return replace(request, focus=part, elliptic=False), "clause_content" if intent in SHOWS_NOTHING else intent
    if (inside := _inside_it(request, intent)) is not None:
        return replace(request, focus=inside, elliptic=False), "clause_content"
    if (meant := stations_meant(request, intent)) is not None:
        return replace(request, focus=meant, elliptic=False), kind
    if asked := _when(request, kind):
        return request, asked
    if kind in _MONEY and intent in _MISTAKEN_FOR_MONEY and asks_for_share(request.text) and request.rules:
        return request, "award_amount"
    paid = request.dialogue.focus.awards or (kind == "compare_regions" and len(request.rules) == 1)
    if paid and intent in _MISTAKEN_FOR_MONEY and (shown_by(request) is None or kind == "compare_regions"):
        if asks_for_limit(request.text) or asks_for_share(request.text):
            return request, "award_amount"
        if _HOW_COMPUTED.search(request.text) and kind in _MONEY:
            return request, "explain"
    if intent == "explain" and kind in WHOLE_NOTICE and request.turn.confidence < _SURE:
        return request, "clause_content"
    if intent in _ABOUT_UNITS_OR_WORDS and request.dialogue.focus.awards and _of_that_award(request, intent):
        return replace(request, elliptic=False), intent
    if clause := cited(request, kind, intent):
        asked = intent if intent in _ABOUT_UNITS_OR_WORDS else "clause_content"
        return replace(request, focus=clause, elliptic=False), asked
    return None


def _asks_for_the_deadline(request: Request) -> bool:
    """Whether a message without a subject asks until when one may apply for what was talked of."""
    return request.elliptic and not _OF_A_NOTICE.search(request.text) and _DEADLINE.search(request.text) is not None


def _just_cited(request: Request) -> Focus | None:
    """The first clause that the last answer cited."""
    keys = [f"{doc}#{label}" for doc, label in request.dialogue.cited if doc in request.kb.sources]
    return Focus(clauses=(keys[0],)) if keys else None


def _on_a_penalty(request: Request, intent: str) -> Focus | None:
    """The clause just cited, where it is asked what those who break the law pay (卖假货罚多少): no notice says that."""
    if intent not in SHOWS_NOTHING or not request.elliptic or not _PENALTY.search(request.text):
        return None
    return _just_cited(request)


def _whose_help_is_paid(request: Request) -> Focus | None:
    """The clause just cited, where a message without a subject asks what it costs."""
    of_it = request.elliptic or len(request.text) <= _A_WORD_OR_TWO
    reading = request.turn.reading
    if not of_it or reading.quantities or reading.ids("region") or not _FEE.search(request.text):
        return None
    return _just_cited(request)


def _an_earlier_matter(request: Request) -> Request | None:
    """The request about what was talked of before the last subject, where only that has what the message names."""
    earlier = request.dialogue.previous
    if earlier is None or not earlier.focus or not request.elliptic or not _BEFORE.search(request.text):
        return None
    then = "".join(clause.text for _, clause in clauses_for(replace(request, focus=earlier.focus, elliptic=False)))
    sources = request.kb.sources
    cited_now = [sources[doc].clause(label) for doc, label in request.dialogue.cited if doc in sources]
    now = "".join(clause.text for clause in cited_now if clause is not None)
    if not any(word in then and word not in now for word in content_words(request.turn.reading, ())):
        return None
    return replace(request, focus=earlier.focus, elliptic=False)


def _targets(request: Request, intent: str) -> list[tuple[Source, Target]]:
    if request.focus.targets and not request.elliptic:
        goes_on = intent in _GOES_ON or (intent in _MAY_BE_A_TARGET and _AND_WHAT_OF.search(request.text) is not None)
        return [request.kb.targets[key] for key in request.focus.targets] if goes_on else []
    known = _MAY_BE_A_TARGET if request.elliptic else _GOES_ON
    return other_targets(request) if intent in known and not request.turn.clause_references else []


def _tells_more_of_the_award(request: Request, kind: str) -> bool:
    """海外官司打赢了 while an award is talked of that asks for it: a fact, no question about help with it."""
    awards = set(request.dialogue.focus.awards)
    if LATER.search(request.text):
        return False
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
    if not several or not asks_for_sum(request.text):
        return False
    return _HOW_MUCH.search(request.text) is not None or _ONLY_ADDS.fullmatch(request.text) is not None


def _of_its_words(text: str) -> bool:
    return any(pattern.search(text) for pattern in (_WHERE_WRITTEN, _IN_DETAIL, _ITS_WORDS))


def _how_often(request: Request) -> Request | None:
    """这钱每年都发吗 of the one award talked of, which its words (一次性) must not be taken for another one's."""
    awards = request.dialogue.focus.awards
    if len(awards) != 1 or not asks_how_often(request.text) or request.turn.reading.mentions:
        return None
    rule = request.kb.book.rules[awards[0]]
    paid = stated_sums(rule)  # 那50万是一次给还是每年给
    if any(
        q.unit not in _TIMES and not (q.kind == "money" and q.value in paid) for q in request.turn.reading.quantities
    ):
        return None  # 对了有2件被退回来了: more than the question is said
    return replace(request, rules=(rule,), focus=request.dialogue.focus, elliptic=True)


def _of_that_award(request: Request, intent: str) -> bool:
    """Whether a question names the award talked of by 这条, or only what an office does with it."""
    if THAT_CLAUSE.search(request.text):
        return True
    rest = _PROCEDURE.sub("", request.text)
    words = content_words(read(rest, request.kb.lexicon), ())
    return intent == "responsible_unit" and rest != request.text and not words


def _another_matter(request: Request) -> Focus | None:
    """人才方面呢: the clause that holds what a short question names."""
    short = len(request.text) <= _LONGEST_ELLIPSIS and _AND_WHAT_OF.search(request.text) is not None
    passage = named_by_words(request) if short and not request.rules else None
    return Focus(clauses=(f"{passage.doc_id}#{passage.clause.cite_label}",)) if passage is not None else None


def _with_the_one_before(request: Request) -> Request | None:
    """哪个早 after the dates of two notices, one after the other: both of them."""
    earlier = request.dialogue.previous
    if earlier is None or request.turn.reading.ids("region") or AGE.search(request.text) is None:
        return None
    regions = tuple(dict.fromkeys((*earlier.regions, *request.dialogue.regions)))
    if len(regions) < 2:
        return None
    return replace(request, scope=find_scope(regions, request.focus, request.dialogue, request.kb))


def _names_who_bears_it(request: Request, intent: str) -> bool:
    """银行自己扛多少, 那政府呢 of a sum that several parties bear."""
    amounts = [rule.amount for rule in request.rules]
    shared = len(amounts) == 1 and isinstance(amounts[0], Share) and party_named(amounts[0], request.text) is not None
    asks = _HOW_MUCH.search(request.text) or _AND_WHAT_OF.search(request.text) or _PART_OF_IT.search(request.text)
    return shared and asks is not None and intent in _MISTAKEN_FOR_MONEY


def _only_names_years(request: Request) -> bool:
    return request.elliptic and names_several_years(request.text) and not request.turn.reading.quantities


def _asks_for_the_scale(request: Request) -> bool:
    """这个资金总盘子多大 of a sum that several parties bear."""
    shared = len(request.rules) == 1 and isinstance(request.rules[0].amount, Share)
    return shared and not request.turn.reading.quantities and _SCALE.search(request.text) is not None


def _clause_of(rule: Rule) -> Focus:
    return Focus(clauses=(f"{rule.doc}#{rule.clause}",))


def _as_if_nothing_were_told(request: Request) -> Request:
    """The request without what was told of the award: what it pays to whoever meets its conditions."""
    who = {name: value for name, value in request.facts.items() if name == APPLICANT_FACT}
    dialogue = request.dialogue.model_copy(update={"facts": storable(who)})
    return replace(request, facts=who, dialogue=dialogue, doubts=())


def _part_named(request: Request, intent: str) -> Focus | None:
    """人才那条: the one clause of the notices talked of whose heading has what is named."""
    mentions = request.turn.reading.mentions
    only_places = all(mention.ids("region") for mention in mentions)
    named = _NAMED_PART.search(request.text) if intent in _OF_A_PART and only_places else None
    if named is None:
        return None
    matter = named["matter"]
    for mention in mentions:
        matter = matter.replace(mention.text, " ")
    words = content_words(read(matter, request.kb.lexicon), ())
    found = [
        f"{source.doc_id}#{clause.cite_label}"
        for source in request.scope.sources
        for clause in source.clauses
        if words and clause.kind == "clause" and all(word in clause.heading for word in words)
    ]
    return Focus(clauses=(found[0],)) if len(found) == 1 else None


def _inside_it(request: Request, intent: str) -> Focus | None:
    """里头那个工作站叫什么: the clause just quoted, where it has a word of the question."""
    if intent not in (*_MAY_ASK_WHERE, "definition", "contact", "service_station") or not _INSIDE.search(request.text):
        return None
    words = content_words(request.turn.reading, ())
    for doc, label in request.dialogue.cited:
        clause = request.kb.sources[doc].clause(label) if doc in request.kb.sources else None
        if clause is not None and any(word in clause.text for word in words):
            return Focus(clauses=(f"{doc}#{label}",))
    return None


def _names_another(request: Request) -> bool:
    """代理那条呢 after a question about offices: the same of another matter, whatever else it is said with."""
    if request.turn.reading.quantities or request.rules or len(request.text) > _LONGEST_ELLIPSIS:
        return False
    return _AND_WHAT_OF.search(request.text) is not None and (not request.elliptic or shown_by(request) is not None)


def runs_out_by_law(request: Request) -> bool:
    """Whether a message asks when a right runs out (商标几年到期), which is the law's to say and no notice's."""
    named = request.turn.reading.ids("region") or request.turn.reading.ids("document")
    return not named and _RUNS_OUT.search(request.text) is not None and not _OF_A_NOTICE.search(request.text)


def _when(request: Request, kind: str) -> str | None:
    """啥时候的 after a question about a notice: its date, or its end where that was talked of."""
    if kind not in ("document_info", "validity", "list_policies") or not _WHEN.search(request.text):
        return None
    if _ENDS.search(request.text):
        return "validity"
    if _ISSUED.search(request.text):
        return "document_info"
    rest = PLACE_FILLERS.sub("", _WHEN.sub("", request.text))
    return ("document_info" if kind == "list_policies" else kind) if not rest else None
