"""关键节点."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit

from .pieces import ActForm, FilesField, date_field, reason_field, text_field


class MilestoneForm(ActForm):
    name = forms.CharField(label=_("节点名称"), max_length=200)
    due_on = date_field(_("完成时限"), required=True)
    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        Unit.objects.none(), label=_("责任单位"), required=False
    )
    contact = forms.CharField(label=_("责任人"), max_length=80, required=False)
    arrangement = text_field(_("工作安排"))
    reason = reason_field(_("调整事由"), required=False)

    def first_values(self) -> dict[str, Any]:
        names = ("name", "due_on", "unit", "contact", "arrangement")
        return {name: getattr(self.row, name) for name in names} if self.row else {}

    def offer_choices(self) -> None:
        field: Any = self.fields["unit"]
        field.queryset = Unit.objects.visible_to(self.actor).active().order_by("pinyin")
        if self.row is None:
            del self.fields["reason"]
        else:
            self.fields["name"].disabled = True


class CompleteMilestoneForm(ActForm):
    completed_on = date_field(_("完成日期"), required=True)
    completion = text_field(_("完成情况"), required=True)
    evidence = FilesField(
        label=_("佐证材料"), required=False, help_text=_("照片、PDF、Word、Excel，可选多个。")
    )

    def first_values(self) -> dict[str, Any]:
        return {"completed_on": self.on}
