"""指定督查 (REG art. 7): a department inspects what, whom and when it was told to, and no further."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Unit, User
from supervision.inspections import services
from supervision.inspections.models import Designation, Inspection
from tests.inspections.acting import NOW, forbidden, refused
from tests.inspections.build import make_designation, plan_words, team_words
from tests.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]
ARTICLE = "（政府督查工作条例第七条）"


def drafted(
    town: Town, row: Designation | None, actor: User | None = None, units: Any = (), **values: Any
) -> Inspection:
    return services.draft_inspection(
        actor=actor or User.objects.get(pk=town.helping_clerk.pk),
        words=plan_words(designation_id=row and row.pk, **values),
        unit_ids=[unit.pk for unit in units or [town.lead]],
        team=team_words(town),
        now=NOW,
    )


def designate(town: Town, actor: User, *objects: Unit, **values: Any) -> Designation:
    asked: dict[str, Any] = {
        "actor": actor,
        "unit_id": town.helping.pk,
        "affairs": "河道管护",
        "scope": "全县河道",
        "duties": "检查并提出问题",
        "objects": [unit.pk for unit in objects],
        "approver_id": town.leader_post.pk,
        "approved_on": date(2026, 8, 20),
        "valid_from": date(2026, 9, 1),
        "valid_to": date(2026, 10, 1),
        "now": NOW,
    }
    return services.designate(**asked | values)


def test_the_head_of_the_office_writes_down_whom_the_government_charged(town: Town) -> None:
    forbidden(town, lambda actor: designate(town, actor), "office_head")
    row = designate(town, town.office_head, town.lead, town.strange)
    assert (row.unit, row.valid_to) == (town.helping, date(2026, 10, 1))
    assert set(row.objects_named.all()) == {town.lead, town.strange}
    assert "不能督查自己" in refused(
        lambda: designate(town, town.office_head, town.helping), "inspects_itself"
    )
    refused(lambda: designate(town, town.office_head, approved_on=date(2026, 9, 13)), "in_the_future")
    assert "终止日期应晚于起始日期" in refused(
        lambda: designate(town, town.office_head, valid_to=date(2026, 9, 1))
    )


def test_a_department_without_a_designation_drafts_nothing(town: Town) -> None:
    with pytest.raises(PermissionDenied):
        drafted(town, None)


def test_a_designated_department_drafts_and_submits_within_its_limits(town: Town) -> None:
    row = drafted(town, make_designation(town, town.helping, town.lead))
    assert (row.organiser, row.designation.unit if row.designation else None) == (town.helping, town.helping)
    done = services.submit_inspection(actor=town.helping_clerk, inspection_id=row.pk, now=NOW)
    assert done.status == "submitted"


def test_without_naming_its_designation_it_is_refused_by_the_article(town: Town) -> None:
    make_designation(town, town.helping)
    said = refused(lambda: drafted(town, None), "not_designated")
    assert said == f"部门开展督查须经政府指定，请选择指定依据{ARTICLE}。"


def test_the_designation_of_another_department_is_not_its_own(town: Town) -> None:
    make_designation(town, town.helping)
    other = make_designation(town, town.strange)
    with pytest.raises(PermissionDenied):
        drafted(town, other)


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2026, 8, 31), date(2026, 9, 25)),
        (date(2026, 9, 7), date(2026, 10, 1)),
    ],
)
def test_it_may_not_go_beyond_its_time(town: Town, starts_on: date, ends_on: date) -> None:
    row = make_designation(town, town.helping)
    said = refused(lambda: drafted(town, row, starts_on=starts_on, ends_on=ends_on), "beyond_designation")
    assert said.startswith(
        f"超出指定督查的范围{ARTICLE}：指定的期限是2026年9月1日起、2026年10月1日以前，方案的时间是"
    )
    assert drafted(town, row, starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 30)).pk


def test_it_may_not_inspect_whom_it_was_not_told_to(town: Town) -> None:
    row = make_designation(town, town.helping, town.lead)
    said = refused(lambda: drafted(town, row, units=[town.lead, town.below_lead]), "beyond_designation")
    assert said == f"超出指定督查的范围{ARTICLE}：指定的督查对象不包括公路段。"
    refused(lambda: drafted(town, row, units=[town.helping]), "inspects_itself")


@pytest.mark.parametrize("verb", ["submit", "approve"])
def test_a_designation_that_was_cut_short_meanwhile_stops_the_next_step(town: Town, verb: str) -> None:
    designation = make_designation(town, town.helping)
    row = drafted(town, designation)
    if verb == "approve":
        services.submit_inspection(actor=town.helping_clerk, inspection_id=row.pk, now=NOW)
    Designation.objects.filter(pk=designation.pk).update(valid_to=date(2026, 9, 20))

    def act() -> Any:
        if verb == "submit":
            return services.submit_inspection(actor=town.helping_clerk, inspection_id=row.pk, now=NOW)
        return services.approve_inspection(
            actor=town.office_head,
            inspection_id=row.pk,
            basis="decision",
            approver_id=town.leader_post.pk,
            approved_on=date(2026, 9, 11),
            now=NOW,
        )

    assert ARTICLE in refused(act, "beyond_designation")


def test_the_office_drafts_for_a_designated_department_and_others_see_nothing_of_it(town: Town) -> None:
    row = drafted(town, make_designation(town, town.helping), town.supervisor)
    assert row.organiser == town.helping
    for persona, sees in {"helping_clerk": True, "lead_clerk": False, "stranger": False}.items():
        user = getattr(town, persona)
        assert Inspection.objects.visible_to(user).filter(pk=row.pk).exists() == sees
    with transaction.atomic():
        forbidden(
            town,
            lambda actor: services.submit_inspection(actor=actor, inspection_id=row.pk, now=NOW),
            "supervisor",
            "office_head",
            "helping_clerk",
        )
