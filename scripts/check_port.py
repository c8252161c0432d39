"""Whether the server could listen where IPDESK_HOST and IPDESK_PORT say. Standard library only: runs before setup."""

from __future__ import annotations

import errno
import os
import socket
import sys


def problem(host: str, port_text: str) -> str | None:
    """A sentence that says what is wrong and what to do, or None."""
    if not (port_text.isascii() and port_text.isdigit() and 1 <= int(port_text) <= 65_535):
        return f"环境变量 IPDESK_PORT 的值不对（现在是“{port_text}”）：应是 1 到 65535 之间的整数，例如 8080。"
    port = int(port_text)
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            # As the server itself does: a port whose last connections are still closing counts as free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except socket.gaierror:
        return f"找不到 {host} 这个地址。请检查环境变量 IPDESK_HOST，只在本机使用请设为 127.0.0.1。"
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            other = port + 1 if port < 65_535 else 8080
            advice = f"请先关掉那个程序，或换一个端口再启动，例如：IPDESK_PORT={other} make run"
            return f"端口 {port} 已被别的程序占用。{advice}"
        if error.errno == errno.EACCES:
            return f"没有权限使用端口 {port}。请换一个 1024 以上的端口，例如：IPDESK_PORT=8080 make run"
        return (
            f"没法使用 {host} 这个地址（{error.strerror}）。请检查环境变量 IPDESK_HOST，只在本机使用请设为 127.0.0.1。"
        )
    return None


def main() -> int:
    """Exit code 0 if the port is free, else 1 with the sentence on standard error."""
    sentence = problem(os.environ.get("IPDESK_HOST") or "127.0.0.1", (os.environ.get("IPDESK_PORT") or "8080").strip())
    if sentence is None:
        return 0
    print(f"错误：{sentence}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
