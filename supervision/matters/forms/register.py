"""登记: one matter on a page, or what the matters of one meeting have in common."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.forms.pieces import choices_with_none, date_field, text_field
from projects.models import Project, Sector

from ..models import Source
from ..rules.entries import DutyWords, MatterWords
from ..rules.words import (
    BASES,
    CLASSIFICATIONS,
    REPORTING_LINES,
    RHYTHMS,
    URGENCIES,
    Classification,
    DutyRole,
    HelpersReportTo,
    Urgency,
)
from ..selectors.due_preview import due_rules
from .pieces import ActForm, leader_field, offer_leaders, offer_units, unit_field

SECRETS: Final = _(
    "只限公开、内部、工作秘密。国家秘密（秘密、机密、绝密）不得进入本系统，请按保密规定在系统外办理。"
)


def named(choices: dict[Any, Any]) -> list[tuple[str, Any]]:
    return [(word.value, label) for word, label in choices.items()]


class CommonForm(ActForm):
    """Where matters come from, on whose authority, by when: the same for all of one meeting."""

    source = forms.ModelChoiceField(Source.objects.none(), label=_("立项来源"), empty_label=_("请选择"))
    source_title = forms.CharField(
        label=_("来源文件或会议"), required=False, max_length=200, help_text=_("例如：县政府第17次常务会议。")
    )
    source_number = forms.CharField(label=_("来源文号"), required=False, max_length=80)
    source_date = date_field(_("来源日期"), help_text=_("发文、批示或开会的日期。"))
    basis = forms.ChoiceField(label=_("立项依据"), choices=choices_with_none(named(BASES)), required=False)
    approver = leader_field(
        _("批准人"), required=False, help_text=_("报请立项前须填写（政府督查工作条例第十一条）。")
    )
    approved_on = date_field(_("批准日期"))
    urgency = forms.ChoiceField(label=_("紧急程度"), choices=named(URGENCIES))
    classification = forms.ChoiceField(
        label=_("密级"),
        choices=named(CLASSIFICATIONS),
        help_text=SECRETS,
        error_messages={"invalid_choice": SECRETS},
    )
    rhythm = forms.ChoiceField(
        label=_("反馈频次"), choices=choices_with_none(named(RHYTHMS), _("按立项来源")), required=False
    )
    due_rule = forms.ChoiceField(label=_("办结时限规则"), required=False)
    helpers_report_to = forms.ChoiceField(label=_("配合单位反馈"), choices=named(REPORTING_LINES))
    leader = leader_field(_("包抓领导"), required=False)

    WORDS = (
        "source_title",
        "source_number",
        "source_date",
        "basis",
        "approved_on",
        "urgency",
        "classification",
        "rhythm",
        "due_rule",
        "helpers_report_to",
    )
    ROWS = ("source", "approver", "leader")

    def first_values(self) -> dict[str, Any]:
        return {
            "urgency": Urgency.NORMAL,
            "classification": Classification.INTERNAL,
            "helpers_report_to": HelpersReportTo.LEAD,
        }

    def offer_choices(self) -> None:
        fields: dict[str, Any] = self.fields
        known = Q(is_active=True)
        if self.row is not None:
            known |= Q(pk=self.row.source_id)
        fields["source"].queryset = Source.objects.visible_to(self.actor).filter(known)
        fields["due_rule"].choices = choices_with_none(due_rules(self.on), _("按立项来源和紧急程度"))
        offer_leaders(fields["approver"], self.actor, self.on)
        offer_leaders(fields["leader"], self.actor, self.on)

    @property
    def common(self) -> dict[str, Any]:
        """As the words of a matter name them."""
        values = self.cleaned_data
        words = {name: values[name] for name in self.WORDS}
        keys = {f"{name}_id": values[name].pk if values[name] else None for name in self.ROWS}
        return {**words, **keys}


class MatterForm(CommonForm):
    title = forms.CharField(label=_("事项名称"), max_length=200, help_text=_("一事一项。"))
    requirement = text_field(_("任务要求"), required=True, rows=4, max_length=4000)
    standard = text_field(_("完成标准"), rows=2, max_length=2000, help_text=_("办结审核对照这一条。"))
    due_on = date_field(_("手工确定的时限"), help_text=_("不填的，按规则。"))
    due_basis = forms.CharField(label=_("手工确定的理由"), required=False, max_length=200)
    lead_unit = unit_field(_("牵头单位"), required=False, help_text=_("有且只有一个，交办前须确定。"))
    lead_task = forms.CharField(label=_("牵头单位分工"), required=False, max_length=500)
    lead_contact = forms.CharField(label=_("责任人及电话"), required=False, max_length=80)
    sector = forms.ModelChoiceField(Sector.objects.none(), label=_("板块"), required=False)
    project = forms.CharField(
        label=_("涉及项目"), required=False, max_length=200, help_text=_("填项目编号或全称。")
    )
    note = text_field(_("备注"), rows=2, max_length=500)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    GROUPS: Final = (
        (_("来源"), ("source", "source_title", "source_number", "source_date")),
        (_("依据"), ("basis", "approver", "approved_on", "classification")),
        (_("内容"), ("title", "requirement", "standard", "urgency", "sector", "project", "note")),
    )
    DUE: Final = ("due_rule", "due_on", "due_basis", "rhythm")
    DUTY: Final = ("lead_unit", "lead_contact", "lead_task", "leader", "helpers_report_to")

    def first_values(self) -> dict[str, Any]:
        first = super().first_values()
        if self.row is None:
            return first
        matter, columns = (
            self.row,
            (*self.WORDS, *self.ROWS, "title", "requirement", "standard", "sector", "note"),
        )
        values = {name: getattr(matter, name) for name in columns}
        by_hand = {} if matter.due_rule else {"due_on": matter.due_on, "due_basis": matter.due_basis}
        lead = next((duty for duty in matter.duties.all() if duty.role == DutyRole.LEAD), None)
        led = (
            {"lead_unit": lead.unit_id, "lead_task": lead.task, "lead_contact": lead.contact} if lead else {}
        )
        project = matter.project.name if matter.project else ""
        return {**first, **values, **by_hand, **led, "project": project}

    def offer_choices(self) -> None:
        super().offer_choices()
        fields: dict[str, Any] = self.fields
        offer_units(fields["lead_unit"], self.actor)
        fields["sector"].queryset = Sector.objects.visible_to(self.actor)

    def clean_project(self) -> Project | None:
        words = self.cleaned_data["project"].strip()
        if not words:
            return None
        seen = Project.objects.visible_to(self.actor)
        found = seen.filter(Q(number=words) | Q(name=words)).order_by("-pk").first()
        if found is None:
            raise ValidationError(gettext("没有编号或名称为“%(words)s”的项目。") % {"words": words})
        return found

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("due_on") and values.get("due_rule"):
            said = gettext("手工确定时限的，规则请选“按立项来源和紧急程度”。")
            self.add_error("due_rule", ValidationError(said, code="due_twice"))
        if values.get("due_on") and not values.get("due_basis"):
            said = gettext("手工确定时限的，请写明理由。")
            self.add_error("due_basis", ValidationError(said, code="due_reason_missing"))
        if values.get("due_basis") and not values.get("due_on") and "due_on" not in self.errors:
            said = gettext("写了时限理由，还须填写日期。")
            self.add_error("due_on", ValidationError(said, code="due_date_missing"))
        return values

    @property
    def words(self) -> MatterWords:
        values = self.cleaned_data
        own = ("title", "requirement", "standard", "due_on", "due_basis", "note")
        rows: dict[str, Any] = {
            f"{name}_id": values[name].pk if values[name] else None for name in ("sector", "project")
        }
        return MatterWords(**self.common, **rows, **{name: values[name] for name in own})

    @property
    def lead(self) -> list[DutyWords]:
        values = self.cleaned_data
        if values["lead_unit"] is None:
            return []
        pk, role = values["lead_unit"].pk, DutyRole.LEAD
        return [DutyWords(pk, role, values["lead_task"], values["lead_contact"])]


class PasteForm(forms.Form):
    text = forms.CharField(
        label=_("文本"),
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("粘贴会议纪要、工作报告任务分解等文本；系统按条分开，由您逐条核对后才登记。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "label_suffix": ""})
