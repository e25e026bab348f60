"""The whole system on the invented county's data: `make demo`."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import sys
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

from launcher import servers
from launcher.home import CHECKOUT, Home, make_folder
from launcher.processes import Crew, Program, Refusal, say

STORY_DAY = "2026-09-12"  # the reports for August were due
WANTED_PORT = 8000


def demo(*, leave: bool) -> int:
    """Set up, play the samples and serve until Ctrl-C; with `leave`, end as soon as the site answers."""
    home = Home("demo")
    serving = False
    try:
        with Crew(home.note_pids) as crew, listen() as listener:
            address = f"http://127.0.0.1:{listener.getsockname()[1]}"
            env = _environment(home, address) | servers.start(home, crew, durable=True)
            _manage(env, home, "migrate", "--verbosity", "0")
            crew.start(_celery(home, env, "worker"))
            secrets_file = str(home.folder / "sign-ins.json")
            _manage(env, home, "play_samples", "--output", "output/", "--secrets", secrets_file)
            crew.start(_celery(home, env, "beat"))  # a round amid the play would remind of half a story
            web = crew.start(_web(home, env, listener))
            crew.wait_until(web, lambda: _answers(f"{address}/health/"), 60)
            serving = True
            if not leave:
                say(f"网址 {address}   日志 {home.log}   按 Ctrl-C 停止")
                crew.tend()
    except KeyboardInterrupt:
        say("已停止。" if serving else "已中断。")
        return 0 if serving else 130
    finally:
        home.release()
    return 0


def reset() -> int:
    """Delete the demo's data; refuses while a demo runs."""
    home = Home("demo")
    home.release()
    shutil.rmtree(home.folder)
    say(f"已删除 {home.folder}")
    return 0


def listen() -> socket.socket:
    """The wanted port, or any free one. The web server inherits it, so nobody can take it in between."""
    for port in (WANTED_PORT, 0):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            return listener
        except OSError:
            listener.close()
    raise Refusal("本机没有可用的端口。")


def _environment(home: Home, address: str) -> dict[str, str]:
    """Set, not defaulted: mail settings of the caller's shell must not send the samples' mail to anyone."""
    mail = make_folder(home.folder / "mail", 0o700)
    return os.environ | {
        "SECRET_KEY": _secret_key(home.folder / "secret-key"),
        "DEBUG": "false",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "SITE_URL": address,
        "MEDIA_ROOT": str(make_folder(home.folder / "media", 0o700)),
        "EMAIL_URL": f"filemail:///{quote(str(mail))}",
        "FIXED_TODAY": STORY_DAY,
        "COUNTY_NAME": "云岭县",
        "OFFICE_NAME": "云岭县人民政府督查办公室",
    }


def _secret_key(file: Path) -> str:
    """Kept, so that sign-ins survive a restart."""
    if not file.exists():
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), "w") as handle:
            handle.write(secrets.token_urlsafe(50))
    return file.read_text()


def _manage(env: dict[str, str], home: Home, *command: str) -> None:
    step = Program(
        f"manage.py {command[0]}",
        [sys.executable, str(CHECKOUT / "manage.py"), *command],
        env,
        keep_open=(home.lock,),
    )
    if code := step.wait():
        raise Refusal(f"{step.name} 失败（{code}），原因见上。服务日志在 {home.log}")


def _celery(home: Home, env: dict[str, str], name: str) -> Program:
    own = {
        "worker": ["--concurrency", "2"],
        "beat": ["--schedule", str(home.folder / "beat-schedule"), "--pidfile="],
    }
    command = [sys.executable, "-m", "celery", "--app", "supervision", name, "--loglevel", "INFO", *own[name]]
    return Program(f"Celery {name}", command, env, log=home.log / f"{name}.log", keep_open=(home.lock,))


def _web(home: Home, env: dict[str, str], listener: socket.socket) -> Program:
    command = [sys.executable, "-m", "gunicorn", "supervision.wsgi", "--bind", f"fd://{listener.fileno()}"]
    command += [
        "--preload",
        "--workers",
        "2",
        "--threads",
        "4",
        "--graceful-timeout",
        "5",
        "--no-control-socket",
    ]
    shared = (home.lock, listener.fileno())
    return Program("gunicorn", command, env, log=home.log / "web.log", keep_open=shared)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310 - our own http address
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False
