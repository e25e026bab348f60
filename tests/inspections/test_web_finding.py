"""A finding on the screen: written, drafted from what is late, answered by its unit, decided by the team."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from projects.models import Milestone
from supervision.inspections.models import Category, Evidence, Finding
from tests.inspections.build import make_finding, make_inspection
from tests.inspections.build_rectifications import (
    make_evidence,
    make_rectification,
    make_upload,
    make_verification,
)
from tests.town import Town, accept_month, make_project

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]


def act(client: Client, row: Finding, verb: str, **words: Any) -> Any:
    return client.post(reverse("inspection-act", args=["finding", row.pk, verb]), words)


def status_of(row: Finding) -> str:
    row.refresh_from_db()
    return row.status


def photo(name: str = "现场.jpg") -> io.BytesIO:
    content = io.BytesIO()
    Image.new("RGB", (64, 48), "#8a7f6b").save(content, "JPEG")
    content.seek(0)
    content.name = name
    return content


def words_of(town: Town, **more: Any) -> dict[str, Any]:
    return {
        "unit": town.lead.pk,
        "category": Category.objects.get(code="safety").pk,
        "severity": "serious",
        "title": "边坡未设防护网",
        "description": "K3+200处边坡没有防护网。",
        **more,
    }


def test_a_finding_is_written_at_a_desk_with_its_proof(client: Client, town: Town) -> None:
    inspection = make_inspection(town)
    client.force_login(town.supervisor)
    address = reverse("finding-new", args=[inspection.pk])
    words = words_of(town, amount="12.5", place="K3+200", photos=[photo()], project=town.project.number)
    response = client.post(address, words)
    made = Finding.objects.get()
    assert response["Location"] == f"/inspections/findings/{made.pk}/"
    assert (made.inspection, made.project, str(made.amount)) == (inspection, town.project, "12.5000")
    file = made.evidence.get()
    assert file.upload.name == "现场.jpg"
    shown = client.get(response["Location"]).content.decode()
    assert f"/inspections/evidence/{file.pk}/" in shown and "12.5 万元" in shown
    for user, status in ((town.auditor, 200), (town.lead_clerk, 404), (town.stranger, 404)):
        client.force_login(user)
        assert client.get(reverse("inspection-evidence", args=[file.pk])).status_code == status


def test_half_a_place_a_broken_picture_and_a_unit_that_is_not_inspected_are_refused(
    client: Client, town: Town
) -> None:
    inspection = make_inspection(town)
    client.force_login(town.nobody)
    address = reverse("finding-new", args=[inspection.pk])
    broken = io.BytesIO(b"\xff\xd8\xff\xe0 broken")
    broken.name = "坏.jpg"
    half = client.post(address, words_of(town, latitude="31.5")).context["form"].errors
    assert half["longitude"] == ["经纬度须成对填写。"]
    assert client.post(address, words_of(town, unit=town.strange.pk)).context["form"].errors["unit"]
    assert "坏.jpg" in client.post(address, words_of(town, photos=[broken])).content.decode()
    assert not Finding.objects.exists()


def test_who_may_write_and_revise(client: Client, town: Town) -> None:
    inspection = make_inspection(town)
    draft = make_finding(town, inspection, status="draft")
    write, revise = reverse("finding-new", args=[inspection.pk]), reverse("finding-revise", args=[draft.pk])
    people = (
        (town.supervisor, 200, 200),
        (town.nobody, 200, 200),
        (town.lead_clerk, 403, 404),
        (town.auditor, 403, 403),
        (town.stranger, 404, 404),
    )
    for user, writes, revises in people:
        client.force_login(user)
        assert (client.get(write).status_code, client.get(revise).status_code) == (writes, revises)
    client.force_login(town.nobody)
    assert client.get(reverse("finding-monitored")).status_code == 403
    client.post(revise, words_of(town, title="改后"))
    draft.refresh_from_db()
    assert draft.title == "改后"


def test_the_unit_confirms_or_disputes_on_its_page(client: Client, town: Town) -> None:
    inspection = make_inspection(town)
    first, second = (make_finding(town, inspection, title, status="draft") for title in ("甲", "乙"))
    client.force_login(town.nobody)
    for row in (first, second):
        act(client, row, "notify")
        awaited = client.get(reverse("finding", args=[row.pk])).context["offers"]
        assert [offer.act.name for offer in awaited] == ["finding.attach", "finding.drop"]
    client.force_login(town.lead_clerk)
    shown = client.get(reverse("finding", args=[first.pk]))
    assert shown.context["answers"] and shown.context["offers"] == []
    assert "请确认" in shown.content.decode()
    act(client, first, "agree", statement="属实")
    assert status_of(first) == "agreed"
    silent = act(client, second, "dispute")
    assert silent.status_code == 200 and "statement" in silent.context["form"].errors
    act(client, second, "dispute", statement="9月2日有电子记录")
    assert status_of(second) == "disputed"
    assert act(client, second, "uphold", reason="x").status_code == 403
    client.force_login(town.nobody)
    upholding = reverse("inspection-act", args=["finding", second.pk, "uphold"])
    assert upholding in client.get(reverse("finding", args=[second.pk])).content.decode()
    act(client, second, "drop", reason="记录属实")
    assert status_of(second) == "dropped"
    assert "9月2日有电子记录" in client.get(reverse("finding", args=[second.pk])).content.decode()


def test_what_stands_is_ordered_to_be_put_right_from_its_page(client: Client, town: Town) -> None:
    finding = make_finding(town, make_inspection(town), status="upheld")
    draft = make_rectification(town, status="draft", title="尚未交办", finding=finding)
    sent = make_rectification(town, status="issued", title="已经交办", finding=finding)
    address = reverse("rectification-from-finding", args=[finding.pk])
    pages = [reverse("rectification", args=[row.pk]) for row in (draft, sent)]
    for user, offered, seen in ((town.supervisor, True, pages), (town.lead_clerk, False, pages[1:])):
        client.force_login(user)
        shown = client.get(reverse("finding", args=[finding.pk])).content.decode()
        assert (address in shown) is offered
        assert [page for page in pages if page in shown] == seen
    disputed = make_finding(town, finding.inspection, status="disputed")
    client.force_login(town.supervisor)
    assert "登记整改" not in client.get(reverse("finding", args=[disputed.pk])).content.decode()


SAME: dict[str, Any] = {"sha256": "a" * 64}
REASON = "同一文件也用于：交通局·整改“先前的整改”整改后·2026年9月8日"


def test_a_findings_recycled_picture_is_told_to_who_judges_and_not_to_the_unit(
    client: Client, town: Town
) -> None:
    former = make_rectification(town, title="先前的整改")
    make_evidence(town, former, side="after", upload=make_upload(town, **SAME))
    row = make_finding(town, make_inspection(town), proved=False)
    upload = make_upload(town, **SAME)
    row.evidence.create(upload=upload, added_by=town.nobody, added_at=row.found_at)
    for user in (town.supervisor, town.office_head, town.leader, town.auditor):
        client.force_login(user)
        assert REASON in client.get(reverse("finding", args=[row.pk])).content.decode(), user
    client.force_login(town.nobody)
    of_the_team = client.get(reverse("finding", args=[row.pk])).content.decode()
    assert "同一文件也用于：另一处（您无权查看）" in of_the_team and "先前的整改" not in of_the_team
    for user in (town.lead_clerk, town.lead_head):
        client.force_login(user)
        shown = client.get(reverse("finding", args=[row.pk])).content.decode()
        assert f"/inspections/evidence/{row.evidence.get().pk}/" in shown and "佐证提示" not in shown


def test_a_findings_picture_shows_how_it_was_in_its_own_rectification_by_right(
    client: Client, town: Town
) -> None:
    finding = make_finding(town, make_inspection(town), status="upheld", proved=False)
    rectification = make_rectification(town, finding=finding)
    for values in ({"finding": finding}, {"rectification": rectification, "side": "before"}):
        known = {"upload": make_upload(town, **SAME), "added_by": town.nobody, "added_at": finding.found_at}
        Evidence.objects.create(**known | values)
    client.force_login(town.supervisor)
    pages = (reverse("finding", args=[finding.pk]), reverse("rectification", args=[rectification.pk]))
    for page in pages:
        assert "佐证提示" not in client.get(page).content.decode(), page
    make_evidence(town, rectification, side="after", upload=make_upload(town, **SAME))
    for page in pages:
        assert "同一文件也用于：" in client.get(page).content.decode(), page


def test_nobody_is_sent_to_a_page_that_is_not_there(client: Client, town: Town) -> None:
    finding = make_finding(town, make_inspection(town), status="upheld")
    row = make_rectification(
        town, status="checked", finding=finding, project=make_project("水源地整治", town.sector)
    )
    make_verification(town, row, [town.stranger, town.supervisor])
    addresses = {reverse("finding", args=[finding.pk]), reverse("project", args=[row.project_id])}
    for user, links in ((town.stranger, set()), (town.supervisor, addresses)):
        client.force_login(user)
        shown = client.get(reverse("rectification", args=[row.pk])).content.decode()
        assert finding.title in shown
        assert {address for address in addresses if f'href="{address}"' in shown} == links


def test_a_draft_is_nobodys_business_outside(client: Client, town: Town) -> None:
    row = make_finding(town, make_inspection(town), status="draft")
    for user, status in (
        (town.lead_head, 404),
        (town.stranger, 404),
        (town.nobody, 200),
        (town.auditor, 200),
    ):
        client.force_login(user)
        shown = client.get(reverse("finding", args=[row.pk]))
        assert shown.status_code == status
    assert client.get(reverse("finding", args=[row.pk])).context["offers"] == []


def test_one_press_on_a_red_projects_page_drafts_a_finding_with_its_figures_once(
    client: Client, town: Town
) -> None:
    accept_month(town.project, 8, 100)
    client.force_login(town.supervisor)
    address = reverse("finding-from", args=["project", town.project.pk])
    assert f'action="{address}"' in client.get(reverse("project", args=[town.project.pk])).content.decode()
    made = client.post(address)["Location"]
    assert client.post(address)["Location"] == made
    row = Finding.objects.get()
    assert (row.project, row.unit, row.status, row.inspection) == (town.project, town.lead, "draft", None)
    shown = client.get(made).content.decode()
    assert row.figures and all(figure["value"] in shown for figure in row.figures)
    client.force_login(town.lead_clerk)
    assert address not in client.get(reverse("project", args=[town.project.pk])).content.decode()
    assert client.post(address).status_code == 403
    client.force_login(town.stranger)
    assert client.post(address).status_code == 404


def test_a_missed_milestone_drafts_one_and_what_is_in_time_says_why_not(client: Client, town: Town) -> None:
    known: dict[str, Any] = {"project": town.project, "unit": town.lead}
    missed = Milestone.objects.create(name="路基完成", due_on=date(2026, 8, 1), **known)
    coming = Milestone.objects.create(name="通车", due_on=date(2026, 12, 1), **known)
    client.force_login(town.supervisor)
    page = client.get(reverse("project", args=[town.project.pk])).content.decode()
    assert reverse("finding-from", args=["milestone", missed.pk]) in page
    assert reverse("finding-from", args=["milestone", coming.pk]) not in page
    client.post(reverse("finding-from", args=["milestone", missed.pk]))
    assert Finding.objects.get().milestone == missed
    refused = client.post(reverse("finding-from", args=["milestone", coming.pk]), follow=True)
    assert "没有逾期" in refused.content.decode() and Finding.objects.count() == 1
    assert client.post(reverse("finding-from", args=["county", 1])).status_code == 404


def test_findings_are_filtered_within_an_inspection_and_among_all(client: Client, town: Town) -> None:
    inspection = make_inspection(town, units=[town.lead, town.helping])
    make_finding(town, inspection, "甲", severity="major")
    make_finding(town, inspection, "乙", unit=town.helping, status="disputed")
    make_finding(town, None, "丙", status="draft")
    client.force_login(town.supervisor)
    page = reverse("inspection", args=[inspection.pk])
    for asked in ({"severity": "major"}, {"unit": town.lead.pk}, {"status": "agreed"}, {"text": "甲"}):
        assert [row.title for row in client.get(page, asked).context["findings"]] == ["甲"]
    assert [row.title for row in client.get(reverse("findings")).context["findings"]] == ["丙", "乙", "甲"]
    client.force_login(town.lead_clerk)
    assert [row.title for row in client.get(reverse("findings")).context["findings"]] == ["甲"]
    client.force_login(town.stranger)
    assert "还没有督查发现问题" in client.get(reverse("findings")).content.decode()


def test_the_list_and_the_page_cost_the_same_for_one_and_for_twenty(
    client: Client, town: Town, django_assert_max_num_queries: Any
) -> None:
    inspection = make_inspection(town)
    row = make_finding(town, inspection)

    def count(user: Any, address: str) -> int:
        client.force_login(user)
        with django_assert_max_num_queries(60) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    pages = [reverse("findings"), reverse("finding", args=[row.pk])]
    asked = [(user, page) for user in (town.supervisor, town.lead_clerk) for page in pages]
    before = [count(*one) for one in asked]
    for number in range(20):
        make_finding(town, inspection, f"第{number}个")
        row.evidence.create(upload=row.evidence.first().upload, added_by=town.nobody, added_at=row.found_at)  # type: ignore[union-attr]
    assert [count(*one) for one in asked] == before
