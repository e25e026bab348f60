"""A month's report through the API: the same services as the web, with ETags and retries."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import tasks
from accounts.models.call import IdempotentCall
from accounts.services import forget_old_calls
from projects.models import MonthlyProgress, ProgressStep
from tests.api.caller import Caller, caller_as, code_of
from tests.town import Town, accept_month, build_town

ENTRY = {
    "month_amount": "100",
    "year_to_date": "800.0000",
    "since_start": "800",
    "physical_progress": "路面完成六成",
    "stage": "building",
    "started_on": "2026-03-05",
}


def report(town: Town, **values: Any) -> dict[str, Any]:
    return {"project_id": town.project.pk, "period": "2026-08", **ENTRY, **values}


@pytest.fixture
def caller(town: Town) -> Caller:
    accept_month(town.project, 7, 700)
    return caller_as(town.lead_clerk)


def office(user: Any) -> Any:
    """A person of the office at a browser: ``send(path, body, If-Match)``."""
    browser = Client()
    browser.force_login(user)
    return lambda path, body, tag: browser.post(
        f"/api/v1/{path}", body, content_type="application/json", headers={"If-Match": tag}
    )


def test_a_report_goes_from_draft_to_accepted(town: Town, caller: Caller) -> None:
    draft = caller.post("progress/", report(town))
    assert (draft.status_code, draft.json()["status"]) == (201, "draft")
    path = draft.headers["Location"].removeprefix("/api/v1/")
    assert caller.get(path).headers["ETag"] == draft.headers["ETag"]

    submitted = caller.post(f"{path}submit/", {}, If_Match=draft.headers["ETag"])
    assert (submitted.status_code, submitted.json()["status"]) == (200, "submitted")
    accepted = office(town.supervisor)(f"{path}accept/", {}, submitted.headers["ETag"])
    assert (accepted.status_code, accepted.json()["status"]) == (200, "accepted")
    assert [(step["status"], step["by"]) for step in accepted.json()["steps"]] == [
        ("draft", "路联络"),
        ("submitted", "路联络"),
        ("accepted", "杜明察"),
    ]
    assert caller.results("projects/figures/")[0]["completed"] == "800.0000"


def test_what_looks_odd_must_be_confirmed_with_a_reason(town: Town, caller: Caller) -> None:
    draft = caller.post("progress/", report(town, year_to_date="650", month_amount="-50"))
    path, tag = f"progress/{draft.json()['id']}/submit/", draft.headers["ETag"]
    refused = caller.post(path, {}, If_Match=tag)
    assert code_of(refused) == (422, "confirmation_required")
    codes = [error["code"] for error in refused.json()["errors"]]
    assert codes == ["month_negative", "year_fell"]
    assert MonthlyProgress.objects.get(pk=draft.json()["id"]).status == "draft"
    told = caller.post(path, {"confirmations": dict.fromkeys(codes, "审计核减")}, If_Match=tag)
    assert [(w["code"], w["reason"]) for w in told.json()["warnings"]] == [(c, "审计核减") for c in codes]


def test_what_is_wrong_cannot_be_confirmed(town: Town, caller: Caller) -> None:
    draft = caller.post("progress/", report(town, started_on="2026-12-01"))
    confirmations = {"date_ahead": "会开工的"}
    path = f"progress/{draft.json()['id']}/submit/"
    answer = caller.post(path, {"confirmations": confirmations}, If_Match=draft.headers["ETag"])
    assert code_of(answer) == (400, "invalid")
    assert "date_ahead" in [error["code"] for error in answer.json()["errors"]]


def test_a_returned_report_is_changed_and_submitted_again(town: Town, caller: Caller) -> None:
    draft = caller.post("progress/", report(town))
    path = f"progress/{draft.json()['id']}/"
    submitted = caller.post(f"{path}submit/", {}, If_Match=draft.headers["ETag"])
    returned = office(town.supervisor)(
        f"{path}return/", {"reason": "形象进度请写具体"}, submitted.headers["ETag"]
    )
    assert (returned.json()["status"], returned.json()["return_reason"]) == ("returned", "形象进度请写具体")
    entry = ENTRY | {"physical_progress": "K3+200至K7+500路面完成"}
    changed = caller.put(path, entry, If_Match=returned.headers["ETag"])
    assert changed.json()["physical_progress"] == "K3+200至K7+500路面完成"
    again = caller.post(f"{path}submit/", {}, If_Match=changed.headers["ETag"])
    assert again.json()["status"] == "submitted"


def test_a_correction_is_a_new_revision(town: Town, caller: Caller) -> None:
    former = MonthlyProgress.objects.get(month=7)
    tag = caller.get(f"progress/{former.pk}/").headers["ETag"]
    entry = ENTRY | {"year_to_date": "720", "since_start": "720", "reason": "漏报一笔"}
    answer = caller.post(f"progress/{former.pk}/correct/", entry, If_Match=tag)
    assert (answer.status_code, answer.json()["revision"], answer.json()["status"]) == (201, 2, "draft")
    former.refresh_from_db()
    assert (former.status, former.year_to_date) == ("accepted", 700)
    assert code_of(caller.put(f"progress/{former.pk}/", ENTRY, If_Match=tag)) == (409, "not_editable")


@pytest.mark.parametrize(
    ("headers", "refusal"),
    [({}, (428, "if_match_required")), ({"If_Match": '"old"'}, (412, "changed_meanwhile"))],
)
@pytest.mark.parametrize("verb", ["", "submit/", "correct/", "return/", "accept/"])
def test_a_change_must_know_what_it_changes(
    town: Town, caller: Caller, verb: str, headers: dict[str, str], refusal: tuple[int, str]
) -> None:
    key = caller.post("progress/", report(town)).json()["id"]
    body = {"correct/": ENTRY | {"reason": "x"}, "return/": {"reason": "x"}, "": ENTRY}.get(verb, {})
    send = caller.post if verb else caller.put
    assert code_of(send(f"progress/{key}/{verb}", body, **headers)) == refusal
    assert MonthlyProgress.objects.get(pk=key).status == "draft"


def test_a_month_that_is_open_or_accepted_is_not_opened_again(town: Town, caller: Caller) -> None:
    key = caller.post("progress/", report(town)).json()["id"]
    again = caller.post("progress/", report(town, year_to_date="1"))
    assert code_of(again) == (409, "progress_one_open")
    assert f"/api/v1/progress/{key}/" in again.json()["detail"]
    assert code_of(caller.post("progress/", report(town, period="2026-07"))) == (409, "progress_one_accepted")
    assert MonthlyProgress.objects.filter(month=8).get().year_to_date == 800


def test_a_step_out_of_turn_is_a_conflict(town: Town, caller: Caller) -> None:
    draft = caller.post("progress/", report(town))
    answer = office(town.supervisor)(f"progress/{draft.json()['id']}/accept/", {}, draft.headers["ETag"])
    assert code_of(answer) == (409, "wrong_step")


@pytest.mark.parametrize(
    ("persona", "refusal"),
    [
        ("stranger", (404, "not_found")),
        ("below_clerk", (404, "not_found")),
        ("helping_clerk", (403, "permission_denied")),
        ("auditor", (403, "permission_denied")),
        ("leader", (403, "permission_denied")),
    ],
)
def test_who_does_not_carry_the_project_reports_nothing(
    town: Town, persona: str, refusal: tuple[int, str]
) -> None:
    caller = caller_as(getattr(town, persona))
    assert code_of(caller.post("progress/", report(town))) == refusal
    assert MonthlyProgress.objects.count() == 0


def test_a_stranger_does_not_decide_and_a_clerk_may_not(town: Town, caller: Caller) -> None:
    draft = caller.post("progress/", report(town))
    path, tag = f"progress/{draft.json()['id']}/accept/", draft.headers["ETag"]
    assert code_of(caller.post(path, {}, If_Match=tag)) == (403, "permission_denied")
    assert code_of(caller_as(town.stranger).post(path, {}, If_Match=tag)) == (404, "not_found")


def test_a_repeated_request_gets_the_first_answer_and_does_nothing_twice(town: Town, caller: Caller) -> None:
    first = caller.post("progress/", report(town), Idempotency_Key="a-1")
    again = caller.post("progress/", report(town), Idempotency_Key="a-1")
    assert (again.status_code, again.content, again.headers["ETag"], again.headers["Location"]) == (
        201,
        first.content,
        first.headers["ETag"],
        first.headers["Location"],
    )
    assert again.headers["Idempotent-Replay"] == "true"
    assert (ProgressStep.objects.count(), IdempotentCall.objects.count()) == (1, 1)


def test_a_key_belongs_to_one_request_of_one_client(town: Town, caller: Caller) -> None:
    caller.post("progress/", report(town), Idempotency_Key="a-1")
    other = caller.post("progress/", report(town, year_to_date="1"), Idempotency_Key="a-1")
    assert code_of(other) == (422, "idempotency_key_reused")
    head = caller_as(town.lead_head).post("progress/", report(town), Idempotency_Key="a-1")
    assert code_of(head) == (409, "progress_one_open")


def test_a_refused_request_leaves_its_key_free(town: Town, caller: Caller) -> None:
    assert caller.post("progress/", report(town, period="x"), Idempotency_Key="a-1").status_code == 400
    assert caller.post("progress/", report(town), Idempotency_Key="a-1").status_code == 201


def test_an_answer_is_kept_for_a_week(town: Town, caller: Caller) -> None:
    caller.post("progress/", report(town), Idempotency_Key="a-1")
    at = IdempotentCall.objects.get().at
    assert [forget_old_calls(now=at + timedelta(days=7, seconds=s)) for s in (0, 1)] == [0, 1]
    again = caller.post("progress/", report(town), Idempotency_Key="a-1")
    assert code_of(again) == (409, "progress_one_open")


def test_old_answers_are_forgotten_every_night(town: Town, caller: Caller) -> None:
    caller.post("progress/", report(town), Idempotency_Key="a-1")
    IdempotentCall.objects.update(at=timezone.now() - timedelta(days=8))
    assert "accounts.forget_old_calls" in {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    tasks.forget_old_calls()
    assert not IdempotentCall.objects.exists()


@pytest.mark.parametrize("key", ["k" * 101, "钥匙", "a\tb"])
def test_a_key_must_be_short_and_plain(town: Town, caller: Caller, key: str) -> None:
    assert code_of(caller.post("progress/", report(town), Idempotency_Key=key)) == (400, "invalid")


@pytest.mark.django_db(transaction=True)
def test_the_same_request_twice_at_once_is_done_once() -> None:
    town = build_town()
    caller = caller_as(town.lead_clerk)
    callers = [caller, Caller(caller.token)]

    def send(caller: Caller) -> Any:
        try:
            return caller.post("progress/", report(town), Idempotency_Key="at-once")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(send, callers)
    assert (first.status_code, second.status_code, first.content) == (201, 201, second.content)
    assert MonthlyProgress.objects.count() == 1
    assert sorted(a.headers.get("Idempotent-Replay", "") for a in (first, second)) == ["", "true"]
