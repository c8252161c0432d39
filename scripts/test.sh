#!/usr/bin/env bash
# make test: set up everything the tests need and run them. Arguments go to pytest.
source "$(dirname "$0")/common.sh"

scripts/prepare.sh --dev
scripts/browser.sh
say "运行测试 (pytest)"
(($#)) && exec .venv/bin/pytest "$@"

# One worker for each core, each with a model of its own. Files stay whole, so that what a file shares is made once.
exec .venv/bin/pytest --numprocesses auto --dist loadscope --no-loadscope-reorder
