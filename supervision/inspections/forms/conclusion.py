"""结论、复核、处理建议、线索: what is asked, act by act; and the approval of a plan."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Post, Unit, User
from accounts.permissions import is_office
from projects.forms.pieces import date_field, text_field
from projects.forms.responsibilities import post_with_holder
from supervision.matters.forms.pieces import ActForm, leader_field, offer_leaders
from supervision.matters.forms.register import named
from supervision.matters.rules.words import BASES

from ..models import Finding, Recommendation
from ..rules.words import CLUE_KINDS, RECOMMENDATION_KINDS, STANDING
from ..selectors.recusal import recused
from ..selectors.signing import signatories
from .people import offer_people

CRIMINAL: Final = _("只写移送所需的摘要；涉密的不得录入。只有登记人和督查办主任可以看到。")


class LeaderForm(ActForm):
    """With the post of a leader among its fields, named by ``POST``."""

    POST = "approver"

    def offer_choices(self) -> None:
        offer_leaders(self.fields[self.POST], self.actor, self.on)

    def post(self) -> int:
        chosen: Post = self.cleaned_data[self.POST]
        return chosen.pk


class ApprovePlanForm(LeaderForm):
    """Article 11: on whose authority."""

    basis = forms.ChoiceField(label=_("依据"), choices=named(BASES))
    basis_document = forms.CharField(label=_("依据文件"), required=False, max_length=200)
    approver = leader_field(_("批准人"))
    approved_on = date_field(_("批准日期"), required=True)

    def first_values(self) -> dict[str, Any]:
        return {"approved_on": self.on, "basis": self.row.basis, "basis_document": self.row.basis_document}


def standing_findings(inspection_id: int, unit_id: int, actor: User) -> Any:
    rows = Finding.objects.visible_to(actor).filter(inspection=inspection_id, unit=unit_id)
    return rows.filter(status__in=[status.value for status in STANDING]).order_by("pk")


class FindingsField(forms.ModelMultipleChoiceField):
    """Standing findings of one unit in one inspection; each says how grave it is."""

    def label_from_instance(self, finding: Any) -> str:
        return f"{finding.number} {finding.title}（{finding.get_severity_display()}）".strip()


def findings_field() -> FindingsField:
    return FindingsField(
        Finding.objects.none(),
        label=_("写入结论的问题"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("只列已认可或维持认定的问题；写入的问题须有佐证（条例第十六条）。"),
    )


class ConclusionForm(ActForm):
    """``row`` is the conclusion, or (inspection, unit) for a new one."""

    findings = findings_field()
    text = text_field(_("结论"), required=True, rows=10, max_length=8000)

    @property
    def subject(self) -> tuple[int, int]:
        if isinstance(self.row, tuple):
            inspection, unit = self.row
            return inspection.pk, unit.pk
        return self.row.inspection_id, self.row.unit_id

    def first_values(self) -> dict[str, Any]:
        if isinstance(self.row, tuple):
            return {"findings": list(standing_findings(*self.subject, self.actor))}
        return {"text": self.row.text, "findings": list(self.row.findings.all())}

    def offer_choices(self) -> None:
        field: Any = self.fields["findings"]
        field.queryset = standing_findings(*self.subject, self.actor)

    @property
    def finding_ids(self) -> list[int]:
        return [finding.pk for finding in self.cleaned_data["findings"]]


class IssueForm(LeaderForm):
    POST = "signatory"
    signatory = leader_field(_("签发领导"), help_text=_("督查结论由本级人民政府作出（条例第十六条）。"))
    issued_on = date_field(_("作出日期"), required=True)

    def first_values(self) -> dict[str, Any]:
        return {"issued_on": self.on}


class DeliverForm(ActForm):
    """The unit signs for itself today; the office writes down what was delivered on paper."""

    delivered_on = date_field(_("送达日期"), help_text=_("纸质送达的填写回执上的日期；不填的，按今天。"))
    receipt_note = forms.CharField(
        label=_("送达说明"), required=False, max_length=200, help_text=_("例如：纸质送达，某某签收。")
    )

    def offer_choices(self) -> None:
        if not is_office(self.actor):
            del self.fields["delivered_on"]


class FileReviewForm(ActForm):
    reason = text_field(_("申请复核的理由"), required=True, rows=6, max_length=4000)


class AppointForm(ActForm):
    """Whoever took part, and the unit itself, are not offered; if one comes, the service says why not."""

    reviewers: forms.ModelMultipleChoiceField[User] = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("复核人员"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("参与作出结论的人员和被督查单位的人员须回避（条例第十七条），不在名单中。"),
    )

    def first_values(self) -> dict[str, Any]:
        return {"reviewers": [reviewer.user_id for reviewer in self.row.reviewers.all()]}

    def offer_choices(self) -> None:
        offer_people(self.fields["reviewers"], self.actor, recused(self.row))


class DecideForm(LeaderForm):
    """维持 or 撤销."""

    POST = "signatory"
    decision = text_field(_("复核决定"), required=True, rows=6, max_length=4000)
    signatory = leader_field(_("签发领导"))

    def offer_choices(self) -> None:
        field: Any = self.fields["signatory"]
        field.queryset = signatories(self.on)
        field.label_from_instance = post_with_holder


class ChangeForm(DecideForm):
    """变更: with the conclusion that takes the old one's place."""

    findings = findings_field()
    text = text_field(_("变更后的结论"), required=True, rows=10, max_length=8000)

    def first_values(self) -> dict[str, Any]:
        conclusion = self.row.conclusion
        return {"text": conclusion.text, "findings": list(conclusion.findings.all())}

    def offer_choices(self) -> None:
        super().offer_choices()
        field: Any = self.fields["findings"]
        conclusion = self.row.conclusion
        field.queryset = standing_findings(conclusion.inspection_id, conclusion.unit_id, self.actor)

    @property
    def finding_ids(self) -> list[int]:
        return [finding.pk for finding in self.cleaned_data["findings"]]


