from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    name = "supervision.inspections"
    label = "inspections"
    verbose_name = _("督查整改")

    def ready(self) -> None:
        from rulebook.models import register_deadline

        from .imports import register
        from .rules.limits import LIMITS

        register()
        for key, label in LIMITS.items():
            register_deadline(key, label)
        _enter_inspecting()
        _enter_rectifying()
        _run_exports()
        _tell_places()
        _offer_findings()


def _enter_inspecting() -> None:
    """督查活动 for whoever sees the county's or his unit's business, and what a unit has to confirm."""
    from accounts.context_processors import Entry, register_entry
    from accounts.permissions import is_auditor, is_office

    from .permissions import is_leader, is_reporter
    from .selectors.inspection_page import findings_waiting, takes_part

    def visible(user: Any) -> bool:
        return any(test(user) for test in (is_office, is_leader, is_auditor, is_reporter, takes_part))

    register_entry(Entry(_("督查活动"), "inspections", "clipboard-check", order=82, visible=visible))
    register_entry(
        Entry(_("督查发现问题"), "findings", "flag-3", order=84, visible=visible, count=findings_waiting)
    )


def _offer_findings() -> None:
    """Beside a red project, a missed milestone and a slowed indicator: one press drafts a finding."""
    from django.urls import reverse

    from accounts.context_processors import Button, register_button
    from accounts.permissions import is_office
    from rulebook.rules import Light

    def offer(subject: str, visible: Any = lambda user, row: is_office(user)) -> None:
        def address(row: Any) -> str:
            return reverse("finding-from", args=[subject, row.pk])

        register_button(subject, Button(_("起草问题"), "flag-3", address, visible))

    offer("project", lambda user, project: is_office(user) and project.light == Light.RED)
    offer("milestone")
    offer("indicator")


def _enter_rectifying() -> None:
    """整改: what waits for the person, the ledger, what the office does with it, and the figures."""
    from accounts.clock import today
    from accounts.context_processors import Entry, register_entry
    from accounts.permissions import is_auditor, is_office

    from .permissions import can, is_leader, is_reporter
    from .selectors.inbox import decisions_waiting
    from .selectors.waiting import waiting_count

    def works(user: Any) -> bool:
        """Whoever may be sent to verify: anybody, once something waits for him."""
        return any(test(user) for test in (is_reporter, is_leader, is_office)) or decisions_waiting(user) > 0

    def sees(user: Any) -> bool:
        return any(test(user) for test in (is_office, is_leader, is_auditor, is_reporter))

    entries = (
        Entry(
            _("我的整改"),
            "rectification-inbox",
            "list-check",
            order=45,
            visible=works,
            count=decisions_waiting,
        ),
        Entry(_("整改台账"), "rectifications", "list-details", order=86, visible=sees),
        Entry(
            _("督查整改待办"),
            "rectifications-queue",
            "inbox",
            order=88,
            visible=lambda user: can(user, "rectification.issue"),
            count=lambda user: waiting_count(user, today()),
        ),
        Entry(
            _("整改统计"),
            "rectification-statistics",
            "chart-bar",
            order=90,
            visible=lambda user: can(user, "rectification.view_statistics"),
        ),
    )
    for entry in entries:
        register_entry(entry)


def _run_exports() -> None:
    from accounts.services import register_runner

    from .exports.archive import run_archive
    from .exports.jobs import LEDGER, STATISTICS, run_ledger, run_statistics
    from .services.archiving import ARCHIVE

    register_runner(ARCHIVE, run_archive)
    register_runner(LEDGER, run_ledger)
    register_runner(STATISTICS, run_statistics)


def _tell_places() -> None:
    from accounts.selectors import register_place

    from .selectors.evidence import evidence_places

    register_place("inspections.evidence", evidence_places)
