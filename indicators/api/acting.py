"""Observations in bulk: one request, an answer for every row, and a repeat changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import orjson
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ErrorDetail
from rest_framework.exceptions import ValidationError as Refused
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from accounts.clock import now
from supervision.rest.endpoints import Command, ListEndpoint
from supervision.rest.rows import Written

from ..rules import Fault, NewObservation, NewPeerObservation, Outcome, RowAnswer
from ..serializers.figures import RowAnswersOut
from ..serializers.requests import (
    LooseRowsIn,
    ObservationIn,
    ObservationsIn,
    PeerObservationIn,
    PeerObservationsIn,
)
from ..services import upsert_observations, upsert_peers
from .lists import (
    ObservationFilterSet,
    ObservationRows,
    PeerObservationFilterSet,
    PeerObservationRows,
)


class Bulk(Command):
    """``of_row``: the words of one row; what does not hold to them is answered like any other refusal."""

    write_scope = "observations"
    post_out = RowAnswersOut
    of_row: ClassVar[type[Serializer[Any]]]
    made: ClassVar[type[Any]]
    service: ClassVar[Callable[..., list[RowAnswer]]]

    def post(self, request: Request) -> Response:
        return self.once(self.write)

    def write(self) -> Response:
        values = self.valid(LooseRowsIn)
        sound: dict[int, Any] = {}
        answers: dict[int, RowAnswer] = {}
        for index, asked in enumerate(values["rows"]):
            faults = self.understood(index, asked, sound)
            if faults:
                answers[index] = RowAnswer(index, Outcome.REFUSED, faults=faults)
        places = list(sound)
        written = type(self).service(actor=self.actor, values=list(sound.values()), now=now())
        answers |= {places[answer.index]: answer for answer in written}
        if values["all_or_none"]:
            _require_none_refused(answers)
        told = [_told(index, answers[index]) for index in sorted(answers)]
        counts = Counter(answer["outcome"] for answer in told)
        summary = {outcome.value: counts[outcome.value] for outcome in Outcome}
        return Response(Written(orjson.dumps({**summary, "rows": told})))

    def understood(self, index: int, asked: dict[str, Any], sound: dict[int, Any]) -> tuple[Fault, ...]:
        """Put the row among the sound ones, or say what is wrong with its words."""
        words = self.of_row(data=asked)
        remedy = _("请按接口说明改正。")
        unknown = [name for name in asked if name not in words.fields]
        faults = [Fault(name, "unknown_field", _("没有这个字段。"), remedy) for name in unknown]
        if not words.is_valid():
            details: dict[str, Sequence[ErrorDetail]] = words.errors
            for name, errors in details.items():
                field = "" if name == "non_field_errors" else name
                faults += [Fault(field, error.code or "invalid", str(error), remedy) for error in errors]
        if not faults:
            sound[index] = self.made(**words.validated_data)
        return tuple(faults)


def _require_none_refused(answers: dict[int, RowAnswer]) -> None:
    found: dict[str, list[ErrorDetail]] = {}
    for index, answer in sorted(answers.items()):
        for fault in answer.faults:
            place = ".".join(part for part in ("rows", str(index), fault.field) if part)
            told = f"{fault.message}{fault.remedy}"
            found.setdefault(place, []).append(ErrorDetail(told, fault.code))
    if found:
        raise Refused(found)


def _told(index: int, answer: RowAnswer) -> dict[str, Any]:
    return {
        "index": index,
        "outcome": answer.outcome.value,
        "id": answer.observation_id,
        "revision": answer.revision,
        "errors": [vars(fault) for fault in answer.faults],
        "warnings": list(answer.warnings),
    }


class ObservationList(ListEndpoint, ObservationRows, Bulk):
    title = gettext_lazy("指标值")
    about = gettext_lazy(
        "GET：每一次公布和修订各占一条；is_current=true 只取各期现行的值，as_of 按当时所知。"
        "POST：逐行答复新增、修订、相同或拒绝及原因，被拒绝的行不影响其余；warnings 只是提示。"
    )
    post_title = gettext_lazy("批量填报指标值")
    filterset_class = ObservationFilterSet
    words = ObservationsIn
    of_row = ObservationIn
    made = NewObservation
    service = upsert_observations


class PeerObservationList(ListEndpoint, PeerObservationRows, Bulk):
    title = gettext_lazy("外县指标值")
    post_title = gettext_lazy("批量填报外县指标值")
    filterset_class = PeerObservationFilterSet
    words = PeerObservationsIn
    of_row = PeerObservationIn
    made = NewPeerObservation
    service = upsert_peers


urlpatterns = [
    path("observations/", ObservationList.as_view()),
    path("peer-observations/", PeerObservationList.as_view()),
]
