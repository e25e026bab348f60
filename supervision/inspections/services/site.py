"""检查清单: made from the plan and from what is late in the units, checked off on site."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from supervision.matters.rules.secrecy import refuse_secrets

from ..models import ChecklistItem
from ..permissions import require
from ..rules.states import Thing
from ..rules.words import CHECK_RESULTS, CheckOrigin, CheckResult, InspectionStatus
from ..selectors.checklist import wanted_items
from .evidence import Files, keep_evidence
from .writing import because, change, lock_inspection, of_field, require_standing, told

PREPARED_AT: Final = (InspectionStatus.APPROVED, InspectionStatus.ON_SITE)
CHECKED_AT: Final = (InspectionStatus.ON_SITE, InspectionStatus.FINISHED)


@transaction.atomic
def prepare_checklist(*, actor: User, inspection_id: int, now: datetime) -> list[ChecklistItem]:
    """Add what is to be looked at and not listed yet; safe twice. Returns the whole list.

    The approved plan entitles the team to it: titles of the units' own late projects, matters and
    rectifications, whatever the actor sees otherwise. What was checked, or has evidence, always stays.
    """
    inspection = lock_inspection(inspection_id)
    require(actor, "inspection.prepare", inspection)
    require_standing(Thing.INSPECTION, inspection, PREPARED_AT, "inspection.prepare")
    wanted = wanted_items(inspection, timezone.localdate(now))
    planned = [item.text for item in wanted if item.origin == CheckOrigin.PLAN]
    units = list(inspection.inspected.values_list("unit_id", flat=True))
    known = set(inspection.checklist.values_list("unit_id", "origin", "text"))
    new = [item for item in wanted if (item.unit_id, item.origin, item.text) not in known]
    with because(actor, _("制作检查清单")):
        unchecked = inspection.checklist.filter(result=CheckResult.PENDING, evidence__isnull=True)
        unchecked.exclude(unit__in=units).delete()
        unchecked.filter(origin=CheckOrigin.PLAN).exclude(text__in=planned).delete()
        ChecklistItem.objects.bulk_create(new)
    if new:
        note = _("新增%(count)s条") % {"count": len(new)}
        told(inspection, "inspection.prepare", actor, now, note=note)
    return list(inspection.checklist.select_related("unit").order_by("unit__pinyin", "unit_id", "pk"))


@transaction.atomic
def check_item(
    *,
    actor: User,
    item_id: int,
    result: str,
    note: str = "",
    files: Files = (),
    client_keys: Sequence[uuid.UUID] = (),
    now: datetime,
) -> ChecklistItem:
    """核对: the latest result counts; ``files``, (name, file) each, are its evidence."""
    inspection = lock_inspection(
        ChecklistItem.objects.values_list("inspection_id", flat=True).get(pk=item_id)
    )
    require(actor, "inspection.check", inspection)
    require_standing(Thing.INSPECTION, inspection, CHECKED_AT, "inspection.check")
    if result not in CHECK_RESULTS:
        raise of_field("result", _("没有这种结果。"), "no_such_result")
    refuse_secrets(note=note)
    if result == CheckResult.PROBLEM and not note.strip():
        raise of_field("note", _("有问题的，请写明情况。"), "note_missing")
    item = ChecklistItem.objects.select_related("unit").get(pk=item_id)
    same = item.result == result and item.note == note.strip()
    with because(actor, _("核对检查项")):
        if not same:
            change(item, result=result, note=note.strip(), checked_by=actor, checked_at=now)
        keep_evidence(actor, files, now, client_keys=client_keys, checklist_item=item)
    if not same:
        said = f"{item.unit.short_name}：{item.text}（{CHECK_RESULTS[CheckResult(result)]}）"
        told(inspection, "inspection.check", actor, now, note=said)
    return item
