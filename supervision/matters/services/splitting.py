"""分解: parts of a matter become matters under it, with what they do not say themselves from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User

from ..models import Matter
from ..permissions import require
from ..rules.entries import DutyWords, MatterWords
from ..rules.words import MatterStatus
from .entering import refusals_of
from .registering import draft, new_number, plan_duties, require_authority
from .writing import because, insert, lock_matter, require_standing, told

DRAFTED: Final = (MatterStatus.DRAFT, MatterStatus.SUBMITTED)
APPROVED: Final = (MatterStatus.REGISTERED, MatterStatus.ISSUED)
BASIS_LENGTH: Final = 200
INHERITED: Final = (
    "source_number",
    "source_title",
    "source_date",
    "basis",
    "approver_id",
    "approved_on",
    "standard",
    "rhythm",
    "leader_id",
    "sector_id",
    "project_id",
)
Part = tuple[MatterWords, Sequence[DutyWords]]


@transaction.atomic
def split_matter(*, actor: User, matter_id: int, parts: Sequence[Part], now: datetime) -> list[Matter]:
    """The parts as matters under this one: drafts of a draft, registered ones of what is approved.

    What a part leaves empty is the parent's. All or none: refusals as those of ``create_matters``.
    """
    parent = lock_matter(matter_id)
    require(actor, "matter.split", parent)
    require_standing(parent, (*DRAFTED, *APPROVED), "matter.split")
    if not parts:
        raise ValidationError(_("请至少填写一个子事项。"), code="no_parts")
    children, refused = [], []
    for place, (words, duties) in enumerate(parts):
        try:
            with transaction.atomic():
                children.append(_child(actor, parent, inherited(parent, words), duties, now))
        except ValidationError as error:
            refused += refusals_of(place, error)
    if refused:
        raise ValidationError(refused)
    told(parent, "matter.split", actor, now, note=_("分解为%(count)s件") % {"count": len(children)})
    return children


def inherited(parent: Matter, words: MatterWords) -> MatterWords:
    """What the part does not say itself is said by its parent; the due date is one whole thing."""
    values = {name: getattr(words, name) or getattr(parent, name) for name in INHERITED}
    if words.due_on is None and not words.due_rule:
        if parent.due_on is None:
            values["due_rule"] = parent.due_rule
        else:
            basis = _("随上级事项：%(basis)s") % {"basis": parent.due_basis}
            values |= {"due_on": parent.due_on, "due_basis": words.due_basis or basis[:BASIS_LENGTH]}
    return replace(words, **values)


def _child(
    actor: User, parent: Matter, words: MatterWords, duties: Sequence[DutyWords], now: datetime
) -> Matter:
    child = draft(actor, words, now, parent_id=parent.pk)
    with because(actor, _("分解自 %(parent)s") % {"parent": parent}):
        if parent.status in APPROVED:
            on = timezone.localdate(now)
            require_authority(child, on)
            child.status, child.number = MatterStatus.REGISTERED, new_number(on)
        insert(child)
        plan_duties(child, duties)
    if parent.status in APPROVED:
        told(child, "matter.split", actor, now, note=str(parent))
    return child
