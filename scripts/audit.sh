#!/usr/bin/env bash
# make audit: the locked packages that a service runs with, against the list of known vulnerabilities (PyPI's advisories).
source "$(dirname "$0")/common.sh"

scripts/setup.sh --dev
uv=.uv/bin/uv
[[ -x $uv ]] || uv=$(command -v uv)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

say "查对已锁定的依赖 (locked packages with their hashes)"
"$uv" export --frozen --no-dev --no-emit-project --no-hashes --format requirements-txt --quiet >"$folder/locked.txt" ||
  fail "没能读出 uv.lock，没有做检查。(uv.lock could not be read; nothing was checked.)"

say "查询已知漏洞 (asking for known vulnerabilities)"
# Its exit code says that something was found, and 0 as well where nothing could be asked: the report decides.
"$uv" run --no-project --isolated --python .venv/bin/python --with-requirements scripts/audit/requirements.txt \
  pip-audit --requirement "$folder/locked.txt" --no-deps --disable-pip --progress-spinner off \
  --format json --output "$folder/report.json" >"$folder/said" 2>&1 || true
if [[ ! -s $folder/report.json ]]; then
  tail -n 3 "$folder/said" >&2
  fail "没能查询漏洞库，这次没有做检查，不等于没有漏洞。请在能访问 PyPI 的机器上再运行一次。(No network? Nothing was audited.)"
fi
.venv/bin/python scripts/audit/judge.py "$folder/report.json" "$folder/locked.txt"
