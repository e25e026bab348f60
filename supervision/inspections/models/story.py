"""办理记录: who did what when, of an inspection or of a rectification; lines that stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, Unit

from ..rules.states import told_as
from .columns import by_user
from .conclusion import Conclusion
from .finding import Finding
from .inspection import Inspection
from .rectification import Rectification

if TYPE_CHECKING:
    from accounts.models import User


OF_CLUES: Final = "clue."
# How a conclusion came about, and what was recommended on it, is not its unit's business.
IN_THE_MAKING: Final = Q(verb__startswith="recommendation.") | Q(
    verb__in=["conclusion.draft", "conclusion.revise", "conclusion.submit", "conclusion.send_back"]
)


class StepQuerySet(models.QuerySet["Step"]):
    def visible_to(self, user: User) -> Self:
        """The office and the team see all; a unit what was done with what it sees, in its final form.

        That there is a clue is told to nobody but whoever may read it.
        """
        rows = (
            self if Role.OFFICE_HEAD in user.roles else self.exclude(~Q(by=user), verb__startswith=OF_CLUES)
        )
        if user.reach.everything:
            return rows
        return rows.filter(
            Q(rectification__in=Rectification.objects.visible_to(user))
            | Q(finding__in=Finding.objects.visible_to(user))
            | Q(conclusion__in=Conclusion.objects.visible_to(user)) & ~IN_THE_MAKING
            | Q(inspection__in=Inspection.objects.worked_on_by(user))
        )


class Step(models.Model):
    """``verb`` is a name of ``rules.states``; nobody's steps are the clock's.

    ``rectification`` for its story; else ``inspection`` or, without one, ``finding``, whose story it is in.
    ``unit`` is the unit that it is about, where it is about one.
    """

    inspection = models.ForeignKey(
        Inspection, on_delete=models.CASCADE, null=True, blank=True, related_name="steps"
    )
    finding = models.ForeignKey(
        Finding, on_delete=models.CASCADE, null=True, blank=True, related_name="steps"
    )
    conclusion = models.ForeignKey(
        Conclusion, on_delete=models.CASCADE, null=True, blank=True, related_name="steps"
    )
    rectification = models.ForeignKey(
        Rectification, on_delete=models.CASCADE, null=True, blank=True, related_name="steps"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    verb = models.CharField(_("事项"), max_length=40)
    by = by_user(_("办理人"))
    at = models.DateTimeField(_("时间"))
    note = models.CharField(_("说明"), max_length=500, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("办理记录")
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.CheckConstraint(
                name="inspection_step_has_a_story",
                condition=Q(rectification__isnull=False, inspection__isnull=True, finding__isnull=True)
                | Q(rectification__isnull=True) & (Q(inspection__isnull=False) | Q(finding__isnull=False)),
                violation_error_message=_("办理记录须属于一次督查、一个问题或一件整改。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.told} {self.at:%Y-%m-%d}"

    @property
    def told(self) -> str:
        """What was done, in words."""
        return told_as(self.verb)
