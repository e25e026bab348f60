"""销号: nothing is closed without evidence, two outside verifiers and an approver who did not apply."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.models import Role, RoleGrant
from supervision.inspections import services, tasks
from supervision.inspections.models import Evidence, Rectification, Verification, Verifier
from tests.inspections.acting import NOW, forbidden, on_day, refused, story_of
from tests.inspections.build_rectifications import (
    APPLIED_ON,
    DUE_ON,
    PUBLISHED_UNTIL,
    make_extension,
    make_rectification,
    make_verification,
)
from tests.inspections.rectifying import again, apply, approve, assign, check, record, send_back, sign
from tests.town import SINCE, Town

OFFICE = ("supervisor", "office_head")
HEAD = ("office_head",)
NEXT_DAY = on_day(9, 19)


def publish(town: Town, row: Rectification, **values: Any) -> Rectification:
    asked: dict[str, Any] = {"actor": town.supervisor, "rectification_id": row.pk, "now": NOW}
    return services.publish_rectification(**asked | values)


def close(town: Town, row: Rectification, **values: Any) -> Rectification:
    asked: dict[str, Any] = {"actor": town.supervisor, "rectification_id": row.pk, "now": NOW}
    return services.close_rectification(**asked | values)


def decided(service: Any, town: Town, row: Rectification, **values: Any) -> Rectification:
    asked: dict[str, Any] = {
        "actor": town.office_head,
        "rectification_id": row.pk,
        "reason": "领导同意",
        "now": NOW,
    }
    return service(**asked | {"approver_id": town.leader_post.pk} | values)


# --- the ordinary course ----------------------------------------------------------------------------
@pytest.mark.usefixtures("workdays")
def test_what_needs_no_notice_is_closed_when_it_is_approved(town: Town) -> None:
    row = make_rectification(town, status="verified")
    forbidden(town, lambda user: approve(town, row, actor=user), *HEAD)
    approve(town, row, opinion="同意销号")
    row = again(row)
    assert (row.status, row.approved_by, row.approved_on) == ("closed", town.office_head, date(2026, 9, 12))
    assert (row.ended_on, row.step_due_on, row.step_basis) == (date(2026, 9, 12), None, "")
    assert story_of(row) == [
        ("rectification.approve", "office_head", "同意销号"),
        ("rectification.close", "office_head", ""),
    ]


@pytest.mark.usefixtures("workdays")
def test_what_needs_notice_is_shown_and_closed_by_the_clock(town: Town) -> None:
    row = make_rectification(town, status="verified", needs_notice=True)
    assert approve(town, row).status == "approved"
    refused(lambda: close(town, row), "notice_missing")
    forbidden(town, lambda user: publish(town, row, actor=user), *OFFICE)
    refused(lambda: publish(town, row, published_until=date(2026, 9, 17)), "notice_too_short")
    publish(town, row)
    row = again(row)
    assert (row.status, row.published_on, row.published_until) == (
        "published",
        date(2026, 9, 12),
        PUBLISHED_UNTIL,
    )
    assert row.step_due_on == PUBLISHED_UNTIL
    refused(lambda: close(town, row, now=on_day(9, 18)), "notice_running")
    assert services.close_published(now=on_day(9, 18)) == 0
    assert services.close_published(now=NEXT_DAY) == 1
    assert services.close_published(now=NEXT_DAY) == 0
    assert (again(row).status, again(row).ended_on) == ("closed", date(2026, 9, 19))
    assert story_of(row)[-1] == ("rectification.close", None, "")


def test_the_office_closes_it_too(town: Town) -> None:
    row = make_rectification(town, status="published")
    forbidden(town, lambda user: close(town, row, actor=user, now=NEXT_DAY), *OFFICE)
    assert close(town, row, now=NEXT_DAY).status == "closed"


def test_the_task_asks_the_clock(town: Town, settings: Any) -> None:
    row = make_rectification(town, status="published")
    tasks.close_published()
    assert again(row).status == "published"
    settings.FIXED_TODAY = date(2026, 9, 19)
    tasks.close_published()
    assert again(row).status == "closed"
    task = {"task": "inspections.close_published"}
    assert [one for one in settings.CELERY_BEAT_SCHEDULE.values() if task.items() <= one.items()]


# --- every door is held -----------------------------------------------------------------------------
def test_the_applicant_does_not_approve_though_he_heads_the_office_meanwhile(town: Town) -> None:
    row = make_rectification(town, status="verified")
    RoleGrant.objects.create(user=town.lead_head, role=Role.OFFICE_HEAD, valid_from=SINCE)
    applicant = type(town.lead_head).objects.get(pk=town.lead_head.pk)
    words = refused(lambda: approve(town, row, actor=applicant), "approver_is_applicant")
    assert words == "销号的批准人不能是申请人，请由其他负责人批准。"


def without_evidence(row: Rectification) -> None:
    Evidence.objects.filter(rectification=row).delete()


def with_one_signature(row: Rectification) -> None:
    Verifier.objects.filter(verification__rectification=row).last().delete()  # type: ignore[union-attr]


def with_an_unsigned_one(row: Rectification) -> None:
    Verifier.objects.filter(pk=Verifier.objects.last().pk).update(signed_at=None)  # type: ignore[union-attr]


def with_no_verification(row: Rectification) -> None:
    Verification.objects.filter(rectification=row).delete()


def with_a_failed_one(row: Rectification) -> None:
    Verification.objects.filter(rectification=row).update(status="failed", passes=False)


def seen_before_it_was_applied_for(row: Rectification) -> None:
    Verification.objects.filter(rectification=row).update(visited_on=date(2026, 9, 7))


def signed_by_the_applicant(row: Rectification) -> None:
    last = Verifier.objects.filter(verification__rectification=row).last()
    Rectification.objects.filter(pk=row.pk).update(applied_by=last.user)  # type: ignore[union-attr]


def signed_by_a_helping_unit(row: Rectification) -> None:
    last = Verifier.objects.filter(verification__rectification=row).last()
    row.helping.create(unit=last.unit)  # type: ignore[union-attr]


UNPROVED: list[Callable[[Rectification], None]] = [
    without_evidence,
    with_one_signature,
    with_an_unsigned_one,
    with_no_verification,
    with_a_failed_one,
    seen_before_it_was_applied_for,
    signed_by_the_applicant,
    signed_by_a_helping_unit,
]


def unproved_row(town: Town, unprove: Callable[[Rectification], None], **values: Any) -> Rectification:
    """It was sound when it came to stand where it stands; then its proof was taken away."""
    row = make_rectification(town, **values)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    unprove(row)
    return row


@contextmanager
def refused_by(name: str) -> Iterator[None]:
    """What would commit is refused by the constraint of this name, at the latest at its end."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert caught.value.__cause__.diag.constraint_name == name  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def update(row: Rectification, **values: Any) -> None:
    """Raw SQL, past every service and model."""
    columns = ", ".join(f"{name} = %s" for name in values)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE inspections_rectification SET {columns} WHERE id = %s",  # noqa: S608 (our own names)
            [*values.values(), row.pk],
        )


