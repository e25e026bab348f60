"""Words in: rows of observations, each held to its own words so that each gets its own answer."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from ..models import ObservationStatus, RankScope

MOST_ROWS = 2000


class ValueIn(serializers.DecimalField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=18, decimal_places=4, allow_null=True, required=False, **kwargs)


class GrowthIn(serializers.DecimalField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=8, decimal_places=2, allow_null=True, required=False, **kwargs)


class _RowIn(serializers.Serializer[Any]):
    indicator_id = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    year = serializers.IntegerField(min_value=1900, max_value=2999)
    month = serializers.IntegerField(min_value=1, max_value=12, help_text=_("累计截至该月；季度数填季末月。"))
    value = ValueIn(help_text=_("按指标的计量单位。"))
    growth = GrowthIn(help_text=_("同比增速（%），按公布数填写，不由数值推算。"))
    rank = serializers.IntegerField(min_value=1, max_value=32767, allow_null=True, required=False)
    source_document = serializers.CharField(max_length=200, allow_blank=True, required=False)


class ObservationIn(_RowIn):
    status = serializers.ChoiceField(ObservationStatus.choices)
    rank_of = serializers.IntegerField(min_value=1, max_value=32767, allow_null=True, required=False)
    rank_scope = serializers.ChoiceField(RankScope.choices, required=False)
    peer_growth = GrowthIn(help_text=_("全市平均增速（%）。"))
    note = serializers.CharField(max_length=200, allow_blank=True, required=False)


class PeerObservationIn(_RowIn):
    region = serializers.CharField(max_length=40)
    is_whole = serializers.BooleanField(required=False, help_text=_("全市合计或平均。"))


class _RowsIn(serializers.Serializer[Any]):
    all_or_none = serializers.BooleanField(
        required=False, default=False, help_text=_("true：有一行被拒绝则全部不写，答复400。")
    )


class ObservationsIn(_RowsIn):
    rows = serializers.ListField(child=ObservationIn(), min_length=1, max_length=MOST_ROWS)


class PeerObservationsIn(_RowsIn):
    rows = serializers.ListField(child=PeerObservationIn(), min_length=1, max_length=MOST_ROWS)


class LooseRowsIn(_RowsIn):
    """What is read first: rows of whatever shape."""

    rows = serializers.ListField(child=serializers.DictField(), min_length=1, max_length=MOST_ROWS)
