"""Who sees a report, who writes one, and what its pages show."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AccessEntry
from accounts.services import run_job
from projects.models import MonthlyProgress
from rulebook.rules import Month
from supervision.reports.models import Document
from supervision.reports.rules.reading import Reading
from supervision.reports.selectors.kept import kept_document
from supervision.reports.services import Order, start_document
from tests.conftest import STORY_DAY
from tests.reports.conftest import Told
from tests.reports.papers import issued
from tests.town import NOON, Town

READERS = {"supervisor", "office_head", "leader", "auditor"}
DRAFTERS = {"supervisor", "office_head"}


@pytest.fixture
def written(told: Told) -> Document:
    document = start_document(
        actor=told.town.supervisor, order=Order(kind="report", period=Month(2026, 8)), on=STORY_DAY, now=NOON
    )
    run_job(job_id=document.job_id or 0)
    document.refresh_from_db()
    return document


def status(client: Client, town: Town, name: str, address: str) -> int:
    client.force_login(town.personas()[name])
    return client.get(address).status_code


def test_readers_see_reports_and_to_everybody_else_there_are_none(written: Document, told: Told) -> None:
    addresses = [
        reverse("reports"),
        reverse("report", args=[written.pk]),
        reverse("report-file", args=[written.pk]),
    ]
    for address in addresses:
        seen = {name: status(Client(), told.town, name, address) for name in told.town.personas()}
        assert seen == {name: 200 if name in READERS else 404 for name in seen}, address


def test_only_the_office_writes_one(told: Told) -> None:
    address = reverse("report-new")
    seen = {name: status(Client(), told.town, name, address) for name in told.town.personas()}
    expected = {name: 200 if name in DRAFTERS else 403 if name in READERS else 404 for name in seen}
    assert seen == expected
    for name, code in expected.items():
        if code != 200:
            client = Client()
            client.force_login(told.town.personas()[name])
            assert client.post(address, {"period": "2026-08", "subject": "重点工作"}).status_code == code
    assert not Document.objects.exists()


def test_choosing_a_month_shows_what_to_look_at_first(client: Client, told: Told) -> None:
    client.force_login(told.town.supervisor)
    page = client.get(reverse("report-new")).content.decode()
    assert "2026年1—8月：成文前请先看一看" in page
    assert "1个项目没有已审核的8月进展" in page
    piece = client.get(reverse("report-new"), {"period": "2026-09"}, headers={"HX-Request": "true"})
    assert "2026年9月尚未结束，数据不全。" in piece.content.decode()
    assert "<form" not in piece.content.decode()


@pytest.mark.parametrize("period", ["2026-13", "x", "", "2031-01", "9999-99"])
def test_a_month_that_is_none_is_answered_in_words(client: Client, told: Told, period: str) -> None:
    client.force_login(told.town.supervisor)
    assert client.get(reverse("report-new"), {"period": period}).status_code == 200
    answer = client.post(reverse("report-new"), {"period": period, "subject": "重点工作"})
    assert answer.status_code == 200
    assert "没有保存" in answer.content.decode()
    assert not Document.objects.exists()


def test_the_form_orders_a_report_and_leads_to_its_page(client: Client, told: Told) -> None:
    client.force_login(told.town.supervisor)
    words = {"period": "2026-08", "subject": "重点项目", "opening": "今年以来，全县上下真抓实干。"}
    answer = client.post(reverse("report-new"), words)
    document = Document.objects.get()
    assert answer.headers["Location"] == reverse("report", args=[document.pk])
    assert "排队中" in client.get(answer.headers["Location"]).content.decode()
    assert client.get(reverse("report-file", args=[document.pk])).status_code == 404
    run_job(job_id=document.job_id or 0)
    page = client.get(answer.headers["Location"]).content.decode()
    assert "云岭县2026年1—8月重点项目督查工作汇报" in page
    assert "今年以来，全县上下真抓实干。" in page


def test_every_figure_on_the_page_leads_to_its_rows(client: Client, written: Document, told: Told) -> None:
    client.force_login(told.town.leader)
    page = client.get(reverse("report", args=[written.pk])).content.decode()
    links = re.findall(r'<a class="fact" id="fact-\d+" href="([^"]+)" hx-get="([^"]+)"', page)
    assert len(links) > 40
    assert all(here == there for here, there in links)
    assert {unquote(here.partition("?key=")[2]) for here, _there in links} == {
        fact.key for fact in written.facts.all()
    }
    assert "3,000.5万元" in page
    month = MonthlyProgress.objects.get(project=told.halls)
    answer = client.get(reverse("report-fact", args=[written.pk]), {"key": "sector.2.completed"})
    rows = answer.content.decode()
    basis = written.facts.get(key="sector.2.completed").basis.rows
    assert basis["projects.monthlyprogress"] == {
        str(month.pk): basis["projects.monthlyprogress"][str(month.pk)]
    }
    assert f"#{basis['projects.monthlyprogress'][str(month.pk)]}" in rows
    assert re.findall(r'<td class="num">([^<]*)</td>', rows) == ["3,000.5", "", ""]
    assert f'href="/projects/{told.halls.pk}/"' in rows
    piece = client.get(
        reverse("report-fact", args=[written.pk]),
        {"key": "sector.2.completed"},
        headers={"HX-Request": "true"},
    ).content.decode()
    assert "<html" not in piece and "3,000.5" in piece
    assert client.get(reverse("report-fact", args=[written.pk]), {"key": "made.up"}).status_code == 404


def test_a_download_of_what_was_issued_is_the_word_file_and_is_logged(
    client: Client, written: Document, told: Told
) -> None:
    document = issued(told.town, written)
    assert document.file is not None
    client.force_login(told.town.leader)
    answer = client.get(reverse("report-file", args=[document.pk]))
    assert answer.headers["Content-Type"].endswith("wordprocessingml.document")
    assert b"".join(answer.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    entry = AccessEntry.objects.get(kind="download")
    assert (entry.user, entry.detail) == (told.town.leader, f"#{document.file_id} {document.file.name}")


def test_a_download_of_a_draft_is_logged_too(client: Client, written: Document, told: Told) -> None:
    client.force_login(told.town.supervisor)
    answer = client.get(reverse("report-file", args=[written.pk]))
    assert b"".join(answer.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    entry = AccessEntry.objects.get(kind="download")
    assert (entry.user, entry.detail) == (told.town.supervisor, f"{written.title}（草稿）.docx")


def test_the_admin_site_only_shows_reports(client: Client, written: Document, told: Told) -> None:
    client.force_login(told.town.auditor)
    assert client.get(f"/admin/reports/document/{written.pk}/change/").status_code == 200
    assert client.post(f"/admin/reports/document/{written.pk}/change/", {"title": "x"}).status_code == 403
    assert client.get("/admin/reports/document/add/").status_code == 403


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_kept_file_and_reads_the_same_text(
    written: Document, told: Told, tmp_path: Path
) -> None:
    document = issued(told.town, written)
    assert document.file is not None
    source = tmp_path / "report.docx"
    source.write_bytes(document.file.file.read())
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "odt",
        "--outdir",
        str(tmp_path),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with ZipFile(tmp_path / "report.odt") as opened:
        text = re.sub(r"<[^>]+>", "", opened.read("content.xml").decode())
    preamble = Reading(kept_document(document)).preamble
    assert preamble
    for paragraph in preamble:
        assert "".join(piece.text for piece in paragraph) in text
    assert "标准厂房" in text and "附件" in text
