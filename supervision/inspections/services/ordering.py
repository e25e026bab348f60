"""From a person's words to the columns of a rectification."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from accounts.models import Unit
from accounts.rules import pinyin_key
from projects.models import Milestone, Project
from supervision.matters.rules.due import refuse_odd_days
from supervision.matters.rules.secrecy import refuse_secrets

from ..models import Category, Origin, Rectification
from ..rules.entries import RectificationWords
from .deadlines import due_of_words
from .writing import of_field

AS_SAID: Final = (
    "category_id",
    "unit_id",
    "time_class",
    "severity",
    "project_id",
    "milestone_id",
    "matter_id",
    "indicator_id",
    "amount",
    "leader_id",
    "accepting_unit_id",
)
TEXTS: Final = ("title", "problem", "external_number", "source_document", "goal", "person", "note")


def columns_of(words: RectificationWords, on: date, former: Rectification | None = None) -> dict[str, Any]:
    """``former``: what stands already is not asked anew. Raises ValidationError by field."""
    origin = _origin(words, former)
    texts = {name: getattr(words, name).strip() for name in TEXTS}
    refuse_secrets(**texts)
    refuse_odd_days(due_on=words.due_on)
    _require_category(words, former)
    _require_own_milestone(words)
    return {
        "origin_id": origin.pk,
        **{name: getattr(words, name) for name in AS_SAID},
        **texts,
        "pinyin": pinyin_key(texts["title"]),
        "sector_id": words.sector_id or _sector_of(words.project_id),
        "needs_notice": origin.needs_notice if words.needs_notice is None else words.needs_notice,
        **due_of_words(words, on, former),
    }


def helping_units(lead_id: int, helping_ids: Sequence[int]) -> list[int]:
    """The ids once the units are known to work and to be different ones, the lead among them.

    Raises ValidationError by field (``unit_closed``, ``unit_twice``, ``no_such_unit``).
    """
    wanted = list(dict.fromkeys(helping_ids))
    if lead_id in wanted:
        raise of_field("helping", _("责任单位不再列为配合单位。"), "unit_twice")
    units = Unit.objects.in_bulk([lead_id, *wanted])
    for field, pk in (("unit", lead_id), *(("helping", pk) for pk in wanted)):
        if pk not in units:
            raise of_field(field, _("没有这个单位。"), "no_such_unit")
        if not units[pk].is_active:
            said = _("“%(unit)s”已停用，不能承担整改。") % {"unit": units[pk]}
            raise of_field(field, said, "unit_closed")
    return wanted


def _origin(words: RectificationWords, former: Rectification | None) -> Origin:
    origin = Origin.objects.filter(pk=words.origin_id or 0).first()
    if origin is None:
        raise of_field("origin", _("请选择问题来源。"), "no_origin")
    if not origin.is_active and (former is None or former.origin_id != origin.pk):
        raise of_field("origin", _("问题来源“%(origin)s”已停用。") % {"origin": origin}, "no_origin")
    if origin.is_outside and not words.external_number.strip():
        said = _("来源是“%(origin)s”的，请填写来源方的问题编号。") % {"origin": origin}
        raise of_field("external_number", said, "external_number_missing")
    return origin


def _require_category(words: RectificationWords, former: Rectification | None) -> None:
    category = Category.objects.filter(pk=words.category_id).first()
    if category is None:
        raise of_field("category", _("请选择问题类别。"), "no_category")
    if not category.is_active and (former is None or former.category_id != category.pk):
        said = _("问题类别“%(category)s”已停用。") % {"category": category}
        raise of_field("category", said, "no_category")


def _require_own_milestone(words: RectificationWords) -> None:
    if words.milestone_id is None:
        return
    known = Milestone.objects.filter(pk=words.milestone_id, project_id=words.project_id or 0)
    if not known.exists():
        raise of_field("milestone", _("所选节点不属于这个项目。"), "milestone_of_another_project")


def _sector_of(project_id: int | None) -> int | None:
    if project_id is None:
        return None
    return Project.objects.filter(pk=project_id).values_list("sector_id", flat=True).first()
