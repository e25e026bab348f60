"""卷宗: everything of an ended rectification in one zip, each file provably unchanged."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
import pytest

from accounts.models import Job, Upload
from accounts.services import run_job, store_upload
from supervision.inspections import services
from supervision.inspections.exports.archive import bundle_of
from supervision.inspections.models import Evidence, Rectification, Step
from supervision.inspections.selectors.dossier import rectification_dossier
from supervision.matters.exports.packing import write_bundle
from tests.inspections.acting import NOW, forbidden, refused, story_of
from tests.inspections.build_rectifications import (
    make_evidence,
    make_extension,
    make_progress,
    make_rectification,
    make_verification,
)
from tests.inspections.rectifying import PDF, again, approve, look_back
from tests.town import Town


def stored(town: Town, name: str, content: bytes) -> Upload:
    return store_upload(actor=town.lead_clerk, file=BytesIO(content), name=name, now=NOW)


@pytest.fixture
def closed(town: Town) -> Rectification:
    """One that met with everything, closed by the service."""
    row = make_rectification(town, status="verified", helping=[town.helping], lasting_means="巡河制度")
    same = stored(town, "现场.pdf", PDF)
    Evidence.objects.filter(rectification=row).update(upload=same, side="before", caption="排口")
    make_evidence(town, row, upload=same, progress=make_progress(town, row))
    make_evidence(town, row, upload=stored(town, "现场.pdf", PDF + b"2"), side="after")
    make_verification(town, row, status="failed", situation="仍有污水")
    make_extension(town, row, status="approved")
    row = approve(town, row)
    look_back(town, row, holds=True, situation="巡查未见排污")
    return row


def unpacked(row: Rectification) -> ZipFile:
    packed = BytesIO()
    list(write_bundle(bundle_of(rectification_dossier(row.pk)), packed))
    return ZipFile(packed)


def words_of(content: bytes) -> str:
    paper = docx.Document(BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


def test_the_contents_prove_every_file(closed: Rectification) -> None:
    archive = unpacked(closed)
    files = ["附件/01 现场.pdf", "附件/02 现场.pdf"]
    assert archive.namelist() == ["目录.docx", "整改全过程.docx", *files]
    contents = words_of(archive.read("目录.docx"))
    for name in archive.namelist()[1:]:
        assert hashlib.sha256(archive.read(name)).hexdigest() in contents
    assert "佐证：整改前：排口" in contents


def test_the_course_tells_everything(closed: Rectification) -> None:
    told = words_of(unpacked(closed).read("整改全过程.docx"))
    for words in (
        *("污水直排河道，群众反映强烈。", "封堵排口，接入管网", "正在封堵", "仍有污水", "汛期水位高"),
        *("巡查未见排污", "批准销号", "云岭县交通局", "水务局", "巡河制度"),
    ):
        assert words in told, words


def test_the_job_keeps_it_and_is_safe_twice(town: Town, closed: Rectification) -> None:
    for _n in range(2):
        job = services.start_archive(actor=town.supervisor, rectification_id=closed.pk, now=NOW)
        run_job(job_id=job.pk)
        assert Job.objects.get(pk=job.pk).state == "done"
    kept: Any = again(closed).archive
    assert kept.name == f"{closed.number} 污水直排河道 卷宗.zip"
    steps = Step.objects.filter(rectification=closed, verb="rectification.archive")
    assert [step.note for step in steps] == [f"{kept.name}，SHA-256 {kept.sha256}"]


def test_only_what_has_ended_is_archived_and_only_by_the_office(town: Town, closed: Rectification) -> None:
    def start(user: Any, row: Rectification = closed) -> Job:
        return services.start_archive(actor=user, rectification_id=row.pk, now=NOW)

    forbidden(town, start, "supervisor", "office_head")
    row = make_rectification(town, "乙", status="published")
    words = refused(lambda: start(town.supervisor, row), "not_ended")
    assert words == "整改现在是“公示中”，销号或撤销以后才能归档。"
    assert story_of(row) == []
