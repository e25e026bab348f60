"""Other counties' values from a workbook and on the page: whole or not at all, every fault in its place."""

from __future__ import annotations

from decimal import Decimal as D
from io import BytesIO
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Role, User
from indicators.models import Indicator, Observation, PeerObservation
from indicators.selectors import peer_table
from projects.services.import_undo import undo_import
from rulebook.rules import Month
from tests.indicators.test_pages import text_of
from tests.projects.importing import bring_in, check, errors, workbook
from tests.town import NOON, Town, make_user

AUGUST = Month(2026, 8)
TITLE = "2026年1—8月各县（市、区）主要经济指标"
HEAD = ["指标名称", "县（市、区）", "计量单位", "累计值", "同比增速（%）", "位次"]


def sheet(folder: Path, *rows: list[Any], head: list[str] = HEAD, title: str = TITLE) -> Path:
    return workbook(folder, "各县.xlsx", [[title], head, *rows], title="各县")


def kept() -> list[tuple[Any, ...]]:
    rows = PeerObservation.objects.order_by("pk")
    return list(rows.values_list("region", "month", "value", "growth", "rank", "is_whole", "revision"))


# --- workbook -------------------------------------------------------------------------------------
def test_a_bulletin_from_a_workbook_stands_beside_the_county(
    town: Town, freight: Indicator, tmp_path: Path, settings: Any
) -> None:
    settings.COUNTY_NAME = "云岭县"
    path = sheet(
        tmp_path,
        ["货运量", "全市", "万吨", 2600, 7, None],
        ["货运量", "青山县", "万吨", 260.5, 8.1, 1],
        ["货运量", "白水县", "万吨", None, -3, 11],
        ["货运量", "云岭县", "万吨", 250, 7.5, 4],
    )
    batch = bring_in(town.lead_clerk, path)
    assert kept() == [
        ("全市", 8, D(2600), D(7), None, True, 1),
        ("青山县", 8, D("260.5"), D("8.1"), 1, False, 1),
        ("白水县", 8, None, D(-3), 11, False, 1),
    ]
    row = PeerObservation.objects.get(region="青山县")
    assert (row.batch, row.source_document, row.reported_by) == (batch, TITLE, town.lead_clerk)
    assert [(f["cell"], f["rule"]) for f in batch.findings] == [("B6", "own_county")]
    assert not Observation.objects.exists(), "the county's own has a sheet of its own"
    table = peer_table(town.leader, freight.pk, AUGUST)
    assert [(line.region, line.growth) for line in table] == [
        ("全市", 7),
        ("青山县", D("8.1")),
        ("白水县", -3),
    ]


def test_the_same_is_not_kept_twice_and_another_value_is_a_revision_until_undone(
    town: Town, freight: Indicator, tmp_path: Path
) -> None:
    row = ["货运量", "青山县", "万吨", 260.5, 8.1, 1]
    bring_in(town.supervisor, sheet(tmp_path, row))
    assert check(town.supervisor, sheet(tmp_path, row)).summary["sheets"][0]["unchanged"] == 1
    better = bring_in(town.supervisor, sheet(tmp_path, [*row[:3], 261, 8.1, 1]))
    assert [(found[2], found[-1]) for found in kept()] == [(D("260.5"), 1), (D(261), 2)]
    undo_import(actor=town.supervisor, batch_id=better.pk, now=NOON)
    assert [line.value for line in peer_table(town.leader, freight.pk, AUGUST)] == [D("260.5")]


def test_a_column_of_months_brings_several(town: Town, freight: Indicator, tmp_path: Path) -> None:
    head = ["指标名称", "县（市、区）", "月份", "累计值"]
    rows = [["货运量", "青山县", f"2026年{month}月", month * 30] for month in (7, 8)]
    bring_in(town.supervisor, sheet(tmp_path, *rows, head=head, title="各县区货运量"))
    assert [(found[1], found[2]) for found in kept()] == [(7, D(210)), (8, D(240))]


def test_all_that_is_wrong_is_told_at_once_and_handed_back_marked(
    town: Town, freight: Indicator, tmp_path: Path
) -> None:
    batch = check(
        town.supervisor,
        sheet(
            tmp_path,
            ["货运量", "青山县", "万吨", 260.5, 8.1, 1],
            ["货运里程", "青山县", "万公里", 1, 2, 3],
            ["货运量", "白水县", "吨", 1, 2, 3],
            ["货运量", "长河县", "万吨", "很多", 2, 3],
            ["货运量", "石桥县", "万吨", None, None, 3],
            ["货运量", "全市", "万吨", 2600, 7, 1],
            ["", "平川县", "万吨", 1, 2, 3],
            ["货运量", "青山县", "万吨", 261, 8.1, 1],
        ),
    )
    assert (batch.state, PeerObservation.objects.count()) == ("blocked", 0)
    assert [(cell, rule) for _sheet, cell, rule, _message in errors(batch)] == [
        ("A4", "unknown_indicator"),
        ("C5", "unit_differs"),
        ("D6", "not_a_number"),
        ("D7", "says_nothing"),
        ("F8", "rank_outside_field"),
        ("A9", "no_indicator"),
        ("B10", "twice_in_one_call"),
    ]
    assert all(finding["remedy"] for finding in batch.findings)
    client = Client()
    client.force_login(town.supervisor)
    answer: Any = client.get(reverse("import-marked", args=[batch.pk]))
    cells = load_workbook(BytesIO(b"".join(answer.streaming_content)))["各县"]
    noted = {cell.coordinate for row in cells.iter_rows() for cell in row if cell.comment}
    assert noted == {"A4", "C5", "D6", "D7", "F8", "A9", "B10"}


