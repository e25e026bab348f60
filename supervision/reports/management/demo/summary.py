"""What the demo tells at its start: the county in a few lines, and how to come in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db.models import Count

from accounts.models import Role, User
from accounts.templatetags.ui import cn_date
from projects.selectors import LedgerFilters, ledger_totals, reporting_month
from rulebook.rules import Light
from supervision.alerts.models import Digest, Reminder
from supervision.matters.models import Matter
from supervision.matters.rules.words import STATES
from supervision.matters.selectors import ledger_totals as matter_totals
from supervision.reports.management.demo.sign_ins import SignIns
from supervision.reports.rules.figures import money_text, percent_text


def summary(user: User, on: date, report: Path, sign_ins: SignIns) -> Iterator[str]:
    period = reporting_month(on)
    total = ledger_totals(user, period, on, LedgerFilters(in_plan=True)).total
    planned, completed = money_text(total.planned or Decimal(0)), money_text(total.completed or Decimal(0))
    rate = "" if total.completion_rate is None else f"（{percent_text(total.completion_rate)}）"
    lights = [f"{light.label}{total.lights[light]}个" for light in sorted(total.lights, reverse=True)]
    yield f"{settings.COUNTY_NAME}（虚构）　演示日期 {cn_date(on)}　数据{period.cut_off}"
    yield f"项目　　{total.projects}个，年度计划投资{planned}，累计完成{completed}{rate}"
    yield f"亮灯　　{'　'.join(lights)}"
    yield from _matters(user, on)
    sent = Digest.objects.filter(sent_at__isnull=False).count()
    failed = Digest.objects.filter(sent_at__isnull=True).count()
    reached = Reminder.objects.filter(digest__sent_at__isnull=False).count()
    yield f"催办　　生成{Reminder.objects.count()}条，其中{reached}条已随{sent}封邮件送达" + (
        f"，{failed}封待发" if failed else ""
    )
    yield f"汇报　　{report}"
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
    rows = Matter.objects.visible_to(user).with_state(on).values_list("state")
    counts = dict(rows.annotate(found=Count("pk")).order_by())
    states = [f"{label}{counts[state.value]}" for state, label in STATES.items() if state.value in counts]
    lights = [
        f"{light.label}{totals.lights[light]}件"
        for light in sorted(Light, reverse=True)
        if light in totals.lights
    ]
    yield f"督办　　{totals.count}件，在办{totals.running}件（{'　'.join(lights)}）"
    yield f"　　　　{'　'.join(states)}"
