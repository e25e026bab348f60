"""Word and PDF of a document through the API: who may have them, what is noted, what is not done twice."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from accounts.models import AccessEntry
from accounts.rules.file_types import DOCX, PDF
from supervision.reports.models import Document
from tests.api.caller import Caller, caller_as, code_of
from tests.reports.conftest import Told
from tests.reports.papers import drafted, issued

pytestmark = pytest.mark.django_db
READERS = {"supervisor", "office_head", "leader", "auditor"}


@pytest.fixture
def document(told: Told) -> Document:
    return drafted(told.town)


@pytest.fixture
def caller(told: Told) -> Caller:
    return caller_as(told.town.leader, "read")


def noted() -> list[tuple[str, str]]:
    rows = AccessEntry.objects.filter(kind="download").order_by("pk")
    return list(rows.values_list("username", "detail"))


def test_each_fetching_of_the_word_file_is_noted_and_none_of_what_one_has(
    told: Told, document: Document, caller: Caller
) -> None:
    first = caller.get(f"documents/{document.pk}/file/")
    assert first.json()["name"] == f"{document.title}（草稿）.docx"
    assert first.json()["content_type"] == DOCX
    note = (told.town.leader.username, f"{document.title}（草稿）.docx")
    assert noted() == [note]
    again = caller.get(f"documents/{document.pk}/file/", If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert noted() == [note]


def test_an_issued_document_is_fetched_as_the_very_file_that_was_issued(
    told: Told, document: Document, caller: Caller
) -> None:
    document = issued(told.town, document)
    assert document.file is not None
    with document.file.file.open("rb") as kept:
        digest = hashlib.sha256(kept.read()).hexdigest()
    fetched = caller.get(f"documents/{document.pk}/file/").json()
    name = f"{document.number_text}{document.title}.docx"
    assert (fetched["name"], fetched["sha256"]) == (name, digest)
    assert noted() == [(told.town.leader.username, name)]


def test_without_libreoffice_the_refusal_says_what_to_do_and_notes_no_download(
    document: Document, caller: Caller, settings: Any
) -> None:
    settings.SOFFICE = "no-such-program"
    answer = caller.get(f"documents/{document.pk}/pdf/")
    assert code_of(answer) == (409, "no_pdf")
    assert answer.json()["detail"] == (
        "没有找到 no-such-program，不能生成 PDF。请安装 libreoffice-writer，或设置 SOFFICE。"
    )
    assert noted() == []


@pytest.mark.parametrize("place", ["file", "pdf"])
def test_whoever_does_not_see_the_document_finds_no_file(
    told: Told, document: Document, place: str, settings: Any
) -> None:
    settings.SOFFICE = "no-such-program"
    expected = {"file": 200, "pdf": 409}[place]
    for name, user in told.town.personas().items():
        answer = caller_as(user, "read").get(f"documents/{document.pk}/{place}/")
        assert answer.status_code == (expected if name in READERS else 404), name
    Document.objects.filter(pk=document.pk).update(as_of=None)
    reader = caller_as(told.town.leader, "read progress")
    assert reader.get(f"documents/{document.pk}/{place}/").status_code == 404, "not drafted yet"


@pytest.mark.slow
@pytest.mark.skipif(
    not all(map(shutil.which, ("soffice", "pdftotext"))), reason="needs LibreOffice and poppler"
)
def test_the_pdf_is_the_issued_file_printed_and_printed_once_for_who_has_it(
    told: Told, document: Document, caller: Caller, tmp_path: Path, settings: Any
) -> None:
    document = issued(told.town, document)
    answer = caller.get(f"documents/{document.pk}/pdf/")
    assert answer.status_code == 200, answer.content.decode()
    told_file = answer.json()
    content = base64.b64decode(told_file["content"])
    assert (told_file["content_type"], told_file["sha256"]) == (PDF, hashlib.sha256(content).hexdigest())
    assert document.file is not None
    assert told_file["name"] == document.file.name.removesuffix(".docx") + ".pdf"
    assert noted() == [(told.town.leader.username, told_file["name"])]
    source = tmp_path / "paper.pdf"
    source.write_bytes(content)
    read = subprocess.run(
        ["pdftotext", "-raw", str(source), "-"], capture_output=True, check=True, timeout=60
    )
    text = "".join(read.stdout.decode().split())
    assert "年度计划投资1.42亿元，累计完成投资5,230.5万元" in text, text
    settings.SOFFICE = "no-such-program"
    again = caller.get(f"documents/{document.pk}/pdf/", If_None_Match=answer.headers["ETag"])
    assert (again.status_code, len(noted())) == (304, 1)
