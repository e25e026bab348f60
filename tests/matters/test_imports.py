"""督办事项台账 in: an old ledger checked whole, brought in all or none, taken back as one act."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from accounts.models import User
from projects.forms.imports import known_names, questions
from projects.selectors.imports import import_page
from projects.services.import_undo import undo_import
from projects.services.imports import recheck_import, remember_mapping
from rulebook.models import NumberSeries
from samples.generate.matters import BREAKDOWN as TASKS
from samples.generate.matters import LEDGER as OFFICE_LEDGER
from samples.generate.matters import Matter as Fact
from samples.generate.matters import in_book, name_of, numbers
from supervision.matters import services
from supervision.matters.exports.ledger import export_ledger
from supervision.matters.models import Duty, Feedback, Instruction, Matter, Step
from tests.conftest import STORY_DAY
from tests.matters.build import (
    fill_years,
    lead_of,
    make_feedback,
    make_instruction,
    make_matter,
    make_suspension,
)
from tests.projects.importing import SAMPLES, bring_in, check, confirm, errors, run, workbook
from tests.town import NOON, Town, make_unit, make_user

ROSTER = "机构人员名册.xlsx"
LEDGER = "督办事项台账.xlsx"
BREAKDOWN = "2026年政府工作报告任务分解表.xlsx"
HEADS = ["序号", "事项名称", "来源", "批准人", "批准日期", "牵头单位", "配合单位", "交办日期", "办结时限"]
ROW: list[Any] = [
    1,
    "修复县道",
    "领导批示",
    "常县长",
    "2026年9月1日",
    "交通局",
    "水务局",
    "2026.9.2",
    "9月30日",
]


@pytest.fixture
def office(db: None) -> User:
    fill_years()
    return make_user("supervisor", "杜明察", make_unit("督查办公室"), "supervisor", "system_admin")


def sheet(folder: Path, *rows: list[Any], heads: list[str] = HEADS, name: str = "台账.xlsx") -> Path:
    return workbook(folder, name, [["2026年督查督办台账"], heads, *rows])


def changed(**cells: Any) -> list[Any]:
    """The ordinary row with other cells, by their headings."""
    return [cells.get(head, cell) for head, cell in zip(HEADS, ROW, strict=True)]


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Matter, Duty, Feedback, Instruction))


@pytest.mark.slow
def test_the_offices_ledgers_come_in_as_their_facts_say_once_and_are_taken_back_each_as_one_act(
    office: User,
) -> None:
    written = {name: bring_in(office, SAMPLES / name) for name in (ROSTER, LEDGER, BREAKDOWN)}
    assert {batch.state for batch in written.values()} == {"written"}
    assert dict(Counter(Matter.objects.values_list("status", flat=True))) == {
        "closed": 50,
        "issued": 70,
        "draft": 4,
    }
    known = {matter.title: matter for matter in Matter.objects.select_related("source", "approver", "leader")}
    for fact in (*in_book(OFFICE_LEDGER), *in_book(TASKS)):
        _is_as_told(known[fact.title], fact)
    assert not Step.objects.exists()
    for name in (LEDGER, BREAKDOWN):
        again = check(office, SAMPLES / name)
        assert (again.state, again.summary["nothing"]) == ("ready", True), (name, again.changes[:2])
        assert again.findings == [], name
    undo_import(actor=office, batch_id=written[BREAKDOWN].pk, now=NOON)
    assert counts()[0] == 98
    undo_import(actor=office, batch_id=written[LEDGER].pk, now=NOON)
    assert counts() == (0, 0, 0, 0)


def _is_as_told(matter: Matter, fact: Fact) -> None:
    assert (matter.source.name, matter.due_on) == (fact.source, fact.due), fact.code
    assert (matter.issued_on, matter.ended_on) == (fact.issued, fact.closed), fact.code
    duties = {(duty.unit.short_name, duty.role) for duty in matter.duties.select_related("unit")}
    assert duties == {(fact.lead, "lead"), *((unit, "helping") for unit in fact.helpers)}, fact.code
    if fact.issued is None:
        return
    assert fact.book == TASKS or matter.number == numbers()[fact.code]
    holder = matter.approver.tenures.order_by("-valid_from")[0].person.name if matter.approver else ""
    assert holder == name_of(fact.approver, None), fact.code
    assert matter.approved_on == fact.approved_on, fact.code
    lead = matter.duties.get(role="lead")
    told = lead.feedbacks.values_list("progress", "percent").first()
    assert told == ((fact.progress, fact.percent) if fact.progress else None) or fact.story == "改派"
    said = matter.instructions.values_list("text", flat=True)
    assert list(said) == ([fact.instruction] if fact.instruction else []), fact.code


def test_what_somebody_has_acted_on_is_not_taken_back(town: Town, tmp_path: Path) -> None:
    fill_years()
    batch = bring_in(town.supervisor, sheet(tmp_path, ROW))
    duty = Duty.objects.get(role="lead")
    services.sign_duty(actor=town.lead_clerk, duty_id=duty.pk, now=NOON)
    with pytest.raises(Exception, match="在导入后又由路联络改过"):
        undo_import(actor=town.supervisor, batch_id=batch.pk, now=NOON)
    assert counts() == (1, 2, 0, 0)


def test_without_authority_a_row_is_a_draft_and_with_it_and_a_day_it_runs(town: Town, tmp_path: Path) -> None:
    fill_years()
    bring_in(town.supervisor, sheet(tmp_path, changed(批准人="", 批准日期="", 交办日期="", 办结时限="")))
    draft = Matter.objects.get()
    assert (draft.status, draft.number, draft.due_rule) == ("draft", "", "matter_instruction")
    bring_in(town.supervisor, sheet(tmp_path, changed(事项名称="抢修水毁便桥"), name="二.xlsx"))
    runs = Matter.objects.get(status="issued")
    assert (runs.number, runs.basis, runs.approver) == ("督办〔2026〕1号", "instruction", town.leader_post)
    assert (runs.issued_on, runs.due_on) == (date(2026, 9, 2), date(2026, 9, 30))
    assert dict(runs.duties.values_list("unit__short_name", "status")) == {
        "交通局": "to_sign",
        "水务局": "to_sign",
    }
    assert NumberSeries.objects.get(key="matter").last == 1


def test_handed_out_without_authority_it_comes_in_as_a_draft_with_a_warning(
    town: Town, tmp_path: Path
) -> None:
    fill_years()
    batch = bring_in(town.supervisor, sheet(tmp_path, changed(批准人="")))
    assert [(f["cell"], f["rule"]) for f in batch.findings] == [("H3", "draft_only")]
    assert Matter.objects.get().status == "draft"


def test_every_fault_is_said_at_its_cell_and_nothing_is_written(town: Town, tmp_path: Path) -> None:
    heads = [*HEADS, "签收日期", "密级", "完成率", "状态", "销号日期", "反馈频次", "紧急程度", "立项依据"]
    good = ["", "", "", "", "", "", "", ""]
    path = sheet(
        tmp_path,
        [*changed(事项名称="一", 来源="天上掉下"), *good],
        [*changed(事项名称="二", 批准人="常线长"), *good],
        [*changed(事项名称="三", 牵头单位="交桶局"), *good],
        [*changed(事项名称="四", 交办日期="2026.12.1", 办结时限="2026.12.30"), *good],
        [*changed(事项名称="五"), "2026.9.1", *good[1:]],
        [*changed(事项名称="六"), "", "机密", *good[2:]],
        [*changed(事项名称="七"), "", "", "120%", *good[3:]],
        [*changed(事项名称="八"), "", "", "", "已销号", *good[4:]],
        [*changed(事项名称="九"), "", "", "", "天知道", "", "偶尔", "飞快", "口头"],
        [*changed(事项名称="十", 办结时限="9月1日"), *good],
        [*changed(事项名称="十"), *good],
        [*changed(事项名称="十二 秘密★5年"), *good],
        [*changed(事项名称="十三"), "", "", "", "办理中", "2026.9.5", "", "", ""],
        heads=heads,
    )
    batch = check(town.supervisor, path)
    assert batch.state == "blocked"
    assert {(cell, rule) for _sheet, cell, rule, _message in errors(batch)} == {
        ("C3", "unknown_source"),
        ("D4", "unknown_post"),
        ("F5", "unknown_unit"),
        ("H6", "in_the_future"),
        ("J7", "days_out_of_order"),
        ("K8", "state_secret"),
        ("L9", "not_0_to_100"),
        ("M10", "closed_without_day"),
        ("M11", "unknown_state"),
        ("O11", "unknown_rhythm"),
        ("P11", "unknown_urgency"),
        ("Q11", "unknown_basis"),
        ("I12", "due_before_issue"),
        ("B14", "state_secret"),
        ("M15", "state_contradicts"),
    }
    assert counts() == (0, 0, 0, 0)
    assert batch.marked is not None
    with batch.marked.file.open("rb") as file:
        marked = load_workbook(file)
    comment = marked["Sheet1"]["K8"].comment
    assert comment is not None
    assert "涉密不上网" in comment.text


def test_the_same_matter_twice_in_a_file_is_refused(town: Town, tmp_path: Path) -> None:
    batch = check(town.supervisor, sheet(tmp_path, ROW, changed(办结时限="10月8日")))
    assert [(cell, rule) for _s, cell, rule, _m in errors(batch)] == [("B4", "twice")]


def test_a_unit_that_was_named_once_is_found_from_then_on(town: Town, tmp_path: Path) -> None:
    fill_years()
    batch = check(town.supervisor, sheet(tmp_path, changed(牵头单位="路政")))
    assert batch.state == "blocked"
    remember_mapping(
        actor=town.supervisor, batch_id=batch.pk, subject="unit", source="路政", target="云岭县交通局"
    )
    batch = confirm(run(recheck_import(actor=town.supervisor, batch_id=batch.pk, now=NOON)))
    assert batch.state == "written"
    assert Duty.objects.get(role="lead").unit == town.lead


def test_a_ledger_does_not_write_over_a_matter_that_lives_here(town: Town, tmp_path: Path) -> None:
    fill_years()
    bring_in(town.supervisor, sheet(tmp_path, ROW))
    path = sheet(tmp_path, changed(办结时限="10月20日", 批准日期="2026-08-30"), name="新.xlsx")
    batch = check(town.supervisor, path)
    assert (batch.state, batch.summary["nothing"]) == ("ready", True)
    assert [(f["cell"], f["rule"], f["severity"]) for f in batch.findings] == [
        ("B3", "known_differs", "warning")
    ]
    assert "批准日期、办结时限不同，没有改动" in batch.findings[0]["message"]


def test_a_closed_row_needs_its_authority(town: Town, tmp_path: Path) -> None:
    path = sheet(tmp_path, [*changed(批准人=""), "2026.9.8"], heads=[*HEADS, "销号日期"])
    batch = check(town.supervisor, path)
    assert [(cell, rule) for _s, cell, rule, _m in errors(batch)] == [("J3", "closed_without_authority")]


def test_only_the_office_imports_matters(town: Town, tmp_path: Path) -> None:
    batch = check(town.lead_clerk, sheet(tmp_path, ROW))
    assert [rule for _s, _c, rule, _m in errors(batch)] == ["no_right"]
    assert counts() == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("title", "source"),
    [
        ("县政府第18次常务会议议定事项清单", "县政府会议议定事项"),
        ("2026年政府工作报告任务分解表", "政府工作报告任务"),
        ("2026年县政府十件民生实事", "民生实事"),
    ],
)
def test_where_no_column_says_the_source_the_title_does(
    title: str, source: str, town: Town, tmp_path: Path
) -> None:
    path = workbook(
        tmp_path, "清单.xlsx", [[title], ["序号", "议定事项", "责任单位"], [1, "修复县道", "交通局、水务局"]]
    )
    bring_in(town.supervisor, path)
    matter = Matter.objects.select_related("source").get()
    assert matter.source.name == source
    assert set(matter.duties.values_list("unit__short_name", "role")) == {
        ("交通局", "lead"),
        ("水务局", "helping"),
    }


def test_what_only_a_person_decides_is_not_imported_with_a_word(town: Town, tmp_path: Path) -> None:
    fill_years()
    path = sheet(tmp_path, [*ROW, "暂缓"], heads=[*HEADS, "状态"])
    batch = bring_in(town.supervisor, path)
    assert [(f["cell"], f["rule"]) for f in batch.findings] == [("J3", "decided_here")]
    assert Matter.objects.get().status == "issued"


def test_the_old_ledger_answers_for_the_periods_before_it(town: Town, tmp_path: Path) -> None:
    fill_years()
    heads = [*HEADS, "签收日期", "当前进展", "最近反馈时间"]
    row = [*changed(交办日期="2026.5.6", 批准日期="2026.5.5"), "2026.5.7", "路基完成", "8月31日"]
    bring_in(town.supervisor, sheet(tmp_path, row, heads=heads))
    told = Feedback.objects.order_by("-duty__role").values_list(
        "duty__role", "kind", "period_start", "period_end"
    )
    span = (date(2026, 8, 16), date(2026, 9, 1))
    assert list(told) == [("lead", "progress", *span), ("helping", "no_change", *span)]


def test_our_own_ledger_comes_back_with_nothing_to_write(town: Town, tmp_path: Path) -> None:
    fill_years()
    told = make_matter(
        town,
        "修复县道塌方",
        helping=[town.helping],
        duty_status="under_way",
        source_title="第18次常务会议纪要",
        source_number="云政纪〔2026〕7号",
        source_date=date(2026, 8, 31),
        standard="恢复通车",
        rhythm="by_stage",
    )
    make_instruction(town, told, "请月底前办结")
    make_feedback(town, lead_of(told), progress="完成六成\n缺料", problem="缺料", next_step="调运")
    stopped = make_matter(town, "暂缓的", source_number="阅〔2026〕7号")
    make_suspension(town, stopped, date(2026, 9, 5), date(2026, 9, 20))
    make_matter(town, "同名草稿", status="draft", due_on=None, due_basis="", due_rule="matter_default")
    make_matter(town, "同名草稿", status="draft", due_on=None, due_basis="", due_rule="matter_default")
    for status in ("submitted", "rejected", "registered", "shown", "closed", "withdrawn", "long_term"):
        make_matter(town, f"事项{status}", status=status, leader=None)
    before = counts()
    upload = export_ledger(actor=town.supervisor, on=STORY_DAY, now=NOON)
    path = tmp_path / "督查台账.xlsx"
    with upload.file.open("rb") as file:
        path.write_bytes(file.read())
    batch = check(town.supervisor, path)
    found = [(f["sheet"], f["rule"], f["severity"], f["message"]) for f in batch.findings]
    assert found == [
        (
            "单位办理情况统计",
            "own_statistics",
            "warning",
            "“单位办理情况统计”是系统导出的统计，由系统计算，没有导入。",
        )
    ]
    assert (batch.state, batch.summary["nothing"], batch.summary["unchanged"]) == ("ready", True, 11)
    assert counts() == before


def test_three_parts_of_a_source_in_one_cell_are_told_apart(town: Town, tmp_path: Path) -> None:
    fill_years()
    heads = [*HEADS, "来源文号、会议、批示"]
    row = [*ROW, "第18次常务会议纪要\n云政纪〔2026〕7号\n2026-08-31"]
    bring_in(town.supervisor, sheet(tmp_path, row, heads=heads))
    matter = Matter.objects.get()
    assert (matter.source_title, matter.source_number, matter.source_date) == (
        "第18次常务会议纪要",
        "云政纪〔2026〕7号",
        date(2026, 8, 31),
    )


def test_a_source_that_was_named_once_is_found_from_then_on(town: Town, tmp_path: Path) -> None:
    fill_years()
    path = sheet(tmp_path, changed(来源="县长信箱来件"))
    batch = check(town.supervisor, path)
    assert [(cell, rule) for _s, cell, rule, _m in errors(batch)] == [("C3", "unknown_source")]
    page = import_page(town.supervisor, batch.pk)
    (question,) = questions(page.unnamed, {}, known_names(town.supervisor, STORY_DAY))
    assert (question.subject_label, question.unnamed.name) == ("来源类别", "县长信箱来件")
    assert ("领导批示", "领导批示") in question.choices
    words = {"subject": "source", "source": "县长信箱来件", "target": "互联网+督查和群众反映"}
    remember_mapping(actor=town.supervisor, batch_id=batch.pk, **words)
    batch = confirm(run(recheck_import(actor=town.supervisor, batch_id=batch.pk, now=NOON)))
    assert batch.state == "written"
    assert Matter.objects.get().source.code == "public_clue"
