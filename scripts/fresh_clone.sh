#!/usr/bin/env bash
# Does what the README says in a fresh clone: start, ask, stop, start again. Takes the repository to clone, default: this one.
source "$(dirname "$0")/common.sh"

source_repository=${1:-$PWD}
question=${FRESH_CLONE_QUESTION:-我们是高校，今年向漳州企业转让了12件发明专利，能奖多少？}
expected=${FRESH_CLONE_EXPECTED:-6万元}
first_start=${FRESH_CLONE_SECONDS:-1500}

python=$(find_python)
check=$PWD/scripts/http_check.py
work=$(mktemp -d)
server=

stop_server() {
  [[ -n $server ]] || return 0
  kill -TERM "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server=
}
cleanup() {
  stop_server
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

broken() {
  [[ -f ${log:-} ]] && tail -n 40 "$log" >&2
  fail "$*"
}

# The caller's settings must not decide how the clone behaves.
unset IPDESK_HOST IPDESK_DATA IPDESK_TODAY IPDESK_HUMAN_CONTACT DATABASE_URL REDIS_URL IPDESK_REDIS_PREFIX
IPDESK_PORT=$("$python" "$check" port)
export IPDESK_PORT
url=http://127.0.0.1:$IPDESK_PORT

say "克隆到临时文件夹 (cloning)"
git clone --quiet "$source_repository" "$work/ipdesk"
cd "$work/ipdesk"
for command in 'make run' 'make test'; do
  grep -qE "^[[:space:]]*$command([[:space:]]|\$)" README.md || fail "README.md 里没有写 $command 这个命令。"
done

start() { # start NAME SECONDS: make run, until it is ready; sets $took
  log=$work/$1.log
  SECONDS=0
  make run >"$log" 2>&1 </dev/null &
  server=$!
  "$python" "$check" wait "$url" "$2" "$server" || broken "make run 没有在 $2 秒内就绪，或者自己结束了。"
  took=$SECONDS
  say "make run：$took 秒后就绪 (ready)"
}

start first "$first_start"
first=$took
"$python" "$check" ask "$url" "$question" "$expected" || broken "回答里没有“$expected”。"

say "端口被占用时 (port taken)"
if make run >"$work/taken.log" 2>&1 </dev/null; then
  fail "端口已被占用，make run 却没有报错。"
fi
grep -q IPDESK_PORT "$work/taken.log" || { log=$work/taken.log; broken "端口被占用时没有说明怎么办。"; }

stop_server
grep -q '已停止' "$log" || broken "服务没有正常停止。"
"$python" scripts/check_port.py || broken "停止以后端口没有放开。"

start second 120
[[ $took -lt $first ]] || broken "第二次启动用了 $took 秒，没有比第一次（$first 秒）快。"
for word in '依赖已是最新' '网页已是最新' '知识库已是最新' '模型已是最新'; do
  grep -q "$word" "$log" || broken "第二次启动没有跳过已是最新的部分：没有“$word”。"
done
"$python" "$check" ask "$url" "$question" "$expected" || broken "第二次启动后回答里没有“$expected”。"
stop_server

say "终端提问 (ipdesk ask)"
answer=$(.venv/bin/ipdesk ask "$question")
[[ $answer == *"$expected"* ]] || fail "ipdesk ask 的回答里没有“$expected”：$answer"
say "全新克隆检查通过：第一次启动 $first 秒，第二次 $took 秒 (fresh clone: passed)"
