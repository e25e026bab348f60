"""Words in: one value of an indicator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rulebook.rules import Month

from .models import Observation, ObservationStatus, PeerObservation, RankScope
from .rules import is_whole_region

MONTHS_OFFERED = 24
EMPTY_PEERS, FIRST_PEERS = 3, 12  # rows to fill in: beside known names, and where none is known
MOST_PEERS = 60


def month_choices(on: date) -> list[tuple[str, str]]:
    """This month and those before it, newest first."""
    newest = Month.of(on).index
    months = [Month.from_index(index) for index in range(newest, newest - MONTHS_OFFERED, -1)]
    return [(str(month), month.label) for month in months]


class ObservationForm(forms.ModelForm):
    """Value and growth are entered as published: the one is never computed from the other."""

    period = forms.ChoiceField(label=_("数据期间"), help_text=_("累计数据写累计到的月份，季度数据写季末月。"))

    class Meta:
        model = Observation
        fields = [
            "period",
            "status",
            "value",
            "growth",
            "rank",
            "rank_of",
            "rank_scope",
            "peer_growth",
            "source_document",
            "note",
        ]
        help_texts = {
            "value": _("与公布数一致；只公布增速的可不填。"),
            "growth": _("按公布数填写，下降填负数。"),
            "source_document": _("文件名称或文号，例如：8月统计月报。"),
        }

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["period"].choices = month_choices(on)  # type: ignore[attr-defined]
        # Another period has another range and another last value.
        self.fields["period"].widget.attrs |= {
            "hx-get": "",
            "hx-select": "#expected",
            "hx-target": "#expected",
            "hx-swap": "outerHTML",
        }
        self.fields["status"].choices = ObservationStatus.choices  # type: ignore[attr-defined]
        self.fields["rank_scope"].required = False
        self.order_fields(self.Meta.fields)

    def clean_period(self) -> Month:
        return Month.parse(self.cleaned_data["period"])

    def clean_rank_scope(self) -> str:
        return self.cleaned_data["rank_scope"] or RankScope.CITY.value

    def _post_clean(self) -> None:
        """The service checks the row, which needs more than the form knows."""


class PeerRow(forms.ModelForm):
    """One county of the bulletin; a row that says no number is not entered. The service checks the rest."""

    region = forms.CharField(label=_("县（市、区）"), max_length=40, required=False)

    class Meta:
        model = PeerObservation
        fields = ["region", "value", "growth", "rank"]

    @property
    def says_something(self) -> bool:
        """A name that stands there from last month asks for nothing."""
        return bool(self.figures) or (self.has_changed() and bool(self.cleaned_data.get("region")))

    @property
    def figures(self) -> dict[str, Any]:
        known = {name: self.cleaned_data.get(name) for name in ("value", "growth", "rank")}
        return known if any(value is not None for value in known.values()) else {}

    def clean_region(self) -> str:
        return " ".join(str(self.cleaned_data["region"]).split())

    @property
    def is_whole(self) -> bool:
        return is_whole_region(self.cleaned_data["region"])

    def _post_clean(self) -> None:
        """The service checks the row."""


def peer_rows(data: Any, lines: Sequence[PeerObservation | str]) -> Any:
    """A formset: what is known of the month, the names that are usual, and room for more."""
    first = [
        {"region": line}
        if isinstance(line, str)
        else {name: getattr(line, name) for name in PeerRow.Meta.fields}
        for line in lines
    ]
    extra = EMPTY_PEERS if first else FIRST_PEERS
    rows = forms.formset_factory(PeerRow, extra=extra, max_num=MOST_PEERS, absolute_max=MOST_PEERS)
    return rows(data, prefix="peer", initial=first)
