"""佐证: files kept with what they prove. The same file for the same thing counts once."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import IO, Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import store_upload
from supervision.matters.rules.due import refuse_odd_days
from supervision.matters.rules.secrecy import refuse_secrets

from ..models import Evidence
from ..rules.words import Side
from .writing import because, in_words, insert, of_field

MOST_FILES: Final = 20
Files = Sequence[tuple[str, IO[bytes]]]


def keep_evidence(
    actor: User,
    files: Files,
    now: datetime,
    *,
    client_keys: Sequence[uuid.UUID] = (),
    side: str = Side.OTHER.value,
    caption: str = "",
    claimed_place: str = "",
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
    **of: Any,
) -> list[Evidence]:
    """The rows of ``files``, given as (name, file), in their order; ``of`` says what they prove, and more.

    The caller has locked what they prove, and told it. ``client_keys``, one a file, were made on the device:
    one that came already gives the row that it made. The place is in degrees, WGS 84.
    Raises ValidationError: a mark of secrecy, a kind of file that is not taken, too many,
    half a place, an odd day.
    """
    if len(files) > MOST_FILES:
        said = _("一次最多附%(most)s个文件，请分次上传。") % {"most": MOST_FILES}
        raise ValidationError(said, code="too_many_files")
    require_place(latitude, longitude)
    refuse_odd_moments(claimed_at=of.get("claimed_at"))
    refuse_secrets(caption=caption, claimed_place=claimed_place)
    more = {"latitude": latitude, "longitude": longitude, "claimed_place": claimed_place.strip()}
    columns = {"side": side, "caption": caption.strip(), **more, **of}
    keys: list[uuid.UUID | None] = [*client_keys, *[None] * (len(files) - len(client_keys))]
    return [
        _keep(actor, name, file, key, columns, now) for (name, file), key in zip(files, keys, strict=True)
    ]


def _keep(
    actor: User, name: str, file: IO[bytes], key: uuid.UUID | None, columns: dict[str, Any], now: datetime
) -> Evidence:
    same = _what_it_proves(columns)
    former = None if key is None else Evidence.objects.filter(client_key=key).first()
    if former is not None:
        if any(getattr(former, column) != value for column, value in same.items()):
            raise ValidationError(_("这个设备记录号已用于另一份佐证。"), code="client_key_taken")
        return former
    refuse_secrets(files=name)
    upload = store_upload(actor=actor, file=file, name=name, now=now)
    known = Evidence.objects.filter(**same, side=columns["side"], upload__sha256=upload.sha256).first()
    if known is not None:
        return known
    row = Evidence(upload=upload, added_by=actor, added_at=now, **columns)
    if key is not None:
        row.client_key = key
    with because(actor, _("附上佐证")), in_words():
        return insert(row)


def _what_it_proves(columns: dict[str, Any]) -> dict[str, Any]:
    things = ("finding", "checklist_item", "conclusion", "rectification", "progress", "verification")
    return {thing: columns.get(thing) for thing in things}


def refuse_odd_moments(**moments: datetime | None) -> None:
    """The year 1 cannot be read again. Raises ValidationError by field (``day_out_of_range``)."""
    refuse_odd_days(**{name: moment.date() for name, moment in moments.items() if moment is not None})


def require_place(latitude: Decimal | None, longitude: Decimal | None) -> None:
    """Both or neither. Raises ValidationError by field (``place_not_whole``)."""
    if latitude is None and longitude is None:
        return
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        raise of_field("latitude", _("经纬度须成对填写，并在正常范围内。"), "place_not_whole")
