"""Scores from the scheme to the lists: who does what, what is refused, what stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal as D
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from accounts.models import Role
from supervision.reports.models import (
    ManualPoint,
    ScoreAdjustment,
    ScoreAppeal,
    ScoreEvent,
    ScoreEvidence,
    ScoreList,
    ScoreListEntry,
    ScoreRound,
    ScoreRule,
    ScoreScheme,
    ScoreSheet,
)
from supervision.reports.rules.scoring.spans import Span
from supervision.reports.services import scoring
from tests.reports.conftest import Told
from tests.reports.scoring import (
    COMPLETION,
    LEADER,
    ON,
    SPAN,
    adopt,
    bring,
    item_of,
    make_round,
    make_scheme,
    sheet_of,
)
from tests.town import NOON, Town, make_user

pytestmark = pytest.mark.django_db


OURS = (ManualPoint, ScoreAdjustment, ScoreAppeal, ScoreList, ScoreRound, ScoreRule, ScoreScheme)
CONSTRAINTS = {
    str(one.get_violation_error_message()): one.name for model in OURS for one in model._meta.constraints
}


def code_of(call: Callable[[], Any]) -> str:
    with pytest.raises(ValidationError) as caught:
        call()
    error = caught.value
    errors = error.error_list if not hasattr(error, "error_dict") else sum(error.error_dict.values(), [])
    return errors[0].code or CONSTRAINTS[errors[0].messages[0]]


def broken_by(write: Callable[[], Any]) -> str:
    """The name of the constraint or lock that the database names itself, past every service."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write()
    return str(caught.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]


# --- schemes --------------------------------------------------------------------------------------
def test_a_scheme_is_adopted_only_after_somebody_looked_at_what_its_rules_would_give(told: Told) -> None:
    town = told.town
    scheme = make_scheme(town)

    def adopting() -> ScoreScheme:
        return scoring.adopt_scheme(
            actor=town.office_head, scheme_id=scheme.pk, approver_id=town.leader_post.pk, now=NOON
        )

    assert code_of(adopting) == "not_tried"
    tried = scoring.try_scheme(actor=town.supervisor, scheme_id=scheme.pk, span=SPAN, now=NOON)
    road = next(one for one in tried if one.unit == town.lead)
    assert (road.group, road.sheet.score) == ("县直部门", D("82.00")), "40 and 60 × 70 %"
    assert not ScoreSheet.objects.exists(), "nothing is kept"
    scoring.set_rule(
        actor=town.supervisor,
        scheme_id=scheme.pk,
        rule_id=scheme.rules.get(name="督办事项逾期").pk,
        words=scoring.RuleWords("督办事项逾期", "events", "matters_late", per_event=D(-3)),
    )
    assert code_of(adopting) == "not_tried", "other rules have not been looked at"
    scoring.try_scheme(actor=town.supervisor, scheme_id=scheme.pk, span=SPAN, now=NOON)
    with pytest.raises(PermissionDenied):
        scoring.adopt_scheme(
            actor=town.supervisor, scheme_id=scheme.pk, approver_id=town.leader_post.pk, now=NOON
        )
    assert adopting().status == "adopted"
    rows = ScoreScheme.objects.filter(pk=scheme.pk)
    draft = make_scheme(town, name="另一方案")
    untried = ScoreScheme.objects.filter(pk=draft.pk)
    assert broken_by(lambda: untried.update(status="adopted")) == "score_scheme_tried_before_adopted"
    assert broken_by(lambda: rows.update(base=D(50))) == "score_scheme_is_locked"
    assert broken_by(lambda: rows.update(status="draft")) == "score_scheme_is_locked"
    assert broken_by(lambda: scheme.rules.update(weight=D(99))) == "score_scheme_is_locked"
    assert broken_by(lambda: scheme.rules.all().delete()) == "score_scheme_is_locked"


def test_last_year_is_tried_by_the_same_engine(told: Told) -> None:
    scheme = make_scheme(told.town)
    found = scoring.try_scheme(
        actor=told.town.supervisor, scheme_id=scheme.pk, span=Span(2025, 1, 12, ON), now=NOON
    )
    assert {one.sheet.takes_part for one in found} == {False}, "there was nothing to do in 2025"


