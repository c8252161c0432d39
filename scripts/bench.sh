#!/usr/bin/env bash
# Every benchmark at a size that takes minutes; docs/ say how to run each at its full size. Arguments go to the first.
source "$(dirname "$0")/common.sh"

scripts/prepare.sh
say "问答 (answers)"
.venv/bin/ipdesk bench "$@"
say "奖补规则 (award rules)"
.venv/bin/python bench/awards.py
say "检索 (search)"
.venv/bin/python -W ignore bench/search.py --clauses 10000 --queries 300
say "导入 (import)"
.venv/bin/python -W ignore bench/kb_import.py --sizes 100 --memory 100
say "网页大小，压缩后 (web pages, bytes gzipped)"
(cd channels/web/dist && wc -c widget.js.gz assets/*.js.gz assets/*.css.gz)
