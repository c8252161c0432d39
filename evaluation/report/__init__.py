"""The report of a run: a JSON file for programs and one HTML page, all in one file, for people."""

from __future__ import annotations

import json
from pathlib import Path

from evaluation.assessment import Assessment
from evaluation.baseline import Baseline
from evaluation.report.content import content
from evaluation.report.page import page

JSON_FILE, HTML_FILE = "report.json", "report.html"


def write_report(found: Assessment, baseline: Baseline | None, folder: Path) -> Path:
    """Write both files into a folder, which is made if need be; gives the page."""
    folder.mkdir(parents=True, exist_ok=True)
    data = content(found, baseline)
    (folder / JSON_FILE).write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    html = folder / HTML_FILE
    html.write_text(page(data), encoding="utf-8")
    return html
