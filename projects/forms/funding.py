"""资金、到位、稳评、入库、正当理由."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..models import Exemption
from ..models.funding import FundingSource, RiskLevel
from .pieces import ActForm, date_field, money_field, reason_field, text_field

MEASURES: Any = Exemption._meta.get_field("measure").choices


class FundingForm(ActForm):
    source = forms.ChoiceField(label=_("资金来源"), choices=FundingSource.choices)
    planned = money_field(_("计划（万元）"), help_text=_("同一来源再填一次，就是改为新的数。"))
    reason = reason_field(required=False)


class ReceiptForm(ActForm):
    source = forms.ChoiceField(label=_("资金来源"), choices=FundingSource.choices)
    received_on = date_field(_("到位日期"), required=True)
    amount = money_field(_("申报金额（万元）"), required=True)
    evidence = forms.FileField(label=_("凭证"), required=False, help_text=_("照片、PDF、Word、Excel。"))
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def first_values(self) -> dict[str, Any]:
        return {"received_on": self.on}


class DecideReceiptForm(ActForm):
    decision = forms.ChoiceField(
        label=_("认定"),
        choices=[("recognised", _("认定")), ("refused", _("不予认定"))],
        widget=forms.RadioSelect,
    )
    recognised = money_field(_("认定金额（万元）"), help_text=_("不予认定的不填。"))
    reason = reason_field(_("说明"), required=False)

    def first_values(self) -> dict[str, Any]:
        return {"decision": "recognised", "recognised": self.row.amount}

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("decision") == "refused":
            values["recognised"] = None
            if not values.get("reason"):
                self.add_error("reason", ValidationError(gettext("不予认定须写明理由。"), code="required"))
        elif values.get("recognised") is None and "recognised" not in self.errors:
            self.add_error("recognised", ValidationError(gettext("请填认定金额。"), code="required"))
        return values


class AssessmentForm(ActForm):
    assessed_on = date_field(_("评估日期"), required=True)
    level = forms.ChoiceField(label=_("风险等级"), choices=RiskLevel.choices)
    assessor = forms.CharField(label=_("评估主体"), max_length=120, required=False)
    measures = text_field(_("化解措施"))
    filing_number = forms.CharField(label=_("备案号"), max_length=60, required=False)


class StatisticsForm(ActForm):
    entered_on = date_field(_("入库日期"), required=True)
    counted = money_field(_("入统投资（万元）"), help_text=_("统计口径，与调度口径分别记。"))
    counted_until = date_field(_("统计截至"))

    def first_values(self) -> dict[str, Any]:
        entry = self.project.statistics.first() if self.project else None
        return {name: getattr(entry, name) for name in self.base_fields} if entry else {}


class ExemptionForm(ActForm):
    measure = forms.ChoiceField(label=_("豁免的指标"), choices=MEASURES)
    since = date_field(_("自"), required=True)
    until = date_field(_("至（不含）"), required=True, help_text=_("从这一天起恢复亮灯。"))
    reason = forms.CharField(label=_("正当理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def first_values(self) -> dict[str, Any]:
        return {"since": self.on}


class EndExemptionForm(ActForm):
    on_day = date_field(_("终止日期"), required=True, help_text=_("从这一天起恢复亮灯。"))
    reason = reason_field(_("终止事由"))

    def first_values(self) -> dict[str, Any]:
        return {"on_day": self.on}
