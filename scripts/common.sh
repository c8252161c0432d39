# Shared by the scripts beside this file: where the project is, how to say things, which Python to use.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export RASA_TELEMETRY_ENABLED=false
export PYTHONUTF8=1
# A virtual environment that happens to be active in the calling shell is not this project's.
unset VIRTUAL_ENV

say() { printf '==> %s\n' "$*"; }

fail() {
  printf '错误：%s\n' "$*" >&2
  exit 1
}

# Prints a Python 3.11; PYTHON=/path/to/python3.11 names one outright.
find_python() {
  local candidate
  for candidate in ${PYTHON:+"$PYTHON"} python3.11 python3 python; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' >/dev/null 2>&1; then
      command -v "$candidate"
      return
    fi
  done
  fail "需要 Python 3.11，没有找到。请先安装 Python 3.11（例如 Debian/Ubuntu：apt-get install python3.11 python3.11-venv；macOS：brew install python@3.11），或用 PYTHON=/路径/python3.11 指明它在哪里，然后再运行一次。(Python 3.11 is required.)"
}
