"""One inspection: plan, team, list, findings, conclusions, story; and the steps that it takes."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.views import actor_of
from projects.views.paging import page_of
from supervision.matters.forms.office import ReasonForm

from .. import services
from ..forms.conclusion import ApprovePlanForm
from ..forms.finding import FindingFilters
from ..models import Finding, Inspection, Step
from ..permissions import can
from ..rules.states import Thing
from ..rules.words import CONTENTS, METHODS, ConclusionStatus, Content, InspectionStatus, Method
from ..selectors.inspection_page import findings_of, inspection_page
from .acts import act, act_on_page
from .offers import offers

RUNNING: Final = (InspectionStatus.APPROVED, InspectionStatus.ON_SITE)
SEEN: Final = (InspectionStatus.ON_SITE, InspectionStatus.FINISHED)
NOT_IN_FORCE: Final = (ConclusionStatus.REPLACED, ConclusionStatus.REVOKED)
ICONS: Final = {
    "draft": "edit",
    "revise": "edit",
    "submit": "send",
    "approve": "check",
    "begin": "map-pin",
    "finish": "flag-3",
    "close": "lock",
    "prepare": "list-check",
    "record": "camera",
    "attach": "paperclip",
    "notify": "send",
    "agree": "check",
    "issue": "file-text",
    "deliver": "inbox",
    "file": "file-text",
    "appoint": "users",
}
SET_BACK: Final = frozenset(
    ("send_back", "amend", "cancel", "dispute", "drop", "replace", "revoke", "refuse")
)


@login_required
@require_safe
def show_inspection(request: HttpRequest, inspection_id: int) -> HttpResponse:
    user, on = actor_of(request), clock.today()
    try:
        page = inspection_page(user, inspection_id)
    except Inspection.DoesNotExist as error:
        raise Http404 from error
    inspection = page.inspection
    filters = FindingFilters(request.GET, actor=user, on=on, row=inspection)
    rows = page_of(request, chosen(findings_of(user, inspection), filters))
    context = {
        "page": page,
        "inspection": inspection,
        "on": on,
        "content": CONTENTS[Content(inspection.content_category)],
        "methods": [METHODS[Method(method)] for method in inspection.methods],
        "checkpoints": [line for line in inspection.checkpoints.splitlines() if line.strip()],
        "offers": offers(user, Thing.INSPECTION, inspection, on),
        "situation": situation(inspection, on),
        "findings": rows.rows,
        "pages": rows,
        "filters": filters,
        "active": sum(bool(value) for value in filters.cleaned_data.values()),
        "story": [told(step) for step in page.steps],
        "may_see_clues": can(user, "clue.transfer", inspection),
    }
    return render(request, "inspections/inspection.html", context)


def chosen(rows: QuerySet[Finding], filters: FindingFilters) -> QuerySet[Finding]:
    filters.is_valid()
    values = filters.cleaned_data
    if values.get("text"):
        rows = rows.filter(Q(title__icontains=values["text"]) | Q(number__icontains=values["text"]))
    for name in ("unit", "status", "severity", "category"):
        rows = rows.filter(**{name: values[name]}) if values.get(name) else rows
    return rows


def situation(inspection: Inspection, on: date) -> str:
    """What happens now, in a sentence."""
    said = {
        InspectionStatus.DRAFT: _("方案正在起草；报批后须经批准才能实施。"),
        InspectionStatus.SUBMITTED: _("方案已报批，等待督查办主任办理批准手续。"),
        InspectionStatus.APPROVED: _("方案已批准并锁定；变更须重新报批（条例第十五条）。"),
        InspectionStatus.ON_SITE: _("实地督查正在进行。"),
        InspectionStatus.FINISHED: _("实地督查已结束，正在形成结论、送达和复核。"),
        InspectionStatus.CLOSED: _("本次督查已办结。"),
        InspectionStatus.CANCELLED: _("本次督查已取消。"),
    }[InspectionStatus(inspection.status)]
    if inspection.status == InspectionStatus.ON_SITE and inspection.ends_on < on:
        return str(said) + _("已过方案确定的结束日期。")
    if inspection.revision > 1 and inspection.status == InspectionStatus.DRAFT:
        return _("正在变更方案（第%(revision)s版），重新批准以前不能实施。") % {
            "revision": inspection.revision
        }
    return str(said)


def told(step: Step, *, whole: bool = True) -> dict[str, Any]:
    """``whole``: on a page of more than one thing it is also said which one."""
    verb = step.verb.partition(".")[2]
    about = step.finding.title if step.finding and whole else ""
    unit = step.unit.short_name if step.unit and whole else ""
    return {
        "at": step.at,
        "by": step.by or _("系统"),
        "title": " · ".join(filter(None, (step.told, unit, about))),
        "text": "" if step.finding and step.note == step.finding.title else step.note,
        "icon": "arrow-back-up" if verb in SET_BACK else ICONS.get(verb, "history"),
        "tone": "warn" if verb in SET_BACK else "",
    }


# --- its steps -----------------------------------------------------------------------------------
def _who(request: HttpRequest, inspection: Inspection) -> dict[str, Any]:
    return {"actor": actor_of(request), "inspection_id": inspection.pk, "now": clock.now()}


def _reason(form: Any) -> str:
    return str(form.cleaned_data["reason"])


@act("inspection.submit", main=True, done=gettext_lazy("方案已报批。"))
def submit(request: HttpRequest, inspection: Inspection, form: Any) -> None:
    services.submit_inspection(**_who(request, inspection))


@act("inspection.approve", ApprovePlanForm, main=True, done=gettext_lazy("方案已批准、编号并锁定。"))
def approve(request: HttpRequest, inspection: Inspection, form: Any) -> None:
    values = form.cleaned_data
    services.approve_inspection(
        basis=values["basis"],
        basis_document=values["basis_document"],
        approver_id=form.post(),
        approved_on=values["approved_on"],
        **_who(request, inspection),
    )


@act("inspection.begin", main=True, done=gettext_lazy("已开始实地督查，检查清单可以制作了。"))
def begin(request: HttpRequest, inspection: Inspection, form: Any) -> None:
    services.begin_inspection(**_who(request, inspection))


act_on_page(
    "inspection.on_site",
    gettext_lazy("手机实地督查"),
    "on-site",
    permission="inspection.check",
    main=True,
    when=lambda inspection, on: inspection.status == InspectionStatus.ON_SITE,
)
act_on_page(
    "inspection.record",
    gettext_lazy("记问题"),
    "finding-new",
    permission="finding.record",
    when=lambda inspection, on: inspection.status in SEEN,
)


@act(
    "inspection.prepare",
    done=gettext_lazy("检查清单已更新：方案要点，以及各单位滞后项目、逾期事项和未销号整改。"),
    when=lambda inspection, on: inspection.status in RUNNING,
)
def prepare(request: HttpRequest, inspection: Inspection, form: Any) -> None:
    services.prepare_checklist(**_who(request, inspection))


@act("inspection.finish", done=gettext_lazy("实地督查已结束。"))
def finish(request: HttpRequest, inspection: Inspection, form: Any) -> None:
    services.finish_inspection(**_who(request, inspection))


def lacks_conclusions(inspection: Inspection, on: date) -> bool:
    """It is over, and of some unit nothing is concluded that is in force."""
    if inspection.status != InspectionStatus.FINISHED:
        return False
    concluded = inspection.conclusions.exclude(status__in=NOT_IN_FORCE).values("unit")
    return bool(inspection.inspected.exclude(unit__in=concluded).exists())


act_on_page(
    "inspection.conclude",
    gettext_lazy("起草结论"),
    "conclusion-new",
    permission="inspection.revise",
    main=True,
    when=lacks_conclusions,
)


@act("inspection.close", done=gettext_lazy("本次督查已办结。"))
def close(request: HttpRequest, inspection: Inspection, form: Any) -> None:
    services.close_inspection(**_who(request, inspection))


act_on_page(
    "inspection.revise",
    gettext_lazy("修改方案"),
    "inspection-revise",
    when=lambda inspection, on: inspection.status == InspectionStatus.DRAFT,
)


@act("inspection.send_back", ReasonForm, done=gettext_lazy("方案已退回修改。"))
def send_back(request: HttpRequest, inspection: Inspection, form: Any) -> None:
    services.send_back_inspection(reason=_reason(form), **_who(request, inspection))


@act(
    "inspection.amend",
    ReasonForm,
    text=gettext_lazy("原方案留存为已批准的版次；变更后的方案重新报批，批准以前不能实施。"),
    done=gettext_lazy("方案已打开修改，改好后请重新报批。"),
)
def amend(request: HttpRequest, inspection: Inspection, form: Any) -> None:
    services.amend_inspection(reason=_reason(form), **_who(request, inspection))


act_on_page(
    "inspection.clue",
    gettext_lazy("线索移送"),
    "clues",
    permission="clue.transfer",
    when=lambda inspection, on: inspection.status in SEEN,
)


@act("inspection.cancel", ReasonForm, danger=True, done=gettext_lazy("本次督查已取消。"))
def cancel(request: HttpRequest, inspection: Inspection, form: Any) -> None:
    services.cancel_inspection(reason=_reason(form), **_who(request, inspection))
