"""What every page carries, whose jobs and files open, the navigation, the health check."""

from __future__ import annotations

import io
from http import HTTPStatus
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts import context_processors, selectors, services, tasks
from accounts.context_processors import Entry, register_entry
from accounts.models import AccessEntry, Job, Upload, User
from tests.town import NOON, Town

PDF = b"%PDF-1.7\n" + b"x" * 100


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.RoleBackend")
    return client


@pytest.fixture
def upload(town: Town) -> Upload:
    return services.store_upload(actor=town.lead_clerk, file=io.BytesIO(PDF), name="佐证 材料.pdf", now=NOON)


@pytest.fixture
def job(town: Town, upload: Upload) -> Job:
    return Job.objects.create(
        kind="x",
        title="导出台账",
        started_by=town.lead_clerk,
        created_at=NOON,
        finished_at=NOON,
        state="done",
        result=upload,
    )


PAGES = ["/sign-in/", "/profile/", "/password/", "/jobs/", "/health/", "/health/all/", "/nowhere/"]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_the_strict_policy(town: Town, address: str) -> None:
    client = signed_in(town.lead_clerk) if address != "/sign-in/" else Client()
    answer = client.get(address)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    page = answer.content.decode()
    assert "<script>" not in page
    assert ' style="' not in page


def test_without_signing_in_there_is_only_the_way_in(upload: Upload, job: Job) -> None:
    for address in ("/profile/", "/password/", "/jobs/", f"/jobs/{job.pk}/", f"/files/{upload.pk}/"):
        answer = Client().get(address)
        assert answer.headers["Location"] == f"/sign-in/?next={address}"


OWN_AND_OFFICE = {"lead_clerk", "supervisor", "office_head", "leader", "auditor"}


def test_whose_jobs_open(town: Town, job: Job) -> None:
    opened = {
        name
        for name, user in town.personas().items()
        if signed_in(user).get(f"/jobs/{job.pk}/").status_code == HTTPStatus.OK
    }
    assert opened == OWN_AND_OFFICE


def test_whose_files_open_and_a_stranger_gets_404(town: Town, upload: Upload) -> None:
    statuses = {
        name: signed_in(user).get(f"/files/{upload.pk}/").status_code
        for name, user in town.personas().items()
    }
    opened = {name for name, status in statuses.items() if status == HTTPStatus.OK}
    assert opened == OWN_AND_OFFICE | {"lead_head", "data_clerk", "api_client"}
    assert {status for name, status in statuses.items() if name not in opened} == {HTTPStatus.NOT_FOUND}
    assert AccessEntry.objects.filter(kind="download").count() == len(opened)


def test_a_file_comes_as_a_download_that_is_not_guessed_at(town: Town, upload: Upload) -> None:
    answer = signed_in(town.lead_clerk).get(f"/files/{upload.pk}/")
    assert b"".join(answer) == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    entry = AccessEntry.objects.get()
    assert (entry.kind, entry.user, entry.detail) == (
        "download",
        town.lead_clerk,
        f"#{upload.pk} 佐证 材料.pdf",
    )


def test_a_file_that_is_gone_from_disk_is_not_a_crash(town: Town, upload: Upload) -> None:
    upload.file.delete(save=False)
    assert signed_in(town.lead_clerk).get(f"/files/{upload.pk}/").status_code == HTTPStatus.NOT_FOUND
    assert not AccessEntry.objects.exists()


def test_a_job_that_is_done_leads_to_its_file(town: Town, job: Job, upload: Upload) -> None:
    page = signed_in(town.lead_clerk).get(f"/jobs/{job.pk}/").content.decode()
    assert f'href="/files/{upload.pk}/"' in page
    assert "下载“佐证 材料.pdf”" in page
    assert "导出台账" in signed_in(town.lead_clerk).get("/jobs/").content.decode()
    assert "导出台账" not in signed_in(town.supervisor).get("/jobs/").content.decode()


def test_a_running_job_asks_again_and_an_ended_one_does_not(town: Town, job: Job) -> None:
    client = signed_in(town.lead_clerk)
    htmx = {"HX-Request": "true"}
    ended = client.get(f"/jobs/{job.pk}/", headers=htmx).content.decode()
    assert "<html" not in ended
    assert "hx-get" not in ended
    Job.objects.filter(pk=job.pk).update(state="queued", finished_at=None)
    assert f'hx-get="/jobs/{job.pk}/"' in client.get(f"/jobs/{job.pk}/", headers=htmx).content.decode()


def test_a_failed_job_says_why(town: Town, job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(state="failed", note="第3行没有项目名称。", error="Traceback")
    page = signed_in(town.lead_clerk).get(f"/jobs/{job.pk}/").content.decode()
    assert "第3行没有项目名称。" in page
    assert "Traceback" not in page


def test_my_page_shows_my_roles_and_posts(town: Town) -> None:
    page = signed_in(town.leader).get("/profile/").content.decode()
    assert "县领导" in page
    assert "常务副县长 · 云岭县县政府 · 自2026年1月1日起" in page


def test_the_number_of_jobs_does_not_change_the_number_of_queries(town: Town, job: Job) -> None:
    def count() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client = signed_in(town.lead_clerk)
        with CaptureQueriesContext(connection) as queries:
            client.get("/jobs/")
        return len(queries)

    one = count()
    Job.objects.bulk_create(
        Job(kind="x", title=f"任务{n}", started_by=town.lead_clerk, created_at=NOON) for n in range(49)
    )
    assert count() == one


# --- navigation -----------------------------------------------------------------------------------
def test_rooms_add_entries_for_those_who_may_see_them(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context_processors, "_ENTRIES", {})
    register_entry(Entry("后", "jobs", "clock", order=2, count=lambda user: 7))
    register_entry(Entry("前", "profile", "user", order=1, visible=lambda user: "auditor" in user.roles))
    for user, labels in [(town.lead_clerk, ["后"]), (town.auditor, ["前", "后"])]:
        shown = signed_in(user).get("/jobs/").context["navigation"]
        assert [entry["label"] for entry in shown] == labels
        assert [entry["label"] for entry in shown if entry["active"]] == ["后"]
        assert shown[-1]["count"] == 7


# --- health ---------------------------------------------------------------------------------------
def test_health_is_told_without_signing_in_and_without_details(db: None) -> None:
    cache.delete(selectors.WORKER_SEEN)
    answer = Client().get("/health/")
    assert answer.status_code == HTTPStatus.OK
    assert answer.json() == {
        "status": "degraded",
        "database": True,
        "migrations": True,
        "queue": True,
        "worker": False,
        "silent": {},
    }
    assert Client().get("/health/all/").status_code == HTTPStatus.SERVICE_UNAVAILABLE
    tasks.sweep_jobs()
    assert Client().get("/health/").json()["status"] == "ok"
    assert Client().get("/health/all/").status_code == HTTPStatus.OK


def test_a_lost_queue_degrades_and_does_not_stop_the_service(db: None, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    answer = Client().get("/health/")
    assert (answer.status_code, answer.json()["status"]) == (HTTPStatus.OK, "degraded")


def test_a_queue_lost_between_two_questions_is_a_lost_queue(db: None, settings: Any) -> None:
    backend = settings.CACHES["default"]["BACKEND"]
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "redis://127.0.0.1:1/0"}}
    answer = Client().get("/health/")
    assert (answer.status_code, answer.json()["queue"]) == (HTTPStatus.OK, False)
