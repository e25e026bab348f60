"""What a reviewer should look at twice: hints with their reason, never a judgement.

hints = evidence_hints(user, upload_ids)       # a fixed number of queries, however many uploads
hints.at("project:12", "2026-08")              # those of one use, for components/evidence_hints.html
hints.of(upload_id)                            # those of one picture
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Upload, User
from ..rules import PICTURES, day_words
from ..rules.captured import km_between
from ..rules.pictures import SAME_SITE_BITS
from .look_alikes import LookAlike, look_alikes
from .places import Place, places_of

# A receiver among buildings is some hundred metres off; what is further was taken somewhere else.
FAR_KM: Final = 1.0


class HintKind(StrEnum):
    SAME_FILE = "same_file"
    LOOKS_LIKE = "looks_like"
    TOO_EARLY = "too_early"
    OTHER_DAY = "other_day"
    FAR_AWAY = "far_away"


@dataclass(frozen=True)
class There:
    """The other use as the user may know it. ``url`` and ``file_url`` are empty for what may not be seen."""

    title: str
    unit: str
    day: str
    url: str
    file_url: str
    captured_at: datetime | None = None


@dataclass(frozen=True)
class Hint:
    """``reason`` in words. ``there`` is the other use, None for hints about time and place.

    ``percent`` alike, 0–100; None where nothing is compared.
    """

    kind: HintKind
    reason: str
    upload_id: int
    here: Place
    is_picture: bool
    captured_at: datetime | None = None
    there: There | None = None
    percent: int | None = None


@dataclass(frozen=True)
class Hints:
    found: tuple[Hint, ...] = ()

    def __iter__(self) -> Iterator[Hint]:
        return iter(self.found)

    def at(self, subject: str, step: str) -> tuple[Hint, ...]:
        return tuple(hint for hint in self.found if hint.here.key == (subject, step))

    def of(self, upload_id: int) -> tuple[Hint, ...]:
        return tuple(hint for hint in self.found if hint.upload_id == upload_id)


@dataclass(frozen=True)
class _Known:
    """Of an upload, without its file."""

    is_picture: bool
    captured_at: datetime | None
    where: tuple[Decimal, Decimal] | None


def evidence_hints(user: User, upload_ids: Collection[int]) -> Hints:
    """Hints about these uploads in all uses that the user sees; the likest first within a use.

    The uses of the asked uploads are found by ``register_place`` too, so only the ids are needed.
    """
    ids = set(upload_ids)
    alike = look_alikes(ids)
    everywhere = ids | {one.other_id for one in alike}
    places: dict[int, list[Place]] = {}
    for place in places_of(user, everywhere):
        places.setdefault(place.upload_id, []).append(place)
    known = _known(everywhere)
    found = []
    for here in (place for pk in sorted(ids) for place in places.get(pk, ()) if place.visible):
        of_here = [one for one in alike if one.upload_id == here.upload_id]
        found += _used_elsewhere(user, here, of_here, places, known)
        found += _doubtful(here, known[here.upload_id])
    return Hints(tuple(found))


def _known(ids: Collection[int]) -> dict[int, _Known]:
    rows = Upload.objects.filter(pk__in=ids)
    names = ("pk", "content_type", "captured_at", "latitude", "longitude")
    return {
        pk: _Known(kind in PICTURES, at, None if lat is None or lon is None else (lat, lon))
        for pk, kind, at, lat, lon in rows.values_list(*names)
    }


def _used_elsewhere(
    user: User,
    here: Place,
    alike: Iterable[LookAlike],
    places: dict[int, list[Place]],
    known: dict[int, _Known],
) -> list[Hint]:
    """Each other use once, by its likest picture; the same upload may hang in two uses itself."""
    itself = LookAlike(here.upload_id, here.upload_id, 0, same_file=True)
    told: dict[tuple[str, str], Hint] = {}
    for one in (itself, *alike):
        for there in places.get(one.other_id, ()):
            if there.key == here.key or there.key in told or not _worth_saying(one, here, there):
                continue
            told[there.key] = _hint(user, here, there, one, known)
    return list(told.values())


def _worth_saying(one: LookAlike, here: Place, there: Place) -> bool:
    """One site from one spot looks alike every month; there it must be the picture itself."""
    return one.same_file or there.subject != here.subject or one.bits <= SAME_SITE_BITS


def _hint(user: User, here: Place, there: Place, one: LookAlike, known: dict[int, _Known]) -> Hint:
    shown = _as_known_to(user, there, known[one.other_id])
    where = "·".join(part for part in (shown.unit, shown.title, shown.day) if part)
    if one.same_file:
        kind, reason = HintKind.SAME_FILE, _("同一文件也用于：%(where)s") % {"where": where}
    else:
        kind = HintKind.LOOKS_LIKE
        reason = _("与另一张照片相似（%(percent)s%%），那张用于：%(where)s") % {
            "percent": one.percent,
            "where": where,
        }
    mine = known[here.upload_id]
    percent = 100 if one.same_file else one.percent
    return Hint(kind, reason, here.upload_id, here, mine.is_picture, mine.captured_at, shown, percent)


def _as_known_to(user: User, there: Place, known: _Known) -> There:
    if there.visible:
        day = day_words(there.on) if there.on else ""
        file_url = there.file_url if known.is_picture else ""
        return There(there.title, there.unit, day, there.url, file_url, known.captured_at)
    return There(_("另一处（您无权查看）"), there.unit if user.reach.everything else "", "", "", "")


def _doubtful(here: Place, known: _Known) -> list[Hint]:
    """What the camera wrote against what is claimed."""
    said = [
        (kind, reason)
        for kind, reason in (_too_early(here, known), _other_day(here, known), _far_away(here, known))
        if reason
    ]
    return [
        Hint(kind, reason, here.upload_id, here, known.is_picture, known.captured_at) for kind, reason in said
    ]


def _too_early(here: Place, known: _Known) -> tuple[HintKind, str]:
    if known.captured_at is None or here.not_before is None:
        return HintKind.TOO_EARLY, ""
    taken = timezone.localdate(known.captured_at)
    words = {"taken": day_words(taken), "what": here.not_before_words, "day": day_words(here.not_before)}
    early = taken < here.not_before
    return HintKind.TOO_EARLY, _("拍摄于%(taken)s，早于%(what)s（%(day)s）") % words if early else ""


def _other_day(here: Place, known: _Known) -> tuple[HintKind, str]:
    if known.captured_at is None or here.claimed_on is None:
        return HintKind.OTHER_DAY, ""
    taken = timezone.localdate(known.captured_at)
    words = {"taken": day_words(taken), "claimed": day_words(here.claimed_on)}
    other = taken != here.claimed_on
    return HintKind.OTHER_DAY, _("照片记录拍摄于%(taken)s，填报为%(claimed)s") % words if other else ""


def _far_away(here: Place, known: _Known) -> tuple[HintKind, str]:
    if known.where is None or here.claimed_at is None:
        return HintKind.FAR_AWAY, ""
    km = km_between(known.where, here.claimed_at)
    far = km >= FAR_KM
    return HintKind.FAR_AWAY, _("照片记录的拍摄地点距填报地点%(km).1f公里") % {"km": km} if far else ""
