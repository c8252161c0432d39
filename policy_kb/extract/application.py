"""How one applies, as far as the notice says it: when, with what, in which steps, and whom to ask."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from policy_kb.extract.forms import template_spans
from policy_kb.ingest.dates import parse_date
from policy_kb.ingest.labels import find_label
from policy_kb.notice import Clause, Notice

_WINDOW_WORDS = re.compile(
    r"(?:申报|申请|受理|报名|提交|报送|征集|申领|填报|网报|开放|收件)(?:材料|受理|资料|书|工作|系统|平台)?的?(?:起止|截止|开放)?(?:时间|期限|截止|日期|时限)|日之?前[^，。；\n]{0,12}(?:报送|提交|申报|报至|送至)|(?:截止|截至)(?:时间|日期|到|至)"
)
_DAY = r"(?:(?P<{0}year>(?:19|20)\d\d)\s?年\s?)?(?P<{0}month>\d{{1,2}})\s?月\s?(?P<{0}day>\d{{1,2}})\s?日"
_SPAN = re.compile(
    _DAY.format("a")
    + r"(?:[（(][^）)]{0,10}[）)])?\s?(?:\d{1,2}[:：]\d\d\s?)?(?:起)?\s?(?:至|到|-|－|—|–|~|～|——)\s?"
    + _DAY.format("b")
)
_UNTIL = re.compile(
    r"(?:即日起至|截止(?:时间|日期)?(?:为|到|至|[:：])?|截至|[于在])\s?"
    + _DAY.format("b")
    + r"(?P<after>[^，。；\n]{0,8}?(?:止|前|截止|之前))?"
)
_YEAR = re.compile(r"((?:19|20)\d\d)\s?年")
_MATERIALS = re.compile(
    r"(?:申请|申报|提交|报送|所需|办理|受理)?(?:的)?(?:材料|资料)(?:目录|清单|要求)?$|(?:应|需|须)[^。]{0,6}(?:提交|提供)[^。]{0,10}(?:材料|资料)"
)
_STEPS = re.compile(
    r"(?:办理|申报|申请|工作|审批|审核|评审|受理|实施|兑付|拨付)(?:工作)?(?:流程|程序|步骤)|^(?:流程|程序)$"
)
_CONTACTS = re.compile(r"联系|咨询|受理(?:部门|单位|窗口|地点|机构)|主管部门|办理(?:地点|窗口)|报送(?:地点|地址)")
_PHONE = re.compile(
    r"(?<![\d-])(?:0\d{2,3}[-－—\s]?\d{7,8}(?:[-－转]\d{1,4})?|1[3-9]\d{9}|[48]00[-－]?\d{3}[-－]?\d{4}|123\d{2})(?![\d-])"
    r"|(?<=\d{7}[、/，,])\d{7,8}(?![\d-])"
)
_PHONE_WORD = re.compile(r"(?:联系|咨询|服务|业务|监督|办公)?(?:电\s?话|热线)[:：\s（(]*")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,40}@[A-Za-z0-9-]{1,40}(?:\.[A-Za-z]{2,10}){1,3}")
_ADDRESS = re.compile(
    r"(?<!邮箱)(?<!邮件)(?<!网站)(?<!网络)(?:地址|地点)(?:[:：为])\s?(?P<address>(?:[^，。；\n（）()]|[（(][^（）()\n]{1,30}[）)]){4,60})"
)
_PERSON = re.compile(r"联系人(?:员)?[:：]\s?(?P<names>[^，。；,;\n\t （(]{2,20})")
_OFFICE = re.compile(
    r"[\u4e00-\u9fff（）]{2,28}?(?:窗口|中心|局|委员会|办公室|处|科|厅|委|大厅|管委会)(?=$|[（(：:，,。；\s])"
)


@dataclass(frozen=True, slots=True)
class Window:
    """When applications are taken; ``from_`` None where only the last day is told."""

    from_: date | None
    to: date | None
    clause: str
    quote: str
    start: int


@dataclass(frozen=True, slots=True)
class Item:
    """A material to hand in or a step of the procedure, in the notice's words."""

    text: str
    clause: str
    quote: str
    start: int


@dataclass(frozen=True, slots=True)
class Contact:
    """An office to turn to, as the notice itself presents it."""

    name: str | None
    person: str | None
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    address: str | None
    clause: str
    quote: str
    start: int


def find_windows(notice: Notice) -> list[Window]:
    """Application windows; a day without a year has the last year named before it in its clause."""
    found: list[Window] = []
    for clause in _rules(notice):
        about = _WINDOW_WORDS.search(clause.heading) is not None
        for sentence in re.finditer(r"[^。\n]+", clause.text):
            words = sentence.group()
            if not (about or _WINDOW_WORDS.search(words)) or "有效期" in words or "施行" in words:
                continue
            for match in (*_SPAN.finditer(words), *_UNTIL.finditer(words)):
                window = _window(clause, words, sentence.start(), match)
                if window is not None and not any(_covers(one, window) for one in found):
                    found.append(window)
    return found


