"""Workbooks out of the browser: the filtered ledger, and a unit's month that comes back in."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import AccessEntry, Job
from accounts.services import run_job
from projects.models import ImportBatch
from tests.town import Town, accept_month, make_project


def words_of(response: Any) -> set[str]:
    book = load_workbook(io.BytesIO(b"".join(response)))
    return {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell}


def exported(client: Client, **asked: str) -> set[str]:
    response = client.post(reverse("export"), asked)
    job = Job.objects.latest("pk")
    assert response.headers["Location"] == reverse("job", args=[job.pk])
    run_job(job_id=job.pk)
    job.refresh_from_db()
    assert job.result is not None, job.error
    return words_of(client.get(reverse("file", args=[job.result.pk])))


def test_the_export_holds_the_filter_and_is_logged(town: Town, client: Client) -> None:
    make_project("村道", town.sector, levels=["province"])
    client.force_login(town.supervisor)
    words = exported(client, level="province")
    assert "村道" in words and "省道过境段改建" not in words
    assert AccessEntry.objects.filter(kind="export", user=town.supervisor).count() == 1


@pytest.mark.parametrize(("who", "seen"), [("lead_clerk", True), ("stranger", False), ("below_clerk", False)])
def test_an_export_holds_only_what_one_sees(who: str, seen: bool, town: Town, client: Client) -> None:
    make_project("别人的项目", town.sector)
    client.force_login(getattr(town, who))
    words = exported(client)
    assert ("省道过境段改建" in words) == seen
    assert "别人的项目" not in words


def test_a_strangers_job_and_file_are_not_found(town: Town, client: Client) -> None:
    client.force_login(town.supervisor)
    exported(client)
    job = Job.objects.latest("pk")
    assert job.result is not None
    client.force_login(town.stranger)
    assert client.get(reverse("job", args=[job.pk])).status_code == 404
    assert client.get(reverse("file", args=[job.result.pk])).status_code == 404


def test_a_wrong_filter_exports_nothing_and_says_so(town: Town, client: Client) -> None:
    client.force_login(town.lead_clerk)
    response = client.post(reverse("export"), {"unit": str(town.strange.pk)}, follow=True)
    assert "筛选条件有误" in response.content.decode()
    assert not Job.objects.exists()


def test_an_export_is_posted(town: Town, client: Client) -> None:
    client.force_login(town.supervisor)
    assert client.get(reverse("export")).status_code == 405


def test_a_units_month_goes_out_and_comes_back(town: Town, client: Client) -> None:
    accept_month(town.project, 7, 630, physical_progress="路基完成")
    client.force_login(town.lead_clerk)
    response = client.post(reverse("month-workbook"), {"period": "2026-08"})
    content = b"".join(response)
    book = load_workbook(io.BytesIO(content))
    page = book.active
    assert page is not None
    place = {str(cell.value): cell.column for row in page.iter_rows() for cell in row if cell.value}
    row = next(c.row for r in page.iter_rows() for c in r if c.value == "省道过境段改建")
    for head, value in (("8月完成投资", 100), ("1—8月累计完成投资", 730), ("形象进度", "路面铺装")):
        page.cell(row, next(c for name, c in place.items() if name.startswith(head)), value)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "填报.xlsx"
    assert client.post(reverse("import-new"), {"file": file}).status_code == 302
    batch = ImportBatch.objects.latest("pk")
    assert batch.job_id is not None
    run_job(job_id=batch.job_id)
    batch.refresh_from_db()
    assert (batch.state, batch.summary["created"]) == ("ready", 1), batch.findings


@pytest.mark.parametrize("who", ["helping_clerk", "stranger", "supervisor", "auditor"])
def test_who_reports_nothing_gets_no_form_to_fill_in(who: str, town: Town, client: Client) -> None:
    client.force_login(getattr(town, who))
    assert client.post(reverse("month-workbook")).status_code == 403
