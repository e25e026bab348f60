"""月度进展: a minute on a phone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models.project import Stage
from ..rules import ProgressEntry
from .pieces import (
    FilesField,
    FilesInput,
    choices_with_none,
    date_field,
    money_field,
    reason_field,
    text_field,
)

REASON = "reason-"


class ProgressForm(forms.Form):
    month_amount = money_field(_("本月完成投资"))
    year_to_date = money_field(_("年初至本月累计"))
    since_start = money_field(_("开工以来累计"))
    physical_progress = text_field(_("形象进度"), rows=4)
    stage = forms.ChoiceField(
        label=_("建设阶段"), choices=choices_with_none(Stage.choices, _("不变")), required=False
    )
    started_on = date_field(_("实际开工"), help_text=_("本月开工的才填。"))
    finished_on = date_field(_("实际竣工"), help_text=_("本月竣工的才填。"))
    problem = text_field(_("存在问题"), rows=2)
    next_step = text_field(_("下一步措施"), rows=2)
    photos = FilesField(
        label=_("现场照片"),
        required=False,
        widget=FilesInput(attrs={"accept": "image/*"}),
        help_text=_("可以拍照或从相册选择，一次可选多张。"),
    )
    correction = reason_field(_("更正事由"), required=False)

    AMOUNTS = ("month_amount", "year_to_date", "since_start")

    def __init__(self, *args: Any, correcting: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "label_suffix": ""})
        self.fields["correction"].required = correcting
        if not correcting:
            del self.fields["correction"]

    @property
    def entry(self) -> ProgressEntry:
        """What was understood so far; a field in error is empty."""
        known: dict[str, Any] = {
            name: value
            for name in ProgressEntry.__dataclass_fields__
            if (value := self.cleaned_data.get(name)) is not None
        }
        return ProgressEntry(**known)

    @property
    def reasons(self) -> dict[str, str]:
        """Finding code → why the unit stands by it."""
        found = {name: value for name, value in self.data.items() if name.startswith(REASON)}
        return {name.removeprefix(REASON): str(value) for name, value in found.items()}
