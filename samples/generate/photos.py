"""Site photos of the findings and rectifications, as small JPEGs with the camera's time and place in them.

``facts/照片.csv`` says which scene each shows. A row with 取自 is a picture that was used before: the very
file (原件, 前作后, 项目月报), or a copy made smaller or squeezed harder, without what the camera wrote.
"""

from __future__ import annotations

import io
from datetime import datetime
from functools import cache
from pathlib import Path

from PIL import Image

from .county import rows
from .scenes import scene

FOLDER = "现场照片"
SIZE, PAPER_SIZE, SMALLER = (480, 360), (400, 300), (320, 240)
QUALITY, POOR = 60, 38
SAME_FILE = ("原件", "前作后", "项目月报")
DATE_TIME, EXIF, GPS, ORIGINAL = 0x0132, 0x8769, 0x8825, 0x9003
Row = dict[str, str]


def drawn() -> list[Row]:
    """The rows that are files of their own."""
    return [row for row in rows("照片") if not (row["取自"] and row["做法"] in SAME_FILE)]


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for row in drawn():
        (folder / row["文件"]).write_bytes(picture(row["文件"]))


@cache
def picture(name: str) -> bytes:
    """The bytes of one file."""
    row = next(row for row in drawn() if row["文件"] == name)
    if not row["取自"]:
        size = PAPER_SIZE if row["画面"] == "paper" else SIZE
        image = scene(row["画面"], int(row["地点号"]), int(row["次"])).resize(size)
        return _saved(image, QUALITY, _camera(row))
    with Image.open(io.BytesIO(picture(row["取自"]))) as former:
        copied = former.resize(SMALLER) if row["做法"] == "缩小" else former.copy()
    return _saved(copied, POOR)


def _saved(image: Image.Image, quality: int, exif: Image.Exif | None = None) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=quality, exif=exif or Image.Exif())
    return stream.getvalue()


def _camera(row: Row) -> Image.Exif:
    exif = Image.Exif()
    taken = datetime.fromisoformat(row["拍摄时间"]).strftime("%Y:%m:%d %H:%M:%S")
    exif[DATE_TIME] = taken
    exif.get_ifd(EXIF)[ORIGINAL] = taken
    exif.get_ifd(GPS).update({1: "N", 2: _degrees(row["纬度"]), 3: "E", 4: _degrees(row["经度"])})
    return exif


def _degrees(text: str) -> tuple[float, float, float]:
    """Degrees, minutes, seconds."""
    minutes, seconds = divmod(round(float(text) * 3600, 2), 60)
    degrees, minutes = divmod(int(minutes), 60)
    return float(degrees), float(minutes), round(seconds, 2)
