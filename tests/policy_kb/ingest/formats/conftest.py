"""Files of each format, made for the tests: pages of invented sites, documents of Word, printed pages."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas
from reportlab.platypus import Table

FONT = "STSong-Light"
LEVELS = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "(%4)"),
)


class WordFile:
    """A document under way; ``item`` adds a paragraph that Word numbers by itself."""

    def __init__(self) -> None:
        self.document = docx.Document()
        self._lists = 100

    def text(self, text: str, style: str | None = None) -> WordFile:
        self.document.add_paragraph(text, style)
        return self

    def new_list(self, levels: Sequence[tuple[str, str]] = LEVELS, *, suffix: str = "tab") -> int:
        self._lists += 1
        number = self._lists
        inner = "".join(
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="{suffix}"/>'
            f'<w:lvlText w:val="{shown}"/></w:lvl>'
            for depth, (form, shown) in enumerate(levels)
        )
        part = self.document.part.numbering_part.element
        part.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{inner}</w:abstractNum>'))
        part.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
        return number

    def restarted(self, number: int) -> int:
        self._lists += 1
        xml = (
            f'<w:num {nsdecls("w")} w:numId="{self._lists}"><w:abstractNumId w:val="{number}"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
        self.document.part.numbering_part.element.append(parse_xml(xml))
        return self._lists

    def item(self, number: int, depth: int, text: str) -> WordFile:
        paragraph = self.document.add_paragraph(text)
        xml = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(xml))
        return self

    def xml(self, inner: str) -> WordFile:
        body = self.document.element.body
        body.insert(len(body) - 1, parse_xml(inner.replace("<w:p>", f"<w:p {nsdecls('w', 'wp', 'a')}>", 1)))
        return self

    def save(self) -> bytes:
        target = io.BytesIO()
        self.document.save(target)
        return target.getvalue()


@pytest.fixture
def word() -> WordFile:
    return WordFile()


Printer = Callable[..., bytes]


@pytest.fixture(scope="session")
def printed() -> Printer:
    """Prints paragraphs as offices do: indented by two characters, page numbers below, a running head above."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))

    def print_pages(
        paragraphs: Sequence[str],
        *,
        title: Sequence[str] = (),
        head: str = "",
        number: str = "— {} —",
        width: int = 36,
        indent: str = "　　",
        lines_on_page: int = 20,
        password: str | None = None,
        watermark: str = "",
    ) -> bytes:
        target = io.BytesIO()
        page = canvas.Canvas(target, encrypt=password)
        lines: list[tuple[str, int]] = [(line, 18) for line in title]
        for paragraph in paragraphs:
            rest = indent + paragraph
            while rest:
                lines.append((rest[:width], 12))
                rest = rest[width:]
        for start in range(0, len(lines), lines_on_page):
            page.setFont(FONT, 10)
            if head:
                page.drawString(72, 805, head)
            page.drawCentredString(297, 40, number.format(start // lines_on_page + 1))
            if watermark:
                page.saveState()
                page.translate(297, 420)
                page.rotate(45)
                page.drawCentredString(0, 0, watermark)
                page.restoreState()
            for row, (line, size) in enumerate(lines[start : start + lines_on_page]):
                page.setFont(FONT, size)
                if size > 12:
                    page.drawCentredString(288, 740 - row * 30, line)
                else:
                    _draw(page, 72, 740 - row * 30, line)
            page.showPage()
        page.save()
        return target.getvalue()

    return print_pages


def _draw(page: canvas.Canvas, left: float, bottom: float, line: str) -> None:
    """Columns parted by tabs stand apart; an indent is white space, as Word prints it."""
    blank = len(line) - len(line.lstrip("　"))
    for column, cell in enumerate(line.strip("　").split("\t")):
        page.drawString(left + 12 * blank + column * 150, bottom, cell)


@pytest.fixture(scope="session")
def ruled() -> Callable[[Sequence[Sequence[str]], Sequence[tuple[object, ...]]], bytes]:
    """Prints a table with ruled cells below one sentence; ``spans`` are commands of reportlab's TableStyle."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))

    def print_table(rows: Sequence[Sequence[str]], spans: Sequence[tuple[object, ...]] = ()) -> bytes:
        target = io.BytesIO()
        page = canvas.Canvas(target)
        page.setFont(FONT, 12)
        page.drawString(96, 760, "第一条 奖励标准如下表所示，由市财政局负责解释：")
        style = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), FONT, 12), *spans]
        table = Table([list(row) for row in rows], colWidths=120, rowHeights=40, style=style)
        table.wrapOn(page, 500, 500)
        table.drawOn(page, 72, 740 - 40 * len(rows))
        page.drawString(96, 700 - 40 * len(rows), "第二条 本办法自印发之日起施行。")
        page.showPage()
        page.save()
        return target.getvalue()

    return print_table


@pytest.fixture(scope="session")
def scanned() -> bytes:
    """A page that is nothing but a picture."""
    from PIL import Image

    target = io.BytesIO()
    page = canvas.Canvas(target)
    page.drawImage(ImageReader(Image.new("L", (60, 80), 128)), 0, 0, 595, 842)
    page.showPage()
    page.save()
    return target.getvalue()
