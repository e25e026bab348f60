"""Who has been silent, since when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy

from ..models import Heartbeat

# What must be heard of, and what comes of it when it is not.
PROCESSES: Final[Mapping[str, Any]] = {
    "beat": gettext_lazy("定时服务（beat）自%(since)s起没有心跳，不会再自动催办，请系统管理员检查"),
    "worker": gettext_lazy(
        "后台服务（worker）自%(since)s起没有心跳，催办、导入导出都在等待，请系统管理员检查"
    ),
    "round": gettext_lazy("自%(since)s起没有完成过催办检查，新到期的事项没有生成提醒，请系统管理员检查"),
    "sending": gettext_lazy("自%(since)s起没有完成过提醒发送，已生成的提醒没有发出，请系统管理员检查"),
}


@dataclass(frozen=True)
class Silence:
    """``told_at``: when the office was written to about it."""

    name: str
    since: datetime
    told_at: datetime | None


def silences(now: datetime, among: Iterable[Heartbeat] | None = None) -> list[Silence]:
    """What was not heard of for ``SILENT_SECONDS``, in the order of ``PROCESSES``. One query."""
    rows = Heartbeat.objects.all() if among is None else among
    longest = timedelta(seconds=settings.SILENT_SECONDS)
    silent = {row.name: row for row in rows if row.beaten_at < now - longest}
    return [
        Silence(name, silent[name].beaten_at, silent[name].told_at) for name in PROCESSES if name in silent
    ]


def in_words(silence: Silence) -> str:
    since = timezone.localtime(silence.since).strftime("%Y-%m-%d %H:%M")
    return str(PROCESSES[silence.name]) % {"since": since}


def silence_warnings(now: datetime) -> tuple[str, ...]:
    """A sentence a silence, for the first page of the office."""
    return tuple(in_words(one) for one in silences(now))
