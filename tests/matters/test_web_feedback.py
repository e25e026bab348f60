"""A period's feedback on a phone: prefilled, drafted, signed, sent, returned; and the final report."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from supervision.matters.models import Duty, Feedback, FeedbackFile, Matter, Step
from tests.matters.build import helper_of, lead_of, make_feedback, make_matter
from tests.matters.test_web_inbox import as_user
from tests.projects.test_web_pages import picture
from tests.town import Town

pytestmark = pytest.mark.usefixtures("workdays")

JULY = (date(2026, 7, 1), date(2026, 8, 1))
AUGUST = (date(2026, 8, 1), date(2026, 9, 1))
SAID = {
    "progress": "路基清理完成，正在砌挡墙",
    "percent": "60",
    "problem": "连续降雨",
    "help_needed": "",
    "next_step": "九月底完工",
    "period_start": "2026-08-01",
}


@pytest.fixture
def matter(town: Town) -> Matter:
    return make_matter(
        town,
        helping=[town.helping],
        duty_status="signed",
        issued_on=date(2026, 7, 1),
        standard="路面恢复通车，护坡验收合格",
    )


def entry(matter: Matter, kind: str = "feedback") -> str:
    return f"/matters/duty/{lead_of(matter).pk}/{kind}/"


def test_the_form_starts_with_what_was_said_last_and_names_the_period(town: Town, matter: Matter) -> None:
    make_feedback(town, lead_of(matter), JULY, problem="缺石料", next_step="月底进场", help_needed="请协调")
    response = as_user(town.lead_clerk).get(entry(matter))
    form, page = response.context["form"], response.content.decode()
    assert {name: form[name].value() for name in ("progress", "percent", "problem", "next_step")} == {
        "progress": "路基清理完成",
        "percent": 40,
        "problem": "缺石料",
        "next_step": "月底进场",
    }
    assert not form["help_needed"].value()
    assert form["period_start"].value() == AUGUST[0]
    assert "本期：" in page and "看上次报的" in page and "路面恢复通车，护坡验收合格" in page


def test_several_missing_periods_need_one_report(town: Town, matter: Matter) -> None:
    page = as_user(town.lead_clerk).get(entry(matter)).content.decode()
    assert "有 2 期未报，报这一期即可" in page


def test_a_draft_is_kept_and_not_sent(town: Town, matter: Matter) -> None:
    response = as_user(town.lead_clerk).post(entry(matter), {**SAID, "act": "save"})
    assert response.headers["Location"] == entry(matter)
    feedback = Feedback.objects.get()
    assert (feedback.status, feedback.percent, feedback.period_start) == ("draft", 60, AUGUST[0])
    assert as_user(town.lead_clerk).get(entry(matter)).context["form"]["progress"].value() == SAID["progress"]


def test_a_clerk_hands_up_and_the_head_signs(town: Town, matter: Matter) -> None:
    clerk, head = as_user(town.lead_clerk), as_user(town.lead_head)
    response = clerk.post(entry(matter), {**SAID, "act": "hand_up", "next": "/matters/mine/"})
    assert response.headers["Location"] == "/matters/mine/"
    feedback = Feedback.objects.get()
    assert feedback.status == "handed_up"
    page = head.get(f"/matters/feedback/{feedback.pk}/").content.decode()
    assert SAID["progress"] in page and "审签并报送" in page and "退回修改" in page and "我来修改" in page
    head.post(f"/matters/feedback/{feedback.pk}/sign/")
    feedback.refresh_from_db()
    assert (feedback.status, feedback.signed_by) == ("sent", town.lead_head)
    assert lead_of(matter).status == "under_way"


def test_a_head_writes_and_sends_in_one_press(town: Town, matter: Matter) -> None:
    page = as_user(town.lead_head).get(entry(matter)).content.decode()
    assert "审签并报送" in page and "送负责人审签" not in page
    as_user(town.lead_head).post(entry(matter), {**SAID, "act": "sign"})
    feedback = Feedback.objects.get()
    assert (feedback.status, feedback.drafted_by, feedback.signed_by) == (
        "sent",
        town.lead_head,
        town.lead_head,
    )


def test_a_clerk_cannot_sign_even_by_hand(town: Town, matter: Matter) -> None:
    response = as_user(town.lead_clerk).post(entry(matter), {**SAID, "act": "sign"})
    assert response.status_code == 403
    assert not Feedback.objects.given().exists()
    assert not Step.objects.filter(verb="feedback.sign").exists()


def test_the_head_sends_a_draft_back_with_a_reason(town: Town, matter: Matter) -> None:
    feedback = make_feedback(town, lead_of(matter), AUGUST, status="handed_up")
    pull_back = f"/matters/feedback/{feedback.pk}/pull_back/"
    refused = as_user(town.lead_head).post(pull_back, {"reason": ""})
    assert refused.status_code == 200 and refused.context["form"].errors["reason"]
    assert as_user(town.lead_clerk).post(pull_back, {"reason": "补照片"}).status_code == 403
    feedback.refresh_from_db()
    assert feedback.status == "handed_up"
    as_user(town.lead_head).post(pull_back, {"reason": "补照片"})
    feedback.refresh_from_db()
    assert (feedback.status, feedback.return_reason) == ("returned", "补照片")
    assert "补照片" in as_user(town.lead_clerk).get(entry(matter)).content.decode()


def test_the_head_takes_a_draft_to_change_it_in_person(town: Town, matter: Matter) -> None:
    feedback = make_feedback(town, lead_of(matter), AUGUST, status="handed_up")
    rewrite = f"/matters/feedback/{feedback.pk}/rewrite/"
    assert as_user(town.lead_clerk).post(rewrite).status_code == 403
    response = as_user(town.lead_head).post(rewrite)
    assert response.headers["Location"] == entry(matter)
    as_user(town.lead_head).post(entry(matter), {**SAID, "act": "sign"})
    feedback.refresh_from_db()
    assert (feedback.status, feedback.progress) == ("sent", SAID["progress"])


def test_while_the_head_has_it_nobody_writes(town: Town, matter: Matter) -> None:
    make_feedback(town, lead_of(matter), AUGUST, status="handed_up")
    response = as_user(town.lead_clerk).get(entry(matter))
    assert "送负责人审签，退回修改后才能再改" in response.content.decode()
    again = as_user(town.lead_clerk).post(entry(matter), {**SAID, "act": "save"})
    assert again.status_code == 200
    assert Feedback.objects.get().progress == "路基清理完成"


def test_one_click_reports_that_nothing_changed(town: Town, matter: Matter) -> None:
    make_feedback(town, lead_of(matter), JULY)
    page = as_user(town.lead_clerk).get(entry(matter)).content.decode()
    address = entry(matter, "no_change")
    assert address in page
    as_user(town.lead_clerk).post(address)
    feedback = Feedback.objects.latest("pk")
    assert (feedback.kind, feedback.status, feedback.period_start) == ("no_change", "handed_up", AUGUST[0])
    assert as_user(town.stranger).post(address).status_code == 404
    assert as_user(town.supervisor).post(address).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"progress": " "}, "progress"),
        ({"percent": "101"}, "percent"),
        ({"percent": "六成"}, "percent"),
        ({"period_start": "2026-06-01"}, "__all__"),
        ({"progress": "长" * 4001}, "progress"),
    ],
)
def test_bad_input_is_answered_in_place_and_nothing_is_written(
    town: Town, matter: Matter, wrong: dict[str, str], field: str
) -> None:
    response = as_user(town.lead_head).post(entry(matter), {**SAID, **wrong, "act": "sign"})
    assert response.status_code == 200 and response.context["form"].errors[field]
    assert not Feedback.objects.exists() and not Step.objects.exists()


@pytest.mark.parametrize("kind", ["feedback", "final"])
def test_a_stranger_finds_no_form_and_an_insider_may_not(town: Town, matter: Matter, kind: str) -> None:
    for method in ("get", "post"):
        assert getattr(as_user(town.stranger), method)(entry(matter, kind), SAID).status_code == 404
        for insider in (town.helping_clerk, town.supervisor, town.leader, town.auditor):
            assert getattr(as_user(insider), method)(entry(matter, kind), SAID).status_code == 403
    assert not Feedback.objects.exists()


# --- files ----------------------------------------------------------------------------------------
def with_picture(**more: Any) -> dict[str, Any]:
    return {**SAID, "act": "save", "attachments": [picture()], **more}


def test_photos_come_along_are_seen_by_the_right_people_and_can_be_taken_off(
    town: Town, matter: Matter
) -> None:
    clerk = as_user(town.lead_clerk)
    clerk.post(entry(matter), with_picture())
    file = FeedbackFile.objects.get()
    address = f"/matters/feedback/files/{file.pk}/"
    assert address in clerk.get(entry(matter)).content.decode()
    assert clerk.get(address).status_code == 200
    for other in (town.stranger, town.helping_clerk, town.supervisor):  # a draft stays in the unit
        assert as_user(other).get(address).status_code == 404
    assert as_user(town.stranger).post(f"{address}drop/").status_code == 404
    assert FeedbackFile.objects.count() == 1
    clerk.post(f"{address}drop/")
    assert not FeedbackFile.objects.exists()


def test_a_file_that_is_none_of_ours_is_refused_with_all_that_came_along(town: Town, matter: Matter) -> None:
    sent = with_picture(attachments=[SimpleUploadedFile("病毒.exe", b"MZ\x90\x00" * 30)])
    response = as_user(town.lead_clerk).post(entry(matter), sent)
    assert response.status_code == 200 and "病毒.exe" in response.content.decode()
    assert not Feedback.objects.exists() and not FeedbackFile.objects.exists()


def test_a_file_of_a_sent_feedback_stays(town: Town, matter: Matter) -> None:
    as_user(town.lead_head).post(entry(matter), with_picture(act="sign"))
    file = FeedbackFile.objects.get()
    as_user(town.lead_clerk).post(f"/matters/feedback/files/{file.pk}/drop/")
    assert FeedbackFile.objects.count() == 1
    assert as_user(town.supervisor).get(f"/matters/feedback/files/{file.pk}/").status_code == 200


# --- the final report -----------------------------------------------------------------------------
def test_the_final_report_starts_with_the_last_progress_and_none_of_its_problems(
    town: Town, matter: Matter
) -> None:
    make_feedback(town, lead_of(matter), JULY, problem="缺石料", next_step="月底进场")
    form = as_user(town.lead_head).get(entry(matter, "final")).context["form"]
    assert [form[name].value() for name in ("progress", "problem", "next_step")] == [
        "路基清理完成",
        None,
        None,
    ]


def test_the_final_report_stands_beside_the_standard_and_names_who_is_not_done(
    town: Town, matter: Matter
) -> None:
    page = as_user(town.lead_head).get(entry(matter, "final")).content.decode()
    assert "路面恢复通车，护坡验收合格" in page
    assert "还没有报办结的配合单位" in page and "水务局（已签收）" in page


def test_the_final_report_reports_the_duty_done(town: Town, matter: Matter) -> None:
    sent = {"progress": "已恢复通车，护坡验收合格", "act": "hand_up"}
    as_user(town.lead_clerk).post(entry(matter, "final"), sent)
    feedback = Feedback.objects.get()
    assert (feedback.kind, feedback.status, feedback.percent) == ("final", "handed_up", 100)
    assert lead_of(matter).status == "signed"
    as_user(town.lead_head).post(f"/matters/feedback/{feedback.pk}/sign/")
    assert lead_of(matter).status == "reported"


def test_the_lead_unit_takes_or_sends_back_what_a_helping_unit_sent(town: Town, matter: Matter) -> None:
    Duty.objects.filter(pk=helper_of(matter).pk).update(status="under_way")
    feedback = make_feedback(town, helper_of(matter), AUGUST, status="sent")
    page = f"/matters/feedback/{feedback.pk}/"
    shown = as_user(town.lead_clerk).get(page).content.decode()
    assert f"{page}receive/" in shown and f"{page}return/" in shown
    assert as_user(town.helping_clerk).post(f"{page}receive/").status_code == 403
    as_user(town.lead_clerk).post(f"{page}receive/")
    feedback.refresh_from_db()
    assert (feedback.status, feedback.decided_by) == ("received", town.lead_clerk)


def test_a_draft_is_seen_in_the_unit_alone(town: Town, matter: Matter) -> None:
    feedback = make_feedback(town, lead_of(matter), AUGUST, status="handed_up")
    page = f"/matters/feedback/{feedback.pk}/"
    assert as_user(town.lead_clerk).get(page).status_code == 200
    for other in (town.helping_clerk, town.stranger, town.supervisor, town.leader):
        assert as_user(other).get(page).status_code == 404