def test_a_revision_is_a_new_version_that_ends_the_old_one(told: Told) -> None:
    town = told.town
    old = adopt(town, make_scheme(town))
    change = scoring.RuleWords(**COMPLETION | {"name": "新增一项"})
    assert (
        code_of(lambda: scoring.set_rule(actor=town.supervisor, scheme_id=old.pk, words=change))
        == "score_scheme_is_locked"
    )
    new = scoring.succeed_scheme(actor=town.supervisor, scheme_id=old.pk, now=NOON)
    assert (new.version, new.follows, new.rules.count(), new.status) == (2, old, 3, "draft")
    adopt(town, new)
    old.refresh_from_db()
    assert old.status == "closed"


def test_a_formula_must_fit_what_is_measured(town: Town) -> None:
    scheme = make_scheme(town)

    def setting(**words: Any) -> Callable[[], ScoreRule]:
        said = scoring.RuleWords(name="新项目", **words)
        return lambda: scoring.set_rule(actor=town.supervisor, scheme_id=scheme.pk, words=said)

    assert code_of(setting(formula="ratio", metric="relapses")) == "formula_does_not_fit"
    assert code_of(setting(formula="ratio", metric="sign_ins")) == "no_metric"
    assert code_of(setting(formula="manual", metric="relapses")) == "score_rule_measures_or_is_manual"
    assert code_of(setting(formula="step", metric="targets_met", step=D(0))) == "score_rule_sensible_numbers"
    assert scheme.rules.count() == 3


# --- rounds ---------------------------------------------------------------------------------------
def test_every_point_stands_on_rows_that_can_be_followed(told: Told) -> None:
    town = told.town
    row = make_round(town)
    item = item_of(row, town.lead, "重点项目年度投资完成率")
    assert (item.points, item.value, item.done, item.whole) == (D("42.00"), D(70), D(840), D(1200))
    (evidence,) = item.evidence.all()
    assert (evidence.project, evidence.words) == (told.road, "完成840万元，年度计划1,200万元")
    assert sheet_of(row, town.lead).score == D("82.00")
    assert (
        not ScoreEvent.objects.exclude(treatment="measured").exclude(points=0, treatment="excluded").exists()
    )


def test_a_manual_point_needs_reason_and_document_and_counts_within_its_caps(told: Told) -> None:
    town = told.town
    row = make_round(town)
    rule = row.scheme.rules.get(formula="manual")

    def entering(**words: Any) -> Callable[[], ManualPoint]:
        given: dict[str, Any] = {
            "points": D(15),
            "reason": "县委主要领导肯定性批示",
            "document": "批示〔2026〕3号",
        }
        return lambda: scoring.enter_points(
            actor=town.supervisor,
            round_id=row.pk,
            rule_id=rule.pk,
            unit_id=town.lead.pk,
            now=NOON,
            **given | words,
        )

    assert code_of(entering(document="")) == "manual_point_has_reason_and_document"
    assert code_of(entering(reason=" ")) == "reason_missing"
    assert code_of(entering(points=D(0))) == "manual_point_is_not_nought"
    assert ManualPoint.objects.count() == 0
    entering()()
    entering(points=D(12), document="", file=SimpleUploadedFile("批示.pdf", b"%PDF-1.7\n%%EOF\n"))()
    scoring.compute_round(actor=town.supervisor, round_id=row.pk, on=ON, now=NOON)
    item = item_of(row, town.lead, "县领导评价")
    assert (item.points, item.evidence.count()) == (D(20), 2), "27 by hand, at most 20"
    bare = ManualPoint(round=row, rule=rule, unit=town.lead, points=1, entered_by=town.supervisor)
    bare.entered_at, bare.reason = NOON, "无依据"
    assert (
        broken_by(lambda: ManualPoint.objects.bulk_create([bare])) == "manual_point_has_reason_and_document"
    )
    scoring.remove_points(actor=town.supervisor, point_id=ManualPoint.objects.latest("pk").pk)
    assert code_of(lambda: scoring.announce_round(actor=town.supervisor, round_id=row.pk, now=NOON)) == (
        "not_computed"
    )
    assert bring(town, row, "checking").status == "checking"


