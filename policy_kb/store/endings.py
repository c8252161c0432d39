"""endings.yaml: which notices of a catalogue have been retired or superseded, and since when."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from policy_kb.awards.source import CatalogueFile
from policy_kb.catalogue.schema import DocId, Entry


class Ending(Entry):
    """The first day on which a notice counts no longer, and what took its place."""

    doc: DocId
    status: Literal["retired", "superseded"]
    ended_on: date
    successor: DocId | None


class EndingFile(Entry):
    """endings.yaml."""

    endings: tuple[Ending, ...]


def read_endings(path: Path) -> tuple[Ending, ...]:
    """The entries of the file, none where there is no file. Raises RuleFileError with file, line and reason."""
    if not path.exists():
        return ()
    file = CatalogueFile(path)
    return file.read(EndingFile, file.data).endings
