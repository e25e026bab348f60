"""反馈: a minute on a phone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.forms.pieces import FilesField, FilesInput, text_field

from ..rules.entries_feedback import FeedbackWords
from ..rules.words import FeedbackKind

WORDS = ("progress", "percent", "problem", "help_needed", "next_step")


class FeedbackForm(forms.Form):
    """``final``: the report that the work is done."""

    progress = text_field(_("进展情况"), rows=5, max_length=4000, required=True)
    percent = forms.IntegerField(
        label=_("完成率"),
        required=False,
        min_value=0,
        max_value=100,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("请填0至100的整数。")),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "money"}),
    )
    problem = text_field(_("存在问题"), rows=2, max_length=2000)
    help_needed = text_field(
        _("需协调解决"),
        rows=2,
        max_length=2000,
        help_text=_("需要县领导协调的才填；报送后由包抓领导答复。"),
    )
    next_step = text_field(_("下步措施"), rows=2, max_length=2000)
    attachments = FilesField(
        label=_("照片和佐证材料"),
        required=False,
        widget=FilesInput(
            attrs={"accept": "image/*,.pdf,.docx,.xlsx,.xls,.pptx"},
        ),
        help_text=_("可以拍照或从相册、文件中选，一次可选多个。"),
    )
    period_start = forms.DateField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, final: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "label_suffix": ""})
        self.final = final
        if final:
            self.fields["progress"].label = _("办结情况")
            self.fields["progress"].help_text = _("对照完成标准，写明做了什么、结果如何。")
            for name in ("help_needed", "percent"):
                del self.fields[name]

    @property
    def words(self) -> FeedbackWords:
        known: dict[str, Any] = {name: self.cleaned_data[name] for name in WORDS if name in self.fields}
        if self.final:
            return FeedbackWords(**known, percent=100, kind=FeedbackKind.FINAL)
        return FeedbackWords(**known, kind=FeedbackKind.PROGRESS)
