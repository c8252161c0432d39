#!/usr/bin/env bash
# Everything a running assistant needs: dependencies, web pages, knowledge base, model. What is up to date is skipped.
source "$(dirname "$0")/common.sh"

scripts/setup.sh "$@"
say "准备网页 (web pages)"
scripts/web.sh
say "准备知识库 (knowledge base)"
.venv/bin/ipdesk kb build
say "准备问答模型 (model)"
.venv/bin/ipdesk train
