"""One indicator of 交通局: a yearly level of 400 and growth of 8 % are wanted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from indicators.models import Indicator
from indicators.services import define_indicator, set_target
from tests.town import Town


@pytest.fixture
def freight(town: Town) -> Indicator:
    indicator = define_indicator(
        actor=town.supervisor,
        code="freight",
        name="货运量",
        measured_in="万吨",
        since=date(2020, 1, 1),
        unit=town.lead,
    )
    for kind, value in (("level", D(400)), ("growth", D(8))):
        set_target(actor=town.supervisor, indicator_id=indicator.pk, year=2026, kind=kind, value=value)
    return indicator
