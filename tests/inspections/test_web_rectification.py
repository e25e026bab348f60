"""The page of one rectification: what each person sees, is offered and may do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from supervision.inspections.models import Rectification
from supervision.inspections.rules.words import RectificationStatus
from tests.inspections.build import make_finding
from tests.inspections.build_rectifications import (
    make_evidence,
    make_extension,
    make_measure,
    make_progress,
    make_rectification,
    make_upload,
    make_verification,
)
from tests.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]
NEW = "/inspections/rectifications/new/"


def page(client: Client, user: User, row: Rectification) -> Any:
    client.force_login(user)
    response = client.get(reverse("rectification", args=[row.pk]))
    assert response.status_code == 200
    return response


def offered(client: Client, user: User, row: Rectification) -> list[str]:
    return [offer.act.name.partition(".")[2] for offer in page(client, user, row).context["offers"]]


def act(client: Client, user: User, name: str, row: Any, **words: Any) -> Any:
    client.force_login(user)
    thing, _dot, verb = name.partition(".")
    return client.post(reverse("inspection-act", args=[thing, row.pk, verb]), words)


def test_a_stranger_finds_nothing(client: Client, town: Town) -> None:
    row = make_rectification(town)
    client.force_login(town.stranger)
    for name in ("rectification", "rectification-plan", "rectification-progress", "rectification-apply"):
        assert client.get(reverse(name, args=[row.pk])).status_code == 404, name
    assert act(client, town.stranger, "rectification.attach", row).status_code == 404


def test_an_insider_may_not_do_what_is_anothers(client: Client, town: Town) -> None:
    row = make_rectification(town, status="verified", helping=[town.helping])
    assert act(client, town.lead_clerk, "rectification.approve", row).status_code == 403
    assert act(client, town.supervisor, "rectification.approve", row).status_code == 403
    assert act(client, town.auditor, "rectification.send_back", row, reason="不实").status_code == 403
    client.force_login(town.helping_clerk)
    assert client.get(reverse("rectification-apply", args=[row.pk])).status_code == 403
    client.force_login(town.lead_clerk)
    assert client.get(NEW).status_code == 403
    row.refresh_from_db()
    assert row.status == "verified"


X = RectificationStatus
OFFERS: dict[RectificationStatus, dict[str, list[str]]] = {
    X.DRAFT: {"supervisor": ["issue", "revise"], "office_head": ["issue", "revise", "withdraw"]},
    X.ISSUED: {
        "lead_clerk": ["submit_plan", "propose_extension"],
        "supervisor": ["attach"],
        "office_head": ["withdraw", "attach"],
        "leader": [],
    },
    X.PLANNED: {
        "supervisor": ["approve_plan", "return_plan", "attach"],
        "lead_clerk": ["attach", "propose_extension"],
    },
    X.UNDER_WAY: {
        "lead_clerk": ["report", "attach", "finish_measure", "propose_extension"],
        "lead_head": ["report", "attach", "apply", "finish_measure", "propose_extension"],
        "office_head": ["make_long_term", "withdraw", "attach"],
    },
    X.APPLIED: {"supervisor": ["check", "send_back", "attach"], "lead_head": ["attach"]},
    X.CHECKED: {"supervisor": ["assign", "send_back", "attach"], "lead_clerk": ["attach"]},
    X.VERIFIED: {
        "supervisor": ["send_back", "attach"],
        "office_head": ["approve", "send_back", "attach"],
    },
    X.APPROVED: {"supervisor": ["publish", "send_back", "attach"]},
    X.PUBLISHED: {"supervisor": ["send_back", "attach"]},
    X.LONG_TERM: {"supervisor": ["review_yearly", "send_back", "attach"]},
    X.CLOSED: {"supervisor": ["look_back", "archive"], "lead_head": [], "auditor": []},
    X.WITHDRAWN: {"supervisor": ["archive"]},
}


@pytest.mark.parametrize("status", OFFERS, ids=str)
def test_each_is_offered_what_the_table_and_the_rights_allow(
    client: Client, town: Town, status: RectificationStatus
) -> None:
    row = make_rectification(town, status=status)
    for persona, names in OFFERS[status].items():
        found = offered(client, getattr(town, persona), row)
        if persona.startswith("lead") and "attach" in found and "attach" not in names:
            found.remove("attach")
        assert sorted(found) == sorted(names), persona


def test_the_page_shows_the_whole_of_it(client: Client, town: Town) -> None:
    row = make_rectification(town, status="under_way", helping=[town.helping], goal="排口全部封堵")
    make_evidence(town, row, pair=1, side="before", claimed_place="东河桥下")
    make_evidence(town, row, pair=1, side="after")
    make_progress(town, row, text="已封堵三个排口", percent=60)
    make_extension(town, row)
    response = page(client, town.supervisor, row)
    text = response.content.decode()
    for words in (
        "排口全部封堵",
        "封堵排口，接入管网",
        "已封堵三个排口",
        "东河桥下",
        "第1次延期",
        "汛期水位高",
    ):
        assert words in text, words
    gallery = response.context["gallery"]
    assert (len(gallery.pairs), gallery.count) == (1, 2)
    assert response.context["situation"] == "交通局应于2026年10月30日前完成整改并申请销号。"
    states = [(str(stage.label), stage.state) for stage in response.context["line"]]
    assert states[2:5] == [("审方案", "done"), ("整改", "now"), ("初审", "coming")]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("draft", "已登记，待督查办交办。"),
        ("issued", "交通局应于2026年9月11日前报整改方案，已超1天。"),
        ("planned", "方案已报，督查办应于2026年10月30日前审定。"),
        ("applied", "交通局2026年9月8日申请销号，督查办应于2026年10月30日前初审材料。"),
        ("checked", "材料初审通过，待督查办安排现场核查。"),
        ("verified", "现场核查通过，督查办主任应于2026年10月30日前批准。"),
        ("approved", "2026年9月11日批准销号，督查办应于2026年10月30日前开始公示。"),
        ("published", "公示至2026年9月18日，期满没有异议即销号。"),
        ("closed", "2026年9月11日销号。"),
        ("withdrawn", "2026年9月11日撤销：重复交办。"),
    ],
)
def test_what_comes_next_by_whom_and_by_when_is_said(
    client: Client, town: Town, status: str, said: str
) -> None:
    row = make_rectification(town, status=status)
    assert page(client, town.supervisor, row).context["situation"] == said


def test_who_was_sent_is_named(client: Client, town: Town) -> None:
    row = make_rectification(town, status="checked")
    make_verification(town, row)
    response = page(client, town.nobody, row)
    assert response.context["situation"] == "杜明察、吴授权应于2026年10月30日前完成现场核查。"
    assert "等您办" in response.content.decode()


def test_rounds_are_linked_both_ways(client: Client, town: Town) -> None:
    first = make_rectification(town, status="closed")
    second = make_rectification(town, follows=first, position=2)
    assert page(client, town.supervisor, first).context["next"] == second
    response = page(client, town.supervisor, second)
    assert response.context["former"] == first
    assert "第2轮" in response.content.decode()


@pytest.mark.parametrize("user", ["supervisor", "lead_head"])
def test_the_number_of_queries_does_not_grow(client: Client, town: Town, user: str) -> None:
    def asked(row: Rectification) -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client, getattr(town, user), row)
        return len(queries)

    row = make_rectification(town, status="checked", helping=[town.helping])
    make_progress(town, row)
    make_extension(town, row, status="refused")
    make_verification(town, row, status="failed")
    asked(row)
    alone = asked(row)
    for number in range(5):
        make_measure(row)
        make_progress(town, row)
        make_evidence(town, row, pair=number, side="before")
        make_extension(town, row, status="refused")
        make_verification(town, row, status="failed")
    assert asked(row) == alone


# --- acts of the office ---------------------------------------------------------------------------
def test_a_draft_is_issued_by_the_rule_or_by_hand_with_a_reason(client: Client, town: Town) -> None:
    by_rule, by_hand = (make_rectification(town, status="draft") for _number in range(2))
    client.force_login(town.supervisor)
    form = client.get(reverse("inspection-act", args=["rectification", by_rule.pk, "issue"]))
    assert "不填的，按规则为2026年11月11日" in form.content.decode()
    assert act(client, town.supervisor, "rectification.issue", by_rule).status_code == 302
    answer = act(client, town.supervisor, "rectification.issue", by_hand, due_on="2026-12-01")
    assert "手工确定时限的，请写明理由。" in answer.content.decode()
    words = {"due_on": "2026-12-01", "due_basis": "省级督察限期"}
    assert act(client, town.supervisor, "rectification.issue", by_hand, **words).status_code == 302
    for row, due_on in ((by_rule, date(2026, 11, 11)), (by_hand, date(2026, 12, 1))):
        row.refresh_from_db()
        assert (row.status, row.due_on) == ("issued", due_on)


def test_closing_without_proof_is_refused_in_words(client: Client, town: Town) -> None:
    applied = make_rectification(town, status="applied")
    answer = act(client, town.office_head, "rectification.approve", applied)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "整改现在是“申请销号待初审”，不能“批准销号”；只有“核查通过待审批”时可以。" in text
    checked = make_rectification(town, status="checked")
    one = {"users": [town.supervisor.pk]}
    answer = act(client, town.supervisor, "rectification.assign", checked, **one)
    assert "请选择至少两名核查人。" in answer.content.decode()
    own = {"users": [town.supervisor.pk, town.lead_clerk.pk]}
    answer = act(client, town.supervisor, "rectification.assign", checked, **own)
    said = f"{town.lead_clerk}（{town.lead}）不是整改单位、配合单位及其下属以外的人员，请另选。"
    assert answer.context["form"].errors["users"] == [said]
    published = make_rectification(town, status="published")
    answer = act(client, town.supervisor, "rectification.close", published)
    assert "公示到2026年9月18日为止，期满以后才能销号。" in answer.content.decode()
    bare = make_rectification(town, status="verified")
    bare.verifications.all().delete()
    answer = act(client, town.office_head, "rectification.approve", bare, opinion="同意")
    assert "没有佐证材料，或没有两名以上单位外核查人签字的通过核查，不能销号。" in answer.content.decode()
    for row, status in (
        (applied, "applied"),
        (checked, "checked"),
        (published, "published"),
        (bare, "verified"),
    ):
        row.refresh_from_db()
        assert row.status == status
    Rectification.objects.filter(pk=bare.pk).update(status="under_way")  # what the database can stand by


def test_the_office_carries_it_from_application_to_closing(client: Client, town: Town) -> None:
    row = make_rectification(town, status="applied", step_due_on=date(2026, 9, 15))
    assert act(client, town.supervisor, "rectification.check", row, passes="yes").status_code == 302
    users = {"users": [town.supervisor.pk, town.nobody.pk], "due_on": "2026-09-20"}
    assert act(client, town.supervisor, "rectification.assign", row, **users).status_code == 302
    visit = row.verifications.get()
    words = {"visited_on": "2026-09-12", "place": "东河", "situation": "排口已封堵", "passes": "yes"}
    client.force_login(town.supervisor)
    assert client.post(reverse("verification", args=[visit.pk]), words).status_code == 302
    assert act(client, town.nobody, "verification.sign", visit, opinion="属实").status_code == 302
    row.refresh_from_db()
    assert row.status == "verified"
    assert act(client, town.office_head, "rectification.approve", row, opinion="同意").status_code == 302
    row.refresh_from_db()
    assert row.status == "closed"


def test_what_fails_the_check_goes_back_with_its_reason(client: Client, town: Town) -> None:
    row = make_rectification(town, status="applied")
    answer = act(client, town.supervisor, "rectification.check", row, passes="no")
    assert "初审不通过须写明理由。" in answer.content.decode()
    act(client, town.supervisor, "rectification.check", row, passes="no", reason="缺验收单")
    row.refresh_from_db()
    assert (row.status, row.times_sent_back) == ("under_way", 1)
    response = page(client, town.lead_clerk, row)
    assert "缺验收单" in response.content.decode()
    assert "（已退回1次）" in response.context["situation"]


def test_a_relapse_leads_to_the_new_round(client: Client, town: Town) -> None:
    row = make_rectification(town, status="closed")
    words = {"held_on": "2026-09-12", "holds": "no", "situation": "又见污水"}
    answer = act(client, town.supervisor, "rectification.look_back", row, **words)
    again = Rectification.objects.get(follows=row)
    assert answer.headers["Location"] == reverse("rectification", args=[again.pk])
    assert (again.status, again.position) == ("draft", 2)


def test_an_extension_is_decided_where_it_stands(client: Client, town: Town) -> None:
    row = make_rectification(town, status="under_way")
    extension = make_extension(town, row, status="asked")
    lines = page(client, town.supervisor, row).context["extensions"]
    assert [offer.act.name for offer in lines[0].offers] == [
        "rectification_extension.approve",
        "rectification_extension.refuse",
    ]
    act(client, town.supervisor, "rectification_extension.approve", extension, decision="同意")
    row.refresh_from_db()
    assert row.due_on == date(2026, 11, 30)


# --- what to look at twice ------------------------------------------------------------------------
def test_a_picture_used_elsewhere_is_shown_to_the_reviewer_and_not_to_the_unit(
    client: Client, town: Town
) -> None:
    first, row = (make_rectification(town, title, status="under_way") for title in ("东河", "西河"))
    upload = make_upload(town)
    make_evidence(town, first, upload=upload, side="after")
    make_evidence(town, row, upload=upload, side="after")
    said = "同一文件也用于：交通局·整改“东河”整改后"
    assert said in page(client, town.supervisor, row).content.decode()
    assert "同一文件" not in page(client, town.lead_clerk, row).content.decode()


def test_how_it_was_may_be_shown_again_and_how_it_is_may_not(client: Client, town: Town) -> None:
    finding = make_finding(town)
    row = make_rectification(town, status="under_way", finding=finding)
    upload = finding.evidence.get().upload
    make_evidence(town, row, upload=upload, side="before")
    assert "同一文件" not in page(client, town.supervisor, row).content.decode()
    make_evidence(town, row, upload=upload, side="after")
    assert "同一文件也用于" in page(client, town.supervisor, row).content.decode()


def test_text_taken_over_from_another_is_marked_with_its_share(client: Client, town: Town) -> None:
    said = "已组织施工队伍对沿河三处排口逐一开挖封堵，并同步改造错接管段，完成路面恢复和岸坡复绿"
    other, row = (make_rectification(town, title, status="under_way") for title in ("东河", "西河"))
    make_progress(town, other, text=said)
    make_progress(town, row, text=said)
    text = page(client, town.supervisor, row).content.decode()
    assert "文字有100%与此前报送的相同：交通局·整改“东河”" in text
    assert "与此前报送的相同" not in page(client, town.supervisor, other).content.decode()
