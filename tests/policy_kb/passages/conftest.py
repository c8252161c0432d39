from __future__ import annotations

from tests.actions.knowledge import day, kb

__all__ = ["day", "kb"]
