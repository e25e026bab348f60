"""The pieces that forms are made of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User

from ..models import Project
from ..rules import plain

REASON = _("事由")


class ActForm(forms.Form):
    """One act on a project, or on a row of it; ``on`` is the day that dated fields start with."""

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        actor: User,
        on: date,
        project: Project | None = None,
        row: Any = None,
    ) -> None:
        self.actor, self.on, self.project, self.row = actor, on, project, row
        super().__init__(data, files, initial=self.first_values(), label_suffix="")
        self.offer_choices()
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and not field.required:
                field.empty_label = "—"

    def first_values(self) -> dict[str, Any]:
        """What the empty form stands at."""
        return {}

    def offer_choices(self) -> None:
        """Fill the lists with what this actor may see."""


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; cleans to a list, empty without any."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files if file]


class MoneyField(forms.DecimalField):
    """万元; the four places that the column fills up with do not show."""

    def prepare_value(self, value: Any) -> Any:
        return plain(value) if isinstance(value, Decimal) else value


def money_field(label: Any, *, required: bool = False, help_text: Any = "") -> MoneyField:
    """An amount in 万元 with up to four places; the phone shows its number pad."""
    widget = forms.NumberInput(attrs={"inputmode": "decimal", "step": "any", "class": "money"})
    return MoneyField(
        label=label, required=required, max_digits=16, decimal_places=4, widget=widget, help_text=help_text
    )


def date_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


def text_field(label: Any, *, required: bool = False, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


def reason_field(label: Any = REASON, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=300, help_text=_("记入历史，以后可以查到。")
    )


def choices_with_none(choices: Iterable[tuple[Any, Any]], none: Any = "—") -> list[tuple[Any, Any]]:
    return [("", none), *choices]


def refuse(form: forms.BaseForm, error: ValidationError) -> None:
    """Lay a service's refusal at the fields that it names, or on the whole form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        known = name in form.fields and name != NON_FIELD_ERRORS
        form.add_error(name if known else None, errors)
