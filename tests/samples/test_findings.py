"""The facts of what was found and is to be put right, its ledgers, and the photos that were drawn of it."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from python_calamine import CalamineWorkbook

from samples.generate import photos
from samples.generate.rectifications import AUDIT, LISTS, PARTY, rectifications

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
OUTSIDE, LISTED = "巡察审计反馈问题整改台账.xlsx", "督查发现问题四张清单.xlsx"


def facts(name: str) -> list[dict[str, str]]:
    """The table of facts, read without the generator."""
    with (SAMPLES / "facts" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_name_in_the_facts_is_known() -> None:
    units = {row["简称"] for row in facts("单位")}
    posts, projects = {row["代号"] for row in facts("岗位")}, {row["编号"] for row in facts("项目")}
    for row in facts("整改问题"):
        assert {row["单位"], row["验收"], *row["配合"].split("、")} - {""} <= units, row["代号"]
        assert row["领导"] in posts, row["代号"]
        assert row["单位"] not in row["配合"].split("、"), row["代号"]
    for row in facts("督查问题"):
        assert row["单位"] in units, row["代号"]
        assert row["项目"] in projects | {""}, row["代号"]


def test_no_measure_is_due_before_its_order() -> None:
    for each in rectifications():
        days = [measure.due for measure in each.measures if measure.due is not None]
        assert all((each.issued or date.max) <= day for day in days), each.code


@pytest.mark.parametrize(
    ("name", "sheet", "book", "title", "count"),
    [
        (OUTSIDE, "巡察反馈", PARTY, "反馈问题", 14),
        (OUTSIDE, "审计反馈", AUDIT, "审计查出问题", 14),
        (LISTED, "四张清单", LISTS, "问题概述", 16),
    ],
)
def test_each_ledger_names_each_of_its_problems_once(
    name: str, sheet: str, book: str, title: str, count: int
) -> None:
    rows = CalamineWorkbook.from_path(SAMPLES / name).get_sheet_by_name(sheet).to_python()
    column = next(row.index(title) for row in rows if title in row)
    shown = [str(row[column]).split("。")[0] for row in rows]
    wanted = [each.title for each in rectifications() if each.book == book]
    assert len(wanted) == count
    assert all(shown.count(each) == 1 for each in wanted)


def test_every_photo_of_the_facts_is_there_with_the_time_and_place_of_its_camera() -> None:
    folder = SAMPLES / photos.FOLDER
    assert {path.name for path in folder.iterdir()} == {row["文件"] for row in photos.drawn()}
    for row in photos.drawn():
        with Image.open(folder / row["文件"]) as picture:
            exif = picture.getexif()
            taken = exif.get_ifd(photos.EXIF).get(photos.ORIGINAL)
            place = exif.get_ifd(photos.GPS)
        if row["取自"]:
            assert (taken, place) == (None, {}), "a copy has lost what the camera wrote"
            continue
        assert taken == row["拍摄时间"].replace("-", ":") + ":00"
        degrees, minutes, seconds = (float(part) for part in place[2])
        assert degrees + minutes / 60 + seconds / 3600 == pytest.approx(float(row["纬度"]), abs=1e-5)


def test_a_photo_is_drawn_the_same_again() -> None:
    """As bytes where the same libraries draw it; one of each way is enough."""
    for name in ("WT01前.jpg", "XC03后.jpg"):
        assert photos.picture(name) == (SAMPLES / photos.FOLDER / name).read_bytes(), name
