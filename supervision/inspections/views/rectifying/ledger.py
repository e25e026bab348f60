"""整改台账: all rectifications that a person sees, filtered, grouped, counted by light and by money."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.views import actor_of
from projects.views.paging import Page, page_of
from rulebook.rules import Light
from supervision.matters.views.ledger import address_with, days_words, summary

from ...exports.jobs import start_ledger_export
from ...forms.rectifying.ledger import LedgerFilterSet
from ...permissions import can
from ...rules.ages import AgeBand
from ...rules.words import RUNNING
from ...selectors.ledger import rectification_ledger
from ...selectors.pace import rectification_pace
from ...selectors.totals import (
    GROUPINGS,
    LedgerGroup,
    RectificationTotals,
    group_name,
    ledger_groups,
    ledger_totals,
)

TABS: Final = {
    "": gettext_lazy("不分组"),
    "origin": gettext_lazy("按来源"),
    "unit": gettext_lazy("按单位"),
    "category": gettext_lazy("按类别"),
    "severity": gettext_lazy("按严重程度"),
    "age": gettext_lazy("按账龄"),
    "leader": gettext_lazy("按领导"),
    "light": gettext_lazy("按亮灯"),
}
# By which of the ledger's orders the rows of a grouping stand together, and what of a row tells its group.
SORTED: Final = {name: name for name in TABS if name}
KEYS: Final = {
    "origin": ("origin_id", "origin_name"),
    "unit": ("unit_id", "unit_name"),
    "category": ("category_id", "category_name"),
    "severity": ("severity", "severity"),
    "leader": ("leader_id", "leader_post"),
    "light": ("light", "light"),
}
NOBODY: Final = {"leader": gettext_lazy("没有责任领导"), "age": gettext_lazy("尚未交办")}


@dataclass(frozen=True)
class Row:
    """``section``: the group whose rows begin here, where the ledger is grouped."""

    row: Any
    place: int
    section: str

    @property
    def runs(self) -> bool:
        return self.row.status in RUNNING

    @property
    def days(self) -> str:
        """还有3个工作日, while the unit or others have something to do."""
        return days_words(self.row.days_left) if self.runs else ""

    @property
    def step(self) -> str:
        """已超5天, of the step that is next."""
        return days_words(self.row.step_days_left) if self.runs else ""


@login_required
@require_safe
def show_ledger(request: HttpRequest) -> HttpResponse:
    user, on = actor_of(request), clock.today()
    filters = LedgerFilterSet(request.GET, request=request, on=on)
    by, chosen = grouping(request), filters.chosen
    if by and not request.GET.get("sort"):
        chosen = replace(chosen, order=SORTED[by])
    pace = rectification_pace(on)
    page = page_of(request, rectification_ledger(user, on, chosen, pace))
    totals = ledger_totals(user, on, chosen, pace)
    groups = ledger_groups(user, on, chosen, by, pace) if by else []
    context = {
        "filters": filters,
        "on": on,
        "page": page,
        "rows": list(rows_of(page, by if chosen.order == SORTED.get(by) else "")),
        "totals": totals,
        "lights": light_links(request, totals),
        "tabs": tabs(request, by),
        "by": by,
        "groups": [(group, named(by, group.name), group_url(request, by, group)) for group in groups],
        "summary": summary(page, totals.count),
        "may_draft": can(user, "rectification.draft"),
        "asked": [(name, value) for name, value in request.GET.items() if name not in ("after", "before")],
    }
    return render(request, "inspections/rectifying/ledger.html", context)


@login_required
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The whole filter as a workbook: made by a worker, fetched from the job's page."""
    on = clock.today()
    filters = LedgerFilterSet(request.POST, request=request, on=on)
    if not filters.is_valid():
        messages.error(request, _("筛选条件有误，没有导出。请重新查询后再导出。"))
        return redirect("rectifications")
    by = request.POST.get("by", "")
    job = start_ledger_export(
        actor=actor_of(request),
        on=on,
        filters=filters.chosen,
        by=by if by in GROUPINGS else "",
        now=clock.now(),
    )
    return redirect("job", job.pk)


def grouping(request: HttpRequest) -> str:
    by = request.GET.get("by", "")
    return by if by in TABS else ""


def rows_of(page: Page, by: str) -> Iterable[Row]:
    current: Any = object()
    for place, one in enumerate(page.rows, page.first):
        section = ""
        if by in KEYS and (key := getattr(one, KEYS[by][0])) != current:
            current, section = key, named(by, group_name(by, getattr(one, KEYS[by][1])))
        yield Row(one, place, section)


def named(by: str, name: str) -> str:
    return name or str(NOBODY.get(by, ""))


def tabs(request: HttpRequest, by: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "chosen": name == by, "url": address_with(request, drop=("sort",), by=name)}
        for name, label in TABS.items()
    ]


def group_url(request: HttpRequest, by: str, group: LedgerGroup) -> str:
    """The ledger of this group alone; none for the rows that have no leader or are not handed out."""
    if group.key is None:
        return ""
    value = str(group.key)
    if by == "light":
        value = Light(int(group.key)).code
    if by == "age":
        value = AgeBand(int(group.key)).code
    return address_with(request, **{by: value, "by": ""})


def light_links(request: HttpRequest, totals: RectificationTotals) -> list[dict[str, Any]]:
    """Every light of what runs with its count, worst first; a second click takes the choice back."""
    links = []
    for light in sorted(Light, reverse=True):
        chosen = request.GET.get("light") == light.code
        url = address_with(request, light="" if chosen else light.code)
        links.append({"light": light, "count": totals.lights.get(light, 0), "chosen": chosen, "url": url})
    return [link for link in links if link["count"] or link["chosen"]]
