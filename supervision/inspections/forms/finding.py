"""问题: as it is written down at a desk or sent from the phone, answered by the unit, decided by the team."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.forms.pieces import FilesField, FilesInput, choices_with_none, money_field, text_field
from projects.models import Project
from supervision.matters.forms.pieces import ActForm, offer_units, unit_field
from supervision.matters.forms.register import named

from ..models import Category, ChecklistItem, Finding, Inspection
from ..rules.entries import Figure, FindingWords
from ..rules.words import CHECK_RESULTS, FINDING_STATUSES, SEVERITIES, Severity

NOTE_LENGTH: Final = 500
# What a form does not ask about a finding stays as it is.
KEPT: Final = ("milestone_id", "indicator_id", "matter_id")


def offer_inspected(field: Any, inspection: Inspection | None, actor: Any) -> None:
    """The units of the inspection; any unit for a finding of everyday monitoring."""
    offer_units(field, actor)
    if inspection is not None:
        field.queryset = field.queryset.model.objects.filter(
            pk__in=inspection.inspected.values("unit")
        ).order_by("pinyin")


class WordsForm(ActForm):
    """What every door asks about a finding. ``row`` is the inspection, a finding, or None."""

    unit = unit_field(_("被督查单位"))
    category = forms.ModelChoiceField(Category.objects.none(), label=_("问题类别"))
    severity = forms.ChoiceField(label=_("严重程度"), choices=named(SEVERITIES), initial=Severity.GENERAL)
    title = forms.CharField(label=_("问题"), max_length=200)
    description = text_field(_("问题描述"), required=True, rows=5, max_length=4000)
    basis = forms.CharField(label=_("认定依据"), required=False, max_length=500)
    place = forms.CharField(label=_("地点"), required=False, max_length=200)
    latitude = forms.DecimalField(
        label=_("纬度"), required=False, min_value=-90, max_value=90, max_digits=9, decimal_places=6
    )
    longitude = forms.DecimalField(
        label=_("经度"), required=False, min_value=-180, max_value=180, max_digits=9, decimal_places=6
    )

    @property
    def inspection(self) -> Inspection | None:
        return self.row.inspection if isinstance(self.row, Finding) else self.row

    def offer_choices(self) -> None:
        fields: dict[str, Any] = self.fields
        offer_inspected(fields["unit"], self.inspection, self.actor)
        known = Q(is_active=True)
        if isinstance(self.row, Finding):
            known |= Q(pk=self.row.category_id)
        fields["category"].queryset = Category.objects.visible_to(self.actor).filter(known)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        half = (values.get("latitude") is None) != (values.get("longitude") is None)
        if half and not {"latitude", "longitude"} & set(self.errors):
            self.add_error("longitude", ValidationError(gettext("经纬度须成对填写。"), code="half_place"))
        return values

    @property
    def asked(self) -> dict[str, Any]:
        values = self.cleaned_data
        names = ("title", "description", "severity", "basis", "place", "latitude", "longitude")
        words = {name: values[name] for name in names}
        return words | {"unit_id": values["unit"].pk, "category_id": values["category"].pk}


class FindingForm(WordsForm):
    """At a desk. A finding that is revised keeps its figures: they are facts of their day."""

    amount = money_field(_("问题金额（万元）"))
    found_at = forms.DateTimeField(
        label=_("发现时间"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("不填的，按现在。"),
    )
    project = forms.CharField(
        label=_("涉及项目"), required=False, max_length=200, help_text=_("填项目编号或全称。")
    )
    photos = FilesField(
        label=_("佐证"),
        required=False,
        widget=FilesInput,
        help_text=_("照片或文件，一次可选多个；涉密文件不得上传。"),
    )
    field_order = ("unit", "category", "severity", "title", "description", "basis", "amount", "found_at")

    def first_values(self) -> dict[str, Any]:
        if not isinstance(self.row, Finding):
            return {}
        names = ("severity", "title", "description", "basis", "amount", "place", "latitude", "longitude")
        keys = {"unit": self.row.unit_id, "category": self.row.category_id, "found_at": self.row.found_at}
        project = self.row.project.number if self.row.project else ""
        return {name: getattr(self.row, name) for name in names} | keys | {"project": project}

    def clean_project(self) -> Project | None:
        words = self.cleaned_data["project"].strip()
        if not words:
            return None
        seen = Project.objects.visible_to(self.actor)
        found = seen.filter(Q(number=words) | Q(name=words)).order_by("-pk").first()
        if found is None:
            raise ValidationError(gettext("没有编号或名称为“%(words)s”的项目。") % {"words": words})
        return found

    @property
    def words(self) -> FindingWords:
        values, more = self.cleaned_data, {}
        if isinstance(self.row, Finding):
            more = {name: getattr(self.row, name) for name in KEPT}
            more["figures"] = tuple(Figure(**figure) for figure in self.row.figures)
        project = values["project"].pk if values["project"] else None
        found = values["found_at"] or (self.row.found_at if isinstance(self.row, Finding) else None)
        return FindingWords(**self.asked, **more, amount=values["amount"], found_at=found, project_id=project)

    @property
    def files_sent(self) -> list[tuple[str, Any]]:
        return [(file.name, file) for file in self.cleaned_data["photos"]]


class SiteFindingForm(WordsForm):
    """From the phone: when is told as how long ago, since a phone's clock may be wrong."""

    client_key = forms.UUIDField()
    seconds_ago = forms.IntegerField(min_value=0, max_value=366 * 86_400)
    item = forms.ModelChoiceField(ChecklistItem.objects.none(), required=False)
    photos = FilesField(label=_("照片"), required=False, widget=FilesInput)

    def offer_choices(self) -> None:
        super().offer_choices()
        field: Any = self.fields["item"]
        field.queryset = self.row.checklist.all()

    def words(self, now: datetime) -> FindingWords:
        item = self.cleaned_data["item"]
        behind = {"project_id": item.project_id, "matter_id": item.matter_id} if item else {}
        ago = timedelta(seconds=self.cleaned_data["seconds_ago"])
        return FindingWords(**self.asked, **behind, found_at=now - ago)

    @property
    def files_sent(self) -> list[tuple[str, Any]]:
        return [(file.name, file) for file in self.cleaned_data["photos"]]


