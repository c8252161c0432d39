"""What a person begins with who adds an entry by hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from policy_kb.models.review import DraftKind

_FILE = Path(__file__).with_name("templates.yaml")


@cache
def _texts() -> dict[str, str]:
    texts: dict[str, str] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return texts


def addable() -> tuple[str, ...]:
    """The kinds of entry that can be added."""
    return tuple(_texts())


def template(kind: DraftKind) -> str:
    """An entry of a kind with everything that it may say, as YAML."""
    return _texts()[kind]
