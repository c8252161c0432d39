"""The numbers that Word shows before paragraphs but keeps apart from their text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from docx.oxml.ns import qn

from policy_kb.ingest.numerals import chinese_numeral

_MAX_DEPTH = 20
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_LEGAL = str.maketrans("一二三四五六七八九十百", "壹贰叁肆伍陆柒捌玖拾佰")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_PLACEHOLDER = re.compile(r"%([1-9])")
_CLOSED = tuple("、．.）)】:：")


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int
    suffix: str
    legal: bool
    restart: int | None


@dataclass(slots=True)
class _List:
    """One run of numbers; lists that Word continues share it."""

    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the numbered paragraphs of a document in order."""

    def __init__(self, numbering: Any | None, styles: Any | None) -> None:
        """Read the definitions; either part may be lacking."""
        self._abstract: dict[str, Any] = {}
        self._nums: dict[str, Any] = {}
        if numbering is not None:
            self._abstract = {a.get(qn("w:abstractNumId")): a for a in numbering.findall(qn("w:abstractNum"))}
            self._nums = {num.get(qn("w:numId")): num for num in numbering.findall(qn("w:num"))}
        self._styles: dict[str, Any] = {}
        if styles is not None:
            self._styles = {style.get(qn("w:styleId")): style for style in styles.findall(qn("w:style"))}
        self._lists: dict[str, _List] = {}
        self._used: set[str] = set()

    def label(self, paragraph: Any) -> str:
        """The number shown before ``paragraph``, with its gap; empty where it has none."""
        num_id, depth = self._numbered(paragraph)
        if num_id is None or num_id == "0" or num_id not in self._nums:
            return ""
        numbers = self._list(num_id)
        level = numbers.levels.get(depth)
        if level is None or level.form in ("bullet", "none"):
            return ""
        numbers.counts[depth] = numbers.counts.get(depth, level.start - 1) + 1
        for deeper, other in numbers.levels.items():
            if deeper > depth and other.restart != 0 and (other.restart is None or depth < other.restart):
                numbers.counts.pop(deeper, None)
        text = _PLACEHOLDER.sub(lambda match: self._shown(numbers, level, int(match.group(1)) - 1), level.text)
        return text if not text or text.endswith(_CLOSED) or level.suffix == "nothing" else f"{text} "

    def style_name(self, paragraph: Any) -> str:
        """Name of the paragraph's style, in lower case."""
        style = self._styles.get(_value(paragraph, "w:pPr/w:pStyle") or "")
        return (_value(style, "w:name") or "").lower() if style is not None else ""

    def _shown(self, numbers: _List, level: _Level, depth: int) -> str:
        wanted = numbers.levels.get(depth)
        if wanted is None:
            return ""
        number = numbers.counts.setdefault(depth, wanted.start)
        return write_numeral(number, "decimal" if level.legal else wanted.form)

    def _numbered(self, paragraph: Any) -> tuple[str | None, int]:
        """List and level of a paragraph, its own or those of its style."""
        own_list, own_level = _value(paragraph, "w:pPr/w:numPr/w:numId"), _value(paragraph, "w:pPr/w:numPr/w:ilvl")
        style_id = _value(paragraph, "w:pPr/w:pStyle")
        named = style_id
        for _ in range(_MAX_DEPTH):
            if own_list is not None or style_id is None or style_id not in self._styles:
                break
            style = self._styles[style_id]
            own_list = _value(style, "w:pPr/w:numPr/w:numId")
            own_level = own_level or _value(style, "w:pPr/w:numPr/w:ilvl")
            style_id = _value(style, "w:basedOn")
        if own_list is not None and own_level is None and named is not None:
            own_level = self._level_of_style(own_list, named)
        return own_list, int(own_level) if own_level is not None and own_level.isdecimal() else 0

    def _level_of_style(self, num_id: str, style_id: str) -> str | None:
        num = self._nums.get(num_id)
        abstract = self._abstract.get(_value(num, "w:abstractNumId") or "") if num is not None else None
        for level in abstract.findall(qn("w:lvl")) if abstract is not None else ():
            if _value(level, "w:pStyle") == style_id:
                found: str | None = level.get(qn("w:ilvl"))
                return found
        return None

    def _list(self, num_id: str) -> _List:
        num = self._nums[num_id]
        abstract_id = _value(num, "w:abstractNumId") or ""
        overrides = num.findall(qn("w:lvlOverride"))
        key = num_id if overrides else f"abstract {abstract_id}"
        if key not in self._lists:
            levels = self._levels(abstract_id, 0)
            for override in overrides:
                depth = _number(override.get(qn("w:ilvl")), 0)
                redefined = override.find(qn("w:lvl"))
                level = _read_level(redefined) if redefined is not None else levels.get(depth)
                start = _value(override, "w:startOverride")
                if level is not None:
                    levels[depth] = _with_start(level, _number(start, level.start))
            self._lists[key] = _List(levels)
        return self._lists[key]

    def _levels(self, abstract_id: str, hops: int) -> dict[int, _Level]:
        abstract = self._abstract.get(abstract_id)
        if abstract is None or hops > _MAX_DEPTH:
            return {}
        levels = {_number(level.get(qn("w:ilvl")), 0): _read_level(level) for level in abstract.findall(qn("w:lvl"))}
        if levels:
            return levels
        style = self._styles.get(_value(abstract, "w:numStyleLink") or "")
        linked = self._nums.get(_value(style, "w:pPr/w:numPr/w:numId") or "") if style is not None else None
        return self._levels(_value(linked, "w:abstractNumId") or "", hops + 1) if linked is not None else {}


