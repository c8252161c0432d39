"""Word documents (.docx), also those that WPS writes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, Final

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from policy_kb.ingest.cleaning.draft import Edit
from policy_kb.ingest.formats.docx_numbering import Numbering
from policy_kb.ingest.formats.html_tables import LONGEST_REPEATED
from policy_kb.ingest.formats.page import Page, Removal, check_length
from policy_kb.ingest.refusal import UnreadableNotice

_MAX_UNPACKED = 100 * 1024 * 1024
_MAX_XML = 30 * 1024 * 1024
_MAX_PARTS = 3000
_MAX_COLUMNS = 60
_SPACE = re.compile(r"\s+")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CONTAINERS: Final = frozenset(
    qn(f"w:{name}") for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
)
_INLINE: Final = _CONTAINERS | frozenset(
    qn(f"w:{name}") for name in ("hyperlink", "fldSimple", "dir", "bdo", "ruby", "rubyBase")
)
_P, _TBL, _R, _TXBX = qn("w:p"), qn("w:tbl"), qn("w:r"), qn("w:txbxContent")
_SIGNS: Final = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def read_docx(raw: bytes, name: str) -> Page:
    """Text of a document as Word shows it: automatic numbers, tables and text boxes; without deleted text.

    Rows of tables are lines with tabs between the cells. Raises UnreadableNotice for damaged files, those that unpack
    to more than 100 MB (30 MB of one part's text), and those without text.
    """
    _check_archive(raw, name)
    try:
        document = docx.Document(io.BytesIO(raw))
        _check_declarations(document, name)
        lines, contents = _read(document, name)
    except UnreadableNotice:
        raise
    # The library meets a damaged file with whatever exception comes first: KeyError, XMLSyntaxError, AttributeError.
    except Exception as error:
        raise UnreadableNotice(f"{name}打不开，可能已损坏，请用 Word 或 WPS 打开后另存为 .docx，再导入。") from error
    if not any(line.strip() for line in lines):
        raise UnreadableNotice(f"{name}里没有文字。如果内容是插入的图片，请先做文字识别（OCR）再导入。")
    return _page(lines, contents)


def _check_archive(raw: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise UnreadableNotice(f"{name}不完整或已损坏，请重新下载，或者用 Word、WPS 打开后另存为 .docx。") from error
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableNotice(f"{name}设了打开密码，请先去掉密码（另存时不设密码）再导入。")
    largest = max((part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))), default=0)
    if len(parts) > _MAX_PARTS or largest > _MAX_XML or sum(part.file_size for part in parts) > _MAX_UNPACKED:
        raise UnreadableNotice(
            f"{name}解开后太大（超过100MB），不像是政策文件，请删去大图片，或者另存为 .txt 后再导入。"
        )


def _check_declarations(document: Any, name: str) -> None:
    """No program for documents declares entities; text behind one would be lost, or come from another file."""
    parts = [part.element for part in document.part.package.iter_parts() if hasattr(part, "element")]
    if any(element.getroottree().docinfo.doctype for element in parts):
        raise UnreadableNotice(
            f"{name}里夹带了外部引用（XML 实体），内容不可靠，没有导入。请用 Word 或 WPS 打开核对后另存为 .docx。"
        )


def _read(document: Any, name: str) -> tuple[list[str], list[int]]:
    """Lines of the document, and which of them belong to its table of contents."""
    numbering = Numbering(_part(document, RELATIONSHIP_TYPE.NUMBERING), _part(document, RELATIONSHIP_TYPE.STYLES))
    lines: list[str] = []
    contents: list[int] = []
    length = counted = 0
    for block in _blocks(document.element.body):
        length += sum(len(line) + 1 for line in lines[counted:])
        counted = len(lines)
        check_length(length, name)
        if block.tag == _TBL:
            lines += _rows(block, numbering)
            continue
        text = _paragraph(block, numbering)
        style = numbering.style_name(block)
        for piece in text.split("\n"):
            if style.startswith("toc"):
                contents.append(len(lines))
            lines.append(piece)
        for box in _boxes(block):
            for inner in _blocks(box):
                lines += _rows(inner, numbering) if inner.tag == _TBL else _paragraph(inner, numbering).split("\n")
    return lines, contents


def _part(document: Any, kind: str) -> Any | None:
    """Root element of the part of this kind, None where the document has none."""
    try:
        return document.part.part_related_by(kind).element
    except (KeyError, AttributeError):
        return None


def _page(lines: list[str], contents: list[int]) -> Page:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    removals = [Removal("table of contents", Edit(starts[at], starts[at + 1], "")) for at in contents if lines[at]]
    return Page("".join(f"{line}\n" for line in lines), tuple(removals))


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, also those inside of content controls and tracked insertions."""
    stack = [iter(parent)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag in (_P, _TBL):
            yield element
        elif element.tag in _CONTAINERS:
            stack.append(iter(element))


def _paragraph(paragraph: Any, numbering: Numbering) -> str:
    text = "".join(_runs(paragraph))
    if text.strip():
        return numbering.label(paragraph) + text
    # Word numbers an empty paragraph, too, unless it is one that was deleted.
    if paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is None:
        numbering.label(paragraph)
    return text


def _runs(parent: Any) -> Iterator[str]:
    stack = [iter(parent)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag in _INLINE:
            stack.append(iter(element))
        elif element.tag == _R and not _is_hidden(element):
            for sign in element:
                if sign.tag == qn("w:t"):
                    yield sign.text or ""
                elif sign.tag == qn("w:br") and sign.get(qn("w:type")) in ("page", "column"):
                    yield "\n"
                elif sign.tag == qn("w:ruby"):
                    yield from _runs(sign)
                else:
                    yield _SIGNS.get(sign.tag, "")


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return vanish is not None and vanish.get(qn("w:val")) not in ("0", "false", "off")


def _boxes(paragraph: Any) -> list[Any]:
    """Text boxes anchored in a paragraph; the copy for old programs is left out."""
    return [
        box
        for box in paragraph.iter(_TXBX)
        if not any(above.tag in (_FALLBACK, _TXBX) for above in box.iterancestors())
    ]


def _rows(table: Any, numbering: Numbering) -> list[str]:
    """Rows as lines. A cell over several rows is repeated in each, one over several columns stands once."""
    lines: list[str] = []
    above: dict[int, str] = {}
    for row in table.iter(qn("w:tr")):
        if next((up for up in row.iterancestors(_TBL)), None) is not table:
            continue
        cells = list(_cells(row))
        if len(cells) == 1:
            lines += _lone_cell(cells[0], numbering)
            continue
        texts: list[str] = []
        for cell in cells:
            column = len(texts)
            if column >= _MAX_COLUMNS:
                break
            merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            text = _cell(cell, numbering)
            if merged is not None and merged.get(qn("w:val")) != "restart":
                text = above.get(column, "")
            above[column] = text if len(text) <= LONGEST_REPEATED else ""
            texts += [text, *[""] * (_width(cell) - 1)]
        line = "\t".join(texts[:_MAX_COLUMNS]).rstrip("\t")
        if line.strip():
            lines.append(line)
    return lines


def _lone_cell(cell: Any, numbering: Numbering) -> list[str]:
    """A frame around text, or a caption within the table: its paragraphs stay lines of their own."""
    lines = [line for paragraph in cell.iter(_P) for line in _paragraph(paragraph, numbering).split("\n")]
    return [line for line in lines if line.strip()]


def _cells(row: Any) -> Iterator[Any]:
    stack = [iter(row)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag == qn("w:tc"):
            yield element
        elif element.tag in _CONTAINERS:
            stack.append(iter(element))


def _cell(cell: Any, numbering: Numbering) -> str:
    texts = [_paragraph(paragraph, numbering) for paragraph in cell.iter(_P)]
    return _SPACE.sub(" ", " ".join(texts)).strip()


def _width(cell: Any) -> int:
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    value = span.get(qn("w:val")) if span is not None else None
    return min(max(int(value), 1), _MAX_COLUMNS) if value is not None and re.fullmatch(r"\d{1,3}", value) else 1
