"""The word lists beside this file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).parent


@cache
def read(name: str) -> Any:
    """The content of ``<name>.yaml``."""
    return yaml.safe_load((_HERE / f"{name}.yaml").read_text(encoding="utf-8"))
