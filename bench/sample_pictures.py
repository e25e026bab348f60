"""Of the sample county's own pictures, are the recycled ones told, and how many honest ones are told too?

The JPEGs of ``samples/`` as the demo hands them in: stored as any upload is, each in the use that
``照片.csv`` says, asked for by ``evidence_hints``. What is 原件, 缩小, 压缩, 前作后 or 项目月报 must be told
with the place that it was taken from, and 旧照 by its own time and place; all else is a false alarm.
"""

from __future__ import annotations

import csv
import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection
from django.test import override_settings

from accounts.models import User
from accounts.selectors import HintKind, Hints, Place, evidence_hints, register_place
from accounts.services import store_upload
from bench.pictures import PEOPLE
from supervision.inspections.models import Evidence, Finding, Rectification
from supervision.inspections.rules.words import Side
from supervision.inspections.selectors.evidence import step_of, subject_of
from supervision.reports.management.demo.pictures import AFTER, BEFORE, FACTS, FOLDER, MONTHLY, OLD
from supervision.reports.management.demo.proofs import at
from supervision.reports.management.demo.rectifications import ISSUED

FOUND_ON_SITE: Final = "WT"  # the codes of findings, whose pictures show their rectifications' 整改前 too
SIDES: Final = {BEFORE: Side.BEFORE, AFTER: Side.AFTER}
CLAIMED: Final = date(2026, 8, 24)  # said of what was not taken for this
TIME_AND_PLACE: Final = (HintKind.TOO_EARLY, HintKind.OTHER_DAY, HintKind.FAR_AWAY)
Key = tuple[str, str]
Row = dict[str, str]


@dataclass(frozen=True)
class Use:
    """A row of ``照片.csv`` and what it hangs on. ``origin`` is the row that it was taken from."""

    row: Row
    key: Key
    origin: Key | None
    scene: str

    @property
    def is_honest(self) -> bool:
        return not self.row["做法"]


USES: dict[int, Use] = {}
SPOTS: dict[str, tuple[Decimal, Decimal]] = {}


def run() -> Iterator[tuple[str, float]]:
    rows = _rows(FACTS)
    register_place("bench.sample", _places)
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE)
    actor = User.objects.get(username="clerk")
    with tempfile.TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder):
        try:
            _hand_in(actor, rows)
            hints = evidence_hints(actor, list(USES))
            yield "sample_pictures_missed_percent", _missed(hints)
            yield "sample_pictures_false_alarm_percent", _false_alarms(hints)
        finally:
            USES.clear()
            SPOTS.clear()


