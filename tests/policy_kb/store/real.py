"""The notices and the catalogue that come with the program, as a database."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

import policy_kb
from policy_kb.store.build import build

PACKAGE = Path(policy_kb.__file__).parent
SOURCES, CATALOGUE = PACKAGE / "sources", PACKAGE / "catalogue"


def real(engine: Engine, _folder: Path) -> None:
    """For moulds."""
    build(engine, SOURCES, CATALOGUE)
