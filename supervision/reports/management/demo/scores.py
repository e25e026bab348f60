"""Scores of the sample county: a scheme adopted, half a year approved, eight months being checked."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from accounts.models import Post, User
from supervision.reports.management.demo.cast import OFFICE_HEAD
from supervision.reports.management.demo.people import LEADING_POST
from supervision.reports.models import ScoreEvent, ScoreRound, ScoreScheme
from supervision.reports.rules.scoring.spans import Span
from supervision.reports.selectors.scoring.engine import scored_units
from supervision.reports.services import scoring

NAME: Final = "年度督查考核"
ABOUT: Final = (
    "基础分10分，各项满分90分，另有加减分。乡镇（街道）、县直部门、园区分组排名。"
    "没有该项任务的单位不参与该项，其余各项折算。不考核登录、点击、打卡次数。"
)


def _rule(order: int, name: str, formula: str, metric: str = "", **terms: Any) -> scoring.RuleWords:
    return scoring.RuleWords(name, formula, metric, order, **terms)


RULES: Final = (
    _rule(10, "重点项目时序进度", "ratio", "project_schedule", weight=Decimal(35)),
    _rule(20, "关键节点按时完成", "ratio", "milestones_in_time", weight=Decimal(10)),
    _rule(30, "督办事项按时办结", "ratio", "matters_in_time", weight=Decimal(20)),
    _rule(40, "督办反馈按时", "ratio", "feedback_in_time", weight=Decimal(10)),
    _rule(50, "问题整改按时", "ratio", "rectified_in_time", weight=Decimal(15)),
    _rule(60, "督办事项退办", "events", "matters_redone", per_event=Decimal(-2), cap_down=Decimal(6)),
    _rule(70, "项目红灯", "events", "red_lights", per_event=Decimal("-0.5"), free=1, cap_down=Decimal(5)),
    _rule(80, "整改反弹", "events", "relapses", per_event=Decimal(-3), cap_down=Decimal(6)),
    _rule(90, "领导批示和表扬", "manual", cap_up=Decimal(5), cap_down=Decimal(5)),
)


@transaction.atomic
def play_scores(office: User, on: date) -> bool:
    """Once; a second start finds it told."""
    if ScoreScheme.objects.filter(name=NAME).exists():
        return False
    now = timezone.make_aware(datetime.combine(on, time(9)))
    head = User.objects.get(username=OFFICE_HEAD)
    scheme = _adopted(office, head, on, now)
    _half_year(office, head, scheme, on, now)
    _checking(office, scheme, on, now)
    return True


def _adopted(office: User, head: User, on: date, now: datetime) -> ScoreScheme:
    words = scoring.SchemeWords(NAME, on.year, ABOUT, base=Decimal(10), target=Decimal(75), best=3, last=2)
    scheme = scoring.draft_scheme(actor=office, words=words, now=now)
    for rule in RULES:
        scoring.set_rule(actor=office, scheme_id=scheme.pk, words=rule)
    tried = Span(on.year, 1, on.month - 1, on)
    scoring.try_scheme(actor=office, scheme_id=scheme.pk, span=tried, now=now)
    leader = Post.objects.get(name=LEADING_POST)
    return scoring.adopt_scheme(
        actor=head, scheme_id=scheme.pk, approver_id=leader.pk, document="云政办〔2026〕9号", now=now
    )


def _half_year(office: User, head: User, scheme: ScoreScheme, on: date, now: datetime) -> None:
    row = _opened(office, scheme, 6, now)
    _praised(office, row, "交运局", Decimal(3), "省道过境段改建经验在全市交流", "市政府督查专报第4期", now)
    _announced(office, row, on, now)
    scoring.approve_round(actor=head, round_id=row.pk, document="县政府第9次常务会议", now=now)
    found = scoring.propose_list(actor=office, round_id=row.pk, now=now)
    leader = Post.objects.get(name=LEADING_POST)
    scoring.approve_list(actor=head, list_id=found.pk, approver_id=leader.pk, now=now)
    scoring.publish_list(
        actor=office, list_id=found.pk, since=on, until=on.replace(day=on.day + 6), place="县政府门户网站"
    )


def _checking(office: User, scheme: ScoreScheme, on: date, now: datetime) -> None:
    """One unit appeals against the point that it lost most by."""
    row = _opened(office, scheme, on.month - 1, now)
    _praised(office, row, "水务局", Decimal(2), "防汛抢险受县委书记批示肯定", "批示〔2026〕31号", now)
    _announced(office, row, on, now)
    clerk = User.objects.filter(username="juzhang").select_related("unit").get()
    items = ScoreEvent.objects.filter(
        sheet__round=row, sheet__unit=clerk.unit, rule__weight__gt=0, treatment="measured"
    )
    item = items.order_by("points", "pk").first()
    if item is not None:
        reason = "有一期反馈因系统升级当天未能报出，次日已补报，请予核实。"
        scoring.file_appeal(actor=clerk, event_id=item.pk, reason=reason, now=now)


def _opened(office: User, scheme: ScoreScheme, last: int, now: datetime) -> ScoreRound:
    return scoring.open_round(actor=office, scheme_id=scheme.pk, first_month=1, last_month=last, now=now)


def _praised(
    office: User, row: ScoreRound, unit: str, points: Decimal, reason: str, document: str, now: datetime
) -> None:
    rule = row.scheme.rules.get(formula="manual")
    known = {one.short_name: one.pk for one in scored_units()}
    scoring.enter_points(
        actor=office,
        round_id=row.pk,
        rule_id=rule.pk,
        unit_id=known[unit],
        points=points,
        reason=reason,
        document=document,
        now=now,
    )


def _announced(office: User, row: ScoreRound, on: date, now: datetime) -> None:
    scoring.compute_round(actor=office, round_id=row.pk, on=on, now=now)
    scoring.announce_round(actor=office, round_id=row.pk, now=now)
