"""The sample workbooks say what the facts say, whatever shape the sheets are in."""

from __future__ import annotations

import csv
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from samples.generate import __main__ as generate
from samples.generate import county, mistakes_book, story, unreadable_files

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
LEDGER = "2026年重点项目台账.xlsx"
# Sheet → (column of the plan, is it in 亿元)
LEDGER_SHEETS = {
    "基础设施和工业": ("计划投资", 1),
    "农业农村": ("其中：当年计划投资", 1),
    "城镇建设": ("2026年计划", 10000),
    "旅游三产和民生": ("2026年计划投资（万元）", 1),
    "社会稳定和党建": ("年度计划投资", 1),
}


def facts(name: str) -> list[dict[str, str]]:
    """The table of facts, read without the generator."""
    with (SAMPLES / "facts" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def plans() -> dict[str, Decimal]:
    """Planned investment by project, straight from the table; parents have none."""
    return {row["项目名称"]: Decimal(row["年度计划"]) for row in facts("项目") if row["年度计划"]}


def grid(name: str, sheet: str) -> Sequence[Sequence[object]]:
    """Shown values of a sheet of an .xlsx or .xls."""
    return (
        CalamineWorkbook.from_path(SAMPLES / name).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    )


def plain(value: object) -> str:
    return unicodedata.normalize("NFKC", str(value)).replace("其中:", "").strip()


def column(rows: Sequence[Sequence[object]], title: str) -> int:
    for row in rows[:5]:
        if title in row:
            return row.index(title)
    raise AssertionError(f"no column {title}")


def amount(value: object) -> Decimal:
    text = plain(value).replace(",", "").replace("约", "")
    return Decimal(text if text not in ("", "—") else "0")


def by_project(rows: Sequence[Sequence[object]], title: str, name_column: int) -> dict[str, Decimal]:
    """A money column by project name."""
    names, index = {plain(name): name for name in plans()}, column(rows, title)
    found = {}
    for row in rows:
        name = names.get(plain(row[name_column]))
        if name:
            assert name not in found, f"{name} twice"
            found[name] = amount(row[index])
    return found


def test_the_county_is_as_large_as_promised() -> None:
    projects = [row for row in facts("项目") if row["年度计划"]]
    parents = {row["上级项目"] for row in facts("项目") if row["上级项目"]}
    assert len(projects) == 77
    assert len(parents) == 4
    assert Counter(row["板块"] for row in projects) == {
        "项目建设投入": 12,
        "工业经济": 22,
        "新农村建设": 12,
        "城镇建设": 10,
        "旅游三产": 7,
        "民生工程": 9,
        "社会稳定": 3,
        "党的建设": 2,
    }
    assert len({row["代号"] for row in facts("岗位")}) == 11
    assert len([row for row in facts("单位") if row["类别"] in ("部门", "乡镇", "园区")]) == 28
    assert len(facts("指标")) == 14
    assert len(story.with_milestones()) == 40
    assert min(plans().values()) == 50
    assert max(plans().values()) == 24000


def test_every_name_in_the_facts_is_known() -> None:
    units = {row["简称"] for row in facts("单位")}
    posts = {row["代号"] for row in facts("岗位")}
    for row in facts("项目"):
        named = {*row["责任单位"].split("、"), row["帮建"], row["业主"]} - {""}
        assert named <= units, row["编号"]
        assert not row["包抓"] or row["包抓"] in posts, row["编号"]
        assert row["板块"] in county.SECTORS


def test_no_two_people_share_a_name_and_every_telephone_is_fictitious() -> None:
    units = county.units().values()
    people = [u.head for u in units] + [u.clerk for u in units] + [t.person for t in county.tenures()]
    assert len(set(people)) == len(people)
    assert all(u.phone.startswith("0000-") for u in units)


def test_credit_codes_have_the_right_check_digit() -> None:
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    codes = [u.credit_code for u in county.units().values() if u.credit_code]
    assert len(set(codes)) == len(codes) == 51
    for code in codes:
        weighted = sum(alphabet.index(c) * pow(3, i, 31) for i, c in enumerate(code[:17]))
        assert code[17:] == alphabet[(31 - weighted % 31) % 31]
        assert code[2:8] == county.REGION


@pytest.mark.parametrize("sheet", LEDGER_SHEETS)
def test_each_ledger_sheet_carries_the_plans_of_its_projects(sheet: str) -> None:
    title, scale = LEDGER_SHEETS[sheet]
    rows = grid(LEDGER, sheet)
    name_column = column(rows, "项目" if sheet == "农业农村" else "项目名称")
    found = by_project(rows, title, name_column)
    assert {name: value * scale for name, value in found.items()} == {name: plans()[name] for name in found}


def test_the_ledger_sheets_together_name_every_project_once_and_add_up() -> None:
    names: list[str] = []
    for sheet in LEDGER_SHEETS:
        rows = grid(LEDGER, sheet)
        names += by_project(
            rows, LEDGER_SHEETS[sheet][0], column(rows, "项目" if sheet == "农业农村" else "项目名称")
        )
    assert sorted(names) == sorted(plans())
    summary = grid(LEDGER, "汇总表")
    total = next(row for row in summary if plain(row[1]) == "合 计")
    assert total[column(summary, "项目数（个）")] == 77
    assert amount(total[column(summary, "2026年计划投资")]) == sum(plans().values()) == 268928


def test_investment_by_source_adds_up_to_the_total() -> None:
    for project in county.leaves():
        assert sum(project.funding.values()) == project.total, project.code


def month_totals(name: str, sheet: str, done: str) -> tuple[dict[str, Decimal], Decimal | None]:
    """A month's figures by project and the sheet's own total of them."""
    rows = grid(name, sheet)
    names = column(rows, "项目" if "7月" in name else "项目名称")
    total = next((amount(r[column(rows, done)]) for r in rows if plain(r[names]) in ("总 计",)), None)
    return by_project(rows, done, names), total


FIRST_FORM = "2026年1—5月重点项目进展.xlsx"
MONTHLY_SHEETS = [  # month, file, sheets, column of the month, column of the year to date
    (1, FIRST_FORM, ["1月"], "本月完成投资", "1月累计完成投资"),
    *((m, FIRST_FORM, [f"{m}月"], "本月完成投资", f"1—{m}月累计完成投资") for m in range(2, 6)),
    (6, "2026年6月重点项目进度表.xlsx", ["进度表"], "6月完成", "1—6月累计"),
    (
        7,
        "2026年7月各单位上报进展.xlsx",
        ["基础设施和工业", "农业和城建", "社会事业"],
        "7月份完成投资",
        "1-7月累计完成",
    ),
    (8, generate.AUGUST, ["8月"], "本月完成投资", "1—8月累计完成投资"),
]


@pytest.mark.parametrize(("month", "name", "sheets", "done", "year_to_date"), MONTHLY_SHEETS)
def test_each_month_shows_what_the_facts_say(
    month: int, name: str, sheets: list[str], done: str, year_to_date: str
) -> None:
    for title, field in ((done, "done"), (year_to_date, "year_to_date")):
        found: dict[str, Decimal] = {}
        for sheet in sheets:
            figures, total = month_totals(name, sheet, title)
            assert total is None or total == sum(figures.values())
            found |= figures
        reports = {p.name: story.months(p)[month - 1] for p in county.leaves()}
        assert found == {project: getattr(r, field) or Decimal(0) for project, r in reports.items()}


def test_the_figures_by_month_are_these() -> None:
    done = [
        sum((story.months(p)[m - 1].done or Decimal(0) for p in county.leaves()), Decimal(0))
        for m in county.MONTHS
    ]
    assert done == [Decimal(x) for x in DONE_BY_MONTH]


DONE_BY_MONTH = (
    "3835.11",
    "5341.28",
    "13976.41",
    "23863.23",
    "30037.25",
    "32692.28",
    "31334.27",
    "26941.25",
)


def test_stories_are_told_in_the_figures() -> None:
    gaps = {}
    for p in county.leaves():
        last = next(r for r in reversed(story.months(p)) if r.year_to_date is not None)
        gaps[p.name] = story.reported(last.year_to_date) / p.plan * 100 - Decimal(last.month) * 100 / 12
    assert sum(1 for gap in gaps.values() if gap < -30) == 5
    assert gaps["柳沙公路续建工程"].quantize(Decimal("0.000001")) == -10
    assert [p.name for p in county.leaves() if story.months(p)[7].done is None] == [
        "沙坝乡通组道路硬化工程",
        "牧歌饲料厂建设",
        "村级集体经济光伏电站",
        "乡村旅游示范村提升",
        "矿山安全监测预警系统",
    ]


def test_year_to_date_is_the_sum_of_the_months_but_for_one_explained_correction() -> None:
    odd = []
    for p in county.leaves():
        before = Decimal(0)
        for report in story.months(p):
            if report.done is None:
                continue
            if before + report.done != story.reported(report.year_to_date):
                odd.append((p.name, report.month, report.note))
            before = story.reported(report.year_to_date)
            assert report.since_start == p.before + before
            assert story.reported(report.since_start) <= p.total
            assert report.done >= 0 or report.note
    assert odd == [("柳河水库除险加固工程", 7, "更正：5月多报85万元，本月累计数已核减")]


def test_receipts_are_the_indicator() -> None:
    arrived = sum(Decimal(part[11:]) for row in facts("招商") for part in row["到位明细"].split(";") if part)
    indicator = next(i for i in county.indicators() if i.name == "招商引资到位资金")
    assert arrived / 10000 == indicator.values[2026, 8] == Decimal("2.342")


def recomputed(sheet: Worksheet, formula: str) -> float:
    """=SUM(F6:F9), =SUM(F6,F9) or =G6/F6 over the shown values of a sheet."""
    body = formula.removeprefix("=").removeprefix("SUM").strip("()")
    if "/" in body:
        above, below = (sheet[cell].value for cell in body.split("/"))
        return above / below
    parts = [sheet[part] for part in body.split(",")]
    cells = [row[0] for part in parts for row in (part if isinstance(part, tuple) else ((part,),))]
    return sum(cell.value for cell in cells if isinstance(cell.value, int | float))


@pytest.mark.parametrize("name", [n for n in generate.BOOKS if n != "错误示例.xlsx"])
def test_the_kept_value_of_every_formula_is_right(name: str) -> None:
    shown, written = (openpyxl.load_workbook(SAMPLES / name, data_only=only) for only in (True, False))
    for sheet in written:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            kept = shown[sheet.title][cell.coordinate].value
            assert recomputed(shown[sheet.title], cell.value) == pytest.approx(kept, abs=1e-9), (
                cell.coordinate
            )


def test_the_matters_are_as_many_as_promised_and_their_names_are_known() -> None:
    found = facts("督办事项")
    assert len({row["事项名称"] for row in found}) == len(found) == 150
    units, posts = {row["简称"] for row in facts("单位")}, {row["代号"] for row in facts("岗位")}
    for row in found:
        assert {row["牵头"], *row["配合"].split("、")} <= units, row["代号"]
        assert {row["批准人"], row["包抓"]} - {""} <= posts, row["代号"]
        assert row["牵头"] not in row["配合"].split("、"), row["代号"]


def test_the_days_of_a_matter_follow_each_other_until_the_end_of_august() -> None:
    for row in facts("督办事项"):
        days = [row[name] for name in ("批准日期", "交办", "签收", "销号") if row[name]]
        assert days == sorted(days), row["代号"]
        assert not row["销号"] or row["销号"] <= "2026-08-31", row["代号"]
        assert not (row["时限"] and row["交办"]) or row["交办"] < row["时限"], row["代号"]


@pytest.mark.parametrize(
    ("name", "sheet", "title", "count"),
    [
        ("督办事项台账.xlsx", "督查台账", "事项名称", 50),
        ("督办事项台账.xlsx", "建议提案", "案由", 24),
        ("督办事项台账.xlsx", "民生实事和群众反映", "督办事项", 20),
        ("督办事项台账.xlsx", "拟立项", "事项", 4),
        ("2026年政府工作报告任务分解表.xlsx", "任务分解表", "重点任务", 26),
    ],
)
def test_the_ledgers_of_matters_name_each_of_theirs_once(
    name: str, sheet: str, title: str, count: int
) -> None:
    known = {row["事项名称"] for row in facts("督办事项")}
    rows = grid(name, sheet)
    index = column(rows, title)
    shown = [plain(row[index]).removesuffix("。") for row in rows if index < len(row)]
    assert len([text for text in shown if text in {plain(title) for title in known}]) == count


def test_bulletins_show_the_series() -> None:
    rows = {row[0]: row for row in grid("经济指标.xlsx", "2026年8月")}
    assert rows["地区生产总值"][2:4] == ["—", "—"]
    assert rows["固定资产投资（不含农户）"][2:4] == ["—", 12.1]
    assert rows["规模以上工业增加值"][2:4] == [12.43, 7.2]
    assert grid("经济指标.xlsx", "2026年1月")[5][2] == "—"
    assert any(row[3] == "增长9.0%" for row in grid("经济指标.xlsx", "2026年5月"))
    assert len(CalamineWorkbook.from_path(SAMPLES / "经济指标.xlsx").sheet_names) == 24
    lagging = {row[1]: row[2:4] for row in grid("经济指标.xlsx", "错月指标")}
    assert lagging["2026年1—7月"] == [3.76, 9.9]
    assert "2026年1—8月" not in lagging
    whole = {row[0]: row for row in grid("经济指标.xlsx", "2023年分月")}
    assert whole["大口径财政收入"][-2:] == [39596, 9.1]
    assert whole["地区生产总值"][2:8] == ["—", "—", "—", "—", 16.23, 4.9]


def test_three_full_years_are_known_of_every_indicator() -> None:
    """Each cumulative series rises through its year, and ends with December."""
    for indicator in county.indicators():
        for year in (2023, 2024, 2025):
            series = [indicator.values[at] for at in sorted(indicator.values) if at[0] == year]
            assert (year, 12) in indicator.values and (year, 12) in indicator.growth
            assert indicator.taken == "时点" or series == sorted(series), (indicator.name, year)


def test_there_are_hidden_rows_and_merged_leaders() -> None:
    sheet: Worksheet = openpyxl.load_workbook(SAMPLES / LEDGER)["基础设施和工业"]
    hidden = [r for r, d in sheet.row_dimensions.items() if d.hidden]
    assert [sheet.cell(r, 2).value for r in hidden] == ["废旧农膜回收利用"]
    assert any(m.min_row < m.max_row and m.min_col == m.max_col > 5 for m in sheet.merged_cells.ranges)


@pytest.mark.parametrize("mistake", mistakes_book.MISTAKES, ids=lambda m: f"{m.sheet}!{m.cell}")
def test_each_listed_mistake_is_in_its_cell_and_in_the_readme(mistake: mistakes_book.Mistake) -> None:
    sheet = openpyxl.load_workbook(SAMPLES / "错误示例.xlsx", data_only=True)[mistake.sheet]
    shown = str(sheet[mistake.cell].value if sheet[mistake.cell].value is not None else "")
    if not mistake.written.startswith("（"):
        assert shown == mistake.written
    readme = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert f"| {mistake.sheet} | {mistake.cell} | {mistake.written} | {mistake.complaint} |" in readme


def unpacked(path: Path) -> dict[str, bytes]:
    """The parts of a workbook; how they are squeezed depends on the machine's zlib."""
    with zipfile.ZipFile(path) as file:
        return {part: file.read(part) for part in file.namelist()}


def test_generating_again_gives_the_same_workbooks(tmp_path: Path) -> None:
    for name, write in generate.BOOKS.items():
        write(tmp_path / name)
        assert unpacked(tmp_path / name) == unpacked(SAMPLES / name), name


def test_bad_files_are_what_they_claim() -> None:
    folder = SAMPLES / "坏文件"
    assert (folder / unreadable_files.ENCRYPTED).read_bytes()[:4] == b"\xd0\xcf\x11\xe0"
    assert "xl/vbaProject.bin" in zipfile.ZipFile(folder / unreadable_files.MACRO).namelist()
    for name in (unreadable_files.CUT, unreadable_files.RENAMED):
        assert not zipfile.is_zipfile(folder / name)
    assert all(path.stat().st_size < 20_000 for path in folder.iterdir())
