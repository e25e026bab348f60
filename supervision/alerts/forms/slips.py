"""督查单: what the office enters, what approval asks, and what a unit answers on a phone."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Post, Unit
from projects.forms.pieces import FilesField, FilesInput, text_field
from supervision.matters.forms.office import ReasonForm
from supervision.matters.forms.pieces import (
    ActForm,
    leader_field,
    offer_leaders,
    offer_units,
    unit_field,
)

from ..models import Slip
from ..models.slip import COLOUR_CHOICES, KIND_CHOICES, MOST_DAYS, STATUS_CHOICES
from ..permissions import can
from ..rules.slip_words import MOST_WORDS, SlipWords, usual_requirement
from ..rules.slips import SlipKind

__all__ = ["ReasonForm"]
ALL: Final = [("", _("全部"))]
STATES: Final = [*ALL, ("open", _("未办结")), *STATUS_CHOICES.items()]


class SlipFilterForm(forms.Form):
    text = forms.CharField(label=_("文号或事项"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("文种"), required=False, choices=[*ALL, *KIND_CHOICES.items()])
    colour = forms.ChoiceField(label=_("颜色"), required=False, choices=[*ALL, *COLOUR_CHOICES.items()])
    status = forms.ChoiceField(label=_("状态"), required=False, choices=STATES)
    unit = unit_field(_("责任单位"), required=False, empty_label=_("全部"))
    late = forms.BooleanField(label=_("只看逾期"), required=False)

    def __init__(self, data: Any, *, actor: Any) -> None:
        super().__init__(data, label_suffix="")
        offer_units(self.fields["unit"], actor)


class SlipForm(ActForm):
    """``row`` is the draft or the proposal; ``seen`` marks the words that the editor started from."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    requirement = text_field(_("要求"), required=True, rows=5, max_length=MOST_WORDS)
    days = forms.IntegerField(
        label=_("反馈时限（工作日）"), required=False, min_value=1, max_value=MOST_DAYS,
        help_text=_("自印发次日起算；不填按规则库。"),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("直接出红单的理由"),
        required=False,
        max_length=300,
        help_text=_("没有经过蓝、黄单的红色督查单须写明。"),
    )
    summoned = forms.CharField(label=_("约谈对象"), required=False, max_length=200)
    meets_at = forms.DateTimeField(
        label=_("约谈时间"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    place = forms.CharField(label=_("约谈地点"), required=False, max_length=100)

    def first_values(self) -> dict[str, Any]:
        slip: Slip = self.row
        names = ("days", "reason", "summoned", "meets_at", "place")
        usual = usual_requirement(slip.kind, slip.colour)
        return {name: getattr(slip, name) for name in names} | {
            "requirement": slip.requirement or usual,
            "seen": mark_of(slip),
        }

    def offer_choices(self) -> None:
        kind, colour = self.row.kind, self.row.colour
        summons = ("summoned", "meets_at", "place")
        unused = ("days",) if kind == SlipKind.SUMMONS else summons
        for name in (*unused, *(() if colour == "red" else ("reason",))):
            del self.fields[name]
        for name in summons if kind == SlipKind.SUMMONS else ():
            self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        """Two editors of one draft: the later one is told."""
        values = self.cleaned_data
        if self.row.pk and values.get("seen") != mark_of(self.row):
            self.add_error(None, _("刚刚有人修改了这份草稿，请核对现在的内容后再提交。"))
            posted: Any = self.data
            shown = posted.copy()
            shown["seen"] = mark_of(self.row)
            self.data = shown
        return values

    @property
    def words(self) -> SlipWords:
        names = ("requirement", "days", "reason", "summoned", "meets_at", "place")
        return SlipWords(**{name: self.cleaned_data[name] for name in names if name in self.fields})


class NewSlipForm(ActForm):
    """Which paper, and for which unit; ``row`` are the units whose affair it is, the first one first."""

    paper = forms.ChoiceField(label=_("出什么"))
    unit = unit_field(_("责任单位"))

    def first_values(self) -> dict[str, Any]:
        return {"unit": self.row[0] if self.row else None, "paper": "slip-blue"}

    def offer_choices(self) -> None:
        papers: Any = self.fields["paper"]
        said = _("%(colour)s督查单")
        named = [(f"slip-{colour}", said % {"colour": label}) for colour, label in COLOUR_CHOICES.items()]
        papers.choices = [*named, ("urge-", KIND_CHOICES["urge"]), ("summons-", KIND_CHOICES["summons"])]
        field: Any = self.fields["unit"]
        field.queryset = Unit.objects.visible_to(self.actor).active().order_by("pinyin")

    @property
    def kind_and_colour(self) -> tuple[str, str]:
        kind, _dash, colour = self.cleaned_data["paper"].partition("-")
        return kind, colour


class ApproveForm(ActForm):
    signatory = leader_field(_("批准领导"), required=False, help_text=_("红色督查单必填，可以是本人。"))

    def first_values(self) -> dict[str, Any]:
        return {"signatory": self.actor.posts[0] if self.actor.posts else None}

    def offer_choices(self) -> None:
        offer_leaders(self.fields["signatory"], self.actor, self.on)

    def post(self) -> int | None:
        chosen: Post | None = self.cleaned_data["signatory"]
        return chosen.pk if chosen else None


class SignForm(ActForm):
    receipt_note = forms.CharField(label=_("签收说明"), required=False, max_length=200)

    def offer_choices(self) -> None:
        if not can(self.actor, "slip.answer", self.row):
            self.fields["receipt_note"].required = True
            self.fields["receipt_note"].help_text = _("纸质送达：谁在何时签收，回执存放何处。")


class AnswerForm(ActForm):
    text = text_field(_("落实情况"), required=True, rows=7, max_length=4000)
    files: Any = FilesField(
        label=_("照片和佐证材料"),
        required=False,
        widget=FilesInput(attrs={"accept": "image/*,.pdf,.docx,.xlsx,.xls,.pptx"}),
        help_text=_("可以拍照或从相册、文件中选，一次可选多个。"),
    )


class TalkForm(ActForm):
    text = text_field(_("约谈记录"), required=True, rows=8, max_length=4000)


class CloseForm(ActForm):
    note = text_field(_("审核意见"), rows=2, max_length=500)


def mark_of(slip: Slip) -> str:
    """What the editor had before his eyes."""
    names = ("requirement", "days", "reason", "summoned", "meets_at", "place", "status", "frozen_on")
    return "|".join(str(getattr(slip, name) or "") for name in names)
