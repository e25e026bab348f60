"""Machine clients of the API: a user without a person, an OAuth application, and a range of units."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from oauth2_provider.models import get_access_token_model, get_application_model
from oauth2_provider.scopes import get_scopes_backend

from accounts.models import Role, RoleGrant, Unit, User
from accounts.permissions import require
from accounts.services.saving import because, save_valid

Application = get_application_model()


@transaction.atomic
def create_api_client(
    *, actor: User | None, name: str, unit: Unit | None, scopes: Collection[str], on: date
) -> tuple[User, str, str]:
    """A client and its (user, client id, secret); the secret is kept only as a hash and shown only now.

    ``unit`` is its range with all units below, None the whole county. ``actor`` None acts at the console.
    """
    if actor is not None:
        require(actor, "api_client.change")
    if unknown := set(scopes) - set(get_scopes_backend().get_all_scopes()):
        raise ValidationError(_("没有这些权限范围：%(scopes)s。") % {"scopes": ", ".join(sorted(unknown))})
    user = User(username=name, unit=unit, password_is_own=True)
    user.set_unusable_password()
    secret = secrets.token_urlsafe(32)
    with because(actor, _("创建接口调用方")):
        save_valid(user)
        grant = RoleGrant(user=user, role=Role.API_CLIENT, unit=unit, scopes=sorted(scopes), valid_from=on)
        grant.granted_by = actor
        save_valid(grant)
    application = Application(
        name=name,
        user=user,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
        client_secret=secret,
        hash_client_secret=True,
    )
    save_valid(application)
    return user, application.client_id, secret


@transaction.atomic
def close_api_client(*, actor: User, user_id: int, reason: str) -> None:
    """End a client at once: its tokens are withdrawn, its account is closed, its history stays."""
    require(actor, "api_client.change")
    user = User.objects.select_for_update().get(pk=user_id)
    user.is_active = False
    with because(actor, reason):
        user.save(update_fields=["is_active"])
    get_access_token_model().objects.filter(application__user=user).delete()
