"""Regions side by side in a small table."""

from __future__ import annotations

import re
from datetime import date

from actions.answer import Answer, Citation, Table
from actions.award_text import assess, money
from actions.drafts.relevant import pending
from actions.reply import Reply
from actions.request import Request
from actions.silence import nearest_clause, subject_name, topics_of
from actions.station_reply import institutions_for, said_services
from actions.wording import chinese_date, cite, joined, lines, not_covered, quoted_title
from policy_kb.awards import Rule
from policy_kb.catalogue.services import Service
from policy_kb.knowledge import Source
from policy_kb.passages import Passage

#: A sentence that shares words of this weight with the message is shown.
_TELLING = 3.5
#: Words that compare.
COMPARING = re.compile(
    r"比(?![如例方])|[跟和与]|区别|不[同一]|差[别异在]|一样|哪[边家]|哪个(?:地方|城市|文件)|谁|更|两[地边]|分别|各自|vs"
)
#: 哪个文件新, 谁发得早: which notice is the older one.
_WHICH = r"(?:哪[个份边家一]|谁)(?:家|地|个|份)?的?(?:文件|政策|通知|方案|意见|措施)?"
AGE = re.compile(
    rf"{_WHICH}(?:更|最|要|是|算|比较)*(?:早|晚|新|旧|老)(?=一?[些点]|[发出印公颁]|的?(?:文件|政策|通知)|[吗呢啊,，?？]|$)"
    rf"|{_WHICH}(?:是|要|更|最)*(?:先|后)(?=[发出印公颁])|[发布颁]布?[得的](?:更|最|比较)*(?:早|晚|先)|出台[得的]?(?:更|最)*(?:早|晚)"
    r"|(?:日期|时间)[^，,。]{0,4}(?:先后|早晚)"
)


def answer(request: Request) -> Reply:
    """Regions in a small table: amounts, clause, office, validity."""
    sources = request.scope.sources
    if len(request.scope.named) < 2:
        sources = tuple(request.kb.sources.values())
    if AGE.search(request.text):
        return _by_age(request, sources)
    if services := said_services(request):
        return _stations_side_by_side(request, sources, services)
    subject = subject_name(request)
    rows, said, citations = [], [], []
    for source in sources:
        rules = _rules_on(request, source)
        clause = nearest_clause(request, source) if request.focus else None
        amount = _amounts(request, rules, source)
        office = _office(source, clause.lead_units or clause.responsible_units[:2] if clause else ())
        until = chinese_date(source.validity.until) if source.validity.until else "没有写明"
        state = until if source.in_force(request.on) else f"{until}（已结束）"
        where = clause.cite_label if clause else "没有专门的条款" if request.focus else "—"
        rows.append((source.stored.region_name or source.short_title, amount, where, office, state))
        place = f"相关条款：{where}；" if request.focus else ""
        said.append(f"· {source.stored.region_name}：{amount}；{place}部门：{office}；有效期到：{state}。")
        if not rules and (passage := _in_its_words(request, source)) is not None:
            said.append(f"  原文{passage.clause.cite_label}：“{passage.sentence}”")
            citations.append(cite(source, passage.clause.cite_label, passage.sentence, request.on))
        citations += _cites(
            request, source, rules, clause.cite_label if clause else None, clause.heading if clause else ""
        )
    text = lines(
        not_covered(request) if request.scope.foreign else None,
        f"关于“{subject}”，各地文件是这样写的：" if subject else "几个地方的文件对照如下：",
        *said,
        "没有写明金额的地方，不等于没有政策，只是这几份文件里没有写。",
    )
    columns = ("地区", "奖补金额", "相关条款", "部门", "有效期到")
    return Reply(
        Answer(
            kind="compare",
            text=text,
            table=Table(columns=columns, rows=tuple(rows)),
            citations=tuple(citations[:12]),
            suggestions=("有哪些奖励", "你们收录了哪些政策"),
        )
    )


