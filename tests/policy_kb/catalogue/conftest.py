"""The catalogue of the repository and the notices it speaks of, read once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from policy_kb.catalogue.load import CATALOGUE_DIRECTORY, Catalogue, load_catalogue
from policy_kb.ingest.reader import read_notice
from policy_kb.notice import Notice

SOURCES = CATALOGUE_DIRECTORY.parent / "sources"

Damage = Callable[[str, str, str], Path]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def notices() -> Mapping[str, Notice]:
    return {path.stem: read_notice(path.read_bytes(), filename=path.name) for path in sorted(SOURCES.glob("*.txt"))}


@pytest.fixture
def damage(tmp_path: Path) -> Damage:
    """Replaces one text in one file of a copy of the catalogue and gives the copy's folder."""
    copy = tmp_path / "catalogue"
    shutil.copytree(CATALOGUE_DIRECTORY, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))

    def replace(file: str, old: str, new: str) -> Path:
        path = copy / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} does not hold {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return copy

    return replace
