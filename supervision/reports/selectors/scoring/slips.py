"""督查单 that were issued to a unit, by colour. Whoever got none has none: nothing is taken from him."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from rulebook.rules.ladder import Colour
from supervision.alerts.models import Slip
from supervision.alerts.rules.slips import SlipStatus

from ...rules.scoring.spans import Found, Span
from ...rules.scoring.words import Kind
from .registry import Metric

ONE_DAY: Final = timedelta(days=1)


def issued(user: User, span: Span, colour: Colour) -> Iterator[Found]:
    """In the time, and not withdrawn since."""
    rows = Slip.objects.visible_to(user).filter(
        colour=colour.value,
        issued_on__gte=span.start,
        issued_on__lt=min(span.end, span.on + ONE_DAY),
    )
    rows = rows.exclude(status=SlipStatus.WITHDRAWN.value).order_by("pk")
    for pk, unit_id, number, day in rows.values_list("pk", "unit_id", "number", "issued_on"):
        words = _("%(number)s，%(day)s印发") % {"number": number, "day": day}
        yield Found(unit_id, "slip", pk, Decimal(1), words=words)


LABELS: Final = {
    Colour.BLUE: gettext_lazy("督查蓝单（张数）"),
    Colour.YELLOW: gettext_lazy("督查黄单（张数）"),
    Colour.RED: gettext_lazy("督查红单（张数）"),
}
METRICS: Final = tuple(
    Metric(
        f"slips_{colour.value}",
        label,
        Kind.COUNT,
        "slip",
        partial(issued, colour=colour),
        gettext_lazy("考核期内印发给本单位的，撤回的不计；没有收到的不扣分。"),
        unit=gettext_lazy("张"),
        lower_is_better=True,
    )
    for colour, label in LABELS.items()
)
