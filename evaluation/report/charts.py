"""Charts as SVG elements to stand in a page."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure

_INK, _BAR, _FAINT = "#334155", "#2563eb", "#cbd5e1"
#: Text stays text, and the same data gives the same file.
_STYLE = {"svg.fonttype": "none", "svg.hashsalt": "ipdesk", "font.size": 9.0, "text.color": _INK}
_CELL_INCHES = 0.27


def calibration_chart(bins: Sequence[Mapping[str, Any]]) -> str:
    """How often the classifier is right where it is so sure; the diagonal is where it should be."""
    figure = Figure(figsize=(5.2, 3.6), layout="constrained")
    axes = figure.add_subplot()
    axes.plot([0, 1], [0, 1], color=_FAINT, linestyle="--", linewidth=1)
    axes.plot([b["confidence"] for b in bins], [b["accuracy"] for b in bins], color=_BAR, marker="o", markersize=4)
    for b in bins:
        axes.annotate(
            str(b["count"]),
            (b["confidence"], b["accuracy"]),
            textcoords="offset points",
            xytext=(0, 6),
            ha="center",
            fontsize=7,
        )
    axes.set(xlim=(0, 1.02), ylim=(0, 1.12), xlabel="confidence", ylabel="right")
    axes.spines[["top", "right"]].set_visible(False)
    return _svg(figure)


def confusion_chart(names: Sequence[str], counts: Sequence[Sequence[int]]) -> str:
    """Intents asked for (rows) against intents understood (columns)."""
    table = np.array(counts)
    side = 2.2 + _CELL_INCHES * len(names)
    figure = Figure(figsize=(side, side), layout="constrained")
    axes = figure.add_subplot()
    axes.imshow(np.where(table > 0, table, np.nan), cmap="Blues", norm=LogNorm(1, max(2, int(table.max()))))
    for row, column in zip(*table.nonzero(), strict=True):
        count = int(table[row, column])
        axes.text(
            int(column),
            int(row),
            str(count),
            ha="center",
            va="center",
            fontsize=7,
            color="white" if row == column and count**2 > table.max() else "#b91c1c" if row != column else _INK,
        )
    axes.set_xticks(range(len(names)), names, rotation=90)
    axes.set_yticks(range(len(names)), names)
    axes.set(xlabel="understood", ylabel="asked for")
    axes.tick_params(length=0)
    axes.spines[:].set_color(_FAINT)
    return _svg(figure)


def _svg(figure: Figure) -> str:
    buffer = io.StringIO()
    with mpl.rc_context(_STYLE):
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    return re.sub(r"^.*?(?=<svg)", "", buffer.getvalue(), count=1, flags=re.DOTALL)
