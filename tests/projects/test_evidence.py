"""What the office is told of a month's photos and words: where else they were used, when they were taken."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import selectors
from accounts.models import PictureMark, Upload, User
from accounts.selectors import Hint, HintKind, Hints, Place, evidence_hints
from projects.models import Milestone, MilestoneEvidence, MonthlyProgress, ProgressPhoto, Project
from projects.models.progress import ProgressStatus
from projects.selectors.evidence import copied_reports
from tests.town import NOON, Town, accept_month, carry, make_project

QUEUE = "/progress/"
MARK = 0x0F0F0F0F33CC55AA
WORDS = "完成路基填筑{}公里，桥梁桩基全部完成，正在进行承台施工，取土场手续已办结。"


def report(project: Project, month: int, by: User, **values: Any) -> MonthlyProgress:
    values = {"reported_by": by, "physical_progress": ""} | values
    return accept_month(project, month, 10 * month, **values)


def photo(row: MonthlyProgress, mark: int = 0, sha256: str = "", **values: Any) -> int:
    """The upload's id."""
    upload = stored(row.reported_by, mark, sha256, **values)
    ProgressPhoto.objects.create(progress=row, upload=upload)
    return upload.pk


def stored(by: User, mark: int = 0, sha256: str = "", **values: Any) -> Upload:
    count = Upload.objects.count()
    upload = Upload.objects.create(
        file="00/gone",
        name="现场.jpg",
        content_type="image/jpeg",
        size=1,
        sha256=sha256 or f"{count:064x}",
        uploaded_by=by,
        uploaded_at=NOON,
        **values,
    )
    if mark:
        PictureMark.objects.create(upload=upload, view=0, mark=mark)
    return upload


def reached(project: Project, on: date, upload: Upload) -> int:
    """A milestone with its proof; the upload's id."""
    row = Milestone.objects.create(
        project=project, name=f"{on.month}月节点", due_on=on, completed_on=on, completion="已完成"
    )
    MilestoneEvidence.objects.create(milestone=row, upload=upload)
    return upload.pk


def said(hints: Hints) -> list[tuple[str, str]]:
    return [(hint.kind.value, hint.reason) for hint in hints]


@pytest.fixture
def other(town: Town) -> Project:
    """Carried by 文旅局, which carries nothing else."""
    project = make_project("古城墙修缮", town.sector)
    carry(project, "responsible", town.strange)
    return project


def test_the_same_file_in_another_month_of_the_project_is_told(town: Town) -> None:
    photo(report(town.project, 7, town.lead_clerk), sha256="a" * 64)
    now = photo(report(town.project, 8, town.lead_clerk), sha256="a" * 64)
    hints = evidence_hints(town.supervisor, [now])
    reason = "同一文件也用于：交通局·项目“省道过境段改建”2026年7月进展·2026年9月12日"
    assert said(hints) == [("same_file", reason)]
    (hint,) = hints.at(f"project:{town.project.pk}", "2026-08")
    assert (hint.percent, hint.upload_id, hints.of(now)) == (100, now, (hint,))


def test_a_look_alike_of_another_project_is_told_with_its_likeness(town: Town, other: Project) -> None:
    there = photo(report(other, 7, town.stranger), MARK)
    here = photo(report(town.project, 8, town.lead_clerk), MARK ^ 0b11111111)
    (hint,) = evidence_hints(town.supervisor, [here])
    assert hint.kind == HintKind.LOOKS_LIKE
    assert hint.percent == 87
    assert hint.reason == (
        "与另一张照片相似（87%），那张用于：文旅局·项目“古城墙修缮”2026年7月进展·2026年9月12日"
    )
    assert hint.there is not None
    pk = ProgressPhoto.objects.get(upload=there).pk
    assert (hint.there.url, hint.there.file_url) == (f"/projects/{other.pk}/", f"/progress/photos/{pk}/")


