"""One message read against the knowledge base: its normal form, the names in it, the quantities in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from policy_kb.language.hesitations import without_hesitations, without_pointing
from policy_kb.language.lexicon import Lexicon, Mention
from policy_kb.language.normalise import GUESSED_COMMA, normalise
from policy_kb.language.quantities import Quantity, find_quantities
from policy_kb.language.spelling import Speller
from policy_kb.language.words import cut

# A name such as 1亿元 (the size of a fund) is a sum as well: what it means is for the context to say.
_SUM = re.compile(r"\d+(?:\.\d+)?(?:[百千]?[万亿]元?|元)")

#: Longer names hardly arise by chance.
_SHORT_NAME = 3
#: So far a name may reach to either side of a guessed comma: a long message has many of them.
_NAME_REACH = 24
#: A message and its clauses are read several times on their way.
_MOST_REMEMBERED = 256


@dataclass(frozen=True, slots=True)
class Reading:
    """Offsets of mentions and quantities count characters of ``text``, the normal form of the message."""

    text: str
    mentions: tuple[Mention, ...]
    quantities: tuple[Quantity, ...]

    def ids(self, kind: str) -> tuple[str, ...]:
        """Ids of everything of one kind that the message names, in its order, once each."""
        return tuple(dict.fromkeys(i for m in self.mentions for i in m.ids(kind)))


def read(message: str, lexicon: Lexicon, speller: Speller | None = None) -> Reading:
    """Read one message. Never fails: a text without names or quantities gives an empty reading.

    With a ``speller`` its slips are mended first; what was read once needs none when it is read again.
    """
    text = without_hesitations(_with_whole_names(normalise(message), lexicon))
    return _of_normal_form(text if speller is None else speller.mend(text), lexicon)


@lru_cache(maxsize=_MOST_REMEMBERED)
def _of_normal_form(text: str, lexicon: Lexicon) -> Reading:
    mentions = _names(text, lexicon)
    if (shorter := without_pointing(text, [(m.start, m.end) for m in mentions])) != text:
        text, mentions = shorter, _names(shorter, lexicon)
    names = ((m.start, m.end) for m in mentions if not _holds_a_sum(m))
    return Reading(text, mentions, find_quantities(text, taken=names))


def _with_whole_names(text: str, lexicon: Lexicon) -> str:
    """The text without the guessed commas that would stand in a name (知识产权 管理规范)."""
    place = text.find(GUESSED_COMMA)
    while place >= 0:
        start = max(0, place - _NAME_REACH)
        around = text[start:place] + text[place + 1 : place + 1 + _NAME_REACH]
        if any(m.exact and m.start < place - start < m.end for m in lexicon.find(around)):
            text, place = text[:place] + text[place + 1 :], place - 1
        place = text.find(GUESSED_COMMA, place + 1)
    return text


def _names(text: str, lexicon: Lexicon) -> tuple[Mention, ...]:
    found = lexicon.find(text)
    words = _places(text) if any(_may_cut(mention) for mention in found) else []
    return tuple(m for m in found if not (_may_cut(m) and _cuts_a_word(m, words)))


def _places(text: str) -> list[tuple[int, int]]:
    """Where the words of a text stand, one behind the other."""
    places, position = [], 0
    for word in cut(text):
        start = text.find(word, position)
        if start >= 0:
            position = start + len(word)
            places.append((start, position))
    return places


def _holds_a_sum(mention: Mention) -> bool:
    """Whether a name is, or begins with, a sum of money that may as well be meant by itself (1亿元，风险补偿资金)."""
    at_start = _SUM.match(mention.surface)
    return at_start is not None and (bool(mention.ids("figure")) or at_start.end() == len(mention.surface))


def _may_cut(mention: Mention) -> bool:
    """Whether a name is so short that it may only seem to be there."""
    short = len(mention.text) <= _SHORT_NAME and mention.text[0] > "\u33ff"
    return short and not mention.ids("region") and not mention.ids("figure")


def _cuts_a_word(mention: Mention, words: Sequence[tuple[int, int]]) -> bool:
    """Whether a name only seems to be there because two words meet: 专利奖 in 发明专利|奖多少.

    那|一亿元 is cut before 一, whatever the dictionary of words says.
    """
    before = bisect_left(words, (mention.start,))
    return before > 0 and mention.start < words[before - 1][1] < mention.end
