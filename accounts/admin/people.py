"""Units, posts, people and tenures in the admin site; each save calls a service."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import services
from accounts.clock import today
from accounts.models import Deputy, Person, Post, Tenure, Unit

from .site import ServedAdmin, ViewOnlyAdmin, actor_of, show_refusal


@admin.register(Unit)
class UnitAdmin(ServedAdmin):
    list_display = ["short_name", "name", "kind", "parent", "ranking_group", "is_active"]
    list_filter = ["kind", "is_active"]
    list_select_related = ["parent"]
    search_fields = ["name", "short_name", "pinyin"]
    fields = ["name", "short_name", "kind", "parent", "credit_code", "ranking_group"]
    actions = ["close"]

    def save_model(self, request: HttpRequest, obj: Unit, form: forms.ModelForm[Unit], change: bool) -> None:
        actor, values = actor_of(request), dict(form.cleaned_data)
        if not change:
            obj.pk = services.create_unit(actor=actor, **values).pk
            return
        names = {name: values.pop(name) for name in ("name", "short_name")}
        if names.keys() & set(form.changed_data):
            services.rename_unit(actor=actor, unit_id=obj.pk, reason=_("管理后台更名"), **names)
        services.revise_unit(actor=actor, unit_id=obj.pk, **values)

    @admin.action(description=gettext_lazy("停用所选单位（撤并）"), permissions=["change"])
    def close(self, request: HttpRequest, units: QuerySet[Unit]) -> None:
        for unit in units:
            try:
                services.close_unit(actor=actor_of(request), unit_id=unit.pk, reason=_("管理后台停用"))
            except ValidationError as error:
                show_refusal(request, error)


@admin.register(Post)
class PostAdmin(ServedAdmin):
    list_display = ["name", "unit", "holder", "is_county_leader", "is_chief", "order"]
    list_filter = ["is_county_leader", "is_chief"]
    list_select_related = ["unit"]
    search_fields = ["name", "unit__short_name"]
    autocomplete_fields = ["unit"]
    fields = ["name", "unit", "is_county_leader", "is_chief", "order"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        return cast(Any, super().get_queryset(request)).with_holder(today())

    @admin.display(description=gettext_lazy("现任"), empty_value="—")
    def holder(self, post: Any) -> str | None:
        return post.holder_name

    def get_readonly_fields(self, request: HttpRequest, obj: Post | None = None) -> list[str]:
        return ["unit"] if obj else []

    def save_model(self, request: HttpRequest, obj: Post, form: forms.ModelForm[Post], change: bool) -> None:
        actor, values = actor_of(request), form.cleaned_data
        if change:
            services.revise_post(actor=actor, post_id=obj.pk, **values)
        else:
            obj.pk = services.create_post(actor=actor, **values).pk


@admin.register(Person)
class PersonAdmin(ServedAdmin):
    list_display = ["name", "unit", "phone", "email"]
    list_select_related = ["unit"]
    search_fields = ["name", "pinyin", "unit__short_name"]
    autocomplete_fields = ["unit"]
    fields = ["name", "unit", "phone", "email"]

    def save_model(
        self, request: HttpRequest, obj: Person, form: forms.ModelForm[Person], change: bool
    ) -> None:
        actor, values = actor_of(request), form.cleaned_data
        if change:
            services.revise_person(actor=actor, person_id=obj.pk, **values)
        else:
            obj.pk = services.create_person(actor=actor, **values).pk


@admin.register(Tenure)
class TenureAdmin(ServedAdmin):
    """Adding means: from this day on, the holder until then ends by itself. Later only the end is set."""

    list_display = ["post", "person", "valid_from", "valid_to"]
    list_select_related = ["post", "person"]
    search_fields = ["post__name", "person__name"]
    autocomplete_fields = ["post", "person"]

    def get_fields(self, request: HttpRequest, obj: Tenure | None = None) -> list[Any]:
        # Without valid_to the form does not refuse the overlap that the service resolves.
        return ["post", "person", "valid_from", *(["valid_to"] if obj else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: Tenure | None = None) -> list[str]:
        return ["post", "person", "valid_from"] if obj else []

    def save_model(
        self, request: HttpRequest, obj: Tenure, form: forms.ModelForm[Tenure], change: bool
    ) -> None:
        actor, values = actor_of(request), form.cleaned_data
        if change and values["valid_to"] is not None:
            services.end_tenure(actor=actor, tenure_id=obj.pk, on=values["valid_to"])
        elif not change:
            post, person, on = values["post"], values["person"], values["valid_from"]
            obj.pk = services.appoint(actor=actor, post_id=post.pk, person_id=person.pk, on=on).pk


@admin.register(Deputy)
class DeputyAdmin(ViewOnlyAdmin):
    """Whoever goes away, or the head of the office, appoints the deputy on a page of its own."""

    list_display = ["user", "deputy", "valid_from", "valid_to", "reason"]
    list_select_related = ["user__person", "deputy__person"]
    search_fields = ["user__username", "user__person__name", "deputy__person__name"]
