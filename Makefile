# One line each: what a target does stands in scripts/.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: run test several lint typecheck format bench fuzz audit licenses clean help

run: ; @scripts/run.sh                         ## 准备好一切并启动服务 (set up, build, train if needed, serve on 127.0.0.1:8080)
test: ; @scripts/test.sh $(ARGS)               ## 运行全部测试 (set up, then pytest; ARGS="-k name" selects)
several: ; @scripts/test.sh tests/channels/test_several.py ## 三个进程一起受压、被杀、断开 Redis 和 PostgreSQL 的测试 (needs both; minutes)
lint: ; @scripts/setup.sh --dev && .venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/lint-imports ## 检查代码 (ruff, import contracts)
typecheck: ; @scripts/setup.sh --dev && .venv/bin/mypy ## 检查类型 (mypy --strict)
format: ; @scripts/setup.sh --dev && .venv/bin/ruff check --fix . && .venv/bin/ruff format . ## 整理代码格式 (ruff)
bench: ; @scripts/bench.sh $(ARGS)               ## 测量问答、规则、检索、导入的速度 (latency, throughput, growth)
fuzz: ; @scripts/fuzz.sh $(ARGS)                 ## 用十万条恶意和随机输入试服务 (hostile and random inputs; takes an hour)
audit: ; @scripts/audit.sh                       ## 对照漏洞库检查依赖 (known vulnerabilities; needs the network)
licenses: ; @scripts/setup.sh --dev && .venv/bin/python scripts/licenses.py ## 重新生成依赖许可证清单 (docs/licenses.md)
clean: ; @rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist && find . -name __pycache__ -not -path './.venv/*' -not -path './.uv/*' -prune -exec rm -rf {} + ## 删除缓存，保留数据 (caches only; var/ stays)
help: ; @sed -nE 's/^([a-z]+): ;.* ## (.*)/make \1\t\2/p' Makefile ## 列出这些命令 (this list)
