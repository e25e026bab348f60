"""For each kind of document: no digit without a source, from frozen facts to the Word file, and after."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP
from decimal import Decimal as D
from io import BytesIO
from typing import Any

import docx
import pytest

from indicators.models import Indicator
from indicators.services import NewObservation, record_observations
from projects.models import MonthlyProgress, Sector
from supervision.alerts.rules.official.text import digits_outside_dates
from supervision.inspections.models import Rectification
from supervision.matters.models import Matter
from supervision.reports.exports.documents import document_bytes
from supervision.reports.models import Document, DocumentFact
from supervision.reports.rules.kinds import Kind
from supervision.reports.rules.papers import numbered_paragraphs
from supervision.reports.rules.tokens import paragraph_text, tokens_in
from supervision.reports.selectors.kept import kept_section
from supervision.reports.services import verify_document
from tests.reports.conftest import Told
from tests.reports.papers import drafted, issued
from tests.town import NOON

pytestmark = pytest.mark.django_db

LISTED = re.compile(r"^附件\d$|^(?:附件：|　*)\d\. ")  # the number of an annex
BESIDE = "（共11个）"  # of how many a rank is: of the same row as the rank


def written(told: Told, kind: Kind) -> Document:
    sector = Sector.objects.get(order=2).pk if kind == Kind.SPECIAL else None
    return drafted(told.town, kind=kind.value, sector_id=sector)


def stands_for(fact: DocumentFact, words: str) -> bool:
    """Whether the digits of the words are the frozen value, rounded half up to the places shown."""
    found = [digits.rstrip("%") for digits in digits_outside_dates(words.replace(BESIDE, ""))]
    if not found:
        return True  # 由负转正, 持平: words without a digit
    (shown,) = found
    value = abs(D(fact.value))
    if fact.unit == "万元" and "亿元" in words:
        value /= 10000
    if fact.unit == "亿元" and "万元" in words:
        value *= 10000
    places = len(shown.partition(".")[2])
    return value.quantize(D(1).scaleb(-places), ROUND_HALF_UP) == D(shown.replace(",", ""))


@pytest.mark.parametrize("kind", list(Kind))
def test_every_digit_of_the_file_is_a_frozen_fact_a_quotation_or_a_date(busy: Told, kind: Kind) -> None:
    document = written(busy, kind)
    facts = {fact.key: fact for fact in document.facts.all()}
    sections = list(document.sections.all())
    spoken = 0
    for token in (token for row in sections for token in tokens_in(row.paragraphs)):
        if isinstance(token, str):
            assert digits_outside_dates(token) == [], token
        elif "fact" in token:
            assert stands_for(facts[token["fact"]], token["text"]), (token, facts[token["fact"]].value)
            spoken += 1
        else:
            assert token["source"], "a quotation says whose words it is"
    assert spoken >= 10, kind
    known = {paragraph_text(one) for row in sections for one in numbered_paragraphs(kept_section(row))}
    paper = docx.Document(BytesIO(document_bytes(document)))
    for text in (paragraph.text for paragraph in paper.paragraphs):
        assert text in known or digits_outside_dates(LISTED.sub("", text)) == [], (kind, text)
    assert known - {paragraph.text for paragraph in paper.paragraphs} == set(), "all is in the file"


def _month(busy: Told) -> str:
    row = MonthlyProgress.objects.get(project=busy.halls)
    MonthlyProgress.objects.filter(pk=row.pk).update(year_to_date=D("3000.6"), since_start=D("3000.6"))
    return f"月度进展“{row}”"


def _matter(_busy: Told) -> str:
    row = Matter.objects.get(title="修复县道塌方")
    Matter.objects.filter(pk=row.pk).update(due_on=date(2026, 9, 9))
    return f"督办事项“{row}”"


def _rectification(_busy: Told) -> str:
    row = Rectification.objects.get(title="污水直排河道")
    Rectification.objects.filter(pk=row.pk).update(due_on=date(2026, 9, 2))
    return f"整改“{row}”"


def _observation(busy: Told) -> str:
    revenue = Indicator.objects.get(code="revenue")
    better = NewObservation(revenue.pk, 2026, 8, "3_preliminary", D("25310.7"), D("7.1"))
    (row,) = record_observations(actor=busy.town.supervisor, now=NOON + timedelta(days=300), values=[better])
    return f"指标值“{row}”"


CHANGES: dict[Kind, tuple[Callable[[Told], str], str]] = {
    Kind.REPORT: (_month, "sector.2.completed"),
    Kind.SPECIAL: (_month, "sector.2.completed"),
    Kind.DISPATCH: (_month, "sector.2.completed"),
    Kind.CIRCULAR: (_matter, "matter.{matter}.days_late"),
    Kind.RECTIFICATION: (_rectification, "rectification.{rectification}.days_late"),
    Kind.BULLETIN: (_observation, "indicator.revenue.value"),
}


@pytest.mark.parametrize("kind", list(Kind))
def test_a_row_changed_after_issue_is_found_and_named(busy: Told, kind: Kind) -> None:
    document = issued(busy.town, written(busy, kind))

    def verified() -> Any:
        return verify_document(actor=busy.town.auditor, document_id=document.pk, write=document_bytes)

    assert verified().ok
    change, key = CHANGES[kind]
    name = change(busy)
    found = verified()
    assert not found.ok
    assert found.file_same, "the frozen facts still give the very file"
    assert [row.name for row in found.revised] == [name]
    places = {
        "matter": Matter.objects.get(title="修复县道塌方").pk,
        "rectification": Rectification.objects.get(title="污水直排河道").pk,
    }
    (fact,) = [fact for fact in found.facts if fact.key == key.format(**places)]
    assert fact.then != fact.now
    assert [row.name for row in fact.revised] == [name]
