"""A year of entries and revisions later: the file byte for byte, and the draft as it was known then."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import Indicator, Target
from indicators.services import NewObservation, record_observations
from projects.models import MonthlyProgress, Project
from rulebook.models import DocumentStyle
from supervision.inspections.models import Rectification
from supervision.matters.models import Matter
from supervision.reports.exports.documents import document_bytes
from supervision.reports.models import Document, DocumentFact, Outline, SentenceRule
from supervision.reports.rules.kinds import Kind, SourcesAnnex
from supervision.reports.services import verify_document
from tests.reports.conftest import Told
from tests.reports.papers import DAY, Preview, drafted, issued
from tests.town import NOON, Town, accept_month

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


def kept_bytes(document: Document) -> bytes:
    assert document.file is not None
    with document.file.file.open("rb") as file:
        return file.read()


def observe(town: Town, code: str, *rows: tuple[int, int, str, str, str]) -> None:
    indicator = Indicator.objects.get(code=code)
    values = [
        NewObservation(indicator.pk, year, month, status, D(value), D(growth))
        for year, month, status, value, growth in rows
    ]
    record_observations(actor=town.supervisor, now=NOON + YEAR, values=values)


def a_year_goes_by(busy: Told) -> None:
    """New months, corrected months, revised values, other targets, rules, looks and names."""
    town = busy.town
    for project in (busy.road, busy.pipes, busy.halls, busy.home):
        for month in (9, 10, 11, 12):
            accept_month(project, month, 900 + month * 10, physical_progress="又进一步")
    MonthlyProgress.objects.filter(project=busy.halls, month=8).update(year_to_date=3100, since_start=3100)
    Project.objects.filter(pk=busy.road.pk).update(name="改名的项目")
    Matter.objects.filter(title="修复县道塌方").update(title="改名的事项", due_on=date(2027, 1, 1))
    Rectification.objects.filter(title="污水直排河道").update(title="改名的问题")
    final = ("5_final", "25999", "9.9")
    observe(town, "revenue", (2026, 8, *final), (2026, 9, "3_preliminary", "28000", "6.5"))
    observe(town, "gdp", (2026, 6, "5_final", "44.5", "6.6"), (2026, 9, "3_preliminary", "70", "6.4"))
    Target.objects.update(value=50000)
    SentenceRule.objects.update(template="别的话。")
    Outline.objects.update(title="别的标题", closing="别的结束语", red_head="别的机关")
    DocumentStyle.objects.create(valid_from=date(2026, 1, 1), body_size=15, line_pt=30)
    type(town.lead).objects.filter(pk=town.lead.pk).update(name="改名的局", short_name="改名局")


@pytest.mark.parametrize("kind", list(Kind))
def test_an_issued_document_is_written_again_byte_for_byte_after_a_year(busy: Told, kind: Kind) -> None:
    document = issued(busy.town, drafted(busy.town, kind=kind.value))
    before, facts = kept_bytes(document), _facts(document)
    a_year_goes_by(busy)
    again = Document.objects.get(pk=document.pk)
    assert document_bytes(again) == before == kept_bytes(again)
    assert _facts(again) == facts
    found = verify_document(actor=busy.town.auditor, document_id=document.pk, write=document_bytes)
    assert found.file_same
    assert found.revised, "what was revised since is named"
    assert all(fact.intact for fact in found.facts)


@pytest.mark.parametrize("choice", list(SourcesAnnex))
def test_with_whatever_annex_of_sources_it_was_issued_it_comes_again(busy: Told, choice: str) -> None:
    document = drafted(busy.town, kind="circular")
    Document.objects.filter(pk=document.pk).update(sources_annex=choice)
    document = issued(busy.town, Document.objects.get(pk=document.pk))
    before = kept_bytes(document)
    a_year_goes_by(busy)
    Outline.objects.update(sources_annex="none" if choice == "plain" else "plain")
    assert document_bytes(Document.objects.get(pk=document.pk)) == before


def test_on_the_screen_an_issued_document_says_after_a_year_what_it_said(busy: Told, client: Client) -> None:
    """Words, exact values and where each leads: of the page, and of the page of each figure."""
    document = issued(busy.town, drafted(busy.town))
    client.force_login(busy.town.leader)
    before = _on_screen(client, document)
    assert ("total.completed", D("5230.5")) in [(key, value) for key, value, *_ in before[1]]
    a_year_goes_by(busy)
    assert _on_screen(client, document) == before


def _on_screen(client: Client, document: Document) -> tuple[list[str], list[tuple[Any, ...]]]:
    page = client.get(reverse("report", args=[document.pk])).content.decode()
    figures = []
    for key in document.facts.values_list("key", flat=True):
        shown = client.get(reverse("report-fact", args=[document.pk]), {"key": key}).context
        fact = shown["fact"]
        figures.append((key, D(fact.value or 0), shown["value"], fact.definition, shown["intact"]))
    return re.findall(r'<a class="fact[^>]*>[^<]*</a>', page), figures


def _facts(document: Document) -> list[tuple[str, ...]]:
    return list(DocumentFact.objects.filter(document=document).values_list("key", "value", "unit", "hash"))


def test_a_bulletin_is_drafted_again_from_what_had_been_reported_by_its_day(told: Told) -> None:
    """Observations are append-only: as known on day D they say again what they said on day D."""
    town = told.town
    then = Preview(town.supervisor, DAY, kind="bulletin")
    observe(town, "revenue", (2026, 8, "5_final", "25999", "9.9"), (2026, 7, "4_returned", "22100", "8.8"))
    observe(town, "gdp", (2026, 6, "5_final", "44.5", "6.6"))
    now = Preview(town.supervisor, DAY, kind="bulletin")
    assert "地方财政收入。1—8月完成2.6亿元，同比增长9.9%，较1—7月增速加快1.1个百分点" in now.plain()
    again = Preview(town.supervisor, DAY, known_on=NOON.date(), kind="bulletin")
    assert again.plain() == then.plain()
    assert again.figures == then.figures
    assert "地方财政收入。1—8月完成2.53亿元，同比增长7.1%" in again.plain()
