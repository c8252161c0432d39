"""Repair of what copying, converting and re-publishing does to a notice; each repair is logged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from policy_kb.ingest.cleaning.blanks import close_gaps, drop_invisible, trim_lines, unify_line_ends
from policy_kb.ingest.cleaning.draft import Draft, Edit, Rule
from policy_kb.ingest.cleaning.furniture import (
    drop_comments,
    drop_controls,
    drop_footer,
    drop_heading_marks,
    drop_index_table,
    drop_menus,
    drop_watermarks,
    head_fields,
)
from policy_kb.ingest.cleaning.marks import plain_stops, widen_brackets, widen_marks
from policy_kb.ingest.cleaning.misalignment import realign
from policy_kb.ingest.cleaning.pinyin import drop_pinyin
from policy_kb.ingest.cleaning.radicals import plain_characters
from policy_kb.ingest.cleaning.script import simplify
from policy_kb.notice import Repair

__all__ = ["Cleaned", "Draft", "Edit", "Rule", "clean"]

# Order matters: bytes can only be counted while the text is still as the decoder left it, and furniture is
# recognised by simplified words.
_WORDING: Final[tuple[tuple[str, Rule], ...]] = (
    ("line ends", unify_line_ends),
    ("invisible characters", drop_invisible),
    ("radicals", plain_characters),
    ("byte out of step", realign),
    ("pinyin in brackets", drop_pinyin),
    ("simplified characters", simplify),
    ("stop behind a number", plain_stops),
    ("blanks at line ends", trim_lines),
    ("half-width marks", widen_marks),
    ("half-width brackets", widen_brackets),
    ("comments", drop_comments),
    ("heading marks", drop_heading_marks),
)
_FURNITURE: Final[tuple[tuple[str, Rule], ...]] = (
    ("page footer", drop_footer),
    ("menus", drop_menus),
    ("index table", drop_index_table),
    ("page controls", drop_controls),
    ("watermark", drop_watermarks),
    ("empty lines", close_gaps),
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Cleaned text, the log of repairs, and the fields of the page's index table (name to value)."""

    text: str
    repairs: tuple[Repair, ...]
    fields: dict[str, str]


def clean(raw_text: str, first: Sequence[tuple[str, Edit]] = (), stated: Mapping[str, str] | None = None) -> Cleaned:
    """Repair ``raw_text``; text without damage comes back unchanged and with an empty log.

    ``first`` are the changes that the file's format calls for; ``stated`` are fields the file states apart from its
    text, which those of the text itself outrank.
    """
    draft = Draft(raw_text)
    draft.carry_out(first)
    for name, rule in _WORDING:
        draft.apply(name, rule)
    fields = {**(stated or {}), **head_fields(draft.text)}
    for name, rule in _FURNITURE:
        draft.apply(name, rule)
    return Cleaned(draft.text, tuple(draft.repairs), fields)
