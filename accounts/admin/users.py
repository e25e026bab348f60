"""Accounts and roles in the admin site. A password is shown once and never stored readable."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Field, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import services
from accounts.clock import today
from accounts.models import Role, RoleGrant, User
from accounts.permissions import can

from .site import ServedAdmin, actor_of, show_refusal

Given = TypeVar("Given")

admin.site.unregister(Group)  # roles are dated grants; groups are not used


@admin.register(User)
class UserAdmin(ServedAdmin):
    list_display = ["username", "person_name", "unit", "roles_today", "is_active", "password_is_own"]
    list_filter = ["is_active", "password_is_own"]
    list_select_related = ["unit", "person"]
    search_fields = ["username", "person__name", "person__pinyin"]
    autocomplete_fields = ["person"]
    actions = ["hand_out_passwords", "deactivate", "activate"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        grants = Prefetch("grants", RoleGrant.objects.in_force(today()), to_attr="grants_today")
        return super().get_queryset(request).prefetch_related(grants)

    @admin.display(description=gettext_lazy("姓名"), ordering="person__pinyin")
    def person_name(self, user: User) -> str:
        return user.display_name

    @admin.display(description=gettext_lazy("角色"), empty_value="—")
    def roles_today(self, user: Any) -> str | None:
        return _("、").join(grant.get_role_display() for grant in user.grants_today) or None

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> list[Any]:
        if obj is None:
            return ["username", "person"]
        seen = ["username", "person", "unit", "language", "is_active", "password_is_own"]
        return [*seen, "password_set_on", "last_login"]

    def has_add_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return can(actor_of(request), "user.open")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        # Accounts are changed by the actions of the list; the page of one is for reading.
        return obj is None and super().has_change_permission(request)

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm[User], change: bool) -> None:
        user, password = services.create_user(actor=actor_of(request), on=today(), **form.cleaned_data)
        obj.pk = user.pk
        request.handed_out = [(user, password)]  # type: ignore[attr-defined]

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: Any = None) -> HttpResponse:
        return self._show_once(request, request.handed_out)  # type: ignore[attr-defined]

    @admin.action(description=gettext_lazy("发放初始密码（只显示一次）"), permissions=["change"])
    def hand_out_passwords(self, request: HttpRequest, users: QuerySet[User]) -> HttpResponse | None:
        def hand_out(user: User) -> str:
            return services.set_password(actor=actor_of(request), user_id=user.pk, on=today())

        handed_out = self._each(request, users, hand_out)
        return self._show_once(request, handed_out) if handed_out else None

    def _show_once(self, request: HttpRequest, handed_out: list[tuple[User, str]]) -> HttpResponse:
        """On the page itself, which the admin site marks as not to be stored; a message is a cookie."""
        context = {**self.admin_site.each_context(request), "title": _("初始密码"), "opts": self.opts}
        return TemplateResponse(
            request, "admin/initial_passwords.html", {**context, "handed_out": handed_out}
        )

    @admin.action(description=gettext_lazy("停用所选用户"), permissions=["change"])
    def deactivate(self, request: HttpRequest, users: QuerySet[User]) -> None:
        self._set_active(request, users, False, _("管理后台停用"))

    @admin.action(description=gettext_lazy("启用所选用户"), permissions=["change"])
    def activate(self, request: HttpRequest, users: QuerySet[User]) -> None:
        self._set_active(request, users, True, _("管理后台启用"))

    def _set_active(self, request: HttpRequest, users: QuerySet[User], active: bool, reason: str) -> None:
        def act(user: User) -> User:
            return services.set_active(actor=actor_of(request), user_id=user.pk, active=active, reason=reason)

        self._each(request, users, act)

    def _each(
        self, request: HttpRequest, users: QuerySet[User], act: Callable[[User], Given]
    ) -> list[tuple[User, Given]]:
        """What ``act`` gave for each of them; whom the actor may not touch is told and stops nobody else."""
        given = []
        for user in users:
            try:
                given.append((user, act(user)))
            except ValidationError as error:
                show_refusal(request, error)
            except PermissionDenied:
                text = _(
                    "“%(user)s”的账号不由您处置：督查员、督查办主任、县领导、审计员和安全管理员的账号"
                    "由安全管理员处置，其他账号由系统管理员处置。"
                )
                messages.error(request, text % {"user": user})
        return given


@admin.register(RoleGrant)
class RoleGrantAdmin(ServedAdmin):
    """Granted by adding, withdrawn by the action; a grant is never edited."""

    list_display = ["user", "role", "unit", "valid_from", "valid_to", "granted_by", "reason"]
    list_filter = ["role"]
    list_select_related = ["user__person", "unit", "granted_by__person"]
    search_fields = ["user__username", "user__person__name"]
    autocomplete_fields = ["user", "unit"]
    actions = ["revoke"]

    def get_fields(self, request: HttpRequest, obj: RoleGrant | None = None) -> list[Any]:
        asked = ["user", "role", "unit", "valid_from", "valid_to", "reason"]
        return [*asked, "scopes", "granted_by"] if obj else asked

    def formfield_for_choice_field(
        self, db_field: Field[Any, Any], request: HttpRequest, **options: Any
    ) -> Any:
        if db_field.name == "role":
            options["choices"] = [("", "—"), *(c for c in Role.choices if c[0] != Role.API_CLIENT)]
        return super().formfield_for_choice_field(db_field, request, **options)

    def has_change_permission(self, request: HttpRequest, obj: RoleGrant | None = None) -> bool:
        return obj is None and super().has_change_permission(request)

    def save_model(
        self, request: HttpRequest, obj: RoleGrant, form: forms.ModelForm[RoleGrant], change: bool
    ) -> None:
        given = form.cleaned_data
        grant = services.grant_role(
            actor=actor_of(request),
            user_id=given["user"].pk,
            role=given["role"],
            unit=given["unit"],
            on=given["valid_from"],
            until=given["valid_to"],
            reason=given["reason"],
        )
        obj.pk = grant.pk

    @admin.action(description=gettext_lazy("自今日起终止所选授权"), permissions=["change"])
    def revoke(self, request: HttpRequest, grants: QuerySet[RoleGrant]) -> None:
        for grant in grants:
            try:
                services.revoke_role(
                    actor=actor_of(request), grant_id=grant.pk, on=today(), reason=_("管理后台终止")
                )
            except ValidationError as error:
                show_refusal(request, error)
