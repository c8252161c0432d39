"""Institutions that a notice names: centres, stations, platforms, with what they do and where they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import ahocorasick

from policy_kb.catalogue.schema import ROLE_NAMES, InstitutionRole
from policy_kb.extract.forms import template_spans
from policy_kb.notice import Clause, Notice
from policy_kb.regions import region_table

_KIND = (
    "快速维权中心|快维中心|保护中心|运营中心|交易中心|调解中心|仲裁及调解中心|服务中心|审查协作中心|展示中心|研究中心|转化中心|分中心|维权援助中心"
    "|援助中心|指导中心|工作站|服务站|指导站|援助站|品牌指导站|服务网点|综合服务网点|网点|仲裁院|仲裁委员会|仲裁机构|调解委员会|调解组织|调解中心|调解机构"
    "|公共服务平台|服务平台|运营平台|交易平台|导航平台|协作平台|数据平台|服务基地|实践基地|保护联盟|维权联盟|数据库|合作银行|运营机构|公共服务机构|维权通道|预审通道|服务团|运营管理公司|商业银行|大讲堂|流动课堂"
)
_NAME = re.compile(
    rf"(?:[\u4e00-\u9fffA-Za-z]|“[^”]{{1,12}}”){{0,28}}?(?:{_KIND})(?:工作站|分中心)?(?![\u4e00-\u9fff]{{0,1}}(?:建设管理|管理办法))"
)
_STATUS: tuple[tuple[str, str], ...] = (
    ("supported", "支持|鼓励|引导|推动|推进|发挥"),
    ("planned", "建立|设立|建设|打造|成立|组建|构建|搭建|筹建|加快|探索|开辟|创建|布局|争取|申建"),
    ("existing", "依托|通过|利用|升级|扩容|深化|推广|委托|联合|由"),
)
_CUT = re.compile(
    r".*(?:支持|鼓励|引导|推动|推进|建立健全|建立|设立|设置|建设|打造|成立|组建|构建|搭建|筹建|加快|探索|开辟|创建|布局|争取|依托|通过|利用|迭代升级|升级|扩容|深化|推广|委托|完善|健全|加强|发挥|引进|提升"
    r"|围绕[^，]{0,20}?(?=知识|专利)|投入|优化|发展|申报|联合|参与|在|将|向|(?<!应)对|由|为|把|从|等|和|(?<!裁)及|与|或|个|(?<!国)家|(?<!究)所|^组织|区内|市内|省内|有条件的?[\u4e00-\u9fff]{0,6}?(?=知识)|的(?!士)|全市|我市|我区|本市|各类|一批|高水平|市级以上)(?=[\u4e00-\u9fffA-Za-z“]{4,}$)"
)
_TOPIC = re.compile(
    "知识产权|专利|商标|版权|地理标志|维权|调解|仲裁|预审|快维|品牌|海外|运营|质押|标准|专题|人才|合作银行|商业银行|志愿服务|流动课堂"
)
_ROLES: tuple[tuple[InstitutionRole, str], ...] = (
    ("arbitration", "仲裁"),
    ("dispute_mediation", "调解"),
    ("overseas", "海外|涉外"),
    ("one_stop", "一站式|快维中心"),
    ("pre_examination", "预审|保护中心"),
    ("enforcement_aid", "维权|保护中心|保护联盟|保护协作"),
    ("trading", "运营|交易|转化"),
    ("pledge_finance", "质押|融资|银行|投融资"),
    ("trademark", "商标|品牌"),
    ("training", "培训|人才|实践基地|研究中心|课堂|讲堂"),
    (
        "public_service",
        "公共服务|服务平台|服务站|服务网点|网点|数据库|导航|信息|服务中心|服务基地|服务团|数据平台|志愿服务",
    ),
)
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Institution:
    """An institution as a notice names it."""

    name: str
    region: str | None
    roles: tuple[InstitutionRole, ...]
    status: str
    clause: str
    quote: str
    start: int

    @property
    def role(self) -> str:
        """What it does, in words."""
        return "、".join(ROLE_NAMES[role] for role in self.roles)


def find_institutions(notice: Notice) -> list[Institution]:
    """The institutions of a notice, each where it is first named."""
    spans = template_spans(notice.clauses)
    home = _home(notice)
    found: dict[str, Institution] = {}
    for clause in notice.clauses:
        if clause.kind != "clause" or any(start <= clause.start < end for start, end in spans):
            continue
        for institution in _in_clause(clause, home):
            found.setdefault(institution.name, institution)
    return list(found.values())


def _in_clause(clause: Clause, home: str | None) -> Iterator[Institution]:
    for sentence in re.finditer(r"[^。；\n]+", clause.text):
        for piece in re.finditer(r"[^，：:、]+", sentence.group()):
            for match in _NAME.finditer(piece.group()):
                name = _name(match.group())
                roles = tuple(role for role, words in _ROLES if re.search(words, name))
                if not name or not roles:
                    continue
                quote = sentence.group().strip()
                start = clause.start + sentence.start() + len(sentence.group()) - len(sentence.group().lstrip())
                yield Institution(
                    name, _region(name) or home, roles, _status(sentence.group(), name), clause.cite_label, quote, start
                )


def _name(words: str) -> str:
    cut = _CUT.match(words)
    name = words[cut.end() :] if cut else words
    return name if len(name) >= _SHORTEST and _TOPIC.search(name) else ""


def _status(sentence: str, name: str) -> str:
    before = sentence.partition(name)[0]
    last, status = -1, "existing"
    for kind, words in _STATUS:
        for match in re.finditer(words, before):
            if match.start() > last and not (status == "supported" and kind == "planned"):
                last, status = match.start(), kind
    return status


@cache
def _places() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for name, codes in region_table().codes_by_name.items():
        if len(name) >= 2:
            automaton.add_word(name, (len(name), codes[0]))
    automaton.make_automaton()
    return automaton


def _region(text: str) -> str | None:
    """The code of the first and then longest place named."""
    best: tuple[int, int, str] | None = None
    for end, (length, code) in _places().iter(text):
        start = end - length + 1
        if best is None or (start, -length) < (best[0], -best[1]):
            best = (start, length, code)
    return best[2] if best else None


def _home(notice: Notice) -> str | None:
    """The region of the notice: that of its title, else of its issuers."""
    for text in (notice.title, *notice.issuers):
        code = _region(text)
        if code is not None:
            return code
    return None
