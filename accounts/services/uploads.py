"""Files that people hand in: checked by content, kept once, never changed."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Collection
from datetime import datetime
from typing import IO, Any, Final, cast

import imagehash
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from accounts.models import Upload, User
from accounts.models.upload import stored_under
from accounts.rules import EVIDENCE, PICTURES, clean_file_name, sniff
from accounts.rules.file_types import DOCX, OLE, PDF, PPTX, XLSM, XLSX

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
    fingerprint = _perceptual_hash(file, shown) if content_type in PICTURES else ""
    upload = Upload(
        name=shown,
        content_type=content_type,
        size=size,
        sha256=_sha256(file),
        perceptual_hash=fingerprint,
        uploaded_by=actor,
        uploaded_at=now,
    )
    upload.file.name = _keep(file, stored_under(upload, shown))
    upload.full_clean(exclude=["file"])
    upload.save()
    return upload


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


def _perceptual_hash(file: IO[bytes], name: str) -> str:
    """64 bits in hexadecimal that change little when the picture is resized or saved again."""
    try:
        with Image.open(file, formats=_PICTURE_FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise ValidationError(
                    _("图片“%(name)s”有 %(width)d×%(height)d 像素，太大了，请缩小后再上传。")
                    % {"name": name, "width": picture.width, "height": picture.height}
                )
            picture.draft("L", (512, 512))  # lets JPEG decode at a fraction of its size
            return str(imagehash.phash(picture))
    # Pillow's decoders raise all of these on broken data.
    except (OSError, SyntaxError, ValueError, IndexError, Image.DecompressionBombError) as error:
        raise ValidationError(
            _("图片“%(name)s”已经损坏，无法打开，请重新拍照或导出后再上传。") % {"name": name}
        ) from error
    finally:
        file.seek(0)


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
