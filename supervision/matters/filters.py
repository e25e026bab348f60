"""The choices of the ledger, for the web and the API alike: words in, ``MatterFilters`` out."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Post, Unit
from projects.filters import LIGHTS, YES_NO, ChosenFilterSet, KeyChoice, WordChoice
from rulebook.rules import Light

from .models import Matter, Source
from .models.duty import ROLE_CHOICES
from .models.matter import URGENCY_CHOICES
from .models.source import SourceGroup
from .rules.words import STATES
from .selectors.ledger import ORDERINGS, MatterFilters

STATE_CHOICES = [(state.value, label) for state, label in STATES.items()]
DAYS = ("due_from", "due_to", "issued_from", "issued_to", "done_from", "done_to")
FIRST_YEAR, LAST_YEAR = 2000, 2100


class YearFilter(django_filters.Filter):
    field_class = forms.IntegerField


class MatterFilterSet(ChosenFilterSet):
    """``chosen`` is what was understood; the rows are ``selectors.matter_ledger``'s."""

    text = django_filters.CharFilter(label=_("名称、编号或拼音首字母"), max_length=100)
    source = KeyChoice(Source, label=_("立项来源"))
    group = WordChoice(SourceGroup.choices, label=_("类别"))
    unit = KeyChoice(Unit, label=_("承办单位"))
    role = WordChoice([*ROLE_CHOICES.items()], label=_("责任"))
    leader = KeyChoice(Post, label=_("负责领导"))
    state = WordChoice(STATE_CHOICES, label=_("状态"))
    light = WordChoice(LIGHTS, label=_("亮灯"))
    urgency = WordChoice([*URGENCY_CHOICES.items()], label=_("紧急程度"))
    year = YearFilter(label=_("年度"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    due_from = django_filters.DateFilter(label=_("时限自"))
    due_to = django_filters.DateFilter(label=_("时限至"))
    issued_from = django_filters.DateFilter(label=_("交办自"))
    issued_to = django_filters.DateFilter(label=_("交办至"))
    done_from = django_filters.DateFilter(label=_("审核通过自"))
    done_to = django_filters.DateFilter(label=_("审核通过至"))
    running = WordChoice(YES_NO, label=_("在办"))
    late = WordChoice(YES_NO, label=_("已逾期"))
    mine = WordChoice(YES_NO, label=_("与我有关"))
    sort = WordChoice([(name, name) for name in ORDERINGS], label=_("排序"))

    class Meta:
        model = Matter
        fields: list[str] = []

    def __init__(self, data: Any = None, *, request: Any, **kwargs: Any) -> None:
        super().__init__(data, queryset=Matter.objects.none(), request=request, **kwargs)
        self.hide_order()
        self.offer_leaders(data)

    @property
    def chosen(self) -> MatterFilters:
        """What was chosen, as far as it was understood."""
        keys: Any = {name: self._key(name) for name in ("source", "unit", "leader")}
        names = ("group", "role", "state", "urgency", "text")
        words: Any = {name: self._given(name) or "" for name in names}
        days: Any = {name: self._given(name) for name in ("year", *DAYS)}
        light = self._given("light")
        return MatterFilters(
            **keys,
            **words,
            **days,
            light=Light.from_code(light) if light else None,
            running=self._yes_no("running"),
            late=self._yes_no("late") is True,
            mine=self._yes_no("mine") is True,
            order=self._given("sort") or "newest",
        )
