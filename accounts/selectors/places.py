"""Where uploads hang: every room says it for its own rows, because accounts knows no room to its right."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from ..models import User


@dataclass(frozen=True)
class Place:
    """One use of one upload, as its room tells it.

    ``subject``   what the evidence is about, the same for all its uses: ``project:12``, ``rectification:7``.
    ``step``      which use of the subject: ``2026-08``, ``progress-2``. Uses with the same subject and step
                  are one use and never hints against each other (both revisions of a month); the same picture
                  in two steps of one subject is a hint (August's again in September, "before" as "after").
    ``title``     in words, with a name in quotes: 项目“县道改造”2026年8月进展.
    ``unit``      short name of the unit that handed it in; "" if none.
    ``on``        the day on which it was handed in, local; None if unknown.
    ``visible``   whether the asking user may see this row: what ``visible_to`` of the room says.
    ``url``       page of the row; ``file_url`` the file itself. Used only where ``visible``.
    ``not_before``, ``not_before_words``   a picture of it cannot be older than this day, which is what
                  (报告期开始, 交办); None where that is no reason to look.
    ``claimed_on``   the day on which the unit says that it was taken; None if it does not say.
    ``claimed_at``   (latitude, longitude) of the place that it should show; None if unknown.
    """

    upload_id: int
    subject: str
    step: str
    title: str
    unit: str = ""
    on: date | None = None
    visible: bool = False
    url: str = ""
    file_url: str = ""
    not_before: date | None = None
    not_before_words: Any = ""
    claimed_on: date | None = None
    claimed_at: tuple[Decimal, Decimal] | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.subject, self.step


# All places of these uploads, whoever asks; the user decides ``visible``. A fixed number of queries.
PlaceFinder = Callable[[User, Collection[int]], Iterable[Place]]
_FINDERS: Final[dict[str, PlaceFinder]] = {}


def register_place(kind: str, finder: PlaceFinder) -> None:
    """Called from a room's ``AppConfig.ready``; ``kind`` names the table: ``projects.photo``.

    The finder must tell **all** places, also those that the user may not see (``visible=False``): that a
    picture was used elsewhere is said, where it was used is not.
    """
    _FINDERS[kind] = finder


def places_of(user: User, upload_ids: Collection[int]) -> list[Place]:
    ids = sorted(set(upload_ids))
    return [place for finder in _FINDERS.values() for place in finder(user, ids)] if ids else []
