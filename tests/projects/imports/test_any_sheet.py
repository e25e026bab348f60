from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from projects.imports.kinds import KINDS
from projects.imports.reader import Book, Sheet
from projects.imports.tables import read_tables

WORDS = ["序号", "项目名称", "总投资（万元）", "一、工业（2个）", "（一）续建", "小计", "合计", "其中："]
WORDS += ["注：", "1-5月", "2026年", "责任单位", "指标名称", "1.1", "（1）", "甲", "乙"]
HEADINGS = ["序号", "项目名称", "总投资（万元）", "责任单位", "建设地点"]
CELL = (
    st.sampled_from([*WORDS, ""])
    | st.floats()
    | st.text(max_size=5)
    | st.booleans()
    | st.dates()
    | st.timedeltas()
)
ROWS = st.lists(st.lists(CELL, min_size=5, max_size=5), max_size=12)
AREAS = st.lists(st.tuples(*[st.integers(0, 12)] * 4), max_size=4)


@settings(max_examples=300, deadline=None)
@given(ROWS, AREAS, st.booleans(), st.sampled_from([None, *KINDS]))
def test_any_sheet_becomes_a_table_whose_columns_are_equally_long(
    rows: list[list[Any]], areas: list[tuple[int, ...]], headed: bool, kind: str | None
) -> None:
    merged = [(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in areas]
    sheet = Sheet("表", False, [list(HEADINGS), *rows] if headed else rows, merged, errors={(3, 2): "#REF!"})
    for table in read_tables(Book("xlsx", [sheet]), kind=kind):
        assert {len(values) for values in table.data.values()} <= {len(table)}
        assert len(table.sections) == len(table.parents) == len(table.hidden) == len(table)
        assert all(parent is None or 0 <= parent < len(table) for parent in table.parents)
