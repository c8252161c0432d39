"""One spelling for everything that is compared: NFKC, simplified characters, single spaces, lower-case Latin."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

import opencc

from policy_kb.language.dictionary import is_word
from policy_kb.language.standard_words import standard_words

_SPACES = re.compile(r"\s+")
_HAN = r"[\u3400-\u9fff]"
_BETWEEN_HAN = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")
#: What a guessed comma looks like: all that were typed are ",", as NFKC has them.
GUESSED_COMMA = "，"
#: 惠及企业6家 转让许可55件 没收过服务费: between two parts of some length a space stands for a comma, unless it stands
#: within a word.
_PART = r"[^\s，,。；;！!？?、：:]"
_BETWEEN_PARTS = re.compile(rf"(?<={_PART}{{4}})(?<={_HAN})\s+(?={_HAN}{_PART}{{3}})")
_WORD_REACH = 3
_AROUND_PLUS = re.compile(r"(?<=\d)\s*\+\s*(?=\d)")
_INVISIBLE = re.compile(
    r"[\u00ad\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u20e3\ufe00-\ufe0f\ufeff"
    r"\U000e0000-\U000e01ef]"
)
_EMOJI = re.compile(r"[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]+")
_EMOJI_INSIDE = re.compile(rf"(?<=[\w，,。]){_EMOJI.pattern}(?=\s*\w)")
# NFKC would write 10¹² as 1012 and 2½ as 21⁄2.
_RAISED = re.compile(r"(?<=\d)[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_VULGAR = re.compile(r"(?<=\d)[½¼¾]")
_VULGAR_DECIMALS = {"½": ".5", "¼": ".25", "¾": ".75"}
_ROMAN = {chr(0x2160 + i): str(i + 1) for i in range(12)} | {chr(0x2170 + i): str(i + 1) for i in range(12)}
#: Numerals as cheques have them: several together, one that is no name by itself before what it counts, or behind 第.
_FORMAL = re.compile(
    r"第[壹贰叁肆伍陆柒捌玖拾佰仟]+|(?=[零佰仟万亿]*[壹贰叁肆伍陆柒捌玖拾])[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{2,}"
    r"|[壹贰叁肆柒捌玖拾](?=\s?[件家个项级档名户所次款条笔位份万亿元成])|[伍陆](?=\s?[件个项级档款笔万亿元成])"
)
_FORMAL_NUMERALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
#: Letters among digits are typed for those that look like them: 56oo5.
_LETTERS_FOR_DIGITS = re.compile(r"(?<=\d)[ol]+(?=\d)")
_DIGITS_MEANT = str.maketrans("ol", "01")
_SIGNS = str.maketrans({"\u2044": "/", "−": "-", "﹣": "-", **_ROMAN})


@cache
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplify(text: str) -> str:
    """Traditional characters become simplified ones; everything else stays."""
    return str(_to_simplified().convert(text))


def normalise(text: str) -> str:
    """The form in which messages are understood.

    Half-width, simplified, lower case, without invisible characters and without emoji inside the text, dialect and
    English words as standard ones, formal numerals (壹佰万) as common ones; white space between Chinese characters is
    dropped (people and input methods leave it there), between longer parts it is a comma, elsewhere one space.
    """
    return _remembered(text) if len(text) <= _LONGEST_REMEMBERED else _normalised(text)


def _normalised(text: str) -> str:
    text = text.encode("utf-8", "ignore").decode("utf-8")  # half of a surrogate pair is no character
    text = _EMOJI_INSIDE.sub(" ", _INVISIBLE.sub("", text))
    text = _RAISED.sub(lambda match: "^" + unicodedata.normalize("NFKC", match[0]), text)
    text = _VULGAR.sub(lambda match: _VULGAR_DECIMALS[match[0]], text)
    text = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS)
    text = _FORMAL.sub(lambda match: match[0].translate(_FORMAL_NUMERALS), simplify(text).lower())
    text = _LETTERS_FOR_DIGITS.sub(lambda match: match[0].translate(_DIGITS_MEANT), text)
    text = standard_words().put_into(_SPACES.sub(" ", text).strip())
    text = _BETWEEN_PARTS.sub(_comma_between, text)
    return _AROUND_PLUS.sub("+", _BETWEEN_HAN.sub("", text))


def _comma_between(spaces: re.Match[str]) -> str:
    """A guessed comma, or nothing where the characters on both sides make a word."""
    before = spaces.string[max(0, spaces.start() - _WORD_REACH) : spaces.start()]
    after = spaces.string[spaces.end() : spaces.end() + _WORD_REACH]
    if before[-2:-1].isdigit():
        return GUESSED_COMMA  # 55件 产品备案40件
    makes_a_word = any(is_word(before[-a:] + after[:b]) for a in range(1, _WORD_REACH) for b in range(1, _WORD_REACH))
    return "" if makes_a_word else GUESSED_COMMA


#: A message and its clauses are normalised several times on their way; a longer text is no message.
_LONGEST_REMEMBERED = 400
_remembered = lru_cache(maxsize=512)(_normalised)