def _by_age(request: Request, sources: tuple[Source, ...]) -> Reply:
    """The days on which the notices were issued, the oldest first."""
    dated = sorted(sources, key=lambda source: source.stored.issued_on or date.max)
    rows = [
        (source.stored.region_name or source.short_title, source.short_title, _issued(source), _state(request, source))
        for source in dated
    ]
    known = [source for source in dated if source.stored.issued_on is not None]
    first = None
    if len(known) > 1:
        first = f"印发最早的是{known[0].stored.region_name}的文件，最新的是{known[-1].stored.region_name}的文件。"
    said = (f"· {name}：{quoted_title(s)}，{day}。" for s, (name, _, day, _) in zip(dated, rows, strict=True))
    quotes = [(s, s.reviewed.metadata.quotes.get("issued_on")) for s in known if s.reviewed is not None]
    return Reply(
        Answer(
            kind="compare",
            text=lines(not_covered(request) if request.scope.foreign else None, first, *said),
            table=Table(columns=("地区", "文件", "印发日期", "现在"), rows=tuple(rows)),
            citations=tuple(cite(s, q.clause, q.quote, request.on) for s, q in quotes if q is not None),
            suggestions=("哪天到期", "你们收录了哪些政策"),
        )
    )


def _issued(source: Source) -> str:
    return f"{chinese_date(source.stored.issued_on)}印发" if source.stored.issued_on else "没有写印发日期"


def _state(request: Request, source: Source) -> str:
    return "没有结束" if source.in_force(request.on) else "已结束"


def _in_its_words(request: Request, source: Source) -> Passage | None:
    """The sentence of a notice that the message is about; None where it has none."""
    found = request.kb.passages.find(request.turn.reading, (source.doc_id,))
    return next((p for p in found[:1] if p.clause.label and p.weight >= _TELLING), None)


def _stations_side_by_side(request: Request, sources: tuple[Source, ...], services: tuple[Service, ...]) -> Reply:
    """The institutions of each place for the services asked about."""
    rows, said, citations = [], [], []
    for source in sources:
        found = institutions_for(request, source, services)[:3]
        names = joined(institution.name for institution in found) or "没有写明"
        where = "；".join(dict.fromkeys(institution.clause for institution in found)) or "—"
        rows.append((source.stored.region_name or source.short_title, names, where))
        said.append(f"· {source.stored.region_name}：{names}{'（' + where + '）' if found else ''}。")
        said += [f"  {institution.name}：{institution.says}" for institution in found[:1]]
        citations += [cite(source, i.clause, i.quote, request.on) for i in found]
    text = lines(
        not_covered(request) if request.scope.foreign else None,
        f"{joined(service.name for service in services[:2])}，各地文件提到的机构：",
        *said,
        "文件没有写这些机构的电话和地址，去之前建议先问清楚。",
    )
    return Reply(
        Answer(
            kind="compare",
            text=text,
            table=Table(columns=("地区", "机构", "相关条款"), rows=tuple(rows)),
            citations=tuple(citations),
        )
    )


def _rules_on(request: Request, source: Source) -> tuple[Rule, ...]:
    pool = request.kb.rules_of((source,))
    if request.focus.awards:
        topics = set(topics_of(request))
        own = tuple(r for r in pool if r.key in request.focus.awards)
        return own or tuple(r for r in pool if set(r.topics) & topics)
    if topics_of(request):
        return tuple(r for r in pool if set(r.topics) & set(topics_of(request)))
    return pool


def _amounts(request: Request, rules: tuple[Rule, ...], source: Source) -> str:
    if not rules:
        drafted = pending((source,), "award")
        return f"读出了{len(drafted)}条奖补，还没有经过工作人员核对" if drafted else "没有规定金额"
    if len(rules) > 3:
        return f"写明了{len(rules)}项奖补"
    book, nobody = request.kb.book, request.with_facts({})
    return "；".join(f"{rule.name}：{money(assess(nobody, rule).evaluation, book)}" for rule in rules)


def _office(source: Source, units: tuple[str, ...]) -> str:
    if units:
        return joined(units)
    return (
        joined(source.reviewed.who_to_ask.names) if source.reviewed and source.reviewed.who_to_ask.names else "没有写明"
    )


def _cites(
    request: Request, source: Source, rules: tuple[Rule, ...], label: str | None, heading: str
) -> list[Citation]:
    if rules:
        return [cite(source, rule.clause, rule.amount.quote, request.on) for rule in rules[:3]]
    return [cite(source, label, heading, request.on)] if label and heading else []
