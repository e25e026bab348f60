"""What the office is asked for, act by act."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import day_words
from projects.forms.pieces import FilesField, FilesInput, date_field, text_field
from rulebook.selectors import due_date
from supervision.matters.forms.office import DecisionForm, EndForm, ReasonForm, RefusalForm
from supervision.matters.forms.pieces import ActForm
from supervision.matters.rules.due import basis_of

from ...models import Progress, Verification
from ...models.proof import SIDE_CHOICES
from ...rules.entries import RectificationWords
from ...rules.words import ProgressKind, VerificationStatus
from ...selectors.ordering import words_of_rectification
from ...services.verifying import units_being_checked
from ..people import offer_people

__all__ = [
    "ApproveForm",
    "AssignForm",
    "CheckForm",
    "DecisionForm",
    "EndForm",
    "EvidenceForm",
    "IssueForm",
    "LookBackForm",
    "PublishForm",
    "ReasonForm",
    "RefusalForm",
    "YearlyForm",
]
PASSES: Final = [("yes", _("通过")), ("no", _("不通过，退回继续整改"))]
HOLDS: Final = [("yes", _("成效保持")), ("no", _("反弹，重新整改"))]
REASON_LENGTH: Final = 500


def by_rule(rule: str, on: date) -> str:
    """2026年11月11日（…规则）: what the rule says if it begins on ``on``, for the hint of a field."""
    found = due_date(rule, on)
    if found is None:
        return gettext("没有这一时限的规则，请手工确定。")
    words = {"day": day_words(found.on), "basis": basis_of(found)}
    return gettext("不填的，按规则为%(day)s（%(basis)s）。") % words


class IssueForm(ActForm):
    """The date by the rule of the time class, or by hand with its reason; ``row`` may have one already."""

    due_on = date_field(_("手工确定的时限"))
    due_basis = forms.CharField(
        label=_("手工确定的理由"), required=False, max_length=200, help_text=_("例如：上级文件规定。")
    )

    def first_values(self) -> dict[str, Any]:
        words = words_of_rectification(self.row)
        return {"due_on": words.due_on, "due_basis": words.due_basis}

    def offer_choices(self) -> None:
        self.fields["due_on"].help_text = by_rule(f"rectification_{self.row.time_class}", self.on)

    def clean(self) -> dict[str, Any]:
        return date_with_reason(self)

    @property
    def words(self) -> RectificationWords | None:
        """The row with the date as it is wanted; None where that is the date it has."""
        words = words_of_rectification(self.row)
        wanted = replace(words, **{name: self.cleaned_data[name] for name in ("due_on", "due_basis")})
        return None if wanted == words else wanted


def date_with_reason(form: forms.Form) -> dict[str, Any]:
    """A date by hand has its reason, a reason its date."""
    values = form.cleaned_data
    if values.get("due_on") and not values.get("due_basis"):
        said = gettext("手工确定时限的，请写明理由。")
        form.add_error("due_basis", ValidationError(said, code="due_reason_missing"))
    if values.get("due_basis") and not values.get("due_on") and "due_on" not in form.errors:
        said = gettext("写了时限理由，还须填写日期。")
        form.add_error("due_on", ValidationError(said, code="due_date_missing"))
    return values


class Proved(ActForm):
    """Looks at the proof beside the form, which ``beside`` shows."""

    beside = ""

    @property
    def evidence_count(self) -> int:
        count: int = self.row.evidence.count()
        return count

    @property
    def claims(self) -> list[Progress]:
        """What the unit applied with last."""
        finals = self.row.progress.filter(kind=ProgressKind.FINAL).select_related("by__person")
        return list(finals.order_by("-pk")[:1])

    @property
    def passed(self) -> Verification | None:
        """The visit on which the closing rests."""
        visits = self.row.verifications.filter(status=VerificationStatus.PASSED).order_by("-pk")
        found: Verification | None = visits.prefetch_related(
            "verifiers__user__person", "verifiers__unit"
        ).first()
        return found


class CheckForm(Proved):
    """初审: what was handed in is complete, or goes back with the reason."""

    passes = forms.ChoiceField(label=_("材料初审"), choices=PASSES, widget=forms.RadioSelect)
    reason = text_field(_("意见"), max_length=REASON_LENGTH, help_text=_("不通过的，必须写明理由。"))
    beside = "inspections/rectifying/act_claimed.html"

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("passes") == "no" and not values.get("reason", "").strip():
            self.add_error("reason", ValidationError(gettext("初审不通过须写明理由。"), code="required"))
        return values


class AssignForm(ActForm):
    """Two or more people outside the units that are being checked."""

    users: forms.ModelMultipleChoiceField[User] = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("核查人"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("至少两人，不能是整改单位、配合单位的人员，也不能是销号申请人。"),
        error_messages={"required": _("请选择至少两名核查人。")},
    )
    due_on = date_field(_("核查时限"))

    def offer_choices(self) -> None:
        checked = units_being_checked(self.row)
        inside = set(User.objects.filter(unit_id__in=checked).values_list("pk", flat=True))
        offer_people(self.fields["users"], self.actor, inside | {self.row.applied_by_id})
        self.fields["due_on"].help_text = by_rule("rectification_verification", self.on)

    def clean_users(self) -> Any:
        chosen = self.cleaned_data["users"]
        if len(chosen) < 2:
            raise ValidationError(gettext("请选择至少两名核查人。"), code="two_verifiers")
        return chosen


class ApproveForm(Proved):
    """The head looks once more at what was proved before closing."""

    opinion = text_field(_("审批意见"), rows=2, max_length=REASON_LENGTH)
    beside = "inspections/rectifying/act_proved.html"


class PublishForm(ActForm):
    published_until = date_field(_("公示截止"))

    def offer_choices(self) -> None:
        self.fields["published_until"].help_text = by_rule("rectification_notice", self.on)

    def clean_published_until(self) -> Any:
        day = self.cleaned_data["published_until"]
        if day and day < self.on:
            raise ValidationError(gettext("公示截止不能早于今天。"), code="past")
        return day


class YearlyForm(ActForm):
    """年度复查 of what is long-term."""

    holds = forms.ChoiceField(
        label=_("复查结论"),
        choices=[("yes", _("坚持得好")), ("no", _("有松懈，须改进"))],
        widget=forms.RadioSelect,
    )
    situation = text_field(_("复查情况"), required=True, rows=4, max_length=2000)


class LookBackForm(ActForm):
    """回头看: if it does not hold, a new round begins that follows this one."""

    held_on = date_field(_("回头看日期"), required=True)
    holds = forms.ChoiceField(label=_("结论"), choices=HOLDS, widget=forms.RadioSelect)
    situation = text_field(_("回头看情况"), required=True, rows=4, max_length=2000)

    def first_values(self) -> dict[str, Any]:
        return {"held_on": self.on}

    def clean_held_on(self) -> Any:
        day = self.cleaned_data["held_on"]
        if day > self.on:
            raise ValidationError(gettext("回头看日期不能晚于今天。"), code="future")
        return day


class EvidenceForm(ActForm):
    """What proves it, outside of a report: the office's own photos and papers too."""

    attachments = FilesField(
        label=_("照片和材料"),
        widget=FilesInput(attrs={"accept": "image/*,.pdf,.docx,.xlsx,.xls,.pptx"}),
        help_text=_("一次可选多个；涉密文件不得上传。"),
    )
    side = forms.ChoiceField(label=_("前后"), choices=list(SIDE_CHOICES.items()))
    pair = forms.IntegerField(
        label=_("对比组"),
        required=False,
        min_value=1,
        max_value=999,
        help_text=_("同一组的整改前后照片并排显示；不填则不成组。"),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    caption = forms.CharField(label=_("说明"), required=False, max_length=200)
    claimed_at = forms.DateTimeField(
        label=_("拍摄时间"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    claimed_place = forms.CharField(label=_("拍摄地点"), required=False, max_length=200)

    def clean_attachments(self) -> list[Any]:
        files: list[Any] = self.cleaned_data["attachments"]
        if not files:
            raise ValidationError(gettext("请选择文件。"), code="required")
        return files
