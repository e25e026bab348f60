"""Pages of scores: the office drafts, tries, computes; a unit sees its own points with their rows."""

from __future__ import annotations

import re
from decimal import Decimal as D
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import AccessEntry, Role, Upload, User
from supervision.reports.models import ScoreList, ScoreRound, ScoreScheme, ScoreSheet
from supervision.reports.services import scoring
from tests.reports.conftest import Told
from tests.reports.scoring import bring, item_of, make_round, make_scheme, sheet_of
from tests.town import NOON, accept_month, carry, make_project, make_unit, make_user

pytestmark = pytest.mark.django_db


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def told_on(client: Client, address: str, **posted: Any) -> str:
    answer = client.post(address, posted, follow=True) if posted else client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_office_walks_from_a_draft_to_published_lists(told: Told) -> None:
    town = told.town
    office, head = as_user(town.supervisor), as_user(town.office_head)
    words = {"name": "年度督查考核", "year": 2026, "base": 40, "target": 70, "best": 1, "last": 1}
    assert "还没有考核项目" in told_on(office, "/reports/scores/schemes/new/", **words)
    scheme = ScoreScheme.objects.get()
    place = f"/reports/scores/schemes/{scheme.pk}/"
    rule = {"order": 10, "name": "投资完成率", "metric": "project_completion", "no_tasks": "exclude"}
    refused = told_on(office, f"{place}rules/new/", **rule, formula="events", weight=60)
    assert "不能用这种计分办法" in refused
    told_on(office, f"{place}rules/new/", **rule, formula="ratio", weight=60)
    manual = {"order": 20, "name": "领导评价", "formula": "manual", "no_tasks": "exclude", "cap_up": 20}
    assert "还没有试算" in told_on(office, f"{place}rules/new/", **manual)
    act = f"/reports/scores/act/score_scheme/{scheme.pk}/"
    told_on(head, f"{act}adopt/", approver=town.leader_post.pk)
    scheme.refresh_from_db()
    assert scheme.status == "draft", "nobody has tried it"
    tried = told_on(office, f"{place}try/", year=2026, first_month=1, last_month=8)
    assert "82.00" in tried
    assert "交通局" in tried
    assert not ScoreSheet.objects.exists()
    assert "已审定施行" in told_on(head, f"{act}adopt/", approver=town.leader_post.pk)
    told_on(office, f"{act}open/", first_month=1, last_month=8)
    row = ScoreRound.objects.get()
    act = f"/reports/scores/act/score_round/{row.pk}/"
    points = {"rule": scheme.rules.get(name="领导评价").pk, "unit": town.helping.pk, "points": 5}
    told_on(office, f"{act}enter/", **points, reason="防汛抢险受表扬", document="批示〔2026〕3号")
    computed = told_on(office, f"{act}compute/", next="")
    assert "防汛抢险受表扬" in computed
    told_on(office, f"{act}announce/", next="")
    assert "已审定" in told_on(head, f"{act}approve/", document="县政府第12次常务会议")
    told_on(office, f"{act}propose/", next="")
    listed = ScoreList.objects.get()
    act = f"/reports/scores/act/score_list/{listed.pk}/"
    assert office.post(f"{act}approve/", {"approver": town.leader_post.pk}).status_code == 403
    told_on(head, f"{act}approve/", approver=town.leader_post.pk)
    told_on(office, f"{act}publish/", since="2026-09-12", until="2026-09-18", place="县政府门户网站")
    public = told_on(as_user(town.stranger), "/reports/scores/")
    assert "县政府门户网站" in public
    stated = re.findall(r'score-(red|black)">.*?<strong>(.*?)</strong><span[^>]*>(.*?)</span>', public)
    assert stated == [
        ("red", "交通局", "县直部门第1位（共4个） · 82.00分，达标分70.00"),
        ("black", "文旅局", "县直部门第4位（共4个） · 58.00分，达标分70.00"),
    ]


