"""Documents by the API: read with their sections and facts, drafted, edited and decided on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

import django_filters
from django.db.models import OuterRef, QuerySet
from django.db.models.expressions import Combinable
from django.urls import path
from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import ErrorDetail
from rest_framework.exceptions import ValidationError as Refused
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from accounts.clock import now, today
from accounts.filters import KeyFilter
from rulebook.rules import Month
from supervision.inspections.serializers.answers import StepOfThingOut
from supervision.rest import acting
from supervision.rest.acting import Act, Verb, addresses, name_of
from supervision.rest.endpoints import CreatingList, DetailEndpoint, ListEndpoint
from supervision.rest.rows import nested

from .. import services
from ..exports.documents import issue_document
from ..models import Document, DocumentFact, DocumentSection, DocumentStep
from ..permissions import require
from ..serializers import documents as words

OF_STATE: Final = frozenset(
    {"wrong_step", "own_draft", "uncovered", "no_outline", "stale", "document_issued_is_locked"}
)
PEOPLE: Final = ("created_by", "approved_by", "issued_by")


class DocumentFilterSet(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(choices=words.DOCUMENT_KINDS, label=_("文种"))
    status = django_filters.ChoiceFilter(choices=words.DOCUMENT_STATUSES, label=_("状态"))
    year = django_filters.NumberFilter(min_value=2000, max_value=2100, label=_("年"))
    month = django_filters.NumberFilter(min_value=1, max_value=12, label=_("截至月份"))


class OfDocumentFilterSet(django_filters.FilterSet):
    document = KeyFilter(label=_("公文 id"))


class FactFilterSet(OfDocumentFilterSet):
    key = django_filters.CharFilter(label=_("数据代码"))


# --- documents ------------------------------------------------------------------------------------
class DocumentRows(acting.ThingRows):
    out: ClassVar[type[Serializer[Any]]] = words.DocumentDetailOut
    write_scope = "documents"
    of_state = OF_STATE
    thing = "documents"
    key_name = "document_id"
    whole = "pk"

    def lock(self, key: int) -> Document:
        return Document.objects.select_for_update().get(pk=key)

    def seen(self) -> QuerySet[Document]:
        return Document.objects.visible_to(self.actor)

    def special(self) -> Mapping[str, Combinable]:
        sections = DocumentSection.objects.filter(document=OuterRef("pk")).order_by("order")
        steps = DocumentStep.objects.filter(document=OuterRef("pk")).order_by("pk")
        return {
            **{name: name_of(name) for name in PEOPLE},
            "sections": nested(sections, words.DocumentSectionOut),
            "steps": nested(steps, StepOfThingOut, by=name_of("by")),
        }


class DocumentList(CreatingList, DocumentRows):
    out = words.DocumentOut
    post_out = words.DocumentDetailOut
    title = _("公文")
    post_title = _("起草公文（随后成文）")
    post_creates = True
    filterset_class = DocumentFilterSet
    words = words.DocumentIn

    def create(self) -> Response:
        require(self.actor, "report.draft")
        values = self.valid(words.DocumentIn)
        try:
            values["period"] = Month.parse(values["period"])
        except ValueError as error:
            raise Refused({"period": [ErrorDetail(str(error), "invalid")]}) from error
        with self.told_by_code(words.DocumentIn):
            order = services.Order(**values)
            row = services.start_document(actor=self.actor, order=order, on=today(), now=now())
        return self.told(row.pk, status.HTTP_201_CREATED)


class DocumentDetail(DetailEndpoint, DocumentRows):
    title = _("一份公文及其各节")


class DocumentAct(DocumentRows, Act):
    pass


def describe(*, document_id: int, title: list[str], **told: Any) -> Document:
    """On the revision that If-Match has held already."""
    revision = Document.objects.values_list("revision", flat=True).get(pk=document_id)
    return services.describe_document(document_id=document_id, revision=revision, title=title, **told)


def draft_anew(**told: Any) -> Document:
    return services.draft_document(on=today(), anew=True, **told)


def issue(**told: Any) -> Document:
    return issue_document(on=today(), **told)


VERBS: Final = (
    Verb("describe", _("修改标题、主送、抄送"), describe, words.DescribeIn),
    Verb("draft-anew", _("全文重新汇总，手工写的保留"), draft_anew),
    Verb("submit", _("送审"), services.submit_document),
    Verb("send-back", _("退回修改（督查办主任）"), services.send_back_document, words.DocumentNoteIn),
    Verb("approve", _("审签（督查办主任）"), services.approve_document),
    Verb("issue", _("编号印发（督查办主任）"), issue),
    Verb("withdraw", _("撤回（督查办主任）"), services.withdraw_document, words.DocumentNoteIn),
    Verb("discard", _("作废"), services.discard_document, words.DocumentNoteIn),
)


# --- sections and facts ---------------------------------------------------------------------------
class SectionRows(acting.ThingRows):
    out: ClassVar[type[Serializer[Any]]] = words.DocumentSectionOut
    write_scope = "documents"
    of_state = OF_STATE
    thing = "document-sections"
    key_name = "section_id"
    whole = "document_id"

    def lock(self, key: int) -> Document:
        return Document.objects.select_for_update().get(pk=key)

    def seen(self) -> QuerySet[Any]:
        return DocumentSection.objects.visible_to(self.actor)


class SectionList(ListEndpoint):
    out = words.DocumentSectionOut
    title = _("公文的各节")
    filterset_class = OfDocumentFilterSet

    def rows(self) -> QuerySet[Any]:
        return DocumentSection.objects.visible_to(self.actor)


class SectionDetail(DetailEndpoint, SectionRows):
    title = _("公文的一节")


class SectionAct(SectionRows, Act):
    pass


def _revision(section_id: int) -> int:
    """On the revision that If-Match has held already."""
    return DocumentSection.objects.values_list("revision", flat=True).get(pk=section_id)


def edit(*, section_id: int, **told: Any) -> DocumentSection:
    return services.edit_section(section_id=section_id, revision=_revision(section_id), **told)


def regenerate(*, section_id: int, **told: Any) -> DocumentSection:
    revision = _revision(section_id)
    return services.regenerate_section(section_id=section_id, revision=revision, on=today(), **told)


SECTION_VERBS: Final = (
    Verb("edit", _("修改一节的文字"), edit, words.EditSectionIn),
    Verb("regenerate", _("重新汇总一节，手工写的保留"), regenerate),
)


class FactList(ListEndpoint):
    out = words.DocumentFactOut
    title = _("公文中的数据：数值、口径、依据的每一行及其修订号")
    filterset_class = FactFilterSet

    def rows(self) -> QuerySet[Any]:
        return DocumentFact.objects.visible_to(self.actor)


urlpatterns = [
    path("documents/", DocumentList.as_view()),
    path("documents/<int:pk>/", DocumentDetail.as_view()),
    *addresses(DocumentAct, VERBS),
    path("document-sections/", SectionList.as_view()),
    path("document-sections/<int:pk>/", SectionDetail.as_view()),
    *addresses(SectionAct, SECTION_VERBS),
    path("document-facts/", FactList.as_view()),
]
