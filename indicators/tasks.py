"""What beat starts. Each calls one function, takes no argument, and is safe twice."""

from __future__ import annotations

from datetime import date

from celery import shared_task

from accounts import clock

from . import services


@shared_task(name="indicators.freeze_season_curves")
def freeze_season_curves() -> None:
    on = clock.today()
    services.freeze_season_curves(actor=None, year=on.year, now=clock.now(), waits=on < date(on.year, 4, 1))
