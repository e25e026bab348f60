"""交办单: one unit's part of a matter. The state of the work lives here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from accounts.models.history import keep_history

from ..rules.words import DUTY_ROLES, DUTY_STATUSES, KNOWN, OWED, DutyRole, DutyStatus
from .figures import beyond_the_office
from .locks import has_one_lead, locked_with_its_matter
from .matter import Matter

if TYPE_CHECKING:
    from accounts.models import Reach, User

ROLE_CHOICES = {role.value: label for role, label in DUTY_ROLES.items()}
STATUS_CHOICES = {status.value: label for status, label in DUTY_STATUSES.items()}


class DutyQuerySet(models.QuerySet["Duty"]):
    def visible_to(self, user: User) -> Self:
        """Whoever sees the matter sees who carries it; relieved units are the office's to see."""
        reach = user.reach
        if reach.everything:
            return self.filter(beyond_the_office(user, "matter__"))
        return self.filter(matter__in=Duty.objects.carried_by(reach), status__in=list(KNOWN))

    def carried_by(self, reach: Reach) -> models.QuerySet[Any]:
        """The ids of the matters that these units carry: the row predicate."""
        known = [status.value for status in KNOWN]
        return self.filter(unit_id__in=reach.unit_ids, status__in=known).values_list("matter_id", flat=True)

    def standing(self) -> Self:
        """Not relieved."""
        return self.exclude(status=DutyStatus.RELEASED)

    def owed(self) -> Self:
        """The unit still has something to do."""
        return self.filter(status__in=[status.value for status in OWED])


@keep_history
class Duty(models.Model):
    """``sign_by`` is the last day to sign; ``replaces`` is the duty of the unit that was relieved for it."""

    matter = models.ForeignKey(
        Matter, verbose_name=_("督办事项"), on_delete=models.CASCADE, related_name="duties", db_index=False
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("承办单位"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    role = models.CharField(_("责任"), max_length=8, choices=ROLE_CHOICES)
    status = models.CharField(
        _("状态"), max_length=10, choices=STATUS_CHOICES, default=DutyStatus.PLANNED.value
    )
    task = models.CharField(_("分工"), max_length=500, blank=True)
    contact = models.CharField(_("责任人及电话"), max_length=80, blank=True)
    issued_on = models.DateField(_("交办日期"), null=True, blank=True)
    sign_by = models.DateField(_("签收时限"), null=True, blank=True)
    signed_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    signed_by = models.ForeignKey(
        "accounts.User",
        verbose_name=_("签收人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    reported_at = models.DateTimeField(_("报办结时间"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("通过时间"), null=True, blank=True)
    refusal = models.CharField(_("退回理由"), max_length=500, blank=True)
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("改派自"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
    )

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("交办单")
        ordering = ["matter", "-role", "pk"]  # lead sorts after helping
        triggers = [
            locked_with_its_matter("NEW.matter_id"),
            has_one_lead("COALESCE(NEW.matter_id, OLD.matter_id)", pgtrigger.Update | pgtrigger.Delete),
        ]
        constraints = [
            models.UniqueConstraint(
                name="duty_one_lead",
                fields=["matter"],
                condition=Q(role=DutyRole.LEAD.value) & ~Q(status=DutyStatus.RELEASED.value),
                violation_error_message=_("一个事项只能有一个牵头单位；要换，请改派。"),
            ),
            models.UniqueConstraint(
                name="duty_unit_once",
                fields=["unit", "matter"],
                condition=~Q(status=DutyStatus.RELEASED.value),
                violation_error_message=_("该单位已承担这个事项。"),
            ),
            models.CheckConstraint(
                name="duty_known_words",
                condition=Q(role__in=list(ROLE_CHOICES)) & Q(status__in=list(STATUS_CHOICES)),
                violation_error_message=_("没有这种责任或状态。"),
            ),
            models.CheckConstraint(
                name="duty_issued_with_dates",
                condition=Q(status="planned") | Q(issued_on__isnull=False, sign_by__isnull=False),
                violation_error_message=_("已交办的须有交办日期和签收时限。"),
            ),
            models.CheckConstraint(
                name="duty_signed_with_name",
                condition=~Q(status__in=["signed", "under_way", "reported", "accepted"])
                | Q(signed_at__isnull=False, signed_by__isnull=False),
                violation_error_message=_("签收须记明签收人和时间。"),
            ),
            models.CheckConstraint(
                name="duty_reported_with_time",
                condition=~Q(status__in=["reported", "accepted"]) | Q(reported_at__isnull=False),
                violation_error_message=_("报办结须记明时间。"),
            ),
            models.CheckConstraint(
                name="duty_accepted_with_time",
                condition=Q(status="accepted", accepted_at__isnull=False)
                | ~Q(status="accepted") & Q(accepted_at__isnull=True),
                violation_error_message=_("通过须记明时间，未通过的不能有。"),
            ),
            models.CheckConstraint(
                name="duty_refused_with_reason",
                condition=~Q(status="refused") | ~Q(refusal=""),
                violation_error_message=_("退回须写明理由。"),
            ),
            models.CheckConstraint(
                name="duty_does_not_replace_itself",
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("pk")),
                violation_error_message=_("交办单不能改派自自己。"),
            ),
        ]
        indexes = [
            models.Index(name="duty_of_matter", fields=["matter", "role", "status"]),
            # visible_to starts here: what does my unit carry?
            models.Index(name="duty_of_unit", fields=["unit", "status", "matter"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}：{self.unit}"
