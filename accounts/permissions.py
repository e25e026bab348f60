"""May this person do this? Verbs are named `subject.verb`; each room adds its own.

Rows are another question: `visible_to(user)` answers it.
A stranger gets 404, an insider without the right 403.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from rules.predicates import Predicate, predicate
from rules.rulesets import add_rule, test_rule

from accounts.models import Role, User
from accounts.models.user import SEES_EVERYTHING


def has_role(*roles: str) -> Predicate:
    """Holds one of the roles today, for whatever unit."""

    @predicate(name=f"has_role:{','.join(roles)}")
    def test(actor: User, obj: Any = None) -> bool:
        return actor.is_active and bool(actor.roles & set(roles))

    return test


def has_role_for(unit_of: Callable[[Any], int | None], *roles: str) -> Predicate:
    """Holds one of the roles for the unit that ``unit_of(obj)`` names, or for a unit above it."""

    @predicate(name=f"has_role_for:{','.join(roles)}")
    def test(actor: User, obj: Any = None) -> bool:
        if obj is None:
            return bool(actor.roles & set(roles))
        return actor.is_active and unit_of(obj) in actor.units_as(*roles)

    return test


is_office = has_role(Role.SUPERVISOR, Role.OFFICE_HEAD)
is_office_head = has_role(Role.OFFICE_HEAD)
is_auditor = has_role(Role.AUDITOR)
is_system_admin = has_role(Role.SYSTEM_ADMIN)
is_security_admin = has_role(Role.SECURITY_ADMIN)

# Roles that come with a post in a unit; who keeps the people gives them, as a roster does.
ORDINARY_ROLES = frozenset({Role.UNIT_CLERK, Role.UNIT_HEAD, Role.DATA_CLERK})


# Whoever hands out a password can sign in with it. Who runs the system must not become who checks it,
# nor anybody who sees the county's business.
GUARDED_ROLES = SEES_EVERYTHING | {Role.SECURITY_ADMIN}


@predicate
def is_ordinary_role(actor: User, role: Any = None) -> bool:
    return role in ORDINARY_ROLES


@predicate
def is_leaders_role(actor: User, role: Any = None) -> bool:
    return role == Role.LEADER


@predicate
def is_guarded(actor: User, user: User | None = None) -> bool:
    return user is not None and bool(user.roles & GUARDED_ROLES)


@predicate
def is_the_person_away(actor: User, user: User | None = None) -> bool:
    return actor.is_active and user == actor


add_rule("unit.change", is_system_admin | is_office_head)
add_rule("person.change", is_system_admin | is_office_head)
add_rule("deputy.appoint", is_system_admin | is_office_head | is_the_person_away)
add_rule("user.open", is_system_admin)
add_rule("user.change", is_security_admin & is_guarded | is_system_admin & ~is_guarded)
add_rule(
    "role.grant",
    is_security_admin
    | (is_system_admin | is_office_head) & is_ordinary_role
    | is_office_head & is_leaders_role,  # who sees everything: never by whoever runs the system
)
add_rule("api_client.change", is_system_admin)
add_rule("access_log.view", is_auditor | is_security_admin)
add_rule("roster.import", is_system_admin | is_office)


def can(actor: User, verb: str, obj: Any = None) -> bool:
    return test_rule(verb, actor, obj)


def require(actor: User, verb: str, obj: Any = None) -> None:
    """Raise PermissionDenied, naming the verb and what holds it, when the actor may not."""
    if not can(actor, verb, obj):
        raise PermissionDenied(_("您没有权限执行这项操作（%(verb)s）。") % {"verb": verb})
