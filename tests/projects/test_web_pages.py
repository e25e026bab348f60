"""The project page, its history and files, and the forms of the office."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.services import store_upload
from projects import services
from projects.models import AnnualPlan, Milestone, ProgressPhoto, Project, Receipt, Responsibility
from tests.town import Town, accept_month, make_project

DAY = date(2026, 9, 12)


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def picture() -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(file, "JPEG")
    file.seek(0)
    file.name = "现场.jpg"
    return file


@pytest.fixture
def office(town: Town, client: Client) -> Client:
    client.force_login(town.supervisor)
    return client


@pytest.fixture
def photo(town: Town) -> ProgressPhoto:
    report = accept_month(town.project, 8, 800)
    upload = store_upload(actor=town.lead_clerk, file=picture(), name="现场.jpg", now=timezone.now())
    return ProgressPhoto.objects.create(progress=report, upload=upload)


def addresses(town: Town, photo: ProgressPhoto) -> list[str]:
    """Every address below one project."""
    project = town.project
    row = project.responsibilities.first()
    assert row is not None
    milestone = Milestone.objects.create(project=project, name="路基交验", due_on=DAY)
    receipt = Receipt.objects.create(project=project, source="fiscal", received_on=DAY, amount=10)
    plain = (
        *("project", "project-history", "project-edit", "project-plan", "project-responsibility"),
        *("project-milestone", "project-funding", "project-receipt", "project-assessment"),
        *("project-statistics", "project-exemption"),
    )
    return [
        *(reverse(name, args=[project.pk]) for name in plain),
        reverse("project-hand-over", args=[project.pk, row.pk]),
        reverse("project-end-responsibility", args=[project.pk, row.pk]),
        reverse("project-milestone-change", args=[project.pk, milestone.pk]),
        reverse("project-milestone-complete", args=[project.pk, milestone.pk]),
        reverse("project-receipt-decide", args=[project.pk, receipt.pk]),
        reverse("project-file", args=[project.pk, photo.upload_id]),
        reverse("progress", args=[project.pk, "2026-08"]),
        reverse("photo", args=[photo.pk]),
    ]


def test_a_stranger_finds_nothing_at_any_address(town: Town, client: Client, photo: ProgressPhoto) -> None:
    client.force_login(town.stranger)
    found = {address: client.get(address).status_code for address in addresses(town, photo)}
    assert set(found.values()) == {404}, found


@pytest.mark.parametrize("who", ["leader", "auditor", "helping_clerk"])
def test_who_only_reads_may_look_and_gets_no_form(
    who: str, town: Town, client: Client, photo: ProgressPhoto
) -> None:
    client.force_login(getattr(town, who))
    look = ("project", "project-history", "progress", "photo")
    readable = {reverse(n, args=[town.project.pk]) for n in look[:2]} | {
        reverse("progress", args=[town.project.pk, "2026-08"]),
        reverse("photo", args=[photo.pk]),
    }
    for address in addresses(town, photo):
        expected = 200 if address in readable else 404 if "/files/" in address else 403
        assert client.get(address).status_code == expected, address


def test_the_page_shows_figures_people_steps_and_months(office: Client, town: Town) -> None:
    accept_month(town.project, 7, 630, physical_progress="路基完成七成")
    Milestone.objects.create(project=town.project, name="桥梁合龙", due_on=date(2026, 9, 11))
    shown = text_of(office.get(reverse("project", args=[town.project.pk])))
    figures = ("52.5%", "时序进度 66.7%", "−14.2 个百分点", "截至7月")
    for word in (*figures, "常县长", "桥梁合龙", "逾期", "2026年7月", "路基完成七成"):
        assert word in shown, word


def test_a_step_due_today_is_not_missed(office: Client, town: Town) -> None:
    Milestone.objects.create(project=town.project, name="桥梁合龙", due_on=DAY)
    response = office.get(reverse("project", args=[town.project.pk]))
    assert [state for _row, state in response.context["milestones"]] == ["coming"]


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("supervisor", {"修改项目", "调整年度计划", "落实责任", "添加节点", "登记到位"}),
        ("lead_clerk", {"填报8月进展", "登记到位"}),
        ("helping_clerk", set()),
        ("auditor", set()),
        ("leader", set()),
    ],
)
def test_only_what_one_may_do_is_offered(who: str, offered: set[str], town: Town, client: Client) -> None:
    client.force_login(getattr(town, who))
    shown = text_of(client.get(reverse("project", args=[town.project.pk])))
    words = ("修改项目", "填报8月进展", "调整年度计划", "落实责任", "添加节点", "登记到位", "准予豁免")
    assert {word for word in words if word in shown} == offered


def test_the_page_asks_as_much_for_many_months_and_steps_as_for_one(town: Town, client: Client) -> None:
    client.force_login(town.lead_clerk)
    address = reverse("project", args=[town.project.pk])

    def grown(months: range) -> int:
        for month in months:
            accept_month(town.project, month, month * 10)
            Milestone.objects.create(project=town.project, name=f"节点{month}", due_on=DAY)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    client.get(address)
    assert grown(range(1, 2)) == grown(range(2, 9))


def test_the_history_says_who_changed_what_from_what_and_why(office: Client, town: Town) -> None:
    form = {"change": "adjusted", "kind": "continued", "planned_investment": "1500", "first_month": "1"}
    plan = reverse("project-plan", args=[town.project.pk])
    office.post(plan, {**form, "reason": "新增桥梁一座", "seen": "1"})
    shown = text_of(office.get(reverse("project-history", args=[town.project.pk])))
    for word in ("杜明察", "登记年度计划：2026", "年度计划投资（万元）：1500", "事由：新增桥梁一座"):
        assert word in shown, word


def test_htmx_gets_the_history_without_the_frame(office: Client, town: Town) -> None:
    address = reverse("project-history", args=[town.project.pk])
    part = office.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and "steps-list" in part


def test_a_plan_is_adjusted_once_however_often_it_is_sent(office: Client, town: Town) -> None:
    address = reverse("project-plan", args=[town.project.pk])
    form = {
        **{"change": "adjusted", "kind": "continued", "planned_investment": "1500", "first_month": "1"},
        **{"reason": "新增桥梁一座", "seen": str(office.get(address).context["form"]["seen"].value())},
    }
    assert office.post(address, form).status_code == 302
    again = office.post(address, form)
    assert again.status_code == 200 and "已有新的版次" in text_of(again)
    assert AnnualPlan.objects.filter(project=town.project).count() == 2
    assert AnnualPlan.objects.current(2026).get(project=town.project).planned_investment == 1500


def test_a_curve_is_given_in_percent_and_faults_keep_the_input(office: Client, town: Town) -> None:
    address = reverse("project-plan", args=[town.project.pk])
    form = {"change": "adjusted", "kind": "new", "planned_investment": "9", "first_month": "1", "seen": "1"}
    form |= {"reason": "按月排产", "curve": "5 10 x"}
    wrong = office.post(address, form)
    assert wrong.context["form"].errors["curve"] and 'value="5 10 x"' in wrong.content.decode()
    form["curve"] = "1 2 3 4 5 6 7 8 9 10 50 100"
    assert office.post(address, form).status_code == 302
    plan = AnnualPlan.objects.current(2026).get(project=town.project)
    assert plan.curve is not None and (plan.curve[7], plan.curve[11]) == (Decimal("0.08"), Decimal(1))


def test_a_project_is_registered_under_a_number(office: Client, town: Town) -> None:
    form = {"name": "云岭古城游客中心", "sector": town.sector.pk, "levels": ["county"], "stage": "started"}
    response = office.post("/projects/register/", {**form, "total_investment": "1200.5", "codes": ""})
    project = Project.objects.get(name="云岭古城游客中心")
    assert response.headers["Location"] == reverse("project", args=[project.pk])
    assert (project.number, project.total_investment) == ("2026-0001", Decimal("1200.5"))
    again = office.post("/projects/register/", form)
    assert again.status_code == 200 and again.context["form"].errors["name"]


def test_a_unit_may_not_register(town: Town, client: Client) -> None:
    client.force_login(town.lead_clerk)
    assert client.get("/projects/register/").status_code == 403
    assert client.post("/projects/register/", {"name": "x"}).status_code == 403


def test_revising_says_the_services_refusal_at_its_field(office: Client, town: Town) -> None:
    other = make_project("另一项目", town.sector)
    form = {"name": other.name, "sector": town.sector.pk, "levels": ["city"], "stage": "building"}
    response = office.post(reverse("project-edit", args=[town.project.pk]), form)
    assert "name" in response.context["form"].errors
    assert f'value="{other.name}"' in response.content.decode()
    town.project.refresh_from_db()
    assert town.project.name == "省道过境段改建"


def test_a_leader_is_a_post_and_the_others_are_units(office: Client, town: Town) -> None:
    address = reverse("project-responsibility", args=[town.project.pk])
    form = {"role": "supporting", "since": "2026-09-01", "position": "1", "post": town.leader_post.pk}
    assert set(office.post(address, form).context["form"].errors) == {"post", "unit"}
    form = {"role": "supporting", "since": "2026-09-01", "position": "1", "unit": town.strange.pk}
    assert office.post(address, form).status_code == 302
    twice = office.post(address, form)
    assert "已承担本项目的同一责任" in text_of(twice)
    assert Responsibility.objects.filter(project=town.project, role="supporting").count() == 1


def test_handing_over_keeps_the_former_holder_readable(office: Client, town: Town) -> None:
    row = Responsibility.objects.get(project=town.project, role="helping")
    address = reverse("project-hand-over", args=[town.project.pk, row.pk])
    form = {"unit": town.strange.pk, "on_day": "2026-09-12", "reason": "分工调整"}
    assert office.post(address, {**form, "reason": ""}).context["form"].errors["reason"]
    assert office.post(address, form).status_code == 302
    response = office.get(reverse("project", args=[town.project.pk]))
    assert [one.unit for one in response.context["former"]] == [town.helping]
    assert town.strange in [one.unit for one in response.context["running"]]


def test_a_row_of_another_project_is_not_found_here(office: Client, town: Town) -> None:
    other = make_project("另一项目", town.sector)
    row = Responsibility.objects.filter(project=town.project).first()
    assert row is not None
    assert office.get(reverse("project-hand-over", args=[other.pk, row.pk])).status_code == 404


def test_a_clerk_completes_a_step_with_evidence_hidden_from_strangers(town: Town, client: Client) -> None:
    client.force_login(town.lead_clerk)
    step = services.set_milestone(
        actor=town.supervisor, project_id=town.project.pk, name="路基交验", due_on=DAY
    )
    address = reverse("project-milestone-complete", args=[town.project.pk, step.pk])
    form = {"completed_on": "2026-09-10", "completion": "已交验", "evidence": [picture()]}
    assert client.post(address, form).status_code == 302
    evidence = step.evidence.get()
    file = reverse("project-file", args=[town.project.pk, evidence.upload_id])
    assert client.get(file).headers["Content-Type"] == "image/jpeg"
    client.force_login(town.stranger)
    assert client.get(file).status_code == 404


def test_money_arrives_and_is_recognised(town: Town, client: Client) -> None:
    client.force_login(town.lead_clerk)
    form = {"source": "fiscal", "received_on": "2026-09-01", "amount": "800"}
    assert client.post(reverse("project-receipt", args=[town.project.pk]), form).status_code == 302
    receipt = Receipt.objects.get(project=town.project)
    decide = reverse("project-receipt-decide", args=[town.project.pk, receipt.pk])
    assert client.post(decide, {"decision": "recognised", "recognised": "700"}).status_code == 403
    client.force_login(town.supervisor)
    refused = client.post(decide, {"decision": "refused"})
    assert refused.context["form"].errors["reason"]
    assert client.post(decide, {"decision": "recognised", "recognised": "700"}).status_code == 302
    receipt.refresh_from_db()
    assert (receipt.status, receipt.recognised) == ("recognised", Decimal(700))


def test_only_the_head_exempts_and_a_red_light_rests(town: Town, client: Client) -> None:
    address = reverse("project-exemption", args=[town.project.pk])
    form = {"measure": "report_missing", "since": "2026-09-01", "until": "2026-12-01", "reason": "洪水"}
    client.force_login(town.supervisor)
    assert client.post(address, form).status_code == 403
    client.force_login(town.office_head)
    assert client.post(address, form).status_code == 302
    shown = client.get(reverse("project", args=[town.project.pk])).context["project"]
    assert shown.report_missing_light == 2
