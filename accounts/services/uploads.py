"""Files that people hand in: checked by content, kept once, never changed."""

from __future__ import annotations

import hashlib
import os
import struct
import uuid
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import IO, Any, Final, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from accounts.models import PictureMark, Upload, User
from accounts.models.upload import stored_under
from accounts.rules import EVIDENCE, PICTURES, clean_file_name, sniff
from accounts.rules.captured import Captured, captured
from accounts.rules.file_types import DOCX, OLE, PDF, PPTX, XLSM, XLSX
from accounts.rules.pictures import marks_of

# A small file may unpack to gigabytes; the widest phone pictures have about 50 million pixels.
MAX_PIXELS: Final = 64_000_000
_PICTURE_FORMATS: Final = ("JPEG", "PNG", "WEBP")
_CHUNK: Final = 1 << 20
_WORDS: Final = {
    XLSX: "Excel（.xlsx）",
    OLE: "Excel（.xls）",
    DOCX: "Word（.docx）",
    PPTX: "PowerPoint（.pptx）",
    PDF: "PDF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WebP",
}


@transaction.atomic
def store_upload(
    *,
    actor: User,
    file: IO[bytes],
    name: str,
    now: datetime,
    allowed: Collection[str] = EVIDENCE,
    max_bytes: int | None = None,
) -> Upload:
    """Keep ``file`` and say what it is. ``allowed``: content types, such as ``accounts.rules.WORKBOOKS``.

    ``max_bytes`` is the settings' limit for pictures or for other files unless given.
    Raises ValidationError naming the file, what is wrong with it and what to do.
    """
    shown = clean_file_name(name) or _("未命名文件")
    content_type = sniff(file)
    size = _size(file)
    if not size:
        raise ValidationError(_("文件“%(name)s”是空的，请重新选择。") % {"name": shown})
    _check_size(shown, size, max_bytes or _limit(content_type))
    _check_type(shown, content_type, allowed)
    seen, marks = _looked_at(file, shown) if content_type in PICTURES else (Captured(), {})
    upload = Upload(
        name=shown,
        content_type=content_type,
        size=size,
        sha256=_sha256(file),
        uploaded_by=actor,
        uploaded_at=now,
        captured_at=seen.at,
        latitude=seen.latitude,
        longitude=seen.longitude,
    )
    upload.file.name = _keep(file, stored_under(upload, shown))
    upload.full_clean(exclude=["file"])
    upload.save()
    _write_marks(upload, marks)
    return upload


def mark_pictures(*, actor: User | None, upload_ids: Collection[int]) -> int:
    """Mark pictures that were kept before marks were made; how many could be. Safe twice.

    A file that is gone or broken stays without: it is then found by its SHA-256 alone.
    """
    marked = 0
    for upload in Upload.objects.filter(pk__in=upload_ids, content_type__in=PICTURES).order_by("pk"):
        try:
            with upload.file.open() as file:
                _seen, marks = _looked_at(file, upload.name)
        except (OSError, ValidationError):
            continue
        _write_marks(upload, marks)
        marked += bool(marks)
    return marked


def _write_marks(upload: Upload, marks: Mapping[int, int]) -> None:
    rows = [PictureMark(upload=upload, view=view, mark=mark) for view, mark in marks.items()]
    PictureMark.objects.bulk_create(rows, ignore_conflicts=True)


def _limit(content_type: str) -> int:
    return settings.MAX_PHOTO_BYTES if content_type in PICTURES else settings.MAX_WORKBOOK_BYTES


def _size(file: IO[bytes]) -> int:
    size = file.seek(0, os.SEEK_END)
    # Django's uploaded files do not return the place, ordinary ones do.
    size = file.tell() if size is None else size
    file.seek(0)
    return size


def _check_size(name: str, size: int, limit: int) -> None:
    if size > limit:
        raise ValidationError(
            _("文件“%(name)s”有 %(size).1f MB，超过 %(limit)d MB 的上限，请压缩或拆分后再上传。")
            % {"name": name, "size": size / _CHUNK, "limit": limit // _CHUNK}
        )


def _check_type(name: str, content_type: str, allowed: Collection[str]) -> None:
    if content_type in allowed:
        return
    if content_type == XLSM:
        raise ValidationError(_("文件“%(name)s”含有宏，请另存为不含宏的文件后再上传。") % {"name": name})
    accepted = _("、").join(words for kind, words in _WORDS.items() if kind in allowed)
    raise ValidationError(
        _("文件“%(name)s”按内容看不是可以接受的类型，或者已经损坏；可以上传：%(accepted)s。")
        % {"name": name, "accepted": accepted}
    )


def _looked_at(file: IO[bytes], name: str) -> tuple[Captured, dict[int, int]]:
    """What the camera wrote, and the marks by which the picture is found again."""
    try:
        with Image.open(file, formats=_PICTURE_FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise ValidationError(
                    _("图片“%(name)s”有 %(width)d×%(height)d 像素，太大了，请缩小后再上传。")
                    % {"name": name, "width": picture.width, "height": picture.height}
                )
            seen = _written_by_the_camera(picture)
            picture.draft("L", (512, 512))  # lets JPEG decode at a fraction of its size
            return seen, marks_of(picture, seen.orientation)
    # Pillow's decoders raise all of these on broken data.
    except (OSError, SyntaxError, ValueError, IndexError, Image.DecompressionBombError) as error:
        raise ValidationError(
            _("图片“%(name)s”已经损坏，无法打开，请重新拍照或导出后再上传。") % {"name": name}
        ) from error
    finally:
        file.seek(0)


def _written_by_the_camera(picture: Image.Image) -> Captured:
    """A picture whose notes are damaged is still a picture."""
    try:
        return captured(picture.getexif(), timezone.get_default_timezone())
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, struct.error):
        return Captured()


def _sha256(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _keep(file: IO[bytes], path: str) -> str:
    """Put the bytes under ``path`` unless they are there already; a file there is always whole."""
    storage = cast(FileSystemStorage, Upload._meta.get_field("file").storage)
    if not storage.exists(path):
        coming: Any = storage.save(f"incoming/{uuid.uuid4().hex}", File(file))
        os.makedirs(os.path.dirname(storage.path(path)), exist_ok=True)
        os.replace(storage.path(coming), storage.path(path))
    return path