def _rows(name: str) -> list[Row]:
    with (_samples() / "facts" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _samples() -> Path:
    return Path(settings.BASE_DIR) / "samples"


# --- handed in as the demo does ------------------------------------------------------------------
def _hand_in(actor: User, rows: list[Row]) -> None:
    """Each use is an upload of its own; a finding's picture is handed in again with its rectification."""
    numbers = {code: number for number, code in enumerate(sorted({row["代号"] for row in rows}), 1)}
    owners = {row["文件"]: row for row in rows if not row["取自"]}
    for row in rows:
        if row["纬度"] and (row["面"] == BEFORE or row["代号"] not in SPOTS):
            SPOTS[row["代号"]] = Decimal(row["纬度"]), Decimal(row["经度"])
    for row in rows:
        owner = owners.get(row["取自"])
        origin = _key(owner, numbers) if owner else None
        keys = [_key(row, numbers)]
        if _is_of_finding(row):
            keys.append(_key_of(Evidence(finding=Finding(pk=numbers[row["代号"]]))))
        path = _samples() / FOLDER / row["文件"]
        for key in keys:
            with path.open("rb") as file:
                upload = store_upload(actor=actor, file=file, name=path.name, now=at(CLAIMED))
            USES[upload.pk] = Use(row, key, origin, (owner or row)["画面"])


def _is_of_finding(row: Row) -> bool:
    return row["面"] == BEFORE and row["代号"].startswith(FOUND_ON_SITE)


def _key(row: Row, numbers: dict[str, int]) -> Key:
    """Of its rectification, by the room's own words for what is one affair and one step."""
    if row["面"] == MONTHLY:
        return f"project:{row['代号']}", row["拍摄时间"][:7]
    number = numbers[row["代号"]]
    finding = number if row["代号"].startswith(FOUND_ON_SITE) else None
    rectification = Rectification(pk=number, finding_id=finding)
    return _key_of(Evidence(rectification=rectification, side=SIDES[row["面"]].value))


def _key_of(evidence: Evidence) -> Key:
    return subject_of(evidence), step_of(evidence)


def _places(user: User, upload_ids: Collection[int]) -> Iterable[Place]:
    for pk in upload_ids:
        if pk in USES:
            yield _place(pk, USES[pk])


def _place(pk: int, use: Use) -> Place:
    """``url`` tells which use a hint means."""
    row = use.row
    proves = row["面"] == AFTER
    honest = datetime.fromisoformat(row["拍摄时间"]).date() if row["拍摄时间"] else None
    return Place(
        upload_id=pk,
        subject=use.key[0],
        step=use.key[1],
        title=f"{row['代号']}{row['面']}",
        visible=True,
        url=" ".join(use.key),
        not_before=_issued(row) if proves else None,
        not_before_words="交办",
        claimed_on=honest if use.is_honest else CLAIMED,
        claimed_at=SPOTS.get(row["代号"]),
    )


def _issued(row: Row) -> date:
    known = {fact["代号"]: fact["交办"] for fact in _rows("整改问题.csv")}
    return date.fromisoformat(known[row["代号"]]) if row["代号"] in known else ISSUED


# --- counted -------------------------------------------------------------------------------------
def _pairs(hints: Hints) -> dict[frozenset[Key], str]:
    """Two uses that a hint sets side by side → its words."""
    return {
        frozenset((hint.here.key, _told(hint.there.url))): f"{hint.here.title}：{hint.reason}"
        for hint in hints
        if hint.there
    }


def _told(url: str) -> Key:
    subject, _space, step = url.partition(" ")
    return subject, step


def _recycled() -> dict[frozenset[Key], str]:
    """Two uses of one picture → how it was used again."""
    return {frozenset((use.key, use.origin)): use.row["做法"] for use in USES.values() if use.origin}


def _missed(hints: Hints) -> float:
    told, expected, found = _pairs(hints), Counter[str](), Counter[str]()
    for pair, way in _recycled().items():
        expected[way] += 1
        found[way] += pair in told
    for pk, use in USES.items():
        if use.row["做法"] == OLD:
            kinds = {hint.kind for hint in hints.of(pk)}
            for kind in (HintKind.TOO_EARLY, HintKind.FAR_AWAY):
                expected[f"{OLD}, {kind}"] += 1
                found[f"{OLD}, {kind}"] += kind in kinds
    for way, count in expected.items():
        print(f"  found: {way} {found[way]}/{count}")
    return 100 * (expected.total() - found.total()) / expected.total()


def _false_alarms(hints: Hints) -> float:
    """Percent of pairs of uses of different pictures."""
    told, scenes = _pairs(hints), {use.key: use.scene for use in USES.values()}
    alarms, pairs = Counter[str](), Counter[str]()
    for one, other in combinations(sorted(scenes), 2):
        pair = frozenset((one, other))
        if pair in _recycled():
            continue
        same_kind = "the same kind" if scenes[one] == scenes[other] else "other kinds"
        words = "before and after of one" if one[0] == other[0] else f"different affairs, {same_kind}"
        pairs[words] += 1
        alarms[words] += pair in told
        if pair in told:
            print(f"  {scenes[one]}, {scenes[other]}: {told[pair]}")
    for words, count in pairs.items():
        print(f"  {words}, said to be alike: {alarms[words]}/{count}")
    _say_of_findings(hints)
    _say_of_time_and_place(hints)
    return 100 * alarms.total() / pairs.total()


def _say_of_findings(hints: Hints) -> None:
    own = {use.row["代号"] for use in USES.values() if _is_of_finding(use.row)}
    alarms = {hint.here.title for hint in hints if hint.there and hint.there.title == hint.here.title}
    print(f"  findings' pictures as 整改前 of their own rectification, told: {len(alarms)}/{len(own)}")


def _say_of_time_and_place(hints: Hints) -> None:
    honest = [pk for pk, use in USES.items() if use.is_honest]
    alarms = [pk for pk in honest if any(hint.kind in TIME_AND_PLACE for hint in hints.of(pk))]
    print(f"  honest pictures told for their time or place: {len(alarms)}/{len(honest)}")
