"""包抓、牵头、责任、帮建、配合、业主."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Post, Unit

from ..models.responsibility import ResponsibilityRole
from .pieces import ActForm, date_field, reason_field


class HolderForm(ActForm):
    """Whoever holds a responsibility: a post for 包抓领导, a unit for all others."""

    post = forms.ModelChoiceField(Post.objects.none(), label=_("岗位"), required=False)
    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        Unit.objects.none(), label=_("单位"), required=False
    )

    def offer_choices(self) -> None:
        fields: dict[str, Any] = self.fields
        if "post" in fields:
            posts = Post.objects.visible_to(self.actor).filter(is_county_leader=True)
            fields["post"].queryset = posts.with_holder(self.on)
            fields["post"].label_from_instance = post_with_holder
        if "unit" in fields:
            fields["unit"].queryset = Unit.objects.visible_to(self.actor).active().order_by("pinyin")


def post_with_holder(post: Any) -> str:
    return f"{post.name}（{post.holder_name}）" if post.holder_name else post.name


class AssignForm(HolderForm):
    role = forms.ChoiceField(label=_("责任"), choices=ResponsibilityRole.choices)
    since = date_field(_("自"), required=True)
    position = forms.IntegerField(
        label=_("次序"), min_value=1, max_value=99, help_text=_("同一责任有几个单位时，1为牵头。")
    )
    contact = forms.CharField(label=_("责任人"), max_length=80, required=False)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)
    field_order = ("role", "post", "unit", "since", "position", "contact", "note")

    def first_values(self) -> dict[str, Any]:
        return {"role": ResponsibilityRole.RESPONSIBLE, "since": self.on, "position": 1}

    def offer_choices(self) -> None:
        super().offer_choices()
        self.fields["post"].help_text = _("只有包抓领导落实到岗位。")
        self.fields["unit"].help_text = _("牵头、责任、帮建、配合、业主落实到单位。")

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        name = "post" if values.get("role") == ResponsibilityRole.LEADER else "unit"
        other = "unit" if name == "post" else "post"
        if not values.get(name) and name not in self.errors:
            said = gettext("请选择岗位。") if name == "post" else gettext("请选择单位。")
            self.add_error(name, ValidationError(said, code="required"))
        if values.get(other):
            said = gettext("包抓领导落实到岗位，其他责任落实到单位；这一项请不填。")
            self.add_error(other, ValidationError(said, code="one_holder"))
        values["holder"] = values.get(name)
        return values


class HandOverForm(HolderForm):
    """The row says whether a post or a unit takes over."""

    on_day = date_field(_("移交日期"), required=True, help_text=_("接任的从这一天起承担。"))
    contact = forms.CharField(label=_("责任人"), max_length=80, required=False)
    reason = reason_field(_("移交事由"))

    def first_values(self) -> dict[str, Any]:
        return {"on_day": self.on}

    def offer_choices(self) -> None:
        kept, dropped = ("post", "unit") if self.row.post_id else ("unit", "post")
        del self.fields[dropped]
        self.fields[kept].required = True
        self.fields[kept].label = _("接任岗位") if kept == "post" else _("接任单位")
        super().offer_choices()

    @property
    def successor(self) -> Post | Unit:
        return self.cleaned_data.get("post") or self.cleaned_data["unit"]


class EndResponsibilityForm(ActForm):
    on_day = date_field(_("终止日期"), required=True, help_text=_("从这一天起不再承担。"))
    reason = reason_field(_("终止事由"))

    def first_values(self) -> dict[str, Any]:
        return {"on_day": self.on}
