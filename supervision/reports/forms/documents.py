"""Words in: which months a report is about, and how it opens."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rulebook.rules import Month
from supervision.reports.services import SUBJECT, check_period

MONTHS_OFFERED = 24


def month_choices(on: date) -> list[tuple[str, str]]:
    """This month and those before it, newest first."""
    newest = Month.of(on).index
    months = [Month.from_index(index) for index in range(newest, newest - MONTHS_OFFERED, -1)]
    return [(str(month), f"{month.label}（{month.cut_off}）") for month in months]


class ReportForm(forms.Form):
    period = forms.ChoiceField(
        label=_("汇报期间"), help_text=_("全文只用这一个截止期，数据取各单位已审核的月报。")
    )
    subject = forms.CharField(label=_("标题主题"), max_length=30, initial=SUBJECT)
    opening = forms.CharField(
        label=_("开头语"),
        max_length=1000,
        required=False,
        widget=forms.Textarea,
        help_text=_("可不填。写在第一段数据之前，原样写入。"),
    )

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.on = on
        self.fields["period"].choices = month_choices(on)  # type: ignore[attr-defined]

    def clean_period(self) -> Month:
        try:
            period = Month.parse(self.cleaned_data["period"])
        except ValueError as error:
            raise ValidationError(str(error)) from error
        check_period(period, self.on)
        return period
