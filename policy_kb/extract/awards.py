"""Award facts: the figures of a notice that are granted, put together with their conditions and limits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from policy_kb.extract.conditions import Comparison, find_comparisons, find_who
from policy_kb.extract.forms import penal, reports, template_spans
from policy_kb.extract.predicates import Context, Mark, grants, grants_on, read_piece, sets_aside
from policy_kb.extract.quotes import Quoter
from policy_kb.extract.sentences import Piece, Segment, Sentence, read_sentences
from policy_kb.extract.tables import Row, read_tables, table_lines
from policy_kb.extract.vocabulary import heading_pattern, words_pattern
from policy_kb.ingest.labels import find_label
from policy_kb.notice import Clause, Notice

AwardKind = Literal["flat", "per_unit", "tiered", "ratio", "capped", "range"]
Frequency = Literal["once", "yearly", "monthly"]

_CONTINUED = re.compile(r"(?:在此基础上|并)?(?:再|另|每(?:净?增加|增长|新增|增|超过?|提高))|超[过出额]部分|之后|此后")
_HEAD = re.compile(r"(?:对|其中|凡|若|如|首次|获得|获|经|通过|给予|每|单|同一|[\u4e00-\u9fff]{2,30}(?:的|者)$)")
_FOLLOWING = re.compile(r"以下|下列|如下|下表|附表")
_JOINT = re.compile(
    r"同一|上述|以上|各项|本(?:办法|政策|措施|细则|意见|条)|合计|单个(?:企业|单位|机构)|每家|每户|每个(?:企业|单位)|每一|年度|全年|总额"
)
_YEARS = re.compile(
    r"(?:连续|累计|前|每年[^，。]{0,10})(?:支持|给予|补贴|补助|奖励)?(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,2})(?:个)?年"
)


@dataclass(slots=True)
class Award:
    """An award fact. ``start``/``end`` is the place of its quote; ``caps`` all limits, ``cap`` the widest of them.

    ``minimum`` and ``at_most`` tell that the sum for each unit, or the share, is the least or the most.
    """

    clause: str
    start: int
    end: int
    quote: str = ""
    kind: AwardKind = "flat"
    who: str = ""
    who_quote: str = ""
    condition: str = ""
    comparisons: tuple[Comparison, ...] = ()
    amounts: list[Decimal] = field(default_factory=list)
    caps: list[tuple[Decimal, str]] = field(default_factory=list)
    ratio: Decimal | None = None
    unit: str | None = None
    minimum: bool = False
    at_most: bool = False
    shared: tuple[Decimal, ...] = ()
    frequency: Frequency | None = None
    frequency_quote: str = ""
    years: int | None = None
    joint: bool = False

    @property
    def cap(self) -> Decimal | None:
        """The limit on the whole; the last one told is the widest."""
        return self.caps[-1][0] if self.caps else None

    @property
    def cap_scope(self) -> str:
        """What the limit counts for, in the notice's words."""
        return self.caps[-1][1] if self.caps else ""


@dataclass(slots=True)
class _Pending:
    """An award in the making: its marks, and where its condition and its last figure stand."""

    start: int
    end: int
    marks: list[Mark]
    first_piece: Piece
    heads: int = 0
    table: bool = False

    def sums(self) -> list[Mark]:
        return [mark for mark in self.marks if mark.role in ("amount", "ratio")]


def find_awards(notice: Notice) -> list[Award]:
    """All award facts of a notice in order."""
    return _Finder(notice).awards()


