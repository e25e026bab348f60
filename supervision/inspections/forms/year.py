"""年度计划 and 指定督查, kept by the head of the office; and what the year's list is filtered by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from projects.forms.pieces import choices_with_none, date_field, text_field
from supervision.matters.forms.pieces import ActForm, leader_field, offer_leaders, offer_units, unit_field
from supervision.matters.forms.register import named

from ..rules.words import INSPECTION_KINDS, INSPECTION_STATUSES

ALL = _("全部")


class YearPlanForm(ActForm):
    """``row`` is the year's plan, or None; ``on`` gives the year of a new one."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    most_per_unit = forms.IntegerField(
        label=_("每单位全年不超过（次）"),
        min_value=1,
        max_value=99,
        help_text=_("超过时提醒，仍可说明理由后安排（条例第十五条：合理确定督查频次）。"),
    )
    approver = leader_field(_("批准人"))
    approved_on = date_field(_("批准日期"), required=True)
    document = forms.CharField(label=_("文号"), required=False, max_length=80)

    def first_values(self) -> dict[str, Any]:
        if self.row is None:
            return {"year": self.on.year, "most_per_unit": 2}
        names = ("year", "most_per_unit", "approved_on", "document")
        return {name: getattr(self.row, name) for name in names} | {"approver": self.row.approver_id}

    def offer_choices(self) -> None:
        offer_leaders(self.fields["approver"], self.actor, self.on)


class DesignationForm(ActForm):
    unit = unit_field(_("受指定的部门"))
    affairs = forms.CharField(label=_("督查事项"), max_length=200)
    scope = text_field(_("范围"), required=True, rows=2, max_length=500)
    duties = text_field(_("职责"), required=True, rows=2, max_length=500)
    objects: forms.ModelMultipleChoiceField[Unit] = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("督查对象"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不选则不限单位。"),
    )
    valid_from = date_field(_("期限自"), required=True)
    valid_to = date_field(_("期限至（不含这一天）"), required=True)
    approver = leader_field(_("指定人"))
    approved_on = date_field(_("指定日期"), required=True)
    document = forms.CharField(label=_("文号"), required=False, max_length=80)

    def offer_choices(self) -> None:
        fields: dict[str, Any] = self.fields
        offer_units(fields["unit"], self.actor)
        offer_units(fields["objects"], self.actor)
        fields["objects"].label_from_instance = lambda unit: unit.short_name
        offer_leaders(fields["approver"], self.actor, self.on)


class InspectionFilters(ActForm):
    """A GET form; ``row`` is None."""

    text = forms.CharField(label=_("名称或编号"), required=False, max_length=100)
    status = forms.ChoiceField(
        label=_("阶段"), required=False, choices=choices_with_none(named(INSPECTION_STATUSES), ALL)
    )
    kind = forms.ChoiceField(
        label=_("督查类型"), required=False, choices=choices_with_none(named(INSPECTION_KINDS), ALL)
    )
    unit = unit_field(_("督查对象"), required=False)

    def offer_choices(self) -> None:
        offer_units(self.fields["unit"], self.actor)
