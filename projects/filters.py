"""The choices of the ledger, for the web and the API alike: words in, ``LedgerFilters`` out."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.clock import today
from accounts.models import Post, Unit
from rulebook.rules import Light, Month
from rulebook.rules.lights import LIGHT_LABELS

from .models import Plan, Programme, Project, Sector
from .models.plan import PlanKind
from .models.project import Level, Stage
from .selectors import ORDERINGS, LedgerFilters, reporting_month

MONTHS_OFFERED = 24
ALL = _("全部")
YES_NO = [("1", _("是")), ("0", _("否"))]
LIGHTS = [(light.code, LIGHT_LABELS[light]) for light in sorted(Light, reverse=True)]


class MonthField(forms.Field):
    """“2026-08” as a reporting month; a list offers the last two years, an address may name any."""

    widget = forms.Select

    def to_python(self, value: Any) -> Month | None:
        if value in self.empty_values:
            return None
        try:
            return value if isinstance(value, Month) else Month.parse(str(value))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid_month") from error


class MonthFilter(django_filters.Filter):
    field_class = MonthField


def months_until(last: Month) -> list[tuple[str, str]]:
    """The choices of a cut-off, newest first."""
    months = (Month.from_index(last.index - back) for back in range(MONTHS_OFFERED))
    return [(str(month), month.label) for month in months]


def _seen(model: type[Any]) -> Any:
    """The rows that a list offers: those that this user may see, and no others."""

    def rows(request: HttpRequest | None) -> QuerySet[Any]:
        return model.objects.visible_to(request.user) if request else model.objects.none()

    return rows


class KeyChoice(django_filters.ModelChoiceFilter):
    def __init__(self, model: type[Any], **kwargs: Any) -> None:
        super().__init__(queryset=_seen(model), empty_label=ALL, **kwargs)


class WordChoice(django_filters.ChoiceFilter):
    def __init__(self, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices=choices, empty_label=ALL, **kwargs)


class ChosenFilterSet(django_filters.FilterSet):
    """What was chosen on a page or in an address, as far as it was understood; the rows are a selector's."""

    aside: ClassVar[tuple[str, ...]] = ("sort",)  # these choose no rows

    def hide_order(self) -> None:
        """The heads of the columns say it."""
        self.form.fields["sort"].widget = forms.HiddenInput()

    def offer_leaders(self, data: Any) -> None:
        """County leaders, and whatever other post the address asks for."""
        leader: Any = self.form.fields["leader"]
        offered, asked = Q(is_county_leader=True), str((data or {}).get("leader") or "")
        chosen = offered | Q(pk=int(asked)) if asked.isdecimal() else offered
        leader.queryset = leader.queryset.filter(chosen)

    @property
    def active(self) -> int:
        """How many choices narrow the list."""
        return sum(bool(value) for name, value in self._cleaned.items() if name not in self.aside)

    @property
    def _cleaned(self) -> dict[str, Any]:
        self.form.is_valid()
        return getattr(self.form, "cleaned_data", {})

    def _given(self, name: str) -> Any:
        return self._cleaned.get(name)

    def _key(self, name: str) -> int | None:
        row = self._given(name)
        return row.pk if row else None

    def _yes_no(self, name: str) -> bool | None:
        return {"1": True, "0": False}.get(self._given(name) or "")


class LedgerFilterSet(ChosenFilterSet):
    """``LedgerFilterSet(request.GET, request=request)``, with ``chosen`` and ``cut_off`` as understood."""

    aside = ("period", "sort")
    period = MonthFilter(label=_("截至"))
    text = django_filters.CharFilter(label=_("名称、拼音或编号"))
    sector = KeyChoice(Sector, label=_("板块"))
    level = WordChoice(Level.choices, label=_("级别"))
    kind = WordChoice(PlanKind.choices, label=_("年度类型"))
    stage = WordChoice(Stage.choices, label=_("建设阶段"))
    light = WordChoice(LIGHTS, label=_("亮灯"))
    unit = KeyChoice(Unit, label=_("承担单位"))
    leader = KeyChoice(Post, label=_("包抓领导"))
    programme = KeyChoice(Programme, label=_("工程（活动）"))
    plan = KeyChoice(Plan, label=_("所属计划"))
    promotion = WordChoice(YES_NO, label=_("招商引资"))
    in_plan = WordChoice(YES_NO, label=_("在年度计划内"))
    sort = django_filters.ChoiceFilter(choices=[(key, key) for key in ORDERINGS], label=_("排序"))

    class Meta:
        model = Project
        fields: list[str] = []

    def __init__(self, data: Any = None, *, request: Any, **kwargs: Any) -> None:
        super().__init__(data, queryset=Project.objects.none(), request=request, **kwargs)
        self.reporting_month = reporting_month(today())
        fields = self.form.fields
        fields["period"].widget.choices = months_until(self.reporting_month)
        fields["period"].initial = str(self.reporting_month)
        self.hide_order()
        leaders = fields["leader"].queryset.filter(is_county_leader=True)
        fields["leader"].queryset = leaders

    @property
    def cut_off(self) -> Month:
        return self._given("period") or self.reporting_month

    @property
    def chosen(self) -> LedgerFilters:
        """What was chosen, as far as it was understood."""
        ids: Any = {name: self._key(name) for name in ("sector", "programme", "plan", "unit", "leader")}
        words: Any = {name: self._given(name) or "" for name in ("level", "kind", "stage", "text")}
        light = self._given("light")
        return LedgerFilters(
            **ids,
            **words,
            light=Light.from_code(light) if light else None,
            in_plan=self._yes_no("in_plan"),
            promotion=self._yes_no("promotion"),
            order=self._given("sort") or "sector",
        )
