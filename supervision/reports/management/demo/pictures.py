"""The sample county's site photos: which proves what, taken when and where; some of them were used before."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Final

from django.utils import timezone

FACTS: Final = "照片.csv"
FOLDER: Final = "现场照片"
BEFORE, AFTER, MONTHLY, OLD = "整改前", "整改后", "项目月报", "旧照"


@dataclass(frozen=True)
class Picture:
    """``taken`` is None for what was used before; ``way`` how, or that it is an old picture."""

    path: Path
    side: str
    taken: datetime | None
    latitude: Decimal | None
    longitude: Decimal | None
    way: str

    @property
    def file(self) -> tuple[str, IO[bytes]]:
        return self.path.name, io.BytesIO(self.path.read_bytes())


class Pictures:
    """By the code of what they prove, and the side."""

    def __init__(self, samples: Path) -> None:
        self._known: dict[tuple[str, str], list[Picture]] = {}
        with (samples / "facts" / FACTS).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                picture = _picture(row, samples / FOLDER)
                self._known.setdefault((row["代号"], row["面"]), []).append(picture)

    def of(self, code: str, side: str) -> list[Picture]:
        return self._known.get((code, side), [])


def _picture(row: dict[str, str], folder: Path) -> Picture:
    taken = row["拍摄时间"]
    return Picture(
        folder / row["文件"],
        row["面"],
        timezone.make_aware(datetime.fromisoformat(taken)) if taken else None,
        Decimal(row["纬度"]) if row["纬度"] else None,
        Decimal(row["经度"]) if row["经度"] else None,
        row["做法"],
    )
