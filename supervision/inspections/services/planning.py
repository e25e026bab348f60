"""方案: drafted with its units and team, sent for approval, numbered and frozen, changed only anew."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from accounts.models.user import REPORTERS
from accounts.permissions import is_office
from rulebook.services import next_number
from supervision.matters.rules.due import refuse_odd_days
from supervision.matters.rules.secrecy import refuse_secrets
from supervision.matters.rules.words import BASES

from ..models import Designation, Finding, InspectedUnit, Inspection, TeamMember, YearPlan
from ..permissions import require
from ..rules.designated import Limits, beyond
from ..rules.entries import PlanWords, TeamWords
from ..rules.states import Thing
from ..rules.words import InspectionStatus, TeamRole
from ..selectors.overlap import warnings_of
from .authority import people, require_leaders
from .versions import freeze_plan
from .writing import (
    because,
    change,
    insert,
    lock_inspection,
    move,
    of_field,
    ready,
    reasoned,
    require_standing,
    told,
)
from .year import existing_units, refuse_future

SERIES: Final = "inspection"
PREFIX: Final = "督查"
TEXTS: Final = (
    "title",
    "content",
    "scope",
    "checkpoints",
    "unplanned_reason",
    "overlap_reason",
)
AS_SAID: Final = (
    "kind",
    "content_category",
    "sector_id",
    "starts_on",
    "ends_on",
    "is_unannounced",
    "designation_id",
    "year_plan_id",
)


@transaction.atomic
def draft_inspection(
    *, actor: User, words: PlanWords, unit_ids: Collection[int], team: Sequence[TeamWords], now: datetime
) -> Inspection:
    """A draft of the office, or of a department that is designated (REG art. 7).

    Raises ValidationError by field (``not_designated`` …), PermissionDenied.
    """
    require(actor, "inspection.create")
    inspection = Inspection(**_columns(actor, words, None), created_by=actor, created_at=now)
    with because(actor, _("起草方案")):
        insert(inspection)
        _set_units(inspection, unit_ids)
        _set_team(inspection, team, unit_ids)
    require_within_designation(inspection, timezone.localdate(now))
    told(inspection, "inspection.draft", actor, now)
    return inspection


@transaction.atomic
def revise_inspection(
    *,
    actor: User,
    inspection_id: int,
    words: PlanWords,
    unit_ids: Collection[int],
    team: Sequence[TeamWords],
    now: datetime,
) -> Inspection:
    """Make the draft this. Raises ValidationError (``wrong_step``, ``unit_has_findings`` …)."""
    inspection = lock_inspection(inspection_id)
    require(actor, "inspection.revise", inspection)
    require_standing(Thing.INSPECTION, inspection, [InspectionStatus.DRAFT], "inspection.revise")
    columns = _columns(actor, words, inspection)
    changed = [name for name, value in columns.items() if getattr(inspection, name) != value]
    with because(actor, _("修改方案")):
        change(inspection, **columns)
        changed += ["inspected"] if _set_units(inspection, unit_ids) else []
        changed += ["team"] if _set_team(inspection, team, unit_ids) else []
    require_within_designation(inspection, timezone.localdate(now))
    if changed:
        told(inspection, "inspection.revise", actor, now, note="、".join(_titles(changed)))
    return inspection


@transaction.atomic
def submit_inspection(*, actor: User, inspection_id: int, now: datetime) -> Inspection:
    """报批. Raises ValidationError by field for what REG art. 8 and 15 ask of a plan and it lacks."""
    inspection = lock_inspection(inspection_id)
    ready(actor, Thing.INSPECTION, inspection, "submit")
    require_whole(actor, inspection, timezone.localdate(now))
    return move(actor, Thing.INSPECTION, inspection, "submit", now)


@transaction.atomic
def send_back_inspection(*, actor: User, inspection_id: int, reason: str, now: datetime) -> Inspection:
    return move(actor, Thing.INSPECTION, lock_inspection(inspection_id), "send_back", now, reason)


@transaction.atomic
def approve_inspection(
    *,
    actor: User,
    inspection_id: int,
    basis: str,
    basis_document: str = "",
    approver_id: int | None,
    approved_on: date | None,
    now: datetime,
) -> Inspection:
    """批准: numbered, if it has no number yet, frozen as a PlanVersion, and locked (REG art. 11 and 15).

    Raises ValidationError by field: ``no_authority``, and whatever ``submit_inspection`` raises.
    """
    inspection = lock_inspection(inspection_id)
    ready(actor, Thing.INSPECTION, inspection, "approve")
    on = timezone.localdate(now)
    require_authority(basis, approver_id, approved_on, on)
    refuse_secrets(basis_document=basis_document)
    warnings = require_whole(actor, inspection, on)
    move(
        actor,
        Thing.INSPECTION,
        inspection,
        "approve",
        now,
        basis=basis,
        basis_document=basis_document.strip(),
        approver_id=approver_id,
        approved_on=approved_on,
        number=inspection.number or _new_number(on),
    )
    freeze_plan(actor, inspection, inspection.approved_on or on, warnings, now)
    return inspection


@transaction.atomic
def amend_inspection(*, actor: User, inspection_id: int, reason: str, now: datetime) -> Inspection:
    """申请变更: back to draft as the next revision; it keeps its number and needs approval again."""
    inspection = lock_inspection(inspection_id)
    ready(actor, Thing.INSPECTION, inspection, "amend")
    reasoned(reason)
    revision = inspection.revision + 1
    return move(actor, Thing.INSPECTION, inspection, "amend", now, reason, revision=revision)


@transaction.atomic
def cancel_inspection(*, actor: User, inspection_id: int, reason: str, now: datetime) -> Inspection:
    inspection = lock_inspection(inspection_id)
    on = timezone.localdate(now)
    return move(actor, Thing.INSPECTION, inspection, "cancel", now, reason, ended_on=on)


def require_whole(actor: User, inspection: Inspection, on: date) -> tuple[str, ...]:
    """What a plan must have before it is submitted and approved. Returns the warnings that it overrides.

    Raises ValidationError by field: ``plan_incomplete``, ``no_leader``, ``unplanned``, ``not_designated``,
    ``overlap_reason_missing``.
    """
    require_within_designation(inspection, on)
    missing = {
        "methods": not inspection.methods and ("plan_incomplete", _("请选择督查方式。")),
        "unit_ids": not inspection.inspected.exists() and ("plan_incomplete", _("请选择督查对象。")),
        "team": not inspection.team.filter(role=TeamRole.LEADER).exists()
        and ("no_leader", _("督查组实行组长负责制，请确定组长（政府督查工作条例第八条）。")),
        "unplanned_reason": inspection.year_plan_id is None
        and not inspection.unplanned_reason
        and ("unplanned", _("未列入年度计划的督查，请写明理由。")),
    }
    errors = {field: ValidationError(said[1], code=said[0]) for field, said in missing.items() if said}
    if errors:
        raise ValidationError(errors)
    warnings = tuple(warning.reason for warning in warnings_of(actor, inspection))
    if warnings and not inspection.overlap_reason:
        said = _("%(warnings)s。仍须安排的，请写明理由（政府督查工作条例第十五条）。")
        text = said % {"warnings": "；".join(warnings)}
        raise of_field("overlap_reason", text, "overlap_reason_missing")
    return warnings


def require_within_designation(inspection: Inspection, on: date) -> None:
    """REG art. 7. Raises ValidationError by field (``not_designated``, ``beyond_designation``)."""
    designation = inspection.designation
    if designation is None:
        if not _is_of_the_office(inspection.organiser_id, on):
            raise _not_designated()
        return
    if designation.unit_id != inspection.organiser_id:
        raise _not_designated()
    limits = Limits(
        designation.valid_from,
        designation.valid_to or date.max,
        frozenset(designation.objects_named.values_list("pk", flat=True)),
    )
    names = dict(inspection.inspected.values_list("unit_id", "unit__short_name"))
    if said := beyond(limits, inspection.starts_on, inspection.ends_on, [*names], names):
        text = _("超出指定督查的范围（政府督查工作条例第七条）：%(said)s。") % {"said": "；".join(said)}
        raise of_field("designation", text, "beyond_designation")


def require_authority(basis: str, approver_id: int | None, approved_on: date | None, on: date) -> None:
    """政府督查工作条例第十一条.

    Raises ValidationError by field: ``no_authority``, ``no_leader_post``, ``in_the_future``.
    """
    missing = {
        "basis": basis not in BASES and _("请选择督查依据。"),
        "approver": approver_id is None and _("请填写批准人。"),
        "approved_on": approved_on is None and _("请填写批准日期。"),
    }
    errors = {field: ValidationError(text, code="no_authority") for field, text in missing.items() if text}
    if errors:
        raise ValidationError(errors)
    require_leaders(approver=approver_id)
    refuse_future(on, approved_on=approved_on)


def _columns(actor: User, words: PlanWords, former: Inspection | None) -> dict[str, Any]:
    """Raises ValidationError by field, PermissionDenied for another department's designation."""
    texts = {name: getattr(words, name).strip() for name in TEXTS}
    refuse_secrets(**texts)
    refuse_odd_days(starts_on=words.starts_on, ends_on=words.ends_on)
    _require_year(words)
    return {
        **{name: getattr(words, name) for name in AS_SAID},
        **texts,
        "methods": list(dict.fromkeys(words.methods)),
        "organiser_id": _organiser(actor, words, former),
    }


