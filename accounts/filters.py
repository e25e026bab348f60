"""How lists of units, posts and persons are narrowed. Keys are numbers, so that no list of rows is shown."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, Post, Unit
from accounts.models.unit import UnitKind


class KeyFilter(django_filters.Filter):
    """A primary key. One that the caller may not see finds what one that does not exist finds."""

    field_class = forms.IntegerField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, min_value=0, max_value=2**63 - 1, **kwargs)


class UnitFilterSet(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(choices=UnitKind.choices, label=_("类别"))
    is_active = django_filters.BooleanFilter(label=_("在用"))
    text = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label=_("名称的一部分"))

    class Meta:
        model = Unit
        fields: list[str] = []


class PostFilterSet(django_filters.FilterSet):
    unit = KeyFilter(label=_("单位 id"))
    is_county_leader = django_filters.BooleanFilter(label=_("县级领导"))

    class Meta:
        model = Post
        fields: list[str] = []


class PersonFilterSet(django_filters.FilterSet):
    unit = KeyFilter(label=_("单位 id"))
    text = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label=_("姓名的一部分"))

    class Meta:
        model = Person
        fields: list[str] = []
