"""督查结论、复核、处理建议、线索移送: what the government concluded, and what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, Unit
from accounts.models.history import keep_history

from ..rules.words import (
    CLUE_KINDS,
    CONCLUSION_STATUSES,
    RECOMMENDATION_KINDS,
    RECOMMENDATION_STATUSES,
    REVIEW_STATUSES,
    ConclusionStatus,
    RecommendationStatus,
    ReviewStatus,
    plain,
)
from .columns import by_user, of_post
from .finding import Finding
from .inspection import Inspection, TeamMember
from .locks import review_decided_by_uninvolved, reviewer_took_no_part

if TYPE_CHECKING:
    from accounts.models import User

STATUS_CHOICES = plain(CONCLUSION_STATUSES)
REVIEW_CHOICES = plain(REVIEW_STATUSES)
KIND_CHOICES = plain(RECOMMENDATION_KINDS)
RECOMMENDATION_CHOICES = plain(RECOMMENDATION_STATUSES)
CLUE_CHOICES = plain(CLUE_KINDS)
MADE = ["issued", "delivered", "replaced", "revoked"]
DECIDED = ["upheld", "changed", "revoked"]


class ConclusionQuerySet(models.QuerySet["Conclusion"]):
    def visible_to(self, user: User) -> Self:
        """The office and the team see all of theirs; a unit its own, once the government made it.

        Who reviews it sees it, and what took its place.
        """
        reach = user.reach
        if reach.everything:
            return self
        team = TeamMember.objects.filter(user=user).values("inspection_id")
        reviews = Reviewer.objects.filter(user=user).values("review__conclusion_id")
        return self.filter(
            Q(unit_id__in=reach.unit_ids, status__in=MADE)
            | Q(inspection__in=team)
            | Q(inspection__organiser_id__in=reach.unit_ids)
            | Q(pk__in=reviews)
            | Q(replaces__in=reviews)
        )


@keep_history
class Conclusion(models.Model):
    """督查结论 on one unit (REG art. 16), made by the government.

    ``review_until`` is the last day to apply for review, kept when it was delivered; ``review_basis`` the
    rule in words.
    """

    inspection = models.ForeignKey(
        Inspection, verbose_name=_("督查活动"), on_delete=models.PROTECT, related_name="conclusions"
    )
    unit = models.ForeignKey(Unit, verbose_name=_("被督查单位"), on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("文号"), max_length=40, blank=True)
    text = models.TextField(_("结论"), max_length=8000)
    findings = models.ManyToManyField(Finding, verbose_name=_("问题"), related_name="conclusions", blank=True)
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("变更的原结论"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
    )
    status = models.CharField(
        _("状态"), max_length=10, choices=STATUS_CHOICES, default=ConclusionStatus.DRAFT.value
    )
    drafted_by = by_user(_("起草人"), known=True)
    drafted_at = models.DateTimeField(_("起草时间"))
    signatory = of_post(_("签发领导"))
    issued_on = models.DateField(_("作出日期"), null=True, blank=True)
    issued_by = by_user(_("办理人"))
    delivered_on = models.DateField(_("送达日期"), null=True, blank=True)
    received_by = by_user(_("签收人"))
    receipt_note = models.CharField(_("送达说明"), max_length=200, blank=True)
    review_until = models.DateField(_("申请复核期限"), null=True, blank=True)
    review_basis = models.CharField(_("期限依据"), max_length=200, blank=True)

    objects = ConclusionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("督查结论")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="conclusion_one_in_force",
                fields=["inspection", "unit"],
                condition=~Q(status__in=["replaced", "revoked"]),
                violation_error_message=_("这个单位在本次督查中已有一份结论。"),
            ),
            models.CheckConstraint(
                name="conclusion_made_by_government",
                condition=Q(status__in=["draft", "submitted"])
                | (
                    Q(signatory__isnull=False, issued_on__isnull=False, issued_by__isnull=False)
                    & ~Q(number="")
                ),
                violation_error_message=_(
                    "督查结论由本级人民政府作出，须有签发领导、日期和文号（政府督查工作条例第十六条）。"
                ),
            ),
            models.CheckConstraint(
                name="conclusion_delivered_with_receipt",
                condition=~Q(status__in=["delivered", "replaced", "revoked"])
                | Q(delivered_on__isnull=False, review_until__isnull=False, delivered_on__gte=F("issued_on")),
                violation_error_message=_("送达须有日期和申请复核的期限，送达不能早于作出。"),
            ),
            models.CheckConstraint(
                name="conclusion_known_status",
                condition=Q(status__in=list(STATUS_CHOICES)) & ~Q(text=""),
                violation_error_message=_("请填写结论。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.unit}".strip()


class OfConclusionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        if user.reach.everything:
            return self
        return self.filter(conclusion__in=Conclusion.objects.visible_to(user))


@keep_history
class Review(models.Model):
    """复核 (REG art. 17): filed within 30 days of delivery, decided within 30, by people who took no part."""

    conclusion = models.ForeignKey(
        Conclusion, verbose_name=_("督查结论"), on_delete=models.PROTECT, related_name="reviews"
    )
    status = models.CharField(
        _("状态"), max_length=10, choices=REVIEW_CHOICES, default=ReviewStatus.FILED.value
    )
    reason = models.TextField(_("申请复核的理由"), max_length=4000)
    filed_by = by_user(_("申请人"), known=True)
    filed_on = models.DateField(_("申请日期"))
    allowed_until = models.DateField(_("申请期限"))
    decide_by = models.DateField(_("决定期限"))
    decide_basis = models.CharField(_("期限依据"), max_length=200)
    decision = models.TextField(_("复核决定"), max_length=4000, blank=True)
    decided_by = by_user(_("决定人"))
    decided_on = models.DateField(_("决定日期"), null=True, blank=True)
    signatory = of_post(_("签发领导"))

    objects = OfConclusionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("复核")
        ordering = ["-pk"]
        triggers = [review_decided_by_uninvolved()]
        constraints = [
            models.UniqueConstraint(
                name="review_one_of_a_conclusion",
                fields=["conclusion"],
                condition=~Q(status="retracted"),
                violation_error_message=_("这份结论已经申请过复核。"),
            ),
            models.CheckConstraint(
                name="review_filed_in_time",
                condition=Q(filed_on__lte=F("allowed_until")),
                violation_error_message=_(
                    "申请复核的期限已过：应在收到结论之日起30日内提出（政府督查工作条例第十七条）。"
                ),
            ),
            models.CheckConstraint(
                name="review_says_why",
                condition=~Q(reason="") & Q(status__in=list(REVIEW_CHOICES)),
                violation_error_message=_("请写明申请复核的理由。"),
            ),
            models.CheckConstraint(
                name="review_decided_with_name",
                condition=~Q(status__in=DECIDED)
                | ~Q(decision="")
                & Q(decided_by__isnull=False, decided_on__isnull=False, signatory__isnull=False),
                violation_error_message=_("复核决定须写明内容、决定人、签发领导和日期。"),
            ),
            models.CheckConstraint(
                name="review_not_by_the_applicant",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("filed_by")),
                violation_error_message=_("申请人不能决定自己的复核。"),
            ),
        ]

    def __str__(self) -> str:
        return str(_("%(conclusion)s的复核") % {"conclusion": self.conclusion})


class ReviewerQuerySet(models.QuerySet["Reviewer"]):
    def visible_to(self, user: User) -> Self:
        if user.reach.everything:
            return self
        return self.filter(review__in=Review.objects.visible_to(user))


@keep_history
class Reviewer(models.Model):
    """复核人员: the database refuses whoever took part in the conclusion (回避)."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="reviewers")
    user = by_user(_("复核人员"), known=True)

    objects = ReviewerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("复核人员")
        ordering = ["pk"]
        triggers = [reviewer_took_no_part()]
        constraints = [
            models.UniqueConstraint(
                name="reviewer_once",
                fields=["review", "user"],
                violation_error_message=_("这个人已在复核人员中。"),
            ),
        ]
        indexes = [models.Index(name="reviewer_of_user", fields=["user"])]

    def __str__(self) -> str:
        return str(self.user)


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def visible_to(self, user: User) -> Self:
        """The office and the team: a unit learns of them by what comes of them."""
        if user.reach.everything:
            return self
        return self.filter(conclusion__inspection__in=Inspection.objects.worked_on_by(user))


