"""登记、修改项目；年度计划."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..models import AnnualPlan, Plan, Programme, Project, Sector
from ..models.plan import PlanChange, PlanKind
from ..models.project import ConstructionNature, Level, Stage
from ..services import PlanTerms
from .pieces import ActForm, choices_with_none, date_field, money_field, reason_field, text_field

MONTHS = 12


class ProjectForm(ActForm):
    """Register a project, or revise the one that is given."""

    name = forms.CharField(label=_("项目名称"), max_length=200)
    sector = forms.ModelChoiceField(Sector.objects.none(), label=_("板块"), empty_label=_("请选择"))
    levels = forms.MultipleChoiceField(
        label=_("项目级别"), choices=Level.choices, widget=forms.CheckboxSelectMultiple
    )
    stage = forms.ChoiceField(label=_("建设阶段"), choices=Stage.choices)
    nature = forms.ChoiceField(
        label=_("建设性质"), choices=choices_with_none(ConstructionNature.choices), required=False
    )
    total_investment = money_field(_("总投资（万元）"))
    parent = forms.ModelChoiceField(Project.objects.none(), label=_("父项目"), required=False)
    programme = forms.ModelChoiceField(Programme.objects.none(), label=_("工程（活动）"), required=False)
    plan = forms.ModelChoiceField(Plan.objects.none(), label=_("所属计划"), required=False)
    is_promotion = forms.BooleanField(label=_("招商引资项目"), required=False)
    location = forms.CharField(label=_("建设地点"), max_length=200, required=False)
    content = text_field(_("建设规模及内容"))
    owner_name = forms.CharField(label=_("业主单位"), max_length=120, required=False)
    contact = forms.CharField(label=_("责任人及电话"), max_length=120, required=False)
    funding_note = forms.CharField(label=_("资金来源"), max_length=300, required=False)
    planned_start = date_field(_("计划开工"))
    planned_finish = date_field(_("计划竣工"))
    actual_start = date_field(_("实际开工"))
    actual_finish = date_field(_("实际竣工"))
    note = text_field(_("备注"), rows=2)
    codes = forms.CharField(
        label=_("投资项目代码"), required=False, help_text=_("多个代码用空格隔开；没有的不填。")
    )
    reason = reason_field(_("修改事由"), required=False)

    def first_values(self) -> dict[str, Any]:
        if self.project is None:
            return {"stage": Stage.PREPARATION, "levels": [Level.COUNTY]}
        codes = self.project.codes.filter(kind="investment").values_list("code", flat=True)
        values = {name: getattr(self.project, name, None) for name in self.base_fields}
        return {**values, "codes": " ".join(codes)}

    def offer_choices(self) -> None:
        for name, model in (("sector", Sector), ("programme", Programme), ("plan", Plan)):
            self._field(name).queryset = model.objects.visible_to(self.actor)
        parents = Project.objects.visible_to(self.actor).filter(parent__isnull=True).order_by("pinyin")
        if self.project is None:
            del self.fields["reason"]
        else:
            parents = parents.exclude(pk=self.project.pk)
        self._field("parent").queryset = parents

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def clean_codes(self) -> list[str]:
        return list(dict.fromkeys(self.cleaned_data["codes"].split()))


class PlanForm(ActForm):
    """A version of the year's plan. ``seen`` holds off a second press and a colleague's change meanwhile."""

    change = forms.ChoiceField(label=_("变更"), choices=PlanChange.choices)
    kind = forms.ChoiceField(label=_("年度类型"), choices=PlanKind.choices)
    planned_investment = money_field(_("年度计划投资（万元）"))
    carried_in = money_field(_("截至上年底累计（万元）"))
    first_month = forms.TypedChoiceField(
        label=_("月报起始月"),
        coerce=int,
        choices=[(month, _("%(month)s月") % {"month": month}) for month in range(1, MONTHS + 1)],
        help_text=_("年中调入的，从调入当月起报。"),
    )
    curve = forms.CharField(
        label=_("月度累计比例（%）"),
        required=False,
        help_text=_("1月至12月的十二个累计百分数，用空格隔开，最后一个为100；不填按月均衡。"),
    )
    goals = text_field(_("年度建设目标"))
    reason = reason_field(_("变更事由"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def current(self) -> AnnualPlan | None:
        return AnnualPlan.objects.current(self.on.year).filter(project=self.project).first()

    def first_values(self) -> dict[str, Any]:
        plan = self.current
        if plan is None:
            return {"change": PlanChange.INITIAL, "first_month": 1, "seen": 0}
        names = ("kind", "planned_investment", "carried_in", "first_month", "goals")
        curve = " ".join(f"{(share * 100).normalize():f}" for share in plan.curve or [])
        values = {name: getattr(plan, name) for name in names}
        return {**values, "curve": curve, "change": PlanChange.ADJUSTED, "seen": plan.version}

    def clean_curve(self) -> tuple[Decimal, ...] | None:
        words = self.cleaned_data["curve"].replace("，", " ").replace("、", " ").replace("%", " ").split()
        if not words:
            return None
        try:
            shares = tuple(Decimal(word) / 100 for word in words)
        except InvalidOperation as error:
            raise ValidationError(gettext("请只填数字，用空格隔开，例如：5 10 18 … 100。")) from error
        if len(shares) != MONTHS or not all(share.is_finite() for share in shares):
            raise ValidationError(
                gettext("应填十二个累计百分数，现在有%(count)s个。") % {"count": len(shares)}
            )
        return shares

    def clean(self) -> dict[str, Any]:
        plan = self.current
        if "seen" in self.cleaned_data and self.cleaned_data["seen"] != (plan.version if plan else 0):
            raise ValidationError(gettext("年度计划刚刚已有新的版次，请返回项目页面核对后再调整。"))
        return self.cleaned_data

    @property
    def terms(self) -> PlanTerms:
        names = ("kind", "planned_investment", "carried_in", "curve", "first_month", "goals")
        return PlanTerms(**{name: self.cleaned_data[name] for name in names})
