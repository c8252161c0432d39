"""Keeps the noise of Rasa and TensorFlow out of our output; runs before they are imported."""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any, TextIO

import structlog

_PROJECT = Path(__file__).resolve().parent.parent
_PACKAGES = tuple(str(_PROJECT / name) for name in ("actions", "bot", "channels", "policy_kb", "tests"))
_show = warnings.showwarning


def quiet() -> None:
    """No telemetry, of structlog only warnings, no Python warnings but of our own code; one thread for algebra."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("LOG_LEVEL", "WARNING")  # above it, training draws progress bars of its own
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    # The products of one message are small: a second thread would mostly wait for them, busily.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.stdlib.LoggerFactory(),
        processors=[_name_only],
    )
    # A filter would not do: several of these packages put filters of their own before it.
    warnings.showwarning = _show_ours


def _name_only(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> str:
    """Of an event its name: the rest may hold what somebody wrote."""
    return str(event.get("event"))


def _show_ours(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    if filename.startswith(_PACKAGES):
        _show(message, category, filename, lineno, file, line)
