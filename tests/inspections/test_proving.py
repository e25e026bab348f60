"""进展、佐证、申请销号: what the unit shows."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rulebook.models import DeadlineRule
from supervision.inspections import services
from supervision.inspections.models import Evidence, Progress, Rectification
from tests.inspections.acting import NOW, forbidden, on_day, refused, story_of
from tests.inspections.build_rectifications import (
    make_extension,
    make_rectification,
    make_verification,
)
from tests.inspections.rectifying import again, apply, attach, file_of, report
from tests.town import Town

UNIT = ("lead_clerk", "lead_head", "api_client")


@pytest.fixture
def row(town: Town) -> Rectification:
    return make_rectification(town, status="under_way", amount=Decimal(100))


def done(row: Rectification) -> Rectification:
    row.measures.update(done_on=date(2026, 9, 7), outcome="已完成")
    return row


# --- progress ---------------------------------------------------------------------------------------
def test_progress_carries_its_files_and_the_money_so_far(town: Town, row: Rectification) -> None:
    report(town, row, amount_rectified=Decimal(30), percent=30)
    said: dict[str, Any] = {"measure_id": row.measures.get().pk, "files": [file_of()]}
    progress = report(town, row, amount_rectified=Decimal(45), **said)
    report(town, row, text="本周无新增")
    assert again(row).amount_rectified == Decimal(45)
    assert [evidence.upload.name for evidence in progress.evidence.all()] == ["整改报告.pdf"]
    assert progress.evidence.get().rectification == row
    assert [note for _verb, _by, note in story_of(row)] == ["已封堵三处", "已封堵三处", "本周无新增"]


def test_the_same_key_is_the_same_report(town: Town, row: Rectification) -> None:
    key = uuid.uuid4()
    first = report(town, row, client_key=key, files=[file_of()])
    # Also when it is sent again after the work went on.
    apply(town, done(row))
    assert report(town, row, client_key=key, text="别的话", files=[file_of()]) == first
    assert Progress.objects.filter(kind="progress").count() == 1
    other = make_rectification(town, "乙", status="under_way")
    refused(lambda: report(town, other, client_key=key), "client_key_taken")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"text": " "}, "text_missing"),
        ({"amount_rectified": Decimal(101)}, "more_than_the_problem"),
        ({"amount_rectified": Decimal(-1)}, ""),
        ({"percent": 101}, ""),
        ({"text": "密级：秘密"}, "state_secret"),
    ],
)
def test_what_cannot_be_is_refused(town: Town, row: Rectification, values: dict[str, Any], code: str) -> None:
    refused(lambda: report(town, row, **values), code)


def test_where_no_money_was_wrong_none_is_put_right(town: Town) -> None:
    row = make_rectification(town, status="under_way")
    refused(lambda: report(town, row, amount_rectified=Decimal(1)), "more_than_the_problem")


# --- evidence ---------------------------------------------------------------------------------------
def test_pictures_come_in_pairs_with_what_is_claimed(town: Town, row: Rectification) -> None:
    (before,) = attach(town, row, file_of("前.pdf", b"1"), side="before", pair=1, caption="排口")
    (after,) = attach(
        town,
        row,
        file_of("后.pdf", b"2"),
        side="after",
        pair=1,
        claimed_at=on_day(9, 11),
        claimed_place="城东桥下",
        latitude=Decimal("34.123456"),
        longitude=Decimal("107.654321"),
    )
    assert [(one.side, one.pair) for one in row.evidence.order_by("pk")] == [("before", 1), ("after", 1)]
    after.refresh_from_db()
    assert (before.caption, after.claimed_place, after.latitude) == ("排口", "城东桥下", Decimal("34.123456"))
    assert story_of(row) == [
        ("rectification.attach", "lead_clerk", "前.pdf"),
        ("rectification.attach", "lead_clerk", "后.pdf"),
    ]


def test_the_same_file_for_the_same_thing_counts_once(town: Town, row: Rectification) -> None:
    first = attach(town, row)
    assert attach(town, row) == first
    assert len(story_of(row)) == 1
    # Shown again with a report, it is evidence of that report, too, and will be pointed at.
    progress = report(town, row, files=[file_of()])
    assert (row.evidence.count(), progress.evidence.count()) == (2, 1)


def test_the_same_key_is_the_same_evidence(town: Town, row: Rectification) -> None:
    key = uuid.uuid4()
    first = attach(town, row, client_keys=[key])
    assert attach(town, row, file_of(more=b"other bytes"), client_keys=[key]) == first
    other = make_rectification(town, "乙", status="under_way")
    refused(lambda: attach(town, other, client_keys=[key]), "client_key_taken")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"latitude": Decimal(34)}, "place_not_whole"),
        ({"latitude": Decimal(91), "longitude": Decimal(0)}, "place_not_whole"),
        ({"side": "left"}, ""),
        ({"caption": "【机密】"}, "state_secret"),
    ],
)
def test_half_a_place_or_a_mark_of_secrecy_is_refused(
    town: Town, row: Rectification, values: dict[str, Any], code: str
) -> None:
    refused(lambda: attach(town, row, **values), code)


def test_twenty_files_at_once_are_the_most(town: Town, row: Rectification) -> None:
    files = [file_of(more=bytes([n])) for n in range(21)]
    refused(lambda: attach(town, row, *files), "too_many_files")


def test_unit_and_office_attach_and_others_do_not(town: Town, row: Rectification) -> None:
    forbidden(town, lambda user: attach(town, row, actor=user), *UNIT, "supervisor", "office_head")
    forbidden(town, lambda user: report(town, row, actor=user), *UNIT)


def test_a_verifier_attaches_to_the_verification_he_is_sent_on(town: Town) -> None:
    row = make_rectification(town, status="checked")
    verification = make_verification(town, row)
    forbidden(
        town,
        lambda user: attach(town, row, actor=user, verification_id=verification.pk),
        *("supervisor", "nobody"),
    )
    (evidence,) = attach(town, row, actor=town.nobody, verification_id=verification.pk)
    assert (evidence.rectification, evidence.verification) == (row, verification)


# --- 申请销号 ----------------------------------------------------------------------------------------
@pytest.mark.usefixtures("workdays")
def test_the_head_applies_when_all_is_done_and_shown(town: Town, row: Rectification) -> None:
    extension = make_extension(town, row)
    apply(town, done(row), amount_rectified=Decimal(100), extends_to_similar="排查全县", lasting_means="巡河")
    row = again(row)
    assert (row.status, row.applied_by, row.applied_on) == ("applied", town.lead_head, date(2026, 9, 12))
    assert (row.amount_rectified, row.extends_to_similar, row.lasting_means) == (100, "排查全县", "巡河")
    assert row.step_due_on == date(2026, 9, 18)
    final = row.progress.get()
    assert (final.kind, final.percent, final.evidence.count()) == ("final", 100, 1)
    # Who has done the work needs no more time for it.
    assert again(extension).status == "retracted"


def test_what_is_not_done_or_not_shown_is_not_applied_for(town: Town, row: Rectification) -> None:
    words = refused(lambda: apply(town, row), "measures_open")
    assert words == "各项措施都完成以后才能申请销号，还有：封堵排口，接入管网"
    done(row)
    refused(lambda: apply(town, row, files=[]), "no_evidence")
    assert not Evidence.objects.exists()


def test_only_the_head_of_the_unit_applies(town: Town, row: Rectification) -> None:
    done(row)
    forbidden(town, lambda user: apply(town, row, actor=user), "lead_head", "api_client")


def test_what_is_long_term_may_be_applied_for(town: Town) -> None:
    row = make_rectification(town, status="long_term", end_reason="长期管护", end_approver=town.leader_post)
    assert apply(town, done(row)).status == "applied"


def test_without_a_rule_the_step_says_so(town: Town, row: Rectification) -> None:
    DeadlineRule.objects.filter(key="rectification_check").update(valid_from=date(2030, 1, 1))
    row = services.apply_for_closing(
        actor=town.lead_head, rectification_id=done(row).pk, text="完成", files=[file_of()], now=NOW
    )
    assert (row.step_due_on, row.step_basis) == (None, "没有时限规则（rectification_check）")