def test_what_was_handed_out_is_frozen_by_the_database_and_later_changes_are_entries(told: Told) -> None:
    town = told.town
    row = make_round(town, until="checking")
    assert (
        code_of(lambda: scoring.compute_round(actor=town.supervisor, round_id=row.pk, on=ON, now=NOON))
        == "score_round_is_locked"
    )
    row = scoring.approve_round(actor=town.office_head, round_id=row.pk, document="常务会议", now=NOON)
    assert broken_by(lambda: ScoreSheet.objects.update(score=D(100))) == "score_round_is_locked"
    assert broken_by(lambda: ScoreEvent.objects.update(points=D(100))) == "score_round_is_locked"
    assert broken_by(lambda: ScoreEvidence.objects.all().delete()) == "score_round_is_locked"
    assert broken_by(lambda: ScoreRound.objects.update(status="draft")) == "score_round_is_locked"
    sheet = sheet_of(row, town.lead)
    entry = scoring.propose_adjustment(
        actor=town.supervisor,
        sheet_id=sheet.pk,
        points=D("-3.5"),
        reason="事后核实有一件虚报",
        document="督查〔2026〕8号",
        now=NOON,
    )

    def total() -> D:
        return ScoreSheet.objects.with_total().get(pk=sheet.pk).total

    assert total() == D("82.00"), "proposed is not approved"
    with pytest.raises(PermissionDenied):
        scoring.approve_adjustment(actor=town.supervisor, adjustment_id=entry.pk, now=NOON)
    scoring.approve_adjustment(actor=town.office_head, adjustment_id=entry.pk, now=NOON)
    assert (total(), ScoreSheet.objects.get(pk=sheet.pk).score) == (D("78.50"), D("82.00"))
    entries = ScoreAdjustment.objects.all()
    assert broken_by(lambda: entries.update(points=D(1))) == "score_adjustment_stays"
    assert broken_by(entries.delete) == "score_adjustment_stays"


def test_who_proposed_an_adjustment_does_not_approve_it(told: Told) -> None:
    town = told.town
    row = make_round(town, until="checking")
    entry = scoring.propose_adjustment(
        actor=town.office_head,
        sheet_id=sheet_of(row, town.lead).pk,
        points=D(2),
        reason="漏记一件",
        document="督查〔2026〕9号",
        now=NOON,
    )
    refused = code_of(
        lambda: scoring.approve_adjustment(actor=town.office_head, adjustment_id=entry.pk, now=NOON)
    )
    assert refused == "score_adjustment_by_two_people"
    assert (
        code_of(lambda: scoring.approve_round(actor=town.office_head, round_id=row.pk, document="", now=NOON))
        == "claims_open"
    )


# --- appeals --------------------------------------------------------------------------------------
def test_a_unit_appeals_with_files_and_somebody_else_decides_with_a_reason(told: Told) -> None:
    town = told.town
    other = make_user("second", "孙督查", town.office, Role.SUPERVISOR)
    row = make_round(town, until="checking")
    item = item_of(row, town.lead, "重点项目年度投资完成率")
    with pytest.raises(PermissionDenied):
        scoring.file_appeal(actor=town.stranger, event_id=item.pk, reason="不服", now=NOON)
    appeal = scoring.file_appeal(
        actor=town.lead_clerk,
        event_id=item.pk,
        reason="8月补报的60万元没有计入。",
        files=[("佐证.pdf", BytesIO(b"%PDF-1.7\n%%EOF\n"))],
        now=NOON,
    )
    assert appeal.files.count() == 1
    again = code_of(
        lambda: scoring.file_appeal(actor=town.lead_clerk, event_id=item.pk, reason="再申诉", now=NOON)
    )
    assert again == "score_appeal_one_open"
    assert (
        code_of(lambda: scoring.take_back_round(actor=town.supervisor, round_id=row.pk, now=NOON))
        == "has_claims"
    )

    def deciding(actor: Any, decision: str = "经核实，成立。") -> Callable[[], ScoreAppeal]:
        return lambda: scoring.uphold_appeal(
            actor=actor, appeal_id=appeal.pk, decision=decision, points=D(3), now=NOON
        )

    assert code_of(deciding(town.supervisor)) == "score_appeal_decided_by_another", "he computed the scores"
    values = {"status": "refused", "decision": "不", "decided_at": NOON, "decided_by": town.supervisor}
    rows = ScoreAppeal.objects.filter(pk=appeal.pk)
    assert broken_by(lambda: rows.update(**values)) == "score_appeal_decided_by_another"
    assert code_of(deciding(other, " ")) == "reason_missing"
    with pytest.raises(PermissionDenied):
        deciding(town.lead_head)()
    assert deciding(other)().status == "upheld"
    adjusted = ScoreSheet.objects.with_total().get(unit=town.lead)
    assert (adjusted.score, adjusted.total) == (D("82.00"), D("85.00"))
    assert broken_by(lambda: rows.update(decision="改口")) == "score_appeal_stays"


