"""我的联系方式 and 代理."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from projects.forms.pieces import ActForm, date_field


class ContactForm(ActForm):
    """``row`` is the choice made so far, None by e-mail; ``ways`` are the channels to choose from."""

    channel = forms.ChoiceField(label=_("收提醒的方式"), widget=forms.RadioSelect)
    address = forms.CharField(
        label=_("账号"),
        required=False,
        max_length=100,
        help_text=_("只有企业微信、钉钉、政务微信要填，填您在那里的成员账号。"),
    )

    def __init__(self, *args: Any, ways: dict[str, Any], **kwargs: Any) -> None:
        self.ways = ways
        super().__init__(*args, **kwargs)

    def first_values(self) -> dict[str, Any]:
        return {
            "channel": self.row.channel if self.row else "email",
            "address": self.row.address if self.row else "",
        }

    def offer_choices(self) -> None:
        field: Any = self.fields["channel"]
        field.choices = list(self.ways.items())


def named_with_unit(user: Any) -> str:
    return f"{user.display_name}（{user.unit.short_name if user.unit else '—'}）"


class DeputyForm(ActForm):
    """``row``: whether the actor may appoint for others; else he appoints for himself."""

    user: forms.ModelChoiceField[User] = forms.ModelChoiceField(User.objects.none(), label=_("外出人员"))
    deputy: forms.ModelChoiceField[User] = forms.ModelChoiceField(
        User.objects.none(), label=_("代理人"), help_text=_("外出期间的提醒发给代理人；权限不随之转移。")
    )
    valid_from = date_field(_("自"), required=True)
    valid_to = date_field(_("至（不含）"), help_text=_("回来的那一天；不填的，到您结束代理为止。"))
    reason = forms.CharField(label=_("事由"), required=False, max_length=100)

    def first_values(self) -> dict[str, Any]:
        return {"valid_from": self.on}

    def offer_choices(self) -> None:
        people = User.objects.visible_to(self.actor).filter(is_active=True, person__isnull=False)
        people = people.select_related("person", "unit").order_by("unit__pinyin", "person__pinyin")
        for name in ("user", "deputy"):
            field: Any = self.fields[name]
            field.queryset = people
            field.label_from_instance = named_with_unit
        if not self.row:
            del self.fields["user"]

    @property
    def away(self) -> User:
        return self.cleaned_data["user"] if self.row else self.actor
