"""What the board of the office shows: what waits, what went out, what failed, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from accounts.models import Tenure, User
from projects.models import Responsibility

from ..models import Delivery, Digest, DigestLine, Outcome, Reminder
from ..models.digest import DigestQuerySet


@dataclass(frozen=True)
class Board:
    """How many messages wait, went out today and failed; how many reminders nobody has opened."""

    pending: int
    sent: int
    failed: int
    unread: int


# What a list of messages may be narrowed to.
STATES: Final[dict[str, Any]] = {
    "": _("全部"),
    "failed": _("没有送达"),
    "waiting": _("待发送"),
    "retrying": _("等待重试"),
    "sent": _("已送达"),
    "unread": _("已送达未读"),
    "pointless": _("未送达，事已了结"),
}


def board(user: User, on: date) -> Board:
    """Each figure is the number of rows of the list that it leads to."""
    unread = Reminder.objects.visible_to(user).open().unread().count()
    return Board(
        pending=messages(user, "waiting").count(),
        sent=messages(user, "sent", on=on).count(),
        failed=messages(user, "failed").count(),
        unread=unread,
    )


def messages(
    user: User, state: str = "", channel: str = "", name: str = "", on: date | None = None
) -> DigestQuerySet:
    """One row a person, day and channel, the newest first."""
    rows = Digest.objects.visible_to(user).select_related("recipient__person", "recipient__unit")
    if on:
        rows = rows.filter(on=on)
    if channel:
        rows = rows.filter(channel=channel)
    if name:
        found = Q(recipient__person__name__icontains=name) | Q(recipient__unit__short_name__icontains=name)
        rows = rows.filter(found)
    return _in_state(rows, state).with_open().order_by("-on", "-pk")


def _in_state(rows: DigestQuerySet, state: str) -> DigestQuerySet:
    unread = DigestLine.objects.filter(digest=OuterRef("pk"), reminder__read_at__isnull=True)
    match state:
        case "waiting":
            return rows.to_send()
        case "retrying":
            return rows.to_send().filter(attempts__gt=0)
        case "failed":
            return rows.failed()
        case "pointless":
            return rows.pointless()
        case "sent":
            return rows.filter(sent_at__isnull=False)
        case "unread":
            return rows.filter(Exists(unread), sent_at__isnull=False)
    return rows


@dataclass(frozen=True)
class Told:
    """What became of the reminders that a message tells of; ``answer`` is what the other side said last."""

    items: int = 0
    delivered: int = 0
    read: int = 0
    signed: int = 0
    done: int = 0
    answer: str = ""


def told_by(digests: Sequence[Digest]) -> dict[int, Told]:
    """For the messages of one page; two statements."""
    keys = [digest.pk for digest in digests]
    rows = DigestLine.objects.filter(digest__in=keys).order_by().values_list("digest")
    counted = rows.annotate(
        items=Count("pk"),
        delivered=Count("reminder__delivered_at"),
        read=Count("reminder__read_at"),
        signed=Count("reminder__signed_at"),
        done=Count("pk", filter=Q(reminder__outcome=Outcome.DONE.value)),
    )
    tried = Delivery.objects.filter(digest__in=keys).order_by("attempt").values_list("digest", "answer")
    answers = dict(tried)
    return {key: Told(*(*figures, answers.get(key, ""))) for key, *figures in counted}


def carried_in_person(user: User, on: date) -> QuerySet[Any]:
    """The ids of the projects that the posts held by this person carry (包抓): a leader's own."""
    posts = Tenure.objects.in_force(on).filter(person__isnull=False, person=user.person_id).values("post")
    return Responsibility.objects.in_force(on).filter(post__in=posts).values("project")


def reminders_of_matter() -> Any:
    """催办次数 of the matter that is OuterRef("pk"); what went to several people counts once."""
    return _told_about("matter") + _told_about("duty__matter")


def reminders_of_rectification() -> Any:
    """催办次数 of the rectification that is OuterRef("pk"), counted alike."""
    return _told_about("rectification") + _told_about("verification__rectification")


def _told_about(matter: str) -> Coalesce:
    rung = Concat(
        "subject", Value(" "), "duty_id", Value(" "), "due_on", Value(" "), "rung", output_field=CharField()
    )
    late = Reminder.objects.filter(**{matter: OuterRef("pk")}, rung__gt=0).order_by().values(matter)
    return Coalesce(Subquery(late.annotate(times=Count(rung, distinct=True)).values("times")), 0)