class _Finder:
    def __init__(self, notice: Notice) -> None:
        self._notice = notice
        self._headings = {clause.path: clause.heading for clause in notice.clauses}
        self._clauses = {clause.path: clause for clause in notice.clauses}
        self._templates = template_spans(notice.clauses)
        self._quoter = Quoter(notice.text)
        self._granting: dict[tuple[str, ...], bool] = {}
        self._leads: dict[tuple[str, ...], tuple[str, str]] = {}

    def awards(self) -> list[Award]:
        found: list[Award] = []
        for clause in self._notice.clauses:
            text = self._rule_text(clause)
            if text and not penal(clause, self._headings) and not reports(clause, self._headings):
                found += self._clause(clause, text)
        _mark_tiers(found)
        return found

    def _rule_text(self, clause: Clause) -> str:
        """The clause's text up to where a template begins in it."""
        for start, end in self._templates:
            if start <= clause.start < end:
                return ""
            if clause.start < start < clause.end:
                return clause.text[: start - clause.start]
        return clause.text

    def _inherits(self, path: tuple[str, ...]) -> bool:
        """Whether a heading above announces that what stands below it is granted."""
        for depth in range(len(path), 0, -1):
            above = path[:depth]
            if above not in self._granting:
                self._granting[above] = self._announces(above, own=False)
            if self._granting[above] or (depth < len(path) and self._announces(above, own=True)):
                return True
        return False

    def _announces(self, path: tuple[str, ...], *, own: bool) -> bool:
        clause = self._clauses.get(path)
        if clause is None or clause.kind != "clause":
            return False
        if heading_pattern("standard_heading").search(clause.heading) and len(clause.heading) <= 24:
            return True
        if not own:
            return False
        last = clause.text.rstrip().rpartition("\n")[2][-300:]
        sentence = re.split(r"[。；]", last.rstrip("。；"))[-1]
        if not (last.endswith(("：", ":")) or _FOLLOWING.search(sentence)):
            return False
        return any(
            grants(piece)
            for parsed in read_sentences(sentence)
            for segment in parsed.segments
            for piece in segment.pieces
        )

    def _clause(self, clause: Clause, text: str) -> list[Award]:
        rows = table_lines(text)
        prose = text
        for start, end in rows:
            prose = prose[:start] + " " * (end - start) + prose[end:]
        weak = self._inherits(clause.path)
        pendings: list[_Pending] = []
        introduced = False
        line = -1
        for sentence in read_sentences(prose, clause.start):
            if sentence.line != line:
                line = sentence.line
            self._sentence(sentence, weak or introduced, pendings)
            if sentence.introduces and any(grants(piece) for segment in sentence.segments for piece in segment.pieces):
                introduced = True
        built = [self._finish(clause, pending) for pending in pendings]
        if rows:
            about = weak or any(
                grants(piece) for one in read_sentences(text, 0) for s in one.segments for piece in s.pieces
            )
            built += [self._row(clause, row) for row in read_tables(text, about)]
        return built

    def _sentence(self, sentence: Sentence, weak: bool, pendings: list[_Pending]) -> None:
        if any(_REPEALED.search(piece.shown) for segment in sentence.segments for piece in segment.pieces):
            return
        strong = False
        first_in_sentence = len(pendings)
        for segment in sentence.segments:
            strong = self._segment(sentence, segment, strong, weak, pendings, first_in_sentence)

    def _segment(
        self, sentence: Sentence, segment: Segment, strong: bool, weak: bool, pendings: list[_Pending], first: int
    ) -> bool:
        granting = [grants(piece) for piece in segment.pieces]
        last_grant = max((index for index, yes in enumerate(granting) if yes), default=-1)
        loss = any(words_pattern("loss").search(piece.shown) for piece in segment.pieces)
        funded = False
        current: _Pending | None = None
        start = segment.start
        for index, piece in enumerate(segment.pieces):
            context = Context(
                strong=strong,
                ahead=index < last_grant,
                weak=weak,
                memory=bool(pendings) or current is not None,
                loss=loss,
                funded=funded,
            )
            marks = [mark for mark in read_piece(piece, context) if mark.role != "none"]
            for group in _split_list(piece, marks, granting[index]):
                current = self._place(group, piece, current, pendings, start, first)
                start = piece.end
            strong = strong or (granting[index] and grants_on(piece))
            funded = funded or (not granting[index] and sets_aside(piece))
        return strong

    def _place(
        self,
        marks: list[Mark],
        piece: Piece,
        current: _Pending | None,
        pendings: list[_Pending],
        start: int,
        first: int,
    ) -> _Pending | None:
        """Put the marks of a piece with the award they belong to, or begin a new one."""
        end = piece.end
        sums = [mark for mark in marks if mark.role in ("amount", "ratio")]
        if not sums and all(mark.role == "cap" for mark in marks):
            owner = current or (pendings[-1] if pendings else None)
            in_sentence = current is not None or len(pendings) > first
            own = (
                owner is None
                or (not in_sentence and self._stands_alone(piece, pendings, marks))
                or _is_own(owner, marks, start, piece)
            )
            if owner is not None and not own:
                owner.marks += marks
                owner.end = max(owner.end, end)
                return current or owner
        elif current is not None and self._continues(current, sums, piece, start):
            current.marks += marks
            current.end = max(current.end, end)
            return current
        pending = _Pending(min(start, piece.start) if start < piece.end else piece.start, end, list(marks), piece)
        pending.start = self._head_start(start, piece)
        pendings.append(pending)
        return pending

    def _head_start(self, start: int, piece: Piece) -> int:
        begin = min(start, piece.start)
        text = self._notice.text[begin : piece.start]
        return begin + (len(text) - len(text.lstrip("，,；;：:。、 \t　\n")))

    def _stands_alone(self, piece: Piece, pendings: list[_Pending], marks: list[Mark]) -> bool:
        """A limit in a sentence of its own that speaks of several awards, or of more than the last one."""
        given = _GIVEN.search(piece.shown, 0, min(mark.figure.start for mark in marks)) is not None
        if given and not _WHOLE.search(piece.shown):
            return True
        named = _JOINT.search(piece.shown) is not None
        return grants(piece) and (named or len(pendings) > 1)

    @staticmethod
    def _continues(current: _Pending, sums: list[Mark], piece: Piece, start: int) -> bool:
        """在此基础上每增加1件奖励5000元 goes on with the award before it; so does a second part of the same phrase."""
        values = {value for mark in current.marks for value in mark.figure.values}
        if any(value in values for mark in sums for value in mark.figure.values):
            return False
        if any(mark.role == "ratio" for mark in sums) and any(mark.role == "ratio" for mark in current.marks):
            return False
        if current.first_piece is piece and start <= piece.start:
            return True
        if any(mark.piece is piece for mark in current.marks):
            return True
        before = current.sums()
        if before and _CONTINUED.match(piece.shown):
            return True
        return not before and all(mark.role == "ratio" for mark in sums)

    def _finish(self, clause: Clause, pending: _Pending) -> Award:
        start, end = self._quoter.unique(pending.start, pending.end, clause.start)
        award = Award(clause.cite_label, start, end, self._notice.text[start:end])
        _fill(award, pending.marks)
        head_end = min((mark.piece.start for mark in pending.marks), default=pending.end)
        award.condition = _unlabelled(self._notice.text[pending.start : head_end].strip("，,；;：:。 \n\t　"))
        if not award.condition:
            award.condition = _leading_condition(pending.first_piece)
        own = [(mark.start, mark.end) for mark in pending.marks]
        award.comparisons = tuple(
            found
            for found in find_comparisons(self._notice.text[pending.start : pending.end], pending.start)
            if not any(one < found.start + len(found.quote) and found.start < other for one, other in own)
        )
        if award.caps and not award.caps[-1][1]:
            scopes = _WIDE_SCOPE.findall(award.quote)
            award.caps[-1] = (award.caps[-1][0], scopes[-1] if scopes else "")
        award.who, award.who_quote = find_who(award.quote) or self._lead_who(clause.path) or ("", "")
        _frequency(award)
        return award

    def _lead_who(self, path: tuple[str, ...]) -> tuple[str, str] | None:
        """Whom the nearest heading above speaks of."""
        for depth in range(len(path), 0, -1):
            above = path[:depth]
            if above not in self._leads:
                clause = self._clauses.get(above)
                self._leads[above] = (find_who(clause.text[:400]) if clause else None) or ("", "")
            if self._leads[above][0]:
                return self._leads[above]
        return None

    def _row(self, clause: Clause, row: Row) -> Award:
        start, end = clause.start + row.start, clause.start + row.end
        start, end = self._quoter.unique(start, end, clause.start)
        award = Award(clause.cite_label, start, end, self._notice.text[start:end], kind="tiered")
        award.condition = row.head
        award.amounts, award.ratio = list(row.amounts), row.ratio
        award.caps = [(amount, "") for amount in row.caps]
        if row.ratio is not None:
            award.kind = "ratio"
        elif not award.amounts:  # as of at-most sums in sentences
            award.kind, award.amounts = "capped", list(row.caps[:1])
        award.who, award.who_quote = self._lead_who(clause.path) or ("", "")
        return award


