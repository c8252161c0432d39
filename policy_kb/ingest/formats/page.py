"""What the reader of a format hands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from policy_kb.ingest.cleaning.draft import Edit


@dataclass(frozen=True, slots=True)
class Removal:
    """One change that the format itself calls for (a page number, a menu), under the name it is logged with."""

    rule: str
    edit: Edit


@dataclass(frozen=True, slots=True)
class Page:
    """All text of a file, and what of it does not belong to the notice.

    ``removals`` are in order, without overlap, and count characters of ``text``. ``fields`` is what the file says of
    itself apart from its text, named as in the index table of a government page (发布日期, 来源).
    """

    text: str
    removals: tuple[Removal, ...] = ()
    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
