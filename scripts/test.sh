#!/usr/bin/env bash
# make test: set up everything the tests need and run them. Arguments go to pytest.
source "$(dirname "$0")/common.sh"

scripts/prepare.sh --dev
scripts/browser.sh
say "运行测试 (pytest)"
(($#)) && exec .venv/bin/pytest "$@"

# One worker more than cores, since tests wait for browsers, databases and processes of their own; each has a model of
# its own. Files stay whole, so that what a file shares is made once, and come in the order of tests/conftest.py.
# Three processes under load take minutes by themselves: make several.
exec .venv/bin/pytest --ignore=tests/channels/test_several.py --numprocesses "$(($(nproc) + 1))" --dist loadscope --no-loadscope-reorder
