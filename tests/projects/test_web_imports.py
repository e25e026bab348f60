"""Workbooks through the browser: upload, problems, names mapped once, preview, confirm, undo."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accounts.services import run_job
from projects.models import ImportBatch, MonthlyProgress, NameMapping
from tests.projects.test_web_pages import text_of
from tests.town import Town, accept_month

HEAD = ["序号", "项目名称", "本月完成投资", "年初累计完成投资", "开工以来累计完成投资", "形象进度"]


def sheet(*rows: list[Any], name: str = "2026年8月重点项目进展.xlsx") -> io.BytesIO:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["2026年8月重点项目进展情况表"])
    page.append(["单位：万元"])
    page.append(HEAD)
    for row in rows:
        page.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = name
    return file


GOOD = [1, "省道过境段改建", 100, 730, 730, "路面铺装"]
MISNAMED = [1, "省道过境段改造", 100, 730, 730, "路面铺装"]


@pytest.fixture
def office(town: Town, client: Client) -> Client:
    accept_month(town.project, 7, 630, physical_progress="路基完成")
    client.force_login(town.supervisor)
    return client


def handed_in(client: Client, file: io.BytesIO) -> ImportBatch:
    response = client.post(reverse("import-new"), {"file": file, "kind": "", "year": "", "month": ""})
    assert response.status_code == 302, text_of(response)
    batch = ImportBatch.objects.latest("pk")
    assert response.headers["Location"] == reverse("import", args=[batch.pk])
    return worked(batch)


def worked(batch: ImportBatch) -> ImportBatch:
    """As the worker would."""
    batch.refresh_from_db()
    assert batch.job is not None
    run_job(job_id=batch.job.pk)
    return ImportBatch.objects.get(pk=batch.pk)


def page_of(client: Client, batch: ImportBatch) -> Any:
    return client.get(reverse("import", args=[batch.pk]))


def test_a_workbook_is_shown_cell_by_cell_before_it_is_written(office: Client, town: Town) -> None:
    batch = handed_in(office, sheet(GOOD))
    shown = text_of(page_of(office, batch))
    assert batch.state == "ready"
    for word in ("校验完成，尚未写入", "将写入的内容", "省道过境段改建", "730", "路面铺装", "确认写入"):
        assert word in shown, word
    assert not MonthlyProgress.objects.filter(month=8).exists()


def test_confirming_writes_and_undoing_takes_it_back(office: Client, town: Town) -> None:
    batch = handed_in(office, sheet(GOOD))
    office.post(reverse("import-confirm", args=[batch.pk]), {"reason": "按上报表导入"})
    batch = worked(batch)
    assert batch.state == "written"
    assert MonthlyProgress.objects.get(month=8).year_to_date == 730
    assert "已写入：新增1，修改0。" in text_of(page_of(office, batch))
    office.post(reverse("import-undo", args=[batch.pk]))
    batch.refresh_from_db()
    assert batch.state == "undone"
    assert not MonthlyProgress.objects.filter(month=8).exists()


def test_confirming_twice_writes_once(office: Client, town: Town) -> None:
    batch = handed_in(office, sheet(GOOD))
    address = reverse("import-confirm", args=[batch.pk])
    office.post(address)
    again = office.post(address, follow=True)
    assert "不能这样操作" in text_of(again)
    worked(batch)
    assert MonthlyProgress.objects.filter(month=8).count() == 1


def test_a_name_is_mapped_once_and_remembered(office: Client, town: Town) -> None:
    batch = handed_in(office, sheet(MISNAMED))
    response = page_of(office, batch)
    assert batch.state == "blocked"
    assert "没有认出的列和名称" in text_of(response) and "B4" in text_of(response)
    row = response.context["mapping"].rows[0]
    assert ("省道过境段改建", "省道过境段改建") in row["choice"].field.choices
    office.post(reverse("import-mapping", args=[batch.pk]), {"choice0": "省道过境段改建"})
    assert NameMapping.objects.get(source="省道过境段改造").target == "省道过境段改建"
    assert worked(batch).state == "ready"
    assert handed_in(office, sheet(MISNAMED)).state == "ready"


def test_a_mapping_without_an_answer_changes_nothing(office: Client, town: Town) -> None:
    batch = handed_in(office, sheet(MISNAMED))
    response = office.post(reverse("import-mapping", args=[batch.pk]), {"choice0": ""}, follow=True)
    assert "没有选择对应" in text_of(response)
    assert not NameMapping.objects.exists()


def test_rows_in_error_are_skipped_on_demand_and_the_marked_workbook_comes_back(
    office: Client, town: Town
) -> None:
    batch = handed_in(office, sheet(GOOD, [2, "没有的项目", 1, 2, 3, "x"]))
    assert batch.state == "blocked"
    marked = office.get(reverse("import-marked", args=[batch.pk]))
    book = load_workbook(io.BytesIO(b"".join(marked)))
    assert any(page["B5"].comment for page in book.worksheets)
    office.post(reverse("import-check", args=[batch.pk]), {"skip": "1"})
    batch = worked(batch)
    shown = text_of(page_of(office, batch))
    assert batch.state == "ready" and "有错的行将跳过" in shown
    assert [one["skipped"] for one in batch.summary["sheets"]] == [[5]]


def test_the_page_polls_while_a_worker_has_it_and_then_reloads(office: Client, town: Town) -> None:
    office.post(reverse("import-new"), {"file": sheet(GOOD)})
    batch = ImportBatch.objects.latest("pk")
    address = reverse("import", args=[batch.pk])
    htmx = {"HX-Request": "true"}
    part = office.get(address, headers=htmx).content.decode()
    assert f'hx-get="{address}"' in part and "<html" not in part
    worked(batch)
    assert office.get(address, headers=htmx).headers["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "请选择"), (b"not a workbook at all", "不是可以接受的类型")],
)
def test_a_file_that_is_no_workbook_is_refused_in_place(
    content: bytes, said: str, office: Client, town: Town
) -> None:
    file = io.BytesIO(content)
    file.name = "说明.xlsx"
    response = office.post(reverse("import-new"), {"file": file})
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not ImportBatch.objects.exists()


def test_a_locked_workbook_says_what_to_do(office: Client, town: Town) -> None:
    path = Path(__file__).resolve().parents[2] / "samples" / "坏文件" / "加密.xlsx"
    file = io.BytesIO(path.read_bytes())
    file.name = path.name
    batch = handed_in(office, file)
    assert batch.state == "refused"
    assert "打开密码" in text_of(page_of(office, batch))


@pytest.mark.parametrize("who", ["leader", "auditor", "helping_clerk", "stranger"])
def test_who_reports_nothing_imports_nothing(who: str, town: Town, client: Client) -> None:
    client.force_login(getattr(town, who))
    assert client.get(reverse("import-new")).status_code == 403
    assert client.post(reverse("import-new"), {"file": sheet(GOOD)}).status_code == 403
    assert client.get(reverse("imports")).status_code == 200


def test_another_units_batch_is_not_found(office: Client, town: Town) -> None:
    batch = handed_in(office, sheet(GOOD))
    for who in (town.stranger, town.lead_clerk):
        office.force_login(who)
        assert page_of(office, batch).status_code == 404
        assert office.get(reverse("import-marked", args=[batch.pk])).status_code == 404
        assert not office.get(reverse("imports")).context["page"].rows
        for name in ("import-confirm", "import-undo", "import-check", "import-mapping"):
            assert office.post(reverse(name, args=[batch.pk])).status_code == 404, name
    batch.refresh_from_db()
    assert batch.state == "ready"


def test_a_unit_hands_in_its_own_month(office: Client, town: Town) -> None:
    office.force_login(town.lead_clerk)
    batch = handed_in(office, sheet(GOOD))
    assert batch.state == "ready"
    office.post(reverse("import-confirm", args=[batch.pk]))
    assert worked(batch).state == "written"
    assert MonthlyProgress.objects.get(month=8).status == "submitted"
