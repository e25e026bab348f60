"""Other counties of one month, as the city's bulletin tells them: all on one page, kept all or none."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.clock import now, today
from accounts.views import actor_of
from rulebook.rules import Month

from .. import selectors, services
from ..forms import month_choices, peer_rows
from ..models import Indicator
from ..permissions import require
from .board import period_of, visible


@login_required
@require_http_methods(["GET", "POST"])
def enter_peers(request: HttpRequest, indicator_id: int) -> HttpResponse:
    """``?period=`` is the month; what is entered again the same is not kept twice."""
    user, found, period = actor_of(request), visible(request, indicator_id), period_of(request)
    require(user, "observation.record", found)
    rows = peer_rows(request.POST or None, selectors.peer_lines(user, found.pk, period))
    if request.method == "POST" and rows.is_valid() and _keep(request, found, period, rows):
        return redirect(f"{reverse('indicator', args=[found.pk])}?period={period}")
    context = {
        "figures": selectors.figures_of(user, found.pk, period),
        "rows": rows,
        "period": period,
        "months": month_choices(today()),
        "source": request.POST.get("source_document", ""),
    }
    return render(request, "indicators/peers.html", context)


def _keep(request: HttpRequest, found: Indicator, period: Month, rows: Any) -> bool:
    """Every fault stands in the row that it is of."""
    told = [row for row in rows if row.says_something]
    values = [_value(found, period, row, request.POST.get("source_document", "").strip()) for row in told]
    if not values:
        messages.info(request, _("没有填写数值，没有记入。"))
        return False
    try:
        kept = services.record_peers(actor=actor_of(request), values=values, now=now())
    except ValidationError as error:
        for fault in error.error_list:
            place: Any = fault.params
            row, field = told[place["entry"]], place["field"]
            row.add_error(field if field in row.fields else None, fault.messages[0])
        return False
    words = ngettext("已记入%(count)s个地区的数值。", "已记入%(count)s个地区的数值。", kept) % {"count": kept}
    messages.success(request, words if kept else _("与已有数据相同，没有重复记入。"))
    return True


def _value(found: Indicator, period: Month, row: Any, source: str) -> services.NewPeerObservation:
    known = row.cleaned_data
    return services.NewPeerObservation(
        found.pk,
        period.year,
        period.month,
        known["region"],
        known["value"],
        known["growth"],
        known["rank"],
        is_whole=row.is_whole,
        source_document=source,
    )
