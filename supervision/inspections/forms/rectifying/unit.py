"""What a unit writes on a phone: its plan, its progress with photos, its application for closing."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from projects.forms.pieces import FilesField, FilesInput, date_field, money_field, text_field
from supervision.matters.forms.pieces import ActForm, unit_field

from ...models import PlannedMeasure, Rectification
from ...rules.entries import MeasureWords
from ...rules.words import Side

PICTURES: Final = {"accept": "image/*"}
PAPERS: Final = {"accept": ".pdf,.docx,.xlsx,.xls,.pptx,image/*"}
MAX_MEASURES: Final = 50


class GoalForm(forms.Form):
    goal = text_field(_("整改目标"), required=True, rows=2, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "label_suffix": ""})


class MeasureRow(forms.Form):
    """One line of the four lists; an empty one is not kept."""

    problem = text_field(_("具体问题"), rows=2, max_length=500)
    measure = text_field(_("整改措施"), rows=2, max_length=1000)
    unit = unit_field(_("责任单位"), required=False, empty_label="—")
    person = forms.CharField(label=_("责任人"), required=False, max_length=80)
    due_on = date_field(_("完成时限"))

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "label_suffix": ""})
        field: Any = self.fields["unit"]
        field.queryset = units

    @property
    def is_filled(self) -> bool:
        """The unit alone, which stands there from the beginning, says nothing."""
        return any(self.cleaned_data.get(name) for name in ("problem", "measure", "person", "due_on"))

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if not self.is_filled:
            return values
        for name in self.base_fields:
            if not values.get(name) and name not in self.errors:
                said = gettext("每条措施须写明问题、措施、责任单位、责任人和时限。")
                self.add_error(name, ValidationError(said, code="required"))
        return values

    @property
    def words(self) -> MeasureWords:
        values = self.cleaned_data
        return MeasureWords(
            problem=values["problem"],
            measure=values["measure"],
            unit_id=values["unit"].pk,
            person=values["person"],
            due_on=values["due_on"],
        )


class Measures(forms.BaseFormSet):
    @property
    def kept(self) -> list[Any]:
        return [row for row in self.forms if row.is_filled]


def measure_rows(data: Any, rectification: Rectification, *, initial: Any = None, extra: int = 1) -> Any:
    """The rows of the plan, bound to ``data`` unless it is None."""
    kind = forms.formset_factory(
        MeasureRow, Measures, extra=extra, max_num=MAX_MEASURES, absolute_max=MAX_MEASURES
    )
    return kind(data, prefix="measures", initial=initial, form_kwargs=row_choices(rectification))


def row_choices(rectification: Rectification) -> dict[str, Any]:
    """Whom a measure may be laid upon: the unit that puts right and those that help."""
    carried = {rectification.unit_id, *rectification.helping.values_list("unit_id", flat=True)}
    return {"units": Unit.objects.filter(pk__in=carried).order_by("pinyin")}


class ProofForm(forms.Form):
    """Pictures in pairs and papers; ``claimed_…`` is what the person says of the pictures."""

    before = FilesField(
        label=_("整改前照片"),
        required=False,
        widget=FilesInput(attrs=PICTURES),
        help_text=_("可一次选多张。"),
    )
    after = FilesField(
        label=_("整改后照片"),
        required=False,
        widget=FilesInput(attrs=PICTURES),
        help_text=_("与整改前照片按先后配对，并排显示给核查人。"),
    )
    papers = FilesField(
        label=_("其他佐证"),
        required=False,
        widget=FilesInput(attrs=PAPERS),
        help_text=_("验收单、票据、制度等。涉密文件不得上传。"),
    )
    claimed_at = forms.DateTimeField(
        label=_("照片拍摄时间"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("整改后照片的拍摄时间；照片自带的时间会一并给核查人看。"),
    )
    claimed_place = forms.CharField(label=_("照片拍摄地点"), required=False, max_length=200)

    SIDES: Final = (("before", Side.BEFORE), ("after", Side.AFTER), ("papers", Side.OTHER))
    PROOF: Final = ("before", "after", "papers", "claimed_at", "claimed_place")

    @property
    def has_files(self) -> bool:
        return any(self.cleaned_data.get(name) for name, _side in self.SIDES)


class ProgressForm(ProofForm):
    text = text_field(_("进展情况"), required=True, rows=5, max_length=4000)
    percent = forms.IntegerField(
        label=_("完成比例"),
        required=False,
        min_value=0,
        max_value=100,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("请填0至100的整数。")),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "money"}),
    )
    amount_rectified = money_field(_("累计已整改金额"))
    measure: forms.ModelChoiceField[PlannedMeasure] = forms.ModelChoiceField(
        PlannedMeasure.objects.none(), label=_("针对的措施"), required=False, empty_label=_("整件整改")
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, rectification: Rectification, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "label_suffix": ""})
        field: Any = self.fields["measure"]
        field.queryset = rectification.measures.order_by("pk")
        if rectification.amount is None:
            del self.fields["amount_rectified"]


class ApplyForm(ProofForm):
    text = text_field(
        _("整改完成情况"),
        required=True,
        rows=5,
        max_length=4000,
        help_text=_("对照整改目标，写明做了什么、结果如何。"),
    )
    amount_rectified = money_field(_("累计已整改金额"))
    extends_to_similar = text_field(
        _("举一反三情况"), rows=2, max_length=1000, help_text=_("同类问题排查和整改的情况。")
    )
    lasting_means = text_field(
        _("长效机制"), rows=2, max_length=1000, help_text=_("为防止反弹建立了什么制度。")
    )

    def __init__(self, *args: Any, rectification: Rectification, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "label_suffix": ""})
        if rectification.amount is None:
            del self.fields["amount_rectified"]


class FinishForm(ActForm):
    """One measure is done."""

    measure: forms.ModelChoiceField[PlannedMeasure] = forms.ModelChoiceField(
        PlannedMeasure.objects.none(), label=_("措施"), empty_label=None
    )
    done_on = date_field(_("完成日期"), required=True)
    outcome = text_field(_("完成情况"), required=True, rows=3, max_length=500)

    def first_values(self) -> dict[str, Any]:
        return {"done_on": self.on}

    def offer_choices(self) -> None:
        field: Any = self.fields["measure"]
        field.queryset = self.row.measures.filter(done_on__isnull=True).order_by("pk")

    def clean_done_on(self) -> Any:
        day = self.cleaned_data["done_on"]
        if day > self.on:
            raise ValidationError(gettext("完成日期不能晚于今天。"), code="future")
        return day
