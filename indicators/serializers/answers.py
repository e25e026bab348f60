"""What the API tells of indicators. Values and growth rates as text, exactly as they were published."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from ..models import (
    Frequency,
    GrowthBasis,
    ObservationStatus,
    RankScope,
    SentenceForm,
    TargetKind,
    TargetSetter,
    ValueKind,
)


class ValueOut(serializers.DecimalField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=18, decimal_places=4, **kwargs)


class GrowthOut(serializers.DecimalField):
    """Percent."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=8, decimal_places=2, allow_null=True, **kwargs)


class IndicatorOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField(allow_null=True)
    measured_in = serializers.CharField(allow_null=True)
    unit_id = serializers.IntegerField(allow_null=True)
    unit_name = serializers.CharField(source="unit__short_name", allow_null=True)
    in_report = serializers.BooleanField()


class VersionOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    measured_in = serializers.CharField()
    definition = serializers.CharField()
    growth_basis = serializers.ChoiceField(GrowthBasis.choices)
    frequency = serializers.ChoiceField(Frequency.choices)
    value_kind = serializers.ChoiceField(ValueKind.choices)
    lag_months = serializers.IntegerField()
    skips_january = serializers.BooleanField()
    decimals = serializers.IntegerField()
    sentence = serializers.ChoiceField(SentenceForm.choices)
    growth_computable = serializers.BooleanField()
    breaks_series = serializers.BooleanField()
    data_source = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class TargetOut(serializers.Serializer[Any]):
    year = serializers.IntegerField()
    kind = serializers.ChoiceField(TargetKind.choices)
    set_by = serializers.ChoiceField(TargetSetter.choices)
    value = ValueOut()
    source_document = serializers.CharField()


class ListedVersionOut(VersionOut):
    id = serializers.IntegerField()
    indicator_id = serializers.IntegerField()


class ListedTargetOut(TargetOut):
    id = serializers.IntegerField()
    indicator_id = serializers.IntegerField()


class IndicatorDetailOut(IndicatorOut):
    versions = VersionOut(many=True)
    targets = TargetOut(many=True)


class ObservationOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    indicator_id = serializers.IntegerField()
    year = serializers.IntegerField()
    month = serializers.IntegerField()
    status = serializers.ChoiceField(ObservationStatus.choices)
    revision = serializers.IntegerField()
    value = ValueOut(allow_null=True)
    growth = GrowthOut()
    peer_growth = GrowthOut()
    rank = serializers.IntegerField(allow_null=True)
    rank_of = serializers.IntegerField(allow_null=True)
    rank_scope = serializers.ChoiceField(RankScope.choices)
    note = serializers.CharField()
    source_document = serializers.CharField()
    version_id = serializers.IntegerField()
    reported_at = serializers.DateTimeField()


class PeerObservationOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    indicator_id = serializers.IntegerField()
    year = serializers.IntegerField()
    month = serializers.IntegerField()
    region = serializers.CharField()
    is_whole = serializers.BooleanField(help_text=_("全市合计或平均"))
    revision = serializers.IntegerField()
    value = ValueOut(allow_null=True)
    growth = GrowthOut()
    rank = serializers.IntegerField(allow_null=True)
    source_document = serializers.CharField()
    reported_at = serializers.DateTimeField()


class SeasonCurveOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    indicator_id = serializers.IntegerField()
    year = serializers.IntegerField()
    revision = serializers.IntegerField()
    shares = serializers.ListField(
        child=serializers.FloatField(), help_text=_("十二个累计比例，0至1，六位小数。")
    )
    years = serializers.ListField(child=serializers.IntegerField(), help_text=_("所学的完整年度"))
    learned_from = serializers.ListField(child=serializers.IntegerField(), help_text=_("所用指标值的 id"))
    reason = serializers.CharField()
    frozen_at = serializers.DateTimeField()
