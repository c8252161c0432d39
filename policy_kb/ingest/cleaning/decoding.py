"""From the bytes of a file to its text: UTF-8, UTF-16 with a mark, GB18030, Big5."""

from __future__ import annotations

import codecs
import re

from policy_kb.ingest.refusal import UnreadableNotice, called

__all__ = ["MAX_BYTES", "UnreadableNotice", "decode", "decode_bytes"]

MAX_BYTES = 20 * 1024 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GB18030_MARK = b"\x84\x31\x95\x33"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_WIDE_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")
# A copy that lost a byte here and there is still worth reading; U+FFFD marks the places.
_LOST_SHARE = 1 / 200


def decode(raw: bytes, filename: str = "") -> str:
    """Text of ``raw`` without byte order mark. Raises UnreadableNotice where there is none."""
    name = called(filename)
    if len(raw) > MAX_BYTES:
        size = len(raw) / 1024 / 1024
        raise UnreadableNotice(f"{name}有{size:.0f}MB，超过了20MB的上限，请只提交文件正文。")
    if not raw.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise UnreadableNotice(f"{name}是空的，没有可以读取的文字，请检查后重新提交。")
    text = decode_bytes(raw)
    if text is None or len(_CONTROL.findall(text)) > max(2, len(text) // 200):
        raise UnreadableNotice(f"{name}不是文本文件，或者文字编码无法识别，请另存为UTF-8编码的文本后再提交。")
    if not _HAN.search(text):
        raise UnreadableNotice(f"{name}里没有中文内容，不像是政策文件，请检查是否选错了文件。")
    return text


def decode_bytes(raw: bytes) -> str | None:
    """Text of ``raw`` in the one encoding that fits, None if none does."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _try(raw[len(mark) :], encoding)
    if raw.startswith(_GB18030_MARK):
        return _try(raw[len(_GB18030_MARK) :], "gb18030")
    text = _try(raw, "utf-8")
    if text is not None:
        return text
    encoding = "big5hkscs" if _looks_like_big5(raw) else "gb18030"
    text = _try(raw, encoding)
    return text if text is not None else _with_losses(raw, ("utf-8", encoding))


def _try(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _with_losses(raw: bytes, encodings: tuple[str, ...]) -> str | None:
    """Text with U+FFFD for the few bytes that do not fit."""
    texts = [raw.decode(encoding, "replace") for encoding in encodings]
    best = min(texts, key=lambda text: text.count("\ufffd"))
    return best if best.count("\ufffd") <= len(best) * _LOST_SHARE else None


def _looks_like_big5(raw: bytes) -> bool:
    """Whether the pairs of bytes are common characters in Big5 but hardly in GBK, which would show rare ones."""
    pairs: list[bytes] = _WIDE_PAIR.findall(raw[:20000])
    if len(pairs) < 20:
        return False
    common_gb: int = sum(0xB0 <= pair[0] <= 0xD7 and pair[1] >= 0xA1 for pair in pairs)
    common_big5: int = sum(0xA1 <= pair[0] <= 0xC6 for pair in pairs)
    return common_gb < len(pairs) * 0.5 and common_big5 > len(pairs) * 0.9
