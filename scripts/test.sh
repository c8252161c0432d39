#!/usr/bin/env bash
# make test: set up everything the tests need and run them. Arguments go to pytest.
source "$(dirname "$0")/common.sh"

scripts/prepare.sh --dev
scripts/browser.sh
say "运行测试 (pytest)"
exec .venv/bin/pytest "$@"
