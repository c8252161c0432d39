"""ipdesk doctor"""

from __future__ import annotations

from typing import Annotated

import typer

_MARKS = {"good": "✓", "warning": "！", "bad": "✗"}


def doctor(as_json: Annotated[bool, typer.Option("--json", help="按 JSON 输出，给监控程序用")] = False) -> None:
    """检查这套系统装得对不对，哪里不对、要运行什么。有问题时退出码是 1。"""
    import json
    import logging
    from dataclasses import asdict

    from channels import logs
    from channels.doctor import examine
    from policy_kb.settings import settings

    logs.configure(logging.WARNING)
    findings = []
    for finding in examine(settings()):
        findings.append(finding)
        if not as_json:
            print(f"{_MARKS[finding.state]} {finding.name}：{finding.sentence}", flush=True)
    bad = sum(finding.state == "bad" for finding in findings)
    warnings = sum(finding.state == "warning" for finding in findings)
    if as_json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
    elif bad:
        print(f"有 {bad} 处问题要处理，请从上往下逐条解决。")
    elif warnings:
        print(f"可以正常使用，有 {warnings} 处提醒。")
    else:
        print("一切正常。")
    if bad:
        raise typer.Exit(1)