def test_one_site_from_the_same_spot_each_month_is_no_hint_but_the_picture_itself_is(town: Town) -> None:
    photo(report(town.project, 6, town.lead_clerk), MARK)
    visit = photo(report(town.project, 7, town.lead_clerk), MARK ^ 0b1111111)
    again = photo(report(town.project, 8, town.lead_clerk), MARK ^ 0b111111 << 20)
    assert said(evidence_hints(town.supervisor, [visit])) == []
    (hint,) = evidence_hints(town.supervisor, [again])
    assert hint.there is not None
    assert (hint.kind, hint.percent, hint.there.title) == (
        HintKind.LOOKS_LIKE,
        90,
        "项目“省道过境段改建”2026年6月进展",
    )


def test_proof_of_a_milestone_is_a_place(town: Town, other: Project) -> None:
    proof = reached(other, date(2026, 7, 20), stored(town.stranger, sha256="e" * 64))
    here = photo(report(town.project, 8, town.lead_clerk), sha256="e" * 64)
    (hint,) = evidence_hints(town.supervisor, [here])
    assert hint.reason == "同一文件也用于：文旅局·项目“古城墙修缮”节点“7月节点”完成佐证·2026年9月12日"
    assert hint.there is not None
    assert hint.there.file_url == f"/projects/{other.pk}/files/{proof}/"
    (back,) = evidence_hints(town.supervisor, [proof])
    assert back.reason == "同一文件也用于：交通局·项目“省道过境段改建”2026年8月进展·2026年9月12日"
    (unseen,) = evidence_hints(town.helping_clerk, [here])
    assert unseen.reason == "同一文件也用于：另一处（您无权查看）" and "节点" not in repr(unseen)


def test_what_a_month_shows_may_prove_the_milestone_of_that_month_and_no_other(town: Town) -> None:
    photo(report(town.project, 8, town.lead_clerk), sha256="f" * 64)
    of_august, of_july = (
        reached(town.project, date(2026, month, 20), stored(town.lead_clerk, sha256="f" * 64))
        for month in (8, 7)
    )
    told = {hint.there.title for hint in evidence_hints(town.supervisor, [of_august]) if hint.there}
    assert told == {"项目“省道过境段改建”节点“7月节点”完成佐证"}
    (hint, *more) = evidence_hints(town.supervisor, [of_july])
    assert (hint.kind, more) == (HintKind.SAME_FILE, [])


def test_a_picture_twice_in_one_month_is_one_use(town: Town) -> None:
    row = report(town.project, 8, town.lead_clerk)
    photo(row, MARK)
    assert said(evidence_hints(town.supervisor, [photo(row, MARK)])) == []


def test_who_may_not_see_the_other_place_does_not_learn_of_it(town: Town, other: Project) -> None:
    photo(report(other, 7, town.stranger), sha256="b" * 64)
    here = photo(report(town.project, 8, town.lead_clerk), sha256="b" * 64)
    (hint,) = evidence_hints(town.helping_clerk, [here])
    assert hint.reason == "同一文件也用于：另一处（您无权查看）"
    assert "文旅" not in repr(hint) and "古城墙" not in repr(hint)
    assert f"/projects/{other.pk}/" not in repr(hint)
    assert said(evidence_hints(town.stranger, [here])) == []


def test_a_picture_older_than_its_month_is_told(town: Town) -> None:
    taken = datetime(2026, 7, 31, 15, 59, tzinfo=UTC)
    row = report(town.project, 8, town.lead_clerk)
    early, in_time = photo(row, captured_at=taken), photo(row, captured_at=taken.replace(hour=16))
    assert said(evidence_hints(town.supervisor, [early, in_time])) == [
        ("too_early", "拍摄于2026年7月31日，早于报告期开始（2026年8月1日）")
    ]