def _split_list(piece: Piece, marks: list[Mark], granting: bool) -> list[list[Mark]]:
    """The marks of a piece, parted where equal values or several shares would otherwise fall together."""
    if not marks:
        return []
    groups: list[list[Mark]] = [[]]
    for mark in marks:
        shares = [one for one in groups[-1] if one.role == "ratio"]
        equal = any(one.role == mark.role and one.figure.values == mark.figure.values for one in groups[-1])
        if equal or (mark.role == "ratio" and shares):
            groups.append([])
        groups[-1].append(mark)
    return groups


def _is_own(owner: _Pending | None, marks: list[Mark], start: int, piece: Piece) -> bool:
    """Whether a limit begins an award of its own: 对…的，给予最高20万元 after another award."""
    if owner is None:
        return True
    first = min(mark.figure.start for mark in marks)
    open_share = all(mark.role == "ratio" for mark in owner.marks) and owner.end == start
    if open_share and piece.start - start <= 2:
        return False  # 按融资额的1%，给予最高300万元奖励
    if not _SCOPED.search(piece.shown) and (
        (piece.start - start > 8 and grants(piece)) or _GIVEN.search(piece.shown, 0, max(first, 0))
    ):
        return True
    if all(mark.role == "cap" for mark in owner.marks) and _PARTY_SCOPE.match(piece.shown):
        return True  # 同一企业不超过40万元 after 同一专利权人累计不超过80万元: limits for different parties
    known = {mark.figure.values for mark in owner.marks if mark.role == "cap"}
    return any(mark.figure.values in known for mark in marks)


