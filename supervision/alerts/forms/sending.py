"""发送规则: at which hours and on which days messages go out, and how much one of them says."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from projects.forms.pieces import date_field
from rulebook.rules.sending import SendingTerms

WEEKDAYS: Final = (
    (1, _("星期一")),
    (2, _("星期二")),
    (3, _("星期三")),
    (4, _("星期四")),
    (5, _("星期五")),
    (6, _("星期六")),
    (7, _("星期日")),
)
TERMS: Final = ("opens_at", "closes_at", "workdays_only", "daily_cap", "leaders_weekday")


def _time_field(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


class SendingForm(forms.Form):
    opens_at = _time_field(_("每日始于"))
    closes_at = _time_field(_("每日止于"))
    workdays_only = forms.BooleanField(label=_("只在工作日发送"), required=False)
    daily_cap = forms.IntegerField(
        label=_("每封最多列出"), min_value=1, max_value=200, help_text=_("其余只报件数。")
    )
    leaders_weekday = forms.TypedChoiceField(
        label=_("领导周报在"), choices=WEEKDAYS, coerce=int, help_text=_("遇休息日顺延；红色提醒不等周报。")
    )
    valid_from = date_field(_("自哪天起"), required=True)
    note = forms.CharField(label=_("依据"), max_length=200)

    def __init__(self, *args: Any, on: date, terms: SendingTerms, **kwargs: Any) -> None:
        self.on = on
        first = {name: getattr(terms, name) for name in TERMS} | {"valid_from": on}
        super().__init__(*args, **{"label_suffix": "", "initial": first, **kwargs})

    def clean_valid_from(self) -> date:
        chosen: date = self.cleaned_data["valid_from"]
        if chosen < self.on:
            raise ValidationError(_("规则不能从过去的日子起生效，请填今天或以后的日期。"), code="past")
        return chosen

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        opens, closes = values.get("opens_at"), values.get("closes_at")
        if opens and closes and opens >= closes:
            self.add_error("closes_at", _("每日发送的开始时间应早于结束时间。"))
        return values

    @property
    def terms(self) -> SendingTerms:
        return SendingTerms(**{name: self.cleaned_data[name] for name in TERMS})
