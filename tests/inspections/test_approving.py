"""An approved plan is numbered, frozen and locked; a change needs approval again (REG art. 11 and 15)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from supervision.inspections import services
from supervision.inspections.models import PlanVersion
from tests.inspections.acting import NOW, refused
from tests.inspections.build import (
    make_finding,
    make_inspection,
    plan_words,
    team_words,
)
from tests.inspections.planning import approve, submitted
from tests.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]


def test_approval_numbers_freezes_and_locks_the_plan(town: Town) -> None:
    row = approve(town, submitted(town))
    assert (row.status, row.number, row.approver) == ("approved", "督查〔2026〕1号", town.leader_post)
    version = PlanVersion.objects.get(inspection=row)
    assert (version.revision, version.reason, version.recorded_by) == (1, "", town.office_head)
    assert version.plan == {
        "number": "督查〔2026〕1号",
        "title": "汛期安全专项督查",
        "kind": "special",
        "content_category": "government_work",
        "content": "防汛责任制和在建工程度汛措施落实情况",
        "scope": "2026年汛期以来的工作",
        "methods": ["checks", "records"],
        "checkpoints": ["值班记录", "", "物资储备", "值班记录"],
        "sector": None,
        "starts_on": "2026-09-07",
        "ends_on": "2026-09-25",
        "is_unannounced": False,
        "organiser": {"id": town.office.pk, "name": "督查办"},
        "designation": None,
        "year_plan": None,
        "unplanned_reason": "主汛期县政府要求",
        "overlap_reason": "",
        "warnings": [],
        "basis": "proposal",
        "basis_document": "请示〔2026〕5号",
        "approver": {"id": town.leader_post.pk, "name": "常务副县长"},
        "units": [{"id": town.lead.pk, "name": "交通局"}, {"id": town.helping.pk, "name": "水务局"}],
        "team": [
            {
                "user": town.nobody.pk,
                "name": "吴授权",
                "employer": "云岭县文旅局",
                "kind": "staff",
                "role": "leader",
            },
            {"user": None, "name": "于专家", "employer": "水利学会", "kind": "expert", "role": "member"},
        ],
    }


@pytest.mark.parametrize(
    ("values", "code", "said"),
    [
        ({"basis": ""}, "no_authority", "请选择督查依据。"),
        ({"approver_id": None, "approved_on": None}, "no_authority", "请填写批准人。；请填写批准日期。"),
        ({"approved_on": date(2026, 9, 13)}, "in_the_future", "日期不能晚于今天。"),
    ],
)
def test_nothing_is_approved_without_authority(
    town: Town, values: dict[str, Any], code: str, said: str
) -> None:
    row = submitted(town)
    assert refused(lambda: approve(town, row, **values), code) == said


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE inspections_inspection SET scope = '扩大' WHERE id = %s",
        "UPDATE inspections_inspection SET ends_on = '2026-12-31' WHERE id = %s",
        "UPDATE inspections_inspection SET approved_on = '2026-08-01' WHERE id = %s",
        "DELETE FROM inspections_inspectedunit WHERE inspection_id = %s",
        "UPDATE inspections_teammember SET role = 'member' WHERE inspection_id = %s",
    ],
)
@pytest.mark.parametrize("status", ["approved", "on_site", "finished", "closed"])
def test_the_database_keeps_an_approved_plan_as_it_is(town: Town, status: str, sql: str) -> None:
    row = make_inspection(town, status=status)
    with pytest.raises(IntegrityError, match="plan"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [row.pk])


def test_a_change_needs_approval_again_and_keeps_the_number(town: Town) -> None:
    row = approve(town, submitted(town))
    refused(
        lambda: services.amend_inspection(actor=town.supervisor, inspection_id=row.pk, reason=" ", now=NOW),
        "reason_missing",
    )
    services.amend_inspection(actor=town.supervisor, inspection_id=row.pk, reason="增加对象", now=NOW)
    services.revise_inspection(
        actor=town.supervisor,
        inspection_id=row.pk,
        words=plan_words(title="汛期安全督查"),
        unit_ids=[town.lead.pk],
        team=team_words(town),
        now=NOW,
    )
    services.submit_inspection(actor=town.supervisor, inspection_id=row.pk, now=NOW)
    row = approve(town, row)
    assert (row.number, row.revision, row.status) == ("督查〔2026〕1号", 2, "approved")
    versions = row.versions.values_list("revision", "reason", "plan__title")
    assert list(versions) == [(1, "", "汛期安全专项督查"), (2, "增加对象", "汛期安全督查")]
    assert approve(town, submitted(town, starts_on=date(2027, 1, 1), ends_on=date(2027, 1, 9))).number == (
        "督查〔2026〕2号"
    )


def test_a_unit_that_has_findings_stays_in_the_plan(town: Town) -> None:
    row = make_inspection(town, units=[town.lead, town.helping])
    make_finding(town, row, status="draft")
    services.amend_inspection(actor=town.supervisor, inspection_id=row.pk, reason="缩小范围", now=NOW)

    def revise(*units: int) -> Any:
        return services.revise_inspection(
            actor=town.supervisor,
            inspection_id=row.pk,
            words=plan_words(),
            unit_ids=units,
            team=team_words(town),
            now=NOW,
        )

    said = refused(lambda: revise(town.helping.pk), "unit_has_findings")
    assert said == "交通局已有记录的问题，不能移出督查对象。"
    revise(town.lead.pk)
