"""What a verifier writes on the spot."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.forms.pieces import FilesField, FilesInput, date_field, text_field
from supervision.matters.forms.pieces import ActForm

VERDICTS: Final = [("yes", _("核查通过")), ("no", _("核查不通过，退回继续整改"))]


class RecordForm(ActForm):
    """``row`` is the verification. Whoever records signs too; the others sign after."""

    visited_on = date_field(_("核查日期"), required=True)
    place = forms.CharField(label=_("核查地点"), max_length=200)
    situation = text_field(
        _("核查情况"),
        required=True,
        rows=5,
        max_length=4000,
        help_text=_("看了什么、问了谁、与申请所述是否一致。"),
    )
    photos = FilesField(
        label=_("现场照片"),
        required=False,
        widget=FilesInput(attrs={"accept": "image/*"}),
        help_text=_("可以直接拍照，一次可选多张。"),
    )
    passes = forms.ChoiceField(label=_("核查结论"), choices=VERDICTS, widget=forms.RadioSelect)

    def first_values(self) -> dict[str, Any]:
        return {"visited_on": self.on}

    def clean_visited_on(self) -> Any:
        day = self.cleaned_data["visited_on"]
        if day > self.on:
            raise ValidationError(gettext("核查日期不能晚于今天。"), code="future")
        return day


class SignForm(ActForm):
    opinion = text_field(_("意见"), rows=2, max_length=500)


class DisagreeForm(ActForm):
    reason = text_field(
        _("不同意的理由"),
        required=True,
        rows=3,
        max_length=500,
        help_text=_("记录退回重写，已签的字作废，理由记入办理记录。"),
    )