def write_numeral(number: int, form: str) -> str:
    """``number`` in one of Word's number formats; formats not used in Chinese documents become Arabic numerals."""
    writer = _WRITERS.get(form)
    return writer(number) if writer is not None and number > 0 else str(number)


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    text, left = "", number
    for value, sign in _ROMAN:
        count, left = divmod(left, value)
        text += sign * min(count, 10)
    return text


def _chinese_digits(number: int) -> str:
    return str(number).translate(_DIGITS)


def _circled(number: int) -> str:
    return _CIRCLED[number - 1] if number <= len(_CIRCLED) else f"({number})"


_WRITERS: Final[dict[str, Callable[[int], str]]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: str(number).translate(_WIDE),
    "decimalFullWidth2": lambda number: str(number).translate(_WIDE),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "chineseCounting": chinese_numeral,
    "chineseCountingThousand": chinese_numeral,
    "ideographDigital": _chinese_digits,
    "japaneseCounting": chinese_numeral,
    "japaneseDigitalTenThousand": _chinese_digits,
    "taiwaneseCounting": chinese_numeral,
    "taiwaneseCountingThousand": chinese_numeral,
    "taiwaneseDigital": _chinese_digits,
    "ideographEnclosedCircle": lambda number: f"（{chinese_numeral(number)}）",
    "chineseLegalSimplified": lambda number: chinese_numeral(number).translate(_LEGAL),
    "ideographTraditional": lambda number: _STEMS[(number - 1) % 10],
    "ideographZodiac": lambda number: _BRANCHES[(number - 1) % 12],
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}


def _read_level(level: Any) -> _Level:
    restart = _value(level, "w:lvlRestart")
    return _Level(
        form=_value(level, "w:numFmt") or "decimal",
        text=_value(level, "w:lvlText") or "",
        start=_number(_value(level, "w:start"), 1),
        suffix=_value(level, "w:suff") or "tab",
        legal=level.find(qn("w:isLgl")) is not None,
        restart=_number(restart, 0) if restart is not None else None,
    )


def _with_start(level: _Level, start: int) -> _Level:
    return _Level(level.form, level.text, start, level.suffix, level.legal, level.restart)


def _value(element: Any, path: str) -> str | None:
    found = element.find("/".join(qn(step) for step in path.split("/")))
    if found is None:
        return None
    value: str | None = found.get(qn("w:val"))
    return value


def _number(text: str | None, default: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"\d{1,4}", text) else default
