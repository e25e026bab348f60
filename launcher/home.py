"""Where a demo or a test run keeps its data, under one lock."""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import shutil
import tempfile
import time
from pathlib import Path

from launcher.processes import Refusal, kill_group, say

CHECKOUT = Path(__file__).resolve().parent.parent
LONGEST_SOCKET = 100  # bytes; the kernel allows 108, macOS 104
LEFTOVER_PATIENCE = 15.0  # seconds for the servers of a killed launcher to end by themselves


def ordinary_account() -> pwd.struct_passwd | None:
    """Whom servers run as when we are root: PostgreSQL refuses root, and Redis does not need it."""
    if os.geteuid() != 0:
        return None
    for name in ("nobody", "postgres"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Refusal("以 root 运行时需要一个普通账户（nobody 或 postgres）来运行数据库，本机两者都没有。")


def open_to_all(path: Path) -> bool:
    """Whether any user may reach this path and read or enter it."""
    return all(p.stat().st_mode & 0o001 for p in (path, *path.parents))


def var_folder() -> Path:
    """`var/` of the checkout; as root in a closed folder, a place that the ordinary account can reach."""
    if os.geteuid() != 0 or open_to_all(CHECKOUT):
        return CHECKOUT / "var"
    key = hashlib.sha256(bytes(CHECKOUT)).hexdigest()[:12]
    return Path("/var/lib/supervision-demo") / key


def make_folder(path: Path, mode: int) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    if path.stat().st_uid == os.geteuid():
        path.chmod(mode)
    elif not os.access(path, os.W_OK):
        raise Refusal(f"{path} 属于另一个用户，无法写入。请用原来的用户运行，或删除它。")
    return path


def take(lock: int, seconds: float) -> bool:
    """Try for this long to get the lock on an open file."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.1)


def write_over(file: int, numbers: list[int]) -> None:
    os.ftruncate(file, 0)
    os.pwrite(file, " ".join(map(str, numbers)).encode(), 0)


class Busy(Refusal):
    """Another launcher runs on this folder."""


class Home:
    """One folder of data and its two locks.

    `launcher` is held by the launcher alone and says whether one runs. `lock` is inherited by every child, so
    it is free only when the last process of the previous run is gone, however that run ended: two servers
    never open the same data, and a stale pid file may be removed without a guess.
    """

    def __init__(self, name: str) -> None:
        self.account = ordinary_account()
        self.folder = make_folder(var_folder(), 0o755)
        for part in name.split("/"):
            self.folder = make_folder(self.folder / part, 0o711 if self.account else 0o700)
        self.log = make_folder(self.folder / "log", 0o700)
        self._launcher = os.open(self.folder / "launcher", os.O_RDWR | os.O_CREAT, 0o600)
        self.lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        self._claim()
        self.sockets = self._socket_folder()

    def _claim(self) -> None:
        if not take(self._launcher, 0):
            pid = os.pread(self._launcher, 20, 0).decode()
            raise Busy(f"已经在运行（进程 {pid}，数据在 {self.folder}）。要重新启动，请先停止它：kill {pid}")
        write_over(self._launcher, [os.getpid()])
        if not take(self.lock, 0):
            say("上一次运行被强行终止，正在等它的服务退出……")
            if not take(self.lock, LEFTOVER_PATIENCE):
                for word in os.pread(self.lock, 4096, 0).split():
                    kill_group(int(word))
                if not take(self.lock, 5):
                    raise Refusal(f"上一次运行留下的进程仍占用 {self.folder}，请结束它们后再试。")
        self.note_pids([])

    def note_pids(self, pids: list[int]) -> None:
        """Remember our programs, for the next launcher to end should we be killed."""
        write_over(self.lock, pids)

    def _socket_folder(self) -> Path:
        """A short private folder, because a socket's path is limited; `run` in our folder points at it."""
        link = self.folder / "run"
        if link.is_symlink():
            shutil.rmtree(link.readlink(), ignore_errors=True)
            link.unlink()
        folder = Path(tempfile.mkdtemp(prefix="ducha-"))
        if len(bytes(folder / ".s.PGSQL.5432")) > LONGEST_SOCKET:
            folder.rmdir()
            raise Refusal(f"临时目录的路径太长（{folder.parent}），请设置较短的 TMPDIR。")
        self.hand_over(folder)
        link.symlink_to(folder)
        return folder

    def hand_over(self, folder: Path) -> None:
        """As root, give a server's folder to the account that the server runs as."""
        if self.account and folder.stat().st_uid != self.account.pw_uid:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, self.account.pw_uid, self.account.pw_gid, follow_symlinks=False)

    def release(self) -> None:
        shutil.rmtree(self.sockets, ignore_errors=True)
        (self.folder / "run").unlink(missing_ok=True)
        os.close(self.lock)
        os.close(self._launcher)

    def readable(self, source: Path, version: str) -> Path:
        """As root, a copy that the ordinary account can read: the virtualenv may lie in a closed folder."""
        target = var_folder() / "wheels" / version / source.name
        if self.account is None:
            return source
        if not target.exists():
            make_folder(target.parent.parent, 0o755)
            make_folder(target.parent, 0o755)
            copy = Path(tempfile.mkdtemp(dir=target.parent))
            shutil.copytree(source, copy / source.name, symlinks=True)
            for path in (copy / source.name).rglob("*"):
                if not path.is_symlink():
                    executable = path.is_dir() or path.stat().st_mode & 0o100
                    path.chmod(0o755 if executable else 0o644)
            (copy / source.name).chmod(0o755)
            (copy / source.name).rename(target)
            copy.rmdir()
        return target
