"""Files by content: what is taken in, what is refused and how, what is kept."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from PIL import Image

from accounts import services
from accounts.models import AccessEntry, Upload, User
from accounts.models.access import AccessKind
from accounts.rules import PICTURES, WORKBOOKS, clean_file_name, sniff
from accounts.rules.file_types import OLE, XLSM, XLSX, ZIP
from tests.town import NOON, Town


def picture(kind: str = "PNG", size: tuple[int, int] = (120, 80)) -> bytes:
    """A photo-like picture: two shapes on a slope of grey."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    image.paste((200, 30, 30), (10, 10, size[0] // 2, size[1] // 2))
    written = io.BytesIO()
    image.save(written, kind)
    return written.getvalue()


def workbook(*extra: str) -> bytes:
    written = io.BytesIO()
    openpyxl.Workbook().save(written)
    with zipfile.ZipFile(written, "a") as archive:
        for name in extra:
            archive.writestr(name, b"x")
    return written.getvalue()


def store(actor: User, content: bytes, name: str, **options: object) -> Upload:
    return services.store_upload(actor=actor, file=io.BytesIO(content), name=name, now=NOON, **options)  # type: ignore[arg-type]


def test_a_picture_is_kept_as_it_is_with_its_hashes(town: Town) -> None:
    content = picture("JPEG")
    upload = store(town.lead_clerk, content, "现场.jpg")
    upload.refresh_from_db()
    assert upload.sha256 == hashlib.sha256(content).hexdigest()
    assert (upload.name, upload.content_type, upload.size) == ("现场.jpg", "image/jpeg", len(content))
    assert (upload.uploaded_by, upload.uploaded_at) == (town.lead_clerk, NOON)
    assert upload.file.read() == content


def test_the_same_bytes_lie_on_disk_once(town: Town, own_media: Path) -> None:
    content = picture()
    first, second = (store(user, content, "a.png") for user in (town.lead_clerk, town.stranger))
    assert first.pk != second.pk
    assert [path for path in own_media.rglob("*") if path.is_file()] == [Path(first.file.path)]


def test_a_file_from_a_form_is_taken_like_any_other(town: Town) -> None:
    form_file = SimpleUploadedFile("台账.xlsx", workbook(), content_type="text/html")
    upload = services.store_upload(
        actor=town.lead_clerk, file=form_file, name=form_file.name or "", now=NOON, allowed=WORKBOOKS
    )
    assert upload.content_type == XLSX


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (workbook(), XLSX),
        (workbook("xl/vbaProject.bin"), XLSM),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, OLE),
        (picture("WEBP"), "image/webp"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"PK\x03\x04broken", "application/octet-stream"),
        (b"<html><script>alert(1)</script>", "application/octet-stream"),
    ],
    ids=["xlsx", "xlsm", "xls", "webp", "pdf", "broken zip", "html"],
)
def test_the_content_says_what_a_file_is(content: bytes, expected: str) -> None:
    assert sniff(io.BytesIO(content)) == expected


def test_a_plain_archive_is_not_taken_for_a_workbook() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
    assert sniff(written) == ZIP


def header_of_a_huge_picture() -> bytes:
    """A PNG that says it has 60,000 × 60,000 pixels."""
    content = bytearray(picture())
    content[16:24] = (60_000).to_bytes(4, "big") * 2
    import zlib

    content[29:33] = zlib.crc32(bytes(content[12:29])).to_bytes(4, "big")
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "allowed", "message"),
    [
        (b"", WORKBOOKS, "是空的"),
        (b"MZ" * 50, WORKBOOKS, "可以上传：Excel（.xlsx）、Excel（.xls）"),
        (workbook("xl/vbaProject.bin"), WORKBOOKS, "含有宏，请另存为不含宏的文件"),
        (picture(), WORKBOOKS, "按内容看不是可以接受的类型"),
        (picture()[:200], PICTURES, "已经损坏"),
        (header_of_a_huge_picture(), PICTURES, "太大了|已经损坏"),
        (picture("JPEG") + b"\0" * (15 << 20), PICTURES, r"有 15\.0 MB，超过 15 MB 的上限"),
    ],
    ids=["empty", "program", "macro", "picture for workbook", "cut off", "pixel bomb", "too big"],
)
def test_a_refused_file_is_named_with_the_reason_and_leaves_nothing(
    town: Town, own_media: Path, content: bytes, allowed: frozenset[str], message: str
) -> None:
    with pytest.raises(ValidationError, match=message) as refused:
        store(town.lead_clerk, content, "某文件", allowed=allowed)
    assert "“某文件”" in refused.value.messages[0]
    assert not Upload.objects.exists()
    assert not own_media.exists()


def test_twenty_thousand_pixels_square_are_refused_before_they_are_unpacked(town: Town) -> None:
    written = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(written, "PNG")
    with pytest.raises(ValidationError, match="太大了|已经损坏"):
        store(town.lead_clerk, written.getvalue(), "大图.png")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\me\\台账.xlsx", "台账.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("图\u202egpj.exe", "图gpj.exe"),
        ("a\x00\nb.png", "ab.png"),
        ("长" * 300 + ".xlsx", "长" * 195 + ".xlsx"),
        ("  .. ", ""),
    ],
)
def test_names_lose_paths_and_invisible_signs(given: str, kept: str) -> None:
    assert clean_file_name(given) == kept


def test_whose_files_are_seen(town: Town) -> None:
    upload = store(town.below_clerk, picture(), "a.png")
    seen = {name for name, user in town.personas().items() if Upload.objects.visible_to(user).exists()}
    everybody = {"supervisor", "office_head", "leader", "auditor"}
    assert seen - {"api_client"} == everybody | {"below_clerk", "lead_clerk", "lead_head", "data_clerk"}
    assert Upload.objects.visible_to(town.below_clerk).get() == upload


# --- what is written stays ------------------------------------------------------------------------
def assert_refused(sql: str) -> None:
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        connection.cursor().execute(sql)


@pytest.mark.parametrize("verb", ["UPDATE {table} SET name = 'x'", "DELETE FROM {table}"])
def test_uploads_are_never_changed(town: Town, verb: str) -> None:
    store(town.lead_clerk, picture(), "a.png")
    with (
        pytest.raises(DatabaseError, match="append_only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb.format(table="accounts_upload"))


@pytest.mark.parametrize("verb", ["UPDATE {table} SET username = 'x'", "DELETE FROM {table}"])
def test_the_access_log_is_never_changed(town: Town, verb: str) -> None:
    services.record_access(kind=AccessKind.EXPORT, now=NOON, user=town.lead_clerk, detail="台账")
    assert AccessEntry.objects.get().username == "lead_clerk"
    with (
        pytest.raises(DatabaseError, match="append_only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb.format(table="accounts_accessentry"))


@pytest.mark.parametrize("table", ["unit", "post", "person", "tenure", "user", "rolegrant"])
@pytest.mark.parametrize("verb", ["UPDATE {table} SET pgh_label = 'x'", "DELETE FROM {table}"])
def test_history_is_never_changed(town: Town, table: str, verb: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append_only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb.format(table=f"accounts_{table}event"))


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("upload_hash_is_sha256", {"sha256": "0" * 63, "size": 1}),
        ("upload_is_not_empty", {"sha256": "0" * 64, "size": 0}),
    ],
)
def test_the_database_refuses_an_impossible_upload(
    town: Town, constraint: str, values: dict[str, object]
) -> None:
    row = Upload(name="a", content_type="x", uploaded_by=town.supervisor, uploaded_at=NOON, **values)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Upload.objects.bulk_create([row])
