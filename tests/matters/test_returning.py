"""A feedback is returned only when the unit can put it right."""

from __future__ import annotations

from datetime import date

import pytest

from supervision.matters import services
from supervision.matters.models import Feedback
from tests.matters.acting import NOON, draft, on_day, refused, sent
from tests.matters.build import lead_of, make_matter
from tests.town import Town

pytestmark = pytest.mark.usefixtures("workdays")
JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 1)


def test_while_the_next_one_is_written_the_office_is_told_what_it_can_do_instead(town: Town) -> None:
    duty = lead_of(make_matter(town, duty_status="under_way", issued_on=JULY))
    row = sent(town, duty, period_start=JULY)
    following = draft(town, duty, period_start=AUGUST)

    def give_back() -> Feedback:
        return services.return_feedback(
            actor=town.supervisor, feedback_id=row.pk, reason="缺照片", now=on_day(9, 13)
        )

    words = refused(give_back, "feedback_one_open")
    assert "可以先采用这份" in words and "本单位" not in words
    services.sign_feedback(actor=town.lead_head, feedback_id=following.pk, now=NOON)
    assert give_back().status == "returned"
