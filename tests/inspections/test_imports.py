"""Ledgers of what is to be put right: checked whole, in all or none, nothing closed, taken back whole."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal as D
from pathlib import Path
from typing import Any, Final

import pytest
from openpyxl import load_workbook

from accounts.models import Person, Post, Tenure, Unit, User
from accounts.rules import pinyin_key
from projects.services.import_undo import undo_import
from rulebook.models import NumberSeries
from samples.generate import county
from samples.generate.rectifications import AUDIT, rectifications
from samples.generate.rectifications import Rectification as Fact
from supervision.inspections import services
from supervision.inspections.models import HelpingUnit, PlannedMeasure, Progress, Rectification, Step
from tests.matters.build import fill_years
from tests.projects.importing import SAMPLES, bring_in, check, confirm, errors, workbook
from tests.town import NOON, Town, make_user

OUTSIDE = "巡察审计反馈问题整改台账.xlsx"
LISTED = "督查发现问题四张清单.xlsx"
HEADS = [
    "序号",
    "问题编号",
    "反馈问题",
    "具体表现",
    "整改措施",
    "责任单位",
    "配合单位",
    "交办日期",
    "整改时限",
]
ROW: list[Any] = [
    1,
    "云巡反〔2026〕1号",
    "项目资金拨付慢",
    "县道改造资金晚拨七个月。",
    "1.补拨资金；2.按季对账",
    "交通局（路联络）",
    "水务局",
    "2026.8.20",
    "2026年12月底前",
]


def sheet(
    folder: Path, *rows: list[Any], heads: list[str] = HEADS, name: str = "台账.xlsx", title: str = "巡察反馈"
) -> Path:
    return workbook(folder, name, [[f"{title}问题整改台账"], heads, *rows])


def changed(**cells: Any) -> list[Any]:
    """The ordinary row with other cells, by their headings."""
    return [cells.get(head, cell) for head, cell in zip(HEADS, ROW, strict=True)]


def numbered(number: int, **cells: Any) -> list[Any]:
    """An ordinary row of another problem."""
    own = {"序号": number, "问题编号": f"云巡反〔2026〕{number}号", "反馈问题": f"第{number}个问题"}
    return changed(**{**own, **cells})


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Rectification, HelpingUnit, PlannedMeasure, Progress))


@pytest.fixture
def ours(town: Town) -> Town:
    fill_years()
    return town


def build_county() -> User:
    """Its units and leaders, past every service."""
    units = county.units().values()
    rows = [Unit(name=u.name, short_name=u.short, pinyin=pinyin_key(u.short)) for u in units]
    made = {unit.short_name: unit for unit in Unit.objects.bulk_create(rows)}
    for tenure in county.tenures():
        unit = made[tenure.unit]
        post, _new = Post.objects.get_or_create(
            name=tenure.post, unit=unit, defaults={"is_county_leader": True}
        )
        person = Person.objects.create(name=tenure.person, pinyin=pinyin_key(tenure.person), unit=unit)
        Tenure.objects.create(post=post, person=person, valid_from=tenure.since, valid_to=tenure.until)
    return make_user("supervisor", "杜明察", made["督查办"], "supervisor")


# --- the sample county's ledgers ----------------------------------------------------------------------
def test_the_offices_ledgers_come_in_as_their_facts_say_once_and_are_taken_back_each_as_one_act(
    db: None,
) -> None:
    fill_years()
    office = build_county()
    written = {name: bring_in(office, SAMPLES / name) for name in (OUTSIDE, LISTED)}
    assert {batch.state for batch in written.values()} == {"written"}
    assert counts() == (44, 35, 80, 38)
    assert dict(Counter(Rectification.objects.values_list("origin__code", "status"))) == {
        ("party_inspection", "under_way"): 12,
        ("party_inspection", "issued"): 1,
        ("party_inspection", "draft"): 1,
        ("audit", "under_way"): 12,
        ("audit", "issued"): 1,
        ("audit", "draft"): 1,
        ("inspection", "under_way"): 15,
        ("inspection", "issued"): 1,
    }
    known = Rectification.objects.select_related("unit", "category", "leader", "accepting_unit")
    by_title = {row.title: row for row in known.prefetch_related("measures", "helping__unit")}
    for fact in rectifications():
        _is_as_told(by_title[fact.title], fact)
    assert not Step.objects.exists()
    for name in (OUTSIDE, LISTED):
        again = check(office, SAMPLES / name)
        assert (again.state, again.summary["nothing"]) == ("ready", True), (name, again.changes[:2])
        assert again.findings == [], name
    undo_import(actor=office, batch_id=written[LISTED].pk, now=NOON)
    assert counts()[0] == 28
    undo_import(actor=office, batch_id=written[OUTSIDE].pk, now=NOON)
    assert counts() == (0, 0, 0, 0)


def _is_as_told(row: Rectification, fact: Fact) -> None:
    assert (row.external_number, row.unit.short_name) == (fact.number, fact.unit), fact.code
    assert (row.category.name, row.get_severity_display()) == (fact.category, fact.severity), fact.code
    assert (row.amount, row.amount_rectified) == (fact.amount, fact.amount_rectified), fact.code
    assert {helper.unit.short_name for helper in row.helping.all()} == set(fact.helpers), fact.code
    assert (row.issued_on, row.goal) == (fact.issued, fact.goal), fact.code
    assert row.accepting_unit is None or row.accepting_unit.short_name == fact.accepting, fact.code
    assert [measure.measure for measure in row.measures.all()] == [
        measure.text for measure in fact.measures
    ], fact.code
    days = [measure.due for measure in fact.measures if measure.due]
    if len(days) > 1 and fact.book != AUDIT:  # one alone has the words of the whole in its list
        assert [measure.due_on for measure in row.measures.all()] == days, fact.code
        assert row.due_on is not None
        assert row.due_on >= max(days), fact.code
    told = row.progress.values_list("text", "percent").first()
    assert told == ((fact.progress, fact.percent) if fact.progress else None), fact.code
    claimed = fact.state in ("已完成", "完成整改", "已销号")
    assert ("旧台账记载" in row.note) is (claimed or fact.state == "长期坚持"), fact.code


# --- how a row comes in -------------------------------------------------------------------------------
def test_a_row_with_measures_and_a_day_is_under_way_with_its_four_lists(ours: Town, tmp_path: Path) -> None:
    bring_in(ours.supervisor, sheet(tmp_path, ROW))
    row = Rectification.objects.select_related("origin").get()
    assert (row.status, row.number, row.origin.code) == ("under_way", "整改〔2026〕1号", "party_inspection")
    assert (row.issued_on, row.due_on, row.original_due_on) == (
        date(2026, 8, 20),
        date(2026, 12, 31),
        date(2026, 12, 31),
    )
    assert (row.time_class, row.due_basis) == ("middle", "台账《台账.xlsx》所列时限")
    assert row.person == "路联络"
    measures = row.measures.values_list("problem", "measure", "unit__short_name", "person", "due_on")
    assert list(measures) == [
        ("项目资金拨付慢", "补拨资金", "交通局", "路联络", date(2026, 12, 31)),
        ("项目资金拨付慢", "按季对账", "交通局", "路联络", date(2026, 12, 31)),
    ]
    assert list(row.helping.values_list("unit__short_name", flat=True)) == ["水务局"]
    assert NumberSeries.objects.get(key="rectification").last == 1


def test_what_is_said_to_be_closed_comes_in_under_way_with_that_said(ours: Town, tmp_path: Path) -> None:
    """Nothing is closed without proof, also not by import."""
    heads = [*HEADS, "销号情况", "销号日期", "核查人"]
    path = sheet(tmp_path, [*ROW, "已销号", "2026.9.8", "甲、乙"], heads=heads)
    batch = bring_in(ours.supervisor, path)
    found = {(f["field"], f["rule"]): f for f in batch.findings}
    assert {key: f["severity"] for key, f in found.items()} == {
        ("state", "closing_needs_proof"): "warning",
        ("closed", "not_taken"): "warning",
        ("verifier", "not_taken"): "warning",
    }
    assert "两名以上单位外的人员核查后销号" in found["state", "closing_needs_proof"]["remedy"]
    row = Rectification.objects.get()
    assert (row.status, row.ended_on) == ("under_way", None)
    assert row.note == "旧台账记载：已销号（2026-09-08）"
    assert not row.verifications.exists()


def test_without_measures_the_unit_owes_a_plan_and_without_a_day_it_is_a_draft(
    ours: Town, tmp_path: Path
) -> None:
    bring_in(ours.supervisor, sheet(tmp_path, numbered(1, 整改措施=""), numbered(2, 交办日期="")))
    first, second = Rectification.objects.order_by("pk")
    assert (first.status, first.step_due_on) == ("issued", date(2026, 8, 31))
    assert (second.status, second.number, second.issued_on) == ("draft", "", None)
    assert not second.measures.exists()


@pytest.mark.parametrize(
    ("written", "due_on", "time_class"),
    [
        ("立行立改", date(2026, 9, 4), "at_once"),
        ("长期坚持", date(2027, 8, 20), "long"),
        ("9月底前", date(2026, 9, 30), "short"),
        ("立行立改，2026年9月10日前", date(2026, 9, 10), "at_once"),
        ("2026年11月底前完成并长期坚持", date(2026, 11, 30), "long"),
        ("中期", date(2027, 2, 16), "middle"),
        (date(2026, 10, 15), date(2026, 10, 15), "short"),
    ],
)
def test_a_deadline_is_a_day_or_a_word(
    written: Any, due_on: date, time_class: str, ours: Town, tmp_path: Path
) -> None:
    bring_in(ours.supervisor, sheet(tmp_path, changed(整改时限=written)))
    row = Rectification.objects.get()
    assert (row.due_on, row.time_class) == (due_on, time_class)
    assert set(row.measures.values_list("due_on", flat=True)) == {due_on}


def test_rows_below_that_only_go_on_with_measures_are_of_the_problem_above(
    ours: Town, tmp_path: Path
) -> None:
    heads = [*HEADS, "措施完成时限"]
    first = [*changed(整改措施="补拨资金"), "2026-10-15"]
    second = ["", *changed(整改措施="按季对账", 责任单位="水务局", 配合单位="")[1:], "11月底"]
    bring_in(ours.supervisor, sheet(tmp_path, first, second, heads=heads))
    row = Rectification.objects.get()
    told = row.measures.values_list("measure", "unit__short_name", "person", "due_on")
    assert list(told) == [
        ("补拨资金", "交通局", "路联络", date(2026, 10, 15)),
        ("按季对账", "水务局", "水务局负责人", date(2026, 11, 30)),
    ]
    assert row.due_on == date(2026, 12, 31)


def test_deadlines_that_are_numbered_like_the_measures_are_theirs(ours: Town, tmp_path: Path) -> None:
    path = sheet(tmp_path, changed(整改时限="1.9月20日前\n2.10月底前"))
    bring_in(ours.supervisor, path)
    row = Rectification.objects.get()
    assert row.due_on == date(2026, 10, 31)
    assert list(row.measures.values_list("due_on", flat=True)) == [date(2026, 9, 20), date(2026, 10, 31)]


def test_money_of_an_audit_is_kept_as_reported(ours: Town, tmp_path: Path) -> None:
    heads = [*HEADS, "问题金额（万元）", "已整改金额（万元）", "整改情况", "完成率"]
    path = sheet(tmp_path, [*ROW, 380, 260.5, "已拨付260.5万元。", "70%"], heads=heads, title="审计")
    bring_in(ours.supervisor, path)
    row = Rectification.objects.select_related("origin").get()
    assert (row.origin.code, row.amount, row.amount_rectified) == ("audit", D(380), D("260.5"))
    told = row.progress.get()
    assert (told.text, told.percent, told.amount_rectified) == ("已拨付260.5万元。", 70, D("260.5"))


# --- what is refused ----------------------------------------------------------------------------------
MORE: Final = [
    "问题来源",
    "问题类别",
    "严重程度",
    "责任领导",
    "问题金额",
    "已整改金额",
    "完成率",
    "整改状态",
    "时限类别",
]
# Column, rule, and what is written instead of the ordinary.
FAULTS: Final[list[tuple[str, str, dict[str, Any]]]] = [
    ("J", "unknown_origin", {"问题来源": "天上掉下"}),
    ("K", "unknown_category", {"问题类别": "玄学"}),
    ("L", "unknown_severity", {"严重程度": "要命"}),
    ("M", "unknown_post", {"责任领导": "常线长"}),
    ("N", "negative", {"问题金额": -3}),
    ("O", "more_than_found", {"问题金额": 10, "已整改金额": 12}),
    ("O", "nothing_found", {"已整改金额": 5}),
    ("P", "not_0_to_100", {"完成率": "120%"}),
    ("Q", "unknown_state", {"整改状态": "天知道"}),
    ("R", "unknown_time_class", {"时限类别": "改天"}),
    ("F", "unknown_unit", {"责任单位": "交桶局"}),
    ("F", "no_unit", {"责任单位": ""}),
    ("B", "no_external_number", {"问题编号": ""}),
    ("H", "in_the_future", {"交办日期": "2026.12.1"}),
    ("I", "not_a_deadline", {"整改时限": "猴年马月"}),
    ("I", "due_before_issue", {"整改时限": "2026年8月1日"}),
    ("Q", "state_contradicts", {"整改状态": "未交办"}),
    ("D", "state_secret", {"具体表现": "机密★10年 抽查发现"}),
]


def test_every_fault_is_said_at_its_cell_and_nothing_is_written(ours: Town, tmp_path: Path) -> None:
    rows = [
        [
            *numbered(number, **{head: cell for head, cell in cells.items() if head in HEADS}),
            *(cells.get(head, "") for head in MORE),
        ]
        for number, (_column, _rule, cells) in enumerate(FAULTS, 1)
    ]
    batch = check(ours.supervisor, sheet(tmp_path, *rows, heads=[*HEADS, *MORE]))
    assert batch.state == "blocked"
    wanted = {(f"{column}{row}", rule) for row, (column, rule, _cells) in enumerate(FAULTS, 3)}
    assert {(cell, rule) for _sheet, cell, rule, _message in errors(batch)} == wanted
    assert counts() == (0, 0, 0, 0)
    assert batch.marked is not None
    with batch.marked.file.open("rb") as file:
        marked = load_workbook(file)
    comment = marked["Sheet1"]["Q11"].comment
    assert comment is not None
    assert "请填写未交办、正在整改或已完成。" in comment.text


def test_the_same_external_number_twice_is_refused(ours: Town, tmp_path: Path) -> None:
    path = sheet(tmp_path, numbered(1), changed(序号=2, 反馈问题="另一个问题"))
    batch = check(ours.supervisor, path)
    assert [(cell, rule) for _s, cell, rule, _m in errors(batch)] == [("B4", "twice")]
    assert "请合并问题和编号单元格" in batch.findings[0]["remedy"]


def test_a_measure_after_the_whole_is_refused(ours: Town, tmp_path: Path) -> None:
    path = sheet(tmp_path, [*ROW, "2027年1月"], heads=[*HEADS, "措施时限"])
    batch = check(ours.supervisor, path)
    assert [(cell, rule) for _s, cell, rule, _m in errors(batch)] == [("J3", "after_the_whole")]


def test_what_is_registered_already_is_left_alone_and_differences_are_said(
    ours: Town, tmp_path: Path
) -> None:
    bring_in(ours.supervisor, sheet(tmp_path, ROW))
    path = sheet(tmp_path, changed(反馈问题="资金拨付太慢", 整改时限="2027年3月底"), name="新.xlsx")
    batch = check(ours.supervisor, path)
    assert (batch.state, batch.summary["nothing"]) == ("ready", True)
    assert [(f["cell"], f["rule"], f["severity"]) for f in batch.findings] == [
        ("C3", "known_differs", "warning")
    ]
    assert "问题、整改时限不同，没有改动" in batch.findings[0]["message"]


def test_what_somebody_has_acted_on_is_not_taken_back(ours: Town, tmp_path: Path) -> None:
    batch = bring_in(ours.supervisor, sheet(tmp_path, ROW))
    row = Rectification.objects.get()
    services.report_progress(actor=ours.lead_clerk, rectification_id=row.pk, text="资金已补拨。", now=NOON)
    with pytest.raises(Exception, match="引用"):
        undo_import(actor=ours.supervisor, batch_id=batch.pk, now=NOON)
    assert counts() == (1, 1, 2, 1)


def test_only_the_office_imports_rectifications(ours: Town, tmp_path: Path) -> None:
    batch = check(ours.lead_clerk, sheet(tmp_path, ROW))
    assert [rule for _s, _c, rule, _m in errors(batch)] == ["no_right"]
    assert counts() == (0, 0, 0, 0)


def test_a_number_of_our_own_is_kept_and_left_out_by_the_series(ours: Town, tmp_path: Path) -> None:
    heads = [*HEADS, "整改编号"]
    bring_in(ours.supervisor, sheet(tmp_path, [*numbered(1), "整改〔2026〕7号"], heads=heads))
    bring_in(ours.supervisor, sheet(tmp_path, numbered(2), name="二.xlsx"))
    assert set(Rectification.objects.values_list("number", flat=True)) == {
        "整改〔2026〕7号",
        "整改〔2026〕8号",
    }


def test_the_preview_says_what_each_will_be(ours: Town, tmp_path: Path) -> None:
    batch = check(ours.supervisor, sheet(tmp_path, ROW))
    (one,) = batch.changes
    shown = {label: new for label, _letter, _old, new in one["cells"]}
    assert (one["action"], one["subject"]) == ("create", "项目资金拨付慢")
    assert shown["整改状态"] == "整改中"
    assert shown["整改措施"] == "2条"
    assert shown["问题来源"] == "巡察反馈"
    assert confirm(batch).state == "written"
