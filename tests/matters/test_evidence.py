"""What the office is told of a feedback's files and words before it takes the feedback."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Unit, Upload
from accounts.selectors import evidence_hints
from supervision.matters.models import Feedback, FeedbackFile, MatterFile
from supervision.matters.selectors.evidence import copied_feedbacks, step_of, subject_of
from tests.matters.build import lead_of, make_feedback, make_matter
from tests.town import NOON, Town

FIRST, SECOND = (date(2026, 9, 1), date(2026, 9, 8)), (date(2026, 9, 8), date(2026, 9, 15))
WORDS = "已清理塌方土石{}立方米，恢复单向通行，正在砌筑挡墙，预计月底前全线恢复通车。"


def feedback(
    town: Town, title: str, period: tuple[date, date], *, lead: Unit | None = None, **values: Any
) -> Feedback:
    matter = make_matter(town, title, lead=lead, duty_status="under_way")
    return make_feedback(town, lead_of(matter), period, **values)


def attach(town: Town, row: Feedback, sha256: str = "a" * 64, **values: Any) -> int:
    upload = Upload.objects.create(
        file="00/gone",
        name="现场.jpg",
        content_type="image/jpeg",
        size=1,
        sha256=sha256,
        uploaded_by=town.lead_clerk,
        uploaded_at=NOON,
        **values,
    )
    FeedbackFile.objects.create(feedback=row, upload=upload)
    return upload.pk


def reasons(town: Town, who: str, pk: int) -> list[str]:
    row = FeedbackFile.objects.select_related("feedback__duty").get(upload=pk).feedback
    hints = evidence_hints(getattr(town, who), [pk])
    return [hint.reason for hint in hints.at(subject_of(row), step_of(row))]


@pytest.fixture
def pair(town: Town) -> tuple[Feedback, Feedback]:
    """Two periods of one duty."""
    first = feedback(town, "修复县道塌方", FIRST, progress=WORDS.format(300))
    return first, make_feedback(town, first.duty, SECOND, progress=WORDS.format(500))


def test_a_picture_of_an_earlier_period_is_told(town: Town, pair: tuple[Feedback, Feedback]) -> None:
    attach(town, pair[0])
    (reason,) = reasons(town, "supervisor", attach(town, pair[1]))
    assert reason.startswith("同一文件也用于：交通局·督办事项“修复县道塌方”2026年9月1日起的进展反馈")


def test_a_file_of_another_matter_is_told_but_not_to_who_may_not_see_it(town: Town) -> None:
    row = feedback(town, "修复县道塌方", FIRST)
    matter = make_matter(town, "古城防火", lead=town.strange)
    here = attach(town, row)
    MatterFile.objects.create(matter=matter, upload=Upload.objects.get(pk=here))
    assert reasons(town, "supervisor", here) == ["同一文件也用于：督办事项“古城防火”附件·2026年9月12日"]
    assert reasons(town, "lead_clerk", here) == ["同一文件也用于：另一处（您无权查看）"]


def test_a_picture_older_than_period_and_order_is_told(town: Town, pair: tuple[Feedback, Feedback]) -> None:
    taken = datetime(2026, 8, 30, 4, tzinfo=UTC)
    old, older = attach(town, pair[0], captured_at=taken), attach(town, pair[1], "b" * 64, captured_at=taken)
    assert reasons(town, "supervisor", old) == ["拍摄于2026年8月30日，早于交办（2026年9月1日）"]
    assert reasons(town, "supervisor", older) == ["拍摄于2026年8月30日，早于报告期开始（2026年9月8日）"]


def test_the_last_period_s_words_are_told(town: Town, pair: tuple[Feedback, Feedback]) -> None:
    taken = copied_feedbacks(town.supervisor, list(pair))
    assert list(taken) == [pair[1].pk]
    found = taken[pair[1].pk]
    assert (found.copied.percent, found.same_subject) == (100, True)
    assert found.url == reverse("matter-feedback", args=[pair[0].pk])


def test_another_unit_s_words_of_the_period_are_told_to_who_sees_them(town: Town) -> None:
    feedback(town, "古城防火", FIRST, lead=town.strange, progress=WORDS.format(300))
    row = feedback(town, "修复县道塌方", FIRST, progress=WORDS.format(500))
    found = copied_feedbacks(town.supervisor, [row])[row.pk]
    assert (found.copied.percent, found.same_subject, found.source[:3]) == (100, False, "文旅局")
    assert copied_feedbacks(town.lead_clerk, [row]) == {}


def test_the_reviewer_sees_hints_on_queue_and_page_and_the_unit_does_not(
    town: Town, pair: tuple[Feedback, Feedback], client: Client
) -> None:
    for row in pair:
        attach(town, row)
    Feedback.objects.filter(pk=pair[1].pk).update(status="sent")
    pages = (reverse("matters-queue") + "?kind=feedback", reverse("matter-feedback", args=[pair[1].pk]))
    client.force_login(town.supervisor)
    for page in pages:
        shown = client.get(page).content.decode()
        assert "另一处的照片" in shown, page
        assert "文字有100%与此前报送的相同" in shown, page
    client.force_login(town.lead_clerk)
    assert "evidence-hints" not in client.get(pages[1]).content.decode()
