"""The sample workbooks handed in one after the other, as a person would: upload, check, confirm."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.utils import timezone

from accounts.models import Job, User
from accounts.rules import WORKBOOKS
from accounts.services import store_upload
from projects.models import ImportBatch
from projects.models.imports import BatchState
from projects.services import confirm_import, start_import

# In the order in which an office would begin: who, what, by whom, until when, how far, how well.
ORDER: Final = (
    "机构人员名册.xlsx",
    "2026年重点项目台账.xlsx",
    "包抓责任一览表.xlsx",
    "关键节点.xlsx",
    "2026年1—5月重点项目进展.xlsx",
    "2026年6月重点项目进度表.xlsx",
    "2026年7月各单位上报进展.xlsx",
    "2026年8月重点项目进展.xls",
    "经济指标.xlsx",
    "督办事项台账.xlsx",
    "2026年政府工作报告任务分解表.xlsx",
    "巡察审计反馈问题整改台账.xlsx",
    "督查发现问题四张清单.xlsx",
)
REASON: Final = "示例数据，提示已逐条核对"
SHOWN: Final = 8

Wait = Callable[[Job], None]


def import_workbook(actor: User, path: Path, wait: Wait) -> ImportBatch:
    """Raises CommandError with what stands in the way. A file that was written already is left alone."""
    batch = _handed_in(actor, path)
    if batch.state in (BatchState.CHECKING, BatchState.WRITING):
        batch = _after(batch, wait)
    if batch.state == BatchState.READY and not batch.summary.get("nothing"):
        try:
            batch = confirm_import(actor=actor, batch_id=batch.pk, now=timezone.now(), reason=REASON)
        except ValidationError as error:
            raise CommandError(f"{path.name}：{'；'.join(error.messages)}") from error
        batch = _after(batch, wait)
    if batch.state not in (BatchState.READY, BatchState.WRITTEN):
        raise CommandError(f"{path.name} 没有导入（{batch.get_state_display()}）：\n{_told(batch)}")
    return batch


def is_written(name: str) -> bool:
    return ImportBatch.objects.filter(upload__name=name, state=BatchState.WRITTEN).exists()


def _handed_in(actor: User, path: Path) -> ImportBatch:
    """The batch of an earlier run that may still become something, or a new one."""
    dead = (BatchState.BLOCKED, BatchState.REFUSED, BatchState.UNDONE)
    known = ImportBatch.objects.filter(upload__name=path.name).exclude(state__in=dead).order_by("-pk").first()
    if known is not None:
        return known
    with path.open("rb") as file:
        upload = store_upload(actor=actor, file=file, name=path.name, now=timezone.now(), allowed=WORKBOOKS)
    return start_import(actor=actor, upload=upload, now=timezone.now())


def _after(batch: ImportBatch, wait: Wait) -> ImportBatch:
    if batch.job is not None:
        wait(batch.job)
    return ImportBatch.objects.select_related("job", "upload").get(pk=batch.pk)


def _told(batch: ImportBatch) -> str:
    refusal = batch.summary.get("refusal")
    if refusal:
        return f"{refusal['message']}{refusal['remedy']}"
    errors = [found for found in batch.findings if found.get("severity") != "warning"]
    return "\n".join(str(found) for found in errors[:SHOWN])