# --- lists ----------------------------------------------------------------------------------------
def test_lists_are_proposed_by_group_approved_by_a_leader_and_made_public_with_a_record(told: Told) -> None:
    town = told.town
    row = make_round(town, until="approved")
    with pytest.raises(PermissionDenied):
        scoring.propose_list(actor=town.leader, round_id=row.pk, now=NOON)
    found = scoring.propose_list(actor=town.supervisor, round_id=row.pk, now=NOON)
    named = {(e.colour, e.sheet.unit.short_name, e.place, e.score) for e in found.entries.all()}
    assert named == {("red", "交通局", 1, D("82.00")), ("black", "文旅局", 4, D("58.00"))}
    assert code_of(
        lambda: scoring.publish_list(
            actor=town.supervisor, list_id=found.pk, since=ON, until=ON, place="县政府网站"
        )
    ) == ("wrong_step")
    scoring.approve_list(actor=town.office_head, list_id=found.pk, approver_id=town.leader_post.pk, now=NOON)
    assert not ScoreList.objects.visible_to(town.stranger).exists()
    no_place = code_of(
        lambda: scoring.publish_list(actor=town.supervisor, list_id=found.pk, since=ON, until=ON, place="")
    )
    assert no_place == "score_list_public_with_record"
    scoring.publish_list(
        actor=town.supervisor, list_id=found.pk, since=ON, until=date(2026, 9, 18), place="县政府网站"
    )
    assert ScoreList.objects.visible_to(town.stranger).exists()
    sheet = sheet_of(row, town.below_lead)
    black = ScoreListEntry(list=found, sheet=sheet, colour="black", place=2, of=4, score=D(79), target=D(70))
    assert broken_by(lambda: ScoreListEntry.objects.bulk_create([black])) == "score_list_stays"
    assert broken_by(lambda: ScoreList.objects.update(published_in="公告栏")) == "score_list_stays"


def test_who_met_the_target_is_never_black_whatever_writes_it(told: Told) -> None:
    row = make_round(told.town, until="approved")
    draft = ScoreList.objects.create(round=row, proposed_by=told.town.supervisor, proposed_at=NOON)
    sheet = sheet_of(row, told.town.lead)
    black = ScoreListEntry(list=draft, sheet=sheet, colour="black", place=4, of=4, score=D(82), target=D(70))
    broken = broken_by(lambda: ScoreListEntry.objects.bulk_create([black]))
    assert broken == "score_list_black_is_under_target"


# --- who sees what --------------------------------------------------------------------------------
def test_a_unit_sees_its_own_sheet_once_it_is_handed_out_and_nobody_elses(told: Told) -> None:
    town = told.town
    row = make_round(town)
    clerk = town.helping_clerk
    assert not ScoreSheet.objects.visible_to(clerk).exists()
    assert not ScoreRound.objects.visible_to(clerk).exists()
    bring(town, row, "checking")
    assert [sheet.unit for sheet in ScoreSheet.objects.visible_to(clerk)] == [town.helping]
    assert {item.sheet.unit for item in ScoreEvent.objects.visible_to(clerk)} == {town.helping}
    assert {one.event.sheet.unit for one in ScoreEvidence.objects.visible_to(clerk)} == {town.helping}
    assert ScoreSheet.objects.visible_to(town.auditor).count() == row.sheets.count() == 5
    assert not ScoreSheet.objects.visible_to(town.nobody).exists()
    draft = make_scheme(town, LEADER, name="草案")
    assert draft not in ScoreScheme.objects.visible_to(clerk)
