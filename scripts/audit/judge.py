"""Judges pip-audit's report: what is known and accepted (known.yaml), what is not, and what could not be asked at all.

    python scripts/audit/judge.py REPORT LOCKED [KNOWN]

Exit code 0 only where every locked package was asked about and nothing was found that known.yaml does not give a reason
for; 1 where something was found; 2 where packages were left unasked, which is no pass.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import yaml

_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_KNOWN = Path(__file__).with_name("known.yaml")


def _name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _main(report: Path, locked: Path, known_file: Path = _KNOWN) -> int:
    known: dict[str, dict[str, Any]] = yaml.safe_load(known_file.read_text(encoding="utf-8"))
    wanted = {_name(name) for name, _ in _LOCKED.findall(locked.read_text(encoding="utf-8"))}
    asked: dict[str, list[str]] = {}
    for package in json.loads(report.read_text(encoding="utf-8"))["dependencies"]:
        if "skip_reason" not in package:
            asked[_name(package["name"])] = sorted(one["id"] for one in package["vulns"])
    unasked = sorted(wanted - asked.keys())
    for name, ids in sorted(asked.items()):
        if ids and name in known:
            print(f"已知，已接受：{name}（{'、'.join(ids)}）：{known[name]['reason']}")
    found = {name: ids for name, ids in asked.items() if ids and name not in known}
    for name, ids in sorted(found.items()):
        print(f"发现漏洞：{name}（{'、'.join(ids)}）。请升级，或查明影响后写进 scripts/audit/known.yaml。")
    for name in sorted(name for name in known if name in asked and not asked[name]):
        print(f"{name} 已经没有已知漏洞，可以从 scripts/audit/known.yaml 里删掉。")
    if unasked:
        shown = "、".join(unasked[:8])
        print(
            f"有 {len(unasked)} 个依赖没有查到（{shown}…）。"
            "这次检查不完整，不能算通过；请在能访问 PyPI 的机器上再运行一次。"
        )
    print(f"查对了 {len(asked)} 个依赖，{len(found)} 个有未说明的漏洞，{len(unasked)} 个没有查到。")
    return 1 if found else 2 if unasked or not asked else 0


if __name__ == "__main__":
    sys.exit(_main(*(Path(one) for one in sys.argv[1:])))
