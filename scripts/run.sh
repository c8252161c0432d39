#!/usr/bin/env bash
# make run: set up, build and train what is not up to date, serve.
source "$(dirname "$0")/common.sh"

# Before anything that takes long: nobody should wait for a training to learn that the port is taken.
python=$(find_python)
"$python" scripts/check_port.py || exit 1
scripts/prepare.sh
say "启动服务 (starting)"
exec .venv/bin/ipdesk serve
