"""Log lines on standard error: what the process does, never what people write."""

from __future__ import annotations

import logging


def configure(level: int = logging.INFO) -> None:
    """Our own lines from ``level``, those of libraries from WARNING."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%H:%M:%S"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for package in ("actions", "bot", "channels", "policy_kb"):
        logging.getLogger(package).setLevel(level)
