"""What importing the bot keeps Rasa from."""

from __future__ import annotations

import pytest
from rasa import telemetry

from bot.quiet import quiet


def test_rasa_reports_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RASA_TELEMETRY_ENABLED", raising=False)
    quiet()
    assert not telemetry.is_telemetry_enabled()
