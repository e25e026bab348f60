"""The months' reports: read, kept as drafts, submitted, decided. Every write is one service's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar, Final

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import F, OuterRef, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from accounts.filters import KeyFilter
from rulebook.rules import Month
from supervision.rest.endpoints import Command, CreatingList, DetailEndpoint, Rows
from supervision.rest.problems import ConfirmationRequired, NotPossibleNow
from supervision.rest.rows import nested

from .. import services
from ..models import MonthlyProgress, ProgressStep, Project
from ..models.progress import OPEN, ProgressStatus
from ..rules import Doubt, ProgressEntry, require_editable
from ..serializers import (
    AcceptIn,
    CorrectionIn,
    EntryIn,
    ProgressDetailOut,
    ProgressOut,
    ReportIn,
    ReturnIn,
    StepOut,
    SubmitIn,
)
from ..services.writing import lock_project

# What speaks of the report's state rather than of the request.
OF_STATE: Final = frozenset(
    {"wrong_step", "not_editable", "nothing_to_correct", "progress_one_accepted", "progress_one_open"}
)
DOUBTS: Final = frozenset(Doubt)


@contextmanager
def told_by_code() -> Iterator[None]:
    """The services' refusals with the status that a program expects of them."""
    try:
        yield
    except ValidationError as error:
        found = [] if hasattr(error, "error_dict") else error.error_list
        codes = {item.code for item in found}
        if len(found) == 1 and codes <= OF_STATE:
            raise NotPossibleNow("；".join(found[0].messages), code=found[0].code) from error
        if found and codes <= DOUBTS:
            said = [
                {"field": "confirmations", "code": str(i.code), "message": "；".join(i.messages)}
                for i in found
            ]
            raise ConfirmationRequired(said) from error
        raise


class ProgressFilterSet(django_filters.FilterSet):
    project = KeyFilter(label=gettext_lazy("项目 id"))
    year = KeyFilter(label=gettext_lazy("年"))
    month = KeyFilter(label=gettext_lazy("月"))
    status = django_filters.ChoiceFilter(choices=ProgressStatus.choices, label=gettext_lazy("状态"))


class ProgressRows(Rows):
    """One report with its steps: what every command answers, and what its ETag is made of."""

    out: ClassVar[type[Serializer[Any]]] = ProgressDetailOut
    write_scope = "progress"

    def rows(self) -> QuerySet[MonthlyProgress]:
        return MonthlyProgress.objects.visible_to(self.actor)

    def special(self) -> Mapping[str, Combinable]:
        steps = ProgressStep.objects.filter(progress=OuterRef("pk")).order_by("pk")
        by = Coalesce(F("by__person__name"), F("by__username"))
        return {"steps": nested(steps, StepOut, by=by)}


class ProgressCommand(ProgressRows, Command):
    def told(self, key: int, code: int = status.HTTP_200_OK) -> Response:
        headers = {"Location": f"/api/v1/progress/{key}/"} if code == status.HTTP_201_CREATED else {}
        return self.tagged(self.row(key), status=code, headers=headers)

    def locked(self, key: int) -> MonthlyProgress:
        """The visible report under its project's lock, unchanged since the caller read it."""
        lock_project(get_object_or_404(self.rows(), pk=key).project_id)
        self.require_unchanged(key)
        return MonthlyProgress.objects.get(pk=key)


class ProgressList(CreatingList, ProgressCommand):
    out = ProgressOut
    post_out = ProgressDetailOut
    title = gettext_lazy("月度进展")
    post_title = gettext_lazy("新建月报草稿")
    post_creates = True
    filterset_class = ProgressFilterSet
    words = ReportIn

    def create(self) -> Response:
        """A draft of a month that has none; one that is open is changed by PUT, with its ETag."""
        values = self.valid(ReportIn)
        project_id, period = values.pop("project_id"), values.pop("period")
        seen = Project.objects.visible_to(self.actor)
        if not seen.filter(pk=project_id).exists():
            raise Http404
        lock_project(project_id)
        with told_by_code():
            _require_none_open(project_id, period)
            row = services.save_progress(
                actor=self.actor,
                project_id=project_id,
                period=period,
                entry=ProgressEntry(**values),
                now=timezone.now(),
            )
        return self.told(row.pk, status.HTTP_201_CREATED)


def _require_none_open(project_id: int, period: Month) -> None:
    rows = MonthlyProgress.objects.filter(project=project_id, year=period.year, month=period.month)
    if (key := rows.filter(status__in=OPEN).values_list("pk", flat=True).first()) is not None:
        message = _("该月已有一份在办的填报（/api/v1/progress/%(key)s/），请先读取，再带 If-Match 修改。")
        raise ValidationError(message % {"key": key}, code="progress_one_open")


class ProgressDetail(DetailEndpoint, ProgressCommand):
    title = gettext_lazy("一份月报及其办理记录")
    put_title = gettext_lazy("修改草稿或被退回的月报")
    put_if_match = True
    words = EntryIn

    def put(self, request: Request, pk: int) -> Response:
        return self.once(lambda: self.replace(pk))

    def replace(self, pk: int) -> Response:
        values = self.valid(EntryIn)
        row = self.locked(pk)
        with told_by_code():
            require_editable(row.status)
            services.save_progress(
                actor=self.actor,
                project_id=row.project_id,
                period=Month(row.year, row.month),
                entry=ProgressEntry(**values),
                now=timezone.now(),
            )
        return self.told(pk)


class Step(ProgressCommand):
    """``POST …/{id}/<verb>/``."""

    if_match = True

    def post(self, request: Request, pk: int) -> Response:
        return self.once(lambda: self.step(pk))

    def step(self, pk: int) -> Response:
        words: Any = self.words
        values = self.valid(words)
        self.locked(pk)
        with told_by_code():
            self.act(actor=self.actor, progress_id=pk, now=timezone.now(), **values)
        return self.told(pk)

    act: Callable[..., Any]


class ProgressSubmit(Step):
    title = gettext_lazy("报送")
    about = gettext_lazy("数据可疑时答复 confirmation_required：核对后带上 confirmations 重新提交。")
    words = SubmitIn

    def act(self, *, confirmations: Mapping[str, str], **told: Any) -> None:
        services.submit_progress(reasons=confirmations, **told)


class ProgressReturn(Step):
    title = gettext_lazy("退回（督查办）")
    words = ReturnIn
    act = staticmethod(services.return_progress)


class ProgressAccept(Step):
    title = gettext_lazy("采用（督查办）")
    words = AcceptIn
    act = staticmethod(services.accept_progress)


class ProgressCorrect(ProgressCommand):
    title = gettext_lazy("更正已采用的月报")
    about = gettext_lazy("另立一份修订草稿，照常报送、审核；采用后原数转为“已更正”。")
    if_match = creates = True
    words = CorrectionIn

    def post(self, request: Request, pk: int) -> Response:
        return self.once(lambda: self.correct(pk))

    def correct(self, pk: int) -> Response:
        values = self.valid(CorrectionIn)
        row, reason = self.locked(pk), values.pop("reason")
        with told_by_code():
            revision = services.correct_progress(
                actor=self.actor,
                project_id=row.project_id,
                period=Month(row.year, row.month),
                entry=ProgressEntry(**values),
                reason=reason,
                now=timezone.now(),
            )
        return self.told(revision.pk, status.HTTP_201_CREATED)
