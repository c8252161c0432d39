"""scripts/web.sh: builds when something changed, says in plain words what is missing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .test_scripts import ROOT, run, tool, with_path

NPM = """
echo "$@" >>{calls}
case $1 in
  ci) mkdir -p node_modules ;;
  run) mkdir -p dist-next && echo 'built' >dist-next/widget.js ;;
esac
"""


@pytest.fixture
def project(tmp_path) -> Path:
    """The project's scripts and the sources of its pages, nothing installed."""
    folder = tmp_path / "project"
    shutil.copytree(ROOT / "scripts", folder / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    ignored = shutil.ignore_patterns("node_modules", "dist", "dist-next")
    shutil.copytree(ROOT / "channels" / "web", folder / "channels" / "web", ignore=ignored)
    return folder


def build(project: Path, tools: Path):
    return run("bash", "scripts/web.sh", cwd=project, **with_path(tools))


def test_it_is_skipped_while_nothing_changed(project, tmp_path):
    calls, tools = tmp_path / "calls", tmp_path / "bin"
    tool(tools, "node", "exit 0")
    tool(tools, "npm", NPM.format(calls=calls))
    first = build(project, tools)
    assert first.returncode == 0, first.stderr
    assert "网页已构建好" in first.stdout
    assert (project / "channels/web/dist/widget.js.gz").is_file()
    assert "网页已是最新" in build(project, tools).stdout
    (project / "channels/web/src/chat/main.ts").write_text("// changed\n", encoding="utf-8")
    assert "网页已构建好" in build(project, tools).stdout
    commands = [line.split()[0] for line in calls.read_text().splitlines()]
    assert commands == ["ci", "run", "run"], "the toolchain is installed once"


def test_without_network_that_is_explained(project, tmp_path):
    tools = tmp_path / "bin"
    tool(tools, "node", "exit 0")
    tool(tools, "npm", "echo 'ENOTFOUND' >&2; exit 1")
    done = build(project, tools)
    assert done.returncode == 1
    assert "请检查网络能否访问 npm 软件源" in done.stderr
    assert not (project / "channels/web/dist").exists()


def test_with_an_old_node_another_is_fetched_and_without_network_that_is_explained(project, tmp_path):
    tools = tmp_path / "bin"
    tool(tools, "node", "exit 1")
    tool(tools, "npm", "exit 1")
    tool(tools, "uv", "echo 'dns error' >&2; exit 2")
    done = build(project, tools)
    assert done.returncode == 1
    assert "正在安装 Node.js" in done.stdout
    assert "没能下载 Node.js" in done.stderr


def test_what_does_not_compile_leaves_the_old_pages_in_place(project, tmp_path):
    calls, tools = tmp_path / "calls", tmp_path / "bin"
    tool(tools, "node", "exit 0")
    tool(tools, "npm", NPM.format(calls=calls))
    assert build(project, tools).returncode == 0
    tool(tools, "npm", "echo 'main.ts(1,1): error TS1005'; exit 2")
    (project / "channels/web/src/chat/main.ts").write_text("(\n", encoding="utf-8")
    done = build(project, tools)
    assert done.returncode == 1
    assert "error TS1005" in done.stderr
    assert (project / "channels/web/dist/widget.js").read_text() == "built\n"


def test_without_a_browser_and_the_right_to_install_one_that_is_explained(tmp_path):
    tools = tmp_path / "bin"
    tool(tools, "id", "echo 1000")
    for name in ("bash", "dirname"):
        (tools / name).symlink_to(shutil.which(name))
    done = run("bash", ROOT / "scripts" / "browser.sh", PATH=str(tools))
    assert done.returncode == 1
    assert "sudo apt-get install chromium fontconfig fonts-noto-cjk" in done.stderr


def test_the_lock_file_names_no_host():
    lock = (ROOT / "channels/web/package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert '"integrity"' in lock
