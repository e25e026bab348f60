"""Sign-in by password, and what the admin site may show to whom."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest
from oauth2_provider.scopes import SettingsScopes

from accounts.clock import today
from accounts.models import Role, RoleGrant, User

# Who may change what in the admin site; everything else there is view-only, for auditors always.
EDITORS: dict[str, frozenset[str]] = {
    "accounts.rolegrant": frozenset({Role.SECURITY_ADMIN}),
    "accounts.user": frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}),
    "accounts.unit": frozenset({Role.SYSTEM_ADMIN, Role.OFFICE_HEAD}),
    "accounts.post": frozenset({Role.SYSTEM_ADMIN, Role.OFFICE_HEAD}),
    "accounts.person": frozenset({Role.SYSTEM_ADMIN, Role.OFFICE_HEAD}),
    "accounts.tenure": frozenset({Role.SYSTEM_ADMIN, Role.OFFICE_HEAD}),
    "oauth2_provider.application": frozenset({Role.SYSTEM_ADMIN}),
    "rulebook.*": frozenset({Role.SYSTEM_ADMIN, Role.OFFICE_HEAD}),
    "projects.sector": frozenset({Role.SYSTEM_ADMIN, Role.OFFICE_HEAD}),
    "projects.plan": frozenset({Role.SYSTEM_ADMIN, Role.OFFICE_HEAD}),
    "projects.programme": frozenset({Role.SYSTEM_ADMIN, Role.OFFICE_HEAD}),
    "matters.source": frozenset({Role.SYSTEM_ADMIN, Role.OFFICE_HEAD}),
    "inspections.origin": frozenset({Role.SYSTEM_ADMIN, Role.OFFICE_HEAD}),
    "inspections.category": frozenset({Role.SYSTEM_ADMIN, Role.OFFICE_HEAD}),
}
# System and security administrators keep people and rules; the county's business is not theirs to read.
ADMINISTRATORS_READ = ("accounts.", "rulebook.", "oauth2_provider.")


class RoleBackend(BaseBackend):
    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        if username is None or password is None:
            return None
        user = User.objects.filter(username=username).select_related("person").first()
        if user is None:
            User().set_password(password)  # as slow as a wrong password, so that names cannot be probed
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.select_related("person", "unit").filter(pk=user_id, is_active=True).first()

    def has_perm(self, user: Any, perm: str, obj: Any = None) -> bool:
        """Answer for the admin site: ``app_label.action_model``."""
        if not user.is_staff:
            return False
        label, _sep, codename = perm.partition(".")
        action, _sep, model = codename.partition("_")
        subject = f"{label}.{model}"
        if action == "view":
            return _may_read(user, subject)
        editors = EDITORS.get(subject) or EDITORS.get(f"{label}.*") or frozenset()
        return action in ("add", "change") and bool(user.roles & editors)


class GrantedScopes(SettingsScopes):
    """A client gets no more scopes than its grant of today names, whatever it asks for."""

    def get_available_scopes(self, application: Any = None, request: Any = None, **_: Any) -> list[str]:
        if application is None:
            return list(super().get_available_scopes())
        grants = RoleGrant.objects.in_force(today()).filter(role=Role.API_CLIENT)
        grants = grants.filter(user=application.user, user__is_active=True)
        return sorted({scope for scopes in grants.values_list("scopes", flat=True) for scope in scopes})

    def get_default_scopes(self, application: Any = None, request: Any = None, **_: Any) -> list[str]:
        available = self.get_available_scopes(application=application)
        return [scope for scope in super().get_default_scopes() if scope in available]


def _may_read(user: User, subject: str) -> bool:
    if user.roles & {Role.AUDITOR, Role.OFFICE_HEAD}:
        return True
    return subject.startswith(ADMINISTRATORS_READ)
