"""When and where a picture was taken, as the camera wrote it down. What cannot be read is unknown."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from math import asin, cos, isfinite, radians, sin, sqrt
from typing import Any, Final

_ORIENTATION, _DATE_TIME, _EXIF, _GPS = 0x0112, 0x0132, 0x8769, 0x8825
_ORIGINAL, _DIGITISED = 0x9003, 0x9004
_LATITUDE, _LONGITUDE = (1, 2), (3, 4)
_PLACES: Final = Decimal("0.000001")
EARTH_KM: Final = 6371.0


@dataclass(frozen=True)
class Captured:
    """``latitude`` and ``longitude`` in degrees, both or none."""

    at: datetime | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    orientation: int = 1


def captured(exif: Any, zone: tzinfo) -> Captured:
    """Of Pillow's ``Image.getexif()``. A camera writes its own local time, taken for ``zone``'s."""
    details, gps = _part(exif, _EXIF), _part(exif, _GPS)
    written = details.get(_ORIGINAL) or details.get(_DIGITISED) or exif.get(_DATE_TIME)
    latitude, longitude = _degrees(gps, _LATITUDE, "NS", 90), _degrees(gps, _LONGITUDE, "EW", 180)
    # A receiver without a fix writes zero and zero, a point in the sea.
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        latitude = longitude = None
    turned = exif.get(_ORIENTATION)
    return Captured(_moment(written, zone), latitude, longitude, turned if turned in range(1, 9) else 1)


def _part(exif: Any, key: int) -> Mapping[int, Any]:
    """Damaged directories raise these; what they would have said is unknown."""
    try:
        return dict(exif.get_ifd(key))
    except (ValueError, TypeError, KeyError, OSError, SyntaxError, OverflowError, struct.error):
        return {}


def _moment(written: Any, zone: tzinfo) -> datetime | None:
    try:
        moment = datetime.strptime(str(written).strip("\0 ")[:19], "%Y:%m:%d %H:%M:%S").replace(tzinfo=zone)
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment.year >= 1990 else None  # what cameras had before film was gone is a dead clock


def _degrees(gps: Mapping[int, Any], keys: tuple[int, int], sides: str, most: int) -> Decimal | None:
    side, value = gps.get(keys[0]), gps.get(keys[1], ())
    if isinstance(side, bytes):
        side = side.decode("ascii", "replace")
    side = str(side or "").strip("\0 ").upper()
    if not isinstance(value, tuple | list):
        return None
    try:
        degrees, minutes, seconds = (float(part) for part in value)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    total = degrees + minutes / 60 + seconds / 3600
    if side not in tuple(sides) or not isfinite(total) or not 0 <= total <= most:
        return None
    return Decimal(total if side == sides[0] else -total).quantize(_PLACES)


def km_between(one: tuple[Decimal, Decimal], other: tuple[Decimal, Decimal]) -> float:
    """Along the surface, between (latitude, longitude) and another; kilometres."""
    (lat1, lon1), (lat2, lon2) = ((radians(a), radians(b)) for a, b in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))
