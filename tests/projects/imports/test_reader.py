from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

import msoffcrypto.format.ooxml
import pytest

from projects.imports.reader import Book, Limits, UnreadableWorkbook, open_workbook
from tests.projects.imports.office import sheet_of

ROWS = [["序号", "项目名称", "总投资（万元）"], [1, "甲", 2.5], [2, "乙", 3]]


def saved(folder: Path, name: str = "book.xlsx") -> Path:
    path = folder / name
    sheet_of(ROWS).parent.save(path)
    return path


def rewritten(
    path: Path, change: Callable[[str, bytes], bytes | None], more: dict[str, bytes] | None = None
) -> Path:
    """The workbook with its parts changed (None drops a part) and `more` parts added."""
    with zipfile.ZipFile(path) as old:
        parts = {name: change(name, old.read(name)) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, body in {**parts, **(more or {})}.items():
            if body is not None:
                new.writestr(name, body)
    return path


def code(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableWorkbook) as refused:
        open_workbook(path, limits=limits)
    assert refused.value.message and refused.value.remedy
    assert "%(" not in str(refused.value)
    return refused.value.code


def test_a_workbook_is_read_with_its_addresses(tmp_path: Path) -> None:
    sheet = sheet_of([[], [], [None, "甲", 2.5]], name="1-5月", merged="B5:C6")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet["D3"] = "=B3&C3"
    sheet.parent.create_sheet("旧表").sheet_state = "hidden"
    sheet.parent.save(tmp_path / "book.xlsx")
    book = open_workbook(tmp_path / "book.xlsx")
    first, second = book.sheets
    assert (book.format, first.name, first.hidden, second.name, second.hidden) == (
        "xlsx",
        "1-5月",
        False,
        "旧表",
        True,
    )
    assert first.rows[2][1:3] == ["甲", 2.5]
    assert (first.merged, first.hidden_rows, first.hidden_columns) == ([(4, 1, 5, 2)], {1}, {2})
    assert first.uncached == {(2, 3): "B3&C3"}


def test_the_stated_dimension_is_never_trusted(tmp_path: Path) -> None:
    def lie(name: str, body: bytes) -> bytes:
        return body.replace(b'<dimension ref="A1:C3"', b'<dimension ref="A1:A1"')

    book = open_workbook(rewritten(saved(tmp_path), lie))
    assert [len(row) for row in book.sheets[0].rows] == [3, 3, 3]


def test_a_path_may_be_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved(tmp_path, "名称 有空格.xlsx")
    monkeypatch.chdir(tmp_path)
    assert open_workbook("名称 有空格.xlsx").sheets[0].rows[1][1] == "甲"


def test_files_that_are_no_workbooks_are_told_apart(tmp_path: Path) -> None:
    kinds = {
        "empty": b"",
        "not_a_workbook": b"%PDF-1.7 something",
        "web_page": "<html><table><tr><td>序号</td></tr></table></html>".encode(),
        "broken": b"PK\x03\x04 and then nothing",
    }
    for wanted, body in kinds.items():
        path = tmp_path / "book.xls"
        path.write_bytes(body)
        assert code(path) == wanted
    assert code(tmp_path / "nowhere.xlsx") == "missing"


def test_another_archive_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "photos.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.jpg", b"jpeg")
    assert code(path) == "not_a_workbook"


def test_macros_are_refused_by_content_and_not_by_name(tmp_path: Path) -> None:
    assert code(rewritten(saved(tmp_path), lambda _n, body: body, {"xl/vbaProject.bin": b"x"})) == "macros"

    def declare(name: str, body: bytes) -> bytes:
        return body.replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")

    assert code(rewritten(saved(tmp_path), declare)) == "macros"


def test_a_password_is_told(tmp_path: Path) -> None:
    plain, locked = saved(tmp_path), tmp_path / "locked.xlsx"
    with plain.open("rb") as source, locked.open("wb") as target:
        msoffcrypto.format.ooxml.OOXMLFile(source).encrypt("secret", target)
    assert code(locked) == "encrypted"


def test_too_large_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    assert code(path) == "too_big"


