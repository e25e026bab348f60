"""What the camera wrote: time, place, which way up; and what it wrote wrongly is unknown, never an error."""

from __future__ import annotations

import io
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from accounts.models import Upload
from accounts.rules.captured import Captured, captured, km_between
from accounts.services import store_upload
from samples.generate.scenes import scene
from tests.town import NOON, Town

CHINA = ZoneInfo("Asia/Shanghai")
DATE_TIME, ORIENTATION, DETAILS, GPS, ORIGINAL = 0x0132, 0x0112, 0x8769, 0x8825, 0x9003
NORTH_EAST = {1: "N", 2: (34.0, 30.0, 36.0), 3: "E", 4: (108.0, 15.0, 0.0)}


def photo(details: dict[int, Any] | None = None, gps: dict[int, Any] | None = None, **own: Any) -> bytes:
    exif = Image.Exif()
    if details:
        exif[DETAILS] = details
    if gps:
        exif[GPS] = gps
    for key, value in own.items():
        exif[{"date_time": DATE_TIME, "orientation": ORIENTATION}[key]] = value
    written = io.BytesIO()
    scene("paper", 1).resize((320, 240)).save(written, "JPEG", exif=exif)
    return written.getvalue()


def read(content: bytes) -> Captured:
    with Image.open(io.BytesIO(content)) as picture:
        return captured(picture.getexif(), CHINA)


def test_time_and_place_of_the_camera_are_kept_with_the_upload(town: Town) -> None:
    content = photo({ORIGINAL: "2026:08:15 10:22:03"}, NORTH_EAST)
    stored = store_upload(actor=town.lead_clerk, file=io.BytesIO(content), name="现场.jpg", now=NOON)
    upload = Upload.objects.get(pk=stored.pk)
    assert upload.captured_at == datetime(2026, 8, 15, 10, 22, 3, tzinfo=CHINA)
    assert (upload.latitude, upload.longitude) == (Decimal("34.510000"), Decimal("108.250000"))


def test_south_and_west_are_negative() -> None:
    found = read(photo(gps={1: "S", 2: (1.0, 30.0, 0.0), 3: "W", 4: (2.0, 0.0, 36.0)}))
    assert (found.latitude, found.longitude) == (Decimal("-1.500000"), Decimal("-2.010000"))


def test_the_time_of_the_picture_goes_before_that_of_the_file() -> None:
    assert read(photo({ORIGINAL: "2026:08:15 10:22:03"}, date_time="2026:08:16 09:00:00")).at == datetime(
        2026, 8, 15, 10, 22, 3, tzinfo=CHINA
    )
    assert read(photo(date_time="2026:08:16 09:00:00")).at == datetime(2026, 8, 16, 9, tzinfo=CHINA)


@pytest.mark.parametrize(
    "written", ["0000:00:00 00:00:00", "2026:13:01 00:00:00", "昨天", "", "1980:01:01 00:00:00"]
)
def test_an_impossible_time_is_unknown(written: str) -> None:
    assert captured(Exif({DATE_TIME: written}), CHINA).at is None


@pytest.mark.parametrize(
    "gps",
    [
        {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},
        {1: "N", 2: (34.0, 30.0, 0.0)},
        NORTH_EAST | {2: (94.0, 0.0, 0.0)},
        NORTH_EAST | {2: (float("nan"), 0.0, 0.0)},
        NORTH_EAST | {4: "108"},
        NORTH_EAST | {1: "北"},
        NORTH_EAST | {4: None},
    ],
)
def test_half_a_place_is_no_place(gps: dict[int, Any]) -> None:
    found = captured(Exif({}, {GPS: gps}), CHINA)
    assert (found.latitude, found.longitude) == (None, None)


class Exif(dict[int, Any]):
    """As Pillow hands it over."""

    def __init__(self, own: dict[int, Any], parts: dict[int, dict[int, Any]] | None = None) -> None:
        super().__init__(own)
        self.parts = parts or {}

    def get_ifd(self, key: int) -> dict[int, Any]:
        return self.parts.get(key, {})


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=1, max_size=60), st.integers(24, 200))
def test_a_picture_with_broken_notes_is_read_without_an_error(junk: bytes, at: int) -> None:
    content = bytearray(BROKEN)
    content[at : at + len(junk)] = junk
    with Image.open(io.BytesIO(BROKEN)) as picture:
        picture.info["exif"] = b"Exif\0\0" + bytes(content[24:])
        from accounts.services.uploads import _written_by_the_camera

        assert isinstance(_written_by_the_camera(picture), Captured)


BROKEN = photo({ORIGINAL: "2026:08:15 10:22:03"}, NORTH_EAST)


def test_a_broken_file_with_notes_is_stored_all_the_same(town: Town) -> None:
    start = BROKEN.index(b"Exif\0\0") + 14
    content = BROKEN[:start] + b"\xff" * 40 + BROKEN[start + 40 :]
    upload = store_upload(actor=town.lead_clerk, file=io.BytesIO(content), name="坏.jpg", now=NOON)
    assert (upload.captured_at, upload.latitude) == (None, None)


@pytest.mark.parametrize("place", [(34, None), (None, 108), (91, 108), (34, 181)])
def test_the_database_holds_a_whole_place_on_earth(place: tuple[int | None, int | None], town: Town) -> None:
    with pytest.raises(IntegrityError, match="upload_place_is_whole_and_on_earth"), transaction.atomic():
        Upload.objects.create(
            name="x",
            content_type="image/jpeg",
            size=1,
            sha256="b" * 64,
            uploaded_by=town.lead_clerk,
            uploaded_at=NOON,
            latitude=place[0],
            longitude=place[1],
        )


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    one, other = (Decimal(34), Decimal(108)), (Decimal(35), Decimal(108))
    assert round(km_between(one, other), 1) == 111.2
    assert km_between(one, one) == 0
