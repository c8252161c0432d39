"""What the program stands on: interpreter, packages, clock, folder, disk, port."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
import urllib.request
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.requirements import Requirement

from policy_kb.settings import Settings

if TYPE_CHECKING:
    from channels.doctor.examination import Found

PYTHON = (3, 11)
_LEAST_FREE = 200 << 20
_LITTLE_FREE = 2 << 30
#: A clock may be a little before the newest file of the program, but not much.
_ZONES = timedelta(days=1)


def python(_settings: Settings) -> Found:
    """The version that the dependencies are locked for."""
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] != PYTHON:
        return "bad", f"现在是 Python {version}，需要 {PYTHON[0]}.{PYTHON[1]}。请运行 scripts/setup.sh 重新安装。"
    return "good", version


def dependencies(_settings: Settings) -> Found:
    """Whether the packages that ipdesk names are there, in versions that it takes."""
    wrong = []
    for line in metadata.requires("ipdesk") or ():
        wanted = Requirement(line)
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": ""}):
            continue
        try:
            found = metadata.version(wanted.name)
        except metadata.PackageNotFoundError:
            wrong.append(f"缺少 {wanted.name}")
            continue
        if found not in wanted.specifier:
            wrong.append(f"{wanted.name} 是 {found}，需要 {wanted.specifier}")
    if wrong:
        return "bad", f"{'；'.join(wrong)}。请运行 scripts/setup.sh 重新安装。"
    return "good", "都在，版本合适"


def clock(_settings: Settings) -> Found:
    """Answers are as of a day: a clock behind the program itself is wrong."""
    now = datetime.now(UTC)
    newest = datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)
    if now < newest - _ZONES:
        return "bad", (
            f"现在的时间是 {now:%Y-%m-%d}，比程序文件的日期（{newest:%Y-%m-%d}）还早，时钟多半不对。"
            "政策是否有效按日期判断，请先校准系统时间（timedatectl set-ntp true）。"
        )
    given = os.environ.get("IPDESK_TODAY")
    if given:
        return "warning", f"设了 IPDESK_TODAY={given}，回答都按这一天算。正式服务请去掉这个变量。"
    return "good", f"{now.astimezone():%Y-%m-%d %H:%M}"


def data_folder(settings: Settings) -> Found:
    """Whether files can be written."""
    folder = settings.data
    if not folder.is_dir():
        return "bad", f"没有 {folder} 这个文件夹。请运行 make run 建好，或者检查 IPDESK_DATA。"
    try:
        with tempfile.NamedTemporaryFile(dir=folder) as file:
            file.write(b"x")
            file.flush()
    except OSError as error:
        return "bad", f"{folder} 写不进去（{error.strerror}）。请检查文件夹的权限和磁盘空间。"
    key = folder / "session.key"
    if key.is_file() and key.stat().st_mode & 0o077:
        return "warning", f"{key} 别的用户也能读，请运行 chmod 600 {key}。"
    return "good", f"{folder} 可以写入"


def disk_space(settings: Settings) -> Found:
    """Whether there is room for the database to grow and for a model to be trained."""
    folder = settings.data if settings.data.is_dir() else Path()
    free = shutil.disk_usage(folder).free
    words = f"还剩 {free / (1 << 30):.1f} GB"
    if free < _LEAST_FREE:
        return "bad", f"{words}，不够用了。请清理磁盘。"
    if free < _LITTLE_FREE:
        return "warning", f"{words}，不多了。请清理磁盘，或者把 IPDESK_DATA 换到大一点的盘。"
    return "good", words


def port(settings: Settings) -> Found:
    """Whether the port is free, or ours."""
    host, number = settings.host, settings.port
    try:
        family, *_, address = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except PermissionError:
        return "bad", f"没有权限使用端口 {number}。请换一个 1024 以上的：IPDESK_PORT=8080。"
    except OSError:
        if _is_ours(host, number):
            return "good", f"服务正在 {host} 的端口 {number} 上运行"
        return "bad", (
            f"端口 {number} 被别的程序占用，或者本机没有 {host} 这个地址。"
            f"请换一个端口（IPDESK_PORT={number + 1 if number < 65535 else 8080}），并检查 IPDESK_HOST。"
        )
    return "good", f"{host} 的端口 {number} 空着（服务没有运行）"


def _is_ours(host: str, number: int) -> bool:
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- read, not bound
    try:
        url = f"http://{f'[{name}]' if ':' in name else name}:{number}/healthz"
        with urllib.request.urlopen(url, timeout=3) as response:
            return bool(response.headers.get("Server") == "ipdesk")
    except (OSError, ValueError):
        return False
