"""The choices of the ledger as a person makes them on the screen."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.filters import ALL

from ..filters import DAYS, MatterFilterSet

YEARS_BACK: Final = 6
# The other days are asked by links, and shown when they are.
ALWAYS: Final = ("due_from", "due_to")
# What offices ask for most stands first.
SHOWN_FIRST: Final = ("text", "state", "light", "source", "unit", "leader", "running", "mine", "late")


class LedgerFilterSet(MatterFilterSet):
    """``by`` is the grouping, carried along."""

    def __init__(self, data: Any = None, *, request: Any, on: date) -> None:
        super().__init__(data, request=request)
        fields: dict[str, Any] = self.form.fields
        fields["year"].widget = forms.Select(choices=self._years(on))
        for name in DAYS:
            fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            if name not in ALWAYS and not (data or {}).get(name):
                fields[name].widget = forms.HiddenInput()
        fields["unit"].queryset = fields["unit"].queryset.active().order_by("pinyin")
        fields["by"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.form.order_fields(SHOWN_FIRST)

    @staticmethod
    def _years(on: date) -> list[tuple[Any, Any]]:
        years = range(on.year, on.year - YEARS_BACK, -1)
        return [("", ALL), *((year, _("%(year)s年") % {"year": year}) for year in years)]

    @property
    def active(self) -> int:
        aside = ("sort", "by")
        return sum(bool(value) for name, value in self._cleaned.items() if name not in aside)
