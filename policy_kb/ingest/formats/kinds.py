"""Which format a file has, by its content; the name decides only where the content does not."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal

from policy_kb.ingest.refusal import UnreadableNotice, called

Kind = Literal["text", "html", "docx", "pdf"]

_ZIP, _OLE = (b"PK\x03\x04", b"PK\x05\x06"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta\s|div|table|p)[\s>/]", re.IGNORECASE)
_MIME = re.compile(rb"\AMIME-Version:|\AFrom:[^\n]*\r?\n(?:[^\n]*\r?\n){0,6}MIME-Version:", re.IGNORECASE)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKS = (b"\xff\xfe", b"\xfe\xff")


def find_kind(raw: bytes, filename: str = "") -> Kind:
    """The format of ``raw``. Raises UnreadableNotice for those that can't be read, with what to do instead."""
    head = raw[:8192]
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if start.startswith(_ZIP):
        return _in_zip(raw, filename)
    _refuse_others(raw, start, filename)
    if head.startswith(_MARKS):
        start = head[2:].replace(b"\x00", b"")
    if _MARKUP.search(start):
        return "html"
    return "html" if PurePath(filename).suffix.lower() in (".html", ".htm") and b"<" in raw else "text"


def _in_zip(raw: bytes, filename: str) -> Kind:
    name = called(filename)
    if b"word/" in raw:
        return "docx"
    if b"xl/" in raw:
        raise UnreadableNotice(f"{name}是电子表格，请把政策正文另存为 .docx、.pdf 或 .txt 后再导入。")
    if b"ppt/" in raw:
        raise UnreadableNotice(f"{name}是演示文稿，请把政策正文另存为 .docx、.pdf 或 .txt 后再导入。")
    if b"OFD.xml" in raw:
        raise UnreadableNotice(f"{name}是 OFD 版式文件，请用阅读器另存为 .pdf 或 .txt 后再导入。")
    if PurePath(filename).suffix.lower() == ".docx":
        return "docx"
    raise UnreadableNotice(f"{name}是压缩包，请先解压，再逐个导入里面的文件。")


def _refuse_others(raw: bytes, start: bytes, filename: str) -> None:
    name = called(filename)
    if raw.startswith(_OLE):
        if _ENCRYPTED in raw:
            raise UnreadableNotice(f"{name}设了打开密码，请先去掉密码（另存时不设密码）再导入。")
        raise UnreadableNotice(f"{name}是旧版 Office 格式（.doc、.wps），请用 Word 或 WPS 另存为 .docx 后再导入。")
    if start.startswith(b"{\\rtf"):
        raise UnreadableNotice(f"{name}是 RTF 格式，请用 Word 或 WPS 另存为 .docx 后再导入。")
    if raw.startswith(_IMAGES) or raw[8:12] == b"WEBP":
        raise UnreadableNotice(f"{name}是图片，没有文字，请先做文字识别（OCR）再导入。")
    if raw.startswith(_ARCHIVES):
        raise UnreadableNotice(f"{name}是压缩包，请先解压，再逐个导入里面的文件。")
    if start.startswith(b"<?xml") and not _MARKUP.search(start):
        raise UnreadableNotice(f"{name}是 XML 文件，请用 Word 或 WPS 打开后另存为 .docx，再导入。")
    if _MIME.match(start):
        raise UnreadableNotice(f"{name}是单个文件网页（.mht），请在浏览器里另存为 .html 后再导入。")
