"""督查台账: all matters that a person sees, filtered, grouped, counted by light."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.models import User
from accounts.views import actor_of
from projects.views.paging import Page, page_of
from rulebook.rules import Light

from ..exports.jobs import start_ledger_export
from ..forms.ledger import LedgerFilterSet
from ..permissions import can
from ..rules.words import RUNNING, STATES, DutyRole, State
from ..selectors import (
    GROUPINGS,
    LedgerGroup,
    MatterTotals,
    ledger_groups,
    ledger_totals,
    matter_ledger,
    matter_pace,
)
from .queue import BATCHES

PAGE_MARKS: Final = ("after", "before")
TABS: Final = {
    "": gettext_lazy("不分组"),
    "source": gettext_lazy("按来源"),
    "unit": gettext_lazy("按牵头单位"),
    "leader": gettext_lazy("按领导"),
    "light": gettext_lazy("按亮灯"),
}
# What of a row tells its group.
KEYS: Final = {"source": "source_id", "unit": "lead_unit_id", "leader": "in_charge", "light": "light"}
NOBODY: Final = {
    "unit": gettext_lazy("尚未确定牵头单位"),
    "leader": gettext_lazy("没有包抓领导和批准人"),
}
# A person who asked for one kind of waiting rows may decide several at once.
BATCH_OF: Final = {State.DRAFT: "submit", State.SUBMITTED: "register", State.REGISTERED: "issue"}


@dataclass(frozen=True)
class Row:
    """``section``: the group whose rows begin here, where the ledger is grouped."""

    matter: Any
    place: int
    section: str

    @property
    def state(self) -> Any:
        return STATES[State(self.matter.state)]

    @property
    def runs(self) -> bool:
        return self.matter.status in RUNNING

    @property
    def days(self) -> str:
        """还有3个工作日, while it runs."""
        return days_words(self.matter.days_left) if self.runs else ""


def days_words(left: int | None) -> str:
    """还有3个工作日, 已超2个工作日; empty without a date."""
    if left is None:
        return ""
    if left < 0:
        return ngettext("已超%(days)s个工作日", "已超%(days)s个工作日", -left) % {"days": -left}
    return ngettext("还有%(days)s个工作日", "还有%(days)s个工作日", left) % {"days": left}


@login_required
@require_safe
def show_ledger(request: HttpRequest) -> HttpResponse:
    user, on = actor_of(request), clock.today()
    filters = LedgerFilterSet(request.GET, request=request, on=on)
    by, chosen = grouping(request), filters.chosen
    if by and not request.GET.get("sort"):
        chosen = replace(chosen, order=by)
    pace = matter_pace(on)
    page = page_of(request, matter_ledger(user, on, chosen, pace))
    totals = ledger_totals(user, on, chosen, pace)
    groups = ledger_groups(user, on, chosen, by, pace) if by else []
    context = {
        "filters": filters,
        "on": on,
        "page": page,
        "rows": list(rows_of(page, by if chosen.order == by else "")),
        "totals": totals,
        "lights": light_links(request, totals),
        "tabs": tabs(request, by),
        "by": by,
        "groups": [(group, group_name(by, group), group_url(request, by, group)) for group in groups],
        "summary": summary(page, totals.count),
        "may_register": can(user, "matter.create"),
        "batch": batch_for(user, chosen.state),
        "asked": [(name, value) for name, value in request.GET.items() if name not in PAGE_MARKS],
        "here": request.get_full_path(),
    }
    return render(request, "matters/ledger.html", context)


@login_required
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The whole filter as a workbook: made by a worker, fetched from the job's page."""
    on = clock.today()
    filters = LedgerFilterSet(request.POST, request=request, on=on)
    if not filters.is_valid():
        messages.error(request, _("筛选条件有误，没有导出。请重新查询后再导出。"))
        return redirect("matters")
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
    return by if by in GROUPINGS else ""


def rows_of(page: Page, by: str) -> Iterable[Row]:
    current: Any = object()
    for place, matter in enumerate(page.rows, page.first):
        section = ""
        if by and (key := getattr(matter, KEYS[by])) != current:
            current, section = key, _section(matter, by)
        yield Row(matter, place, section)


def _section(matter: Any, by: str) -> str:
    name = {
        "source": matter.source_name,
        "unit": matter.lead_unit,
        "leader": matter.in_charge_post,
        "light": Light(matter.light).label,
    }[by]
    return str(name or NOBODY.get(by, ""))


def tabs(request: HttpRequest, by: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "chosen": name == by, "url": address_with(request, drop=("sort",), by=name)}
        for name, label in TABS.items()
    ]


def group_name(by: str, group: LedgerGroup) -> str:
    return group.name or str(NOBODY.get(by, ""))


def group_url(request: HttpRequest, by: str, group: LedgerGroup) -> str:
    """The ledger of this group alone; none for the rows that have no unit or leader."""
    if group.key is None:
        return ""
    if by == "light":
        return address_with(request, by="", light=Light(group.key).code)
    role = {"role": DutyRole.LEAD.value} if by == "unit" else {}
    return address_with(request, **{by: str(group.key), **role, "by": ""})


def light_links(request: HttpRequest, totals: MatterTotals) -> list[dict[str, Any]]:
    """Every light of what runs with its count, worst first; a second click takes the choice back."""
    links = []
    for light in sorted(Light, reverse=True):
        chosen = request.GET.get("light") == light.code
        url = address_with(request, light="" if chosen else light.code)
        links.append({"light": light, "count": totals.lights.get(light, 0), "chosen": chosen, "url": url})
    return [link for link in links if link["count"] or link["chosen"]]


def address_with(request: HttpRequest, drop: Iterable[str] = (), **values: str) -> str:
    """This page with other choices; an empty one is dropped."""
    query = request.GET.copy()
    for name in (*PAGE_MARKS, *drop):
        query.pop(name, None)
    for name, value in values.items():
        query[name] = value
        if not value:
            query.pop(name)
    return f"?{query.urlencode()}"


def batch_for(user: User, state: str) -> Any:
    """(verb, batch) of what may be decided for several rows of this state."""
    verb = BATCH_OF.get(State(state)) if state else None
    if verb is None or not can(user, BATCHES[verb].permission):
        return None
    return verb, BATCHES[verb]


def summary(page: Page, count: int) -> str:
    if not page.rows:
        return ""
    if len(page.rows) == count:
        return ngettext("共%(count)s件", "共%(count)s件", count) % {"count": f"{count:,}"}
    return _("第%(first)s—%(last)s件，共%(count)s件") % {
        "first": f"{page.first:,}",
        "last": f"{page.last:,}",
        "count": f"{count:,}",
    }
