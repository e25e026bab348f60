"""PostgreSQL and Redis, ours or those that the environment names."""

from __future__ import annotations

import os

from launcher import postgres, redis
from launcher.home import Home
from launcher.processes import Crew, say


def start(home: Home, crew: Crew, *, durable: bool) -> dict[str, str]:
    """Return DATABASE_URL and REDIS_URL; a server of this machine is used only when they were set before."""
    urls = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)}
    for name in urls:
        say(f"使用环境变量 {name} 指定的服务")
    if "DATABASE_URL" not in urls:
        urls["DATABASE_URL"] = postgres.start(home, crew, durable=durable)
    if "REDIS_URL" not in urls:
        urls["REDIS_URL"] = redis.start(home, crew)
    return urls
