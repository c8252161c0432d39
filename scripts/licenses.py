"""Writes docs/licenses.md: every package of uv.lock with its licence, as the package itself tells it.

    python scripts/licenses.py

Packages for other systems than this one are not installed here; what is known of them from before is kept, and what
is not known is left empty, which fails the test: fill it in by hand in scripts/licenses_by_hand.yaml, with the source.
"""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "uv.lock"
LIST = ROOT / "docs" / "licenses.md"
BY_HAND = Path(__file__).with_name("licenses_by_hand.yaml")

_HEAD = """# Licences of the packages in uv.lock

Made by `make licenses`; the test fails where a locked package is missing or has no licence. What a package says of
itself comes from its metadata; what it doesn't say there is kept by hand
(`scripts/licenses_by_hand.yaml`, with the source). *dev* marks packages that only tests and checks need,
*elsewhere* those that are not installed on Linux x86-64.

| package | version | licence | |
|---|---|---|---|
"""
_LONG = 60


def locked() -> list[tuple[str, str]]:
    """Name and version of all packages that come from a registry."""
    packages = tomllib.loads(LOCK.read_text(encoding="utf-8"))["package"]
    return sorted({(one["name"], one["version"]) for one in packages if "registry" in one["source"]})


def needed_to_serve() -> set[str]:
    """Names of the packages that are not there for tests and checks alone."""
    packages = {one["name"]: one for one in tomllib.loads(LOCK.read_text(encoding="utf-8"))["package"]}
    found: set[str] = set()
    todo = ["ipdesk"]
    while todo:
        name = todo.pop()
        if name in found:
            continue
        found.add(name)
        package = packages[name]
        extras = package.get("optional-dependencies", {}).values()
        todo += [one["name"] for group in (package.get("dependencies", ()), *extras) for one in group]
    return found


def licence(name: str) -> str | None:
    """What an installed package says of its licence: the expression, else the classifiers, else the field."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    if expression := told.get("License-Expression"):
        return expression
    marks = [
        mark.rsplit("::", 1)[-1].strip() for mark in told.get_all("Classifier", ()) if mark.startswith("License ::")
    ]
    if marks := [mark for mark in marks if mark != "OSI Approved"]:
        return "; ".join(dict.fromkeys(marks))
    field = (told.get("License") or "").strip().splitlines()
    return field[0].strip() if field and len(field[0]) <= _LONG and field[0].strip().upper() != "UNKNOWN" else None


def _main() -> None:
    by_hand = yaml.safe_load(BY_HAND.read_text(encoding="utf-8"))
    serving = needed_to_serve()
    lines = []
    for name, version in locked():
        own = licence(name)
        found = by_hand.get(name, {}).get("licence") or own or ""
        marks = [] if name in serving else ["dev"]
        try:
            metadata.version(name)
        except metadata.PackageNotFoundError:
            marks.append("elsewhere")
        lines.append(f"| {name} | {version} | {re.sub(r'[|]', '/', found)} | {', '.join(marks)} |")
        if not found:
            print(f"没有找到 {name} 的许可证，请查明后写进 scripts/licenses_by_hand.yaml。")
    LIST.write_text(_HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{LIST.relative_to(ROOT)}：{len(lines)} 个依赖")


if __name__ == "__main__":
    _main()