def _window(clause: Clause, words: str, offset: int, match: re.Match[str]) -> Window | None:
    groups = match.groupdict()
    if "ayear" not in groups and not (match["after"] or match.group().startswith(("即日", "截"))):
        return None
    years = _YEAR.findall(clause.text[: offset + match.end()])
    year = int(years[-1]) if years else None
    until = _day(groups["byear"], groups["bmonth"], groups["bday"], year)
    first = _day(groups["ayear"], groups["amonth"], groups["aday"], year) if "ayear" in groups else None
    if until is None or (first is not None and first > until):
        return None
    quote = words.strip()
    start = clause.start + offset + len(words) - len(words.lstrip())
    label = find_label(quote)
    if label is not None and not label.doubtful:
        quote, start = quote[label.length :], start + label.length
    return Window(first, until, clause.cite_label, quote, start)


def _covers(one: Window, other: Window) -> bool:
    return one.to == other.to and (one.from_ == other.from_ or other.from_ is None)


def _day(year: str | None, month: str, day: str, default: int | None) -> date | None:
    if year is None and default is None:
        return None
    return parse_date(f"{year or default}年{month}月{day}日")


def find_materials(notice: Notice) -> list[Item]:
    """The materials below a heading such as 申请材料."""
    return list(_items(notice, _MATERIALS))


def find_steps(notice: Notice) -> list[Item]:
    """The steps below a heading such as 办理流程."""
    return list(_items(notice, _STEPS))


def _items(notice: Notice, pattern: re.Pattern[str]) -> Iterator[Item]:
    rules = _rules(notice)
    heads = [
        clause for clause in rules if clause.kind == "clause" and pattern.search(clause.heading[:24].strip("：: "))
    ]
    paths = {clause.path for clause in heads}
    with_items = {clause.path[:-1] for clause in rules if clause.path[:-1] in paths}
    for clause in rules:
        if clause.path[:-1] in paths:
            yield _item(clause.text.partition("\n")[0], clause, 0)
        elif clause.path in paths and clause.path not in with_items:
            yield from _inline_items(clause)


def _inline_items(clause: Clause) -> Iterator[Item]:
    """Items that follow the heading in its own text: on lines of their own, or after labels such as （1）."""
    body_start = len(clause.text.partition("\n")[0]) + 1
    if body_start <= len(clause.text):
        for line in re.finditer(r"[^\n]+", clause.text[body_start:]):
            if line.group().strip():
                yield _item(line.group(), clause, body_start + line.start())


def _item(line: str, clause: Clause, offset: int) -> Item:
    label = find_label(line.lstrip())
    skip = len(line) - len(line.lstrip()) + (label.length if label else 0)
    quote = line[skip:].strip()
    return Item(quote.rstrip("；;。"), clause.cite_label, quote, clause.start + offset + skip)


def find_contacts(notice: Notice) -> list[Contact]:
    """Offices with a telephone number, an address or an e-mail address, where the clause presents them as contacts."""
    found: list[Contact] = []
    for clause in _rules(notice):
        presented = _CONTACTS.search(clause.heading) is not None
        if not presented and not (_PERSON.search(clause.text) or _PHONE_WORD.search(clause.text)):
            continue
        for start, block in _blocks(clause.text):
            contact = _contact(clause, start, block, presented)
            if contact is not None:
                found.append(contact)
    return found


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Lines that belong together: a new block begins where a second telephone line would follow another office."""
    lines = [(match.start(), match.group()) for match in re.finditer(r"[^\n]+", text)]
    block_start, block = 0, ""
    for start, line in lines:
        if block and _PHONE.search(block) and _OFFICE.match(line.strip()) and not _PHONE_WORD.match(line.strip()):
            yield block_start, block
            block = ""
        if not block:
            block_start = start
        block = text[block_start : start + len(line)]
    if block:
        yield block_start, block


def _contact(clause: Clause, start: int, block: str, presented: bool) -> Contact | None:
    phones = tuple(
        dict.fromkeys(match.group() for match in _PHONE.finditer(block) if presented or _worded(block, match.start()))
    )
    emails = tuple(dict.fromkeys(_EMAIL.findall(block)))
    address = _ADDRESS.search(block)
    if not phones and not emails and address is None:
        return None
    person = _PERSON.search(block)
    name = next(
        (
            match.group()
            for line in block.split("\n")
            if not find_label(line.strip()) and (match := _OFFICE.match(line.strip()))
        ),
        None,
    )
    return Contact(
        name,
        person["names"] if person else None,
        phones,
        emails,
        address["address"].strip() if address else None,
        clause.cite_label,
        block,
        clause.start + start,
    )


def _worded(block: str, position: int) -> bool:
    return _PHONE_WORD.search(block, max(0, position - 24), position) is not None


def _rules(notice: Notice) -> Sequence[Clause]:
    spans = template_spans(notice.clauses)
    return [clause for clause in notice.clauses if not any(start <= clause.start < end for start, end in spans)]
