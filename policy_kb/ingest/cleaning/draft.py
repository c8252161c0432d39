"""A text under repair: knows for each of its characters where it stood in the raw text, and keeps the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from policy_kb.notice import Repair


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace ``text[start:end]`` by ``after``."""

    start: int
    end: int
    after: str


Rule = Callable[[str], Iterable[Edit]]


class Draft:
    """Applies rules one after the other; offsets in the log always count characters of the raw text."""

    def __init__(self, raw_text: str) -> None:
        self.text = raw_text
        self.repairs: list[Repair] = []
        self._origin = list(range(len(raw_text)))
        self._raw_length = len(raw_text)

    def apply(self, name: str, rule: Rule) -> None:
        """Carry out the edits of one rule (non-overlapping, in order) and log each under ``name``."""
        self.carry_out([(name, edit) for edit in rule(self.text)])

    def carry_out(self, edits: Sequence[tuple[str, Edit]]) -> None:
        """Carry out edits (non-overlapping, in order) and log each under its name. Raises ValueError on overlap."""
        if not edits:
            return
        text, origin = self.text, self._origin
        pieces: list[str] = []
        new_origin: list[int] = []
        position = 0
        for name, edit in edits:
            if edit.start < position:
                raise ValueError(f"rule {name}: edits overlap at {edit.start}")
            pieces.append(text[position : edit.start])
            new_origin.extend(origin[position : edit.start])
            start = origin[edit.start] if edit.start < len(origin) else self._raw_length
            pieces.append(edit.after)
            if len(edit.after) == edit.end - edit.start:
                new_origin.extend(origin[edit.start : edit.end])
            else:
                new_origin.extend([start] * len(edit.after))
            self.repairs.append(Repair(name, start, text[edit.start : edit.end], edit.after))
            position = edit.end
        pieces.append(text[position:])
        new_origin.extend(origin[position:])
        self.text, self._origin = "".join(pieces), new_origin
