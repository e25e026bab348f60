"""Rectifications: the ledger, what other systems hand in, and the verbs of office, units and heads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

from django.db.models import OuterRef, QuerySet
from django.db.models.expressions import Combinable
from django.urls import path
from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from accounts.clock import now, today
from rulebook.rules import Light
from supervision.matters.serializers.requests import EndIn, ExtensionIn, ReasonIn
from supervision.rest.acting import Act, Verb, addresses, name_of
from supervision.rest.endpoints import CreatingList, DetailEndpoint
from supervision.rest.rows import WordOf, nested

from .. import services
from ..filters import RectificationFilterSet
from ..models import (
    Evidence,
    LookBack,
    PlannedMeasure,
    Progress,
    Rectification,
    RectificationExtension,
    Step,
    Verification,
)
from ..permissions import require
from ..rules.entries import MeasureWords, RectificationWords
from ..selectors.ledger import rectification_ledger
from ..serializers.answers import (
    EvidenceOut,
    ExtensionOfRectificationOut,
    LookBackOut,
    NamedRectificationOut,
    PlannedMeasureOut,
    RectificationDetailOut,
    RectificationOut,
    RectificationProgressOut,
    StepOfThingOut,
    VerificationOut,
)
from ..serializers.requests import (
    ApplyIn,
    AssignIn,
    CheckPapersIn,
    EvidenceIn,
    FinishMeasureIn,
    LookBackIn,
    MeasuresIn,
    OpinionIn,
    PublishIn,
    ReceivedIn,
    RectificationIn,
    RectificationProgressIn,
    YearlyIn,
    files_of,
)
from ..services.writing import lock_rectification
from .acting import ThingRows
from .verifications import ExtensionRows, VerificationRows

LIGHT: Final = WordOf("light", words=[light.code for light in Light])
NESTED: Final[Mapping[str, tuple[Any, Any]]] = {
    "measures": (PlannedMeasure, PlannedMeasureOut),
    "evidence": (Evidence, EvidenceOut),
    "verifications": (Verification, VerificationOut),
    "extensions": (RectificationExtension, ExtensionOfRectificationOut),
    "look_backs": (LookBack, LookBackOut),
}


class RectificationRows(ThingRows):
    out: ClassVar[type[Serializer[Any]]] = RectificationDetailOut
    thing = "rectifications"
    key_name = "rectification_id"
    whole = "pk"

    def lock(self, key: int) -> Rectification:
        return lock_rectification(key)

    def seen(self) -> QuerySet[Rectification]:
        rows: QuerySet[Rectification] = Rectification.objects.visible_to(self.actor)
        return rows

    def rows(self) -> QuerySet[Rectification]:
        return rectification_ledger(self.actor, today())

    def special(self) -> Mapping[str, Combinable]:
        def of(model: Any) -> QuerySet[Any]:
            return model.objects.visible_to(self.actor).filter(rectification=OuterRef("pk")).order_by("pk")

        followers = self.seen().order_by("pk").filter(follows=OuterRef("pk"))
        return {
            "light": LIGHT,
            "applied_by": name_of("applied_by"),
            "approved_by": name_of("approved_by"),
            **{name: nested(of(model), out) for name, (model, out) in NESTED.items()},
            "progress": nested(of(Progress), RectificationProgressOut, by=name_of("by")),
            "steps": nested(of(Step), StepOfThingOut, by=name_of("by")),
            "followers": nested(followers, NamedRectificationOut),
        }


class RectificationList(CreatingList, RectificationRows):
    out = RectificationOut
    post_out = RectificationDetailOut
    title = _("整改台账")
    about = _("与网页台账、导出的 Excel 出自同一计算；按 id 翻页。")
    post_title = _("登记整改（督查办）")
    post_creates = True
    filterset_class = RectificationFilterSet
    words = RectificationIn
    in_list: ClassVar[Mapping[str, Combinable]] = {"light": LIGHT}

    @property
    def known_parameters(self) -> frozenset[str]:
        """Pages follow the key, so there is no other order."""
        return super().known_parameters - {"sort"}

    def filtered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The ledger's own choices, where the caller makes any."""
        if not self.request.query_params.keys() & RectificationFilterSet.base_filters.keys():
            return rows
        filters = RectificationFilterSet(self.request.query_params, request=self.request)
        if not filters.is_valid():
            raise ValidationError(filters.errors)
        return rectification_ledger(self.actor, today(), filters.chosen)

    def create(self) -> Response:
        require(self.actor, "rectification.draft")
        values = self.valid(RectificationIn)
        helping = values.pop("helping_ids")
        with self.told_by_code(RectificationIn):
            row = services.draft_rectification(
                actor=self.actor, words=RectificationWords(**values), helping_ids=helping, now=now()
            )
        return self.told(row.pk, status.HTTP_201_CREATED)