class SiteCheckForm(ActForm):
    """One result; ``row`` is the inspection."""

    item = forms.ModelChoiceField(ChecklistItem.objects.none())
    result = forms.ChoiceField(choices=[(r.value, label) for r, label in CHECK_RESULTS.items()])
    note = forms.CharField(required=False, max_length=NOTE_LENGTH)

    def offer_choices(self) -> None:
        field: Any = self.fields["item"]
        field.queryset = self.row.checklist.all()


class AnswerForm(ActForm):
    """认可, with words or without."""

    statement = text_field(_("说明（可不填）"), rows=2, max_length=2000)


class DisputeForm(ActForm):
    statement = text_field(
        _("陈述意见"),
        required=True,
        rows=5,
        max_length=2000,
        help_text=_("写明不认可的内容和理由；督查组逐条核实后决定。"),
    )


class EvidenceForm(ActForm):
    attachments = FilesField(
        label=_("佐证"), widget=FilesInput, help_text=_("一次可选多个；涉密文件不得上传。")
    )
    claimed_at = forms.DateTimeField(
        label=_("拍摄时间"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    place = forms.CharField(label=_("拍摄地点"), required=False, max_length=200)

    def clean_attachments(self) -> list[Any]:
        files: list[Any] = self.cleaned_data["attachments"]
        if not files:
            raise ValidationError(gettext("请选择文件。"), code="required")
        return files


class FindingFilters(ActForm):
    """Within one inspection, or among all findings; a GET form."""

    text = forms.CharField(label=_("问题或编号"), required=False, max_length=100)
    unit = unit_field(_("被督查单位"), required=False)
    status = forms.ChoiceField(
        label=_("状态"), required=False, choices=choices_with_none(named(FINDING_STATUSES), _("全部"))
    )
    severity = forms.ChoiceField(
        label=_("严重程度"), required=False, choices=choices_with_none(named(SEVERITIES), _("全部"))
    )
    category = forms.ModelChoiceField(Category.objects.none(), label=_("问题类别"), required=False)

    def offer_choices(self) -> None:
        fields: dict[str, Any] = self.fields
        offer_inspected(fields["unit"], self.row, self.actor)
        fields["category"].queryset = Category.objects.visible_to(self.actor)
