"""A conclusion on the screen: with its findings and their proof, made, delivered with a receipt, followed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from supervision.inspections.models import Conclusion, Inspection, Recommendation
from tests.inspections.build import make_conclusion, make_finding, make_inspection
from tests.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]


@pytest.fixture
def inspection(town: Town) -> Inspection:
    return make_inspection(town, status="finished", units=[town.lead, town.helping])


def act(client: Client, thing: str, row: Any, verb: str, **words: Any) -> Any:
    return client.post(reverse("inspection-act", args=[thing, row.pk, verb]), words)


def page(client: Client, user: Any, row: Conclusion) -> Any:
    client.force_login(user)
    return client.get(reverse("conclusion", args=[row.pk]))


def names_of(response: Any) -> list[str]:
    return [offer.act.name for offer in response.context["offers"]]


def test_a_conclusion_is_drafted_with_the_findings_that_stand(
    client: Client, town: Town, inspection: Inspection
) -> None:
    stands = make_finding(town, inspection, "值班记录缺失")
    make_finding(town, inspection, "有异议的", status="disputed")
    make_finding(town, inspection, "别的单位的", unit=town.helping)
    client.force_login(town.supervisor)
    address = reverse("conclusion-new", args=[inspection.pk])
    assert "交通局" in client.get(address).content.decode()
    asked = f"{address}?unit={town.lead.pk}"
    shown = client.get(asked)
    assert list(shown.context["form"].fields["findings"].queryset) == [stands]
    assert "input-with-unit" not in shown.content.decode()
    response = client.post(asked, {"text": "责令限期改正。", "findings": [stands.pk]})
    made = Conclusion.objects.get()
    assert response["Location"] == f"/inspections/conclusions/{made.pk}/"
    assert (made.unit, list(made.findings.all())) == (town.lead, [stands])
    text = client.get(response["Location"]).content.decode()
    evidence = stands.evidence.get()
    assert f"/inspections/evidence/{evidence.pk}/" in text and "责令限期改正。" in text
    assert town.lead.pk not in {
        unit.pk for unit in client.get(address).context["form"].fields["unit"].queryset
    }


def test_it_is_submitted_made_and_signed_for_on_the_units_phone(
    client: Client, town: Town, inspection: Inspection
) -> None:
    row = make_conclusion(town, inspection, status="draft", findings=[make_finding(town, inspection)])
    first = page(client, town.supervisor, row)
    assert names_of(first)[0] == "conclusion.submit" and "结论正在起草" in first.content.decode()
    act(client, "conclusion", row, "submit")
    assert "等待督查办主任办理签发手续" in page(client, town.supervisor, row).content.decode()
    assert act(client, "conclusion", row, "issue").status_code == 403
    assert page(client, town.lead_clerk, row).status_code == 404
    client.force_login(town.office_head)
    words = {"signatory": town.leader_post.pk, "issued_on": "2026-09-12"}
    assert set(act(client, "conclusion", row, "issue").context["form"].errors) == {"signatory", "issued_on"}
    act(client, "conclusion", row, "issue", **words)
    seen = page(client, town.lead_clerk, row)
    assert names_of(seen) == ["conclusion.deliver"] and "请签收" in seen.content.decode()
    form = client.get(reverse("inspection-act", args=["conclusion", row.pk, "deliver"])).context["form"]
    assert list(form.fields) == ["receipt_note"]
    act(client, "conclusion", row, "deliver", receipt_note="已收到")
    row.refresh_from_db()
    assert (row.status, row.delivered_on, row.received_by) == (
        "delivered",
        date(2026, 9, 12),
        town.lead_clerk,
    )
    assert "单位可在2026年10月12日前申请复核。" in page(client, town.lead_clerk, row).content.decode()


def test_the_office_writes_down_what_was_delivered_on_paper(
    client: Client, town: Town, inspection: Inspection
) -> None:
    row = make_conclusion(town, inspection, status="issued")
    client.force_login(town.supervisor)
    act(client, "conclusion", row, "deliver", delivered_on="2026-09-11", receipt_note="纸质送达，路局长签收")
    row.refresh_from_db()
    assert (row.status, row.delivered_on) == ("delivered", date(2026, 9, 11))


def test_who_sees_and_who_may_not(client: Client, town: Town, inspection: Inspection) -> None:
    row = make_conclusion(town, inspection)
    for user, status in (
        (town.supervisor, 200),
        (town.nobody, 200),
        (town.lead_clerk, 200),
        (town.helping_clerk, 404),
        (town.stranger, 404),
    ):
        assert page(client, user, row).status_code == status
    address = reverse("conclusion-new", args=[inspection.pk])
    for user, status in ((town.stranger, 404), (town.lead_clerk, 403), (town.nobody, 403)):
        client.force_login(user)
        assert client.get(address).status_code == status


def test_it_is_drafted_until_every_unit_has_one_in_force(
    client: Client, town: Town, inspection: Inspection
) -> None:
    client.force_login(town.supervisor)
    address = reverse("inspection", args=[inspection.pk])
    assert "inspection.conclude" in names_of(client.get(address))
    row = make_conclusion(town, inspection)
    assert "inspection.conclude" in names_of(client.get(address))
    make_conclusion(town, inspection, unit=town.helping)
    assert "inspection.conclude" not in names_of(client.get(address))
    Conclusion.objects.filter(pk=row.pk).update(status="revoked")
    assert "inspection.conclude" in names_of(client.get(address))


def test_recommendations_are_approved_and_accountability_is_handed_over(
    client: Client, town: Town, inspection: Inspection
) -> None:
    row = make_conclusion(town, inspection)
    client.force_login(town.supervisor)
    words = {"kind": "accountability", "addressee": "交通局分管领导", "text": "建议追究责任。"}
    act(client, "conclusion", row, "recommend", **words)
    made = Recommendation.objects.get()
    assert "建议追究责任" in page(client, town.supervisor, row).content.decode()
    shown = page(client, town.lead_clerk, row).content.decode()
    assert "建议追究责任" not in shown and "处理建议" not in shown
    client.force_login(town.lead_clerk)
    assert "处理建议" not in client.get(reverse("inspection", args=[inspection.pk])).content.decode()
    client.force_login(town.supervisor)
    offered = page(client, town.supervisor, row).context["recommendations"][0].offers
    assert [offer.act.name for offer in offered] == ["recommendation.submit", "recommendation.revise"]
    act(client, "recommendation", made, "revise", **words | {"text": "建议问责。"})
    made.refresh_from_db()
    assert made.text == "建议问责。"
    act(client, "recommendation", made, "submit")
    client.force_login(town.office_head)
    act(client, "recommendation", made, "approve", approver=town.leader_post.pk, decided_on="2026-09-12")
    line = page(client, town.supervisor, row).context["recommendations"][0]
    assert [offer.act.name for offer in line.offers] == ["recommendation.hand_over"]
    act(client, "recommendation", made, "hand_over", transferred_to="县纪委监委")
    made.refresh_from_db()
    assert (made.status, made.transferred_to) == ("handed_over", "县纪委监委")


def test_the_page_costs_the_same_for_one_finding_and_for_twenty(
    client: Client, town: Town, inspection: Inspection, django_assert_max_num_queries: Any
) -> None:
    def count(user: Any) -> int:
        client.force_login(user)
        with django_assert_max_num_queries(60) as asked:
            assert client.get(reverse("conclusion", args=[row.pk])).status_code == 200
        return len(asked)

    row = make_conclusion(town, inspection, findings=[make_finding(town, inspection)])
    people = (town.supervisor, town.lead_clerk)
    before = [count(user) for user in people]
    row.findings.set([make_finding(town, inspection, f"第{number}个") for number in range(20)])
    assert [count(user) for user in people] == before
