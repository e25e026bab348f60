"""登记 on the screen: one matter, many of a meeting, a pasted text; corrected by two editors at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from supervision.matters.forms.stale import seen_of
from supervision.matters.models import Instruction, Matter, Source, Step
from tests.matters.build import make_matter
from tests.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]
REGISTER, MEETING, PASTE = "/matters/register/", "/matters/register/meeting/", "/matters/register/paste/"


@pytest.fixture
def office(town: Town, client: Client) -> Client:
    client.force_login(town.supervisor)
    return client


def counts(**totals: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for kind, total in totals.items():
        found |= {f"{kind}-TOTAL_FORMS": total, f"{kind}-INITIAL_FORMS": 0}
    return found


def common(town: Town, **more: Any) -> dict[str, Any]:
    return {
        "source": Source.objects.get(code="instruction").pk,
        "basis": "instruction",
        "approver": town.leader_post.pk,
        "approved_on": "2026-09-10",
        "urgency": "normal",
        "classification": "internal",
        "helpers_report_to": "lead",
        **more,
    }


def entry(town: Town, **more: Any) -> dict[str, Any]:
    return {
        **common(town),
        **counts(helpers=1, stages=1, instructions=1),
        "title": "修复县道塌方",
        "requirement": "月底前恢复通车",
        "lead_unit": town.lead.pk,
        "helpers-0-unit": town.helping.pk,
        "helpers-0-task": "迁改管线",
        "instructions-0-post": town.leader_post.pk,
        "instructions-0-given_on": "2026-09-09",
        "instructions-0-text": "请交通局牵头",
        **more,
    }


def test_one_page_makes_a_matter_with_all_that_belongs_to_it(office: Client, town: Town) -> None:
    response = office.post(REGISTER, entry(town))
    matter = Matter.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/matters/{matter.pk}/")
    assert (matter.status, matter.due_rule, matter.rhythm) == ("draft", "matter_instruction", "half_month")
    duties = [(d.unit.short_name, d.role, d.task) for d in matter.duties.order_by("-role")]
    assert duties == [("交通局", "lead", ""), ("水务局", "helping", "迁改管线")]
    assert matter.instructions.get().text == "请交通局牵头"


def test_it_is_put_before_the_head_in_the_same_breath(office: Client, town: Town) -> None:
    office.post(REGISTER, entry(town, then="submit"))
    assert Matter.objects.get().status == "submitted"
    assert [step.verb for step in Step.objects.all()] == ["matter.submit"]


@pytest.mark.parametrize(
    ("changes", "where", "said"),
    [
        ({"title": ""}, "title", "该字段是必填项。"),
        ({"due_on": "2026-10-01"}, "due_basis", "手工确定时限的，请写明理由。"),
        ({"due_on": "2026-09-01", "due_basis": "会议"}, "due_on", "办结时限不能早于今天。"),
        ({"project": "没有的"}, "project", "没有编号或名称为“没有的”的项目。"),
        (
            {"classification": "secret"},
            "classification",
            "只限公开、内部、工作秘密。国家秘密（秘密、机密、绝密）不得进入本系统，请按保密规定在系统外办理。",
        ),
    ],
)
def test_bad_input_is_answered_at_its_field_and_nothing_is_written(
    office: Client, town: Town, changes: dict[str, Any], where: str, said: str
) -> None:
    response = office.post(REGISTER, entry(town, **changes))
    assert response.status_code == 200
    assert response.context["form"].errors[where] == [said]
    assert not Matter.objects.exists() and not Instruction.objects.exists()


def test_the_mark_of_a_state_secret_is_refused_with_the_rule(office: Client, town: Town) -> None:
    response = office.post(REGISTER, entry(town, requirement="机密★5年 请办理"))
    assert "涉密不上网" in str(response.context["form"].errors["requirement"])
    assert not Matter.objects.exists()


def test_a_row_that_is_half_filled_says_what_is_missing(office: Client, town: Town) -> None:
    response = office.post(REGISTER, entry(town, **{"helpers-0-unit": "", "instructions-0-text": ""}))
    sheet = response.context["sheet"]
    assert sheet.helpers.forms[0].errors == {"unit": ["请选择单位。"]}
    assert "text" in sheet.instructions.forms[0].errors
    assert not Matter.objects.exists()


def test_a_likely_duplicate_is_shown_with_reasons_before_it_is_kept(office: Client, town: Town) -> None:
    first = make_matter(town, "修复县道塌方路段", requirement="月底前恢复通车")
    shown = office.post(REGISTER, entry(town))
    assert [one.matter for one in shown.context["alike"]] == [first]
    assert shown.context["alike"][0].reasons[0] in shown.content.decode()
    assert not shown.context["wrong"]
    assert Matter.objects.count() == 1
    office.post(REGISTER, entry(town, alike="seen"))
    assert Matter.objects.count() == 2


@pytest.mark.parametrize("who", ["lead_clerk", "lead_head", "leader", "auditor", "stranger", "system_admin"])
def test_only_the_office_registers(client: Client, town: Town, who: str) -> None:
    client.force_login(getattr(town, who))
    pages = (REGISTER, MEETING, PASTE, "/matters/register/due/", "/matters/register/rows/helpers/")
    assert {client.get(page).status_code for page in pages} == {403}
    assert client.post(REGISTER, entry(town)).status_code == 403
    assert not Matter.objects.exists()


# --- the date before anything is kept -------------------------------------------------------------
def preview(office: Client, **choices: Any) -> str:
    return str(office.get("/matters/register/due/", choices).content.decode())


def test_the_due_date_is_shown_with_its_rule(office: Client, town: Town) -> None:
    source = Source.objects.get(code="instruction").pk
    shown = preview(office, source=source, urgency="normal")
    assert "2026年9月28日" in shown  # the 27th is a Sunday
    assert "交办后15个自然日内，遇休息日顺延" in shown


def test_no_two_rules_look_the_same(office: Client) -> None:
    offered = [label for _key, label in office.get(REGISTER).context["form"].fields["due_rule"].choices]
    assert len(offered) == len(set(offered)) > 8
    assert "交办后5个自然日内，遇休息日顺延（上级督办件（紧急）、领导批示（紧急））" in offered
    assert "交办后5个自然日内，遇休息日顺延（互联网+督查和群众反映、媒体反映）" in offered
    assert "交办后15个自然日内，遇休息日顺延" in offered


def test_a_rule_from_the_meeting_asks_for_its_day(office: Client, town: Town) -> None:
    assert "请填写会议日期（来源日期）" in preview(office, due_rule="matter_minutes")
    assert "2026年9月21日" in preview(office, due_rule="matter_minutes", source_date="2026-09-01")


def test_a_missing_calendar_is_said_beside_the_date(office: Client, town: Town) -> None:
    assert "2027" in preview(office, due_on="2027-01-20")
    assert "due-warning" in preview(office, due_on="2027-01-20")
    assert "due-warning" not in preview(office, due_on="2026-10-20")


def test_nonsense_is_no_error(office: Client, town: Town) -> None:
    shown = preview(office, source="x", urgency="?", due_on="soon", source_date="2026-99-99")
    assert "选择立项来源后" in shown


def test_a_row_is_added_without_the_page(office: Client, town: Town) -> None:
    response = office.get("/matters/register/rows/helpers/", {"helpers-TOTAL_FORMS": "4"})
    shown = response.content.decode()
    assert 'name="helpers-4-unit"' in shown
    assert 'id="id_helpers-TOTAL_FORMS" value="5"' in shown
    assert office.get("/matters/register/rows/helpers/", {"helpers-TOTAL_FORMS": "100"}).status_code == 204
    assert office.get("/matters/register/rows/bribes/").status_code == 404


# --- several --------------------------------------------------------------------------------------
def several(town: Town, **more: Any) -> dict[str, Any]:
    return {
        **common(town, source_title="县政府第17次常务会议", source_date="2026-09-11"),
        **counts(matters=3),
        "matters-0-title": "实施城区雨污分流",
        "matters-0-requirement": "年底前完成主管网",
        "matters-0-lead_unit": town.lead.pk,
        "matters-0-helpers": [town.helping.pk],
        "matters-1-title": "筹办秋季招商会",
        "matters-1-requirement": "拟订方案报县政府",
        "matters-1-lead_unit": town.helping.pk,
        "matters-1-due_on": "2026-10-15",
        "matters-1-due_basis": "会议确定",
        **more,
    }


def test_a_meeting_is_entered_on_one_page(office: Client, town: Town) -> None:
    response = office.post(MEETING, several(town))
    assert response["Location"] == "/matters/?state=draft"
    first, second = Matter.objects.order_by("pk")
    assert {first.source_title, second.source_title} == {"县政府第17次常务会议"}
    assert (first.due_rule, first.due_on) == ("matter_instruction", None)
    assert (second.due_rule, second.due_on) == ("", date(2026, 10, 15))
    assert [d.unit.short_name for d in first.duties.order_by("-role")] == ["交通局", "水务局"]


def test_of_a_meeting_all_are_kept_or_none(office: Client, town: Town) -> None:
    response = office.post(MEETING, several(town, **{"matters-1-due_on": "2026-09-01"}))
    rows = response.context["matters"].forms
    assert rows[1].errors == {"due_on": ["办结时限不能早于今天。"]}
    assert not rows[0].errors
    assert not Matter.objects.exists()


def test_an_empty_meeting_is_refused(office: Client, town: Town) -> None:
    response = office.post(MEETING, {**common(town), **counts(matters=2)})
    assert response.context["matters"].forms[0].errors == {"title": ["请至少填写一件。"]}


def test_pasted_text_becomes_drafts_to_confirm(office: Client, town: Town) -> None:
    text = "1.加快省道改建。责任单位：交通局、水务局。完成时限：9月底。\n"
    text += "2.办好秋季招商会。牵头单位：文旅局、招商局。"
    response = office.post(PASTE, {"text": text})
    assert response.status_code == 200
    rows = response.context["matters"].forms
    assert len(rows) == 2
    assert rows[0].initial["lead_unit"] == town.lead.pk
    assert rows[0].initial["helpers"] == [town.helping.pk]
    assert rows[1].initial["lead_unit"] == town.strange.pk
    shown = response.content.decode()
    assert "原文写明的时限：9月底" in shown
    assert "没有找到的单位，请手工选择：招商局" in shown
    assert not Matter.objects.exists()


def test_a_unit_that_the_text_says_helps_never_leads(office: Client, town: Town) -> None:
    text = "1.办好招商会，招商局牵头，水务局配合。\n2.修路，县交通局牵头，9月底前完成。"
    first, second = office.post(PASTE, {"text": text}).context["matters"].forms
    assert (first.initial["lead_unit"], first.initial["helpers"]) == (None, [town.helping.pk])
    assert first.initial["names"] == ["招商局"]
    assert (second.initial["lead_unit"], second.initial["due_text"]) == (town.lead.pk, "9月底前")


def test_a_matter_is_split_into_its_parts(office: Client, town: Town) -> None:
    whole = make_matter(town, status="registered", due_rule="matter_document", due_on=None, due_basis="")
    address = reverse("matter-split", args=[whole.pk])
    assert office.get(address).status_code == 200
    data = {key: value for key, value in several(town).items() if key.startswith("matters-")}
    assert office.post(address, data)["Location"] == f"/matters/{whole.pk}/"
    children = Matter.objects.filter(parent=whole).order_by("pk")
    assert [(child.status, child.due_rule) for child in children] == [
        ("registered", "matter_document"),
        ("registered", ""),
    ]


# --- two editors ----------------------------------------------------------------------------------
def test_a_draft_is_corrected(office: Client, town: Town) -> None:
    matter = make_matter(town, status="draft")
    address = reverse("matter-edit", args=[matter.pk])
    shown = office.get(address)
    assert shown.context["form"]["title"].value() == "修复县道塌方"
    data = entry(town, title="修复省道塌方", seen=shown.context["seen"])
    assert office.post(address, data)["Location"] == f"/matters/{matter.pk}/"
    matter.refresh_from_db()
    assert matter.title == "修复省道塌方"
    assert matter.duties.count() == 2


def test_of_two_editors_the_second_is_told_what_changed_and_decides(office: Client, town: Town) -> None:
    matter = make_matter(town, status="draft")
    address, seen = reverse("matter-edit", args=[matter.pk]), seen_of(matter)
    Matter.objects.filter(pk=matter.pk).update(requirement="同事写的要求")
    response = office.post(address, entry(town, title="我的名称", seen=seen))
    said = response.context["form"].non_field_errors()
    assert said == [
        "没有保存：打开本页以后，同事已修改下列内容。请核对；再次保存将以您的内容为准。",
        "任务要求：同事写的要求",
    ]
    matter.refresh_from_db()
    assert (matter.title, matter.requirement) == ("修复县道塌方", "同事写的要求")
    assert response.context["form"]["title"].value() == "我的名称"
    office.post(address, entry(town, title="我的名称", seen=response.context["seen"]))
    matter.refresh_from_db()
    assert (matter.title, matter.requirement) == ("我的名称", "月底前恢复通车")


def test_an_issued_matter_is_no_longer_corrected(office: Client, town: Town) -> None:
    matter = make_matter(town)
    address = reverse("matter-edit", args=[matter.pk])
    response = office.post(address, entry(town, seen=seen_of(matter)))
    assert response.status_code == 200 and response.context["form"].non_field_errors()
    matter.refresh_from_db()
    assert matter.requirement == "修复县道塌方，按期办结。"


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("lead_clerk", 403), ("auditor", 403)])
def test_others_do_not_correct_or_split(client: Client, town: Town, who: str, status: int) -> None:
    matter = make_matter(town)
    client.force_login(getattr(town, who))
    for name in ("matter-edit", "matter-split"):
        assert client.get(reverse(name, args=[matter.pk])).status_code == status
