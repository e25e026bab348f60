"""附件 of a matter: kept once, told in its story, taken off again, and closed to what has ended."""

from __future__ import annotations

import io
from typing import Any

import pytest

from accounts.models import Upload, User
from supervision.matters import services
from supervision.matters.models import Matter, MatterFile
from supervision.matters.rules.words import ENDED
from tests.matters.registry import OFFICE, drafted, refused, refused_for_all_but, standing, submitted, told
from tests.town import NOON, Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]


def attach(actor: User, matter: Matter, name: str = "会议纪要.pdf", text: bytes = b"1", **more: Any) -> Any:
    file = io.BytesIO(b"%PDF-1.7\n" + text)
    return services.attach_files(actor=actor, matter_id=matter.pk, files=[(name, file)], now=NOON, **more)


def test_a_file_is_kept_once_and_told(town: Town) -> None:
    matter = submitted(town)
    (row,) = attach(town.supervisor, matter, caption=" 原件 ")
    assert (row.matter, row.upload.name, row.caption) == (matter, "会议纪要.pdf", "原件")
    assert attach(town.office_head, matter, "又一份.pdf") == []
    assert MatterFile.objects.count() == 1
    assert told(matter)[1] == ("matter.attach", "杜明察", "会议纪要.pdf")


def test_a_file_is_taken_off_and_its_upload_stays(town: Town) -> None:
    matter = submitted(town)
    (row,) = attach(town.supervisor, matter)
    refused_for_all_but(
        town, OFFICE, lambda actor: services.detach_file(actor=actor, file_id=row.pk, now=NOON)
    )
    services.detach_file(actor=town.supervisor, file_id=row.pk, now=NOON)
    assert (MatterFile.objects.count(), Upload.objects.count()) == (0, 1)
    assert told(matter)[-1] == ("matter.detach", "杜明察", "会议纪要.pdf")


def test_a_draft_with_files_can_still_be_thrown_away(town: Town) -> None:
    matter = drafted(town)
    attach(town.supervisor, matter)
    services.discard_matter(actor=town.supervisor, matter_id=matter.pk)
    assert (Matter.objects.count(), MatterFile.objects.count()) == (0, 0)


def test_only_the_office_attaches(town: Town) -> None:
    matter = submitted(town)
    refused_for_all_but(town, OFFICE, lambda actor: attach(actor, matter))
    assert MatterFile.objects.count() == 0


@pytest.mark.parametrize("status", ENDED)
def test_nothing_is_attached_to_what_has_ended(status: str, town: Town) -> None:
    matter = standing(town, status)
    with refused("不能“附上文件”"):
        attach(town.supervisor, matter)
    assert MatterFile.objects.count() == 0


def test_a_name_with_a_mark_of_secrecy_and_a_twenty_first_file_are_turned_away(town: Town) -> None:
    matter = submitted(town)
    with refused("涉密信息不得进入本系统"):
        attach(town.supervisor, matter, "（机密）纪要.pdf")
    for place in range(20):
        attach(town.supervisor, matter, text=str(place).encode())
    with refused("最多附20个文件"):
        attach(town.supervisor, matter, text=b"more")
    assert MatterFile.objects.count() == 20
