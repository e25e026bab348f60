"""What the API tells of units, posts and persons. Telephone and e-mail stay inside."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.models.unit import UnitKind


class UnitOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    short_name = serializers.CharField()
    kind = serializers.ChoiceField(UnitKind.choices)
    parent_id = serializers.IntegerField(allow_null=True)
    credit_code = serializers.CharField(allow_null=True)
    is_active = serializers.BooleanField()


class PostOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    unit_id = serializers.IntegerField()
    unit_name = serializers.CharField(source="unit__short_name")
    is_county_leader = serializers.BooleanField()
    holder_name = serializers.CharField(allow_null=True)


class HeldPostOut(serializers.Serializer[Any]):
    post_id = serializers.IntegerField()
    post_name = serializers.CharField(source="post__name")
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class PersonOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    unit_id = serializers.IntegerField()
    unit_name = serializers.CharField(source="unit__short_name")
    posts = HeldPostOut(many=True)
