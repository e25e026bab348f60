"""Write all sample workbooks: ``python -m samples.generate [folder]``."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from . import (
    duties_book,
    indicator_book,
    ledger_book,
    matters_book,
    mistakes_book,
    monthly_books,
    photos,
    rectification_books,
    report_tasks_book,
    roster_book,
    unreadable_files,
)

HERE = Path(__file__).resolve().parent.parent
AUGUST = "2026年8月重点项目进展.xls"
BOOKS = {
    "机构人员名册.xlsx": roster_book.write,
    "2026年重点项目台账.xlsx": ledger_book.write,
    "2026年1—5月重点项目进展.xlsx": monthly_books.write_sheet_per_month,
    "2026年6月重点项目进度表.xlsx": monthly_books.write_june,
    "2026年7月各单位上报进展.xlsx": monthly_books.write_july,
    "包抓责任一览表.xlsx": duties_book.write,
    "关键节点.xlsx": duties_book.write_milestones,
    "经济指标.xlsx": indicator_book.write,
    "督办事项台账.xlsx": matters_book.write,
    "2026年政府工作报告任务分解表.xlsx": report_tasks_book.write,
    "巡察审计反馈问题整改台账.xlsx": rectification_books.write_outside,
    "督查发现问题四张清单.xlsx": rectification_books.write_lists,
    "错误示例.xlsx": mistakes_book.write,
}


def write_old_form(folder: Path) -> None:
    """The August report as the .xls of an old office program; LibreOffice turns it."""
    with tempfile.TemporaryDirectory() as scratch:
        modern = Path(scratch) / Path(AUGUST).with_suffix(".xlsx").name
        monthly_books.write_august(modern)
        profile = f"-env:UserInstallation={(Path(scratch) / 'profile').as_uri()}"
        command = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "xls",
            "--outdir",
            str(folder),
            str(modern),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=180)  # noqa: S603 a fixed command


def write_all(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, write in BOOKS.items():
        write(folder / name)
    write_old_form(folder)
    unreadable_files.write(folder / "坏文件")
    photos.write(folder / photos.FOLDER)


if __name__ == "__main__":
    write_all(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
