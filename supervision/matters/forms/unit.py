"""What a unit writes beside its feedback: why it is not theirs, what goes back, a later date."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.forms.pieces import date_field, text_field

from .pieces import ActForm


class RefuseForm(ActForm):
    reason = text_field(
        _("退回理由"),
        required=True,
        max_length=500,
        help_text=_("写明为什么不属于本单位职责，建议由哪个单位承办。"),
    )


class GoBackForm(ActForm):
    reason = text_field(_("退回理由"), required=True, max_length=500, help_text=_("写明要改什么、补什么。"))


class ExtensionForm(ActForm):
    """``row`` is the matter."""

    new_due_on = date_field(_("申请延至"), required=True)
    reason = text_field(_("延期理由"), required=True, max_length=2000)
    progress = text_field(_("目前进展"), required=True, max_length=2000, rows=4)

    def __init__(self, *args: Any, progress: str = "", **kwargs: Any) -> None:
        self.latest = progress
        super().__init__(*args, **kwargs)

    def first_values(self) -> dict[str, Any]:
        return {"progress": self.latest}

    def clean_new_due_on(self) -> Any:
        day = self.cleaned_data["new_due_on"]
        if self.row.due_on and day <= self.row.due_on:
            raise ValidationError(gettext("延期后的日期应晚于现时限。"), code="extension_is_later")
        return day
