"""The choices of the ledger, for the web and the API alike: words in, ``RectificationFilters`` out."""

from __future__ import annotations

from typing import Any, Final

import django_filters
from django.utils.translation import gettext_lazy as _

from accounts.models import Post, Unit
from projects.filters import LIGHTS, YES_NO, ChosenFilterSet, KeyChoice, WordChoice
from projects.models import Project, Sector
from rulebook.rules import Light
from supervision.matters.filters import FIRST_YEAR, LAST_YEAR, YearFilter

from .models import Category, Inspection, Origin, Rectification
from .models.rectification import SEVERITY_CHOICES, STATUS_CHOICES, TIME_CHOICES
from .rules.ages import AGE_BANDS, AgeBand
from .selectors.ledger import ORDERINGS, RectificationFilters

AGES: Final = [(band.code, label) for band, label in AGE_BANDS.items()]
DAYS: Final = ("due_from", "due_to", "issued_from", "issued_to", "closed_from", "closed_to")
KEYS: Final = ("origin", "unit", "helping", "category", "leader", "sector", "project", "inspection")
WORDS: Final = ("severity", "status", "time_class", "text")


class RectificationFilterSet(ChosenFilterSet):
    """``chosen`` is what was understood; the rows are ``selectors.ledger``'s."""

    text = django_filters.CharFilter(label=_("问题、编号或拼音首字母"), max_length=100)
    origin = KeyChoice(Origin, label=_("问题来源"))
    unit = KeyChoice(Unit, label=_("整改单位"))
    helping = KeyChoice(Unit, label=_("配合单位"))
    category = KeyChoice(Category, label=_("问题类别"))
    severity = WordChoice([*SEVERITY_CHOICES.items()], label=_("严重程度"))
    status = WordChoice([*STATUS_CHOICES.items()], label=_("阶段"))
    light = WordChoice(LIGHTS, label=_("亮灯"))
    leader = KeyChoice(Post, label=_("责任领导"))
    age = WordChoice(AGES, label=_("账龄"))
    time_class = WordChoice([*TIME_CHOICES.items()], label=_("时限类别"))
    year = YearFilter(label=_("年度"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    sector = KeyChoice(Sector, label=_("板块"))
    project = KeyChoice(Project, label=_("涉及项目"))
    inspection = KeyChoice(Inspection, label=_("督查活动"))
    due_from = django_filters.DateFilter(label=_("时限自"))
    due_to = django_filters.DateFilter(label=_("时限至"))
    issued_from = django_filters.DateFilter(label=_("交办自"))
    issued_to = django_filters.DateFilter(label=_("交办至"))
    closed_from = django_filters.DateFilter(label=_("销号自"))
    closed_to = django_filters.DateFilter(label=_("销号至"))
    running = WordChoice(YES_NO, label=_("在办"))
    overdue = WordChoice(YES_NO, label=_("已逾期"))
    step_overdue = WordChoice(YES_NO, label=_("本环节已逾期"))
    relapse = WordChoice(YES_NO, label=_("反弹"))
    money = WordChoice(YES_NO, label=_("涉及金额"))
    mine = WordChoice(YES_NO, label=_("与我有关"))
    sort = WordChoice([(name, name) for name in ORDERINGS], label=_("排序"))

    class Meta:
        model = Rectification
        fields: list[str] = []

    def __init__(self, data: Any = None, *, request: Any, **kwargs: Any) -> None:
        super().__init__(data, queryset=Rectification.objects.none(), request=request, **kwargs)
        self.hide_order()
        self.offer_leaders(data)

    @property
    def chosen(self) -> RectificationFilters:
        """What was chosen, as far as it was understood."""
        keys: Any = {name: self._key(name) for name in KEYS}
        words: Any = {name: self._given(name) or "" for name in WORDS}
        days: Any = {name: self._given(name) for name in ("year", *DAYS)}
        either: Any = {name: self._yes_no(name) for name in ("running", "relapse", "money")}
        only: Any = {name: self._yes_no(name) is True for name in ("overdue", "step_overdue", "mine")}
        light, age = self._given("light"), self._given("age")
        return RectificationFilters(
            **keys,
            **words,
            **days,
            **either,
            **only,
            light=Light.from_code(light) if light else None,
            age=AgeBand.from_code(age) if age else None,
            order=self._given("sort") or "newest",
        )