@keep_history
class Recommendation(models.Model):
    """处理建议 (REG art. 19 and 21): carried out only once approved; accountability goes to another organ."""

    conclusion = models.ForeignKey(
        Conclusion, verbose_name=_("督查结论"), on_delete=models.PROTECT, related_name="recommendations"
    )
    kind = models.CharField(_("建议"), max_length=16, choices=KIND_CHOICES)
    addressee = models.CharField(_("对象"), max_length=100)
    text = models.TextField(_("内容"), max_length=2000)
    status = models.CharField(
        _("状态"), max_length=12, choices=RECOMMENDATION_CHOICES, default=RecommendationStatus.DRAFT.value
    )
    drafted_by = by_user(_("提出人"), known=True)
    approver = of_post(_("批准人"))
    decided_on = models.DateField(_("批准日期"), null=True, blank=True)
    decided_by = by_user(_("办理人"))
    transferred_to = models.CharField(_("接收机关"), max_length=100, blank=True)
    transfer_document = models.CharField(_("移送文号"), max_length=80, blank=True)
    done_on = models.DateField(_("落实或移交日期"), null=True, blank=True)
    outcome = models.CharField(_("落实情况"), max_length=500, blank=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("处理建议")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="recommendation_known_words",
                condition=Q(kind__in=list(KIND_CHOICES), status__in=list(RECOMMENDATION_CHOICES))
                & ~Q(text="")
                & ~Q(addressee=""),
                violation_error_message=_("请填写建议的种类、对象和内容。"),
            ),
            models.CheckConstraint(
                name="recommendation_approved_before_done",
                condition=~Q(status__in=["approved", "carried_out", "handed_over"])
                | Q(approver__isnull=False, decided_on__isnull=False),
                violation_error_message=_("处理建议须经批准才能落实（政府督查工作条例第二十一条）。"),
            ),
            models.CheckConstraint(
                name="recommendation_accountability_is_handed_over",
                condition=~Q(status="handed_over") & ~Q(status="carried_out", kind="accountability")
                | Q(status="handed_over", kind="accountability") & ~Q(transferred_to=""),
                violation_error_message=_(
                    "追责建议须移交有权机关并写明接收机关，不能自行落实；其他建议不移交。"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.addressee}"


class ClueQuerySet(models.QuerySet["Clue"]):
    def visible_to(self, user: User) -> Self:
        """Fewer see these than see everything else: who wrote it down, and the heads of the office."""
        if Role.OFFICE_HEAD in user.roles:
            return self
        return self.filter(recorded_by=user)


@keep_history
class Clue(models.Model):
    """违法犯罪线索 (REG art. 23), handed to the organ that may look into it; seen by very few."""

    inspection = models.ForeignKey(
        Inspection, verbose_name=_("督查活动"), on_delete=models.PROTECT, related_name="clues"
    )
    kind = models.CharField(_("线索类型"), max_length=12, choices=CLUE_CHOICES)
    summary = models.TextField(_("线索摘要"), max_length=2000)
    transferred_to = models.CharField(_("接收机关"), max_length=100)
    transfer_document = models.CharField(_("移送文号"), max_length=80, blank=True)
    transferred_on = models.DateField(_("移送日期"))
    recorded_by = by_user(_("登记人"), known=True)
    recorded_at = models.DateTimeField(_("登记时间"))

    objects = ClueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("线索移送")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="clue_is_whole",
                condition=Q(kind__in=list(CLUE_CHOICES)) & ~Q(summary="") & ~Q(transferred_to=""),
                violation_error_message=_("请填写线索类型、摘要和接收机关。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.transferred_on}"
