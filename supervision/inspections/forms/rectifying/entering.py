"""登记整改: from nothing, or from a finding with everything that it says prefilled."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from projects.forms.pieces import choices_with_none, date_field, money_field, text_field
from projects.models import Project, Sector
from supervision.matters.forms.pieces import ActForm, leader_field, offer_leaders, offer_units, unit_field
from supervision.matters.forms.register import named
from supervision.matters.models import Matter

from ...models import Category, Finding, Origin, Rectification
from ...rules.entries import RectificationWords
from ...rules.words import SEVERITIES, TIME_CLASSES, Severity, TimeClass
from ...selectors.ordering import words_of_finding, words_of_rectification
from .office import date_with_reason

NOTICE: Final = [("1", _("须公示")), ("0", _("不公示"))]
TEXTS: Final = (
    *("title", "problem", "external_number", "source_document", "severity", "time_class", "amount"),
    *("goal", "person", "due_on", "due_basis", "note"),
)


class RectificationForm(ActForm):
    """``row`` is the draft that is revised, or None; ``finding`` is what it comes from, or None."""

    origin = forms.ModelChoiceField(Origin.objects.none(), label=_("问题来源"), empty_label=_("请选择"))
    external_number = forms.CharField(
        label=_("来源编号"),
        required=False,
        max_length=60,
        help_text=_("审计、巡察等来源方自己的问题编号，同一来源不能重复。"),
    )
    source_document = forms.CharField(label=_("来源文件"), required=False, max_length=200)
    title = forms.CharField(label=_("问题"), max_length=200, help_text=_("一事一条。"))
    problem = text_field(_("问题描述"), required=True, rows=4, max_length=4000)
    category = forms.ModelChoiceField(Category.objects.none(), label=_("问题类别"), empty_label=_("请选择"))
    severity = forms.ChoiceField(label=_("严重程度"), choices=named(SEVERITIES))
    amount = money_field(_("问题金额（万元）"))
    sector = forms.ModelChoiceField(Sector.objects.none(), label=_("板块"), required=False)
    project = forms.CharField(
        label=_("涉及项目"), required=False, max_length=200, help_text=_("填项目编号或全称。")
    )
    matter = forms.CharField(
        label=_("涉及督办事项"),
        required=False,
        max_length=30,
        help_text=_("填立项编号，例如：督办〔2026〕12号。"),
    )
    goal = text_field(_("整改目标"), rows=2, max_length=2000, help_text=_("销号核查对照这一条。"))
    unit = unit_field(_("整改责任单位"), empty_label=_("请选择"))
    helping: forms.ModelMultipleChoiceField[Unit] = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("配合单位"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 4}),
        help_text=_("按住 Ctrl 可选多个。"),
    )
    leader = leader_field(_("责任领导"), required=False, help_text=_("第二次起的延期由责任领导审批。"))
    person = forms.CharField(label=_("责任人及电话"), required=False, max_length=80)
    accepting_unit = unit_field(_("验收单位"), required=False)
    time_class = forms.ChoiceField(label=_("时限类别"), choices=named(TIME_CLASSES))
    due_on = date_field(_("手工确定的时限"), help_text=_("不填的，交办时按时限类别的规则计算。"))
    due_basis = forms.CharField(label=_("手工确定的理由"), required=False, max_length=200)
    needs_notice = forms.ChoiceField(
        label=_("销号前公示"), choices=choices_with_none(NOTICE, _("按问题来源")), required=False
    )
    note = text_field(_("备注"), rows=2, max_length=500)

    GROUPS: Final = (
        (_("来源"), ("origin", "external_number", "source_document")),
        (
            _("问题"),
            ("title", "problem", "category", "severity", "amount", "sector", "project", "matter", "goal"),
        ),
        (_("责任"), ("unit", "person", "leader", "accepting_unit", "helping")),
        (_("时限和公示"), ("time_class", "due_on", "due_basis", "needs_notice", "note")),
    )

    def __init__(self, data: Any = None, *, finding: Finding | None = None, **who: Any) -> None:
        self.finding = finding
        super().__init__(data, **who)

    def first_values(self) -> dict[str, Any]:
        first: dict[str, Any] = {"severity": Severity.GENERAL.value, "time_class": TimeClass.SHORT.value}
        if self.row is not None:
            helping = list(self.row.helping.values_list("unit_id", flat=True))
            return {**_first(words_of_rectification(self.row), self.row), "helping": helping}
        return _first(words_of_finding(self.finding), self.finding) if self.finding else first

    def offer_choices(self) -> None:
        fields: dict[str, Any] = self.fields
        for name, model in (("origin", Origin), ("category", Category)):
            known = Q(is_active=True)
            if self.row is not None:
                known |= Q(pk=getattr(self.row, f"{name}_id"))
            fields[name].queryset = model.objects.visible_to(self.actor).filter(known)
        for name in ("unit", "helping", "accepting_unit"):
            offer_units(fields[name], self.actor)
        offer_leaders(fields["leader"], self.actor, self.on)
        fields["sector"].queryset = Sector.objects.visible_to(self.actor)
        if self.finding is not None or (self.row is not None and self.row.finding_id):
            # Whose finding it is says where it comes from.
            for name in ("origin", "external_number"):
                fields[name].required = False
                fields[name].widget = forms.HiddenInput()

    def clean_project(self) -> Project | None:
        words = self.cleaned_data["project"].strip()
        if not words:
            return None
        seen = Project.objects.visible_to(self.actor)
        found = seen.filter(Q(number=words) | Q(name=words)).order_by("-pk").first()
        if found is None:
            raise ValidationError(gettext("没有编号或名称为“%(words)s”的项目。") % {"words": words})
        return found

    def clean_matter(self) -> Matter | None:
        words = self.cleaned_data["matter"].strip().replace("[", "〔").replace("]", "〕")
        if not words:
            return None
        found = Matter.objects.visible_to(self.actor).filter(number=words).first()
        if found is None:
            raise ValidationError(gettext("没有编号为“%(number)s”的督办事项。") % {"number": words})
        return found

    def clean(self) -> dict[str, Any]:
        values = date_with_reason(self)
        if values.get("unit") and values["unit"] in (values.get("helping") or ()):
            said = gettext("整改责任单位不能同时是配合单位。")
            self.add_error("helping", ValidationError(said, code="unit_twice"))
        return values

    @property
    def words(self) -> RectificationWords:
        values = self.cleaned_data
        from_row = ("milestone_id", "indicator_id")
        source = self.row or self.finding
        concerns: Any = {name: getattr(source, name) if source else None for name in from_row}
        keys: Any = {
            f"{name}_id": values[name].pk if values[name] else None
            for name in ("origin", "sector", "project", "matter", "leader", "accepting_unit")
        }
        return RectificationWords(
            **{name: values[name] for name in TEXTS},
            **keys,
            **concerns,
            category_id=values["category"].pk,
            unit_id=values["unit"].pk,
            needs_notice={"1": True, "0": False}.get(values["needs_notice"]),
        )

    @property
    def helping_ids(self) -> list[int]:
        return [unit.pk for unit in self.cleaned_data["helping"]]


def _first(words: RectificationWords, row: Rectification | Finding) -> dict[str, Any]:
    """What the form stands at; ``row`` is where the words come from."""
    keys = ("origin", "category", "sector", "unit", "leader", "accepting_unit")
    return {
        **{name: getattr(words, name) for name in TEXTS},
        **{name: getattr(words, f"{name}_id") for name in keys},
        "project": row.project.name if row.project else "",
        "matter": row.matter.number if row.matter else "",
        "needs_notice": {True: "1", False: "0", None: ""}[words.needs_notice],
    }
