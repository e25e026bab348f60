"""What a leader writes: read, instructed again, answered, decided."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.permissions import is_office
from projects.forms.pieces import date_field, text_field

from ..rules.entries import InstructionWords
from .pieces import ActForm


class ReadForm(ActForm):
    note = forms.CharField(label=_("意见"), max_length=500, required=False)

    def offer_choices(self) -> None:
        if is_office(self.actor):
            self.fields["note"].required = True
            self.fields["note"].label = _("代录说明")
            self.fields["note"].help_text = _("领导在纸质件上阅定的，写明原件存放何处。")


class InstructAgainForm(ActForm):
    text = text_field(_("批示内容"), rows=4, max_length=2000)
    due_on = date_field(_("办结时限"), help_text=_("不填的，按立项来源的时限规则计算。"))
    given_on = date_field(_("批示日期"), required=True)
    registered_only = forms.BooleanField(
        label=_("仅登记"), required=False, help_text=_("内容敏感的批示只登记编号，不录原文。")
    )
    reference = forms.CharField(label=_("批示件编号"), max_length=60, required=False)

    def first_values(self) -> dict[str, Any]:
        return {"given_on": self.on}

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        if day and day < self.on:
            raise ValidationError(gettext("办结时限不能早于今天。"), code="past")
        return day

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("registered_only"):
            values["text"] = ""
        elif not values.get("text") and "text" not in self.errors:
            said = gettext("请录入批示内容；内容敏感的选“仅登记”，不录原文。")
            self.add_error("text", ValidationError(said, code="required"))
        return values

    @property
    def words(self) -> InstructionWords:
        values = self.cleaned_data
        return InstructionWords(
            post_id=self.row.shown_to_id,
            given_on=values["given_on"],
            text=values["text"],
            registered_only=values["registered_only"],
            reference=values["reference"],
        )


class AnswerForm(ActForm):
    text = text_field(_("答复"), required=True, rows=4, max_length=2000)

    def offer_choices(self) -> None:
        """What is answered stands below the answer."""
        unit, said = self.row.duty.unit.short_name, self.row.help_needed
        self.fields["text"].help_text = gettext("%(unit)s求助：%(said)s") % {"unit": unit, "said": said}
