"""Are look-alikes found, how many are not alike, and how fast among 1,000,000 stored marks?

Pairs: scenes drawn in code (``samples.generate.scenes``), each against its own edited copies, against the
honest visit of the same site in the next month from the same spot, and against every other scene; compared by
the very rules that the look-up uses. Speed: ``look_alikes`` of ten new pictures against the same task without
an index and without a database: all marks as one array in memory, one XOR and bit count for each comparison
(whole against all views, views against wholes) by numpy; both find the same before they are timed.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

import numpy
from django.db import connection
from PIL import Image

from accounts.models import PictureMark
from accounts.rules.pictures import ALIKE_BITS, SAME_SITE_BITS, WHOLE, bits_apart, marks_of
from accounts.selectors import look_alikes
from bench.clock import medians
from bench.edits import EDITS, forwarded, saved
from samples.generate.scenes import KINDS, scene

SITES: Final = 14
STORED: Final = 1_000_000
VIEWS: Final = 19
ASKED: Final = 10
NEVER: Final = 65
INDEXES: Final = tuple(index.name for index in PictureMark._meta.indexes)
Marks = Mapping[int, int]
Originals = Mapping[tuple[str, int], Marks]

PEOPLE: Final = """
    INSERT INTO accounts_unit (id, name, short_name, pinyin, kind, ranking_group, is_active)
    VALUES (1, '云岭县水务局', '水务局', 'sw', 'department', '', true);
    INSERT INTO accounts_user (id, username, password, language, is_active, password_is_own, unit_id)
    VALUES (1, 'clerk', '!', 'zh-hans', true, true, 1);
"""
UPLOADS: Final = """
    INSERT INTO accounts_upload (id, file, name, content_type, size, sha256, uploaded_by_id, uploaded_at)
    SELECT i, 'x', 'x.jpg', 'image/jpeg', 1, encode(sha256(i::text::bytea), 'hex'), 1, now()
      FROM generate_series(1, %s) i
