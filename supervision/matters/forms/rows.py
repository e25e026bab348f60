"""Rows of which a form may have several: helping units, stages, instructions, the matters of a meeting."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from projects.forms.pieces import date_field, text_field

from ..rules.entries import DutyWords, InstructionWords
from ..rules.words import DutyRole
from .office import instruction_words
from .pieces import leader_field, offer_leaders, offer_units, unit_field

MAX_ROWS: Final = 100


class RowForm(forms.Form):
    """One row; an empty one is not kept."""

    def __init__(self, *args: Any, actor: User, on: date, **kwargs: Any) -> None:
        self.actor, self.on = actor, on
        super().__init__(*args, **{**kwargs, "label_suffix": ""})
        self.offer_choices()

    def offer_choices(self) -> None:
        """Fill the lists with what this actor may see."""


class HelperRow(RowForm):
    unit = unit_field(_("配合单位"), required=False, empty_label="—")
    task = forms.CharField(label=_("分工"), required=False, max_length=500)
    contact = forms.CharField(label=_("责任人及电话"), required=False, max_length=80)

    def offer_choices(self) -> None:
        offer_units(self.fields["unit"], self.actor)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if not values.get("unit") and (values.get("task") or values.get("contact")):
            self.add_error("unit", ValidationError(gettext("请选择单位。"), code="required"))
        return values

    @property
    def words(self) -> DutyWords:
        values = self.cleaned_data
        return DutyWords(values["unit"].pk, DutyRole.HELPING, values["task"], values["contact"])


class StageRow(RowForm):
    due_on = date_field(_("应反馈日期"))
    name = forms.CharField(label=_("阶段"), required=False, max_length=100)
    field_order = ("due_on", "name")

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if bool(values.get("name")) != bool(values.get("due_on")) and not self.errors:
            name = "due_on" if values.get("name") else "name"
            said = gettext("阶段和日期都要填写。")
            self.add_error(name, ValidationError(said, code="required"))
        return values


class InstructionRow(RowForm):
    post = leader_field(_("批示领导"), required=False, empty_label="—")
    given_on = date_field(_("批示日期"))
    text = text_field(_("批示内容"), rows=2, max_length=2000)
    reference = forms.CharField(label=_("批示件编号"), required=False, max_length=60)
    registered_only = forms.BooleanField(label=_("仅登记（内容敏感，不录原文）"), required=False)

    def offer_choices(self) -> None:
        offer_leaders(self.fields["post"], self.actor, self.on)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if not values.get("post"):
            if values.get("text") or values.get("given_on"):
                self.add_error("post", ValidationError(gettext("请选择批示领导。"), code="required"))
            return values
        if not values.get("given_on") and "given_on" not in self.errors:
            self.add_error("given_on", ValidationError(gettext("请填写批示日期。"), code="required"))
        if bool(values.get("text")) == bool(values.get("registered_only")):
            said = gettext("请录入批示内容；内容敏感的选“仅登记”，不录原文。")
            self.add_error("text", ValidationError(said, code="required"))
        return values

    @property
    def words(self) -> InstructionWords:
        return instruction_words(self.cleaned_data)


class MatterRow(RowForm):
    """One of several matters that are entered together; what it leaves empty is common to all."""

    title = forms.CharField(label=_("事项名称"), required=False, max_length=200)
    requirement = text_field(_("任务要求"), rows=2, max_length=4000)
    lead_unit = unit_field(_("牵头单位"), required=False, empty_label="—")
    helpers: forms.ModelMultipleChoiceField[Unit] = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("配合单位"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 4}),
        help_text=_("按住 Ctrl 可选多个。"),
    )
    due_on = date_field(_("办结时限"), help_text=_("不填的，按共同的规则。"))
    due_basis = forms.CharField(
        label=_("手工确定时限的理由"), required=False, max_length=200, help_text=_("例如：会议确定。")
    )
    leader = leader_field(_("包抓领导"), required=False, empty_label="—")

    def offer_choices(self) -> None:
        offer_units(self.fields["lead_unit"], self.actor)
        offer_units(self.fields["helpers"], self.actor)
        offer_leaders(self.fields["leader"], self.actor, self.on)

    @property
    def is_filled(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.base_fields)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if not self.is_filled:
            return values
        for name, said in (
            ("title", gettext("请填写事项名称。")),
            ("requirement", gettext("请填写任务要求。")),
        ):
            if not values.get(name) and name not in self.errors:
                self.add_error(name, ValidationError(said, code="required"))
        lead = values.get("lead_unit")
        if lead and lead in (values.get("helpers") or ()):
            self.add_error(
                "helpers", ValidationError(gettext("牵头单位不能同时是配合单位。"), code="unit_twice")
            )
        return values

    @property
    def duties(self) -> list[DutyWords]:
        values = self.cleaned_data
        lead = values["lead_unit"]
        led = [DutyWords(lead.pk, DutyRole.LEAD)] if lead else []
        return [*led, *(DutyWords(unit.pk, DutyRole.HELPING) for unit in values["helpers"])]


class Rows(forms.BaseFormSet):
    """``kept``: the rows in which something was chosen."""

    KEY = {"helpers": "unit", "stages": "due_on", "instructions": "post", "matters": "title"}

    @property
    def kept(self) -> list[Any]:
        key = self.KEY[str(self.prefix)]
        return [form for form in self.forms if form.cleaned_data.get(key)]


def _rows(form: type[RowForm], extra: int) -> Any:
    return forms.formset_factory(form, Rows, extra=extra, max_num=MAX_ROWS, absolute_max=MAX_ROWS)


# By the name that stands in the addresses and before the fields.
ROWS: Final[dict[str, tuple[type[RowForm], int]]] = {
    "helpers": (HelperRow, 2),
    "stages": (StageRow, 2),
    "instructions": (InstructionRow, 1),
    "matters": (MatterRow, 3),
}


def rows(
    kind: str, data: Any, *, actor: User, on: date, initial: Any = None, extra: int | None = None
) -> Any:
    """The rows of a kind, bound to ``data`` unless it is None."""
    form, blank = ROWS[kind]
    kind_of_set = _rows(form, blank if extra is None else extra)
    return kind_of_set(data, prefix=kind, initial=initial, form_kwargs={"actor": actor, "on": on})
