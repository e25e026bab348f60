"""Indicators in the admin site: definitions are edited through the services, and their history is kept.

To add a definition is to let another one follow; to change one is to correct its words, with a reason.
Targets of county, city and province are set here or by workbook; values and frozen curves are only looked at.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin import ServedAdmin, ViewOnlyAdmin, ViewOnlyRows, actor_of
from accounts.clock import now, today

from . import services
from .models import Indicator, IndicatorVersion, Observation, PeerObservation, SeasonCurve, Target
from .permissions import can
from .services.definitions import KEPT

LAST_FIELDS = ("breaks_series", "valid_from")


class DefinedAdmin(ServedAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return can(actor_of(request), "indicator.define")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(actor_of(request), "indicator.define")


class IndicatorForm(forms.ModelForm):
    name = forms.CharField(label=gettext_lazy("指标名称"), max_length=80)
    measured_in = forms.CharField(label=gettext_lazy("计量单位"), max_length=20)
    since = forms.DateField(label=gettext_lazy("首个口径自"))

    class Meta:
        model = Indicator
        fields = ["code", "unit", "order", "in_report"]


class VersionInline(ViewOnlyRows):
    model = IndicatorVersion
    fields = ("name", "measured_in", "growth_basis", "frequency", "valid_from", "valid_to")


@admin.register(Indicator)
class IndicatorAdmin(DefinedAdmin):
    list_display = ("code", "unit", "order", "in_report")
    list_select_related = ("unit",)
    inlines = (VersionInline,)
    actions = ("freeze_curves",)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = IndicatorForm
        return super().get_form(request, obj, change, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Indicator, form: Any, change: bool) -> None:
        actor, told = actor_of(request), form.cleaned_data
        if change:
            services.change_indicator(actor=actor, indicator_id=obj.pk, **told)
            return
        obj.pk = services.define_indicator(actor=actor, **told).pk
        obj._state.adding = False

    @admin.action(description=gettext_lazy("冻结所选指标本年度的季节曲线"), permissions=["change"])
    def freeze_curves(self, request: HttpRequest, rows: QuerySet[Indicator]) -> None:
        for indicator in rows:
            frozen = services.freeze_season_curve(
                actor=actor_of(request), indicator_id=indicator.pk, year=today().year, now=now()
            )
            if frozen.curve is None:
                place = {"code": indicator.code, "reason": frozen.lesson.reason}
                messages.warning(request, _("%(code)s：没有季节曲线，%(reason)s") % place)
            elif frozen.is_new:
                messages.success(request, _("%(code)s：已冻结") % {"code": indicator.code})
            else:
                messages.info(request, _("%(code)s：此前已冻结，没有变化") % {"code": indicator.code})


class VersionForm(forms.ModelForm):
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=200)

    class Meta:
        model = IndicatorVersion
        fields = ["indicator", *KEPT, *LAST_FIELDS]


@admin.register(IndicatorVersion)
class IndicatorVersionAdmin(DefinedAdmin):
    form = VersionForm
    list_display = ("name", "indicator", "measured_in", "frequency", "valid_from", "valid_to")
    list_filter = ("frequency", "value_kind", "growth_basis")
    list_select_related = ("indicator",)
    search_fields = ("name", "definition")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("indicator", "valid_from") if obj else ()

    def save_model(self, request: HttpRequest, obj: IndicatorVersion, form: Any, change: bool) -> None:
        actor, told = actor_of(request), dict(form.cleaned_data)
        if change:
            services.correct_definition(actor=actor, version_id=obj.pk, **told)
            return
        indicator, since = told.pop("indicator"), told.pop("valid_from")
        version = services.change_definition(actor=actor, indicator_id=indicator.pk, since=since, **told)
        obj.pk = version.pk
        obj._state.adding = False


class TargetForm(forms.ModelForm):
    class Meta:
        model = Target
        fields = ["indicator", "year", "kind", "set_by", "value", "curve", "source_document"]


@admin.register(Target)
class TargetAdmin(DefinedAdmin):
    """What was set once keeps its year, kind and setter; another value goes into the history."""

    form = TargetForm
    list_display = ("indicator", "year", "kind", "set_by", "value", "source_document")
    list_filter = ("year", "kind", "set_by")
    list_select_related = ("indicator",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("indicator", "year", "kind", "set_by") if obj else ()

    def save_model(self, request: HttpRequest, obj: Target, form: Any, change: bool) -> None:
        of = {name: getattr(obj, name) for name in ("year", "kind", "set_by")}
        told = {name: form.cleaned_data[name] for name in ("value", "curve", "source_document")}
        target = services.set_target(
            actor=actor_of(request),
            indicator_id=obj.indicator_id,
            **of,
            **{**told, "curve": told["curve"] or None},
        )
        obj.pk = target.pk
        obj._state.adding = False


@admin.register(Observation)
class ObservationAdmin(ViewOnlyAdmin):
    list_display = (
        "indicator",
        "year",
        "month",
        "status",
        "revision",
        "value",
        "growth",
        "reported_by",
        "reported_at",
    )
    list_filter = ("year", "month", "status", "indicator")
    list_select_related = ("indicator", "reported_by__person")


@admin.register(PeerObservation)
class PeerObservationAdmin(ViewOnlyAdmin):
    list_display = ("indicator", "region", "year", "month", "revision", "value", "growth", "rank")
    list_filter = ("year", "month", "indicator")
    list_select_related = ("indicator",)
    search_fields = ("region",)


@admin.register(SeasonCurve)
class SeasonCurveAdmin(ViewOnlyAdmin):
    list_display = ("indicator", "year", "revision", "years", "frozen_by", "frozen_at", "reason")
    list_filter = ("year",)
    list_select_related = ("indicator", "frozen_by__person")
