"""考核期、评分表: what each unit got in a time, rule by rule, with the rows that each point stands on."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Self

from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, Upload
from accounts.models.history import keep_history
from indicators.models import Indicator
from projects.models import Project
from rulebook.rules import Month
from supervision.alerts.models import Slip
from supervision.inspections.models import Rectification
from supervision.matters.models import Matter

from ..rules.scoring.words import ROUND_STATUSES, TREATMENTS, RoundStatus, plain
from .score_locks import OF_EVENT_ROW, OF_ROUND_ROW, OF_SHEET_ROW, frozen_with_its_round, round_is_locked
from .scores import ScoreRule, ScoreScheme, by_user, points_field

if TYPE_CHECKING:
    from accounts.models import User


class ScoreRoundQuerySet(models.QuerySet["ScoreRound"]):
    def visible_to(self, user: User) -> Self:
        """Units know of what they are asked to check or what is approved, where they were scored."""
        reach = user.reach
        if reach.everything:
            return self
        mine = ScoreSheet.objects.filter(unit_id__in=reach.unit_ids).values("round")
        return self.exclude(status=RoundStatus.DRAFT.value).filter(pk__in=mine)


@keep_history
class ScoreRound(models.Model):
    """考核期: the months of a year that a scheme is applied to. ``as_of``: nothing after that day counts."""

    scheme = models.ForeignKey(
        ScoreScheme, verbose_name=_("考核方案"), on_delete=models.PROTECT, related_name="rounds"
    )
    year = models.PositiveSmallIntegerField(_("年"))
    first_month = models.PositiveSmallIntegerField(_("自几月"), default=1)
    last_month = models.PositiveSmallIntegerField(_("至几月"))
    status = models.CharField(
        _("状态"), max_length=8, choices=plain(ROUND_STATUSES), default=RoundStatus.DRAFT.value
    )
    as_of = models.DateField(_("数据截至"), null=True, blank=True)
    computed_at = models.DateTimeField(_("核算时间"), null=True, blank=True)
    computed_by = by_user(_("核算人"))
    announced_at = models.DateTimeField(_("交核对时间"), null=True, blank=True)
    announced_by = by_user(_("交核对人"))
    approved_at = models.DateTimeField(_("审定时间"), null=True, blank=True)
    approved_by = by_user(_("审定人"))
    document = models.CharField(_("审定文号或会议"), max_length=120, blank=True)
    created_by = by_user(_("建立人"), known=True)
    created_at = models.DateTimeField(_("建立时间"))

    objects = ScoreRoundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("考核期")
        ordering = ["-year", "-last_month", "-pk"]
        triggers = [round_is_locked()]
        constraints = [
            models.UniqueConstraint(
                name="score_round_once",
                fields=["scheme", "year", "first_month", "last_month"],
                violation_error_message=_("该方案的这一考核期已经建立。"),
            ),
            models.CheckConstraint(
                name="score_round_months_in_order",
                condition=Q(first_month__gte=1, last_month__lte=12, first_month__lte=F("last_month")),
                violation_error_message=_("考核期的月份应在1至12之间，先后不能颠倒。"),
            ),
            models.CheckConstraint(
                name="score_round_computed_before_shown",
                condition=Q(status=RoundStatus.DRAFT.value)
                | Q(computed_at__isnull=False, computed_by__isnull=False, as_of__isnull=False)
                & Q(announced_at__isnull=False, announced_by__isnull=False),
                violation_error_message=_("须先核算，才能交单位核对或审定。"),
            ),
            models.CheckConstraint(
                name="score_round_approved_with_name",
                condition=~Q(status=RoundStatus.APPROVED.value)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                violation_error_message=_("审定须记明审定人和时间。"),
            ),
            models.CheckConstraint(
                name="score_round_known_status",
                condition=Q(status__in=list(plain(ROUND_STATUSES))),
                violation_error_message=_("没有这种状态。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme.name} {self.label}"

    @property
    def label(self) -> str:
        """2026年1—6月, or 2026年4—6月 where it does not begin in January."""
        return span_label(self.year, self.first_month, self.last_month)


def span_label(year: int, first: int, last: int) -> str:
    if first == 1:
        return Month(year, last).label
    months = str(last) if first == last else f"{first}—{last}"
    return _("%(year)s年%(months)s月") % {"year": year, "months": months}


class OfUnitQuerySet(models.QuerySet[Any]):
    """Rows of one unit, which it sees once the scores were handed out."""

    unit_path: str = "unit_id"
    status_path: str = "round__status"

    def visible_to(self, user: User) -> Self:
        reach = user.reach
        if reach.everything:
            return self
        own = Q(**{f"{self.unit_path}__in": reach.unit_ids})
        return self.filter(own & ~Q(**{self.status_path: RoundStatus.DRAFT.value}))


@keep_history
class ManualPoint(models.Model):
    """人工评定: points that a person gave, with the reason and the paper that it stands on."""

    round = models.ForeignKey(
        ScoreRound, verbose_name=_("考核期"), on_delete=models.CASCADE, related_name="manual_points"
    )
    rule = models.ForeignKey(
        ScoreRule, verbose_name=_("考核项目"), on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey(Unit, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="+")
    points = points_field(_("分值"), help_text=_("扣分填负数。"))
    reason = models.CharField(_("理由"), max_length=500)
    document = models.CharField(_("依据（文号、会议、批示）"), max_length=200, blank=True)
    file = models.ForeignKey(
        Upload, verbose_name=_("依据文件"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entered_by = by_user(_("登记人"), known=True)
    entered_at = models.DateTimeField(_("登记时间"))

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("人工评定")
        ordering = ["pk"]
        triggers = [frozen_with_its_round(OF_ROUND_ROW)]
        constraints = [
            models.CheckConstraint(
                name="manual_point_has_reason_and_document",
                condition=~Q(reason="") & (~Q(document="") | Q(file__isnull=False)),
                violation_error_message=_("人工评定须写明理由，并写明依据或附上依据文件。"),
            ),
            models.CheckConstraint(
                name="manual_point_is_not_nought",
                condition=~Q(points=0),
                violation_error_message=_("分值不能为0。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.points}"


class ScoreSheetQuerySet(OfUnitQuerySet):
    def with_total(self) -> Self:
        """Annotate ``adjusted`` (approved later changes) and ``total``."""
        approved = Q(adjustments__status="approved")
        adjusted = Coalesce(Sum("adjustments__points", filter=approved), Decimal(0))
        return self.annotate(adjusted=adjusted).annotate(total=F("score") + F("adjusted"))


@keep_history
class ScoreSheet(models.Model):
    """``group``: it is ranked within this group alone. ``score`` as computed, without later adjustments."""

    round = models.ForeignKey(
        ScoreRound, verbose_name=_("考核期"), on_delete=models.CASCADE, related_name="sheets"
    )
    unit = models.ForeignKey(Unit, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="+")
    group = models.CharField(_("考核分组"), max_length=40)
    base = points_field(_("基础分"))
    conversion = points_field(_("折算"), help_text=_("没有任务的项目不参与时，其余各项折算为满分。"))
    score = points_field(_("得分"))
    takes_part = models.BooleanField(_("参与排名"), default=True)

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("评分表")
        ordering = ["group", "-score", "pk"]
        triggers = [frozen_with_its_round(OF_ROUND_ROW)]
        constraints = [
            models.UniqueConstraint(
                name="score_sheet_once_a_unit",
                fields=["round", "unit"],
                violation_error_message=_("该单位在本考核期已有评分表。"),
            ),
            models.CheckConstraint(
                name="score_sheet_has_group",
                condition=~Q(group=""),
                violation_error_message=_("评分表须有考核分组，不同类别的单位不放在一起排名。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.round}"


class ScoreEventQuerySet(OfUnitQuerySet):
    unit_path, status_path = "sheet__unit_id", "sheet__round__status"


@keep_history
class ScoreEvent(models.Model):
    """得分项: what one rule gave. ``value``: per cent, a number or a place; None without a task."""

    sheet = models.ForeignKey(
        ScoreSheet, verbose_name=_("评分表"), on_delete=models.CASCADE, related_name="items", db_index=False
    )
    rule = models.ForeignKey(
        ScoreRule, verbose_name=_("考核项目"), on_delete=models.PROTECT, related_name="+"
    )
    points = points_field(_("得分"))
    treatment = models.CharField(_("计分情况"), max_length=8, choices=plain(TREATMENTS))
    done = models.DecimalField(_("完成"), max_digits=18, decimal_places=4)
    whole = models.DecimalField(_("任务"), max_digits=18, decimal_places=4)
    value = models.DecimalField(_("实际值"), max_digits=18, decimal_places=4, null=True, blank=True)

    objects = ScoreEventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("得分项")
        ordering = ["sheet", "rule__order", "rule"]
        triggers = [frozen_with_its_round(OF_SHEET_ROW)]
        constraints = [
            models.UniqueConstraint(
                name="score_event_once_a_rule",
                fields=["sheet", "rule"],
                violation_error_message=_("该考核项目已经计分。"),
            ),
            models.CheckConstraint(
                name="score_event_known_treatment",
                condition=Q(treatment__in=list(plain(TREATMENTS))),
                violation_error_message=_("没有这种计分情况。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.points}"


SUBJECTS: Final = ("project", "matter", "rectification", "indicator", "slip", "manual")


def exactly_one(names: tuple[str, ...]) -> Q:
    either = Q()
    for name in names:
        either |= Q(**{f"{other}__isnull": other != name for other in names})
    return either


class ScoreEvidenceQuerySet(OfUnitQuerySet):
    unit_path, status_path = "event__sheet__unit_id", "event__sheet__round__status"


def evidence_of(model: Any, label: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        model, verbose_name=label, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )


class ScoreEvidence(models.Model):
    """依据: the row that points stand on. ``part`` of ``whole`` is what it brought to the measurement."""

    event = models.ForeignKey(
        ScoreEvent, verbose_name=_("得分项"), on_delete=models.CASCADE, related_name="evidence"
    )
    project = evidence_of(Project, _("项目"))
    matter = evidence_of(Matter, _("督办事项"))
    rectification = evidence_of(Rectification, _("整改"))
    indicator = evidence_of(Indicator, _("指标"))
    slip = evidence_of(Slip, _("督查单"))
    manual = evidence_of(ManualPoint, _("人工评定"))
    part = models.DecimalField(_("计入"), max_digits=18, decimal_places=4)
    whole = models.DecimalField(_("任务"), max_digits=18, decimal_places=4)
    words = models.CharField(_("情况"), max_length=200, blank=True)

    objects = ScoreEvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("计分依据")
        ordering = ["pk"]
        triggers = [frozen_with_its_round(OF_EVENT_ROW)]
        constraints = [
            models.CheckConstraint(
                name="score_evidence_is_one_row",
                condition=exactly_one(SUBJECTS),
                violation_error_message=_("每条计分依据须指向一行数据。"),
            ),
        ]

    def __str__(self) -> str:
        return self.words or str(self.pk)
