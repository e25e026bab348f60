"""How the papers of a dossier say days, moments, several things together, and nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from .word import Paper


def none_of(paper: Paper, rows: Sequence[Any]) -> None:
    if not rows:
        paper.text("无。")


def joined(*parts: Any) -> str:
    return "　".join(_lines(parts))


def _lines(parts: Iterable[Any]) -> list[str]:
    return [str(part) for part in parts if part]


def day_text(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def moment_text(at: datetime | None) -> str:
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{day_text(local.date())} {local:%H:%M}"
