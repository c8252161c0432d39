"""PDF files with a text layer."""

from __future__ import annotations

import ctypes
import re
import threading
import time
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pypdfium2
from pypdfium2 import raw as pdfium

from policy_kb.ingest.formats.page import Page
from policy_kb.ingest.formats.pdf_layout import PrintedPage, running_text
from policy_kb.ingest.formats.pdf_lines import Glyph
from policy_kb.ingest.formats.pdf_tables import Rule, find_grids, lay_out
from policy_kb.ingest.refusal import UnreadableNotice

_MAX_PAGES = 800
_MAX_GLYPHS = 2_000_000
_MAX_SECONDS = 60.0
_MAX_SEGMENTS = 20_000
_MAX_DRAWN = 20_000
_SHORTEST_RULE = 6.0
_THICKEST_RULE = 3.0
_FEW = 12
_SLANT = 0.05
_HAN = re.compile(r"[\u3400-\u9fff]")
# Where a font does not say which characters its shapes are, readers give private or odd ones.
_GARBLED = frozenset(("Co", "Cn", "Cs"))
# The library's own code keeps state that is common to all documents.
_ONE_AT_A_TIME = threading.Lock()


def read_pdf(raw: bytes, name: str) -> Page:
    """Text of a PDF file: page numbers, running heads and breaks inside of sentences are marked for removal.

    Raises UnreadableNotice for damaged, encrypted and scanned files, and for those above the limits.
    """
    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(raw)
        except pypdfium2.PdfiumError as error:
            raise UnreadableNotice(_why_not(error, name)) from error
        try:
            pages, pictures = _read(document, name)
        except UnreadableNotice:
            raise
        except (pypdfium2.PdfiumError, OSError, ValueError, OverflowError) as error:
            raise UnreadableNotice(f"{name}打不开，可能已损坏，请重新下载或重新导出 PDF 后再导入。") from error
        finally:
            document.close()
    _check_text(pages, pictures, name)
    return running_text(pages)


def _why_not(error: Exception, name: str) -> str:
    if "password" in str(error).lower() or "security" in str(error).lower():
        return f"{name}设了打开密码，请先去掉密码再导入。"
    return f"{name}打不开，可能已损坏或没有下载完整，请重新下载或重新导出 PDF 后再导入。"


def _read(document: Any, name: str) -> tuple[list[PrintedPage], bool]:
    """Printed pages, and whether there are pictures on a page without text."""
    if len(document) == 0:
        raise UnreadableNotice(f"{name}里一页也没有，请检查后重新提交。")
    if len(document) > _MAX_PAGES:
        raise UnreadableNotice(f"{name}有{len(document)}页，超过了{_MAX_PAGES}页的上限，请只提交政策正文。")
    deadline = time.monotonic() + _MAX_SECONDS
    pages: list[PrintedPage] = []
    pictures = False
    glyph_count = 0
    for number in range(len(document)):
        if time.monotonic() > deadline:
            raise _too_complex(name)
        page = document[number]
        try:
            glyphs = list(_glyphs(page, _MAX_GLYPHS - glyph_count, name))
            glyph_count += len(glyphs)
            pages.append(PrintedPage(lay_out(glyphs, find_grids(list(_rules(page)))), page.get_height()))
            if len(glyphs) < _FEW:
                pictures = pictures or any(True for _ in page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
        finally:
            page.close()
    return pages, pictures


def _too_complex(name: str) -> UnreadableNotice:
    return UnreadableNotice(f"{name}太复杂，读取时间过长，请只提交政策正文，或者另存为 .docx、.txt 后再导入。")


def _glyphs(page: Any, most: int, name: str) -> Iterator[Glyph]:
    text_page = page.get_textpage()
    try:
        if text_page.count_chars() > most:
            raise _too_complex(name)
        box = pdfium.FS_RECTF()
        for at in range(text_page.count_chars()):
            code = pdfium.FPDFText_GetUnicode(text_page, at)
            if code in (0x02, 0xFFFE, 0xFFFF, 0) or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
                continue
            char = chr(code)
            if char in "\r\n" or pdfium.FPDFText_IsGenerated(text_page, at) == 1:
                yield Glyph(char)
            elif pdfium.FPDFText_GetLooseCharBox(text_page, at, ctypes.byref(box)):
                angle = pdfium.FPDFText_GetCharAngle(text_page, at)
                slanted = _SLANT < angle % 1.5707963 < 1.5707963 - _SLANT
                yield Glyph(char, box.left, box.bottom, box.right, box.top, slanted)
    finally:
        text_page.close()


def _rules(page: Any) -> Iterator[Rule]:
    """Straight lines drawn on a page, upright or level; on a page full of drawings only the first of them."""
    count = 0
    for drawn in islice(page.get_objects([pdfium.FPDF_PAGEOBJ_PATH], max_depth=3), _MAX_DRAWN):
        filled, stroked = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(drawn, filled, stroked)
        if not stroked.value:
            yield from _thin_box(*drawn.get_bounds())
            continue
        matrix = drawn.get_matrix()
        start: tuple[float, float] | None = None
        before: tuple[float, float] | None = None
        for at in range(min(pdfium.FPDFPath_CountSegments(drawn), _MAX_SEGMENTS - count)):
            count += 1
            segment = pdfium.FPDFPath_GetPathSegment(drawn, at)
            x, y = ctypes.c_float(), ctypes.c_float()
            if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
                continue
            point = matrix.on_point(x.value, y.value)
            if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
                start = before = point
                continue
            yield from _rule(before, point)
            if pdfium.FPDFPathSegment_GetClose(segment):
                yield from _rule(point, start)
            before = point


def _thin_box(left: float, bottom: float, right: float, top: float) -> Iterator[Rule]:
    """A filled box so thin that it is a line; larger ones are the shading of cells."""
    if right - left <= _THICKEST_RULE:
        yield from _rule(((left + right) / 2, bottom), ((left + right) / 2, top))
    elif top - bottom <= _THICKEST_RULE:
        yield from _rule((left, (bottom + top) / 2), (right, (bottom + top) / 2))


def _rule(one: tuple[float, float] | None, other: tuple[float, float] | None) -> Iterator[Rule]:
    if one is None or other is None:
        return
    across, along = abs(one[0] - other[0]), abs(one[1] - other[1])
    if across <= 1 and along >= _SHORTEST_RULE:
        yield Rule(True, one[0], min(one[1], other[1]), max(one[1], other[1]))
    elif along <= 1 and across >= _SHORTEST_RULE:
        yield Rule(False, one[1], min(one[0], other[0]), max(one[0], other[0]))


def _check_text(pages: list[PrintedPage], pictures: bool, name: str) -> None:
    text = "".join(line.text for page in pages for line in page.lines)
    if len(_HAN.findall(unicodedata.normalize("NFKC", text))) < _FEW and pictures:
        raise UnreadableNotice(f"{name}是扫描件，没有文字层，请先做文字识别（OCR）再导入。")
    if not text.strip():
        raise UnreadableNotice(f"{name}里没有文字，请检查后重新提交；如果内容是图片，请先做文字识别（OCR）再导入。")
    garbled = sum(unicodedata.category(char) in _GARBLED or char == "\ufffd" for char in text)
    if garbled > len(text) * 0.2:
        raise UnreadableNotice(f"{name}的文字层是乱码，复制不出文字，请先做文字识别（OCR），或者找 .docx 原件导入。")
