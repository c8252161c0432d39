"""What each figure of a sentence is for: decided by the word that governs it, as a reader would.

The word nearest before a figure governs it. What is measured (营业收入) and what compares (超过) govern one figure and
those coordinated with it; what grants (给予, 奖励) goes on governing until something else does. A figure without a word
of its own before it in its piece belongs to the noun behind it (50万元奖励), else to what its sentence is about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from policy_kb.extract.figures import Figure, find_figures
from policy_kb.extract.sentences import Piece
from policy_kb.extract.vocabulary import Cue, find_cues, vocabulary, words_pattern

Role = Literal["amount", "cap", "ratio", "none"]

_THRESHOLD = re.compile(
    r"(?:[（(][^）)]*[)）])?\s?(?:及|或|\(含\))?(?P<word>以上|以下|以内|封顶|为上限|为限|不等|左右)"
)
_CONDITIONAL_END = re.compile(r"(?:的|时|者|后|之日起)[（(\u0001)）]*$")
_RELATIVE = re.compile(r"(?:[（(][^）)]*[)）])?\s?(?:(?:及|或)?以[上下内])?(?:[（(][^）)]*[)）])?\s?的")
_COORDINATED = re.compile(r"(?:[、和或及与至到\-—~～的/\s]|以[上下内]|[（(]\u0001*[)）])*")
_UNIT = re.compile(
    r"每(?:(?:成功)?(?:增加|新增|增|引进|获得|参与|毕业|取得|完成)?(?:一|1|壹)?)?"
    r"(?P<unit>平方米|人次|人天|标准展位|展位|分钟|公里|千瓦时|千瓦|[\u4e00-\u9fff]{0,3}?(?:件|项|家|户|个|人|名|篇|部|台|套|辆|吨|亩|月|年|天|次|场|例|起|案|单|笔|张|款|种|批|只|头|床|位|集|企业|单位|机构|项目|国家|产品))"
)
_UNIT_AFTER = re.compile(
    r"\s?(?:/|每)\s?(?P<unit>平方米|[件项家户个人名篇部台套辆吨亩月年天次场例起案单笔张款种批平])[·/]?"
)
_EACH_FIGURE = re.compile(r"每(?:净?增加|净增|新增|增长|提高|超过|超|满|达到|达|减少)?[^\d，]{0,4}$")
_SCOPE_SUBJECT = words_pattern("scope")
_STANDARD_AFTER = re.compile(r"(?:的)?(?:标准|比例|额度|幅度|档)")
_PARTY_BEHIND = re.compile(r"企业|单位|机构|者|人(?!民)|银行|公司|主体|户")
_TAXED = re.compile(r"的?(?:税率|计入|征收|计征)")
_TAX = re.compile(r"税|加计|折旧|摊销")
_RAISED_BY = re.compile(r"(?:上浮|下浮|提高|增加|下调|降低|再加)$")
_PAST = re.compile(
    r"(?:已经?(?:累计|连续|共|实际)?|(?:共|累计|合计)(?=发放|兑现|拨付|支付|安排))"
    r"(?:发放|兑现|拨付|给予|获得|享受|支付|安排)?[\u4e00-\u9fff]{0,10}$"
)
# What is asked of another authority: 申请中央补助8000万元.
_SOUGHT = re.compile(r"(?:争取|(?<!可)申请|申报)(?:[到得])?(?:中央|国家|省|上级)[\u4e00-\u9fff]{0,4}$")
# A phrase with more figures than that is no sentence.
_MOST_FIGURES = 100
_CLOSE_BY = 6
_MONEY_NOUN = re.compile(r"(?:经费|资金|补[贴助]|奖[励补金]|资助|扶持|津贴)")
_NEXT_ITEM = re.compile(r"\s?[、/]")
_BAND = re.compile(r"(?:[（(][^）)]*[)）])?\s?(?:(?:及|或)?以[上下内])?\s?的?(?:部分|区间|档次?)")
_FEE = re.compile(r"[\u4e00-\u9fff]{1,4}费(?!用?(?:补|资|奖|减))")
_SPENT_ON = re.compile(r"(?:[，,]?(?:将|主要|专项|统一|全部))*(?:用于|用作|用来)")
_SPENT_PART = re.compile(r"的[\u4e00-\u9fff]{2,6}?(?:将|应当?|须)?(?:用于|用作|用来)")
_WHOLE = re.compile(r"(?:资金|金额|总额|额度|额|标准|金|收入){0,2}的")
_OBJECT = re.compile(r"的?(?:一次性|首次|专项|资金|年度|、|\s)*")


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds a piece: a grant before or after it in its sentence, a heading that grants, an award before,
    a loss that is shared, money that was set aside."""

    strong: bool = False
    ahead: bool = False
    weak: bool = False
    memory: bool = False
    loss: bool = False
    funded: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure with its role. ``unit`` is what it is paid for each of; ``piece`` where it stands."""

    figure: Figure
    role: Role
    piece: Piece
    at_most: bool = False
    at_least: bool = False
    unit: str | None = None
    shared: bool = False

    @property
    def start(self) -> int:
        """Where the figure begins in the notice."""
        return self.piece.start + self.figure.start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.piece.start + self.figure.end


def grants(piece: Piece) -> bool:
    """Whether the piece hands something over or names what is handed over."""
    cues = _telling(piece.shown)
    nouns = any(cue.kind == "grant" for cue in cues)
    return nouns or any(cue.kind == "give" and cue.word != "予以" for cue in cues)


def sets_aside(piece: Piece) -> bool:
    """Whether the piece speaks of money set aside."""
    return any(cue.kind == "fund" for cue in find_cues(piece.shown))


def grants_on(piece: Piece) -> bool:
    """Whether what the piece hands over is what the rest of the sentence goes on about, and not the fund it is from."""
    last = [cue for cue in _telling(piece.shown) if cue.kind in ("give", "grant", "fund")]
    return grants(piece) and last[-1].kind != "fund"


def read_piece(piece: Piece, context: Context) -> list[Mark]:
    """A mark for each figure of the piece, those in its brackets included."""
    marks = _Reader(piece, context).marks() if any(char.isdigit() or char in _NUMERALS for char in piece.text) else []
    granted = context.strong or any(mark.role != "none" for mark in marks) or grants(piece)
    for inner in piece.inner:
        inside = _Reader(inner, Context(strong=granted, weak=context.weak)).marks()
        cues = {cue.kind for cue in find_cues(inner.shown)}
        explicit = bool(cues & {"give", "grant", "cap"}) or _UNIT.search(inner.shown) is not None
        marks += [mark if explicit else _none(mark.figure, inner) for mark in inside]
    return marks


_NUMERALS = "一二两三四五六七八九十百千万亿半"


def _none(figure: Figure, piece: Piece) -> Mark:
    return Mark(figure, "none", piece)


def _telling(text: str) -> list[Cue]:
    """The words that say what figures are for."""
    cues = find_cues(text)
    return [
        cue
        for before, cue, after in zip([None, *cues], cues, [*cues[1:], None], strict=False)
        if cue.kind != "inert" and not _describes(before, cue, after, text)
    ]


def _describes(before: Cue | None, cue: Cue, after: Cue | None, text: str) -> bool:
    """Whether a word only says more about the noun behind it: 建设经费, 首年薪酬; 补贴单价 is the sum of a grant."""
    if cue.kind == "compare":
        return _MONEY_NOUN.match(text, cue.end) is not None
    if cue.word in ("首年", "次年"):
        return after is not None and after.kind == "measure" and after.start == cue.end
    if cue.word in ("领取", "申领", "享受"):
        return _FEE.match(text, cue.end) is not None
    if cue.word in ("单价", "价格"):
        return before is not None and before.kind == "grant" and before.end == cue.start
    return False


class _Reader:
    """Reads one piece from left to right."""

    def __init__(self, piece: Piece, context: Context) -> None:
        self._piece = piece
        self._context = context
        self._text = piece.shown
        self._figures = find_figures(self._text)[:_MOST_FIGURES]
        spans = [(figure.start, figure.end) for figure in self._figures]
        self._cues = [
            cue
            for cue in _telling(self._text)
            if not (cue.kind == "measure" and _PARTY_BEHIND.match(self._text, cue.end))
            and not any(start < cue.end and cue.start < end for start, end in spans)
        ]
        self._conditional = _CONDITIONAL_END.search(self._text) is not None

    def marks(self) -> list[Mark]:
        """A mark for each figure."""
        marks: list[Mark] = []
        consumed = 0
        for index, figure in enumerate(self._figures):
            before = marks[-1] if marks else None
            between = self._text[before.figure.end : figure.start] if before else ""
            same = before is not None and before.figure.kind == figure.kind
            if before and same and before.role == "none" and _COORDINATED.fullmatch(between):
                mark = _none(figure, self._piece)
            else:
                mark = self._judge(index, consumed)
            marks.append(mark)
            if mark.role == "none" or figure.kind != "money":
                consumed = figure.end
        return self._spread(marks)

    def _spread(self, marks: list[Mark]) -> list[Mark]:
        """Figures coordinated with one whose role the noun behind them tells: 100万元、50万元奖励."""
        for index in range(len(marks) - 2, -1, -1):
            mark, after = marks[index], marks[index + 1]
            between = self._text[mark.figure.end : after.figure.start]
            alike = mark.figure.kind == after.figure.kind and mark.figure.currency == after.figure.currency
            if mark.role == "none" and after.role != "none" and alike and re.fullmatch(r"\s?[、和及或/]\s?", between):
                left = self._left(mark.figure, 0)
                if not left or left[-1].kind not in ("measure", "compare", "fund"):
                    marks[index] = Mark(mark.figure, after.role, mark.piece, after.at_most, after.at_least, after.unit)
        return marks

    def _judge(self, index: int, consumed: int) -> Mark:
        figure = self._figures[index]
        none = _none(figure, self._piece)
        if figure.currency != "元" or self._conditional:
            return none
        if any(cue.kind == "penalty" for cue in self._cues):
            return none
        if figure.kind == "money" and _BAND.match(self._text, figure.end):
            return none
        if self._spent(figure):
            return none
        if figure.kind == "parts":
            return self._parts(figure)
        before = self._text[: figure.start]
        if figure.kind == "money" and _EACH_FIGURE.search(before[-12:]) and not _UNIT.search(before[-8:]):
            return none
        cues = self._left(figure, consumed)
        threshold = _THRESHOLD.match(self._text, figure.end)
        word = threshold["word"] if threshold else ""
        granted = self._granted(figure, cues, index, word)
        if not granted:
            return none
        capped = self._capped(figure, cues) or word in ("以内", "以下", "封顶", "为上限", "为限")
        least = any(cue.kind == "least" and cue.end <= figure.start for cue in cues[-2:]) or word == "以上"
        unit = self._unit(figure)
        role: Role = "ratio" if figure.kind == "ratio" else "cap" if capped else "amount"
        return Mark(figure, role, self._piece, at_most=capped, at_least=least, unit=unit)

    def _left(self, figure: Figure, consumed: int) -> list[Cue]:
        """Words before a figure that can still govern it: of those before ``consumed`` only what grants."""
        return [
            cue
            for cue in self._cues
            if cue.end <= figure.start and (cue.start >= consumed or cue.kind in ("give", "grant", "basis"))
        ]

    def _right(self, index: int) -> list[Cue]:
        figure = self._figures[index]
        following = self._figures[index + 1].start if index + 1 < len(self._figures) else len(self._text)
        return [cue for cue in self._cues if figure.end <= cue.start < following]

    def _object(self, index: int) -> bool:
        """Whether the noun behind the figure, or behind those listed with it, is a grant: 50万元、30万元奖励."""
        last = index
        while last + 1 < len(self._figures) and _COORDINATED.fullmatch(
            self._text[self._figures[last].end : self._figures[last + 1].start]
        ):
            last += 1
        for cue in self._right(last):
            if cue.kind in ("grant", "give"):
                return True
            if cue.kind not in ("measure", "basis"):
                return False
        return False

    def _granted(self, figure: Figure, cues: list[Cue], index: int, threshold: str) -> bool:
        if figure.kind == "ratio":
            return self._ratio_granted(figure, cues, index, threshold)
        if self._lent(figure):
            return False
        governor = cues[-1] if cues else None
        if governor is not None and governor.word.endswith("部分") and self._unit(figure):
            governor = None  # 超出部分每件2000元: the part is what the units are counted of
        direct = governor is not None and governor.kind in ("give", "grant")
        bounded = cues[-1].kind in ("cap", "least", "raise") if cues else False
        if bounded:
            rest = [cue for cue in cues if cue.kind not in ("cap", "least", "raise")]
            owner = rest[-1] if rest else None
            if owner is not None and owner.kind in ("give", "grant", "basis"):
                if self._context.funded and owner.word in vocabulary().loose_grant:
                    return False  # 市级安排经费800万元，县级配套不低于400万元
                return self._not_relative(figure, index)
            if owner is not None:
                return owner.kind == "fund" and self._set_apart_for_each(rest, figure)
            if cues[-1].kind == "cap":
                return self._cap_alone(figure, index)
            return (self._context.strong or self._object(index)) and not self._relative(figure)
        if direct and governor is not None:
            return self._not_relative(figure, index) and self._governs(governor, figure, index)
        if governor is not None and governor.kind == "basis":
            return self._object(index) or self._backed(figure)
        if governor is not None and governor.kind == "fund":
            return self._set_apart_for_each(cues, figure) or (governor.word == "安排" and self._object_follows(figure))
        if governor is not None and governor.kind in ("measure", "compare", "instalment", "share"):
            return False
        if threshold in ("以上", "以下", "左右"):
            return self._object(index) and threshold == "以下"
        if self._object(index):
            return not self._relative(figure) or self._object_follows(figure)
        if self._relative(figure) or any(cue.kind in ("fund", "measure") for cue in self._right(index)[:1]):
            return False
        if threshold in ("封顶", "为上限", "为限", "以内"):
            return self._cap_alone(figure, index)
        if self._context.strong:
            return True
        behind = _UNIT_AFTER.sub("", self._text[figure.end :], count=1)
        closes = _NEXT_ITEM.match(behind) is not None or not re.search(r"[\u4e00-\u9fff]{3,}", behind)
        return (self._context.weak and (closes or self._unit(figure) is not None)) or (
            self._context.ahead and self._unit(figure) is not None
        )

    def _set_apart_for_each(self, cues: list[Cue], figure: Figure) -> bool:
        """Whether money is set apart for each of many, or handed over: 每项安排经费60万元, 给予工作经费5万元.

        每年安排2000万元 is the fund as a whole.
        """
        funds = [cue for cue in cues if cue.kind == "fund"]
        first = funds[0]
        given = [cue for cue in cues if cue.kind == "give" and cue.end <= first.start]
        if given and re.fullmatch(r"[\u4e00-\u9fff]{0,8}", self._text[given[-1].end : first.start]):
            listed = any(funds[-1].end <= one.start < figure.start for one in self._figures)
            near = listed or figure.start - funds[-1].end <= _CLOSE_BY
            return first.word not in ("安排", "设立", "预算", "列支") and near
        units = [match["unit"] for match in _UNIT.finditer(self._text[: first.start])]
        return first.word == "安排" and bool(units) and not any(unit[-1] in "年月" for unit in units)

    def _cap_alone(self, figure: Figure, index: int) -> bool:
        """A limit without a word for what it limits belongs to the award told before."""
        if self._relative(figure) or (
            _THRESHOLD.match(self._text, figure.end) is not None and "以" in self._text[figure.end : figure.end + 1]
        ):
            return self._object(index)
        if self._object(index) or self._context.strong or self._context.weak:
            return True
        return self._context.memory and _SCOPE_SUBJECT.search(self._text) is not None

    def _backed(self, figure: Figure) -> bool:
        standard = _STANDARD_AFTER.match(self._text, figure.end) is not None
        return (
            self._context.ahead
            or self._context.strong
            or (self._context.weak and (standard or self._unit(figure) is not None))
        )

    def _ratio_granted(self, figure: Figure, cues: list[Cue], index: int, threshold: str) -> bool:
        right = self._right(index)
        after = next(
            (cue for cue in self._cues if cue.start >= figure.end and cue.kind not in ("measure", "basis")), None
        )
        if any(cue.kind == "share" for cue in right) or (after is not None and after.kind in ("instalment", "share")):
            return False
        written = self._text[figure.start : figure.end]
        taxed = _TAXED.match(self._text, figure.end) or (
            self._text.startswith("计算", figure.end) and _TAX.search(self._text)
        )
        if taxed or ("百分点" in written and _RAISED_BY.search(self._text[: figure.start])):
            return False
        if after is not None and after.kind == "fund":
            return False
        bounds = ("cap", "measure")
        owners = [cue for cue in cues if cue.kind not in bounds]
        if (
            any(cue.kind == "basis" for cue in owners)
            and cues[-1].kind == "measure"
            and self._taken_of(cues[-1], figure)
        ):
            while owners[-1].kind == "compare":
                owners.pop()  # 按企业形成地方经济贡献的80%: the sum is described, not compared
        self._drop_whole(owners, figure)
        owner = owners[-1] if owners else None
        based = owner is not None and owner.kind in ("give", "grant", "basis")
        if (
            cues
            and cues[-1].word in _SHARES_OF
            and not (based and cues[-1].end < len(self._text) and self._base(cues[-1], figure))
        ):
            return False
        if threshold in ("以上", "以下") and (owner is None or owner.kind not in ("give", "grant", "basis")):
            return False
        if owner is None:
            if self._object(index):
                return True
            if cues and cues[-1].kind == "measure" and not self._taken_of(cues[-1], figure):
                return False
            if cues and cues[-1].kind == "cap" and cues[0].kind != "cap" and not self._context.strong:
                return False
            if self._relative(figure) and not _STANDARD_AFTER.match(self._text, figure.end):
                return self._context.strong and self._context.ahead
            limited = any(cue.kind == "cap" for cue in cues)
            return self._context.strong or (self._context.weak and not limited) or (limited and self._context.memory)
        if owner.kind in ("give", "grant"):
            return True
        if owner.kind == "fund" and self._set_apart_for_each(owners, figure):
            return True
        if owner.kind == "basis":
            return self._object(index) or self._later(figure) or self._backed(figure) or self._settled(owner, figure)
        if owner.kind in ("least", "raise"):
            rest = [cue for cue in owners if cue.kind not in ("least", "raise")]
            if rest and rest[-1].kind in ("give", "grant", "basis"):
                return True
            about = self._context.ahead or self._context.strong
            return bool(self._object(index)) or (not rest and about and "提取" in self._text)
        return False

    def _spent(self, figure: Figure) -> bool:
        """Whether the figure is part of a sum whose use is told, and not handed over: 其中3000万元用于奖励."""
        whole = _SPENT_PART.match(self._text, figure.end) if figure.kind == "ratio" else None
        if whole is None and _SPENT_ON.match(self._text, figure.end) is None:
            return False
        return figure.kind == "ratio" or not any(cue.kind in ("give", "grant") for cue in self._left(figure, 0))

    def _settled(self, basis: Cue, figure: Figure) -> bool:
        """Whether a sum is settled as a share of what is granted, or after a grant: 按组织奖金的10%计发."""
        settles = words_pattern("settle").match(self._text, figure.end) is not None
        of_grant = any(cue.kind == "grant" and basis.end <= cue.start < figure.start for cue in self._cues)
        about = self._context.memory or self._context.weak or self._context.ahead or self._context.strong
        return settles and (of_grant or about)

    def _taken_of(self, cue: Cue, figure: Figure) -> bool:
        """Whether a share is taken of the sum before it: 投资额的10%, but not 自缴20% or 成本控制在4%."""
        return re.fullmatch(r"[^，]{0,12}的", self._text[cue.end : figure.start]) is not None

    def _base(self, cue: Cue, figure: Figure) -> bool:
        """Whether the measured sum is what the share is taken of: 利率的50%, not 占比50%."""
        return re.fullmatch(
            r"[（(\u0001)）]*的?", self._text[cue.end : figure.start]
        ) is not None and cue.word.endswith("率")

    def _governs(self, governor: Cue, figure: Figure, index: int) -> bool:
        """Whether what grants does so here and to this figure: not 已发放补助3000万元, not 支持打造100亿元产业集群."""
        if _PAST.search(self._text[: governor.end]) or _SOUGHT.search(self._text[: governor.start]):
            return False
        loose = governor.word in vocabulary().loose_grant
        return not loose or figure.start - governor.end <= _CLOSE_BY or self._object(index)

    def _lent(self, figure: Figure) -> bool:
        """Whether the sum is lent: 50万元创业担保贷款, but not 50万元贷款贴息."""
        following = self._text[figure.end : figure.end + 16]
        lent = words_pattern("loan").search(following)
        if lent is None:
            return False
        end = figure.end + lent.end()
        return not any(cue.kind == "grant" and cue.start >= end for cue in self._cues)

    def _drop_whole(self, owners: list[Cue], figure: Figure) -> None:
        """Drop the noun that the share is taken of, which governs nothing: 发行规模的1‰, 所获奖金的50%."""
        end = figure.start
        while owners and owners[-1].kind in ("grant", "fund"):
            between = self._text[owners[-1].end : end]
            if not (_WHOLE.fullmatch(between) if end == figure.start else not between and owners[-1].kind == "fund"):
                return
            end = owners.pop().start

    def _later(self, figure: Figure) -> bool:
        return any(cue.kind in ("give", "grant") for cue in self._cues if cue.start >= figure.end)

    def _parts(self, figure: Figure) -> Mark:
        shared = [cue for cue in self._cues if cue.kind == "share"]
        granted = any(cue.kind == "grant" for cue in self._cues) and not shared
        lost = bool(shared) and (self._context.loss or words_pattern("loss").search(self._text) is not None)
        if not granted and not lost:
            return _none(figure, self._piece)
        return Mark(figure, "ratio", self._piece, shared=lost)

    def _relative(self, figure: Figure) -> bool:
        """Whether the figure stands inside a clause that ends with 的 and qualifies a noun."""
        return _RELATIVE.match(self._text, figure.end) is not None and not _STANDARD_AFTER.match(self._text, figure.end)

    def _not_relative(self, figure: Figure, index: int) -> bool:
        """What is granted may be described (100万元的启动经费), a threshold may not (50万元以上的项目)."""
        match = _RELATIVE.match(self._text, figure.end)
        return match is None or not re.search("以[上下]", match.group()) or self._object(index)

    def _object_follows(self, figure: Figure) -> bool:
        blank = _OBJECT.match(self._text, figure.end)
        at = blank.end() if blank else figure.end
        return any(cue.kind == "grant" and at <= cue.start <= at + 8 for cue in self._cues)

    def _capped(self, figure: Figure, cues: list[Cue]) -> bool:
        """Whether a limit stands between the figure and what governs it; it also limits what is listed with it."""
        if figure.kind == "ratio":  # 不超过贷款利息的40%: the limit stands before the sum that the share is taken of
            return any(cue.kind == "cap" for cue in cues)
        for cue in reversed(cues):
            if cue.kind == "cap":
                between = self._text[cue.end : figure.start]
                return len(between) <= 12 or "、" in between
            if cue.kind in ("give", "grant"):
                between = self._text[cue.end : figure.start]
                if not re.fullmatch(r"[金额标准资金总为是各项分别\s]*", between):
                    return False
                return any(
                    other.kind == "cap" and other.end <= cue.start and cue.start - other.end <= 6 for other in cues
                )
            if cue.kind != "least":
                return False
        return False

    def _unit(self, figure: Figure) -> str | None:
        after = _UNIT_AFTER.match(self._text, figure.end)
        if after:
            return after["unit"]
        found = [match["unit"] for match in _UNIT.finditer(self._text[max(0, figure.start - 24) : figure.start])]
        return "·".join(found) or None


_SHARES_OF = frozenset(
    {
        "占",
        "占比",
        "比重",
        "增幅",
        "增速",
        "增长率",
        "转化率",
        "覆盖率",
        "留用率",
        "利率",
        "费率",
        "担保费率",
        "年利率",
        "不良率",
        "持股",
        "满意度",
        "市场份额",
    }
)