def test_a_unit_sees_its_points_with_their_rows_and_appeals_and_nothing_of_others(told: Told) -> None:
    town = told.town
    row = make_round(town, until="checking")
    clerk = as_user(town.helping_clerk)
    sheet, other = sheet_of(row, town.helping), sheet_of(row, town.lead)
    page = told_on(clerk, f"/reports/scores/sheets/{sheet.pk}/")
    assert f"/projects/{told.pipes.pk}/" in page
    assert "完成1,000万元，年度计划2,400万元" in page
    assert "审定后公布" in page
    for address in (f"sheets/{other.pk}/", f"rounds/{row.pk + 1}/", f"schemes/{row.scheme_id}/try/"):
        assert clerk.get(f"/reports/scores/{address}").status_code in (403, 404), address
    assert "排名还没有公布" in told_on(clerk, f"/reports/scores/rounds/{row.pk}/")
    item = item_of(row, town.helping, "重点项目年度投资完成率")
    act = f"/reports/scores/act/score_event/{item.pk}/appeal/"
    paper = BytesIO(b"%PDF-1.7\n%%EOF\n")
    paper.name = "佐证.pdf"
    assert "待答复" in told_on(clerk, act, reason="管材到货单没有计入", attachments=paper)
    assert as_user(town.stranger).get(act).status_code == 404
    appeal = item.appeals.get()
    file = f"/reports/scores/files/{appeal.files.get().pk}/"
    assert clerk.get(file).status_code == 200
    assert as_user(town.stranger).get(file).status_code == 404
    second = as_user(make_user("second", "孙督查", town.office, Role.SUPERVISOR))
    decide = f"/reports/scores/act/score_appeal/{appeal.pk}/refuse/"
    own = told_on(as_user(town.supervisor), decide, decision="不成立")
    assert "请由他人答复" in own
    assert "申诉不成立" in told_on(second, decide, decision="到货单不是完成投资的依据。")
    scoring.approve_round(actor=town.office_head, round_id=row.pk, document="常务会议", now=NOON)
    ranking = told_on(clerk, f"/reports/scores/rounds/{row.pk}/")
    assert "82.00" in ranking, "the group's places and totals"
    assert f"/reports/scores/sheets/{other.pk}/" not in ranking


def test_auditors_look_in_the_admin_site_and_change_nothing(told: Told) -> None:
    row = make_round(told.town, until="approved")
    auditor = as_user(told.town.auditor)
    for name in ("scorescheme", "scorerule", "scoreround", "scoresheet", "scoreevent", "manualpoint"):
        told_on(auditor, f"/admin/reports/{name}/")
        assert auditor.get(f"/admin/reports/{name}/add/").status_code == 403, name
    change = f"/admin/reports/scorescheme/{row.scheme_id}/"
    assert "重点项目年度投资完成率" in told_on(auditor, f"{change}change/")
    assert auditor.post(f"{change}change/", {"base": 99}).status_code == 403
    assert "审定施行" in told_on(auditor, f"{change}history/")


def test_the_workbooks_tell_what_the_pages_do(told: Told) -> None:
    town = told.town
    row = make_round(town, until="approved")
    answer = as_user(town.supervisor).post(f"/reports/scores/rounds/{row.pk}/export/")
    assert answer.status_code == 302
    book = load_workbook(Upload.objects.latest("pk").file)
    lines = list(book["县直部门"].iter_rows(min_row=4, values_only=True))
    assert lines[0] == (1, "交通局", 42, 0, 0, 0, 82)
    assert [line[1] for line in lines] == ["交通局", "公路段", "水务局", "文旅局", "督查办"]
    assert lines[-1][0] == "不参与"
    as_user(town.helping_clerk).post(f"/reports/scores/sheets/{sheet_of(row, town.helping).pk}/export/")
    sheet = load_workbook(Upload.objects.latest("pk").file).active
    cells = [line for line in sheet.iter_rows(min_row=4, values_only=True)]
    assert cells[2][4] == "供水管网改造：完成1,000万元，年度计划2,400万元"
    assert (cells[-1][0], cells[-1][1]) == ("总分", 65)
    assert AccessEntry.objects.filter(kind="export").count() == 2
    stranger = as_user(town.stranger)
    assert stranger.post(f"/reports/scores/rounds/{row.pk}/export/").status_code == 404


def test_pages_cost_the_same_for_few_units_and_for_many(told: Told) -> None:
    town = told.town
    row = make_round(town)
    office, clerk = as_user(town.supervisor), as_user(town.helping_clerk)

    def statements() -> list[int]:
        sheet = sheet_of(row, town.helping)
        counts = []
        for client, address in [
            (office, "/reports/scores/"),
            (office, f"/reports/scores/rounds/{row.pk}/"),
            (office, f"/reports/scores/sheets/{sheet.pk}/"),
            (clerk, "/reports/scores/"),
        ]:
            with CaptureQueriesContext(connection) as captured:
                told_on(client, address)
            counts.append(len(captured))
        return counts

    statements()
    before = statements()
    for number in range(6):
        unit = make_unit(f"第{number}单位")
        for holder in (unit, town.helping):
            project = make_project(f"第{number}个项目（{holder}）", town.sector)
            carry(project, "responsible", holder)
            accept_month(project, 8, 500)
    bring(town, row, "draft")
    assert statements() == before


def test_a_scheme_that_is_in_force_offers_no_pencil(told: Told) -> None:
    row = make_round(told.town)
    page = told_on(as_user(told.town.supervisor), f"/reports/scores/schemes/{row.scheme_id}/")
    assert "添加考核项目" not in page
    assert "另起新版本" in page
    edit = f"/reports/scores/schemes/{row.scheme_id}/edit/"
    words = {"name": "改名", "year": 2026, "base": 1, "target": 70, "best": 1, "last": 1}
    assert "请另起新版本" in told_on(as_user(told.town.supervisor), edit, **words)
    assert ScoreScheme.objects.get().base == D(40)
    assert make_scheme(told.town, name="又一方案") in ScoreScheme.objects.visible_to(told.town.leader)
