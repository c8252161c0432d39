"""What was just said is not said again: remarks go, a quotation becomes a reference, a repeated answer is called one.

The payload keeps everything; only the text to read gets shorter. The first line of an answer, what it lists, its
condition and its office always stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from actions.answer import Answer
from actions.wording import ONCE_A_MESSAGE, ONLY_ONCE, contact_sentence, lines

#: What was said this many turns ago can still be seen above.
_TURNS_IN_SIGHT = 3
_QUOTED_BASIS = re.compile(r"^(?P<place>依据：[^“”]+)：“.+”$", re.DOTALL)
_QUOTE_ABOVE = "（原文上面已经列出）。"
_AGAIN = ("还是刚才说的：", "和刚才的回答一样：", "这一点刚才说过：")
#: Answers that may come twice with good reason: a list to pick from again, a question still open, a greeting.
_MAY_REPEAT = ("question", "smalltalk", "decline", "handover", "list")
#: Where more than this is left out as said already, the answer is the same one.
_SHORTEST_REPEATED = 20


def told_once(answers: Sequence[Answer]) -> list[Answer]:
    """Answers to one message, each without what one before it has on basis, condition, office and validity."""
    said: set[str] = set()
    openings: set[str] = set()
    found = []
    for answer in answers:
        found.append(_without(answer, said, tuple(openings)))
        said |= set(answer.text.split("\n"))
        openings |= {opening for opening in ONCE_A_MESSAGE if opening in answer.text}
    return found


class Memory:
    """Marks of the lines and of the whole answers of the last turns, as ``turn:mark``."""

    def __init__(self, marks: Iterable[str], turn: int) -> None:
        self._turn = turn
        self._marks: dict[str, int] = {}
        for entry in marks:
            number, _, mark = entry.partition(":")
            if turn - int(number) <= _TURNS_IN_SIGHT:
                self._marks[mark] = int(number)

    def reword(self, answer: Answer) -> Answer:
        """The answer without what is in sight above; called a repetition where it is one. Remembers the answer."""
        whole = _mark(answer.text)
        repeated = self._marks.get(whole) == self._turn - 1 and answer.kind not in _MAY_REPEAT
        shown = {line for line in answer.text.split("\n") if _mark(line) in self._marks}
        for line in (answer.text, *answer.text.split("\n")):
            self._marks[_mark(line)] = self._turn
        shorter = _without(answer, shown)
        if not repeated or len(answer.text) < _SHORTEST_REPEATED:
            return shorter
        again = _AGAIN[self._turn % len(_AGAIN)]
        text = lines(f"{again}{shorter.text}", f"要是没答到点子上，您换个说法告诉我。{contact_sentence()}")
        return shorter.model_copy(update={"text": text})

    def kept(self) -> tuple[str, ...]:
        """For the next turn."""
        return tuple(f"{turn}:{mark}" for mark, turn in self._marks.items())


def _without(answer: Answer, said: set[str], openings: tuple[str, ...] = ()) -> Answer:
    """The answer without lines of ``said`` that need no repetition; at ``openings`` a line is enough that begins so."""
    first, *rest = answer.text.split("\n")
    kept = [first]
    for line in rest:
        if line.startswith(openings) or (line in said and line.startswith(ONLY_ONCE)):
            continue
        quoted = _QUOTED_BASIS.match(line) if line in said else None
        kept.append(f"{quoted['place']}{_QUOTE_ABOVE}" if quoted else line)
    return answer.model_copy(update={"text": "\n".join(kept)})


def _mark(text: str) -> str:
    return blake2b(text.encode(), digest_size=6).hexdigest()
