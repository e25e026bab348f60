"""Rounds: computed as often as wanted, handed to the units to check, approved and frozen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User

from ...models import (
    ScoreAdjustment,
    ScoreAppeal,
    ScoreEvent,
    ScoreEvidence,
    ScoreRound,
    ScoreRule,
    ScoreSheet,
)
from ...permissions import require
from ...rules.scoring.spans import Found, Span
from ...rules.scoring.states import Thing
from ...rules.scoring.words import AdjustmentStatus, AppealStatus, Kind, RoundStatus, SchemeStatus
from ...selectors.scoring import METRICS, Scored, compute
from .steps import FROZEN, because, change, in_words, insert, lock_round, lock_scheme, move

AT_ONCE: Final = 2_000


@transaction.atomic
def open_round(
    *, actor: User, scheme_id: int, first_month: int, last_month: int, now: datetime
) -> ScoreRound:
    """A time of the scheme's year. Raises ValidationError (``not_adopted``)."""
    require(actor, "score_round.open")
    scheme = lock_scheme(scheme_id)
    if scheme.status != SchemeStatus.ADOPTED:
        raise ValidationError(_("只有已审定施行的方案才能用来考核。"), code="not_adopted")
    row = ScoreRound(
        scheme=scheme,
        year=scheme.year,
        first_month=first_month,
        last_month=last_month,
        created_by=actor,
        created_at=now,
    )
    with because(actor, _("建立考核期")):
        return insert(row)


@transaction.atomic
def compute_round(*, actor: User, round_id: int, on: date, now: datetime) -> ScoreRound:
    """Score every unit anew as it stands on ``on``; what was computed before is replaced.

    Raises ValidationError: ``score_round_is_locked``, ``not_begun``.
    """
    row = lock_round(round_id)
    require(actor, "score_round.compute", row)
    if row.status != RoundStatus.DRAFT:
        raise ValidationError(str(FROZEN), code="score_round_is_locked")
    span = span_of(row, on)
    if span.start > on:
        raise ValidationError(_("%(period)s还没有到，不能核算。") % {"period": row.label}, code="not_begun")
    rules = list(row.scheme.rules.all())
    scored = compute(actor, rules, row.scheme.base, span, row.manual_points.all())
    with because(actor, _("核算")), in_words():
        ScoreEvidence.objects.filter(event__sheet__round=row).delete()
        row.sheets.all().delete()
        _keep(row, rules, scored)
        return change(row, as_of=span.last_day, computed_at=now, computed_by=actor)


def span_of(row: ScoreRound, on: date) -> Span:
    return Span(row.year, row.first_month, row.last_month, on)


def _keep(row: ScoreRound, rules: list[ScoreRule], scored: list[Scored]) -> None:
    """A statement for the sheets, a few for the points and their rows."""
    sheets = ScoreSheet.objects.bulk_create(
        ScoreSheet(
            round=row,
            unit=one.unit,
            group=one.group,
            base=one.sheet.base,
            conversion=one.sheet.conversion,
            score=one.sheet.score,
            takes_part=one.sheet.takes_part,
        )
        for one in scored
    )
    items = ScoreEvent.objects.bulk_create(
        (_item(sheet, rule, one) for sheet, one in zip(sheets, scored, strict=True) for rule in rules),
        batch_size=AT_ONCE,
    )
    per_rule = iter(items)
    evidence = (
        _row(next_item, found)
        for one in scored
        for rule, next_item in zip(rules, per_rule, strict=False)
        for found in _worth_keeping(rule, one.rows[rule.pk])
    )
    ScoreEvidence.objects.bulk_create(evidence, batch_size=AT_ONCE)


def _item(sheet: ScoreSheet, rule: ScoreRule, one: Scored) -> ScoreEvent:
    line = one.line(rule)
    return ScoreEvent(
        sheet=sheet,
        rule=rule,
        points=line.points,
        treatment=line.treatment.value,
        done=line.measured.done,
        whole=line.measured.whole,
        value=line.value,
    )


def _worth_keeping(rule: ScoreRule, rows: Iterable[Found]) -> Iterator[Found]:
    """Of a count only what was counted: that nothing happened to the others is not a row to look at."""
    counted = rule.metric and METRICS[rule.metric].kind is Kind.COUNT
    return (row for row in rows if row.part or not counted)


def _row(item: ScoreEvent, found: Found) -> ScoreEvidence:
    key = {f"{found.subject}_id": found.key}
    return ScoreEvidence(event=item, part=found.part, whole=found.whole, words=found.words[:200], **key)


@transaction.atomic
def announce_round(*, actor: User, round_id: int, now: datetime) -> ScoreRound:
    """Hand the sheets to their units to check. Raises ValidationError (``not_computed``)."""
    row = lock_round(round_id)
    require(actor, "score_round.announce", row)
    if row.computed_at is None:
        raise ValidationError(_("还没有核算，不能交单位核对。"), code="not_computed")
    if row.manual_points.filter(entered_at__gt=row.computed_at).exists():
        raise ValidationError(_("核算以后又登记了人工评定，请先重新核算。"), code="not_computed")
    return move(actor, Thing.ROUND, row, "announce", announced_at=now, announced_by=actor)


@transaction.atomic
def take_back_round(*, actor: User, round_id: int, now: datetime) -> ScoreRound:
    """To compute anew, as long as nobody has said anything to it. Raises ValidationError (``has_claims``)."""
    row = lock_round(round_id)
    require(actor, "score_round.take_back", row)
    appeals = ScoreAppeal.objects.filter(event__sheet__round=row)
    if appeals.exists() or ScoreAdjustment.objects.filter(sheet__round=row).exists():
        raise ValidationError(
            _("已有申诉或调整，不能收回重算；请逐条答复，需要改分的用调整。"), code="has_claims"
        )
    return move(actor, Thing.ROUND, row, "take_back")


@transaction.atomic
def approve_round(*, actor: User, round_id: int, document: str, now: datetime) -> ScoreRound:
    """Freeze the sheets. Raises ValidationError (``claims_open``)."""
    row = lock_round(round_id)
    require(actor, "score_round.approve", row)
    waiting = ScoreAppeal.objects.filter(event__sheet__round=row, status=AppealStatus.FILED.value).count()
    proposed = ScoreAdjustment.objects.filter(sheet__round=row, status=AdjustmentStatus.PROPOSED.value)
    if waiting or proposed.exists():
        raise ValidationError(
            _("还有%(appeals)s份申诉待答复、%(others)s条调整待批准，请先办理完毕。")
            % {"appeals": waiting, "others": proposed.count()},
            code="claims_open",
        )
    return move(
        actor, Thing.ROUND, row, "approve", approved_at=now, approved_by=actor, document=document.strip()
    )
