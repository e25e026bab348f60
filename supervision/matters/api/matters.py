"""Matters: the ledger, one matter with all that belongs to it, and the verbs of office, units and leaders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, ClassVar, Final

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject
from django.urls import path
from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from accounts.clock import now, today
from rulebook.rules import Light
from supervision.rest.acting import Act, Verb, addresses, name_of
from supervision.rest.endpoints import CreatingList, DetailEndpoint
from supervision.rest.rows import WordOf, columns_of, nested

from .. import services
from ..filters import MatterFilterSet
from ..models import (
    Duty,
    Exemption,
    Extension,
    Instruction,
    Matter,
    Review,
    Stage,
    Step,
    Suspension,
)
from ..permissions import require
from ..rules.entries import DutyWords, InstructionWords, MatterWords
from ..selectors.ledger import matter_ledger
from ..serializers.answers import (
    DutyOfMatterOut,
    ExemptionOut,
    ExtensionOfMatterOut,
    InstructionOut,
    NamedMatterOut,
    ReviewOut,
    StageOut,
    StepOfMatterOut,
    SuspensionOut,
)
from ..serializers.ledger import MatterDetailOut, MatterOut
from ..serializers.requests import (
    DutyIn,
    EndExemptionIn,
    EndIn,
    ExemptIn,
    ExtensionIn,
    InstructAgainIn,
    InstructionIn,
    MatterIn,
    MergeIn,
    NoteIn,
    ReasonIn,
    ReviewIn,
    RevisionIn,
    SetDueIn,
    SplitIn,
    SuspendIn,
)
from .acting import ThingRows
from .duties import DutyRows
from .extensions import ExtensionRows

LIGHT: Final = WordOf("light", words=[light.code for light in Light])
WORDS: Final = tuple(field.name for field in fields(MatterWords))


class MatterRows(ThingRows):
    """One matter with everything that its page tells, as far as the caller sees it."""

    out: ClassVar[type[Serializer[Any]]] = MatterDetailOut
    thing = "matters"
    key_name = "matter_id"
    whole = "pk"

    def seen(self) -> QuerySet[Matter]:
        return Matter.objects.visible_to(self.actor)

    def rows(self) -> QuerySet[Matter]:
        return matter_ledger(self.actor, today())

    def special(self) -> Mapping[str, Combinable]:
        seen = self.seen().order_by()
        name = JSONObject(**columns_of(NamedMatterOut))
        lists = {"children": "parent", "followers": "follows", "merged": "merged_into"}
        return {
            "light": LIGHT,
            "has_archive": ExpressionWrapper(Q(archive__isnull=False), output_field=BooleanField()),
            **{
                link: Subquery(seen.filter(pk=OuterRef(f"{link}_id")).values(written=name))
                for link in ("parent", "follows", "merged_into")
            },
            **{
                many: nested(seen.filter(**{link: OuterRef("pk")}).order_by("pk"), NamedMatterOut)
                for many, link in lists.items()
            },
            **self._belonging(),
        }

    def _belonging(self) -> dict[str, Combinable]:
        def of(model: Any, *order: str) -> QuerySet[Any]:
            return model.objects.visible_to(self.actor).filter(matter=OuterRef("pk")).order_by(*order)

        stages = Stage.objects.filter(matter=OuterRef("pk")).order_by("due_on", "pk")
        return {
            "duties": nested(of(Duty, "-role", "pk"), DutyOfMatterOut),
            "stages": nested(stages, StageOut),
            "instructions": nested(of(Instruction, "given_on", "pk"), InstructionOut),
            "extensions": nested(of(Extension, "pk"), ExtensionOfMatterOut),
            "suspensions": nested(of(Suspension, "valid_from"), SuspensionOut),
            "exemptions": nested(of(Exemption, "valid_from"), ExemptionOut),
            "reviews": nested(of(Review, "pk"), ReviewOut),
            "steps": nested(of(Step, "pk"), StepOfMatterOut, by=name_of("by")),
        }


class MatterList(CreatingList, MatterRows):
    out = MatterOut
    post_out = MatterDetailOut
    title = _("督查台账")
    about = _("与网页台账、导出的 Excel 出自同一计算；按 id 翻页。")
    post_title = _("登记督办事项（草稿）")
    post_creates = True
    filterset_class = MatterFilterSet
    words = MatterIn
    in_list: ClassVar[Mapping[str, Combinable]] = {"light": LIGHT}

    @property
    def known_parameters(self) -> frozenset[str]:
        """Pages follow the key, so there is no other order."""
        return super().known_parameters - {"sort"}

    def filtered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The ledger's own choices, where the caller makes any."""
        if not self.request.query_params.keys() & MatterFilterSet.base_filters.keys():
            return rows
        filters = MatterFilterSet(self.request.query_params, request=self.request)
        if not filters.is_valid():
            raise ValidationError(filters.errors)
        return matter_ledger(self.actor, today(), filters.chosen)

    def create(self) -> Response:
        """Whoever may not create is told so before what is wrong with the words."""
        require(self.actor, "matter.create")
        said = entry(self.valid(MatterIn))
        with self.told_by_code(MatterIn):
            row = services.create_matter(actor=self.actor, now=now(), **said)
        return self.told(row.pk, status.HTTP_201_CREATED)


