"""Why something was refused; each message is a sentence for the person who asked for it."""

from __future__ import annotations

from dataclasses import dataclass


class ReviewError(Exception):
    """Something that can't be done as asked; the message says why and what to do instead."""


class NotThere(ReviewError):
    """A document or a draft that is not stored, or not any more."""


class ImportRefused(ReviewError):
    """A file that was read but can't be stored; nothing was."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with an entry; ``line`` counts from 1 in the text that was edited."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"第 {self.line} 行：{self.reason}"


class EntryRefused(ReviewError):
    """An entry that its notice does not bear out or that can't be used; ``mistakes`` holds all that was found."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes
