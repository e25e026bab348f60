"""Words in: schemes and their rules, what is tried, points by hand, appeals, adjustments, lists."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from projects.forms.pieces import FilesField, FilesInput, choices_with_none, date_field, text_field
from supervision.matters.forms.pieces import ActForm, leader_field, offer_leaders, unit_field

from ..models import ScoreRule, ScoreScheme
from ..rules.scoring.spans import Span
from ..rules.scoring.words import FORMULAS, NO_TASKS, Formula, plain
from ..selectors.scoring import metric_choices
from ..selectors.scoring.engine import scored_units
from ..services.scoring import RuleWords, SchemeWords

MONTHS: Final = [(month, _("%(month)s月") % {"month": month}) for month in range(1, 13)]
NOTICE_DAYS: Final = 7
SHOWN_TO_UNIT: Final = _("单位会看到。")


def points_field(label: Any, *, required: bool = False, **more: Any) -> forms.DecimalField:
    widget = forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"})
    return forms.DecimalField(
        label=label, required=required, max_digits=9, decimal_places=2, widget=widget, **more
    )


class SchemeForm(ActForm):
    """``row``: the scheme, or None for a new one."""

    name = forms.CharField(label=_("方案名称"), max_length=80)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    base = points_field(_("基础分"), required=True, help_text=_("每个单位起步的分，可以是0或100。"))
    target = points_field(_("达标分"), required=True, help_text=_("上红榜须达到；达到的单位不上黑榜。"))
    best = forms.IntegerField(label=_("红榜每组前几名"), min_value=0, max_value=50)
    last = forms.IntegerField(label=_("黑榜每组后几名"), min_value=0, max_value=50)
    about = text_field(_("说明"), max_length=2000)

    def first_values(self) -> dict[str, Any]:
        if self.row is None:
            return {"year": self.on.year, "base": 0, "target": 80, "best": 3, "last": 2}
        return {field.name: getattr(self.row, field.name) for field in fields(SchemeWords)}

    @property
    def words(self) -> SchemeWords:
        return SchemeWords(**{field.name: self.cleaned_data[field.name] for field in fields(SchemeWords)})


class RuleForm(ActForm):
    """``row``: the rule, or an unsaved one of its scheme. What a formula does not use keeps its default."""

    order = forms.IntegerField(label=_("次序"), min_value=0, max_value=999)
    name = forms.CharField(label=_("考核项目"), max_length=80)
    metric = forms.ChoiceField(label=_("计量指标"), required=False, help_text=_("人工评定的不选。"))
    formula = forms.ChoiceField(label=_("计分办法"), choices=[*plain(FORMULAS).items()])
    weight = points_field(_("满分"), help_text=_("只加减分的项目填0。"))
    no_tasks = forms.ChoiceField(label=_("没有任务的单位"), choices=[*plain(NO_TASKS).items()])
    target = points_field(_("目标（%）"), help_text=_("按差值加减分、目标完成计分法用。"))
    step = points_field(_("步长（百分点）"), help_text=_("按差值加减分用：每高低多少个百分点。"))
    up = points_field(_("每高一个步长加"))
    down = points_field(_("每低一个步长减"))
    whole_steps = forms.BooleanField(label=_("不满一个步长不计"), required=False)
    second_from = points_field(_("超过百分之几以后改加"), help_text=_("可不填，例如130。"))
    second_up = points_field(_("每高一个步长改加"))
    per_event = points_field(_("每件次"), help_text=_("按件次加减分用；扣分填负数。"))
    free = forms.IntegerField(label=_("前几件次不计"), required=False, min_value=0, max_value=999)
    rung = points_field(_("每低一位减满分的百分之"), help_text=_("争先进位计分法用，通常为5。"))
    cap_up = points_field(_("最多加"), help_text=_("不填不限。"))
    cap_down = points_field(_("最多减"), help_text=_("不填不限。"))
    floor = points_field(_("本项最低分"), help_text=_("不填的，有满分的项目最低0分。"))
    about = forms.CharField(label=_("说明"), required=False, max_length=300)

    def first_values(self) -> dict[str, Any]:
        return {field.name: getattr(self.row, field.name) for field in fields(RuleWords)}

    def offer_choices(self) -> None:
        field: Any = self.fields["metric"]
        field.choices = choices_with_none(metric_choices())

    @property
    def words(self) -> RuleWords:
        said = {field.name: self.cleaned_data[field.name] for field in fields(RuleWords)}
        usual = {field.name: field.default for field in fields(RuleWords) if field.name in self.fields}
        empty = {name for name, value in said.items() if value is None}
        return RuleWords(**{**said, **{name: usual[name] for name in empty}})


class TryForm(ActForm):
    """Which data a scheme is tried on: the same months of last year unless told."""

    year = forms.IntegerField(label=_("用哪一年的数据"), min_value=2000, max_value=2100)
    first_month = forms.TypedChoiceField(label=_("自"), choices=MONTHS, coerce=int)
    last_month = forms.TypedChoiceField(label=_("至"), choices=MONTHS, coerce=int)

    def first_values(self) -> dict[str, Any]:
        return {"year": self.row.year - 1, "first_month": 1, "last_month": 12}

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("first_month"), self.cleaned_data.get("last_month")
        if first and last and first > last:
            raise ValidationError(gettext("起止月份颠倒了，请改正。"))
        if self.cleaned_data.get("year") and first and self.span.start > self.on:
            raise ValidationError(gettext("这段时间还没有到，请选择有数据的时间。"))
        return self.cleaned_data

    @property
    def span(self) -> Span:
        known = self.cleaned_data
        return Span(known["year"], known["first_month"], known.get("last_month") or 12, self.on)


class AdoptForm(ActForm):
    approver = leader_field(_("批准领导"))
    document = forms.CharField(label=_("文号"), required=False, max_length=80)

    def offer_choices(self) -> None:
        offer_leaders(self.fields["approver"], self.actor, self.on)


class RoundForm(ActForm):
    first_month = forms.TypedChoiceField(label=_("自"), choices=MONTHS, coerce=int)
    last_month = forms.TypedChoiceField(label=_("至"), choices=MONTHS, coerce=int)

    def first_values(self) -> dict[str, Any]:
        ended = self.on.replace(day=1) - timedelta(days=1)
        return {"first_month": 1, "last_month": ended.month if ended.year == self.row.year else 12}


class ApproveForm(ActForm):
    document = forms.CharField(
        label=_("审定依据"), max_length=120, help_text=_("会议或文号，例如：县政府第12次常务会议。")
    )


class PointsForm(ActForm):
    """``row``: the round."""

    rule: forms.ModelChoiceField[ScoreRule] = forms.ModelChoiceField(
        ScoreRule.objects.none(), label=_("考核项目")
    )
    unit = unit_field(_("单位"))
    points = points_field(_("分值"), required=True, help_text=_("扣分填负数。"))
    reason = text_field(_("理由"), required=True, rows=2, max_length=500, help_text=SHOWN_TO_UNIT)
    document = forms.CharField(
        label=_("依据（文号、会议、批示）"),
        required=False,
        max_length=200,
        help_text=_("与依据文件至少有一项。"),
    )
    file = forms.FileField(label=_("依据文件"), required=False)

    def offer_choices(self) -> None:
        given: dict[str, Any] = self.fields
        given["rule"].queryset = self.row.scheme.rules.filter(formula=Formula.MANUAL.value)
        given["rule"].empty_label = None
        keys = [unit.pk for unit in scored_units()]
        given["unit"].queryset = Unit.objects.filter(pk__in=keys).order_by("pinyin")


class AppealForm(ActForm):
    reason = text_field(_("申诉理由"), required=True, rows=4, max_length=2000)
    attachments = FilesField(
        label=_("附件"), required=False, widget=FilesInput, help_text=_("一次可选多个；涉密文件不得上传。")
    )


class UpholdForm(ActForm):
    points = points_field(_("调整分值"), required=True, help_text=_("补加填正数，扣减填负数。"))
    decision = text_field(_("答复"), required=True, max_length=1000, help_text=SHOWN_TO_UNIT)


class RefuseForm(ActForm):
    decision = text_field(_("答复"), required=True, max_length=1000, help_text=SHOWN_TO_UNIT)


class AdjustForm(ActForm):
    points = points_field(_("调整分值"), required=True, help_text=_("加分为正，减分为负。"))
    reason = text_field(_("理由"), required=True, rows=2, max_length=1000, help_text=SHOWN_TO_UNIT)
    document = forms.CharField(label=_("依据（文号、会议、批示）"), max_length=200)


class OpinionForm(ActForm):
    decision = text_field(_("意见"), rows=2, max_length=500)


class PublishForm(ActForm):
    since = date_field(_("公示自"), required=True)
    until = date_field(_("公示至"), required=True)
    place = forms.CharField(
        label=_("公示载体"), max_length=200, help_text=_("例如：县政府门户网站、县级媒体、公告栏。")
    )

    def first_values(self) -> dict[str, Any]:
        return {"since": self.on, "until": self.on + timedelta(days=NOTICE_DAYS - 1)}


class ReasonForm(ActForm):
    reason = text_field(_("理由"), required=True, rows=2, max_length=500)


def blank_rule(scheme: ScoreScheme) -> ScoreRule:
    """What the form of a new rule stands at."""
    last = scheme.rules.order_by("order").last()
    return ScoreRule(scheme=scheme, order=(last.order if last else 0) + 10, formula=Formula.RATIO.value)
