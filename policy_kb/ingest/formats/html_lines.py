"""A page as the lines that a reader of it sees, each with its place in the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from policy_kb.ingest.formats.html_tables import is_data_table, table_lines

# fmt: off
_UNSEEN: Final = frozenset((
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "select", "option", "button",
    "input", "textarea", "head", "rt", "rp",
))
_BLOCKS: Final = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
    "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul", "ucapcontent", "ucaptitle",
))
# fmt: on
HEADINGS: Final = frozenset(("h1", "h2", "h3"))
_CHINESE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—"
# A line break in the source between two Chinese characters is none of the text.
_SOURCE_BREAK = re.compile(rf"(?<=[{_CHINESE}])[ \t\r\f]*\n[ \t\r\n\f]*(?=[{_CHINESE}])")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FURNITURE_TAGS: Final = frozenset(("nav", "footer", "aside"))
_FURNITURE_ROLES: Final = frozenset(("navigation", "contentinfo", "complementary", "search"))
_FURNITURE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|foot|footer|copyright|crumbs?|breadcrumbs?|side|sidebar|aside|bdshare"
    r"|share|sharebar|toolbar|pager|pagination|relate[ds]?|related|recommend|hotnews|friendlinks?|links|comments?|login"
    r"|search|qrcode|banner|topbar|weixin|accessib\w*)(?:$|[\s_\d-]|box\b|bar\b|list\b|wrap\b)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class PageLine:
    """One line: its text, how much of it is link text, the block it stands in, and whether that is page furniture."""

    text: str
    linked: int
    block: Any
    heading: bool = False
    furniture: bool = False
    row: bool = False

    @property
    def is_link(self) -> bool:
        return self.linked >= 0.9 * len(self.text)


@dataclass(slots=True)
class _Buffer:
    """Text of the line that is being read."""

    pieces: list[str] = field(default_factory=list)
    linked: int = 0

    def add(self, text: str | None, in_link: bool) -> None:
        if text:
            self.pieces.append(text)
            if in_link:
                self.linked += len("".join(text.split()))

    def take(self) -> tuple[str, int]:
        text = _SPACE.sub(" ", _SOURCE_BREAK.sub("", "".join(self.pieces))).strip(" ")
        linked = self.linked
        self.pieces.clear()
        self.linked = 0
        return text, linked


def page_lines(body: Any) -> Iterator[PageLine]:
    """All lines of a page from top to bottom, without what a browser does not show."""
    return _Walk().lines(body)


class _Walk:
    """One pass over the elements of a page."""

    def __init__(self) -> None:
        self._buffer = _Buffer()
        self._blocks: list[Any] = []
        self._furniture = 0
        self._links = 0
        self._heading = 0
        self._literal = 0
        self._numbers: dict[Any, int] = {}

    def lines(self, body: Any) -> Iterator[PageLine]:
        walk = etree.iterwalk(body, events=("start", "end"))
        self._blocks.append(body)
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if self._unseen(element, tag):
                    walk.skip_subtree()
                    continue
                if tag == "table" and is_data_table(element):
                    yield from self._flush()
                    for text in table_lines(element):
                        yield PageLine(text, 0, element, furniture=self._furniture > 0, row=True)
                    walk.skip_subtree()
                    continue
                yield from self._start(element, tag)
            else:
                if not self._unseen(element, tag) and not (tag == "table" and is_data_table(element)):
                    yield from self._end(element, tag)
                if element is not body:
                    yield from self._text(element.tail)
        yield from self._flush()

    def _start(self, element: Any, tag: str) -> Iterator[PageLine]:
        if tag in _BLOCKS or tag == "br":
            yield from self._flush()
        if tag in _BLOCKS:
            self._blocks.append(element)
        self._furniture += _is_furniture(element, tag)
        self._links += tag == "a"
        self._heading += tag in HEADINGS
        self._literal += tag == "pre"
        if tag == "li":
            self._buffer.add(self._item_number(element), in_link=False)
        yield from self._text(element.text)

    def _end(self, element: Any, tag: str) -> Iterator[PageLine]:
        if tag in _BLOCKS:
            yield from self._flush()
            self._blocks.pop()
        elif tag in ("td", "th"):
            self._buffer.add(" ", in_link=False)
        self._furniture -= _is_furniture(element, tag)
        self._links -= tag == "a"
        self._heading -= tag in HEADINGS
        self._literal -= tag == "pre"

    def _text(self, text: str | None) -> Iterator[PageLine]:
        if text and self._literal:
            for number, piece in enumerate(text.split("\n")):
                if number:
                    yield from self._flush()
                self._buffer.add(piece, self._links > 0)
        else:
            self._buffer.add(text, self._links > 0)

    def _flush(self) -> Iterator[PageLine]:
        text, linked = self._buffer.take()
        if text.strip():
            yield PageLine(text, linked, self._blocks[-1], self._heading > 0, self._furniture > 0)

    def _unseen(self, element: Any, tag: str) -> bool:
        return (
            not tag
            or tag in _UNSEEN
            or element.get("hidden") is not None
            or _HIDDEN.search(element.get("style") or "") is not None
        )

    def _item_number(self, item: Any) -> str:
        """The number that a browser shows before an item of an ordered list; none where the text brings its own."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return ""
        start = re.fullmatch(r"\s*(\d{1,3})\s*", parent.get("start") or "1")
        number = self._numbers.get(parent, int(start.group(1)) - 1 if start else 0) + 1
        self._numbers[parent] = number
        own = "".join(item.itertext())[:40].strip()
        style = f"{parent.get('style') or ''} {item.get('style') or ''}"
        if re.match(r"[（(]?[一二三四五六七八九十\d①-⑳]+[、.．)）]|[①-⑳]|第", own) or "list-style: none" in style:
            return ""
        return f"{number}."


def _is_furniture(element: Any, tag: str) -> bool:
    if tag in _FURNITURE_TAGS or element.get("role") in _FURNITURE_ROLES:
        return True
    if tag in ("body", "html", "main", "article"):
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return len(names) > 2 and _FURNITURE_NAMES.search(names) is not None
