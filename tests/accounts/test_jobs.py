"""Long work: started once, done by one worker, found again after a crash, given up after three."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from accounts import services, tasks
from accounts.models import Job, User
from accounts.models.job import JobState
from accounts.services import jobs
from tests.town import NOON, Town

Start = Callable[[jobs.Runner], Job]


@pytest.fixture
def start(town: Town) -> Iterator[Start]:
    """Start a job as 交通局's clerk, done by the given function; nothing is sent to a queue."""

    def begin(runner: jobs.Runner) -> Job:
        jobs._RUNNERS["test"] = runner
        return services.start_job(actor=town.lead_clerk, kind="test", title="导入八月进度", now=NOON)

    yield begin
    jobs._RUNNERS.pop("test", None)


def let_lease_run_out(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_job_runs_reports_and_leads_to_its_result(start: Start) -> None:
    seen: list[tuple[str, int, int, str]] = []

    def runner(job: Job) -> services.JobResult:
        services.report_job(job, 3, 10, "读取")
        row = Job.objects.get(pk=job.pk)
        seen.append((row.state, row.done, row.total, row.note))
        return services.JobResult(page="/imports/7/", note="导入10行")

    job = start(runner)
    services.run_job(job_id=job.pk)
    job.refresh_from_db()
    assert seen == [("running", 3, 10, "读取")]
    assert (job.state, job.page, job.note, job.attempts) == ("done", "/imports/7/", "导入10行", 1)
    assert job.finished_at is not None
    assert job.lease_until is None


def test_a_job_that_is_held_or_has_ended_is_not_done_again(start: Start) -> None:
    runs: list[int] = []
    job = start(lambda job: runs.append(job.pk))
    assert services.claim_job(job_id=job.pk) is not None
    services.run_job(job_id=job.pk)
    assert runs == []
    let_lease_run_out(job)
    services.run_job(job_id=job.pk)
    services.run_job(job_id=job.pk)
    assert runs == [job.pk]


def test_the_sweep_finds_what_waits_and_what_a_dead_worker_left(start: Start) -> None:
    waiting, held, left = (start(lambda job: None) for _job in range(3))
    for job in (held, left):
        services.claim_job(job_id=job.pk)
    let_lease_run_out(left)
    assert services.waiting_jobs() == [waiting.pk, left.pk]


def test_a_job_left_behind_three_times_is_given_up_with_a_sentence(start: Start) -> None:
    job = start(lambda job: None)
    for attempt in (1, 2, 3):
        claimed = services.claim_job(job_id=job.pk)
        assert claimed is not None
        assert claimed.attempts == attempt
        let_lease_run_out(job)
    assert services.claim_job(job_id=job.pk) is None
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert (
        job.note == f"处理中断了 3 次，已停止。请重新发起；仍不成功的，请把任务编号 {job.pk} 告诉系统管理员。"
    )
    assert services.waiting_jobs() == []


def test_a_late_worker_may_no_longer_write(start: Start) -> None:
    job = start(lambda job: None)
    late = services.claim_job(job_id=job.pk)
    let_lease_run_out(job)
    new = services.claim_job(job_id=job.pk)
    assert late is not None
    assert new is not None
    for write in (lambda: services.report_job(late, 1, 2), lambda: services.finish_job(late)):
        with pytest.raises(services.LeaseLost):
            write()
    services.finish_job(new)
    job.refresh_from_db()
    assert (job.state, job.done, job.attempts) == ("done", 0, 2)


def test_a_report_renews_the_lease(start: Start) -> None:
    job = start(lambda job: None)
    held = services.claim_job(job_id=job.pk)
    assert held is not None
    let_lease_run_out(job)
    services.report_job(held, 1, 2)
    assert services.waiting_jobs() == []


@pytest.mark.parametrize(
    ("error", "note"),
    [
        (
            services.JobRefused("第3行没有项目名称，请补上后重新导入。"),
            "第3行没有项目名称，请补上后重新导入。",
        ),
        (ValidationError(["甲不对。", "乙不对。"]), "甲不对。；乙不对。"),
        (PermissionDenied("您没有权限。"), "您没有权限。"),
    ],
)
def test_a_refusal_tells_the_user_why_and_is_not_tried_again(
    start: Start, error: Exception, note: str
) -> None:
    def runner(job: Job) -> None:
        raise error

    job = start(runner)
    services.run_job(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.note, job.error) == ("failed", note, "")
    assert services.waiting_jobs() == []


def test_an_unexpected_error_is_kept_for_the_administrator_and_told_to_the_user(start: Start) -> None:
    def runner(job: Job) -> None:
        raise ZeroDivisionError("in the rates")

    job = start(runner)
    services.run_job(job_id=job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.note == f"系统出错，没有完成。请把任务编号 {job.pk} 告诉系统管理员。"
    assert job.error.endswith("ZeroDivisionError: in the rates\n")


def test_a_lost_database_is_tried_again(start: Start) -> None:
    def runner(job: Job) -> None:
        raise OperationalError("server closed the connection")

    job = start(runner)
    services.run_job(job_id=job.pk)
    job.refresh_from_db()
    assert job.state == JobState.RUNNING
    let_lease_run_out(job)
    assert services.waiting_jobs() == [job.pk]


def test_the_sentence_is_in_the_language_of_who_asked(start: Start, town: Town) -> None:
    from django.utils import translation

    languages: list[str] = []
    town.lead_clerk.language = "en"
    town.lead_clerk.save()
    job = start(lambda job: languages.append(translation.get_language()))
    services.run_job(job_id=job.pk)
    assert languages == ["en"]


def test_a_kind_without_a_runner_cannot_be_started_and_two_runners_cannot_be_registered(town: Town) -> None:
    with pytest.raises(ImproperlyConfigured):
        services.start_job(actor=town.lead_clerk, kind="nothing", title="x", now=NOON)
    services.register_runner("once", lambda job: None)
    try:
        with pytest.raises(ImproperlyConfigured):
            services.register_runner("once", lambda job: None)
    finally:
        jobs._RUNNERS.pop("once")


def test_a_silent_queue_neither_fails_nor_loses_the_request(
    start: Start, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    from celery import current_app

    former = current_app.conf.broker_url
    current_app.conf.broker_url = "redis://127.0.0.1:1/0"
    try:
        with django_capture_on_commit_callbacks(execute=True):
            job = start(lambda job: None)
    finally:
        current_app.conf.broker_url = former
    assert services.waiting_jobs() == [job.pk]


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("job_done_within_total", {"done": 3, "total": 2}),
        ("job_ends_once", {"state": "done"}),
        ("job_ends_once", {"finished_at": NOON}),
        ("job_runs_under_lease", {"state": "running"}),
        ("job_page_is_our_own", {"page": "//elsewhere.test/"}),
    ],
)
def test_the_database_refuses_an_impossible_job(
    start: Start, constraint: str, values: dict[str, object]
) -> None:
    job = start(lambda job: None)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**values)


