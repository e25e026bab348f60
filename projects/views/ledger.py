"""项目台账 and its workbook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.views import actor_of
from rulebook.rules import Light, Month

from ..exports import start_ledger_export
from ..filters import LedgerFilterSet
from ..models import Project
from ..models.plan import PlanKind
from ..models.project import Level
from ..permissions import can
from ..selectors import LedgerTotals, SectorTotals, ledger, ledger_totals
from .paging import Page, page_of

PAGE_MARKS = ("after", "before")


@dataclass(frozen=True)
class LedgerRow:
    """``section`` is the sector whose rows begin here; ``older``: the figures are of an earlier month."""

    project: Any
    place: int
    section: SectorTotals | None
    older: bool

    @property
    def schedule(self) -> Decimal | None:
        return schedule_of(self.project)

    @property
    def levels(self) -> str:
        return "、".join(str(Level(level).label) for level in self.project.levels)

    @property
    def kind(self) -> str:
        return str(PlanKind(self.project.kind).label) if self.project.kind else ""


@login_required
@require_safe
def show_ledger(request: HttpRequest) -> HttpResponse:
    filters = LedgerFilterSet(request.GET, request=request)
    on, period, chosen = clock.today(), filters.cut_off, filters.chosen
    rows = ledger(actor_of(request), period, on, chosen).select_related("sector")
    page = page_of(request, rows)
    totals = ledger_totals(actor_of(request), period, on, chosen)
    context = {
        "filters": filters,
        "period": period,
        "rows": list(ledger_rows(page, totals, period, sections=chosen.order == "sector")),
        "totals": totals,
        "lights": light_links(request, totals),
        "page": page,
        "summary": page_summary(page, totals.total.projects),
        "may_register": can(actor_of(request), "project.register"),
        "asked": [(name, value) for name, value in request.GET.items() if name not in PAGE_MARKS],
    }
    return render(request, "projects/ledger.html", context)


def ledger_rows(page: Page, totals: LedgerTotals, period: Month, *, sections: bool) -> Iterable[LedgerRow]:
    by_sector = {sector.sector_id: sector for sector in totals.sectors}
    current = None
    for place, project in enumerate(page.rows, page.first):
        section = None
        if sections and project.sector_id != current:
            current, section = project.sector_id, by_sector.get(project.sector_id)
        older = project.reported_month is not None and project.reported_month < period.month
        yield LedgerRow(project, place, section, older)


def schedule_of(project: Project) -> Decimal | None:
    """What of the plan is due by the cut-off, in percent; None without a plan."""
    row: Any = project
    if not row.planned:
        return None
    return row.due_twelfths * 100 / (12 * row.planned)


def light_links(request: HttpRequest, totals: LedgerTotals) -> list[dict[str, Any]]:
    """Every light with its count, worst first; a second click takes the choice back."""
    links = []
    for light in sorted(Light, reverse=True):
        query = request.GET.copy()
        for name in PAGE_MARKS:
            query.pop(name, None)
        chosen = query.get("light") == light.code
        if chosen:
            query.pop("light")
        else:
            query["light"] = light.code
        count = totals.total.lights.get(light, 0)
        links.append({"light": light, "count": count, "chosen": chosen, "url": f"?{query.urlencode()}"})
    return [link for link in links if link["count"] or link["chosen"]]


def page_summary(page: Page, count: int) -> str:
    if not page.rows:
        return ""
    if len(page.rows) == count:
        return ngettext("共%(count)s个项目", "共%(count)s个项目", count) % {"count": f"{count:,}"}
    return _("第%(first)s—%(last)s个，共%(count)s个项目") % {
        "first": f"{page.first:,}",
        "last": f"{page.last:,}",
        "count": f"{count:,}",
    }


@login_required
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The whole filter as a workbook: made by a worker, fetched from the job's page."""
    filters = LedgerFilterSet(request.POST, request=request)
    if not filters.is_valid():
        messages.error(request, _("筛选条件有误，没有导出。请重新查询后再导出。"))
        return redirect("ledger")
    job = start_ledger_export(
        actor=actor_of(request),
        period=filters.cut_off,
        on=clock.today(),
        filters=filters.chosen,
        now=clock.now(),
    )
    return redirect("job", job.pk)
