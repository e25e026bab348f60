"""Units, posts with their holders, persons: read-only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.urls import path
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from accounts.clock import today
from accounts.filters import PersonFilterSet, PostFilterSet, UnitFilterSet
from accounts.models import Person, Post, Tenure, Unit
from accounts.serializers import HeldPostOut, PersonOut, PostOut, UnitOut
from supervision.rest.endpoints import DetailEndpoint, ListEndpoint, Rows
from supervision.rest.rows import nested


def asked_day(request: Request) -> date:
    """``?on=2026-09-12``, else today."""
    text = request.query_params.get("on")
    try:
        day = parse_date(text) if text is not None else today()
    except ValueError:
        day = None
    if day is None:
        raise ValidationError({"on": [_("应为日期，如 2026-09-12。")]})
    return day


class UnitRows(Rows):
    out = UnitOut
    title = gettext_lazy("单位")

    def rows(self) -> QuerySet[Unit]:
        return Unit.objects.visible_to(self.actor)

    def special(self) -> Mapping[str, Combinable]:
        """The parent only where it is seen itself."""
        parents = Unit.objects.visible_to(self.actor).filter(pk=OuterRef("parent_id"))
        return {"parent_id": Subquery(parents.order_by().values("pk"))}


class UnitList(UnitRows, ListEndpoint):
    filterset_class = UnitFilterSet


class UnitDetail(UnitRows, DetailEndpoint):
    pass


class PostRows(Rows):
    out = PostOut
    title = gettext_lazy("岗位及在任人员")
    parameters = frozenset({"on"})

    def rows(self) -> QuerySet[Post]:
        return Post.objects.visible_to(self.actor).with_holder(asked_day(self.request))


class PostList(PostRows, ListEndpoint):
    filterset_class = PostFilterSet


class PostDetail(PostRows, DetailEndpoint):
    pass


class PersonRows(Rows):
    out = PersonOut
    title = gettext_lazy("人员及其岗位")
    parameters = frozenset({"on"})

    def rows(self) -> QuerySet[Person]:
        return Person.objects.visible_to(self.actor)

    def special(self) -> Mapping[str, Combinable]:
        held = Tenure.objects.in_force(asked_day(self.request)).filter(person=OuterRef("pk"))
        return {"posts": nested(held.order_by("pk"), HeldPostOut, post_id=F("post_id"))}


class PersonList(PersonRows, ListEndpoint):
    filterset_class = PersonFilterSet


class PersonDetail(PersonRows, DetailEndpoint):
    pass


urlpatterns = [
    path("units/", UnitList.as_view()),
    path("units/<int:pk>/", UnitDetail.as_view()),
    path("posts/", PostList.as_view()),
    path("posts/<int:pk>/", PostDetail.as_view()),
    path("persons/", PersonList.as_view()),
    path("persons/<int:pk>/", PersonDetail.as_view()),
]
