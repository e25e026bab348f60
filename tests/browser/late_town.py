"""A town that is late and told of it, for the walk of ``test_alerts``; ``manage.py shell`` builds it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, Final

from django.utils import timezone

from accounts.models import Post, Unit, User
from projects.models import Project
from rulebook.services import fill_calendar
from supervision.alerts.models import Heartbeat, Reminder
from supervision.alerts.selectors.watching import PROCESSES
from tests.alerts.rows import letter, many
from tests.alerts.slips import make_slip
from tests.matters.build import make_duty, make_matter
from tests.town import accept_month, build_town

PASSWORD: Final = "Yunling-2026-duban"  # noqa: S105 (of personas that live for one walk)
TITLE: Final = "修复县道塌方"
NOT_SENT: Final = "550 没有这个邮箱"


def build() -> None:
    """交通局 and 公路段 have not signed for a matter; 文旅局's clerk reads nothing."""
    town = build_town()
    fill_calendar(actor=None, year=2026)
    for month in range(1, 9):
        accept_month(town.project, month, month * 100)
    for title, unit in ((TITLE, town.lead), ("疏通公路边沟", town.below_lead)):
        make_duty(town, make_matter(town, title, lead=town.helping, duty_status="under_way"), unit)
    yesterday = timezone.now() - timedelta(days=1)
    for row in many(town.sector, town.stranger, 3):
        type(row).objects.filter(pk=row.pk).update(delivered_at=yesterday, unit=town.strange)
    for user in User.objects.exclude(person=None):
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])


def lose_a_letter() -> None:
    """公路段's clerk was also written to yesterday of what is still open, in vain."""
    row = Reminder.objects.open().filter(recipient__username="below_clerk").earliest("pk")
    failed = {"gave_up_at": datetime(2026, 9, 11, 4, tzinfo=UTC), "last_error": NOT_SENT, "attempts": 5}
    letter(row.recipient, row, on=date(2026, 9, 11), **failed)


def propose_slips() -> None:
    """As long as titles may be; rounds would let proposals lapse of which nothing in the ledger is late."""
    units = {name: Unit.objects.get(short_name=name) for name in ("交通局", "水务局")}
    people = {name: User.objects.get(username=name) for name in ("supervisor", "office_head", "lead_clerk")}
    town: Any = SimpleNamespace(
        project=Project.objects.get(name="省道过境段改建"),
        lead=units["交通局"],
        leader_post=Post.objects.get(),
        **people,
    )
    long = "省道过境段改建工程征地拆迁、路基路面、桥涵防护及安全生产设施2026年1—8月进展尚未报送" * 3
    for colour, rung in (("yellow", 31), ("red", 41)):
        make_slip(town, "proposed", colour=colour, title=long, rung=rung)
    make_slip(town, "issued", unit=units["水务局"])


def fall_silent() -> None:
    """Nothing was heard of beat for an hour; the office was not written to about it."""
    now = timezone.now()
    for name in PROCESSES:
        Heartbeat.objects.update_or_create(name=name, defaults={"beaten_at": now, "told_at": None})
    Heartbeat.objects.filter(name="beat").update(beaten_at=now - timedelta(hours=1))
