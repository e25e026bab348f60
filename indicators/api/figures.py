"""One indicator as the board and its page show it: the same selectors, told as JSON."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

import orjson
from django.http import Http404
from django.urls import path
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.clock import today
from projects.selectors import reporting_month
from rulebook.rules import Month, round_half_up
from supervision.rest.endpoints import Endpoint
from supervision.rest.rows import Written

from ..models import Indicator, Observation
from ..selectors import IndicatorFigures, figures_of, forecast_hits
from ..serializers.answers import ObservationOut
from ..serializers.figures import OutlookOut, StandingOut

PLACES = 4
TOLD = tuple(ObservationOut().fields)


def asked_month(request: Request) -> Month:
    text = request.query_params.get("period")
    try:
        return Month.parse(text) if text is not None else reporting_month(today())
    except ValueError as error:
        raise ValidationError({"period": [str(error)]}) from error


def known_on(request: Request) -> date | None:
    text = request.query_params.get("as_of")
    if text is None:
        return None
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None or day.year > 2999:
        raise ValidationError({"as_of": [_("应为日期，如 2026-09-12。")]})
    return day


class Figures(Endpoint):
    parameters = frozenset({"period", "as_of"})

    def figures(self, key: int) -> IndicatorFigures:
        asked = asked_month(self.request), known_on(self.request)
        try:
            return figures_of(self.actor, key, asked[0], known_on=asked[1])
        except Indicator.DoesNotExist as error:
            raise Http404 from error

    def answer(self, told: dict[str, Any]) -> Response:
        return self.tagged(Written(orjson.dumps(exactly(told), default=str)))


class StandingDetail(Figures):
    out = StandingOut
    title = gettext_lazy("一个指标的现状：数值、增速的说法、目标完成和亮灯")
    about = gettext_lazy("与网页、报告同一算法。as_of 按当时所知计算。")

    def get(self, request: Request, pk: int) -> Response:
        found = self.figures(pk)
        return self.answer(_standing(found))


class OutlookDetail(Figures):
    out = OutlookOut
    title = gettext_lazy("一个指标的时序进度、所需进度和年终预测")
    about = gettext_lazy("按月均衡与季节曲线并列；预测仅供参考，hits 是往年同月预测与实际的对照。")

    def get(self, request: Request, pk: int) -> Response:
        found = self.figures(pk)
        hits = forecast_hits(self.actor, pk, found.month) if found.month else ()
        return self.answer(_outlook(found) | {"hits": [asdict(hit) for hit in hits]})


def _standing(found: IndicatorFigures) -> dict[str, Any]:
    version = found.observation.version if found.observation else found.version
    standing, words = found.standing, found.words
    return {
        "indicator_id": found.indicator.pk,
        "name": version.name if version else None,
        "measured_in": version.measured_in if version else None,
        "label": found.label,
        "observation": _row(found.observation) if found.observation else None,
        "growth": found.growth,
        "growth_is_computed": found.growth_is_computed,
        "growth_change": standing.growth_change if standing else None,
        "movement": words.movement if words else None,
        "words": words.text if words else "",
        "rank_words": found.rank_words,
        "peer_gap": standing.peer_gap if standing else None,
        "targets": [
            {
                "kind": one.target.kind,
                "set_by": one.target.set_by,
                "value": one.target.value,
                "completion_rate": one.completion_rate,
                "gap": one.gap,
            }
            for one in found.targets
        ],
        "light": found.light.code,
        "lights": [
            {"measure": one.measure, "margin": one.margin, "light": one.light.code, "reason": one.reason}
            for one in found.lights
        ],
    }


def _row(row: Observation) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in TOLD}
    return told | {"reported_at": row.reported_at.isoformat()}


def _outlook(found: IndicatorFigures) -> dict[str, Any]:
    ahead = found.outlook
    told: dict[str, Any] = {"indicator_id": found.indicator.pk, "label": found.label}
    if ahead is None:
        why = _("没有数值，或不按月累加，没有时序进度。")
        empty = ("target", "run_rate", "forecast", "likelihood", "back_test")
        return told | dict.fromkeys(empty) | {"schedules": [], "why_linear": why}
    forecast, tested = ahead.forecast, ahead.back_test
    return told | {
        "target": ahead.target,
        "schedules": [asdict(one) for one in ahead.schedules],
        "why_linear": ahead.why_linear,
        "run_rate": asdict(ahead.run_rate) if ahead.run_rate else None,
        "forecast": asdict(forecast) | {"coverage": forecast.coverage} if forecast else None,
        "likelihood": ahead.likelihood,
        "back_test": asdict(tested) | {"season_wins": tested.season_wins} if tested else None,
    }


def exactly(told: Any) -> Any:
    """Decimals as text: as published, and what was computed with no more places than anybody can use."""
    if isinstance(told, Decimal):
        places = -int(told.as_tuple().exponent)
        return f"{round_half_up(told, PLACES) if places > PLACES else told:f}"
    if isinstance(told, dict):
        return {key: exactly(value) for key, value in told.items()}
    return [exactly(value) for value in told] if isinstance(told, list | tuple) else told


urlpatterns = [
    path("indicators/<int:pk>/standing/", StandingDetail.as_view()),
    path("indicators/<int:pk>/outlook/", OutlookDetail.as_view()),
]
