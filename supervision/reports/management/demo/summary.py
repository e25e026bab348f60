"""What the demo tells at its start: the county in a few lines, and how to come in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet

from accounts.models import Role, User
from accounts.templatetags.ui import cn_date
from projects.selectors import LedgerFilters, ledger_totals, reporting_month
from rulebook.rules import Light
from supervision.alerts.models import Digest, Reminder
from supervision.alerts.rules.official.figures import money_text, percent_text
from supervision.inspections.models import Finding, Inspection, Rectification
from supervision.inspections.rules.words import FINDING_STATUSES, INSPECTION_STATUSES, RECTIFICATION_STATUSES
from supervision.inspections.selectors.totals import ledger_totals as rectification_totals
from supervision.matters.models import Matter
from supervision.matters.rules.words import STATES
from supervision.matters.selectors import ledger_totals as matter_totals
from supervision.reports.management.demo.sign_ins import SignIns
from supervision.reports.models import Document, ScoreRound
from supervision.reports.rules.kinds import STATUSES, Kind


def summary(user: User, on: date, papers: Mapping[Kind, Path], sign_ins: SignIns) -> Iterator[str]:
    period = reporting_month(on)
    total = ledger_totals(user, period, on, LedgerFilters(in_plan=True)).total
    planned, completed = money_text(total.planned or Decimal(0)), money_text(total.completed or Decimal(0))
    rate = "" if total.completion_rate is None else f"（{percent_text(total.completion_rate)}）"
    lights = [f"{light.label}{total.lights[light]}个" for light in sorted(total.lights, reverse=True)]
    yield f"{settings.COUNTY_NAME}（虚构）　演示日期 {cn_date(on)}　数据{period.cut_off}"
    yield f"项目　　{total.projects}个，年度计划投资{planned}，累计完成{completed}{rate}"
    yield f"亮灯　　{'　'.join(lights)}"
    yield from _matters(user, on)
    yield from _inspections(user)
    yield from _rectifications(user, on)
    yield from _scores(user)
    sent = Digest.objects.filter(sent_at__isnull=False).count()
    failed = Digest.objects.filter(sent_at__isnull=True).count()
    reached = Reminder.objects.filter(delivered_at__isnull=False).count()
    yield f"催办　　生成{Reminder.objects.count()}条，其中{reached}条已随{sent}封邮件送达" + (
        f"，{failed}封待发" if failed else ""
    )
    rows = Document.objects.visible_to(user)
    yield f"公文　　{rows.count()}件（{_counted(rows, 'status', STATUSES)}）"
    yield f"汇报　　{papers[Kind.REPORT]}"
    yield f"通报　　{papers[Kind.CIRCULAR]}"
    yield f"网址　　{settings.SITE_URL}"
    yield "登录　　用户名　密码"
    for known in sign_ins:
        person = f"（{known.person}）" if known.person else ""
        yield f"　　　　{known.username}　{known.password}　{Role(known.role).label}{person}"
    if not list(sign_ins):
        yield "　　　　密码只在首次启动时显示；忘记时请重置演示（make demo-reset）。"


def _matters(user: User, on: date) -> Iterator[str]:
    """By state, and those that run by light."""
    totals = matter_totals(user, on)
    rows = Matter.objects.visible_to(user).with_state(on)
    yield f"督办　　{totals.count}件，在办{totals.running}件（{_lights(totals.lights)}）"
    yield f"　　　　{_counted(rows, 'state', STATES)}"


def _inspections(user: User) -> Iterator[str]:
    inspections, findings = Inspection.objects.visible_to(user), Finding.objects.visible_to(user)
    yield f"督查　　{inspections.count()}次（{_counted(inspections, 'status', INSPECTION_STATUSES)}）"
    yield f"问题　　{findings.count()}个（{_counted(findings, 'status', FINDING_STATUSES)}）"


def _rectifications(user: User, on: date) -> Iterator[str]:
    """By state, and those that run by light."""
    totals = rectification_totals(user, on)
    rows = Rectification.objects.visible_to(user)
    yield f"整改　　{totals.count}件，在办{totals.running}件（{_lights(totals.lights)}）"
    yield f"　　　　{_counted(rows, 'status', RECTIFICATION_STATUSES)}"


def _scores(user: User) -> Iterator[str]:
    for row in ScoreRound.objects.visible_to(user).annotate(units=Count("sheets")).order_by("pk"):
        yield f"考核　　{row.label}，{row.units}个单位，{row.get_status_display()}"


def _lights(lights: Mapping[Light, int]) -> str:
    return "　".join(
        f"{light.label}{lights[light]}件" for light in sorted(Light, reverse=True) if light in lights
    )


def _counted(rows: QuerySet[Any], name: str, labels: Mapping[Any, Any]) -> str:
    """“草稿5　待审批1”, in the order of the labels."""
    counts = dict(rows.order_by().values_list(name).annotate(found=Count("pk")))
    return "　".join(f"{label}{counts[word.value]}" for word, label in labels.items() if word.value in counts)
