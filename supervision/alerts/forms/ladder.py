"""A ladder as a whole: its rungs as rows, from when it is in force, and on what ground."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.forms.pieces import date_field
from rulebook.models.deadlines import UNIT_CHOICES
from rulebook.models.ladders import ADDRESSEES, CHANNELS, COLOURS, FURTHEST_AFTER, FURTHEST_BEFORE
from rulebook.rules import DayUnit
from rulebook.rules.ladder import Addressee, Channel, Colour, Rung

MOST_RUNGS: Final = 20
MOST_OF_A_COLOUR: Final = 9
MOST_PATIENCE: Final = 60


class LadderForm(forms.Form):
    """``previewed`` marks what was shown before it may be switched on."""

    valid_from = date_field(_("自哪天起"), required=True)
    note = forms.CharField(
        label=_("依据"), max_length=200, help_text=_("例如文件名称和文号；记入历史，以后可以查到。")
    )
    previewed = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        self.on = on
        super().__init__(*args, **{"label_suffix": "", "initial": {"valid_from": on}, **kwargs})

    def clean_valid_from(self) -> date:
        chosen: date = self.cleaned_data["valid_from"]
        if chosen < self.on:
            raise ValidationError(_("规则不能从过去的日子起生效，请填今天或以后的日期。"), code="past")
        return chosen


class RungRow(forms.Form):
    """One rung; its step among those of its colour follows from the order of days."""

    colour = forms.ChoiceField(label=_("颜色"), choices=list(COLOURS.items()))
    offset = forms.IntegerField(
        label=_("天数"),
        min_value=FURTHEST_BEFORE,
        max_value=FURTHEST_AFTER,
        help_text=_("到期后为正，到期前为负，当天为0。"),
    )
    unit = forms.ChoiceField(label=_("按"), choices=list(UNIT_CHOICES.items()))
    addressees = forms.MultipleChoiceField(
        label=_("提醒谁"), choices=list(ADDRESSEES.items()), widget=forms.CheckboxSelectMultiple
    )
    channels = forms.MultipleChoiceField(
        label=_("站外渠道"),
        choices=list(CHANNELS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("站内提醒总是有的。"),
    )
    patience = forms.IntegerField(
        label=_("等候天数"),
        min_value=0,
        max_value=MOST_PATIENCE,
        initial=3,
        help_text=_("下一级没有送达时再等几天。"),
    )
    proposes_slip = forms.BooleanField(label=_("建议督查单"), required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("proposes_slip") and values.get("colour") == Colour.NOTE:
            self.add_error("proposes_slip", _("提示一级不能建议督查单，请选蓝、黄或红。"))
        return values

    def rung(self, step: int) -> Rung:
        values = self.cleaned_data
        return Rung(
            colour=Colour(values["colour"]),
            step=step,
            offset=values["offset"],
            unit=DayUnit(values["unit"]),
            addressees=tuple(Addressee(who) for who in values["addressees"]),
            channels=tuple(Channel(way) for way in values["channels"]),
            patience=values["patience"],
            proposes_slip=values["proposes_slip"],
        )


class RungRows(forms.BaseFormSet):
    @property
    def rungs(self) -> list[Rung]:
        """In the order of days; equal days keep the order of the page."""
        rows = [row for row in self.forms if row not in self.deleted_forms]
        kept = [row for row in rows if row.cleaned_data]  # nothing was written in the others
        kept.sort(key=lambda row: row.cleaned_data["offset"])
        seen: Counter[str] = Counter()
        found = []
        for row in kept:
            seen[row.cleaned_data["colour"]] += 1
            found.append(row.rung(seen[row.cleaned_data["colour"]]))
        return found

    def clean(self) -> None:
        if any(row.errors for row in self.forms if row not in self.deleted_forms):
            return
        rungs = self.rungs
        for lower, higher in zip(rungs, rungs[1:], strict=False):
            if higher.colour.rank < lower.colour.rank:
                raise ValidationError(self._weaker(lower, higher), code="weaker")
        if any(rung.step > MOST_OF_A_COLOUR for rung in rungs):
            raise ValidationError(_("同一颜色最多九级。"), code="many")

    @staticmethod
    def _weaker(lower: Rung, higher: Rung) -> str:
        words = {
            "higher": COLOURS[higher.colour.value],
            "offset": higher.offset,
            "lower": COLOURS[lower.colour.value],
            "before": lower.offset,
        }
        text = gettext(
            "第%(offset)s天的“%(higher)s”在第%(before)s天的“%(lower)s”之后却更轻；越往后颜色只能越重。"
        )
        return text % words


def rung_rows(data: Any, rungs: Sequence[Rung] = ()) -> Any:
    """Bound to ``data`` unless it is None; else the rungs as they stand and one empty row."""
    first = [
        {
            "colour": rung.colour.value,
            "offset": rung.offset,
            "unit": rung.unit.value,
            "addressees": [who.value for who in rung.addressees],
            "channels": [way.value for way in rung.channels],
            "patience": rung.patience,
            "proposes_slip": rung.proposes_slip,
        }
        for rung in rungs
    ]
    rows = forms.formset_factory(
        RungRow,
        RungRows,
        extra=0 if first else 1,
        can_delete=True,
        max_num=MOST_RUNGS,
        absolute_max=MOST_RUNGS,
    )
    return rows(data, prefix="rung", initial=first or None)


def mark_of(ladder: str, valid_from: date, rungs: Sequence[Rung]) -> str:
    """What was previewed, in short: switched on is only what was seen."""
    return hashlib.sha256(repr((ladder, valid_from, list(rungs))).encode()).hexdigest()
