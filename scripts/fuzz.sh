#!/usr/bin/env bash
# make fuzz: 100,000 hostile and random inputs against a running service. Arguments go to bench/fuzz.py.
source "$(dirname "$0")/common.sh"

scripts/prepare.sh --dev
say "恶意和随机输入 (hostile and random inputs)"
exec nice .venv/bin/python -W ignore bench/fuzz.py "$@"
