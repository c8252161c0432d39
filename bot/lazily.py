"""Leaves out of the start what only training needs: TensorFlow, which Rasa loads for classifiers of its own.

Rasa reaches it through one module of helpers that is imported by much and used by little. That module is loaded when
something of it is used; none of our components does. It saves a third of the start and of the memory.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType

HELPERS = "rasa.utils.train_utils"


class _OnUse(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of the helpers, to be loaded when they are used; of nothing else."""
        if fullname != HELPERS or (spec := PathFinder.find_spec(fullname, path, target)) is None:
            return None
        if spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


def on_use() -> None:
    """Load the helpers when they are used, if nobody has loaded them yet."""
    if HELPERS not in sys.modules:
        sys.meta_path.insert(0, _OnUse())
