"""Keeps Rasa's debug output out of our logs; imported before Rasa is used."""

from __future__ import annotations

import logging
import os

import structlog


def quiet() -> None:
    """No telemetry, and of structlog only warnings."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
