"""问题: recorded once, shown to the unit, agreed or disputed, upheld or dropped."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import IO, Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import is_office
from accounts.rules import day_words
from rulebook.services import next_number
from supervision.matters.rules.secrecy import refuse_secrets

from ..models import Category, Evidence, Finding, Inspection
from ..permissions import require
from ..rules.entries import FindingWords
from ..rules.limits import FINDING_ANSWER
from ..rules.states import Thing
from ..rules.words import FindingStatus, InspectionStatus
from ..selectors.limits import last_day
from .evidence import Files, keep_evidence, refuse_odd_moments, require_place
from .writing import (
    because,
    change,
    insert,
    lock_finding,
    lock_inspection,
    move,
    of_field,
    ready,
    reasoned,
    require_standing,
    told,
)

SERIES: Final = "finding"
PREFIX: Final = "问题"
# Clocks of telephones run ahead by so much.
AHEAD: Final = timedelta(minutes=10)
ON_SITE: Final = (InspectionStatus.ON_SITE, InspectionStatus.FINISHED)
ENDED: Final = (InspectionStatus.CLOSED, InspectionStatus.CANCELLED)
OVER: Final = (InspectionStatus.FINISHED, InspectionStatus.CLOSED)
TEXTS: Final = ("title", "description", "basis", "place")
AS_SAID: Final = (
    "unit_id",
    "category_id",
    "severity",
    "amount",
    "latitude",
    "longitude",
    "project_id",
    "milestone_id",
    "matter_id",
    "indicator_id",
)


@transaction.atomic
def record_finding(
    *,
    actor: User,
    inspection_id: int | None,
    words: FindingWords,
    client_key: uuid.UUID | None = None,
    files: Files = (),
    now: datetime,
) -> Finding:
    """Write down what was found: in an inspection its team, from daily monitoring the office.

    ``files``: (name, file) each. The same ``client_key`` from the same person gives the row that it made, and
    writes nothing. Raises ValidationError by field: ``not_inspected``, ``in_the_future`` ….
    """
    inspection = None if inspection_id is None else lock_inspection(inspection_id)
    require(actor, "finding.record", inspection)
    if inspection is None and not is_office(actor):
        raise PermissionDenied(_("日常监测的问题由督查办登记。"))
    key = client_key or uuid.uuid4()
    if former := _recorded(actor, key):
        return former
    if inspection is not None:
        _require_visited(inspection, words.unit_id)
    row = Finding(
        inspection=inspection,
        client_key=key,
        found_by=actor,
        recorded_at=now,
        **_columns(words, now, None),
    )
    try:
        with because(actor, _("记录问题")):
            insert(row)
    except ValidationError:
        # Sent twice at one moment: the other one came first.
        if former := _recorded(actor, key):
            return former
        raise
    keep_evidence(actor, files, now, finding=row, claimed_at=row.found_at, claimed_place=row.place)
    told(row, "finding.record", actor, now, note=row.title)
    return row


@transaction.atomic
def revise_finding(*, actor: User, finding_id: int, words: FindingWords, now: datetime) -> Finding:
    """Until the unit is told. The time, the figures and the device's number stay unless they are said."""
    row = lock_finding(finding_id)
    require(actor, "finding.revise", row)
    require_standing(Thing.FINDING, row, [FindingStatus.DRAFT], "finding.revise")
    if row.inspection is not None:
        _require_inspected(row.inspection, words.unit_id)
    columns = _columns(words, now, row)
    changed = [name for name, value in columns.items() if getattr(row, name) != value]
    with because(actor, _("修改问题")):
        change(row, **columns)
    if changed:
        told(row, "finding.revise", actor, now, note="、".join(_titles(changed)))
    return row


@transaction.atomic
def attach_to_finding(
    *,
    actor: User,
    finding_id: int,
    files: Sequence[tuple[str, IO[bytes]]],
    caption: str = "",
    claimed_at: datetime | None = None,
    place: str = "",
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
    client_keys: Sequence[uuid.UUID] = (),
    now: datetime,
) -> list[Evidence]:
    """Keep files, given as (name, file), as evidence. ``client_keys``, one a file: nothing comes twice."""
    row = lock_finding(finding_id)
    require(actor, "finding.attach", row)
    standing = [status for status in FindingStatus if status != FindingStatus.DROPPED]
    require_standing(Thing.FINDING, row, standing, "finding.attach")
    known = set(row.evidence.values_list("pk", flat=True))
    kept = keep_evidence(
        actor,
        files,
        now,
        client_keys=client_keys,
        caption=caption,
        claimed_place=place,
        latitude=latitude,
        longitude=longitude,
        finding=row,
        claimed_at=claimed_at,
    )
    if new := [one for one in kept if one.pk not in known]:
        told(row, "finding.attach", actor, now, note="、".join(str(one) for one in new))
    return kept


