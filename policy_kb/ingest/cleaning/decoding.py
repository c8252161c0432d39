"""From the bytes of a file to its text: UTF-8, UTF-16 with a mark, GB18030."""

from __future__ import annotations

import codecs
import re

MAX_BYTES = 20 * 1024 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GB18030_MARK = b"\x84\x31\x95\x33"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_HAN = re.compile(r"[\u3400-\u9fff]")


class UnreadableNotice(ValueError):
    """The file holds no text that can be read as a notice; the message is a sentence for the person who sent it."""


def decode(raw: bytes, filename: str = "") -> str:
    """Text of ``raw`` without byte order mark. Raises UnreadableNotice where there is none."""
    name = f"“{filename}”" if filename else "这个文件"
    if len(raw) > MAX_BYTES:
        size = len(raw) / 1024 / 1024
        raise UnreadableNotice(f"{name}有{size:.0f}MB，超过了20MB的上限，请只提交文件正文。")
    if not raw.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise UnreadableNotice(f"{name}是空的，没有可以读取的文字，请检查后重新提交。")
    text = _decode_any(raw)
    if text is None or len(_CONTROL.findall(text)) > max(2, len(text) // 200):
        raise UnreadableNotice(f"{name}不是文本文件，或者文字编码无法识别，请另存为UTF-8编码的文本后再提交。")
    if not _HAN.search(text):
        raise UnreadableNotice(f"{name}里没有中文内容，不像是政策文件，请检查是否选错了文件。")
    return text


def _decode_any(raw: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _try(raw[len(mark) :], encoding)
    if raw.startswith(_GB18030_MARK):
        return _try(raw[len(_GB18030_MARK) :], "gb18030")
    for encoding in ("utf-8", "gb18030"):
        text = _try(raw, encoding)
        if text is not None:
            return text
    return None


def _try(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None
