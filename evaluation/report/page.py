"""The HTML page, made from the content of a report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mako.template import Template

from evaluation.collection import NOTHING, OR
from evaluation.report.charts import calibration_chart, confusion_chart

_TEMPLATE = Path(__file__).with_name("page.mako")
_LONGEST_REPLY = 240

#: Name, how it is written, and whether more is better.
_FIGURES = {
    "answers": ("答对的问题", "share", True),
    "dialogue_success": ("成功的对话", "share", True),
    "wrong_yuan": ("给错金额的次数", "count", False),
    "asked_back": ("该答却反问", "share", False),
    "intent_accuracy": ("意图准确率", "share", True),
    "intent_macro_f1": ("意图宏平均 F1", "ratio", True),
    "entity_f1": ("名称 F1", "ratio", True),
    "fact_f1": ("事实 F1", "ratio", True),
    "decline_precision": ("拒答精确率", "share", True),
    "decline_recall": ("拒答召回率", "share", True),
    "good_declined": ("不该拒答却拒答", "share", False),
    "calibration_error": ("校准误差 ECE", "ratio", False),
    "questions": ("问题数", "count", True),
    "right": ("答对", "share", True),
    "fall": ("比原话低（百分点）", "points", False),
}
_FAULTS = {
    "reply": "应当有回答",
    "kind": "回答种类",
    "region": "地区",
    "verdict": "结论",
    "yuan": "金额（元）",
    "says": "应当写到",
    "silent": "应当说明文件没有写",
    "never": "不应出现",
}


def page(data: Mapping[str, Any]) -> str:
    """One self-contained page."""
    # default_filters escapes whatever stands in the template's ${…}; only the charts are put in as they are.
    template = Template(  # noqa: S702
        filename=str(_TEMPLATE), input_encoding="utf-8", default_filters=["h"], strict_undefined=True
    )
    return str(
        template.render(
            data=data,
            calibration=calibration_chart,
            confusion=confusion_chart,
            label=lambda name: _FIGURES[name][0],
            written=written,
            moved=moved,
            expected=expected,
            got=got,
        )
    )


def written(name: str, value: float | None) -> str:
    """A figure as people read it; a dash where there is none."""
    if value is None:
        return "–"
    match _FIGURES[name][1]:
        case "share":
            return f"{value:.1%}"
        case "count":
            return f"{value:.0f}"
        case "points":
            return f"{value:.1f}"
        case _:
            return f"{value:.3f}"


def moved(name: str, value: float | None, before: float | None) -> str:
    """``better``, ``worse`` or ``same`` than before, to the digits that are shown."""
    if value is None or before is None or written(name, value) == written(name, before):
        return "same"
    return "better" if (value > before) == _FIGURES[name][2] else "worse"


def expected(failure: Mapping[str, Any]) -> list[str]:
    """What a failed reply should have been, one line for each fault."""
    lines = [_expected_line(fault) for fault in failure["faults"]]
    return [*lines, *(f"不应给出的金额：{yuan}元" for yuan in failure["wrong_yuan"])]


def got(failure: Mapping[str, Any]) -> list[str]:
    """What the reply was: what it has in place of what is compared, its kind, and how it begins."""
    compared = [
        f"{_FAULTS[fault['key']]}：{_either(fault['got'])}"
        for fault in failure["faults"]
        if fault["key"] in ("region", "verdict", "yuan", "reply")
    ]
    reply = failure["reply"]
    begins = reply if len(reply) <= _LONGEST_REPLY else f"{reply[:_LONGEST_REPLY]}…"
    return [line for line in (f"[{'、'.join(failure['kinds'])}]", *compared, begins) if line not in ("", "[]")]


def _expected_line(fault: Mapping[str, str]) -> str:
    label = _FAULTS[fault["key"]]
    if fault["key"] in ("silent", "reply"):
        return label
    wanted = fault["expected"].removeprefix("not ") if fault["key"] == "never" else fault["expected"]
    return f"{label}：{_either(wanted)}"


def _either(values: str) -> str:
    return "没有" if values == NOTHING else values.replace(OR, " 或 ")