@pytest.mark.parametrize("unproved", UNPROVED, ids=lambda act: act.__name__)
def test_no_service_approves_what_is_not_proved(
    town: Town, unproved: Callable[[Rectification], None]
) -> None:
    row = unproved_row(town, unproved, status="verified")
    words = refused(lambda: approve(town, row), "rectification_closed_with_proof")
    assert words == "没有佐证材料，或没有两名以上单位外核查人签字的通过核查，不能销号。"


@pytest.mark.parametrize("unproved", UNPROVED, ids=lambda act: act.__name__)
def test_no_service_closes_what_is_not_proved(town: Town, unproved: Callable[[Rectification], None]) -> None:
    row = unproved_row(town, unproved, status="published")
    refused(lambda: close(town, row, now=NEXT_DAY), "rectification_closed_with_proof")
    # The clock goes on with the others and tries again tomorrow.
    assert services.close_published(now=NEXT_DAY) == 0
    assert again(row).status == "published"


@pytest.mark.parametrize("unproved", UNPROVED, ids=lambda act: act.__name__)
def test_raw_sql_closes_nothing_that_is_not_proved(
    town: Town, unproved: Callable[[Rectification], None]
) -> None:
    values = {"approved_by_id": town.office_head.pk, "approved_on": date(2026, 9, 12)}
    for status in ("verified", "approved", "published", "closed"):
        row = unproved_row(town, unproved, status="verified")
        more: dict[str, Any] = {} if status == "verified" else dict(values)
        if status == "published":
            more |= {"published_on": date(2026, 9, 1), "published_until": date(2026, 9, 8)}
        if status == "closed":
            more |= {"ended_on": date(2026, 9, 12)}
        with refused_by("rectification_closed_with_proof"):
            update(row, status=status, **more)


def test_raw_sql_inserts_no_closed_one_without_its_proof(town: Town) -> None:
    model = make_rectification(town, status="closed")
    model.pk, model.number = None, "整改〔2026〕99号"
    with refused_by("rectification_closed_with_proof"):
        Rectification.objects.bulk_create([model])


def test_raw_sql_approves_nothing_by_the_applicant_nor_before_the_notice_is_over(town: Town) -> None:
    row = make_rectification(town, status="verified", needs_notice=True)
    closing = {"status": "closed", "approved_on": date(2026, 9, 12), "ended_on": date(2026, 9, 12)}
    with refused_by("rectification_approved_by_another"):
        update(row, **closing, approved_by_id=town.lead_head.pk)
    with refused_by("rectification_approved_by_another"):
        update(row, **closing)
    closing["approved_by_id"] = town.office_head.pk
    with refused_by("rectification_published_before_closing"):
        update(row, **closing)
    with refused_by("rectification_published_before_closing"):
        update(row, **closing, published_on=date(2026, 9, 12), published_until=date(2026, 9, 12))


