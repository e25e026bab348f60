"""数据来源: every figure of the text has its place in the annex, by fact, and the text carries no marks."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
import pytest
from django.test import Client
from django.urls import reverse

from supervision.alerts.rules.official import RowKind, Table
from supervision.reports.exports.documents import document_bytes
from supervision.reports.models import Document
from supervision.reports.rules.kinds import Kind
from supervision.reports.rules.origins import BLOCKS, OPENING, PLAIN_TITLE
from supervision.reports.rules.papers import paper_of
from supervision.reports.rules.tokens import said, tokens_in
from supervision.reports.selectors.kept import kept_document
from tests.reports.conftest import Told
from tests.reports.papers import drafted, issued

pytestmark = pytest.mark.django_db


def annex_of(document: Document) -> Table:
    paper = paper_of(kept_document(document, to_print=True))
    assert not paper.marked
    annex = paper.annexes[-1]
    assert annex.title == PLAIN_TITLE
    (table,) = annex.blocks
    assert isinstance(table, Table)
    return table


def by_heading(table: Table) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in table.rows:
        if row.kind is RowKind.SECTION:
            rows = found.setdefault(row.cells[0], [])
        else:
            rows.append(row)
    return found


@pytest.mark.parametrize("kind", list(Kind))
def test_each_figure_of_the_text_has_its_place_under_its_heading(busy: Told, kind: Kind) -> None:
    document = drafted(busy.town, kind=kind.value)
    table = annex_of(document)
    places, heading, told = by_heading(table), OPENING, set()
    for section in document.sections.all():
        heading = section.heading or heading
        for token in tokens_in(section.paragraphs):
            if isinstance(token, dict) and "fact" in token:
                (row,) = (row for row in places[heading] if token["fact"] in row.source.split())
                assert said(token) in row.cells[1], (heading, token)
                told.add(token["fact"])
    assert told == {fact.key for fact in document.facts.all()}
    named = {key for row in table.rows for key in row.source.split()}
    assert named == told, "and nothing is explained that is not said"
    numbers = [int(row.cells[0]) for row in table.rows if row.kind is RowKind.ROW]
    assert numbers == list(range(1, len(numbers) + 1))


def test_what_shares_source_and_day_is_one_row_with_its_rows_counted(busy: Told) -> None:
    places = by_heading(annex_of(drafted(busy.town, kind="circular")))
    projects, matters, rectified = places["一、总体情况"][:3]
    assert projects.cells[1].startswith("年度计划内的重点项目个数：4个；年度计划投资之和：1.42亿元；")
    assert projects.cells[2] == "截至2026年8月底，2026年度计划内重点项目（项目4个、年度计划4份、月度进展4份）"
    assert matters.cells[1].startswith("本年交办的督办事项件数：3件；其中已销号的件数：1件；")
    assert matters.cells[2] == "2026年交办的督办事项（承办任务3件、督办事项3件）"
    assert rectified.cells[2] == "2026年交办的整改问题（整改问题2个）"


def test_several_things_of_a_sort_are_one_row_and_named_where_not_each_has_its_value(busy: Told) -> None:
    (row,) = by_heading(annex_of(drafted(busy.town, kind="circular")))["二、分来源办理情况"]
    assert row.cells[1].startswith("本年交办的督办事项件数：2件、1件；其中已销号的件数：1件（领导批示）；")
    assert row.cells[2].startswith("2026年交办的督办事项，来源“领导批示”“")
    assert row.cells[2].endswith("”（承办任务3件、督办事项3件）")


def test_tables_and_pictures_tell_how_many_rows_they_stand_on(busy: Told) -> None:
    rows = by_heading(annex_of(drafted(busy.town, kind="dispatch")))[BLOCKS]
    assert [row.cells[1] for row in rows] == ["重点项目进展情况表", "各板块年度计划投资完成率"]
    assert rows[0].cells[2] == "表中各行（项目4个、年度计划4份、月度进展4份）"


def test_a_number_that_a_person_wrote_is_said_to_be_no_figure_of_the_system(busy: Told) -> None:
    document = drafted(busy.town, kind="circular")
    section = document.sections.get(heading="一、总体情况")
    for token in (t for p in section.paragraphs for t in p["body"] if isinstance(t, dict)):
        token.update({"hand": "五成"} if token.get("fact") == "total.rate" else {})
    document.sections.filter(pk=section.pk).update(paragraphs=section.paragraphs)
    rows = by_heading(annex_of(document))["一、总体情况"]
    assert rows[-1].cells[1:] == ("五成", "起草时填写，不取自系统数据")
    assert not any("total.rate" in row.source.split() for row in rows)


def test_it_is_the_last_annex_named_before_the_date_and_followed_by_the_imprint(busy: Told) -> None:
    document = issued(busy.town, drafted(busy.town, kind="circular"))
    lines = [p.text for p in docx.Document(BytesIO(document_bytes(document))).paragraphs]
    named, label = lines.index(f"　　　4. {PLAIN_TITLE}".strip("　")), lines.index("附件4")
    assert named < lines.index("2026年9月12日") < label
    assert lines[label + 1] == PLAIN_TITLE
    assert not any(line.startswith("附件") for line in lines[label + 1 :])


def test_the_text_is_the_same_with_and_without_it(busy: Told) -> None:
    document = drafted(busy.town, kind="report")
    with_it = paper_of(kept_document(document, to_print=True))
    document.sources_annex = "none"
    without = paper_of(kept_document(document, to_print=True))
    assert with_it.plain() == without.plain()
    assert [annex.title for annex in with_it.annexes] == [*(a.title for a in without.annexes), PLAIN_TITLE]


def test_the_office_chooses_it_for_a_document_and_for_an_outline(client: Client, told: Told) -> None:
    document = drafted(told.town, kind="report")
    assert document.sources_annex == "plain"
    client.force_login(told.town.supervisor)
    place = reverse("report-head", args=[document.pk])
    page = client.get(place).content.decode()
    assert "附数据来源说明，正文不加标注" in page
    head = {"revision": document.revision, "title": document.title, "closing": document.closing}
    refused = client.post(place, head | {"sources_annex": "sometimes"})
    assert refused.status_code == 200, "told what is wrong"
    assert client.post(place, head | {"sources_annex": "none"}).status_code == 302
    document.refresh_from_db()
    assert document.sources_annex == "none"
    assert PLAIN_TITLE not in [annex.title for annex in paper_of(kept_document(document)).annexes]
    edit = client.get(reverse("outline-edit", args=[document.outline_id])).content.decode()
    assert '<option value="plain" selected>' in edit