_SCOPED = re.compile(r"每|单|同一|累计|合计|总额|年度|总计|金额|原则上|^最[高多]|^不超过")
_REPEALED = re.compile(rf"(?:同时|即行|自行|予以|自动)?(?:{words_pattern('repeal').pattern})$")
_PARTY_SCOPE = re.compile(
    r"(?:同一|单个|每个|每家|每户)?(?:[\u4e00-\u9fff]{0,10}(?:企业|单位|机构|个人|主体|权利人|申请人|项目|专利|商标))(?=[^，]{0,6}(?:不|最|封|上限))"
)
_PARTY_UNIT = re.compile(r"[家户]|企业|单位|机构|^年$")
_WIDE_SCOPE = re.compile(r"(?:每家|每户|每个|同一|单个)[\u4e00-\u9fff]{0,8}?每年|每年每[家户个][\u4e00-\u9fff]{0,6}")
_WHOLE = re.compile(r"累计|合计|总额|总计|同一|单个")
_GIVEN = words_pattern("give")


def _fill(award: Award, marks: Sequence[Mark]) -> None:
    sums = [mark for mark in marks if mark.role == "amount"]
    shares = [mark for mark in marks if mark.role == "ratio"]
    limits = [mark for mark in marks if mark.role == "cap"]
    for mark in sums:
        award.amounts += mark.figure.values
    for mark in shares:
        if mark.figure.kind == "parts":
            first, second, *_ = mark.figure.values
            award.ratio = first / sum(mark.figure.values) if mark.shared else second / first
            award.shared = mark.figure.values if mark.shared else ()
        else:
            award.ratio = mark.figure.values[-1]
    if not sums and not shares and limits and limits[0].unit and len(limits) > 1:
        award.amounts += limits[0].figure.values
        limits, award.at_most = limits[1:], True
    for mark in limits:
        award.caps += [(value, _scope(mark)) for value in mark.figure.values]
    units = [mark.unit for mark in (*sums, *limits[:1]) if mark.unit]
    award.unit = next((unit for unit in units if not _PARTY_UNIT.search(unit)), units[0] if units else None)
    award.at_most = award.at_most or any(mark.at_most for mark in shares)
    award.minimum = any(mark.at_least for mark in sums)
    if shares:
        award.kind = "ratio"
    elif any(mark.figure.is_range for mark in sums) or award.minimum:
        award.kind = "range"
    elif not sums:
        award.kind = "per_unit" if award.amounts else "capped"
        if not award.amounts and limits and not _is_joint(limits[0]):
            award.amounts = [award.caps[0][0]]
    elif len(sums) > 1 and "分别" in sums[0].piece.shown:
        award.kind = "tiered"
    elif award.unit and not _PARTY_UNIT.search(award.unit):
        award.kind = "per_unit"
    award.joint = not sums and not shares and bool(limits) and _is_joint(limits[0])