"""


def run() -> Iterator[tuple[str, float]]:
    originals = {
        (kind, site): marks_of(saved(scene(kind, site), 90)) for kind in KINDS for site in range(SITES)
    }
    yield "pictures_missed_percent", _missed(originals)
    yield "pictures_false_alarm_percent", _false_alarms(originals)
    yield "pictures_look_up", _look_up(originals)


def _apart(one: Marks, other: Marks) -> int:
    """As ``look_alikes`` compares: the whole of either with any view of the other."""
    near = [bits_apart(one[WHOLE], mark) for mark in other.values()] if WHOLE in one else []
    near += [bits_apart(mark, other[WHOLE]) for mark in one.values()] if WHOLE in other else []
    return min(near, default=NEVER)


def _missed(originals: Originals) -> float:
    """Percent of edited copies; what honest visits and a white page give is printed beside."""
    hits, visits = dict.fromkeys(EDITS, 0), []
    for (kind, site), own in originals.items():
        picture = scene(kind, site)
        visits.append(_apart(own, marks_of(saved(scene(kind, site, 1), 90))))
        for name, edit in EDITS.items():
            hits[name] += _apart(own, marks_of(edit(picture))) <= ALIKE_BITS
    copies = len(originals) * len(EDITS)
    print(f"  {copies} pairs of a picture and its edited copy")
    for name, count in hits.items():
        print(f"  found: {name} {count}/{len(originals)}")
    _say_of_visits(visits)
    print(f"  a white page has {len(marks_of(Image.new('RGB', (800, 600), (250, 250, 250))))} marks")
    return 100 * (copies - sum(hits.values())) / copies


def _say_of_visits(visits: list[int]) -> None:
    for bits, words in ((ALIKE_BITS, "in two subjects"), (SAME_SITE_BITS, "in one subject")):
        alike = sum(apart <= bits for apart in visits)
        print(f"  same site a month later, honest, said to be alike {words}: {alike}/{len(visits)}")


def _false_alarms(originals: Originals) -> float:
    """Percent of pairs of different sites that are taken for alike."""
    counts = {"same kind": [0, 0], "other kind": [0, 0]}
    names = sorted(originals)
    for place, one in enumerate(names):
        for other in names[:place]:
            count = counts["same kind" if one[0] == other[0] else "other kind"]
            count[0] += _apart(originals[one], originals[other]) <= ALIKE_BITS
            count[1] += 1
    for words, (alarms, pairs) in counts.items():
        print(f"  different sites of the {words}, said to be alike: {alarms}/{pairs}")
    return 100 * sum(alarms for alarms, _ in counts.values()) / sum(pairs for _, pairs in counts.values())


def _look_up(originals: Originals) -> float:
    stored = _stored(originals)
    copies = [marks_of(forwarded(scene(kind, site))) for kind, site in sorted(originals)[::9][:ASKED]]
    ids = [_keep(marks) for marks in copies]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE accounts_picturemark")
        cursor.execute("VACUUM ANALYZE accounts_upload")
    for pk, marks in zip(ids, copies, strict=True):
        scanned, known = _scan(stored, marks), look_alikes([pk])
        assert {one.other_id: one.bits for one in known} == scanned, (known, scanned)
    print(f"  {stored.size:,} stored marks of {len(stored):,} pictures; {ASKED} new pictures are asked for")
    taken = medians(
        {
            "look-up of ten, by index": partial(look_alikes, ids),
            "scan of all marks in memory": lambda: [_scan(stored, marks) for marks in copies],
        },
        rounds=5,
    )
    index, scan = taken.values()
    return index / scan


def _stored(originals: Originals) -> Any:
    """Marks as uneven as real ones: those of drawn pictures, each with three bits in ten turned at random."""
    chance = numpy.random.default_rng(7)
    whole = [marks for marks in originals.values() if len(marks) == VIEWS]
    drawn = numpy.array([[marks[view] for view in range(VIEWS)] for marks in whole], dtype=numpy.int64)
    pictures = STORED // VIEWS + 1
    turned = [chance.integers(-(2**63), 2**63 - 1, (pictures, VIEWS), dtype=numpy.int64) for _ in range(6)]
    marks = drawn[chance.integers(0, len(drawn), pictures)] ^ _some_bits(*turned)
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE)
        cursor.execute(UPLOADS, [pictures])
        cursor.execute("SELECT setval(pg_get_serial_sequence('accounts_upload', 'id'), %s)", [pictures])
        each = ((pk, view, mark) for pk, row in enumerate(marks, 1) for view, mark in enumerate(row))
        for name in INDEXES:  # a million rows are indexed faster at the end
            cursor.execute(f"DROP INDEX {name}")
        _copy(cursor, "".join(f"{pk}\t{view}\t{mark}\n" for pk, view, mark in each))
    with connection.schema_editor() as editor:
        for index in PictureMark._meta.indexes:
            editor.add_index(PictureMark, index)
    return marks


def _some_bits(one: Any, two: Any, three: Any, four: Any, five: Any, six: Any) -> Any:
    """Each bit with a chance of 1 − ¾ × 15⁄16."""
    return (one & two) | (three & four & five & six)


def _copy(cursor: Any, rows: str) -> None:
    cursor.copy_expert("COPY accounts_picturemark (upload_id, view, mark) FROM STDIN", io.StringIO(rows))


def _keep(marks: Marks) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_upload"
            " (file, name, content_type, size, sha256, uploaded_by_id, uploaded_at)"
            " SELECT 'x', 'x.jpg', 'image/jpeg', 1, encode(sha256(random()::text::bytea), 'hex'), 1, now()"
            " RETURNING id"
        )
        pk = int(cursor.fetchone()[0])
        rows = "".join(f"{pk}\t{view}\t{mark}\n" for view, mark in marks.items())
        _copy(cursor, rows)
    return pk


def _ones(bits: Any) -> Any:
    """Of signed numbers numpy would count the bits of the amount."""
    return numpy.bitwise_count(bits.view(numpy.uint64))


def _scan(stored: Any, marks: Marks) -> dict[int, int]:
    """Upload id → bits apart of all that are alike: the whole of either against any view of the other."""
    near = _ones(stored ^ numpy.int64(marks[WHOLE])).min(axis=1)
    for mark in marks.values():
        near = numpy.minimum(near, _ones(stored[:, WHOLE] ^ numpy.int64(mark)))
    (places,) = numpy.nonzero(near <= ALIKE_BITS)
    return {int(place) + 1: int(near[place]) for place in places}
