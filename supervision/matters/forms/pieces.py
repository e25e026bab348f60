"""The base of the forms that act on a matter, a duty, a feedback or an extension."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from accounts.models import Post, Unit, User
from projects.forms.responsibilities import post_with_holder


class ActForm(forms.Form):
    """One act on ``row``; ``on`` is the day that dated fields start with. Without fields: a mere button.

    ``leads_to``: the address to go on to, where the act made something that is worth seeing at once.
    """

    leads_to = ""

    def __init__(self, data: Any = None, files: Any = None, *, actor: User, on: date, row: Any) -> None:
        self.actor, self.on, self.row = actor, on, row
        super().__init__(data, files, initial=self.first_values(), label_suffix="")
        self.offer_choices()
        for field in self.fields.values():
            several = isinstance(field, forms.ModelMultipleChoiceField)  # chooses nothing by choosing nothing
            if isinstance(field, forms.ModelChoiceField) and not several and not field.required:
                field.empty_label = "—"

    def first_values(self) -> dict[str, Any]:
        """What the empty form stands at."""
        return {}

    def offer_choices(self) -> None:
        """Fill the lists with what this actor may see."""


def offer_units(field: Any, actor: User) -> None:
    field.queryset = Unit.objects.visible_to(actor).active().order_by("pinyin")


def offer_leaders(field: Any, actor: User, on: date) -> None:
    """Posts of county leaders, each with who holds it."""
    posts = Post.objects.visible_to(actor).filter(is_county_leader=True)
    field.queryset = posts.with_holder(on)
    field.label_from_instance = post_with_holder


def unit_field(label: Any, *, required: bool = True, **more: Any) -> forms.ModelChoiceField[Unit]:
    return forms.ModelChoiceField(Unit.objects.none(), label=label, required=required, **more)


def leader_field(label: Any, *, required: bool = True, **more: Any) -> forms.ModelChoiceField[Post]:
    return forms.ModelChoiceField(Post.objects.none(), label=label, required=required, **more)
