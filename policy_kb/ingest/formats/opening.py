"""The right reader for each file, behind the checks that hold for all of them."""

from __future__ import annotations

import re
import unicodedata

from policy_kb.ingest.cleaning.decoding import MAX_BYTES, decode
from policy_kb.ingest.formats.docx import read_docx
from policy_kb.ingest.formats.html import read_html
from policy_kb.ingest.formats.kinds import find_kind
from policy_kb.ingest.formats.page import Page, check_length
from policy_kb.ingest.formats.pdf import read_pdf
from policy_kb.ingest.refusal import UnreadableNotice, called

_HAN = re.compile(r"[\u3400-\u9fff]")
_BLANK = b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"


def open_file(raw: bytes, filename: str = "") -> Page:
    """All text of a .txt, .html, .docx or .pdf file.

    Raises UnreadableNotice for files that are too large, empty, damaged, encrypted, scanned, of another format, too
    long or without Chinese text.
    """
    name = called(filename)
    if len(raw) > MAX_BYTES:
        size, limit = len(raw) / 1024 / 1024, MAX_BYTES // 1024 // 1024
        raise UnreadableNotice(f"{name}有{size:.0f}MB，超过了{limit}MB的上限，请只提交文件正文，或者拆成几份再提交。")
    if not raw.strip(_BLANK):
        raise UnreadableNotice(f"{name}是空的，没有可以读取的文字，请检查后重新提交。")
    match find_kind(raw, filename):
        case "pdf":
            page = read_pdf(raw, name)
        case "docx":
            page = read_docx(raw, name)
        case "html":
            page = read_html(raw, name)
        case "text":
            page = Page(decode(raw, filename))
    check_length(len(page.text), name)
    # Radicals that fonts of PDF files give for characters (⼀ for 一) are Chinese text, too.
    if not _HAN.search(unicodedata.normalize("NFKC", page.text)):
        raise UnreadableNotice(f"{name}里没有中文内容，不像是政策文件，请检查是否选错了文件。")
    return page