def _organiser(actor: User, words: PlanWords, former: Inspection | None) -> int:
    if words.designation_id is None:
        if former is not None and former.designation_id is None:
            return former.organiser_id
        if not is_office(actor) or actor.unit_id is None:
            raise _not_designated()
        return actor.unit_id
    designation = Designation.objects.filter(pk=words.designation_id).first()
    if designation is None:
        raise of_field("designation", _("没有这项指定。"), "not_designated")
    if not is_office(actor) and designation.unit_id not in actor.units_as(*REPORTERS):
        raise PermissionDenied(_("这项指定不是本部门的。"))
    return designation.unit_id


def _require_year(words: PlanWords) -> None:
    if words.year_plan_id is None:
        return
    plan = YearPlan.objects.filter(pk=words.year_plan_id).first()
    if plan is None or plan.year != words.starts_on.year:
        raise of_field("year_plan", _("请选择开始日期所在年度的计划。"), "another_year")


def _is_of_the_office(unit_id: int, on: date) -> bool:
    """The unit whose people are the county's supervisors."""
    return User.objects.with_role(Role.SUPERVISOR, Role.OFFICE_HEAD, on=on).filter(unit=unit_id).exists()


def _not_designated() -> ValidationError:
    return of_field(
        "designation",
        _("部门开展督查须经政府指定，请选择指定依据（政府督查工作条例第七条）。"),
        "not_designated",
    )


