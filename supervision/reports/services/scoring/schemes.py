"""Schemes: drafted rule by rule, tried on data, adopted by the head of the office, revised anew."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from supervision.inspections.services.authority import require_leaders

from ...models import ScoreRule, ScoreScheme
from ...permissions import require
from ...rules.scoring.spans import Span
from ...rules.scoring.states import Thing
from ...rules.scoring.words import FITTING, FORMULAS, Formula, NoTasks, SchemeStatus
from ...selectors.scoring import METRICS, Scored, compute
from .steps import LOCKS, because, change, in_words, insert, lock_scheme, move


@dataclass(frozen=True)
class SchemeWords:
    name: str
    year: int
    about: str = ""
    base: Decimal = Decimal(0)
    target: Decimal = Decimal(80)
    best: int = 3
    last: int = 2


@dataclass(frozen=True)
class RuleWords:
    """As the columns of ``ScoreRule``."""

    name: str
    formula: str
    metric: str = ""
    order: int = 10
    weight: Decimal = Decimal(0)
    target: Decimal = Decimal(100)
    step: Decimal = Decimal(1)
    up: Decimal = Decimal(0)
    down: Decimal = Decimal(0)
    second_from: Decimal | None = None
    second_up: Decimal = Decimal(0)
    whole_steps: bool = False
    per_event: Decimal = Decimal(0)
    free: int = 0
    rung: Decimal = Decimal(5)
    cap_up: Decimal | None = None
    cap_down: Decimal | None = None
    floor: Decimal | None = None
    no_tasks: str = NoTasks.EXCLUDE.value
    about: str = ""


@transaction.atomic
def draft_scheme(*, actor: User, words: SchemeWords, now: datetime) -> ScoreScheme:
    require(actor, "score_scheme.draft")
    with because(actor, _("起草考核方案")):
        return insert(ScoreScheme(**asdict(words), created_by=actor, created_at=now))


@transaction.atomic
def revise_scheme(*, actor: User, scheme_id: int, words: SchemeWords) -> ScoreScheme:
    """While it is a draft. Raises ValidationError (``score_scheme_is_locked``)."""
    row = _drafted(actor, scheme_id)
    with because(actor, _("修改考核方案")), in_words():
        return change(row, **asdict(words), **_untried())


@transaction.atomic
def succeed_scheme(*, actor: User, scheme_id: int, now: datetime) -> ScoreScheme:
    """A new version in draft with the same rules; the old one stays in force until the new is adopted."""
    require(actor, "score_scheme.draft")
    old = lock_scheme(scheme_id)
    same = ScoreScheme.objects.filter(year=old.year, name=old.name)
    words = {name: getattr(old, name) for name in SchemeWords.__dataclass_fields__}
    newest = same.aggregate(newest=Max("version"))["newest"]
    with because(actor, _("修订考核方案")):
        row = insert(ScoreScheme(**words, version=newest + 1, follows=old, created_by=actor, created_at=now))
        for rule in old.rules.all():
            kept = {name: getattr(rule, name) for name in RuleWords.__dataclass_fields__}
            insert(ScoreRule(scheme=row, **kept))
    return row


@transaction.atomic
def set_rule(*, actor: User, scheme_id: int, words: RuleWords, rule_id: int | None = None) -> ScoreRule:
    """Add a rule, or say one anew. What was tried before is no longer what would be adopted."""
    scheme = _drafted(actor, scheme_id)
    check_fitting(words)
    with because(actor, _("修改考核项目")), in_words():
        change(scheme, **_untried())
        if rule_id is None:
            return insert(ScoreRule(scheme=scheme, **asdict(words)))
        return change(scheme.rules.get(pk=rule_id), **asdict(words))


@transaction.atomic
def remove_rule(*, actor: User, scheme_id: int, rule_id: int) -> None:
    scheme = _drafted(actor, scheme_id)
    with because(actor, _("删去考核项目")), in_words():
        change(scheme, **_untried())
        scheme.rules.get(pk=rule_id).delete()


@transaction.atomic
def try_scheme(*, actor: User, scheme_id: int, span: Span, now: datetime) -> list[Scored]:
    """What these rules would give over ``span``: computed by the engine of the sheets, and not kept.

    That somebody looked is, for it is asked for before a scheme is adopted. Raises ValidationError
    (``no_rules``).
    """
    require(actor, "score_scheme.try")
    scheme = lock_scheme(scheme_id)
    rules = list(scheme.rules.all())
    if not rules:
        raise ValidationError(_("方案还没有考核项目，请先添加再试算。"), code="no_rules")
    scored = compute(actor, rules, scheme.base, span)
    if scheme.status == SchemeStatus.DRAFT:
        with because(actor, _("试算")):
            change(scheme, tried_at=now, tried_by=actor)
    return scored


@transaction.atomic
def adopt_scheme(
    *, actor: User, scheme_id: int, approver_id: int, document: str = "", now: datetime
) -> ScoreScheme:
    """Lock the rules; the version in force is closed with it. Raises ValidationError (``not_tried``)."""
    row = lock_scheme(scheme_id)
    require(actor, "score_scheme.adopt", row)
    require_leaders(approver=approver_id)
    if row.status == SchemeStatus.DRAFT and row.tried_at is None:
        raise ValidationError(
            _("现行条款还没有试算过，请先用上年同期数据试算、看过结果再审定。"), code="not_tried"
        )
    for former in ScoreScheme.objects.filter(
        year=row.year, name=row.name, status=SchemeStatus.ADOPTED.value
    ).order_by("pk"):
        close_scheme(actor=actor, scheme_id=former.pk, now=now)
    values: dict[str, Any] = {"adopted_at": now, "adopted_by": actor, "approver_id": approver_id}
    return move(actor, Thing.SCHEME, row, "adopt", document=document.strip(), **values)


@transaction.atomic
def close_scheme(*, actor: User, scheme_id: int, now: datetime) -> ScoreScheme:
    return move(actor, Thing.SCHEME, lock_scheme(scheme_id), "close", closed_at=now)


def check_fitting(words: RuleWords) -> None:
    """Raises ValidationError by field: ``no_metric``, ``formula_does_not_fit``."""
    if words.formula == Formula.MANUAL or words.formula not in FORMULAS:
        return  # the constraint says what is wrong with a metric beside it
    metric = METRICS.get(words.metric)
    if metric is None:
        raise _of("metric", _("请选择一个计量指标。"), "no_metric")
    fitting = FITTING[metric.kind]
    if words.formula not in fitting:
        names = "”“".join(str(FORMULAS[one]) for one in fitting)
        raise _of(
            "formula",
            _("“%(metric)s”不能用这种计分办法，可以用“%(fitting)s”。")
            % {"metric": metric.label, "fitting": names},
            "formula_does_not_fit",
        )


def _of(field: str, text: str, code: str) -> ValidationError:
    return ValidationError({field: ValidationError(text, code=code)})


def _drafted(actor: User, scheme_id: int) -> ScoreScheme:
    """Raises ValidationError (``score_scheme_is_locked``)."""
    require(actor, "score_scheme.draft")
    row = lock_scheme(scheme_id)
    if row.status != SchemeStatus.DRAFT:
        raise ValidationError(str(LOCKS["score_scheme_is_locked"]), code="score_scheme_is_locked")
    return row


def _untried() -> dict[str, Any]:
    return {"tried_at": None, "tried_by": None}
