"""Pictures are found again when they were scaled, saved again, stamped or cropped; others are not."""

from __future__ import annotations

import io

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from accounts.models import PictureMark, Upload
from accounts.rules.pictures import ALIKE_BITS, BITS, VIEWS, WHOLE, bits_apart, marks_of, percent_alike
from accounts.selectors import LookAlike, look_alikes
from accounts.services import mark_pictures, store_upload
from bench.edits import EDITS
from samples.generate.scenes import KINDS, scene
from tests.town import NOON, Town

Marks = dict[int, int]


def keep(town: Town, *marks: int, sha256: str = "") -> Upload:
    """An upload with these marks, the first of the whole picture."""
    count = Upload.objects.count()
    upload = Upload.objects.create(
        file="00/gone",
        name=f"{count}.jpg",
        content_type="image/jpeg",
        size=1,
        sha256=sha256 or f"{count:064x}",
        uploaded_by=town.lead_clerk,
        uploaded_at=NOON,
    )
    PictureMark.objects.bulk_create(
        PictureMark(upload=upload, view=view, mark=mark) for view, mark in enumerate(marks)
    )
    return upload


def nearest(one: Marks, other: Marks) -> int:
    """As the statement compares: the whole of either with any view of the other."""
    near = [bits_apart(one[WHOLE], mark) for mark in other.values()]
    return min(near + [bits_apart(mark, other[WHOLE]) for mark in one.values()])


@pytest.fixture(scope="module")
def drawn() -> dict[str, Marks]:
    return {kind: marks_of(scene(kind, 3)) for kind in KINDS}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_copy_is_alike(edit: str, drawn: dict[str, Marks]) -> None:
    assert nearest(drawn["building"], marks_of(EDITS[edit](scene("building", 3)))) <= ALIKE_BITS


def test_pictures_of_different_places_are_not_alike(drawn: dict[str, Marks]) -> None:
    other = marks_of(scene("building", 4))
    assert all(nearest(marks, other) > ALIKE_BITS for marks in drawn.values())


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_a_blank_picture_has_no_marks(shade: int) -> None:
    blank = Image.effect_noise((400, 300), 6).point(lambda grain: max(0, min(255, shade + grain - 128)))
    assert marks_of(blank) == marks_of(Image.new("L", (400, 300), shade)) == {}


def test_a_picture_written_on_its_side_has_the_marks_of_the_upright_one() -> None:
    upright = scene("road", 1)
    on_its_side = upright.transpose(Image.Transpose.ROTATE_90)
    assert nearest(marks_of(on_its_side, orientation=6), marks_of(upright)) <= 1
    assert nearest(marks_of(on_its_side), marks_of(upright)) > ALIKE_BITS


def test_percent_is_rounded_down() -> None:
    assert [percent_alike(bits) for bits in (0, 1, 8, 64)] == [100, 98, 87, 0]


def test_bits_apart_counts_the_sign_as_a_bit() -> None:
    assert bits_apart(-1, 0) == BITS
    assert bits_apart(-(2**63), 2**62) == 2


def test_a_stored_picture_keeps_a_mark_of_every_view(town: Town) -> None:
    written = io.BytesIO()
    scene("river", 2).save(written, "JPEG")
    upload = store_upload(actor=town.lead_clerk, file=written, name="河.jpg", now=NOON)
    assert list(upload.marks.values_list("view", flat=True)) == list(range(len(VIEWS)))
    before = dict(upload.marks.values_list("view", "mark"))
    assert mark_pictures(actor=None, upload_ids=[upload.pk]) == 1
    assert dict(upload.marks.values_list("view", "mark")) == before


def test_a_picture_whose_file_is_gone_is_passed_over(town: Town) -> None:
    assert mark_pictures(actor=None, upload_ids=[keep(town).pk]) == 0


def test_the_whole_finds_views_and_views_find_the_whole(town: Town) -> None:
    mark, far = 0x0F0F0F0F0F0F0F0F, 0x00FF00FF00FF00FF
    original, crop = keep(town, mark, far), keep(town, far ^ 0b111, ~mark)
    view_only = keep(town, 0x3333333333333333, far)
    found = look_alikes([original.pk])
    assert found == [LookAlike(original.pk, crop.pk, 3, same_file=False)]
    assert found[0].percent == 95
    assert look_alikes([crop.pk]) == [
        LookAlike(crop.pk, view_only.pk, 3, same_file=False),
        LookAlike(crop.pk, original.pk, 3, same_file=False),
    ]


def test_the_same_bytes_are_the_same_file_with_or_without_marks(town: Town) -> None:
    one, two = keep(town, sha256="a" * 64), keep(town, sha256="a" * 64)
    assert look_alikes([one.pk]) == [LookAlike(one.pk, two.pk, 0, same_file=True)]
    assert look_alikes([]) == []


def test_many_uploads_are_looked_up_by_one_statement(town: Town) -> None:
    ids = [keep(town, 1 << nth | 0xFFFFFFFF).pk for nth in range(32, 40)]
    with CaptureQueriesContext(connection) as asked:
        found = look_alikes(ids)
    assert len(asked) == 1
    assert len(found) == 8 * 7


marks = st.integers(-(2**63), 2**63 - 1)
turned = st.sets(st.integers(0, 63), max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=marks, second=marks, flips=st.lists(turned, min_size=1, max_size=5))
def test_the_statement_finds_what_its_python_twin_finds(
    town: Town, first: int, second: int, flips: list[set[int]]
) -> None:
    others: dict[int, Marks] = {}
    with transaction.atomic():
        for nth, bits in enumerate(flips):
            mask = sum(1 << bit for bit in bits)
            near = (first if nth % 2 else second) ^ (mask - (1 << BITS) if mask >> 63 else mask)
            stored = {0: near, 1: first} if nth % 3 else {0: ~near, 1: near}
            others[keep(town, *stored.values()).pk] = stored
        found = {one.other_id: one.bits for one in look_alikes([keep(town, first, second).pk])}
        transaction.set_rollback(True)
    expected = {pk: nearest({0: first, 1: second}, stored) for pk, stored in others.items()}
    assert found == {pk: bits for pk, bits in expected.items() if bits <= ALIKE_BITS}
