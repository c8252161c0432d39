"""The inverse question: what it takes to get a sum, the most there is, or anything at all (要拿满30万需要几件)."""

from __future__ import annotations

from actions.inverse.replies import answer, asks

__all__ = ["answer", "asks"]