def test_another_day_and_a_far_place_are_told(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a room that asks its units for day and place; this one stands for the rooms to the right."""
    taken = datetime(2026, 8, 15, 2, tzinfo=UTC)
    row = report(town.project, 7, town.lead_clerk)
    place: dict[str, Any] = {"latitude": Decimal("34.5"), "longitude": Decimal("108.2")}
    pk = photo(row, captured_at=taken, **place)

    def finder(user: User, ids: Any) -> list[Place]:
        claimed = (Decimal("34.6"), Decimal("108.2"))
        day = datetime(2026, 8, 20, tzinfo=UTC).date()
        return [Place(pk, "x:1", "1", "测点", visible=True, claimed_on=day, claimed_at=claimed)]

    monkeypatch.setattr(selectors.places, "_FINDERS", {"test": finder})
    assert said(evidence_hints(town.supervisor, [pk])) == [
        ("other_day", "照片记录拍摄于2026年8月15日，填报为2026年8月20日"),
        ("far_away", "照片记录的拍摄地点距填报地点11.1公里"),
    ]


def test_many_pictures_cost_as_many_queries_as_one(town: Town, other: Project) -> None:
    photo(report(other, 7, town.stranger), sha256="c" * 64)
    row = report(town.project, 8, town.lead_clerk)
    ids = [photo(row, MARK, sha256="c" * 64) for _nth in range(12)]
    counts = []
    for asked in (ids[:1], ids):
        user = User.objects.get(pk=town.helping_clerk.pk)
        with CaptureQueriesContext(connection) as captured:
            evidence_hints(user, asked)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 8


def test_last_month_s_words_with_new_numbers_are_told(town: Town) -> None:
    report(town.project, 7, town.lead_clerk, physical_progress=WORDS.format("3.2"))
    row = report(town.project, 8, town.lead_clerk, physical_progress=WORDS.format("5.8"))
    taken = copied_reports(town.supervisor, [row])[row.pk]
    assert (taken.copied.percent, taken.source, taken.same_subject) == (
        100,
        "交通局·项目“省道过境段改建”2026年7月进展",
        True,
    )


def test_another_unit_s_words_of_the_same_month_are_told_to_who_sees_them(town: Town, other: Project) -> None:
    report(other, 8, town.stranger, physical_progress=WORDS.format("3.2"))
    row = report(
        town.project, 8, town.lead_clerk, physical_progress=WORDS.format("5.8") + "本单位另已组织两次检查"
    )
    taken = copied_reports(town.supervisor, [row])[row.pk]
    assert (taken.copied.percent, taken.same_subject) == (74, False)
    assert taken.source == "文旅局·项目“古城墙修缮”2026年8月进展"
    assert taken.pieces[-1] == ("。本单位另已组织两次检查", False)
    assert copied_reports(town.helping_clerk, [row]) == {}
    assert copied_reports(town.supervisor, []) == {}


def test_the_queue_shows_both_pictures_and_the_marked_words(
    town: Town, other: Project, client: Client
) -> None:
    photo(report(other, 8, town.stranger, physical_progress=WORDS.format("3.2")), sha256="d" * 64)
    values = {"physical_progress": WORDS.format("5.8"), "status": ProgressStatus.SUBMITTED}
    photo(report(town.project, 8, town.lead_clerk, **values), sha256="d" * 64)
    client.force_login(town.supervisor)
    page = client.get(QUEUE).content.decode()
    first, second = ProgressPhoto.objects.order_by("pk")
    assert f'<img src="/progress/photos/{first.pk}/" alt="另一处的照片"' in page
    assert f'<img src="/progress/photos/{second.pk}/" alt="本次的照片"' in page
    assert "同一文件也用于：文旅局·项目“古城墙修缮”2026年8月进展·2026年9月12日" in page
    assert "文字有100%与此前报送的相同：文旅局" in page
    assert "<mark>完成路基填筑5.8公里" in page


def test_a_queue_without_doubts_shows_none(town: Town, client: Client) -> None:
    report(town.project, 8, town.lead_clerk, status=ProgressStatus.SUBMITTED, physical_progress="主体施工")
    client.force_login(town.supervisor)
    assert "evidence-hints" not in client.get(QUEUE).content.decode()


def test_hints_are_frozen() -> None:
    assert Hint.__dataclass_params__.frozen  # type: ignore[attr-defined]