def test_raw_sql_signs_for_nobody_inside(town: Town) -> None:
    verification = make_verification(town, make_rectification(town, status="checked"))
    inside = Verifier(verification=verification, user=town.lead_clerk, unit=town.strange, signed_at=NOW)
    with refused_by("verifier_is_outside"):
        Verifier.objects.bulk_create([inside])
    with refused_by("verification_by_two_outside"):
        Verification.objects.filter(pk=verification.pk).update(
            status="passed", passes=True, visited_on=NOW, recorded_by=town.supervisor, situation="好"
        )


def test_a_passed_visit_does_not_prove_the_work_after_it_was_sent_back(town: Town) -> None:
    """Walked by services; only the day keeps the first visit from counting."""
    row = make_rectification(town, status="verified")
    send_back(town, row)
    apply(town, row, now=on_day(9, 14))
    with refused_by("rectification_closed_with_proof"):
        update(row, status="verified")
    check(town, row, now=on_day(9, 14))
    verification = assign(town, row, now=on_day(9, 14), due_on=date(2026, 9, 20))
    record(town, verification, visited_on=date(2026, 9, 15), now=on_day(9, 15))
    sign(town, verification, now=on_day(9, 15))
    assert (again(row).status, again(row).times_sent_back) == ("verified", 1)


@pytest.mark.parametrize("status", ["closed", "withdrawn"])
def test_what_ended_is_locked_with_its_rows(town: Town, status: str) -> None:
    row = make_rectification(town, status=status)
    for values in ({"title": "改"}, {"status": "under_way", "ended_on": None}, {"times_sent_back": 9}):
        with refused_by("rectification_ended_is_locked"):
            update(row, **values)
    if status == "closed":
        changes: list[tuple[Any, dict[str, Any]]] = [
            (row.measures, {"outcome": "改"}),
            (row.evidence, {"caption": "改"}),
            (row.verifications, {"place": "改"}),
        ]
        for rows, values in changes:
            with refused_by("rectification_ended_is_locked"):
                rows.update(**values)
    with pytest.raises(ValidationError):
        send_back(town, row)


# --- sent back, long-term, withdrawn ----------------------------------------------------------------
@pytest.mark.parametrize("status", ["applied", "checked", "verified", "approved", "published"])
def test_it_may_be_sent_back_until_it_is_closed(town: Town, status: str) -> None:
    row = make_rectification(town, status=status, times_sent_back=2)
    forbidden(town, lambda user: send_back(town, row, actor=user), *OFFICE)
    refused(lambda: send_back(town, row, reason="  "), "reason_missing")
    send_back(town, row)
    row = again(row)
    assert (row.status, row.times_sent_back, row.step_due_on) == ("under_way", 3, DUE_ON)
    assert (row.due_on, row.original_due_on, row.applied_on) == (DUE_ON, DUE_ON, APPLIED_ON)
    assert story_of(row)[-1] == ("rectification.send_back", "supervisor", "仍有渗漏")


@pytest.mark.parametrize("verb", ["send_back", "make_long_term"])
def test_nobody_goes_to_see_what_is_not_ready(town: Town, verb: str) -> None:
    row = make_rectification(town, status="checked")
    verification = make_verification(town, row, status="recorded")
    if verb == "send_back":
        send_back(town, row)
    else:
        decided(services.make_long_term, town, row)
    assert again(verification).status == "cancelled"
    assert [verb for verb, _by, _note in story_of(row)][0] == "verification.cancel"


@pytest.mark.usefixtures("workdays")
@pytest.mark.parametrize("status", ["under_way", "applied", "checked"])
def test_what_cannot_be_dated_becomes_long_term(town: Town, status: str) -> None:
    row = make_rectification(town, status=status)
    extension = make_extension(town, row)
    act = services.make_long_term
    forbidden(town, lambda user: decided(act, town, row, actor=user), *HEAD)
    refused(lambda: decided(act, town, row, reason=" "), "reason_missing")
    words = refused(lambda: decided(act, town, row, approver_id=None))
    assert words == "撤销或列入长期坚持须写明理由和批准人。"
    decided(act, town, row)
    row = again(row)
    assert (row.status, row.end_reason, row.step_due_on) == ("long_term", "领导同意", date(2027, 9, 13))
    assert (row.ended_on, row.original_due_on, again(extension).status) == (None, DUE_ON, "retracted")


@pytest.mark.parametrize("status", ["draft", "issued", "planned", "under_way"])
def test_what_was_ordered_wrongly_is_withdrawn(town: Town, status: str) -> None:
    row = make_rectification(town, status=status)
    act = services.withdraw_rectification
    forbidden(town, lambda user: decided(act, town, row, actor=user), *HEAD)
    refused(lambda: decided(act, town, row, reason=" "), "reason_missing")
    decided(act, town, row)
    row = again(row)
    assert (row.status, row.ended_on, row.end_approver) == ("withdrawn", date(2026, 9, 12), town.leader_post)
    assert (row.step_due_on, row.step_basis) == (None, "")
