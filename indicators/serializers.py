"""What the API tells of indicators. Values and growth rates as text, exactly as they were published."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from .models import Frequency, GrowthBasis, ObservationStatus, TargetKind, ValueKind


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
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class TargetOut(serializers.Serializer[Any]):
    year = serializers.IntegerField()
    kind = serializers.ChoiceField(TargetKind.choices)
    value = ValueOut()
    source_document = serializers.CharField()


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
    source_document = serializers.CharField()
    reported_at = serializers.DateTimeField()
