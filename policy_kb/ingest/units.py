"""Offices in charge: 牵头单位 and 责任单位 as lines, in brackets at the end of an item, and inside sentences.

Three ways of naming them are read: with a role before a colon (责任单位：市财政局), with a verb in brackets behind an
item (（市科技局牵头，市财政局等按职责分工负责）), and in a sentence (由市科技局牵头，会同市财政局组织实施).

Lists of offices leave out what the reader can supply. Two rules supply it again, each only within one stretch of a
list (stretches are parted by commas and semicolons):

1. *Level.* Where the first office bears a level or a place (市, 省, 漳州市) and none of the others does, the others
   share it: 市财政局、发改委 is 市财政局、市发改委. If a later one repeats the level, nothing was left out.
2. *Host.* Where the first office is a department of a named central or provincial body (国家知识产权局条法司), the
   others that stand without a body of their own are departments of the same: 、联席办 is 国家知识产权局联席办.

Offices with a beginning of their own (各, 国家, 中国, 有关, a place name) and those that are no offices at all
(高校, 企业, 银行) are never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from policy_kb.ingest.places import starts_with_place

_ROLES = {
    "牵头": "lead",
    "主办": "lead",
    "责任": "responsible",
    "配合": "responsible",
    "协办": "responsible",
    "参与": "responsible",
    "参加": "responsible",
    "协助": "responsible",
    "承办": "responsible",
    "落实": "responsible",
    "实施": "responsible",
}
_TITLE = rf"(?P<role>{'|'.join(_ROLES)})(?:责任)?(?:单位|部门|科室|处室)(?:[ 　]*[:：]|[ 　]*\t)"
_ROLE = re.compile(_TITLE)
_LINE = re.compile(rf"(?:[（(〔【\[])?\s*{_TITLE}")
# What an office of a bracketed list does, at the end of its part of the list.
_DUTY = re.compile(
    r"(?P<offices>[^，,；;。]{2,200}?)(?:等(?:有关|相关|其他)?(?:部门|单位|地区)*)?"
    r"(?:(?:按照?|根据)(?:各自)?(?:职责|职能)(?:分工)?|分别|共同|具体|联合)*"
    r"(?P<verb>牵头(?:负责|组织实施|实施|落实|推进|组织)?|(?:组织)?(?:负责|落实|实施)(?:落实|实施)?|(?:协同)?配合(?:落实|实施)?|参与|参加|协助|协办)"
)
_OPEN, _CLOSE = "（(〔【[", "）)〕】]"
_OFFICE_END = "局|委|办|厅|院|部|会|政府|办公室|中心|委员会|管委会|署|司|科|处|站|所|领导小组|海关|分行"
_WITH = r"(?:[，,]?(?:会同|联合|商)(?P<others>[^，。；]{2,80}?))?"
_IN_SENTENCE = re.compile(
    rf"由(?P<office>[\u4e00-\u9fff（）、]{{2,40}}?(?:{_OFFICE_END})){_WITH}(?:等(?:有关|相关)?(?:部门|单位))?"
    r"(?:牵头)?(?:负责)?(?:组织)?(?:组织实施|负责解释|负责实施|负责组织|牵头实施|牵头负责|牵头组织|牵头落实|解释|实施)"
)
_LED = re.compile(
    rf"由(?P<office>[\u4e00-\u9fff（）、]{{2,40}}?(?:{_OFFICE_END}))牵头(?:负责)?"
    r"(?:[，,]?(?:会同|联合|商)?(?P<others>[^，。；]{2,80}?)(?:等(?:有关|相关)?(?:部门|单位)?)?"
    r"(?:(?:按照?|根据)(?:各自)?职责(?:分工)?|共同)*(?:配合|参与|协助|组织实施|组织|负责|实施|落实|推进|制定))?"
)
_BRACKET_AT_END = re.compile(
    r"[（(〔【\[](?P<inside>(?:[^（(〔【\[）)〕】\]。\n]|[（(〔][^（(〔）)〕。\n]{1,30}[）)〕]){4,400})[。；]?[）)〕】\]](?=\s*[。；]?\s*(?:\n|\Z))"
)
_LEVEL = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{2,4}?(?=省|市|自治区|自治州|州|县|区))?"
    r"(?P<level>省|自治区|市(?!场)|自治州|州|县|区|旗)(?P<party>委(?=[\u4e00-\u9fff]))?(?=[\u4e00-\u9fff]{2})"
)
_OWN_BEGINNING = re.compile(
    r"各|有关|相关|国家|中国|中央|中共|全国|驻|人行|本|其他|其它|[省市县区镇乡](?!场)[\u4e00-\u9fff（]"
)
_NO_OFFICE = re.compile(r".*(?:高校|院校|院所|学校|企业|公司|银行|分行|支行|海关|机构|高等学校|单位|协会|商会|平台)")
_HOST = re.compile(
    r"(?P<host>(?:国家|中央|全国|[\u4e00-\u9fff]{2,3}省)[\u4e00-\u9fff]{2,14}?(?:总局|局|委员会|部|委))"
    r"(?P<department>(?!.*(?:分局|分行|支行|监管局)$)[\u4e00-\u9fff]{1,12}(?:司|处|室|办|部|中心|局|厅|组|会))"
)
_DEPARTMENT = re.compile(
    r"(?!各|有关|相关|国家|中国|省|市(?!场)|区|县)[\u4e00-\u9fff]{2,14}(?:司|处|室|办|部|中心|局|厅|组|会)"
)
_DEFINITION = re.compile(r"[，,]?以下(?:简称|统称)[^）)]{1,20}(?=[）)])")
_REMAINDER = re.compile(
    r"(?:等(?:有关|相关)?(?:部门|单位)?)?(?:按(?:照)?(?:各自)?职责(?:分工)?)?(?:分别)?(?:负责|落实|参与|配合)?[。．.]?$"
)
_OWN_ROLE = re.compile(
    r"(?P<office>.+?)(?:[（(](?P<bracketed>牵头|配合|参与|主办|协办)(?:单位|部门)?[）)]|(?P<role>牵头)(?:负责)?)"
)
_OFFICE = re.compile(r"(?=.{2,60}\Z)(?:[\u4e00-\u9fffA-Za-z0-9·“”]|[（(][^（）()]{1,24}[）)])+[）)]?")


class Units(NamedTuple):
    """Offices of one clause; each list in the order of the text, without repetition."""

    lead: tuple[str, ...]
    responsible: tuple[str, ...]


def is_unit_line(line: str) -> bool:
    """Whether a line does nothing but name offices."""
    return _LINE.match(line) is not None


def find_units(text: str) -> Units:
    """Offices that the text of a clause puts in charge."""
    found: dict[str, list[str]] = {"lead": [], "responsible": []}
    for role, names in _named(text):
        for name in expand(names):
            office, kind = _own_role(name, role)
            if office and office not in found[kind]:
                found[kind].append(office)
    for role, names in (*_by_duty(text), *_in_sentences(text)):
        for office in expand(names):
            if office not in found["lead"] and office not in found[role]:
                found[role].append(office)
    return Units(tuple(found["lead"]), tuple(found["responsible"]))


def expand(names: str) -> list[str]:
    """Offices of a list with what was left out supplied: ``市财政局、发改委`` gives 市财政局, 市发改委."""
    offices: list[str] = []
    plain = _DEFINITION.sub("", names)
    for stretch in _split(plain, "；;，,"):
        items = [item for item in (_REMAINDER.sub("", piece.strip()) for piece in _split(stretch, "、")) if item]
        offices.extend(office for office in _share_host(_share_level(items)) if _OFFICE.fullmatch(office))
    return offices


def _named(text: str) -> Iterator[tuple[str, str]]:
    """Role and list of offices for each place where a role is named."""
    for match in _ROLE.finditer(text):
        before = text[match.start() - 1] if match.start() else "\n"
        if before not in "\n" + _OPEN + "；;，, \t　。、":
            continue
        end = _list_end(text, match.end())
        following = _ROLE.search(text, match.end(), end)
        yield _ROLES[match.group("role")], text[match.end() : following.start() if following else end].strip()


def _by_duty(text: str) -> Iterator[tuple[str, str]]:
    """Role and list of offices in brackets behind an item, where verbs tell the roles."""
    for match in _BRACKET_AT_END.finditer(text):
        named: list[tuple[str, str]] = []
        waiting: list[str] = []
        for part in _split(match.group("inside"), "，,；;"):
            duty = _DUTY.fullmatch(part.strip())
            waiting.append(duty.group("offices").removeprefix("由") if duty is not None else part.strip())
            if duty is not None:
                named += [(duty.group("verb"), offices) for offices in waiting if offices]
                waiting = []
        if waiting or not all(_are_offices(offices) for _, offices in named):
            continue
        for verb, offices in named:
            yield ("lead" if verb.startswith("牵头") else "responsible"), offices


def _are_offices(names: str) -> bool:
    """Whether the first name of a list is that of an office; the others may be 各县（区）人民政府 or 高校."""
    first = _split(names, "、")[0]
    return re.search(rf"(?:{_OFFICE_END}|政府|法院|检察院|单位|部门)(?:[（(][^）)]+[）)])?$", first) is not None


def _in_sentences(text: str) -> Iterator[tuple[str, str]]:
    """Role and offices that a sentence puts in charge; those it consults are responsible with the first."""
    for pattern in (_LED, _IN_SENTENCE):
        for match in pattern.finditer(text):
            if _NO_OFFICE.fullmatch(match.group("office")) is not None:
                continue
            yield "lead", match.group("office")
            others = match.group("others")
            if others and _are_offices(others):
                yield "responsible", others


def _list_end(text: str, start: int) -> int:
    """End of the list: its closing bracket, a full stop or the end of the line."""
    depth = 0
    for at in range(start, min(len(text), start + 2000)):
        char = text[at]
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            if depth == 0:
                return at
            depth -= 1
        elif char == "\n" or (char == "。" and depth == 0):
            return at
    return min(len(text), start + 2000)


def _own_role(office: str, role: str) -> tuple[str, str]:
    """``市科技局牵头`` and ``市科技局（牵头单位）`` name their role themselves."""
    match = _OWN_ROLE.fullmatch(office)
    if match is None:
        return office, role
    return match.group("office"), _ROLES[match.group("bracketed") or match.group("role")]


def _split(text: str, marks: str) -> list[str]:
    """Pieces of ``text`` between marks that stand outside of brackets."""
    pieces, depth, start = [], 0, 0
    for at, char in enumerate(text):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and char in marks:
            pieces.append(text[start:at])
            start = at + 1
    pieces.append(text[start:])
    return pieces


def _share_level(items: list[str]) -> list[str]:
    first = _LEVEL.match(items[0]) if items else None
    if first is None or len(items) < 2:
        return items
    place, level = first.group("place") or "", first.group("level")
    if place and not starts_with_place(place):
        return items
    if any(_repeats_level(item, place, level) for item in items[1:]):
        return items
    shared = [items[0]]
    for item in items[1:]:
        if _stands_alone(item):
            shared.append(item)
        else:
            party = (first.group("party") or "") if item.endswith("部") else ""
            shared.append(f"{place}{level}{party}{item}")
    return shared


def _repeats_level(item: str, place: str, level: str) -> bool:
    match = _LEVEL.match(item)
    return match is not None and match.group("level") == level and (match.group("place") or "") == place


@lru_cache(maxsize=4096)
def _stands_alone(item: str) -> bool:
    return (
        _OWN_BEGINNING.match(item) is not None
        or _NO_OFFICE.fullmatch(item) is not None
        or starts_with_place(item)
        or re.search(rf"(?:{_OFFICE_END})$", item) is None
    )


def _share_host(items: list[str]) -> list[str]:
    shared: list[str] = []
    host = ""
    for item in items:
        match = _HOST.fullmatch(item)
        if match is not None:
            host = match.group("host")
            shared.append(item)
        elif host and _DEPARTMENT.fullmatch(item) and not starts_with_place(item):
            shared.append(host + item)
        else:
            shared.append(item)
    return shared
