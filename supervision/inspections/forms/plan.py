"""方案: what, whom, when and how, and who goes; with the rows of the team."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from projects.forms.pieces import date_field, text_field
from projects.models import Sector
from supervision.matters.forms.pieces import ActForm, offer_units
from supervision.matters.forms.register import named

from ..models import Designation, Inspection, YearPlan
from ..rules.entries import PlanWords, TeamWords
from ..rules.words import CONTENTS, INSPECTION_KINDS, MEMBER_KINDS, METHODS, TEAM_ROLES, MemberKind, TeamRole

MAX_TEAM: Final = 60
WORDS: Final = (
    "title",
    "kind",
    "content_category",
    "content",
    "scope",
    "starts_on",
    "ends_on",
    "checkpoints",
    "is_unannounced",
    "unplanned_reason",
    "overlap_reason",
)
ROWS: Final = ("sector", "designation", "year_plan")


class PlanForm(ActForm):
    """``row`` is the inspection that is being revised, or None."""

    title = forms.CharField(label=_("督查名称"), max_length=200)
    kind = forms.ChoiceField(label=_("督查类型"), choices=named(INSPECTION_KINDS))
    content_category = forms.ChoiceField(label=_("督查内容类别"), choices=named(CONTENTS))
    content = text_field(_("督查内容"), required=True, rows=4, max_length=4000)
    scope = text_field(_("督查范围"), required=True, rows=2, max_length=2000)
    checkpoints = text_field(
        _("检查要点"), rows=5, max_length=4000, help_text=_("每行一条，逐个单位生成检查清单。")
    )
    methods = forms.MultipleChoiceField(
        label=_("督查方式"),
        choices=named(METHODS),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("政府督查工作条例第十二条规定的八种，报批前至少选一种。"),
    )
    starts_on = date_field(_("开始日期"), required=True)
    ends_on = date_field(_("结束日期"), required=True)
    is_unannounced = forms.BooleanField(
        label=_("暗访"), required=False, help_text=_("实地督查结束以前不告知被督查单位。")
    )
    units: forms.ModelMultipleChoiceField[Unit] = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("督查对象"), widget=forms.CheckboxSelectMultiple
    )
    sector = forms.ModelChoiceField(Sector.objects.none(), label=_("板块"), required=False)
    designation = forms.ModelChoiceField(
        Designation.objects.none(),
        label=_("指定依据"),
        required=False,
        help_text=_("督查办组织的不选；部门只能按指定的事项、范围、对象和期限督查（条例第七条）。"),
    )
    year_plan = forms.ModelChoiceField(YearPlan.objects.none(), label=_("年度计划"), required=False)
    unplanned_reason = forms.CharField(
        label=_("计划外理由"), required=False, max_length=500, help_text=_("未列入年度计划的填写。")
    )
    overlap_reason = forms.CharField(
        label=_("重复或超频次的理由"),
        required=False,
        max_length=500,
        help_text=_("上面有提醒而仍须安排时填写（条例第十五条）。"),
    )

    GROUPS: Final = (
        (_("督查什么"), ("title", "kind", "content_category", "content", "scope", "checkpoints", "methods")),
        (
            _("什么时候、依据什么"),
            ("starts_on", "ends_on", "is_unannounced", "year_plan", "unplanned_reason", "designation"),
        ),
    )

    def first_values(self) -> dict[str, Any]:
        if self.row is None:
            return {"year_plan": YearPlan.objects.filter(year=self.on.year).first()}
        values = {name: getattr(self.row, name) for name in WORDS}
        keys = {name: getattr(self.row, f"{name}_id") for name in ROWS}
        units = [inspected.unit_id for inspected in self.row.inspected.all()]
        return {**values, **keys, "methods": self.row.methods, "units": units}

    def offer_choices(self) -> None:
        fields: dict[str, Any] = self.fields
        offer_units(fields["units"], self.actor)
        fields["units"].label_from_instance = lambda unit: unit.short_name
        fields["sector"].queryset = Sector.objects.visible_to(self.actor)
        known = Q(pk=self.row.designation_id) if self.row is not None else Q()
        designations = Designation.objects.visible_to(self.actor).select_related("unit")
        in_force = Q(pk__in=Designation.objects.in_force(self.on).values("pk"))
        fields["designation"].queryset = designations.filter(in_force | known)
        fields["year_plan"].queryset = YearPlan.objects.visible_to(self.actor)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        starts_on, ends_on = values.get("starts_on"), values.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", ValidationError(gettext("结束日期不能早于开始日期。"), code="window"))
        return values

    @property
    def words(self) -> PlanWords:
        values = self.cleaned_data
        own = {name: values[name] for name in WORDS}
        keys: dict[str, Any] = {f"{name}_id": values[name].pk if values[name] else None for name in ROWS}
        return PlanWords(**own, **keys, methods=tuple(values["methods"]))

    @property
    def unit_ids(self) -> list[int]:
        return [unit.pk for unit in self.cleaned_data["units"]]

    @property
    def glimpse(self) -> tuple[PlanWords, list[int]] | None:
        """As much as the warnings ask for, of a form that is still being filled in; None before that."""
        self.is_valid()
        values = self.cleaned_data
        asked = ("content_category", "starts_on", "ends_on", "units")
        if not all(values.get(name) for name in asked):
            return None
        first: Any = {name: values.get(name) or "" for name in ("title", "kind", "content", "scope")}
        keys: dict[str, Any] = {f"{n}_id": values[n].pk if values.get(n) else None for n in ROWS}
        rest: Any = {name: values[name] for name in asked[:3]}
        return PlanWords(**first, **rest, **keys), self.unit_ids


class TeamRow(forms.Form):
    """One of the team; a row without a person is not kept."""

    user = forms.TypedChoiceField(label=_("本系统用户"), required=False, coerce=int, empty_value=None)
    name = forms.CharField(label=_("或邀请人员姓名"), required=False, max_length=40)
    employer = forms.CharField(label=_("单位及职务"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("人员类别"), choices=named(MEMBER_KINDS), initial=MemberKind.STAFF)
    role = forms.ChoiceField(label=_("组内职务"), choices=named(TEAM_ROLES), initial=TeamRole.MEMBER)

    def __init__(self, *args: Any, people: Sequence[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "label_suffix": ""})
        field: Any = self.fields["user"]
        field.choices = [("", "—"), *people]

    @property
    def words(self) -> TeamWords:
        values = self.cleaned_data
        return TeamWords(values["user"], values["name"], values["employer"], values["kind"], values["role"])


class TeamRows(forms.BaseFormSet):
    @property
    def kept(self) -> list[TeamWords]:
        return [form.words for form in self.forms if _names(form)]

    def clean(self) -> None:
        if any(form.errors for form in self.forms):
            return
        leaders = [form for form in self.forms if _names(form) and form.cleaned_data["role"] == "leader"]
        if len(leaders) > 1:
            said = gettext("督查组实行组长负责制，只能有一名组长（政府督查工作条例第八条）。")
            raise ValidationError(said, code="one_leader")


def _names(form: Any) -> bool:
    return bool(form.cleaned_data.get("user") or form.cleaned_data.get("name"))


def people_of(actor: User) -> list[tuple[int, str]]:
    """Who can be in a team: the accounts of people that the actor may see, asked once for all rows."""
    users = User.objects.visible_to(actor).filter(is_active=True, person__isnull=False)
    rows = users.select_related("person", "unit").order_by("unit__pinyin", "person__pinyin")
    return [(row.pk, f"{row.display_name}（{row.unit.short_name if row.unit else '—'}）") for row in rows]


def team_rows(data: Any, actor: User, on: date, inspection: Inspection | None = None) -> Any:
    """Bound to ``data`` unless it is None; else the team as it stands and empty rows."""
    first: list[dict[str, Any]] = []
    if inspection is not None:
        columns = ("name", "employer", "kind", "role")
        first = [
            {name: getattr(member, name) for name in columns}
            | {"user": member.user_id, "name": "" if member.user_id else member.name}
            for member in inspection.team.all()
        ]
    elif data is None:
        first = [{"role": TeamRole.LEADER}]
    rows = forms.formset_factory(TeamRow, TeamRows, extra=2, max_num=MAX_TEAM, absolute_max=MAX_TEAM)
    return rows(data, prefix="team", initial=first, form_kwargs={"people": people_of(actor)})
