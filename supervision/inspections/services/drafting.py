"""交办整改: drafted from a finding, by hand or by another system, revised, and handed out with a date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from rulebook.services import next_number

from ..models import Finding, HelpingUnit, Origin, Rectification
from ..permissions import require
from ..rules.entries import RectificationWords
from ..rules.states import Thing
from ..rules.words import STANDING, RectificationStatus
from ..selectors.ordering import words_of_finding
from .deadlines import promised, require_ahead
from .ordering import columns_of, helping_units
from .writing import (
    because,
    change,
    in_words,
    insert,
    lock_finding,
    lock_rectification,
    move,
    of_field,
    ready,
    require_standing,
    step_due,
    told,
)

SERIES: Final = "rectification"
PREFIX: Final = "整改"


@transaction.atomic
def draft_rectification(
    *,
    actor: User,
    words: RectificationWords,
    helping_ids: Sequence[int] = (),
    batch_id: int | None = None,
    now: datetime,
) -> Rectification:
    """A draft of the office, from wherever the problem is known. Raises ValidationError by field."""
    require(actor, "rectification.draft")
    return write_draft(actor, words, helping_ids, now, batch_id=batch_id)


@transaction.atomic
def draft_from_finding(
    *,
    actor: User,
    finding_id: int,
    words: RectificationWords | None = None,
    helping_ids: Sequence[int] = (),
    now: datetime,
) -> Rectification:
    """To put right what was found and stands; ``words`` None: as the finding says it.

    One finding may be put right by several. Raises ValidationError (``wrong_step`` while it does not
    stand), Finding.DoesNotExist.
    """
    require(actor, "rectification.draft")
    finding = lock_finding(finding_id)
    require_standing(Thing.FINDING, finding, STANDING, "rectification.draft")
    found = words_of_finding(finding)
    said = found if words is None else replace(words, origin_id=words.origin_id or found.origin_id)
    return write_draft(actor, said, helping_ids, now, finding=finding)


@transaction.atomic
def receive_rectification(
    *, actor: User, origin_code: str, external_number: str, words: RectificationWords, now: datetime
) -> Rectification:
    """From another system under its own number: the same number with the same content is the same row.

    It is a draft until the office hands it out. Raises ValidationError (``external_number_taken`` for other
    content than first came in, ``no_origin``, ``external_number_missing``, or by field).
    """
    require(actor, "rectification.receive")
    # Whoever hands in for this origin comes one after the other.
    origin = Origin.objects.select_for_update(no_key=True).filter(code=origin_code).first()
    if origin is None or not origin.is_outside:
        raise of_field("origin", _("没有外部来源“%(code)s”。") % {"code": origin_code}, "no_origin")
    said = replace(words, origin_id=origin.pk, external_number=external_number)
    former = Rectification.objects.filter(
        origin=origin, external_number=external_number.strip(), position=1
    ).first()
    if former is None or not external_number.strip():
        return write_draft(actor, said, (), now)
    columns = columns_of(said, timezone.localdate(former.created_at), former=former)
    if _first_content(former, columns) != columns:
        text = _("“%(origin)s”的编号“%(number)s”已登记为另一内容的整改，请核对编号。")
        asked = {"origin": origin, "number": external_number}
        raise of_field("external_number", text % asked, "external_number_taken")
    return former


@transaction.atomic
def revise_rectification(
    *,
    actor: User,
    rectification_id: int,
    words: RectificationWords,
    helping_ids: Sequence[int] | None = None,
    now: datetime,
) -> Rectification:
    """Change what was entered, until it is handed out; None leaves the helping units as they are."""
    row = lock_rectification(rectification_id)
    require(actor, "rectification.revise", row)
    require_standing(Thing.RECTIFICATION, row, [RectificationStatus.DRAFT], "rectification.revise")
    if row.position > 1:  # a relapse is told apart by its origin and number
        words = replace(words, origin_id=row.origin_id, external_number=row.external_number)
    columns = columns_of(words, timezone.localdate(now), former=row)
    changed = [name for name, value in columns.items() if getattr(row, name) != value]
    with because(actor, _("修改整改内容")):
        change(row, **columns)
        if helping_ids is None:
            helping_ids = list(row.helping.values_list("unit_id", flat=True))
        if _set_helping(row, helping_ids):
            changed.append("helping")
    if changed:
        told(row, "rectification.revise", actor, now, _titles(changed))
    return row


@transaction.atomic
def issue_rectification(*, actor: User, rectification_id: int, now: datetime) -> Rectification:
    """Hand it out under the year's next number; the due date is fixed here unless a person set it.

    Raises ValidationError (``wrong_step``, ``unit_closed``, ``no_rule``, ``due_past``).
    """
    row = lock_rectification(rectification_id)
    ready(actor, Thing.RECTIFICATION, row, "issue")
    on = timezone.localdate(now)
    helping_units(row.unit_id, list(row.helping.values_list("unit_id", flat=True)))
    dates = promised(row.due_rule, on) if row.due_on is None else {}
    require_ahead(dates.get("due_on", row.due_on), on)
    values = {"issued_on": on, **dates, **step_due("rectification_plan", on)}
    return move(actor, Thing.RECTIFICATION, row, "issue", now, number=new_number(on), **values)


def new_number(on: date) -> str:
    """整改〔2026〕13号. Others who number wait for our transaction, so it comes last."""
    return f"{PREFIX}〔{on.year}〕{next_number(key=SERIES, year=on.year)}号"


def write_draft(
    actor: User,
    words: RectificationWords,
    helping_ids: Sequence[int],
    now: datetime,
    *,
    finding: Finding | None = None,
    batch_id: int | None = None,
    follows: Rectification | None = None,
) -> Rectification:
    """The row with its helping units, told. ``follows``: what relapsed."""
    columns = columns_of(words, timezone.localdate(now), former=follows)
    row = Rectification(**columns, finding=finding, batch_id=batch_id, created_by=actor, created_at=now)
    if follows is not None:
        row.follows, row.position = follows, follows.position + 1
    with because(actor, _("登记整改")), in_words():
        insert(row)
        _set_helping(row, helping_ids)
    verb, note = "rectification.draft", ""
    if follows is not None:
        verb, note = "rectification.follow", follows.number
    told(row, verb, actor, now, note)
    return row


def _set_helping(row: Rectification, helping_ids: Sequence[int]) -> bool:
    """Make the helping units these, and say whether any changed."""
    wanted = helping_units(row.unit_id, helping_ids)
    present = {helper.unit_id: helper for helper in row.helping.all()}
    for unit_id, helper in present.items():
        if unit_id not in wanted:
            helper.delete()
    for unit_id in wanted:
        if unit_id not in present:
            insert(HelpingUnit(rectification=row, unit_id=unit_id))
    return set(wanted) != set(present)


def _first_content(row: Rectification, columns: Iterable[str]) -> dict[str, Any]:
    """What came in first, whatever the office has made of it since."""
    events: Any = row.events  # type: ignore[attr-defined]
    return dict(events.order_by("pgh_id").values(*columns).first())


def _titles(names: Sequence[str]) -> str:
    """The fields as the page calls them, in their order, each once."""
    fields = {field.attname: str(field.verbose_name) for field in Rectification._meta.concrete_fields}
    quiet = {"pinyin", "original_due_on", "due_rule"}
    return "、".join(fields.get(name, _("配合单位")) for name in names if name not in quiet)
