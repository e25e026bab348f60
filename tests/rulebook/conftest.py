from __future__ import annotations

import pytest

from accounts.models import User
from tests.town import Town


@pytest.fixture
def administrator(town: Town) -> User:
    return town.system_admin


@pytest.fixture
def auditor(town: Town) -> User:
    return town.auditor
