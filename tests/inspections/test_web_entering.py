"""登记整改 on the screen: from outside, from a finding, revised before it is handed out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from supervision.inspections.models import Category, Origin, Rectification
from tests.inspections.build import make_finding
from tests.inspections.build_rectifications import make_rectification
from tests.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]
NEW = "/inspections/rectifications/new/"


def entered(town: Town, **values: Any) -> dict[str, Any]:
    words = {
        "origin": Origin.objects.get(code="audit").pk,
        "external_number": "审〔2026〕5-3",
        "title": "专项资金结余未缴回",
        "problem": "结余四十万元未缴回财政。",
        "category": Category.objects.get(code="money").pk,
        "severity": "serious",
        "amount": "40.5",
        "unit": town.lead.pk,
        "helping": [town.helping.pk],
        "time_class": "short",
    }
    return words | values


def test_a_problem_from_outside_is_entered_and_issued_at_once(client: Client, town: Town) -> None:
    client.force_login(town.supervisor)
    answer = client.post(NEW, entered(town, then="issue"))
    row = Rectification.objects.get()
    assert answer.headers["Location"] == reverse("rectification", args=[row.pk])
    assert (row.status, row.number, row.amount) == ("issued", "整改〔2026〕1号", 40.5)
    assert [one.unit for one in row.helping.all()] == [town.helping]


def test_the_same_number_of_an_origin_is_refused_at_its_field(client: Client, town: Town) -> None:
    client.force_login(town.supervisor)
    client.post(NEW, entered(town))
    answer = client.post(NEW, entered(town, title="又一件"))
    assert "这个来源的这个编号已经登记过。" in answer.content.decode()
    assert Rectification.objects.count() == 1


def test_what_is_wrong_stands_at_its_field(client: Client, town: Town) -> None:
    client.force_login(town.supervisor)
    wrong = entered(town, helping=[town.lead.pk], due_on="2026-12-01", project="没有的项目", amount="-3")
    form = client.post(NEW, wrong).context["form"]
    assert {"helping", "due_basis", "project"} <= set(form.errors)


def test_a_finding_fills_the_form_and_may_be_put_right_by_several(client: Client, town: Town) -> None:
    finding = make_finding(town, status="agreed")
    address = reverse("rectification-from-finding", args=[finding.pk])
    client.force_login(town.supervisor)
    first = client.get(address).context["form"].initial
    assert (first["title"], first["problem"]) == (finding.title, finding.description)
    words = {name: value for name, value in first.items() if value is not None}
    assert client.post(address, words | {"then": "another"}).headers["Location"] == address
    answer = client.post(address, words | {"unit": town.helping.pk, "then": ""})
    assert answer.status_code == 302
    assert {row.unit for row in Rectification.objects.filter(finding=finding)} == {town.lead, town.helping}
    assert "已从这个问题登记的整改" in client.get(address).content.decode()


def test_a_finding_that_does_not_stand_is_not_ordered(client: Client, town: Town) -> None:
    finding = make_finding(town, status="disputed")
    address = reverse("rectification-from-finding", args=[finding.pk])
    client.force_login(town.supervisor)
    words = {
        name: value
        for name, value in client.get(address).context["form"].initial.items()
        if value is not None
    }
    answer = client.post(address, words)
    assert "单位有异议" in answer.content.decode()
    assert not Rectification.objects.exists()


def test_a_draft_is_revised_and_what_is_issued_is_not(client: Client, town: Town) -> None:
    row = make_rectification(town, status="draft", needs_notice=False)
    address = reverse("rectification-revise", args=[row.pk])
    client.force_login(town.supervisor)
    first = client.get(address).context["form"].initial
    words = {name: value for name, value in first.items() if value is not None}
    assert client.post(address, words | {"title": "污水直排入河"}).status_code == 302
    row.refresh_from_db()
    assert row.title == "污水直排入河"
    Rectification.objects.filter(pk=row.pk).update(
        status="issued",
        number="整改〔2026〕9号",
        issued_on=date(2026, 9, 1),
        due_on=date(2026, 10, 1),
        original_due_on=date(2026, 10, 1),
        due_basis="规则",
    )
    answer = client.post(address, words)
    assert "不能“修改整改内容”" in answer.content.decode()
