"""Award facts of whole notices: the real ones with gold files, and synthetic ones in the style of many cities.

The facts of the notices below ``held_out…`` were written down before anything was extracted from them.
"""

from __future__ import annotations

import json

import pytest
import yaml

from tests.policy_kb.extract.scoring import HERE, SHARED, SOURCES, compare, f1, load, normalise, read

SYNTHETIC = sorted((HERE / "notices").glob("*/*.yaml"))
GOLD = sorted(SHARED.glob("*.gold.json"))


def test_zhangzhou() -> None:
    source = (SOURCES / "zhangzhou-2024.txt").read_text(encoding="utf-8")
    gold = json.loads((HERE / "gold" / "zhangzhou-2024.gold.json").read_text(encoding="utf-8"))
    found = read(source)
    right, missed, wrong = compare(found["awards"], gold["awards"], found_text(source))
    assert f1(right, len(missed), len(wrong)) >= 0.95, (missed, wrong)


def found_text(source: str) -> str:
    from policy_kb.ingest import read_notice

    return read_notice(source.encode()).text


@pytest.mark.skipif(not GOLD, reason="../shared/policies with its gold files isn't beside the repository")
@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.name)
def test_real_notices(path) -> None:
    source = path.with_name(path.name.replace(".gold.json", ".txt")).read_text(encoding="utf-8")
    gold = json.loads(path.read_text(encoding="utf-8"))
    found = read(source)
    right, missed, wrong = compare(found["awards"], gold["awards"], found_text(source))
    assert f1(right, len(missed), len(wrong)) >= 0.95, (missed, wrong)
    assert normalise(found["title"]) == normalise(gold["title"])
    if gold.get("application_window"):
        window = gold["application_window"]
        assert any(
            one["from"] == window["from"] and one["to"] == window["to"] and one["quote"] == window["quote"]
            for one in found["application_windows"]
        )
    for contact in gold.get("contacts", []):
        assert any(
            one["name"] == contact["name"] and contact["phone"] in one["phones"] and contact["email"] in one["emails"]
            for one in found["contacts"]
        )
    structure = gold["structure"]
    if "n_materials" in structure:
        assert len(found["materials"]) == structure["n_materials"]
        assert len(found["steps"]) == structure["n_process_steps"]
    if gold.get("expiry_date"):
        assert found["expires_on"] == gold["expiry_date"]


def test_at_least_25_synthetic_notices() -> None:
    assert len(SYNTHETIC) >= 25


@pytest.mark.parametrize("path", SYNTHETIC, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_synthetic_notices(path) -> None:
    text, expected = load(path)
    right, missed, wrong = compare(read(text)["awards"], expected, text)
    assert f1(right, len(missed), len(wrong)) >= 0.9, (missed, wrong)


@pytest.mark.parametrize("path", SYNTHETIC, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_synthetic_notices_say_of_themselves(path) -> None:
    """The other facts that a notice's file states, where it states any."""
    entry = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = read(entry["text"])
    for key in ("title", "doc_number", "issued_on", "effective_on", "expires_on"):
        if key in entry:
            assert found[key] == str(entry[key])
    if "windows" in entry:
        windows = [[str(first), str(last)] for first, last in entry["windows"]]
        assert [[one["from"], one["to"]] for one in found["application_windows"]] == windows
    if "materials" in entry:
        assert [one["text"] for one in found["materials"]] == entry["materials"]
    if "steps" in entry:
        assert len(found["steps"]) == entry["steps"]
    phones = {phone for one in found["contacts"] for phone in one["phones"]}
    assert set(entry.get("phones", [])) <= phones


def test_all_synthetic_notices_together() -> None:
    total = [0, 0, 0]
    for path in SYNTHETIC:
        text, expected = load(path)
        right, missed, wrong = compare(read(text)["awards"], expected, text)
        total = [total[0] + right, total[1] + len(missed), total[2] + len(wrong)]
    assert f1(*total) >= 0.98, total
