"""The frame of the pages that need no script: one style, readable on any phone."""

from __future__ import annotations

from html import escape

_PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
{robots}<title>{title}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/sources.css">
</head>
<body>
<main>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""
_NOT_TO_BE_FOUND = '<meta name="robots" content="noindex">\n'


def page(title: str, body: str, *, listed: bool = True) -> str:
    """A page; ``title`` is text, ``body`` markup. One that is not ``listed`` asks search engines to leave it out."""
    return _PAGE.format(title=escape(title), body=body, robots="" if listed else _NOT_TO_BE_FOUND)
