"""问题 from the note on site to what stands: recorded once, told to the unit, answered, upheld or dropped."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Upload, User
from supervision.inspections import services
from supervision.inspections.models import Evidence, Finding, Inspection
from supervision.inspections.rules.entries import Figure
from supervision.inspections.rules.states import TABLE, Thing
from supervision.inspections.rules.words import FINDING_STATUSES
from tests.inspections.acting import NOW, forbidden, on_day, refused, snapshot
from tests.inspections.build import finding_words, make_finding, make_inspection, pdf
from tests.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]
KEY = uuid.UUID("6f1c2a4e-0000-4000-8000-000000000001")
TEAM = ("supervisor", "office_head", "nobody")
UNIT = ("lead_clerk", "lead_head", "api_client")
WHO = {"notify": TEAM, "agree": UNIT, "dispute": UNIT, "uphold": TEAM, "drop": TEAM}
LATE = on_day(9, 15)


def record(town: Town, inspection: Inspection | None, **values: Any) -> Finding:
    asked: dict[str, Any] = {
        "actor": values.pop("actor", town.nobody),
        "inspection_id": inspection and inspection.pk,
        "client_key": values.pop("client_key", None),
        "files": values.pop("files", ()),
        "now": NOW,
    }
    return services.record_finding(**asked, words=finding_words(town, **values))


def act(town: Town, row: Finding, verb: str, actor: User, now: Any = LATE) -> Any:
    words: dict[str, Any] = {"actor": actor, "finding_id": row.pk, "now": now}
    if verb in ("uphold", "drop"):
        words["reason"] = "现场核实"
    if verb == "dispute":
        words["statement"] = "值班记录另册登记"
    return getattr(services, f"{verb}_finding")(**words)


def told(row: Finding) -> list[tuple[str, str | None, str]]:
    return list(row.steps.order_by("pk").values_list("verb", "by__username", "note"))


def test_the_team_writes_down_what_it_finds_with_its_pictures(town: Town) -> None:
    row = record(
        town,
        make_inspection(town),
        client_key=KEY,
        files=[("一.pdf", pdf("1")), ("二.pdf", pdf("2"))],
        amount=Decimal("12.5"),
        place=" 路段K3 ",
        latitude=Decimal("34.1"),
        longitude=Decimal("104.2"),
        found_at=on_day(9, 11),
        figures=(Figure("逾期", "12", "天", "2026年9月12日"),),
    )
    assert (row.status, row.number, row.found_by, row.client_key) == ("draft", "", town.nobody, KEY)
    assert (row.place, row.amount, row.found_at) == ("路段K3", Decimal("12.5"), on_day(9, 11))
    assert row.figures == [{"label": "逾期", "value": "12", "unit": "天", "as_of": "2026年9月12日"}]
    proofs = row.evidence.values_list("upload__name", "claimed_at", "claimed_place")
    assert list(proofs) == [("一.pdf", on_day(9, 11), "路段K3"), ("二.pdf", on_day(9, 11), "路段K3")]
    assert told(row) == [("finding.record", "nobody", "值班记录缺失")]


def test_the_same_device_number_gives_the_first_row_and_writes_nothing(town: Town) -> None:
    inspection = make_inspection(town)
    first = record(town, inspection, client_key=KEY, files=[("一.pdf", pdf())])
    before = snapshot()
    assert record(town, inspection, client_key=KEY, title="别的", files=[("二.pdf", pdf("2"))]) == first
    assert snapshot() == before
    assert Upload.objects.count() == 1
    refused(lambda: record(town, inspection, client_key=KEY, actor=town.supervisor), "client_key_taken")


def test_only_the_team_and_the_office_write_down_findings(town: Town) -> None:
    inspection = make_inspection(town)
    forbidden(town, lambda actor: record(town, inspection, actor=actor), *TEAM)
    forbidden(town, lambda actor: record(town, None, actor=actor), "supervisor", "office_head")
    assert record(town, None, actor=town.supervisor).inspection is None


@pytest.mark.parametrize("status", ["draft", "submitted", "approved", "closed", "cancelled"])
def test_nothing_is_found_before_it_begins_or_after_it_ended(town: Town, status: str) -> None:
    inspection = make_inspection(town, status=status)
    assert "不能“记录问题”" in refused(lambda: record(town, inspection), "wrong_step")


def test_what_a_telephone_kept_arrives_while_the_plan_is_amended(town: Town) -> None:
    inspection = make_inspection(town)
    services.amend_inspection(actor=town.supervisor, inspection_id=inspection.pk, reason="延长两天", now=NOW)
    assert record(town, inspection).pk


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"title": "秘密★3年"}, "state_secret"),
        ({"description": " "}, "blank"),
        ({"category_id": 987654}, "no_category"),
        ({"found_at": on_day(9, 13)}, "in_the_future"),
        ({"severity": "huge"}, "invalid_choice"),
    ],
)
def test_a_finding_is_refused_for(town: Town, values: dict[str, Any], code: str) -> None:
    inspection = make_inspection(town)
    refused(lambda: record(town, inspection, **values), code)


def test_the_scope_is_not_widened(town: Town) -> None:
    inspection = make_inspection(town)
    said = refused(lambda: record(town, inspection, unit_id=town.strange.pk), "not_inspected")
    assert said == "这个单位不在本次督查的对象中，不能扩大督查范围（政府督查工作条例第十五条）。"


def test_half_a_place_is_refused(town: Town) -> None:
    inspection = make_inspection(town)
    said = refused(lambda: record(town, inspection, latitude=Decimal(34)), "place_not_whole")
    assert said == "经纬度须成对填写，并在正常范围内。"


def test_the_database_wants_both_halves_too(town: Town) -> None:
    row = make_finding(town, proved=False)
    with pytest.raises(IntegrityError, match="finding_place_is_whole"), transaction.atomic():
        Finding.objects.filter(pk=row.pk).update(latitude=Decimal(34))


def test_it_is_revised_until_the_unit_is_told(town: Town) -> None:
    row = record(town, make_inspection(town), figures=(Figure("逾期", "12"),))
    asked: dict[str, Any] = {"finding_id": row.pk, "now": NOW}
    words = finding_words(town, severity="serious")
    forbidden(town, lambda actor: services.revise_finding(actor=actor, words=words, **asked), *TEAM)
    row = services.revise_finding(actor=town.nobody, words=words, **asked)
    assert (row.severity, row.figures[0]["value"], row.found_at) == ("serious", "12", NOW)
    services.revise_finding(actor=town.nobody, words=words, **asked)
    assert told(row)[1:] == [("finding.revise", "nobody", "严重程度")]
    services.notify_finding(actor=town.nobody, **asked)
    refused(lambda: services.revise_finding(actor=town.nobody, words=words, **asked), "wrong_step")


def test_evidence_is_added_once_and_told(town: Town) -> None:
    row = make_finding(town, make_inspection(town), status="disputed", proved=False)
    asked: dict[str, Any] = {"finding_id": row.pk, "client_keys": [KEY], "now": NOW}
    attach = services.attach_to_finding
    forbidden(town, lambda actor: attach(actor=actor, files=[("一.pdf", pdf())], **asked), *TEAM)
    (one,) = attach(actor=town.nobody, files=[("一.pdf", pdf())], place="K3", claimed_at=NOW, **asked)
    assert (one.client_key, one.claimed_place, one.claimed_at) == (KEY, "K3", NOW)
    assert attach(actor=town.nobody, files=[("再.pdf", pdf("2"))], **asked) == [one]
    asked["client_keys"] = []
    assert attach(actor=town.supervisor, files=[("又.pdf", pdf())], **asked) == [one]
    assert Evidence.objects.filter(finding=row).count() == 1
    assert told(row) == [("finding.attach", "nobody", "一.pdf")]
    Finding.objects.filter(pk=row.pk).update(
        status="dropped", resolution="重复", resolved_by=town.supervisor, resolved_at=NOW
    )
    refused(lambda: attach(actor=town.nobody, files=[("三.pdf", pdf("3"))], **asked), "wrong_step")


def test_the_unit_is_told_under_a_number_and_has_three_workdays(town: Town) -> None:
    """The 12th is a Saturday: Monday, Tuesday and Wednesday are the three."""
    row = make_finding(town, make_inspection(town), status="draft")
    row = services.notify_finding(actor=town.nobody, finding_id=row.pk, now=NOW)
    assert (row.number, row.notified_on, row.answer_by) == (
        "问题〔2026〕1号",
        date(2026, 9, 12),
        date(2026, 9, 16),
    )


@pytest.mark.parametrize(("status", "told_now"), [("on_site", False), ("finished", True)])
def test_an_unannounced_inspection_is_betrayed_by_no_finding(town: Town, status: str, told_now: bool) -> None:
    inspection = make_inspection(town, status=status, is_unannounced=True)
    row = make_finding(town, inspection, status="draft")
    if told_now:
        assert act(town, row, "notify", town.nobody).status == "notified"
    else:
        refused(lambda: act(town, row, "notify", town.nobody), "unannounced")


@pytest.mark.parametrize("verb", list(WHO))
def test_a_step_is_taken_by_whom_the_table_says_and_by_nobody_else(town: Town, verb: str) -> None:
    move = TABLE.named(f"finding.{verb}")
    row = make_finding(town, make_inspection(town), status=move.sources[-1])
    forbidden(town, lambda actor: act(town, row, verb, actor), *WHO[verb])
    for persona in WHO[verb]:
        with transaction.atomic():
            act(town, row, verb, getattr(town, persona))
            row.refresh_from_db()
            assert row.status == move.target
            assert [step[:2] for step in told(row)] == [(move.name, getattr(town, persona).username)]
            transaction.set_rollback(True)


def test_a_step_is_refused_at_every_other_status(town: Town) -> None:
    inspection = make_inspection(town)
    for status in FINDING_STATUSES:
        row = make_finding(town, inspection, status=status, proved=False)
        for verb, who in WHO.items():
            if status not in TABLE.named(f"finding.{verb}").sources:
                actor = getattr(town, who[0])
                said = refused(lambda: act(town, row, verb, actor), "wrong_step")  # noqa: B023
                assert said.startswith(f"问题现在是“{TABLE.label_of(Thing.FINDING, status)}”")
    assert {move.verb for move in TABLE.moves if move.thing == Thing.FINDING} == set(WHO)


def test_a_dispute_says_why_and_an_agreement_need_not(town: Town) -> None:
    row = make_finding(town, make_inspection(town), status="notified")
    words: dict[str, Any] = {"actor": town.lead_clerk, "finding_id": row.pk, "now": NOW}
    said = refused(lambda: services.dispute_finding(**words, statement=" "), "statement_missing")
    assert said == "提出异议须写明陈述意见。"
    with transaction.atomic():
        row = services.dispute_finding(**words, statement=" 另册登记 ")
        assert (row.status, row.statement, row.answered_by) == ("disputed", "另册登记", town.lead_clerk)
        transaction.set_rollback(True)
    assert services.agree_finding(**words).status == "agreed"


def test_silence_is_upheld_only_once_the_time_to_answer_is_over(town: Town) -> None:
    row = make_finding(town, make_inspection(town), status="notified")
    said = refused(lambda: act(town, row, "uphold", town.nobody, on_day(9, 14)), "answer_awaited")
    assert said == "单位可以在2026年9月14日以前答复，过后才能径行认定。"
    row = act(town, row, "uphold", town.nobody, on_day(9, 15))
    assert (row.status, row.resolution, row.resolved_by) == ("upheld", "现场核实", town.nobody)


def test_a_dispute_is_decided_at_once_with_a_reason(town: Town) -> None:
    row = make_finding(town, make_inspection(town), status="disputed")
    words: dict[str, Any] = {"actor": town.nobody, "finding_id": row.pk, "now": NOW}
    refused(lambda: services.drop_finding(**words, reason=" "), "reason_missing")
    assert services.drop_finding(**words, reason="确有另册").resolution == "确有另册"


def test_of_another_unit_nobody_answers(town: Town) -> None:
    row = make_finding(town, make_inspection(town), status="notified")
    with pytest.raises(PermissionDenied):
        services.agree_finding(actor=town.helping_clerk, finding_id=row.pk, now=NOW)