@transaction.atomic
def notify_finding(*, actor: User, finding_id: int, now: datetime) -> Finding:
    """送单位确认 under the year's next number. Of an unannounced inspection not before it is over.

    Raises ValidationError (``unannounced``).
    """
    row = lock_finding(finding_id)
    ready(actor, Thing.FINDING, row, "notify")
    inspection = row.inspection
    if inspection is not None and inspection.is_unannounced and inspection.status not in OVER:
        raise ValidationError(_("暗访在实地督查结束以前不告知被督查单位。"), code="unannounced")
    on = timezone.localdate(now)
    limit = last_day(FINDING_ANSWER, on)
    values: dict[str, Any] = {"notified_on": on, "answer_by": limit.on if limit else None}
    return move(actor, Thing.FINDING, row, "notify", now, **values, number=row.number or _new_number(on))


@transaction.atomic
def agree_finding(*, actor: User, finding_id: int, statement: str = "", now: datetime) -> Finding:
    return _answer(actor, finding_id, "agree", statement, now)


@transaction.atomic
def dispute_finding(*, actor: User, finding_id: int, statement: str, now: datetime) -> Finding:
    """提出异议. Raises ValidationError (``statement_missing``)."""
    return _answer(actor, finding_id, "dispute", statement, now)


@transaction.atomic
def uphold_finding(*, actor: User, finding_id: int, reason: str, now: datetime) -> Finding:
    """维持认定 of what is disputed, or was not answered in time.

    Raises ValidationError (``answer_awaited``).
    """
    row = lock_finding(finding_id)
    ready(actor, Thing.FINDING, row, "uphold")
    until = row.answer_by if row.status == FindingStatus.NOTIFIED else None
    if until is not None and timezone.localdate(now) <= until:
        said = _("单位可以在%(day)s以前答复，过后才能径行认定。") % {"day": day_words(until)}
        raise ValidationError(said, code="answer_awaited")
    return _resolve(actor, row, "uphold", reason, now)


@transaction.atomic
def drop_finding(*, actor: User, finding_id: int, reason: str, now: datetime) -> Finding:
    return _resolve(actor, lock_finding(finding_id), "drop", reason, now)


def _answer(actor: User, finding_id: int, verb: str, statement: str, now: datetime) -> Finding:
    row = lock_finding(finding_id)
    ready(actor, Thing.FINDING, row, verb)
    refuse_secrets(statement=statement)
    if verb == "dispute" and not statement.strip():
        raise of_field("statement", _("提出异议须写明陈述意见。"), "statement_missing")
    values = {"statement": statement.strip(), "answered_by": actor, "answered_at": now}
    return move(actor, Thing.FINDING, row, verb, now, statement, **values)


def _resolve(actor: User, row: Finding, verb: str, reason: str, now: datetime) -> Finding:
    ready(actor, Thing.FINDING, row, verb)
    reasoned(reason)
    refuse_secrets(reason=reason)
    values = {"resolution": reason.strip(), "resolved_by": actor, "resolved_at": now}
    return move(actor, Thing.FINDING, row, verb, now, reason, **values)


def _recorded(actor: User, key: uuid.UUID) -> Finding | None:
    """What this device sent before. Raises ValidationError (``client_key_taken``) for somebody else's."""
    former = Finding.objects.filter(client_key=key).first()
    if former is not None and former.found_by_id != actor.pk:
        raise ValidationError(_("这个设备记录号已用于另一条问题。"), code="client_key_taken")
    return former


def _require_visited(inspection: Inspection, unit_id: int) -> None:
    """Once begun it goes on being written down until it is closed, also while its plan is amended."""
    if inspection.began_on is None or inspection.status in ENDED:
        require_standing(Thing.INSPECTION, inspection, ON_SITE, "finding.record")
    _require_inspected(inspection, unit_id)


def _require_inspected(inspection: Inspection, unit_id: int) -> None:
    if not inspection.inspected.filter(unit=unit_id).exists():
        text = _("这个单位不在本次督查的对象中，不能扩大督查范围（政府督查工作条例第十五条）。")
        raise of_field("unit", text, "not_inspected")


def _columns(words: FindingWords, now: datetime, former: Finding | None) -> dict[str, Any]:
    """Raises ValidationError by field."""
    texts = {name: getattr(words, name).strip() for name in TEXTS}
    refuse_secrets(**texts)
    require_place(words.latitude, words.longitude)
    refuse_odd_moments(found_at=words.found_at)
    if words.found_at is not None and words.found_at > now + AHEAD:
        raise of_field("found_at", _("发现时间不能晚于现在。"), "in_the_future")
    if not Category.objects.filter(pk=words.category_id).exists():
        raise of_field("category", _("请选择问题类别。"), "no_category")
    figures = [{"label": f.label, "value": f.value, "unit": f.unit, "as_of": f.as_of} for f in words.figures]
    return {
        **{name: getattr(words, name) for name in AS_SAID},
        **texts,
        "found_at": words.found_at or (former.found_at if former else now),
        "figures": figures or (former.figures if former else []),
    }


def _new_number(on: date) -> str:
    """问题〔2026〕12号. Others who number wait for our transaction, so it comes last."""
    return f"{PREFIX}〔{on.year}〕{next_number(key=SERIES, year=on.year)}号"


def _titles(names: Sequence[str]) -> list[str]:
    fields = {field.attname: field for field in Finding._meta.concrete_fields}
    return [str(fields[name].verbose_name) for name in names]
