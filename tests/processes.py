"""Processes of a test's own, forked from one that has imported what takes seconds to import."""

from __future__ import annotations

import multiprocessing
from functools import cache
from multiprocessing.context import ForkServerContext

_PRELOADED = ("policy_kb.migrations", "policy_kb.review.importing", "policy_kb.search", "policy_kb.store.reindex")


@cache
def processes() -> ForkServerContext:
    """Its processes share nothing with this one; their environment is that of the first call."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_PRELOADED))
    return context
