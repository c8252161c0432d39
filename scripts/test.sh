#!/usr/bin/env bash
# make test: set up everything the tests need and run them. Arguments go to pytest.
source "$(dirname "$0")/common.sh"

scripts/prepare.sh --dev
scripts/browser.sh
say "运行测试 (pytest)"
(($#)) && exec .venv/bin/pytest "$@"

# A browser on a busy machine misses a moment now and then: what failed there gets a second try, nothing else does.
failed=0
.venv/bin/pytest --ignore=tests/channels/browser || failed=1
.venv/bin/pytest tests/channels/browser || .venv/bin/pytest --last-failed tests/channels/browser || failed=1
exit "$failed"
