"""Everything that is read from one notice as drafts: awards, institutions, targets, dates, how to apply."""

from __future__ import annotations

from dataclasses import dataclass

from policy_kb.extract.application import (
    Contact,
    Item,
    Window,
    find_contacts,
    find_materials,
    find_steps,
    find_windows,
)
from policy_kb.extract.awards import Award, find_awards
from policy_kb.extract.institutions import Institution, find_institutions
from policy_kb.extract.targets import Target, find_targets
from policy_kb.notice import Notice


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read from ``notice``. Every fact carries its quote and where the quote begins in the cleaned text."""

    notice: Notice
    awards: tuple[Award, ...]
    institutions: tuple[Institution, ...]
    targets: tuple[Target, ...]
    windows: tuple[Window, ...]
    materials: tuple[Item, ...]
    steps: tuple[Item, ...]
    contacts: tuple[Contact, ...]


def extract(notice: Notice) -> Extraction:
    """Read the facts of a notice. Nothing is added to what its text says; what it doesn't say stays empty."""
    return Extraction(
        notice=notice,
        awards=tuple(find_awards(notice)),
        institutions=tuple(find_institutions(notice)),
        targets=tuple(find_targets(notice)),
        windows=tuple(find_windows(notice)),
        materials=tuple(find_materials(notice)),
        steps=tuple(find_steps(notice)),
        contacts=tuple(find_contacts(notice)),
    )