class MatterDetail(DetailEndpoint, MatterRows):
    title = _("一个督办事项及其全部情况")
    patch_title = _("修改登记内容（交办以前）")
    patch_if_match = True
    words = RevisionIn

    def patch(self, request: Request, pk: int) -> Response:
        return self.once(lambda: self.revise(pk))

    def revise(self, pk: int) -> Response:
        values = self.valid(RevisionIn)
        with self.told_by_code(RevisionIn):
            self.locked(pk)
            services.revise_matter(
                actor=self.actor,
                matter_id=pk,
                now=now(),
                **revision(Matter.objects.get(pk=pk), values),
            )
        return self.told(pk)


class MatterAct(MatterRows, Act):
    pass


def entry(values: dict[str, Any]) -> dict[str, Any]:
    """The arguments of ``create_matter``."""
    words = MatterWords(**{name: values[name] for name in WORDS})
    return {
        "words": words,
        "duties": _duties(values["duties"]),
        "stages": _stages(values["stages"]),
        "instructions": [InstructionWords(**one) for one in values["instructions"]],
        "parent_id": values["parent_id"],
    }


def revision(matter: Matter, values: dict[str, Any]) -> dict[str, Any]:
    """What stands, with what is given in its place; a date by hand takes the place of the rule's."""
    standing = {name: getattr(matter, name) for name in WORDS}
    if matter.due_rule:
        standing |= {"due_on": None, "due_basis": ""}
    if values.get("due_on") is not None:
        standing["due_rule"] = ""
    elif values.get("due_rule") or ("due_on" in values and values["due_on"] is None):
        standing |= {"due_on": None, "due_basis": ""}
    given = {name: values[name] for name in WORDS if name in values}
    return {
        "words": MatterWords(**(standing | given)),
        "duties": _duties(values["duties"]) if "duties" in values else None,
        "stages": _stages(values["stages"]) if "stages" in values else None,
    }


def _duties(rows: Sequence[Mapping[str, Any]]) -> list[DutyWords]:
    return [DutyWords(**row) for row in rows]


def _stages(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, Any]]:
    return [(row["name"], row["due_on"]) for row in rows]


def split(*, matter_id: int, parts: Sequence[Mapping[str, Any]], **told: Any) -> Any:
    source = Matter.objects.values_list("source_id", flat=True).get(pk=matter_id)
    said = [
        (
            MatterWords(**({"source_id": source} | {n: part[n] for n in WORDS if n in part})),
            _duties(part["duties"]),
        )
        for part in parts
    ]
    return services.split_matter(matter_id=matter_id, parts=said, **told)


def instruction(values: dict[str, Any]) -> dict[str, Any]:
    return {"words": InstructionWords(**values)}


def instruction_again(values: dict[str, Any]) -> dict[str, Any]:
    due_on = values.pop("due_on")
    return {"words": InstructionWords(**values), "due_on": due_on}


def duty(values: dict[str, Any]) -> dict[str, Any]:
    return {"words": DutyWords(**values)}


VERBS: Final = (
    Verb("submit", _("报请立项"), services.submit_matter),
    Verb("send-back", _("退回拟稿（督查办主任）"), services.send_back_matter, ReasonIn),
    Verb("reject", _("不予立项（督查办主任）"), services.reject_matter, ReasonIn),
    Verb("register", _("批准立项并编号（督查办主任）"), services.register_matter),
    Verb("issue", _("交办"), services.issue_matter),
    Verb("split", _("分解子事项"), split, SplitIn, about=_("答复为上级事项；子事项在 children 中。")),
    Verb("duties", _("增加承办单位"), services.add_duty, DutyIn, said=duty, answers=DutyRows),
    Verb("instruct", _("登记批示"), services.add_instruction, InstructionIn, said=instruction),
    Verb("review", _("办结审核"), services.review_matter, ReviewIn),
    Verb("read", _("阅，同意销号（领导）"), services.read_matter, NoteIn),
    Verb("lapse", _("期满销号"), services.lapse_matter),
    Verb(
        "instruct-again",
        _("再批示，生成下一轮（领导）"),
        services.instruct_again,
        InstructAgainIn,
        said=instruction_again,
        answers=MatterRows,
    ),
    Verb("withdraw", _("撤销（督查办主任）"), services.withdraw_matter, EndIn),
    Verb("merge", _("并案（督查办主任）"), services.merge_matter, MergeIn),
    Verb("make-long-term", _("转长期坚持（督查办主任）"), services.make_long_term, EndIn),
    Verb("look-back", _("回头看，另立新件"), services.look_back, ReasonIn, answers=MatterRows),
    Verb("suspend", _("暂缓"), services.suspend_matter, SuspendIn),
    Verb("resume", _("恢复办理"), services.resume_matter, NoteIn),
    Verb("exempt", _("准予豁免（督查办主任）"), services.grant_exemption, ExemptIn),
    Verb("end-exemption", _("提前终止豁免（督查办主任）"), services.end_exemption, EndExemptionIn),
    Verb(
        "set-due-date",
        _("手工确定时限"),
        services.set_due_date,
        SetDueIn,
        about=_("只用于已交办、时限从签收起算而还没有日期的事项。"),
    ),
    Verb(
        "extensions",
        _("申请延期（牵头单位）"),
        services.propose_extension,
        ExtensionIn,
        about=_("须在时限届满前。负责人或接口调用方的申请即为单位同意；联络员的须再经负责人同意。"),
        answers=ExtensionRows,
    ),
    Verb("archive", _("归档"), services.start_archive, about=_("在后台装订卷宗；完成后 has_archive 为真。")),
)
urlpatterns = [
    path("matters/", MatterList.as_view()),
    path("matters/<int:pk>/", MatterDetail.as_view()),
    *addresses(MatterAct, VERBS),
]