def test_a_sheet_without_a_month_and_an_indicator_of_others_are_refused(
    town: Town, freight: Indicator, tmp_path: Path
) -> None:
    row = ["货运量", "青山县", "万吨", 260.5, 8.1, 1]
    batch = check(town.supervisor, sheet(tmp_path, row, title="各县（市、区）主要经济指标"))
    assert [rule for _sheet, _cell, rule, _message in errors(batch)] == ["no_period"]
    stranger = make_user("strange_data", "游统计", town.strange, Role.DATA_CLERK)
    batch = check(stranger, sheet(tmp_path, row))
    assert [rule for _sheet, _cell, rule, _message in errors(batch)] == ["unknown_indicator"]
    assert kept() == []


# --- page -----------------------------------------------------------------------------------------
def asked(user: User, indicator: Indicator, *rows: tuple[str, ...], period: str = "2026-08") -> Any:
    client = Client()
    client.force_login(user)
    data: dict[str, Any] = {
        "peer-TOTAL_FORMS": len(rows),
        "peer-INITIAL_FORMS": 0,
        "source_document": "8月通报",
    }
    for place, row in enumerate(rows):
        data |= {
            f"peer-{place}-{name}": said
            for name, said in zip(("region", "value", "growth", "rank"), row, strict=True)
        }
    return client.post(f"{reverse('indicator-peers', args=[indicator.pk])}?period={period}", data)


def test_the_office_enters_a_month_on_one_page(town: Town, freight: Indicator) -> None:
    rows = (
        ("全市", "2600", "7", ""),
        ("青山县", "260.5", "8.1", "1"),
        ("白水县", "", "-3", "11"),
        ("", "", "", ""),
    )
    answer = asked(town.supervisor, freight, *rows)
    assert (answer.status_code, answer.url) == (
        302,
        f"{reverse('indicator', args=[freight.pk])}?period=2026-08",
    )
    assert kept() == [
        ("全市", 8, D(2600), D(7), None, True, 1),
        ("青山县", 8, D("260.5"), D("8.1"), 1, False, 1),
        ("白水县", 8, None, D(-3), 11, False, 1),
    ]
    assert set(PeerObservation.objects.values_list("source_document", flat=True)) == {"8月通报"}
    assert asked(town.supervisor, freight, *rows).status_code == 302
    assert len(kept()) == 3, "the same is not kept twice"


def test_the_next_month_has_the_names_and_this_month_its_numbers(town: Town, freight: Indicator) -> None:
    asked(town.supervisor, freight, ("青山县", "220", "8", "1"), ("白水县", "80", "2", "9"), period="2026-07")
    asked(town.supervisor, freight, ("青山县", "260.5", "8.1", "1"))
    client = Client()
    client.force_login(town.supervisor)
    answer = client.get(reverse("indicator-peers", args=[freight.pk]) + "?period=2026-08")
    first = [form.initial for form in answer.context["rows"].forms]
    assert first[0] == {"region": "青山县", "value": D("260.5"), "growth": D("8.1"), "rank": 1}
    assert first[1] == {"region": "白水县"}
    assert first[2:] == [{}, {}, {}]
    assert "照全市通报填写2026年1—8月各县（市、区）的数值" in text_of(answer)


def test_every_fault_stands_in_its_row_and_nothing_is_kept(town: Town, freight: Indicator) -> None:
    answer = asked(
        town.supervisor,
        freight,
        ("青山县", "260.5", "8.1", "1"),
        ("", "1", "2", ""),
        ("全市", "2600", "7", "3"),
        ("长河县", "", "", "4"),
    )
    found = [form.errors for form in answer.context["rows"].forms]
    assert (answer.status_code, kept()) == (200, [])
    assert found[0] == {}
    assert found[1] == {"region": ["请填写地区名称，不超过40字。"]}
    assert found[2] == {"rank": ["位次从1起，全市合计或平均没有位次。"]}
    assert found[3] == {"value": ["数值和增速至少填一项。"]}
    odd = asked(town.supervisor, freight, ("青山县", "很多", "8.1", "1"))
    assert (list(odd.context["rows"].forms[0].errors), kept()) == (["value"], [])


def test_a_page_without_numbers_keeps_nothing_and_says_so(town: Town, freight: Indicator) -> None:
    answer = asked(town.supervisor, freight, ("", "", "", ""))
    assert "没有填写数值，没有记入。" in text_of(answer)
    assert kept() == []


def test_who_may_not_enter_values_may_not_enter_others(town: Town, freight: Indicator) -> None:
    row = ("青山县", "260.5", "8.1", "1")
    for user, code in ((town.leader, 403), (town.auditor, 403), (town.stranger, 404), (town.lead_clerk, 302)):
        assert asked(user, freight, row).status_code == code, user
    assert PeerObservation.objects.get().reported_by == town.lead_clerk


def test_the_page_costs_the_same_for_one_county_and_for_many(
    town: Town, freight: Indicator, django_assert_max_num_queries: Any
) -> None:
    client = Client()
    client.force_login(town.lead_clerk)

    def statements() -> int:
        with django_assert_max_num_queries(40) as found:
            client.get(reverse("indicator-peers", args=[freight.pk]) + "?period=2026-08")
        return len(found)

    asked(town.supervisor, freight, ("甲县", "1", "1", "1"), period="2026-07")
    asked(town.supervisor, freight, ("甲县", "1", "1", "1"))
    few = statements()
    asked(town.supervisor, freight, *((f"{n}号县", "1", "1", "1") for n in range(20)))
    assert statements() == few
