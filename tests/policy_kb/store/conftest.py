"""Says at the end of a run what was left out."""

import pytest

from tests.policy_kb.store.databases import left_out
from tests.policy_kb.store.fixtures import data_folder, empty, engine, sample

__all__ = ["data_folder", "empty", "engine", "sample"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if sentence := left_out():
        terminalreporter.write_sep("-", "left out")
        terminalreporter.write_line(sentence)
