from __future__ import annotations

from datetime import date

import pytest

from accounts.models import Role, RoleGrant, User


def person_with(role: str) -> User:
    user = User.objects.create(username=role, password_is_own=True)
    RoleGrant.objects.create(user=user, role=role, valid_from=date(2020, 1, 1))
    return user


@pytest.fixture
def administrator(db: None) -> User:
    return person_with(Role.SYSTEM_ADMIN)


@pytest.fixture
def office_head(db: None) -> User:
    return person_with(Role.OFFICE_HEAD)


@pytest.fixture
def auditor(db: None) -> User:
    return person_with(Role.AUDITOR)


@pytest.fixture
def supervisor(db: None) -> User:
    return person_with(Role.SUPERVISOR)
