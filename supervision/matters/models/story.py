"""批示、审核、办理记录: what was said and done about a matter, each a row that stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Post
from accounts.models.history import keep_history
from accounts.rules import day_words

from ..rules.states import told_as
from .dates import OfMatterQuerySet
from .duty import Duty
from .feedback import Feedback
from .figures import beyond_the_office
from .locks import locked_with_its_matter
from .matter import Matter

if TYPE_CHECKING:
    from accounts.models import User


@keep_history
class Instruction(models.Model):
    """批示 by the holder of a post; of a sensitive one only that it exists is kept, never its text."""

    matter = models.ForeignKey(
        Matter, verbose_name=_("督办事项"), on_delete=models.CASCADE, related_name="instructions"
    )
    post = models.ForeignKey(Post, verbose_name=_("批示领导"), on_delete=models.PROTECT, related_name="+")
    given_on = models.DateField(_("批示日期"))
    text = models.TextField(_("批示内容"), max_length=2000, blank=True)
    registered_only = models.BooleanField(
        _("仅登记"), default=False, help_text=_("内容敏感的批示只登记编号和办理要求，不录原文。")
    )
    reference = models.CharField(_("批示件编号"), max_length=60, blank=True)
    recorded_by = models.ForeignKey(
        "accounts.User", verbose_name=_("录入人"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField(_("录入时间"))

    objects = OfMatterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("批示")
        ordering = ["matter", "given_on", "pk"]
        triggers = [locked_with_its_matter("NEW.matter_id")]
        constraints = [
            models.CheckConstraint(
                name="instruction_has_text_or_is_registered_only",
                condition=Q(registered_only=True, text="") | Q(registered_only=False) & ~Q(text=""),
                violation_error_message=_("请录入批示内容；内容敏感的选“仅登记”，不录原文。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post} {day_words(self.given_on)}"


@keep_history
class Review(models.Model):
    """办结审核 against the standard: facts clear, problem solved, form right; all three or it goes back."""

    matter = models.ForeignKey(
        Matter, verbose_name=_("督办事项"), on_delete=models.CASCADE, related_name="reviews"
    )
    feedback = models.ForeignKey(
        Feedback,
        verbose_name=_("办结报告"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reviews",
    )
    facts_clear = models.BooleanField(_("事实清楚"))
    problem_solved = models.BooleanField(_("问题解决、任务完成"))
    form_right = models.BooleanField(_("手续形式合规"))
    opinion = models.CharField(_("审核意见"), max_length=500, blank=True)
    reviewed_by = models.ForeignKey(
        "accounts.User", verbose_name=_("审核人"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reviewed_at = models.DateTimeField(_("审核时间"))

    objects = OfMatterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("办结审核")
        ordering = ["matter", "pk"]
        triggers = [locked_with_its_matter("NEW.matter_id")]
        constraints = [
            models.CheckConstraint(
                name="review_not_passed_says_why",
                condition=Q(facts_clear=True, problem_solved=True, form_right=True) | ~Q(opinion=""),
                violation_error_message=_("审核不通过须写明意见。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.reviewed_at:%Y-%m-%d}"

    @property
    def has_passed(self) -> bool:
        return self.facts_clear and self.problem_solved and self.form_right


class StepQuerySet(models.QuerySet["Step"]):
    def visible_to(self, user: User) -> Self:
        """The office sees all; a unit what was done with the matter and with its own duty."""
        reach = user.reach
        if reach.everything:
            return self.filter(beyond_the_office(user, "matter__"))
        mine = Q(duty__isnull=True) | Q(duty__unit_id__in=reach.unit_ids)
        return self.filter(mine, matter__in=Duty.objects.carried_by(reach))


class Step(models.Model):
    """办理记录: who did what when. ``verb`` is a name of ``rules.states``; nobody's steps are the clock's."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="steps")
    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, null=True, blank=True, related_name="steps")
    verb = models.CharField(_("事项"), max_length=30)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    at = models.DateTimeField(_("时间"))
    note = models.CharField(_("说明"), max_length=500, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("办理记录")
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.told} {self.at:%Y-%m-%d}"

    @property
    def told(self) -> str:
        """What was done, in words."""
        return told_as(self.verb)
