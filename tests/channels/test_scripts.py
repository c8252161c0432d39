"""What make calls: each failure ends in a sentence that says what to do, before anything that takes long."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted((ROOT / "scripts").glob("*.sh"))


def run(*command: str | Path, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("IPDESK_", "MAKE"))}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**inherited, "PYTHON": sys.executable, **environment},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=600,
        check=False,
    )


def tool(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/bash\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def project(tmp_path) -> Path:
    """The project as setup.sh sees it, without anything installed."""
    folder = tmp_path / "project"
    folder.mkdir()
    shutil.copytree(ROOT / "scripts", folder / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "uv.lock"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def with_path(folder: Path) -> dict[str, str]:
    return {"PATH": f"{folder}:/usr/bin:/bin"}


@pytest.mark.parametrize("script", [*SCRIPTS, ROOT / ".ci" / "run"], ids=lambda path: path.name)
def test_scripts_parse_and_stop_at_the_first_error(script):
    assert run("bash", "-n", script).returncode == 0
    text = script.read_text(encoding="utf-8")
    assert "set -euo pipefail" in text or "common.sh" in text
    if script.name != "common.sh":
        assert os.access(script, os.X_OK)


def test_make_help_lists_the_targets():
    listed = run("make", "help").stdout
    for target in ("run", "test", "lint", "typecheck", "format", "bench", "fuzz", "audit", "licenses", "clean", "help"):
        assert f"make {target}\t" in listed


@pytest.mark.parametrize("command", [["make", "run"], ["scripts/run.sh"]])
def test_a_taken_port_is_found_before_anything_that_takes_long(command):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run(*command, IPDESK_PORT=str(port))
    assert done.returncode != 0
    assert f"端口 {port} 已被别的程序占用" in done.stderr
    assert "IPDESK_PORT=" in done.stderr
    assert "准备" not in done.stdout


@pytest.mark.parametrize("value", ["0", "65536", "-1", "http", "８０８０", "80.5"])
def test_a_port_that_is_none_is_named(value):
    done = run(sys.executable, "scripts/check_port.py", IPDESK_PORT=value)
    assert done.returncode == 1
    assert "IPDESK_PORT" in done.stderr
    assert value in done.stderr


@pytest.mark.parametrize("host", ["203.0.113.7", "no-such-host.invalid"])
def test_an_address_of_another_machine_is_named(host):
    done = run(sys.executable, "scripts/check_port.py", IPDESK_HOST=host, IPDESK_PORT="18080")
    assert done.returncode == 1
    assert "IPDESK_HOST" in done.stderr


def test_a_free_port_passes_silently():
    port = run(sys.executable, "scripts/http_check.py", "port").stdout.strip()
    done = run(sys.executable, "scripts/check_port.py", IPDESK_PORT=port)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_wrong_python_is_named(project, tmp_path):
    for name in ("python3.11", "python3", "python"):
        tool(tmp_path / "bin", name, "exit 1")
    done = run("bash", "scripts/setup.sh", cwd=project, PYTHON="", **with_path(tmp_path / "bin"))
    assert done.returncode == 1
    assert "需要 Python 3.11" in done.stderr


def test_a_failing_download_of_the_dependencies_is_explained(project, tmp_path):
    tool(
        tmp_path / "bin",
        "uv",
        'if [[ $1 == --version ]]; then echo "uv 0.13.9 (x)"; else echo "dns error" >&2; exit 2; fi',
    )
    done = run("bash", "scripts/setup.sh", cwd=project, **with_path(tmp_path / "bin"))
    assert done.returncode == 1
    assert "dns error" in done.stderr
    assert "请检查网络" in done.stderr
    assert not (project / ".uv").exists()


def test_without_uv_one_is_installed_and_without_network_that_is_explained(project, tmp_path):
    tool(tmp_path / "bin", "uv", 'echo "uv 0.1.0"')
    closed = {
        "PIP_INDEX_URL": "http://127.0.0.1:9/",
        "PIP_RETRIES": "0",
        "PIP_CONFIG_FILE": "/dev/null",
        "PIP_NO_CACHE_DIR": "1",
    }
    done = run("bash", "scripts/setup.sh", cwd=project, **with_path(tmp_path / "bin"), **closed)
    assert done.returncode == 1
    assert "正在安装 uv" in done.stdout
    assert "没能下载 uv" in done.stderr


def test_setup_is_skipped_while_nothing_changed(project, tmp_path):
    calls = tmp_path / "calls"
    tool(
        tmp_path / "bin",
        "uv",
        f'if [[ $1 == --version ]]; then echo "uv 0.13.9"; exit; fi\necho "$@" >>{calls}\n'
        "mkdir -p .venv/bin; echo >.venv/bin/ipdesk; chmod +x .venv/bin/ipdesk",
    )

    def setup(*arguments: str) -> str:
        done = run("bash", "scripts/setup.sh", *arguments, cwd=project, **with_path(tmp_path / "bin"))
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "正在安装依赖" in setup()
    assert "依赖已是最新" in setup()
    assert "正在安装依赖" in setup("--dev")
    assert "依赖已是最新" in setup(), "what the tests need includes what running needs"
    with (project / "uv.lock").open("a", encoding="utf-8") as lock:
        lock.write("\n")
    assert "正在安装依赖" in setup()
    synced = calls.read_text().splitlines()
    assert len(synced) == 3
    assert all(line.startswith("sync --frozen") for line in synced)
    assert ["--no-dev" in line for line in synced] == [True, False, True]


def test_an_environment_that_works_is_kept_and_one_from_another_folder_is_not(project, tmp_path):
    calls = tmp_path / "calls"
    tool(
        tmp_path / "bin",
        "uv",
        f'if [[ $1 == --version ]]; then echo "uv 0.13.9"; exit; fi\necho "$@" >>{calls}\n'
        "mkdir -p .venv/bin; echo >.venv/bin/ipdesk; chmod +x .venv/bin/ipdesk",
    )
    (project / ".venv/bin").mkdir(parents=True)
    (project / ".venv/bin/python").symlink_to(sys.executable)
    marker = project / ".venv/in-use"
    marker.touch()

    def setup(folder: Path) -> str:
        done = run("bash", "scripts/setup.sh", cwd=folder, **with_path(tmp_path / "bin"))
        assert done.returncode == 0, done.stderr
        return calls.read_text().splitlines()[-1]

    assert "--python .venv/bin/python" in setup(project)
    assert marker.exists()
    moved = project.rename(tmp_path / "moved")
    assert f"--python {sys.executable}" in setup(moved)
    assert not (moved / ".venv/in-use").exists()


def test_the_clone_check_asks_a_running_server(tmp_path):
    server = (
        "import asyncio, sys\n"
        "from channels.backend import Backend\nfrom channels.server import serve\n"
        "class A:\n async def handle(self, sender, text, metadata=None):\n"
        "  return [{'recipient_id': sender, 'text': '可以拿到6万元'}]\n"
        "async def load(): return A()\n"
        "asyncio.run(serve(Backend(load), '热线', '127.0.0.1', int(sys.argv[1])))\n"
    )
    port = run(sys.executable, "scripts/http_check.py", "port").stdout.strip()
    process = subprocess.Popen([sys.executable, "-c", server, port], cwd=ROOT)
    url = f"http://127.0.0.1:{port}"
    try:
        check = (sys.executable, "scripts/http_check.py")
        assert run(*check, "wait", url, "20", str(process.pid)).returncode == 0
        assert run(*check, "ask", url, "能奖多少", "6万元").returncode == 0
        assert run(*check, "ask", url, "能奖多少", "7万元").returncode == 1
    finally:
        process.terminate()
        process.wait(120)
    began = time.monotonic()
    assert run(*check, "wait", url, "900", str(process.pid)).returncode == 1
    assert time.monotonic() - began < 300, "a process that is gone is not waited for"
