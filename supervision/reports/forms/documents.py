"""Words in: which document is ordered, what its head says, and which two are compared."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from projects.models import Sector
from rulebook.rules import Month
from supervision.matters.forms.pieces import ActForm
from supervision.reports.models import Document, Outline
from supervision.reports.rules.kinds import KINDS, SOURCES_ANNEXES, STATUSES, Kind
from supervision.reports.services import SUBJECT, check_period

MONTHS_OFFERED: Final = 24
ALL: Final[list[tuple[str, Any]]] = [("", _("全部"))]
KIND_CHOICES: Final[list[tuple[str, Any]]] = [(kind.value, label) for kind, label in KINDS.items()]
STATUS_CHOICES: Final[list[tuple[str, Any]]] = [(status.value, label) for status, label in STATUSES.items()]


def month_choices(on: date) -> list[tuple[str, str]]:
    """This month and those before it, newest first."""
    newest = Month.of(on).index
    months = [Month.from_index(index) for index in range(newest, newest - MONTHS_OFFERED, -1)]
    return [(str(month), f"{month.label}（{month.cut_off}）") for month in months]


class DocumentFilterForm(forms.Form):
    kind = forms.ChoiceField(label=_("文种"), required=False, choices=[*ALL, *KIND_CHOICES])
    status = forms.ChoiceField(label=_("状态"), required=False, choices=[*ALL, *STATUS_CHOICES])
    text = forms.CharField(label=_("标题"), required=False, max_length=60)

    def __init__(self, data: Any) -> None:
        super().__init__(data, label_suffix="")


class ReportForm(forms.Form):
    kind = forms.ChoiceField(label=_("文种"), required=False, choices=KIND_CHOICES)
    period = forms.ChoiceField(
        label=_("汇报期间"), help_text=_("全文只用这一个截止期，数据取各单位已审核的月报。")
    )
    sector = forms.ModelChoiceField(
        Sector.objects.order_by("order"),
        label=_("专题板块"),
        required=False,
        empty_label="—",
        help_text=_("督查专报写哪个板块；其他文种不填。"),
    )
    outline = forms.ModelChoiceField(
        Outline.objects.none(),
        label=_("提纲"),
        required=False,
        empty_label=_("通用"),
        help_text=_("不选就用这个文种现行的提纲。"),
    )
    subject = forms.CharField(label=_("标题主题"), max_length=30, initial=SUBJECT)
    opening = forms.CharField(
        label=_("开头语"),
        max_length=1000,
        required=False,
        widget=forms.Textarea,
        help_text=_("可不填。写在第一段数据之前，原样写入。"),
    )

    def __init__(self, data: Any = None, *, actor: User, on: date, initial: Any = None) -> None:
        super().__init__(data, initial=initial, label_suffix="")
        self.on = on
        self.fields["period"].choices = month_choices(on)  # type: ignore[attr-defined]
        rows = Outline.objects.visible_to(actor).in_force(on)
        self.fields["outline"].queryset = rows.order_by("kind", "name")  # type: ignore[attr-defined]

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or Kind.REPORT.value

    def clean_period(self) -> Month:
        try:
            period = Month.parse(self.cleaned_data["period"])
        except ValueError as error:
            raise ValidationError(str(error)) from error
        check_period(period, self.on)
        return period

    def clean(self) -> dict[str, Any]:
        known: dict[str, Any] = super().clean() or {}
        kind, outline = known.get("kind"), known.get("outline")
        if kind == Kind.SPECIAL and not known.get("sector"):
            self.add_error("sector", _("督查专报请选择写哪个板块。"))
        if outline and outline.kind != kind:
            self.add_error("outline", _("这份提纲是另一个文种的。"))
        return known

    @property
    def order(self) -> dict[str, Any]:
        """As ``services.Order`` takes it."""
        known = self.cleaned_data
        sector, outline = known["sector"], known["outline"]
        return {
            "kind": known["kind"],
            "period": known["period"],
            "subject": known["subject"],
            "opening": known["opening"],
            "sector_id": sector.pk if sector and known["kind"] == Kind.SPECIAL else None,
            "outline_id": outline.pk if outline else None,
        }


class NoteForm(ActForm):
    note = forms.CharField(label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class HeadForm(forms.Form):
    """Title, addressee and the rest around the text; ``revision`` is what the editor has seen."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("标题"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=200,
        help_text=_("可分几行写，排版时在这些地方换行。"),
    )
    addressee = forms.CharField(label=_("主送机关"), max_length=200, required=False)
    closing = forms.CharField(label=_("结束语"), max_length=200, required=False)
    copies_to = forms.CharField(label=_("抄送机关"), max_length=300, required=False)
    red_head = forms.CharField(
        label=_("发文机关标志"), max_length=40, required=False, help_text=_("空着就不套红头。")
    )
    sources_annex = forms.ChoiceField(
        label=_("数据来源"),
        choices=[(choice.value, label) for choice, label in SOURCES_ANNEXES.items()],
        required=False,  # unsaid, it stays
        widget=forms.RadioSelect,
        help_text=_("作为最后一个附件，写明文中各数的口径、范围和依据的行数。"),
    )

    def __init__(self, data: Any, *, document: Document) -> None:
        words = ("revision", "addressee", "closing", "copies_to", "red_head", "sources_annex")
        first = {name: getattr(document, name) for name in words}
        first["title"] = "\n".join(document.title_phrases or [document.title])
        super().__init__(data, initial=first, label_suffix="")

    @property
    def phrases(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["title"].splitlines() if line.strip()]


class CompareForm(forms.Form):
    """Two documents of a kind, the older first."""

    older = forms.ModelChoiceField(Document.objects.none(), label=_("前一份"), empty_label="—")
    newer = forms.ModelChoiceField(Document.objects.none(), label=_("后一份"), empty_label="—")

    def __init__(self, data: Any, *, actor: User, kind: str = "") -> None:
        super().__init__(data, label_suffix="")
        rows = Document.objects.visible_to(actor).filter(as_of__isnull=False).exclude(status="discarded")
        rows = rows.filter(kind=kind) if kind else rows
        self.has_two = len(rows[:2]) == 2
        for name in ("older", "newer"):
            field: Any = self.fields[name]
            field.queryset = rows.order_by("-year", "-month", "-pk")
            field.label_from_instance = document_label

    def clean(self) -> dict[str, Any]:
        known: dict[str, Any] = super().clean() or {}
        older, newer = known.get("older"), known.get("newer")
        if older and newer and older.kind != newer.kind:
            raise ValidationError(_("只能比较同一文种的两份公文，请重新选择。"))
        if older and newer and older.pk == newer.pk:
            raise ValidationError(_("请选择两份不同的公文。"))
        return known


def document_label(document: Document) -> str:
    number = document.number_text or document.get_status_display()
    return f"{document.title}（{number}，{document.as_of}）"
