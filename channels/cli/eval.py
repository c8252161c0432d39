"""ipdesk eval"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from evaluation.assessment import Assessment
    from evaluation.baseline import Baseline
    from evaluation.collection import Collection
    from evaluation.comparison import Change

COLLECTION = Path("tests/conversations")


def evaluate(
    collection: Annotated[Path, typer.Option(help="测试集文件夹，里面有 questions 和 dialogues")] = COLLECTION,
    perturb: Annotated[bool, typer.Option("--perturb", help="问题再换十几种说法各问一遍，多用几分钟")] = False,
    output: Annotated[Path | None, typer.Option(help="报告写到这个文件夹，默认写到数据文件夹的 eval 里")] = None,
    baseline: Annotated[Path | None, typer.Option(help="和这个基线文件比较，默认用程序自带的")] = None,
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help="测完把这次的结果写成新的基线（总是连换说法一起测）")
    ] = False,
) -> None:
    """把整个测试集问一遍，写出测评报告。"""
    import asyncio
    import logging
    import os

    from channels import logs
    from channels.cli.console import say, visible_progress
    from channels.cli.desk import Desk
    from channels.errors import UserError
    from channels.loading import load_assistant, probe_knowledge_base
    from evaluation.assessment import assess
    from evaluation.baseline import BASELINE_FILE, BaselineError, read_baseline, write_baseline
    from evaluation.collection import AS_OF
    from evaluation.report import write_report
    from policy_kb.settings import settings

    logs.configure(logging.WARNING)
    os.environ.setdefault("IPDESK_TODAY", AS_OF.isoformat())
    settings.cache_clear()
    collections = _collections(collection)
    file = baseline or BASELINE_FILE
    try:
        before = read_baseline(file)
    except BaselineError as error:
        raise UserError(f"基线文件读不了：{error}。请换一个文件，或用 --update-baseline 重新生成。") from error
    if baseline is not None and before is None and not update_baseline:
        raise UserError(f"没有找到基线文件 {file}。请检查路径，或加上 --update-baseline 生成它。")
    probe_knowledge_base(settings())

    async def run() -> Assessment:
        desk = Desk(await load_assistant(settings()), settings().human_contact)
        with visible_progress() as progress:
            return await assess(desk, collections, progress, perturb=perturb or update_baseline)

    say("正在加载问答模型…")
    found = asyncio.run(run())
    page = write_report(found, before, output or settings().data / "eval")
    for line in _summary(found, before):
        say(line)
    if update_baseline:
        write_baseline(file, found)
        say(f"基线已更新：{file}")
    say(f"报告已写好，请用浏览器打开：{page}")


def _collections(folder: Path) -> list[Collection]:
    """The collection and its batches. Raises UserError where there is none or a file can't be used."""
    from channels.errors import UserError
    from evaluation.collection import CollectionError, batches, load

    try:
        found = [load(folder), *batches(folder)]
    except CollectionError as error:
        raise UserError(f"测试集里有文件用不了：{error}。请改好再运行一次。") from error
    if not any(one.questions or one.dialogues for one in found):
        raise UserError(
            f"在 {folder} 里没有找到测试问题。请在项目文件夹里运行，或用 --collection 指定测试集所在的文件夹。"
        )
    return found


def _summary(found: Assessment, before: Baseline | None) -> list[str]:
    lines = []
    for section in found.sections:
        measures = section.measures
        parts = [f"{len(section.asked)}个问题答对{_percent(measures.answers)}"]
        if section.held:
            parts.append(f"{len(section.held)}段对话成功{_percent(measures.dialogue_success)}")
        parts.append(f"给错金额{measures.wrong_yuan}次")
        lines.append(f"{section.name or '测试集'}：{'，'.join(parts)}。")
        if before is not None:
            lines += _fall("问题", before.questions(section)) + _fall("对话", before.dialogues(section))
    for one in found.perturbations:
        right = f"{len(one.asked)}个问题答对{_percent(one.right)}，比原话低{one.fall or 0:.1f}个点"
        lines.append(f"{one.kind.title}：{right}，给错金额{one.wrong_yuan}次。")
        if before is not None:
            lines += _fall(one.kind.title, before.perturbation(one))
    return lines


def _fall(what: str, change: Change | None) -> list[str]:
    if change is None or not change.worse:
        return []
    counts = f"新失败{len(change.lost)}个，新成功{len(change.won)}个（p = {change.p:.3f}）"
    return [f"  注意：{what}比基线明显退步，{counts}。"]


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"
