"""What the office is asked for, act by act."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.forms.pieces import FilesField, FilesInput, date_field, reason_field, text_field

from ..models import Exemption, Feedback, Matter, MatterFile
from ..models.dates import MEASURE_CHOICES
from ..rules.entries import DutyWords, InstructionWords
from ..rules.states import BY_NAME
from ..rules.words import DUTY_ROLES, DutyRole, FeedbackKind
from .pieces import ActForm, leader_field, offer_leaders, offer_units, unit_field

NOTE_LENGTH = 500
YES_NO = [("yes", _("通过")), ("no", _("不通过"))]


class ReasonForm(ActForm):
    reason = text_field(_("理由"), required=True, rows=3, max_length=NOTE_LENGTH)


class EndForm(ReasonForm):
    """Withdrawn or turned into long-term work: why, and who approved."""

    approver = leader_field(_("批准人"))

    def offer_choices(self) -> None:
        offer_leaders(self.fields["approver"], self.actor, self.on)


class MergeForm(EndForm):
    into: forms.ModelChoiceField[Matter] = forms.ModelChoiceField(
        Matter.objects.none(), label=_("并入事项"), help_text=_("已立项、未终结的事项，新立的在前。")
    )
    field_order = ("into", "reason", "approver")

    def offer_choices(self) -> None:
        """Those that can take it."""
        super().offer_choices()
        field: Any = self.fields["into"]
        field.queryset = (
            Matter.objects.visible_to(self.actor)
            .filter(status__in=BY_NAME["matter.merge"].sources)
            .exclude(pk=self.row.pk)
            .order_by("-pk")
        )
        field.label_from_instance = lambda matter: f"{matter.number} {matter.title}"


class LookBackForm(ActForm):
    reason = text_field(_("回头看的理由"), required=True, rows=3, max_length=NOTE_LENGTH)


class ReviewForm(ActForm):
    """Three questions of the review; any 不通过 sends the work back with the opinion."""

    facts_clear = forms.ChoiceField(label=_("事实清楚"), choices=YES_NO, widget=forms.RadioSelect)
    problem_solved = forms.ChoiceField(
        label=_("问题解决、任务完成"), choices=YES_NO, widget=forms.RadioSelect
    )
    form_right = forms.ChoiceField(label=_("手续形式合规"), choices=YES_NO, widget=forms.RadioSelect)
    opinion = text_field(_("审核意见"), rows=3, max_length=500, help_text=_("有一项不通过的，必须写明。"))
    shown_to = leader_field(
        _("呈阅领导"), required=False, help_text=_("不选的，呈送最近作出批示的领导；没有批示的，呈送批准人。")
    )

    QUESTIONS = ("facts_clear", "problem_solved", "form_right")

    def offer_choices(self) -> None:
        offer_leaders(self.fields["shown_to"], self.actor, self.on)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        failed = any(values.get(name) == "no" for name in self.QUESTIONS)
        if failed and not values.get("opinion", "").strip():
            self.add_error("opinion", ValidationError(gettext("审核不通过须写明意见。"), code="required"))
        return values

    @property
    def report(self) -> Feedback | None:
        """What is reviewed."""
        final = Feedback.objects.visible_to(self.actor).filter(duty__matter=self.row, kind=FeedbackKind.FINAL)
        lead = final.filter(duty__role=DutyRole.LEAD).select_related("signed_by__person", "duty__unit")
        return lead.prefetch_related("files__upload").order_by("-pk").first()

    @property
    def answers(self) -> dict[str, bool]:
        return {name: self.cleaned_data[name] == "yes" for name in self.QUESTIONS}


class ReassignForm(ActForm):
    unit = unit_field(_("改派给"))
    reason = text_field(_("理由"), required=True, rows=3, max_length=NOTE_LENGTH)

    def offer_choices(self) -> None:
        offer_units(self.fields["unit"], self.actor)


class AddDutyForm(ActForm):
    """Another helping unit, or the lead unit where there is none yet."""

    unit = unit_field(_("单位"))
    role = forms.ChoiceField(label=_("责任"), choices=list(DUTY_ROLES.items()))
    task = text_field(_("分工"), rows=2, max_length=500)
    contact = forms.CharField(label=_("责任人及电话"), required=False, max_length=80)

    def first_values(self) -> dict[str, Any]:
        return {"role": DutyRole.HELPING}

    def offer_choices(self) -> None:
        offer_units(self.fields["unit"], self.actor)

    @property
    def words(self) -> DutyWords:
        values = self.cleaned_data
        return DutyWords(values["unit"].pk, values["role"], values["task"], values["contact"])


class InstructionForm(ActForm):
    """批示 as it stands on the paper; a sensitive one is only registered."""

    post = leader_field(_("批示领导"))
    given_on = date_field(_("批示日期"), required=True)
    text = text_field(_("批示内容"), rows=4, max_length=2000)
    registered_only = forms.BooleanField(
        label=_("仅登记"),
        required=False,
        help_text=_("内容敏感的批示只登记编号和办理要求，不录原文。"),
    )
    reference = forms.CharField(label=_("批示件编号"), required=False, max_length=60)

    def first_values(self) -> dict[str, Any]:
        return {"given_on": self.on}

    def offer_choices(self) -> None:
        offer_leaders(self.fields["post"], self.actor, self.on)

    @property
    def words(self) -> InstructionWords:
        return instruction_words(self.cleaned_data)


def instruction_words(values: dict[str, Any]) -> InstructionWords:
    names = ("given_on", "text", "registered_only", "reference")
    return InstructionWords(post_id=values["post"].pk, **{name: values[name] for name in names})


class SuspendForm(ActForm):
    until = date_field(
        _("暂缓至"), required=True, help_text=_("这一天恢复办理；办结时限按暂停的天数顺延，可以提前恢复。")
    )
    reason = text_field(_("暂缓理由"), required=True, rows=3, max_length=NOTE_LENGTH)


class ExemptForm(ActForm):
    measure = forms.ChoiceField(label=_("指标"), choices=list(MEASURE_CHOICES.items()))
    until = date_field(_("豁免至"), required=True, help_text=_("从今天起，到这一天为止（不含）亮灰灯。"))
    reason = reason_field(_("正当理由"))


class SetDueForm(ActForm):
    due_on = date_field(_("办结时限"), required=True)
    reason = forms.CharField(label=_("手工确定的理由"), max_length=200)


class EndExemptionForm(ReasonForm):
    measure = forms.ChoiceField(label=_("指标"))
    field_order = ("measure", "reason")

    def offer_choices(self) -> None:
        """What is exempt today."""
        field: Any = self.fields["measure"]
        field.choices = [(row.measure, row.get_measure_display()) for row in exempt_now(self.row, self.on)]


def exempt_now(matter: Matter, on: date) -> list[Exemption]:
    rows = matter.exemptions.all()
    return [row for row in rows if row.valid_from <= on and (row.valid_to is None or on < row.valid_to)]


class AttachForm(ActForm):
    attachments = FilesField(
        label=_("文件"), widget=FilesInput, help_text=_("一次可选多个；涉密文件不得上传。")
    )
    caption = forms.CharField(label=_("说明"), required=False, max_length=100)

    def clean_attachments(self) -> list[Any]:
        files: list[Any] = self.cleaned_data["attachments"]
        if not files:
            raise ValidationError(gettext("请选择文件。"), code="required")
        return files


class DetachForm(ActForm):
    file: forms.ModelChoiceField[MatterFile] = forms.ModelChoiceField(
        MatterFile.objects.none(), label=_("附件")
    )

    def offer_choices(self) -> None:
        field: Any = self.fields["file"]
        field.queryset = self.row.files.select_related("upload")


class DecisionForm(ActForm):
    """A decision that may come with words."""

    decision = text_field(_("审批意见"), rows=2, max_length=500)


class RefusalForm(ActForm):
    decision = text_field(_("不同意的理由"), required=True, rows=3, max_length=500)
