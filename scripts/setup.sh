#!/usr/bin/env bash
# Brings uv if there is none, and installs the locked dependencies into .venv. --dev adds what the tests need.
source "$(dirname "$0")/common.sh"

UV_VERSION=0.13.9
UV_OLDEST=0.8.0

groups=(--no-dev)
kind=run
if [[ ${1:-} == --dev ]]; then
  groups=(--group dev)
  kind=dev
fi

python=$(find_python)

# The folder's own path belongs to the state: an environment does not survive being moved.
state="$(cat pyproject.toml uv.lock | cksum) $PWD"
stamp=.venv/.installed
if [[ -x .venv/bin/ipdesk && -f $stamp ]]; then
  installed=$(cat "$stamp")
  if [[ $installed == "dev $state" || $installed == "$kind $state" ]]; then
    say "依赖已是最新 (dependencies are up to date)"
    exit 0
  fi
fi

recent_enough() {
  local version
  version=$("$1" --version 2>/dev/null) || return 1
  "$python" - "$version" "$UV_OLDEST" <<'PY'
import re
import sys

have, need = (tuple(map(int, re.search(r"(\d+)\.(\d+)\.(\d+)", text).groups())) for text in sys.argv[1:])
sys.exit(have < need)
PY
}

uv=$(command -v uv || true)
if [[ -z $uv ]] || ! recent_enough "$uv"; then
  uv=$PWD/.uv/bin/uv
  if ! recent_enough "$uv"; then
    say "正在安装 uv $UV_VERSION 到 .uv 文件夹 (installing uv)"
    "$python" -m venv --clear .uv ||
      fail "建不了虚拟环境。Debian/Ubuntu 请先运行 apt-get install python3.11-venv，然后再运行一次。"
    .uv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION" ||
      fail "没能下载 uv。请检查网络能否访问 PyPI（用代理或镜像的，请设置 HTTPS_PROXY 或 PIP_INDEX_URL），然后再运行一次。(No network?)"
  fi
fi

# uv replaces an environment whose interpreter is not the very one it is told to use. One that works is kept: another
# process may be running from it. Only one that came here from another folder is made anew, its scripts point back there.
interpreter=(--python "$python")
if .venv/bin/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' >/dev/null 2>&1; then
  if [[ ! -f $stamp || $(cat "$stamp") == *" $PWD" ]]; then
    interpreter=(--python .venv/bin/python)
  else
    say ".venv 是从别的文件夹搬来的，重新建立 (making .venv anew)"
    rm -rf .venv
  fi
fi

say "正在安装依赖，第一次要下载约 1 GB，请稍等 (installing dependencies into .venv)"
UV_PYTHON_DOWNLOADS=never "$uv" sync --frozen --inexact "${interpreter[@]}" "${groups[@]}" ||
  fail "依赖没有装成。请检查网络能否访问 PyPI（用代理的，请设置 HTTPS_PROXY）和磁盘空间，然后再运行一次，已下载的不会重来。(No network?)"
printf '%s %s' "$kind" "$state" >"$stamp"
say "依赖已装好 (dependencies installed)"
