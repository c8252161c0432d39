#!/usr/bin/env bash
# Brings what the browser tests drive: Chromium and a font with Chinese characters. Installs only as root on Debian.
source "$(dirname "$0")/common.sh"

packages=()
command -v chromium >/dev/null || packages+=(chromium)
if ! command -v fc-list >/dev/null || [[ -z $(fc-list :lang=zh-cn file) ]]; then
  packages+=(fontconfig fonts-noto-cjk)
fi
if ((${#packages[@]} == 0)); then
  say "浏览器和中文字体已就绪 (Chromium and a Chinese font are there)"
  exit 0
fi

if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
  fail "网页测试需要 ${packages[*]}。请先安装（Debian/Ubuntu：sudo apt-get install ${packages[*]}），然后再运行一次。(The browser tests need them.)"
fi
say "正在安装 ${packages[*]} (installing)"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"; } >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  fail "${packages[*]} 没有装成，原因见上面。请检查网络能否访问 Debian 软件源，然后再运行一次。(No network?)"
fi