def _set_units(inspection: Inspection, unit_ids: Collection[int]) -> bool:
    """Make the inspected units these, and say whether any changed."""
    wanted = existing_units(list(dict.fromkeys(unit_ids)), "unit_ids")
    if inspection.organiser_id in wanted:
        raise of_field("unit_ids", _("组织单位不能督查自己。"), "inspects_itself")
    present = {row.unit_id: row for row in inspection.inspected.all()}
    if gone := [pk for pk in present if pk not in wanted]:
        found = Finding.objects.filter(inspection=inspection, unit__in=gone).select_related("unit").first()
        if found is not None:
            text = _("%(unit)s已有记录的问题，不能移出督查对象。") % {"unit": found.unit.short_name}
            raise of_field("unit_ids", text, "unit_has_findings")
        inspection.inspected.filter(unit__in=gone).delete()
    for pk in wanted:
        if pk not in present:
            insert(InspectedUnit(inspection=inspection, unit_id=pk))
    return present.keys() != wanted.keys()


def _set_team(inspection: Inspection, team: Sequence[TeamWords], unit_ids: Collection[int]) -> bool:
    """Make the team this, and say whether it changed."""
    rows = [_member(inspection, words, unit_ids) for words in team]
    compared = ("user_id", "name", "employer", "kind", "role")
    present = [tuple(row) for row in inspection.team.order_by("pk").values_list(*compared)]
    if present == [tuple(getattr(row, name) for name in compared) for row in rows]:
        return False
    inspection.team.all().delete()
    for row in rows:
        insert(row)
    return True


def _member(inspection: Inspection, words: TeamWords, unit_ids: Collection[int]) -> TeamMember:
    """Raises ValidationError (``no_such_user``, ``of_the_inspected``)."""
    user = None
    if words.user_id is not None:
        user = people([words.user_id]).get(words.user_id)
        if user is None:
            raise of_field("team", _("所选的督查组成员不存在或已停用。"), "no_such_user")
        if user.unit_id in unit_ids:
            text = _("%(name)s是督查对象的人员，不能参加督查组。") % {"name": user}
            raise of_field("team", text, "of_the_inspected")
    employer = words.employer.strip() or (user.unit.name if user and user.unit else "")
    return TeamMember(
        inspection=inspection,
        user=user,
        name=user.display_name if user else words.name.strip(),
        employer=employer,
        kind=words.kind,
        role=words.role,
    )


def _new_number(on: date) -> str:
    """督查〔2026〕3号. Others who number wait for our transaction, so it comes last."""
    return f"{PREFIX}〔{on.year}〕{next_number(key=SERIES, year=on.year)}号"


def _titles(names: Sequence[str]) -> list[str]:
    """The parts of the plan as the page calls them."""
    extra = {"inspected": _("督查对象"), "team": _("督查组")}
    fields = {field.attname: field for field in Inspection._meta.concrete_fields}
    return [extra.get(name) or str(fields[name].verbose_name) for name in names]
