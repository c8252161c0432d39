"""What the reader of a format hands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from policy_kb.ingest.cleaning.draft import Edit
from policy_kb.ingest.refusal import UnreadableNotice

# Ten times the longest plan of a province. What is longer is a data set or an attack, and would take minutes to read.
MAX_CHARACTERS = 1_000_000


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


def check_length(characters: int, name: str) -> None:
    """Refuse a text that is longer than any notice; readers ask while they read, so that none goes on for minutes."""
    if characters > MAX_CHARACTERS:
        limit = MAX_CHARACTERS // 10_000
        raise UnreadableNotice(
            f"{name}超过了{limit}万字的上限，不像是一份政策文件，请只提交文件正文，或者拆成几份再提交。"
        )
