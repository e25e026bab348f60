"""Other uploads of the same bytes or the same picture, by one indexed statement."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from ..rules.pictures import ALIKE_BITS, percent_alike

# A stock picture may hang everywhere; who looks at more than these has seen enough.
AT_MOST: Final = 50

# The whole of an asked picture against every view of the others, and its views against the whole of the
# others: either may be the crop. What differs in at most nine bits has a fifth that differs in at most one,
# which the index finds.
LOOK_ALIKES: Final = """
WITH asked AS MATERIALIZED (
    SELECT upload_id, view, mark, picture_bands_near(mark) AS near
      FROM accounts_picturemark WHERE upload_id = ANY(%(ids)s)
), alike AS (
    SELECT asked.upload_id, other.upload_id AS other_id,
           bit_count((asked.mark # other.mark)::bit(64)) AS bits
      FROM asked JOIN accounts_picturemark other ON picture_bands(other.mark) && asked.near
     WHERE asked.view = 0
     UNION ALL
    SELECT asked.upload_id, other.upload_id, bit_count((asked.mark # other.mark)::bit(64))
      FROM asked JOIN accounts_picturemark other ON picture_bands(other.mark) && asked.near AND other.view = 0
     WHERE asked.view > 0
), found AS (
    SELECT upload_id, other_id, bits, false AS same FROM alike WHERE bits <= %(most)s
     UNION ALL
    SELECT mine.id, other.id, 0, true
      FROM accounts_upload mine JOIN accounts_upload other ON other.sha256 = mine.sha256
     WHERE mine.id = ANY(%(ids)s)
), each AS (
    SELECT upload_id, other_id, min(bits) AS bits, bool_or(same) AS same
      FROM found WHERE upload_id <> other_id GROUP BY upload_id, other_id
), placed AS (
    SELECT *, row_number() OVER (PARTITION BY upload_id ORDER BY same DESC, bits, other_id DESC) AS place
      FROM each
)
SELECT upload_id, other_id, bits, same FROM placed WHERE place <= %(limit)s
 ORDER BY upload_id, place
"""


@dataclass(frozen=True)
class LookAlike:
    """``bits`` apart, 0–8; ``same_file`` byte for byte."""

    upload_id: int
    other_id: int
    bits: int
    same_file: bool

    @property
    def percent(self) -> int:
        return percent_alike(self.bits)


def look_alikes(upload_ids: Collection[int]) -> list[LookAlike]:
    """The likest of each first, at most ``AT_MOST``. One statement; who may see them is not asked."""
    if not upload_ids:
        return []
    asked: dict[str, Any] = {"ids": sorted(set(upload_ids)), "most": ALIKE_BITS, "limit": AT_MOST}
    with connection.cursor() as cursor:
        cursor.execute(LOOK_ALIKES, asked)
        return [LookAlike(*row) for row in cursor.fetchall()]
