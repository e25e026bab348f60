"""A review on the screen: asked for in time, given to people who took no part, decided by one of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from supervision.inspections.models import Conclusion, Review
from tests.inspections.build import make_conclusion, make_finding, make_inspection, make_review
from tests.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]


@pytest.fixture
def conclusion(town: Town) -> Conclusion:
    inspection = make_inspection(town, status="finished")
    return make_conclusion(town, inspection, findings=[make_finding(town, inspection)])


def act(client: Client, thing: str, row: Any, verb: str, **words: Any) -> Any:
    return client.post(reverse("inspection-act", args=[thing, row.pk, verb]), words)


def page(client: Client, user: Any, row: Review) -> Any:
    client.force_login(user)
    return client.get(reverse("review", args=[row.pk]))


def test_the_unit_asks_within_the_time_and_only_once(
    client: Client, town: Town, conclusion: Conclusion
) -> None:
    client.force_login(town.lead_clerk)
    response = act(client, "conclusion", conclusion, "ask_review", reason="记录已补齐")
    made = Review.objects.get()
    assert response["Location"] == f"/inspections/reviews/{made.pk}/"
    assert "应于2026年10月12日前作出复核决定。" in page(client, town.lead_clerk, made).content.decode()
    shown = client.get(reverse("conclusion", args=[conclusion.pk]))
    assert [offer.act.name for offer in shown.context["offers"]] == []
    client.force_login(town.stranger)
    assert act(client, "conclusion", conclusion, "ask_review", reason="x").status_code == 404


def test_after_the_time_it_is_neither_offered_nor_taken(client: Client, town: Town) -> None:
    inspection = make_inspection(town, status="finished")
    late = make_conclusion(
        town,
        inspection,
        issued_on=date(2026, 8, 1),
        delivered_on=date(2026, 8, 3),
        review_until=date(2026, 9, 2),
    )
    client.force_login(town.lead_head)
    shown = client.get(reverse("conclusion", args=[late.pk]))
    assert shown.context["offers"] == [] and "届满" in shown.content.decode()
    refused = act(client, "conclusion", late, "ask_review", reason="再议")
    assert refused.status_code == 200 and "期限" in refused.content.decode()
    assert not Review.objects.exists()


def test_who_took_part_is_not_offered_as_a_reviewer(
    client: Client, town: Town, conclusion: Conclusion
) -> None:
    row = make_review(town, conclusion)
    client.force_login(town.office_head)
    form = client.get(reverse("inspection-act", args=["review", row.pk, "appoint"])).context["form"]
    offered = {User.objects.get(pk=pk) for pk, _words in form.fields["reviewers"].widget.choices}
    assert town.leader in offered and town.stranger in offered
    assert not offered & {town.supervisor, town.office_head, town.nobody, town.lead_head, town.lead_clerk}
    assert form.initial["reviewers"] == [town.stranger.pk]
    forced = act(client, "review", row, "appoint", reviewers=[town.supervisor.pk])
    assert forced.context["form"].errors["reviewers"] == [
        f"应当回避（政府督查工作条例第十七条）：{town.supervisor}：记录或认定过问题。"
    ]
    act(client, "review", row, "appoint", reviewers=[town.leader.pk])
    assert [reviewer.user for reviewer in row.reviewers.all()] == [town.leader]


def test_a_reviewer_decides_and_a_changed_conclusion_takes_the_old_ones_place(
    client: Client, town: Town, conclusion: Conclusion
) -> None:
    row = make_review(town, conclusion, reviewers=[town.stranger])
    offered = [offer.act.name for offer in page(client, town.stranger, row).context["offers"]]
    assert offered == ["review.uphold", "review.change", "review.revoke"]
    words = {"decision": "部分事实不清", "signatory": town.leader_post.pk, "text": "变更后的结论。"}
    assert set(act(client, "review", row, "change").context["form"].errors) == {
        "decision",
        "signatory",
        "text",
    }
    act(client, "review", row, "change", **words)
    row.refresh_from_db()
    conclusion.refresh_from_db()
    assert (row.status, conclusion.status) == ("changed", "replaced")
    assert conclusion.replaced_by.text == "变更后的结论。"
    assert "部分事实不清" in page(client, town.lead_clerk, row).content.decode()


def test_who_may_decide_see_and_take_back(client: Client, town: Town, conclusion: Conclusion) -> None:
    row = make_review(town, conclusion, reviewers=[town.leader])
    for user, status in ((town.supervisor, 403), (town.lead_head, 403), (town.helping_clerk, 404)):
        client.force_login(user)
        assert act(client, "review", row, "uphold", decision="x").status_code == status
    assert page(client, town.helping_clerk, row).status_code == 404
    client.force_login(town.lead_head)
    act(client, "review", row, "retract", reason="不再申请")
    row.refresh_from_db()
    assert row.status == "retracted"
