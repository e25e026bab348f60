"""公示: the printed notice of what is being published before it is closed."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.rules.keys import keys_of
from accounts.views import actor_of

from ...models import Progress, Rectification
from ...permissions import require
from ...rules.words import ProgressKind, RectificationStatus

MOST: Final = 500


@login_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """All that is published today, or those that were ticked (``?chosen=``), as one sheet to hang out."""
    user = actor_of(request)
    require(user, "rectification.publish")
    rows: Any = Rectification.objects.visible_to(user).filter(status=RectificationStatus.PUBLISHED)
    chosen = keys_of(request.GET.getlist("chosen"))
    if chosen:
        rows = rows.filter(pk__in=chosen)
    finals = Progress.objects.filter(rectification=OuterRef("pk"), kind=ProgressKind.FINAL)
    rows = rows.annotate(done=Subquery(finals.order_by("-pk").values("text")[:1]))
    shown = list(rows.select_related("unit", "origin").order_by("unit__pinyin", "pk")[:MOST])
    context = {
        "rows": shown,
        "on": today(),
        "since": min((row.published_on for row in shown), default=None),
        "until": max((row.published_until for row in shown), default=None),
    }
    return render(request, "inspections/rectifying/notice.html", context)
