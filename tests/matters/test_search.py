"""Search: part of a title or number, of any length, Chinese or its initials, found by the index."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from accounts.rules import pinyin_key
from supervision.matters.models import Matter, Source
from supervision.matters.selectors import MatterFilters, matter_ledger
from tests.matters.build import ISSUED_ON, at_noon, make_matter
from tests.town import Town

ROWS = 4000
WORDS = ["东川镇", "西坪镇", "南河乡", "北岭乡", "县道", "水库", "学校", "医院", "产业园", "垃圾站"]
ACTS = ["修复加固", "征地补偿", "扩建改造", "安全检查", "欠薪化解", "绿化提升"]


@pytest.fixture
def titles(town: Town) -> Town:
    for title, number in [
        ("修复县道Y12塌方", "云督〔2026〕17号"),
        ("100%完成_秋粮入库", "云督〔2026〕170号"),
        ("化解拖欠农民工工资", "云督〔2025〕3号"),
    ]:
        make_matter(town, title, number=number, source_number="云政办〔2026〕8号" if "Y12" in title else "")
    return town


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("县", ["修复县道Y12塌方"]),
        ("塌方", ["修复县道Y12塌方"]),
        ("拖欠农民工", ["化解拖欠农民工工资"]),
        ("y12", ["修复县道Y12塌方"]),
        ("Y12塌", ["修复县道Y12塌方"]),
        ("xfxd", ["修复县道Y12塌方"]),
        ("nongmingong", []),  # syllables are apart
        ("nong min gong", ["化解拖欠农民工工资"]),
        ("nmggz", ["化解拖欠农民工工资"]),
        ("〔2026〕17", ["100%完成_秋粮入库", "修复县道Y12塌方"]),
        ("〔2026〕17号", ["修复县道Y12塌方"]),
        ("云政办", ["修复县道Y12塌方"]),
        ("%", ["100%完成_秋粮入库"]),
        ("_", ["100%完成_秋粮入库"]),
        ("0%完", ["100%完成_秋粮入库"]),
        ("1_完", []),
        ("\\", []),
        ("农民 工资", ["化解拖欠农民工工资"]),  # every word
        ("农民 塌方", []),
        ("民农", []),
        ("方塌县道", []),
        ("  ", ["化解拖欠农民工工资", "100%完成_秋粮入库", "修复县道Y12塌方"]),
    ],
)
def test_part_of_a_text_is_found(text: str, found: list[str], titles: Town) -> None:
    assert [matter.title for matter in Matter.objects.search(text).order_by("-pk")] == found


def test_the_ledger_searches_only_what_one_sees(titles: Town) -> None:
    make_matter(titles, "文旅局的塌方", lead=titles.strange)
    found = matter_ledger(titles.stranger, ISSUED_ON, MatterFilters(text="塌方"))
    assert [matter.title for matter in found] == ["文旅局的塌方"]


def fill_the_ledger(town: Town) -> None:
    source = Source.objects.get(code="other")
    Matter.objects.bulk_create(
        Matter(
            title=(title := f"{WORDS[n % 10]}{ACTS[n % 6]}第{n}件"),
            pinyin=pinyin_key(title),
            source=source,
            requirement="办结",
            rhythm="monthly",
            created_by=town.supervisor,
            created_at=at_noon(ISSUED_ON),
        )
        for n in range(ROWS)
    )
    make_matter(town, "处置危房两栋")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE matters_matter")


# One ledger for all that is looked for: to fill it takes seconds.
def test_the_index_finds_it_among_thousands(town: Town, subtests: pytest.Subtests) -> None:
    fill_the_ledger(town)
    texts = [matter.search_text for matter in Matter.objects.all()]
    for text in ("危", "危房", "处置危房", "czwf", "1234件"):
        with subtests.test(text=text):
            rows: Any = Matter.objects.search(text)
            plan = rows.explain()
            assert "Bitmap Index Scan on matter_search" in plan, plan
            assert "Seq Scan on matters_matter" not in plan
            # What the index offers is held against the text itself.
            assert rows.count() == sum(text in one for one in texts) > 0
    with subtests.test("a page of the ledger"):
        page = matter_ledger(town.supervisor, ISSUED_ON, MatterFilters(text="危房"))[:50]
        assert "Bitmap Index Scan on matter_search" in page.explain()
        assert [matter.title for matter in page] == ["处置危房两栋"]