class RecommendationForm(ActForm):
    """``row`` is the conclusion, or the recommendation that is revised."""

    kind = forms.ChoiceField(label=_("建议"), choices=named(RECOMMENDATION_KINDS))
    addressee = forms.CharField(label=_("对象"), max_length=100, help_text=_("单位或人员。"))
    text = text_field(_("内容"), required=True, rows=4, max_length=2000)

    def first_values(self) -> dict[str, Any]:
        if not isinstance(self.row, Recommendation):
            return {}
        return {name: getattr(self.row, name) for name in ("kind", "addressee", "text")}


class ApproveRecommendationForm(LeaderForm):
    approver = leader_field(_("批准人"), help_text=_("本级人民政府或其行政首长（条例第二十一条）。"))
    decided_on = date_field(_("批准日期"), required=True)

    def first_values(self) -> dict[str, Any]:
        return {"decided_on": self.on}


class CarryOutForm(ActForm):
    outcome = text_field(_("落实情况"), required=True, rows=3, max_length=500)


class HandOverForm(ActForm):
    transferred_to = forms.CharField(label=_("接收机关"), max_length=100)
    transfer_document = forms.CharField(label=_("移送文号"), required=False, max_length=80)


class ClueForm(ActForm):
    kind = forms.ChoiceField(label=_("线索类型"), choices=named(CLUE_KINDS))
    summary = text_field(_("线索摘要"), required=True, rows=5, max_length=2000, help_text=CRIMINAL)
    transferred_to = forms.CharField(label=_("接收机关"), max_length=100)
    transfer_document = forms.CharField(label=_("移送文号"), required=False, max_length=80)
    transferred_on = date_field(_("移送日期"), required=True)

    def first_values(self) -> dict[str, Any]:
        return {"transferred_on": self.on}


class UnitForm(ActForm):
    """For which of the inspected units; ``row`` is the inspection."""

    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(Unit.objects.none(), label=_("被督查单位"))

    def offer_choices(self) -> None:
        field: Any = self.fields["unit"]
        units = self.row.inspected.values("unit")
        taken = self.row.conclusions.exclude(status__in=["replaced", "revoked"]).values("unit")
        field.queryset = Unit.objects.filter(pk__in=units).exclude(pk__in=taken).order_by("pinyin")