def test_a_bomb_is_refused_by_what_it_declares(tmp_path: Path) -> None:
    bomb = rewritten(saved(tmp_path), lambda _n, body: body, {"xl/media/zeros.bin": bytes(30 * 1024 * 1024)})
    assert bomb.stat().st_size < 100_000
    assert code(bomb, Limits(inflated_bytes=20 * 1024 * 1024)) == "bomb"


def test_a_bomb_that_declares_a_small_size_is_refused_too(tmp_path: Path) -> None:
    big = b"<x>" + bytes(30 * 1024 * 1024)
    path = rewritten(saved(tmp_path), lambda n, body: big if n == "xl/styles.xml" else body)
    raw = path.read_bytes()
    path.write_bytes(raw.replace(len(big).to_bytes(4, "little"), (1000).to_bytes(4, "little")))
    assert code(path) == "broken"


def test_a_cell_far_out_costs_no_memory(tmp_path: Path) -> None:
    sheet = sheet_of(ROWS)
    sheet["XFD1048576"] = 1
    sheet.parent.save(tmp_path / "far.xlsx")
    assert code(tmp_path / "far.xlsx") == "too_many_cells"


def test_formatted_but_empty_cells_far_out_are_no_reason_to_refuse(tmp_path: Path) -> None:
    def style(name: str, body: bytes) -> bytes:
        return body.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>')

    assert len(open_workbook(rewritten(saved(tmp_path), style)).sheets[0].rows) == 3


def test_more_rows_than_allowed_are_refused(tmp_path: Path) -> None:
    assert code(saved(tmp_path), Limits(rows=2)) == "too_many_cells"
    assert code(saved(tmp_path), Limits(cells=8)) == "too_many_cells"


def test_time_and_memory_of_the_child_are_bounded(tmp_path: Path) -> None:
    sheet_of([[f"文字{n}" * 20, n * 1.1, n, n, n, n] for n in range(40_000)]).parent.save(
        tmp_path / "slow.xlsx"
    )
    assert code(tmp_path / "slow.xlsx", Limits(memory_bytes=60 * 1024 * 1024)) == "too_much_memory"
    assert code(tmp_path / "slow.xlsx", Limits(seconds=0)) == "too_slow"


@pytest.mark.slow
def test_any_damage_gives_a_book_or_one_clear_refusal(tmp_path: Path) -> None:
    """Bytes are changed, cut and doubled, in the archive and inside its parts."""
    original = saved(tmp_path).read_bytes()
    with zipfile.ZipFile(io.BytesIO(original)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chance = random.Random(20260912)  # noqa: S311 - the same damage in every run
    seen: dict[str, int] = {}
    path = tmp_path / "damaged.xlsx"
    for turn in range(200):
        if turn % 2:
            path.write_bytes(damaged(original, chance))
        else:
            target = chance.choice([name for name in parts if name.startswith("xl/")])
            with zipfile.ZipFile(path, "w") as archive:
                for name, body in parts.items():
                    archive.writestr(name, damaged(body, chance) if name == target else body)
        try:
            found = open_workbook(path, limits=Limits(seconds=10)).__class__.__name__
        except UnreadableWorkbook as refused:
            found = refused.code
        seen[found] = seen.get(found, 0) + 1
    assert sum(seen.values()) == 200
    assert seen["Book"] > 10
    assert seen["broken"] > 10


def damaged(body: bytes, chance: random.Random) -> bytes:
    changed = bytearray(body)
    for _turn in range(chance.choice([1, 3, 20])):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    match chance.randrange(4):
        case 0:
            return bytes(changed[: chance.randrange(len(changed))])
        case 1:
            start = chance.randrange(len(changed))
            return bytes(changed[:start] + changed[start // 2 :])
        case _:
            return bytes(changed)


def _read_in_daemon(path: str, answers: object) -> None:
    answers.put(isinstance(open_workbook(path), Book))  # type: ignore[attr-defined]


@pytest.mark.processes
def test_it_works_inside_a_daemonic_process_as_celery_workers_are(tmp_path: Path) -> None:
    context = get_context("fork")
    answers = context.Queue()
    worker = context.Process(target=_read_in_daemon, args=(str(saved(tmp_path)), answers), daemon=True)
    worker.start()
    assert answers.get(timeout=30) is True
    worker.join(timeout=10)