class ReceivedList(RectificationRows):
    """``POST received-rectifications/``: what an outside system found, under its own number."""

    out = RectificationDetailOut
    post_title = _("接收外部系统的问题")
    about = _(
        "审计、信访等系统以自己的编号报送；同一来源的同一编号只登记一次，内容相同的再次发送得到原有的那一件，"
        "内容不同的被拒绝。登记后由督查办交办。"
    )
    post_creates = True
    words = ReceivedIn

    def post(self, request: Request) -> Response:
        return self.once(self.receive)

    def receive(self) -> Response:
        require(self.actor, "rectification.receive")
        values = self.valid(ReceivedIn)
        source = {"origin_code": values.pop("origin_code"), "external_number": values.pop("external_number")}
        with self.told_by_code(ReceivedIn):
            self.require_concerned_seen(values)
            row = services.receive_rectification(
                actor=self.actor, words=RectificationWords(**values), now=now(), **source
            )
        return self.told(row.pk, status.HTTP_201_CREATED)


class RectificationDetail(DetailEndpoint, RectificationRows):
    title = _("一件整改及其全部情况")
    put_title = _("修改登记内容（交办以前）")
    put_if_match = True
    words = RectificationIn

    def put(self, request: Request, pk: int) -> Response:
        return self.once(lambda: self.revise(pk))

    def revise(self, pk: int) -> Response:
        values = self.valid(RectificationIn)
        helping = values.pop("helping_ids")
        with self.told_by_code(RectificationIn):
            self.locked(pk)
            services.revise_rectification(
                actor=self.actor,
                rectification_id=pk,
                words=RectificationWords(**values),
                helping_ids=helping,
                now=now(),
            )
        return self.told(pk)


class RectificationAct(RectificationRows, Act):
    pass


def measures(values: dict[str, Any]) -> dict[str, Any]:
    return {"measures": [MeasureWords(**one) for one in values["measures"]], "goal": values["goal"]}


def with_files(values: dict[str, Any]) -> dict[str, Any]:
    files = files_of(values)
    return values | {"files": files}


def of_measure(service: Callable[..., Any]) -> Callable[..., Any]:
    """A service that asks for the measure alone: it must be one of the thing in the address."""

    def finish(*, rectification_id: int, measure_id: int, **told: Any) -> Any:
        PlannedMeasure.objects.get(pk=measure_id, rectification_id=rectification_id)
        return service(measure_id=measure_id, **told)

    return finish


VERBS: Final = (
    Verb("issue", _("交办整改并编号"), services.issue_rectification),
    Verb("submit-plan", _("报整改方案（整改单位）"), services.submit_plan, MeasuresIn, said=measures),
    Verb("return-plan", _("退回方案"), services.return_plan, ReasonIn),
    Verb("approve-plan", _("审定方案"), services.approve_plan),
    Verb(
        "finish-measure",
        _("完成一条措施（整改单位）"),
        of_measure(services.finish_measure),
        FinishMeasureIn,
    ),
    Verb(
        "report",
        _("报告整改进展（整改单位）"),
        services.report_progress,
        RectificationProgressIn,
        said=with_files,
    ),
    Verb("attach", _("附上佐证"), services.attach_evidence, EvidenceIn, said=with_files),
    Verb("apply", _("申请销号（整改单位负责人）"), services.apply_for_closing, ApplyIn, said=with_files),
    Verb("check", _("初审材料"), services.check_papers, CheckPapersIn),
    Verb(
        "verifications",
        _("安排现场核查"),
        services.assign_verification,
        AssignIn,
        about=_("至少两人，不能是整改单位或配合单位的人员。"),
        answers=VerificationRows,
    ),
    Verb("approve", _("批准销号（督查办主任）"), services.approve_closing, OpinionIn),
    Verb("publish", _("开始公示"), services.publish_rectification, PublishIn),
    Verb("close", _("销号"), services.close_rectification),
    Verb("send-back", _("退回继续整改"), services.send_back_rectification, ReasonIn),
    Verb("make-long-term", _("列入长期坚持（督查办主任）"), services.make_long_term, EndIn),
    Verb("review-yearly", _("年度复查"), services.review_yearly, YearlyIn),
    Verb("withdraw", _("撤销（督查办主任）"), services.withdraw_rectification, EndIn),
    Verb(
        "look-back",
        _("回头看"),
        services.look_back,
        LookBackIn,
        about=_("反弹的另立相互关联的整改，在 followers 中。"),
    ),
    Verb(
        "extensions",
        _("申请延期（整改单位）"),
        services.propose_extension,
        ExtensionIn,
        answers=ExtensionRows,
    ),
    Verb("archive", _("归档"), services.start_archive),
)
urlpatterns = [
    path("rectifications/", RectificationList.as_view()),
    path("received-rectifications/", ReceivedList.as_view()),
    path("rectifications/<int:pk>/", RectificationDetail.as_view()),
    *addresses(RectificationAct, VERBS),
]
