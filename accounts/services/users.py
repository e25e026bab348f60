"""Accounts: opened, given a password that is handed over once, closed. Nobody is ever deleted."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date
from typing import Final

from axes.utils import reset as forget_failures
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person, Role, RoleGrant, Unit, User
from accounts.permissions import require
from accounts.services.grants import grant_role
from accounts.services.saving import because, save_valid

# Without the signs that are mistaken for each other when a password is read out or copied by hand.
_SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"


def generate_password() -> str:
    """Twelve signs in three groups, 59 bits: for one sign-in, after which it must be changed."""
    return "-".join("".join(secrets.choice(_SIGNS) for _place in range(4)) for _group in range(3))


@transaction.atomic
def create_user(
    *,
    actor: User,
    username: str,
    person: Person,
    on: date,
    roles: Iterable[tuple[str, Unit | None]] = (),
) -> tuple[User, str]:
    """Open an account with its (role, unit) grants; returns it with its initial password, shown only now."""
    require(actor, "user.open")
    user, password = _open(username, person, on)
    for role, unit in roles:
        grant_role(actor=actor, user_id=user.pk, role=role, unit=unit, on=on)
    return user, password


@transaction.atomic
def create_administrator(*, username: str, role: str, on: date, password: str = "") -> tuple[User, str]:
    """Open one of the 三员 accounts from the machine's console, where nobody is signed in yet.

    Without ``password`` one is generated; either must be changed at the first sign-in.
    """
    user, password = _open(username, None, on, password)
    with because(None, "create_administrator"):
        save_valid(RoleGrant(user=user, role=role, valid_from=on, reason=_("命令行创建")))
    return user, password


def _open(username: str, person: Person | None, on: date, password: str = "") -> tuple[User, str]:
    user = User(username=username, person=person, unit=person.unit if person else None, password_set_on=on)
    if password:
        validate_password(password, user)
    password = password or generate_password()
    user.set_password(password)
    save_valid(user)
    return user, password


@transaction.atomic
def set_password(*, actor: User, user_id: int, on: date) -> str:
    """Hand out a new initial password, returned only now; failed attempts are forgotten."""
    user = _another(actor, user_id)
    if user.person_id is None and Role.API_CLIENT in user.roles:
        raise ValidationError(_("接口调用方凭密钥访问，没有密码。"))
    password = generate_password()
    user.set_password(password)
    user.password_is_own, user.password_set_on = False, on
    with because(actor, _("重置密码")):
        user.save(update_fields=["password", "password_is_own", "password_set_on"])
    forget_failures(username=user.username)
    return password


def _another(actor: User, user_id: int) -> User:
    """The user, locked, whose account the actor disposes of. Raises PermissionDenied, or ValidationError."""
    user = User.objects.select_for_update().get(pk=user_id)
    if user.pk == actor.pk:
        raise ValidationError(_("不能重置自己的密码，也不能停用自己的账号；自己的密码请在“修改密码”中改。"))
    require(actor, "user.change", user)
    return user


@transaction.atomic
def change_own_password(*, actor: User, old: str, new: str, on: date) -> User:
    """Raises ValidationError on ``old`` or ``new`` with what is wrong."""
    user = User.objects.select_for_update(of=("self",)).select_related("person").get(pk=actor.pk)
    if not user.check_password(old):
        raise ValidationError({"old": _("原密码不正确。")})
    if old == new:
        raise ValidationError({"new": _("新密码不能与原密码相同。")})
    try:
        validate_password(new, user)
    except ValidationError as error:
        raise ValidationError({"new": error.messages}) from error
    user.set_password(new)
    user.password_is_own, user.password_set_on = True, on
    user.save(update_fields=["password", "password_is_own", "password_set_on"])
    return user


@transaction.atomic
def set_active(*, actor: User, user_id: int, active: bool, reason: str) -> User:
    """Close an account at once (its sessions and tokens end), or open it again."""
    user = _another(actor, user_id)
    user.is_active = active
    with because(actor, reason):
        user.save(update_fields=["is_active"])
    return user


def deactivate_user(*, actor: User, user_id: int, reason: str) -> User:
    return set_active(actor=actor, user_id=user_id, active=False, reason=reason)


@transaction.atomic
def set_language(*, actor: User, language: str) -> User:
    """One's own choice, whatever the browser says."""
    user = User.objects.select_for_update().get(pk=actor.pk)
    user.language = language
    save_valid(user, "language")
    return user
