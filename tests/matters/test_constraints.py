"""The database holds what may be said about one row, one table and one matter, whatever Python does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, InternalError, connection, models, transaction
from django.db.utils import DatabaseError

from supervision.matters.models import Duty, Matter, Source, Step
from supervision.matters.rules.words import ENDED
from tests.matters.build import (
    DUE_ON,
    ISSUED_ON,
    at_noon,
    end,
    helper_of,
    lead_of,
    make_duty,
    make_exemption,
    make_extension,
    make_feedback,
    make_instruction,
    make_matter,
    make_suspension,
    tell,
)
from tests.town import Town, make_unit

DAY = date(2026, 9, 12)
LATER = date(2026, 10, 1)
NOON = at_noon(DAY)
ENDING: dict[str, Any] = {"ended_on": DAY, "end_reason": "领导同意", "end_approver": "leader_post"}
ASKED: dict[str, Any] = {"asked_by": "lead_head", "asked_on": DAY}
DECIDED: dict[str, Any] = ASKED | {"decided_by": "supervisor", "decided_at": NOON}
# A row that stands alone at the end of the transaction.
WITHOUT_LEAD: dict[str, Any] = {"status": "registered"}

# constraint: (model, what the rows are that break it). Names of the town's people and units stand for them,
# "matter" and "duty" for an issued matter and its lead duty, "other" for another matter.
BROKEN: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "source_known_rhythm": ("Source", [{"rhythm": "hourly"}]),
    "matter_number_once": ("Matter", [{"number": "一号"}, {"number": "一号"}]),
    "matter_known_words": ("Matter", [{"classification": "secret"}]),
    "matter_registered_with_authority": ("Matter", [{"approver": None}]),
    "matter_issued_with_date": ("Matter", [{"issued_on": None}]),
    "matter_due_date_has_basis": ("Matter", [{"due_basis": ""}]),
    "matter_shown_to_somebody": ("Matter", [{"status": "shown"}]),
    "matter_ended_with_date": ("Matter", [{"status": "closed"}]),
    "matter_ended_with_reason_and_approver": (
        "Matter",
        [{"status": "withdrawn"} | ENDING | {"end_reason": ""}],
    ),
    "matter_merged_into_another": ("Matter", [{"status": "merged"} | ENDING]),
    "matter_follows_for_a_reason": ("Matter", [{"follows": "other"}]),
    "matter_is_not_its_own_parent": ("Matter", [{"id": 7_000_000, "parent_id": 7_000_000}]),
    "matter_says_what_to_do": ("Matter", [{"requirement": ""}]),
    "matter_file_once": ("MatterFile", [{}, {}]),
    "stage_date_once": ("Stage", [{}, {}]),
    "duty_one_lead": ("Duty", [{"role": "lead"}]),
    "duty_unit_once": ("Duty", [{}, {}]),
    "duty_known_words": ("Duty", [{"role": "watching"}]),
    "duty_issued_with_dates": ("Duty", [{"sign_by": None}]),
    "duty_signed_with_name": ("Duty", [{"status": "signed"}]),
    "duty_reported_with_time": (
        "Duty",
        [{"status": "reported", "signed_at": NOON, "signed_by": "lead_clerk"}],
    ),
    "duty_accepted_with_time": ("Duty", [{"accepted_at": NOON}]),
    "duty_refused_with_reason": ("Duty", [{"status": "refused"}]),
    "duty_does_not_replace_itself": ("Duty", [{"id": 7_000_000, "replaces_id": 7_000_000}]),
    "feedback_once_a_period": (
        "Feedback",
        [{"status": "sent", "signed_by": "lead_head", "sent_at": NOON}] * 2,
    ),
    "feedback_one_open": ("Feedback", [{}, {"period_start": ISSUED_ON}]),
    "feedback_known_words": ("Feedback", [{"kind": "gossip"}]),
    "feedback_period_is_whole": ("Feedback", [{"period_end": date(2026, 8, 1)}]),
    "feedback_percent_is_0_to_100": ("Feedback", [{"percent": 101}]),
    "feedback_says_something": ("Feedback", [{"status": "handed_up", "progress": ""}]),
    "feedback_sent_with_signature": ("Feedback", [{"status": "sent"}]),
    "feedback_returned_with_reason": ("Feedback", [{"status": "returned"}]),
    "feedback_answered_with_name": ("Feedback", [{"answer": "已协调"}]),
    "feedback_file_once": ("FeedbackFile", [{}, {}]),
    "extension_one_open": ("Extension", [{}, {"ordinal": 2}]),
    "extension_ordinal_once": ("Extension", [{"status": "approved"} | DECIDED] * 2),
    "extension_known_status": ("Extension", [{"ordinal": 0}]),
    "extension_before_due": ("Extension", [{"proposed_on": date(2026, 10, 1)}]),
    "extension_is_later": ("Extension", [{"new_due_on": DUE_ON}]),
    "extension_says_why": ("Extension", [{"progress": ""}]),
    "extension_asked_by_the_unit": ("Extension", [{"status": "asked"}]),
    "extension_decided_with_name": ("Extension", [{"status": "approved"} | ASKED]),
    "extension_refused_with_reason": ("Extension", [{"status": "refused"} | DECIDED]),
    "suspension_ends_not_before_start": ("Suspension", [{"valid_to": ISSUED_ON}]),
    "suspension_is_for_a_time": ("Suspension", [{"valid_to": None}]),
    "suspension_once_at_a_time": ("Suspension", [{}, {"valid_from": date(2026, 9, 30)}]),
    "matter_exemption_ends_after_start": ("Exemption", [{"valid_to": DAY}]),
    "matter_exemption_is_for_a_time": ("Exemption", [{"measure": "report_missing"}]),
    "matter_exemption_once_at_a_time": ("Exemption", [{}, {"valid_from": date(2026, 9, 30)}]),
    "instruction_has_text_or_is_registered_only": ("Instruction", [{"registered_only": True}]),
    "review_not_passed_says_why": ("Review", [{"form_right": False}]),
}


@pytest.fixture
def known(town: Town) -> dict[str, Any]:
    """What names stand for."""
    matter = make_matter(town, helping=[town.helping])
    return {
        "town": town,
        "matter": matter,
        "duty": lead_of(matter),
        "other": make_matter(town, "另一事项"),
        "leader_post": town.leader_post,
    }


def sound(model: str, known: dict[str, Any]) -> dict[str, Any]:
    """The values of a row that the database takes."""
    town: Town = known["town"]
    upload = {"upload": "upload"}
    signed = {"drafted_by": town.lead_clerk, "drafted_at": NOON}
    spanned = {"valid_from": DAY, "valid_to": LATER}
    rows: dict[str, dict[str, Any]] = {
        "Source": {
            "code": "x", "name": "又一来源", "group": "affair", "deadline_rule": "d", "rhythm": "once",
        },
        "Matter": {
            "title": "新事", "requirement": "办", "pinyin": "xs", "source": Source.objects.get(code="other"),
            "rhythm": "monthly", "status": "issued", "number": "号", "basis": "decision",
            "approver": town.leader_post, "approved_on": DAY, "issued_on": DAY, "due_on": LATER,
            "original_due_on": LATER, "due_basis": "批示", "created_by": town.supervisor, "created_at": NOON,
        },
        "MatterFile": {"matter": known["matter"]} | upload,
        "Stage": {"matter": known["matter"], "name": "一", "due_on": DAY},
        "Duty": {
            "matter": known["matter"], "unit": town.strange, "role": "helping", "status": "to_sign",
            "issued_on": DAY, "sign_by": LATER,
        },
        "Feedback": {
            "duty": known["duty"], "progress": "有进展", "period_start": date(2026, 8, 1),
            "period_end": date(2026, 9, 5), "due_on": date(2026, 9, 7),
        } | signed,
        "FeedbackFile": {"feedback": "feedback"} | upload,
        "Extension": {
            "matter": known["matter"], "ordinal": 1, "reason": "雨", "progress": "四成",
            "former_due_on": DUE_ON,
            "new_due_on": date(2026, 10, 31), "proposed_by": town.lead_clerk, "proposed_on": DAY,
        },
        "Suspension": {
            "matter": known["matter"], "reason": "汛期", "decided_by": town.supervisor, "decided_at": NOON,
        } | spanned,
        "Exemption": {
            "matter": known["matter"], "measure": "days_left", "reason": "待批",
            "granted_by": town.office_head,
        } | spanned,
        "Instruction": {
            "matter": known["matter"], "post": town.leader_post, "given_on": DAY, "text": "抓紧",
            "recorded_by": town.supervisor, "recorded_at": NOON,
        },
        "Review": {
            "matter": known["matter"], "facts_clear": True, "problem_solved": True, "form_right": True,
            "reviewed_by": town.supervisor, "reviewed_at": NOON,
        },
        "Step": {"matter": known["matter"], "verb": "matter.issue", "at": NOON},
    }  # fmt: skip
    return rows[model]


def row_of(model: str, known: dict[str, Any], change: dict[str, Any], number: int = 0) -> models.Model:
    town: Town = known["town"]
    values = sound(model, known) | change
    if model == "Matter" and "number" not in change:
        values["number"] = f"新{number}号"
    for name, value in values.items():
        if value == "upload":
            values[name] = known.setdefault("upload", stored_file(town))
        elif value == "feedback":
            values[name] = known.setdefault("feedback", make_feedback(town, known["duty"]))
        elif isinstance(value, str) and value in known:
            values[name] = known[value]
        elif isinstance(value, str) and value in town.personas():
            values[name] = town.personas()[value]
    return apps.get_model("matters", model)(**values)


def stored_file(town: Town) -> Any:
    upload = apps.get_model("accounts", "Upload")
    return upload.objects.create(
        file="a.pdf",
        name="a.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        uploaded_by=town.supervisor,
        uploaded_at=NOON,
    )


def refused_by(refused: pytest.ExceptionInfo[Any]) -> str:
    return str(refused.value.__cause__.diag.constraint_name)


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_what_python_lets_through(name: str, known: dict[str, Any]) -> None:
    model, changes = BROKEN[name]
    rows = [row_of(model, known, change, number) for number, change in enumerate(changes)]
    before = type(rows[0])._default_manager.count()
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        type(rows[0])._default_manager.bulk_create(rows)
    assert refused_by(refused) == name
    assert type(rows[0])._default_manager.count() == before


@pytest.mark.parametrize("model", sorted({model for model, _rows in BROKEN.values()} | {"Step"}))
def test_a_sound_row_is_taken(model: str, known: dict[str, Any]) -> None:
    row = row_of(model, known, WITHOUT_LEAD if model == "Matter" else {})
    type(row)._default_manager.bulk_create([row])


def test_every_constraint_is_broken_here_and_speaks_to_people() -> None:
    constraints = {
        constraint.name: constraint
        for model in apps.get_app_config("matters").get_models()
        for constraint in model._meta.constraints
    }
    assert set(constraints) == BROKEN.keys()
    default = models.BaseConstraint.default_violation_error_message
    assert [c.name for c in constraints.values() if c.violation_error_message == default] == []


# --- exactly one lead unit, asked at the end of the transaction -------------------------------------
def at_the_end() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def lead_is_released(known: dict[str, Any]) -> None:
    Duty.objects.filter(pk=known["duty"].pk).update(status="released")


def lead_becomes_helping(known: dict[str, Any]) -> None:
    Duty.objects.filter(pk=known["duty"].pk).update(role="helping")


def lead_is_deleted(known: dict[str, Any]) -> None:
    Duty.objects.filter(pk=known["duty"].pk).delete()


def a_matter_is_issued_to_nobody(known: dict[str, Any]) -> None:
    Matter.objects.bulk_create([row_of("Matter", known, {})])  # type: ignore[list-item]


def a_registered_one_is_issued_to_nobody(known: dict[str, Any]) -> None:
    row = row_of("Matter", known, {"status": "registered"})
    Matter.objects.bulk_create([row])  # type: ignore[list-item]
    at_the_end()
    Matter.objects.filter(pk=row.pk).update(status="issued")


@pytest.mark.parametrize(
    "act",
    [
        lead_is_released,
        lead_becomes_helping,
        lead_is_deleted,
        a_matter_is_issued_to_nobody,
        a_registered_one_is_issued_to_nobody,
    ],
)
def test_no_matter_is_handed_out_without_its_one_lead_unit(
    act: Callable[[dict[str, Any]], None], known: dict[str, Any]
) -> None:
    at_the_end()
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act(known)
        at_the_end()
    assert refused_by(refused) == "matter_has_one_lead"
    assert lead_of(known["matter"]).unit == known["town"].lead


def test_within_one_transaction_the_lead_may_change_hands(known: dict[str, Any]) -> None:
    town, matter = known["town"], known["matter"]
    lead_is_released(known)
    make_duty(town, matter, town.strange, role="lead", replaces=known["duty"])
    at_the_end()
    assert lead_of(matter).unit == town.strange


def test_a_draft_needs_no_lead_yet(known: dict[str, Any]) -> None:
    make_matter(known["town"], "草稿", status="draft").duties.all().delete()
    at_the_end()


# --- what has ended is locked -----------------------------------------------------------------------
def ended(town: Town, status: str) -> Matter:
    """With a row of every kind, so that a change of any can be tried."""
    first = "submitted" if status == "rejected" else "issued"
    matter = make_matter(town, status=first, helping=[town.helping])
    make_feedback(town, lead_of(matter))
    make_suspension(town, matter, DAY, LATER)
    make_exemption(town, matter, "days_left", DAY, LATER)
    make_extension(town, matter, date(2026, 10, 31))
    make_instruction(town, matter)
    known = {"town": town, "matter": matter, "duty": lead_of(matter)}
    row_of("Review", known, {}).save()
    into: dict[str, Any] = {"merged_into": make_matter(town, "并入的")} if status == "merged" else {}
    return end(town, matter, status, **into)


@pytest.mark.parametrize("status", ENDED)
def test_an_ended_matter_takes_no_change(status: str, town: Town) -> None:
    matter = ended(town, status)
    for change in (
        {"status": "issued", "ended_on": None},
        {"title": "改"},
        {"note": "补"},
        {"due_on": LATER},
    ):
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            Matter.objects.filter(pk=matter.pk).update(**change)
        assert refused_by(refused) == "matter_ended_is_locked"
    before = matter.__dict__ | {"_state": None}
    matter.refresh_from_db()
    assert matter.__dict__ | {"_state": None} == before


def test_an_ended_matter_takes_its_archive(town: Town) -> None:
    matter = ended(town, "closed")
    Matter.objects.filter(pk=matter.pk).update(archive=stored_file(town))


CHANGES: dict[str, dict[str, Any]] = {
    "Duty": {"task": "改"},
    "Feedback": {"progress": "改"},
    "Suspension": {"reason": "改"},
    "Exemption": {"reason": "改"},
    "Extension": {"reason": "改"},
    "Instruction": {"text": "改"},
    "Review": {"opinion": "改"},
}


@pytest.mark.parametrize("model", CHANGES)
def test_rows_of_an_ended_matter_are_neither_changed_nor_added(model: str, town: Town) -> None:
    matter = ended(town, "closed")
    known = {"town": town, "matter": matter, "duty": lead_of(matter)}
    rows: Any = apps.get_model("matters", model)._default_manager
    before = list(rows.order_by("pk").values())
    for act in (
        lambda: rows.update(**CHANGES[model]),
        lambda: rows.bulk_create([row_of(model, known, {})]),
    ):
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            act()
        assert refused_by(refused) == "matter_ended_is_locked"
    assert list(rows.order_by("pk").values()) == before


# --- what was done stays told -----------------------------------------------------------------------
def test_the_story_takes_no_change_and_loses_nothing(known: dict[str, Any]) -> None:
    step = tell(known["town"], helper_of(known["matter"]), "duty.redo")
    acts: list[Callable[[], Any]] = [
        lambda: Step.objects.update(note="改"),
        lambda: Step.objects.filter(pk=step.pk).delete(),
        lambda: Matter.objects.filter(pk=known["matter"].pk)._raw_delete("default"),
    ]
    for act in acts:
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
            at_the_end()
    assert list(Step.objects.values_list("pk", "note")) == [(step.pk, "")]


@pytest.mark.parametrize(
    "model", ["Matter", "Duty", "Feedback", "Extension", "Suspension", "Exemption", "Instruction", "Review"]
)
def test_history_is_kept_and_append_only(model: str, known: dict[str, Any]) -> None:
    row = row_of(model, known, WITHOUT_LEAD if model == "Matter" else {})
    type(row)._default_manager.bulk_create([row])
    events: Any = apps.get_model("matters", f"{model}Event").objects
    count = events.count()
    assert count > 0
    for act in (lambda: events.update(pgh_label="改"), lambda: events.all().delete()):
        with pytest.raises(InternalError), transaction.atomic():
            act()
    assert events.count() == count


def test_a_unit_may_come_back_after_it_was_relieved(known: dict[str, Any]) -> None:
    town, matter = known["town"], known["matter"]
    Duty.objects.filter(pk=helper_of(matter).pk).update(status="released")
    make_duty(town, matter, town.helping)
    make_duty(town, matter, make_unit("财政局", town.county))
    at_the_end()
