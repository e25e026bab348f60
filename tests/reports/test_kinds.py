"""Every kind of document over one small county: each digit has a source, each section something to say."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import Sector
from supervision.reports.exports.documents import document_bytes
from supervision.reports.rules.kinds import Kind
from supervision.reports.rules.tokens import uncovered
from supervision.reports.selectors.gathered import Gathered
from supervision.reports.selectors.sources import SOURCES
from tests.inspections.build_rectifications import make_rectification
from tests.matters.build import make_matter
from tests.reports.conftest import Told
from tests.reports.papers import AUGUST, DAY, Preview, drafted
from tests.town import Town

pytestmark = pytest.mark.django_db

BROKEN = (
    "。。",
    "，。",
    "；。",
    "、。",
    "：；",
    "：。",
    "增长-",
    "下降-",
    "进度-",
    "None",
    "暂无数据",
    "{",
    "[",
    "*",
    "〖",
)


def preview(town: Town, kind: Kind, **more: Any) -> Preview:
    return Preview(town.supervisor, kind=kind.value, **more)


def test_every_digit_of_every_kind_is_a_figure_a_quotation_or_a_date(busy: Told) -> None:
    for kind in Kind:
        found = preview(busy.town, kind)
        assert uncovered(found.tokens()) == [], kind
        text = found.plain()
        assert [broken for broken in BROKEN if broken in text] == [], (kind, text)
        keys = {token["fact"] for token in found.tokens() if isinstance(token, dict) and "fact" in token}
        bases = {key: found.basis(key) for key in keys if found.figures[key]}
        assert keys, kind
        assert [key for key, rows in bases.items() if not rows] == [], (kind, "a figure without rows")


def test_an_empty_county_is_told_in_whole_sentences(town: Town) -> None:
    for kind in Kind:
        text = preview(town, kind).plain()
        assert [broken for broken in BROKEN if broken in text and broken != "暂无数据"] == [], (kind, text)
    assert "2026年以来没有交办督办事项。" in preview(town, Kind.CIRCULAR).plain()


def test_a_circular_tells_the_whole_by_source_by_unit_and_who_lags(busy: Told) -> None:
    lines = preview(busy.town, Kind.CIRCULAR).plain().splitlines()
    assert (
        "督办事项办理情况。2026年以来交办督办事项3件，已销号1件，占33.3%；正在办理2件，占66.7%。"
        in "".join(line for line in lines if line.startswith("督办事项"))
    )
    assert any("修复县道塌方（交通局）应于9月10日办结，已超期2天" in line for line in lines)
    assert any("污水直排河道（交通局）应于9月1日整改到位，已超期11天" in line for line in lines)
    worst = next(line for line in lines if line.startswith("办理滞后的单位。"))
    assert worst.startswith("办理滞后的单位。交通局超期未结1件，整改超期1个")
    assert any(line.startswith("一是限期办结超期事项。交通局") for line in lines)


def test_a_special_report_speaks_of_its_sector_alone(busy: Told) -> None:
    sector = Sector.objects.get(order=4)
    text = preview(busy.town, Kind.SPECIAL, sector_id=sector.pk).plain()
    assert f"{sector.name}板块重点项目推进情况专报如下" in text
    assert "供水管网改造" in text
    assert "标准厂房" not in text


def test_the_sentence_stands_in_the_word_file_with_its_annexes(busy: Told) -> None:
    document = drafted(busy.town, kind="circular")
    paper = docx.Document(BytesIO(document_bytes(document)))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "2026年以来交办督办事项3件，已销号1件，占33.3%" in text
    assert "附件" in text
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert "修复县道塌方" in cells
    assert "污水直排河道" in cells


def test_a_circular_costs_the_same_statements_for_few_and_for_many(busy: Told) -> None:
    _statements(busy)  # who may see what is asked once
    few = _statements(busy)
    for number in range(12):
        make_matter(busy.town, f"第{number}件", due_on=date(2026, 9, 1))
    assert _statements(busy) == few


def _statements(busy: Told) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        preview(busy.town, Kind.CIRCULAR)
    return len(asked)


def test_the_annex_counts_for_each_unit_what_the_text_says_of_it(busy: Told) -> None:
    """Two problems of 交通局 are overdue; the text points to this annex for units that it does not name."""
    make_rectification(busy.town, "弃土未清", due_on=date(2026, 9, 1))
    table = SOURCES["units_table"].data(Gathered(busy.town.supervisor, AUGUST, DAY), {})["table"]
    overdue = [column.heading for column in table.columns].index("整改超期\n（个）")
    assert {row.cells[1]: row.cells[overdue] for row in table.rows} == {
        "交通局": "2",
        "水务局": "0",
        "文旅局": "0",
    }
    assert sum(column.width_mm for column in table.columns) == 156
