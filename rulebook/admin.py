"""The rule book in the admin site. Saving goes through the services; nothing is deleted."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from accounts.models import User
from accounts.permissions import can

from . import services
from .models import CalendarDay, DeadlineRule, DocumentStyle, LadderRung, LightRule, NumberSeries, SendingRule


def _actor(request: HttpRequest) -> User:
    """The admin site has turned away everybody who is not signed in before it asks."""
    return cast(User, request.user)


class KeptAdmin(admin.ModelAdmin):
    """Rows stay; who may change the rule book may add."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return can(_actor(request), "rulebook.change")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(CalendarDay)
class CalendarDayAdmin(KeptAdmin):
    list_display = ["date", "is_workday", "name", "origin", "source"]
    list_filter = ["is_workday", "origin"]
    date_hierarchy = "date"
    search_fields = ["name", "source"]
    fields = ["date", "is_workday", "name", "source"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(_actor(request), "rulebook.change")

    def get_readonly_fields(self, request: HttpRequest, obj: CalendarDay | None = None) -> list[str]:
        return ["date"] if obj else []

    def save_model(self, request: HttpRequest, obj: CalendarDay, form: forms.ModelForm, change: bool) -> None:
        saved = services.set_calendar_day(
            actor=_actor(request),
            day=obj.date,
            is_workday=obj.is_workday,
            name=obj.name,
            source=obj.source,
        )
        obj.pk = saved.pk


class DatedRuleAdmin(KeptAdmin):
    """Adding means: from this day on. The rule in force until then ends by itself."""

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> list[str]:
        # Without valid_to the form does not refuse the overlap that the service resolves.
        return [] if obj else ["valid_to"]


@admin.register(DeadlineRule)
class DeadlineRuleAdmin(DatedRuleAdmin):
    list_display = [
        "key",
        "start_event",
        "amount",
        "unit",
        "shift_to_workday",
        "valid_from",
        "valid_to",
        "note",
    ]
    list_filter = ["key"]

    def save_model(
        self, request: HttpRequest, obj: DeadlineRule, form: forms.ModelForm, change: bool
    ) -> None:
        obj.pk = services.change_deadline_rule(actor=_actor(request), **form.cleaned_data).pk


@admin.register(LightRule)
class LightRuleAdmin(DatedRuleAdmin):
    list_display = [
        "subject",
        "measure",
        "green_at",
        "watch_at",
        "yellow_at",
        "valid_from",
        "valid_to",
        "note",
    ]
    list_filter = ["subject", "measure"]

    def save_model(self, request: HttpRequest, obj: LightRule, form: forms.ModelForm, change: bool) -> None:
        obj.pk = services.change_light_rule(actor=_actor(request), **form.cleaned_data).pk


@admin.register(LadderRung)
class LadderRungAdmin(KeptAdmin):
    """A ladder is changed as a whole, on the page that first shows whom it would remind."""

    list_display = [
        "ladder",
        "colour",
        "step",
        "offset",
        "unit",
        "addressees",
        "channels",
        "proposes_slip",
        "valid_from",
        "valid_to",
        "note",
    ]
    list_filter = ["ladder", "colour"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(SendingRule)
class SendingRuleAdmin(DatedRuleAdmin):
    list_display = [
        "opens_at",
        "closes_at",
        "workdays_only",
        "daily_cap",
        "leaders_weekday",
        "valid_from",
        "valid_to",
        "note",
    ]

    def save_model(self, request: HttpRequest, obj: SendingRule, form: forms.ModelForm, change: bool) -> None:
        obj.pk = services.change_sending_rule(
            actor=_actor(request), valid_from=obj.valid_from, terms=obj.terms, note=obj.note
        ).pk


@admin.register(DocumentStyle)
class DocumentStyleAdmin(DatedRuleAdmin):
    list_display = ["valid_from", "valid_to", "title_font", "body_font", "line_pt", "fill_page", "note"]

    def save_model(
        self, request: HttpRequest, obj: DocumentStyle, form: forms.ModelForm, change: bool
    ) -> None:
        known = {name: value for name, value in form.cleaned_data.items() if name != "valid_to"}
        obj.pk = services.change_document_style(actor=_actor(request), **known).pk


@admin.register(NumberSeries)
class NumberSeriesAdmin(KeptAdmin):
    """Numbers are given by the services that issue documents, never by hand."""

    list_display = ["key", "year", "last"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
