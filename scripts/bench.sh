#!/usr/bin/env bash
# Every benchmark at a size that takes minutes; docs/ say how to run each at its full size. Arguments go to the first.
source "$(dirname "$0")/common.sh"

scripts/prepare.sh --dev
say "问答 (answers)"
.venv/bin/ipdesk bench "$@"
say "长对话 (a late turn beside an early one)"
.venv/bin/python -W ignore bench/turn_growth.py
say "长时间运行 (memory over messages and model swaps)"
.venv/bin/python -W ignore bench/serving.py --messages 2000 --swaps 2 --no-training
say "奖补规则 (award rules)"
.venv/bin/python bench/awards.py
say "检索 (search)"
.venv/bin/python -W ignore bench/search.py --clauses 10000 --queries 300
say "导入 (import)"
.venv/bin/python -W ignore bench/kb_import.py --sizes 100 --memory 100
say "统计 (overview)"
.venv/bin/python bench/overview.py
say "网页大小和首次显示 (web pages: size and first paint)"
scripts/browser.sh
.venv/bin/python bench/web_pages.py