def _is_joint(mark: Mark) -> bool:
    """Whether a limit is one on several awards rather than an award of at most so much."""
    before = mark.piece.shown[: mark.figure.start]
    return _JOINT.search(mark.piece.shown) is not None and _GIVEN.search(before) is None


def _scope(mark: Mark) -> str:
    """What the limit counts for: the words before it, 每家企业每年."""
    before = mark.piece.shown[: mark.figure.start]
    match = re.search(
        r"(?:同一|单个|单户|单家|单一|单笔|单项|单部|单机|每)[^，、不最累合]{0,16}|(?:年度|全年|累计|合计)+[^，、不最]{0,6}",
        before,
    )
    return re.sub(r"(?:给予|予以|奖励|补助|补贴|资助)+$", "", match.group().strip("\u0001（）() ")) if match else ""


def _unlabelled(text: str) -> str:
    label = find_label(text)
    return text[label.length :] if label and not label.doubtful else text


def _leading_condition(piece: Piece) -> str:
    """对首次认定的企业 of 对首次认定的企业奖励20万元."""
    match = re.match(
        r"(?:[（(][^）)]{1,4}[）)]|[\d一二三四五六七八九十]+[、.．])?(?P<words>(?:对|给予)?[^\d]{2,60}?(?=给予|予以|一次性|奖励|补助|资助|补贴|分别|每|按))",
        piece.text,
    )
    return match["words"] if match else ""


def _frequency(award: Award) -> None:
    patterns: tuple[tuple[Frequency, str], ...] = (
        ("once", r"一次性"),
        ("yearly", r"每年(?:度)?|逐年|按年"),
        ("monthly", r"每月|按月"),
    )
    for name, pattern in patterns:
        match = re.search(pattern, award.quote)
        if match:
            award.frequency, award.frequency_quote = name, match.group()
            break
    years = _YEARS.search(award.quote)
    if years:
        from policy_kb.language.numerals import parse_number

        number = parse_number(years["n"])
        award.years = int(number) if number is not None else None


def _mark_tiers(awards: Iterable[Award]) -> None:
    """Flat sums of one clause, or of the items of one, that differ only in a threshold are the tiers of one award."""
    groups: dict[tuple[str, str, str], list[Award]] = {}
    for award in awards:
        if award.kind == "flat" and award.comparisons:
            parent = re.sub(r"(?:（[^（）]+）|\d+[.）]|[①-⑳])$", "", award.clause) or award.clause
            first = award.comparisons[0]
            groups.setdefault((parent, first.what, first.unit), []).append(award)
    for group in groups.values():
        for award in group if len(group) > 1 else ():
            award.kind = "tiered"
