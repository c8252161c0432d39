"""Locked packages: hashes, licences, and what an audit may pass over."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
LOCKED = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
FROM_REGISTRY = [one for one in LOCKED if "registry" in one["source"]]
KNOWN = yaml.safe_load((ROOT / "scripts" / "audit" / "known.yaml").read_text(encoding="utf-8"))
_SHA256 = re.compile(r"sha256:[0-9a-f]{64}")


def test_every_locked_file_has_a_hash_and_comes_from_pypi() -> None:
    assert [one["name"] for one in LOCKED if one not in FROM_REGISTRY] == ["ipdesk"]
    for package in FROM_REGISTRY:
        assert package["source"] == {"registry": "https://pypi.org/simple"}, package["name"]
        files = [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else [])]
        # What no system installs has no files.
        assert files or package["name"] == "jaxlib"
        for file in files:
            assert _SHA256.fullmatch(file["hash"]), file
            assert file["url"].startswith("https://files.pythonhosted.org/"), file


def test_what_audits_is_locked_too() -> None:
    text = (ROOT / "scripts" / "audit" / "requirements.txt").read_text(encoding="utf-8")
    packages = re.split(r"\n(?=[a-z])", text)[1:]
    assert any(one.startswith("pip-audit==") for one in packages)
    for package in packages:
        assert re.match(r"[a-z0-9-]+==\S+", package), package
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", package), package
    assert "://" not in re.sub(r"^#.*", "", text, flags=re.MULTILINE)


def test_every_locked_package_has_its_licence_in_the_list() -> None:
    rows = [
        [cell.strip() for cell in line.split("|")[1:5]]
        for line in (ROOT / "docs" / "licenses.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    ][1:]
    # Where this fails: make licenses
    assert sorted((row[0], row[1]) for row in rows) == sorted((one["name"], one["version"]) for one in FROM_REGISTRY)
    for name, _, licence, _ in rows:
        assert re.search(r"[A-Z]{3}|Apache|Mozilla|Python", licence), name
        assert not re.search(r"\b(?:AGPL|SSPL|Affero|Proprietary|GPL-[23]|General Public License \(GPL)", licence), name


def test_each_exception_is_a_locked_package_with_a_reason() -> None:
    names = {one["name"] for one in FROM_REGISTRY}
    for name, known in KNOWN.items():
        assert name in names, name
        assert known["pinned_by"] in names
        assert re.search(r"[\u4e00-\u9fff]{3}.*。$", known["reason"]), name


def _report(skipped: str = "", **vulnerable: str) -> dict[str, Any]:
    return {
        "dependencies": [
            {"name": one["name"], "skip_reason": "not found"}
            if one["name"] == skipped
            else {"name": one["name"], "version": one["version"], "vulns": _vulns(vulnerable.get(one["name"]))}
            for one in FROM_REGISTRY
        ]
    }


def _vulns(number: str | None) -> list[dict[str, str]]:
    return [] if number is None else [{"id": number}]


@pytest.mark.parametrize(
    ("report", "code", "said"),
    [
        (_report(), 0, "0 个有未说明的漏洞，0 个没有查到"),
        (_report(sanic="CVE-1"), 0, "已知，已接受：sanic（CVE-1）"),
        (_report(aiohttp="CVE-2"), 1, "发现漏洞：aiohttp（CVE-2）"),
        (_report(skipped="yarl"), 2, "不能算通过"),
        (_report(skipped="yarl", aiohttp="CVE-2"), 1, "aiohttp"),
        ({"dependencies": []}, 2, "不能算通过"),
    ],
    ids=["nothing", "known", "found", "unasked", "both", "empty"],
)
def test_only_a_whole_report_without_unknown_findings_passes(
    tmp_path: Path, report: dict[str, Any], code: int, said: str
) -> None:
    given = tmp_path / "report.json"
    given.write_text(json.dumps(report), encoding="utf-8")
    locked = tmp_path / "locked.txt"
    locked.write_text(
        "".join(f"{one['name']}=={one['version']} \\\n    --hash=sha256:0\n" for one in FROM_REGISTRY), encoding="utf-8"
    )
    done = subprocess.run(
        (sys.executable, ROOT / "scripts" / "audit" / "judge.py", given, locked),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert said in done.stdout


def test_without_network_an_audit_is_no_pass(tmp_path: Path) -> None:
    """The tool itself says that nothing was found, with exit code 0, where it could ask nobody."""
    folder = tmp_path / "project"
    (folder / "scripts" / "audit").mkdir(parents=True)
    for name in ("audit.sh", "common.sh", "audit/judge.py", "audit/known.yaml", "audit/requirements.txt"):
        (folder / "scripts" / name).write_bytes((ROOT / "scripts" / name).read_bytes())
    (folder / "scripts" / "setup.sh").write_text("exit 0\n", encoding="utf-8")
    (folder / ".uv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "python").symlink_to(sys.executable)
    uv = folder / ".uv" / "bin" / "uv"
    uv.write_text(
        '#!/bin/sh\n[ "$1" = export ] && echo "yarl==1.0"\n[ "$1" = run ] && echo "no network" && exit 1\n:\n'
    )
    for file in (uv, folder / "scripts" / "audit.sh", folder / "scripts" / "setup.sh"):
        file.chmod(0o755)
    done = subprocess.run(("bash", "scripts/audit.sh"), cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "不等于没有漏洞" in done.stderr