@pytest.mark.django_db(transaction=True)
def test_eight_workers_do_a_job_once() -> None:
    actor = User.objects.create(username="clerk")
    runs: list[int] = []
    jobs._RUNNERS["race"] = lambda job: runs.append(job.pk)
    all_jobs = [
        Job.objects.create(kind="race", title="x", started_by=actor, created_at=NOON) for _j in range(5)
    ]
    ready = threading.Barrier(8)

    def work() -> None:
        ready.wait()
        for job in all_jobs:
            services.run_job(job_id=job.pk)
        connection.close()

    threads = [threading.Thread(target=work) for _thread in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    jobs._RUNNERS.pop("race")
    assert sorted(runs) == [job.pk for job in all_jobs]
    assert set(Job.objects.values_list("state", "attempts")) == {("done", 1)}


@pytest.mark.django_db(transaction=True)
def test_a_job_that_has_reported_inside_a_transaction_is_not_taken_over() -> None:
    actor = User.objects.create(username="clerk")
    job = Job.objects.create(kind="long", title="x", started_by=actor, created_at=NOON)
    held = services.claim_job(job_id=job.pk)
    assert held is not None
    let_lease_run_out(job)
    taken: list[Job | None] = []

    def other() -> None:
        taken.append(services.claim_job(job_id=job.pk))
        connection.close()

    with transaction.atomic():
        services.report_job(held, 1, 2)
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert taken == [None]


def test_the_tasks_carry_the_names_of_the_schedule() -> None:
    assert (tasks.run_job.name, tasks.sweep_jobs.name) == ("accounts.run_job", "accounts.sweep_jobs")
