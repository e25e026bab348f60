"""Until when a rectification is promised: by the rule of its time class, or by hand with a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.rules import day_words
from rulebook.selectors import due_date
from supervision.matters.rules.due import basis_of

from ..models import Rectification
from ..rules.entries import RectificationWords
from .writing import of_field


def due_of_words(words: RectificationWords, on: date, former: Rectification | None = None) -> dict[str, Any]:
    """The columns of a draft's date. Raises ValidationError by field."""
    rule = f"rectification_{words.time_class}"
    if words.due_on is None:
        if words.due_basis.strip():
            raise of_field("due_on", _("写了时限理由，还须填写日期。"), "due_date_missing")
        return {"due_rule": rule, "due_on": None, "original_due_on": None, "due_basis": ""}
    if not words.due_basis.strip():
        raise of_field("due_basis", _("手工确定时限的，请写明理由。"), "due_reason_missing")
    if former is None or former.due_on != words.due_on:
        require_ahead(words.due_on, on)
    by_hand = {"due_on": words.due_on, "original_due_on": words.due_on}
    return {"due_rule": "", "due_basis": words.due_basis.strip(), **by_hand}


def promised(rule: str, on: date) -> dict[str, Any]:
    """The columns of the date that ``rule`` gives from ``on``. Raises ValidationError (``no_rule``)."""
    found = due_date(rule, on)
    if found is None:
        said = _("%(day)s没有生效的时限规则“%(rule)s”，请先在规则库中设置。")
        raise ValidationError(said % {"day": day_words(on), "rule": rule}, code="no_rule")
    return {"due_on": found.on, "original_due_on": found.on, "due_basis": basis_of(found)}


def require_ahead(due_on: date | None, on: date) -> None:
    """Raises ValidationError by field (code ``due_past``)."""
    if due_on is not None and due_on < on:
        said = _("时限%(due)s已过，请重新确定。") % {"due": day_words(due_on)}
        raise of_field("due_on", said, "due_past")
