"""Every figure of every kind of document is asked for at every other door, and each answers alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal as D
from io import BytesIO
from typing import Any

import docx
import pytest

from indicators.models import Indicator
from indicators.services import NewObservation, freeze_season_curves, record_observations, set_target
from projects.models import AnnualPlan, Project, Sector
from rulebook.rules import round_half_up
from supervision.reports.exports.documents import document_bytes
from supervision.reports.models import Document
from supervision.reports.rules.figures import Figure
from supervision.reports.rules.kinds import Kind
from supervision.reports.rules.papers import numbered_paragraphs
from supervision.reports.rules.tokens import paragraph_text
from supervision.reports.selectors.figures import Figures
from supervision.reports.selectors.gathered import Gathered
from supervision.reports.selectors.kept import kept_section
from supervision.reports.selectors.sources import SOURCES
from tests.inspections.build_rectifications import make_rectification
from tests.matters.build import lead_of, make_feedback, make_matter, tell
from tests.reports.conftest import Told
from tests.reports.doors.asking import Asking
from tests.reports.doors.table import TABLE, Doors
from tests.reports.papers import AUGUST, DAY, drafted
from tests.reports.test_slips import many
from tests.town import NOON, Town, accept_month, carry, make_project, make_unit

pytestmark = pytest.mark.django_db
DOORS = ("screen", "api", "workbook")


def definition(key: str) -> str:
    """sector.2.rate → sector.*.rate: the keys of rows, and the codes of indicators, are left out."""
    return re.sub(r"^indicator\.[^.]+", "indicator.*", re.sub(r"\.\d+(?=\.|$)", ".*", key))


# --- a county in which there is something of everything -------------------------------------------
@pytest.fixture
def full(busy: Told) -> Told:
    _more_matters(busy.town)
    _more_rectifications(busy.town)
    _more_projects(busy.town)
    _whole_indicators(busy.town)
    many(busy.town)  # slips
    return busy


def _more_matters(town: Town) -> None:
    late = make_matter(town, "迟办的", lead=town.helping, duty_status="under_way", due_on=date(2026, 9, 8))
    tell(town, lead_of(late), "duty.redo")
    make_matter(town, "报办结的", lead=town.strange, duty_status="reported", due_on=date(2026, 9, 7))
    make_matter(town, "将到期的", duty_status="under_way", due_on=date(2026, 9, 14), helping=[town.helping])
    make_matter(town, "办迟了的", status="closed", due_on=date(2026, 9, 8), source="public_clue")
    make_matter(town, "撤销的", status="withdrawn", lead=town.below_lead)
    make_matter(town, "去年的", issued_on=date(2025, 11, 3), due_on=date(2026, 8, 3), duty_status="under_way")
    weekly = make_matter(
        town, "每周报的", rhythm="weekly", duty_status="under_way", issued_on=date(2026, 8, 3)
    )
    make_feedback(town, lead_of(weekly), (date(2026, 8, 3), date(2026, 8, 10)))


def _more_rectifications(town: Town) -> None:
    money: Any = {"amount": D(120), "amount_rectified": D("45.5")}
    make_rectification(
        town, "拖欠的", due_on=date(2026, 9, 4), status="under_way", unit=town.strange, **money
    )
    first = make_rectification(town, "又犯的", status="closed", amount=D("60.25"), origin="audit")
    make_rectification(
        town, "又犯的", status="under_way", origin="audit", follows=first, position=2, times_sent_back=2
    )
    make_rectification(town, "撤销的", status="withdrawn", amount=D(7))
    make_rectification(town, "将到期的", status="under_way", due_on=date(2026, 9, 20), unit=town.helping)
    make_rectification(town, "不办督办的", status="under_way", unit=make_unit("档案馆", town.lead.parent))


def _more_projects(town: Town) -> None:
    late = make_project("没开工的", Sector.objects.get(order=2), planned=500, planned_start=date(2026, 5, 1))
    done = make_project("竣工的", Sector.objects.get(order=1), planned=300, actual_start=date(2026, 1, 5))
    bare = make_project("没有投资数的", Sector.objects.get(order=3), planned=None)
    Project.objects.filter(pk=done.pk).update(actual_finish=date(2026, 8, 20))
    for project, kind in ((late, "new"), (done, "continued"), (bare, "preparation")):
        carry(project, "responsible", town.lead)
        AnnualPlan.objects.filter(project=project).update(kind=kind)
        accept_month(project, 7, 0 if project == late else 100)
    accept_month(done, 8, 310)


def _whole_indicators(town: Town) -> None:
    """地方财政收入 with two full years, a target of either kind, its peers and its rank."""
    revenue, office = Indicator.objects.get(code="revenue"), town.supervisor
    rows = [
        NewObservation(revenue.pk, year, month, "3_preliminary", D(year - 1000 + month * 2500), D("6.5"))
        for year in (2024, 2025)
        for month in range(1, 13)
    ]
    more: Any = {"rank": 4, "rank_of": 11, "peer_growth": D("8.3")}
    rows.append(NewObservation(revenue.pk, 2026, 7, "5_final", D(22000), D("8.4"), rank=3, rank_of=11))
    rows.append(NewObservation(revenue.pk, 2026, 8, "5_final", D("25310.6"), D("7.1"), **more))
    record_observations(actor=office, now=NOON, values=rows)
    set_target(actor=office, indicator_id=revenue.pk, year=2026, kind="growth", value=D(9))
    freeze_season_curves(actor=None, year=2026, now=NOON)


@pytest.fixture
def papers(full: Told) -> list[Document]:
    """One of each kind."""
    sector = Sector.objects.get(order=2).pk
    return [
        drafted(full.town, kind=kind.value, sector_id=sector if kind == Kind.SPECIAL else None)
        for kind in Kind
    ]


@pytest.fixture
def known(full: Told) -> dict[str, Figure]:
    """Every figure that any outline could name, by key."""
    gathered = Gathered(full.town.supervisor, AUGUST, DAY)
    found: dict[str, Figure] = {}
    for one in SOURCES.values():
        found |= Figures(one.data(gathered, {}))
    return found


# --- the table ------------------------------------------------------------------------------------
def test_every_definition_says_where_else_it_is_found(known: dict[str, Figure]) -> None:
    found = {definition(key) for key in known}
    assert found - set(TABLE) == set(), "a new figure has to say at which doors it stands"
    assert set(TABLE) - found - SELDOM == set(), "no such figure is drafted any more"
    reasons = {
        name for name, doors in TABLE.items() for door in DOORS if isinstance(getattr(doors, door), str)
    }
    assert len(reasons) < len(TABLE) / 6, "a figure without a door is an exception"


SELDOM = {f"indicator.*.light.{name}" for name in ("peer_gap", "rank_change", "growth_gap", "reach_gap")} | {
    "indicator.*.light.schedule_gap",
    "indicator.*.light.growth_change",
}  # a light is told by what lit it: which of them that is depends on the data


# --- the doors ------------------------------------------------------------------------------------
@pytest.mark.slow
@pytest.mark.parametrize("door", DOORS)
def test_each_door_tells_every_figure_alike(full: Told, known: dict[str, Figure], door: str) -> None:
    asking, answers, differing = Asking(full), {}, []
    for key, figure in sorted(known.items()):
        doors = TABLE[definition(key)]
        reader = getattr(doors, door)
        if figure.value is None or isinstance(reader, str):
            continue
        if reader not in answers:
            answers[reader] = reader(asking)
        its, places = answers[reader].get(key), _places(doors, door)
        if its is None or round_half_up(its, places) != round_half_up(D(figure.value), places):
            differing.append((key, str(figure.value), None if its is None else str(its)))
    assert not differing, differing
    assert len(answers) >= 5, "every room was asked"


def _places(doors: Doors, door: str) -> int:
    """Pages are drawn from the exact figure."""
    return {"screen": 12, "api": doors.api_places, "workbook": doors.workbook_places}[door]


def test_the_documents_freeze_the_figures_that_the_doors_tell(
    papers: list[Document], known: dict[str, Figure]
) -> None:
    for paper in papers:
        facts = dict(paper.facts.exclude(value="").values_list("key", "value"))
        assert len(facts) >= 10, paper.kind
        if paper.kind == Kind.SPECIAL:  # its sums are of one sector
            facts = {key: value for key, value in facts.items() if key.split(".")[0] not in OF_A_SECTOR}
        now = {key: round_half_up(D(known[key].value or 0), 12) for key in facts}
        assert {key: D(value) for key, value in facts.items()} == now, paper.kind


OF_A_SECTOR = ("dispatch", "problems", "missing")


def test_the_api_tells_every_fact_of_every_document(full: Told, papers: list[Document]) -> None:
    asking = Asking(full)
    for paper in papers:
        told = asking.rows("document-facts", document=paper.pk, limit=500)
        kept = paper.facts.select_related("basis")
        assert {row["key"]: (row["value"], row["unit"], row["rows"]) for row in told} == {
            fact.key: (fact.value, fact.unit, fact.basis.rows) for fact in kept
        }


def test_every_fact_of_every_document_is_read_again_in_its_word_file(papers: list[Document]) -> None:
    for paper in papers:
        written = {one.text for one in docx.Document(BytesIO(document_bytes(paper))).paragraphs}
        read: dict[str, str] = {}
        for paragraph, tokens in _paragraphs(paper):
            assert paragraph in written, paper.kind
            read |= {token["fact"]: token["text"] for token in tokens if "fact" in token}
        kept = {fact.key: fact.value for fact in paper.facts.all()}
        assert set(read) == set(kept), (paper.kind, "no fact is frozen that the file does not say")


def _paragraphs(paper: Document) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for row in paper.sections.all():
        for paragraph in numbered_paragraphs(kept_section(row)):
            tokens = [*paragraph["lead"], *paragraph["body"]]
            yield paragraph_text(paragraph), [token for token in tokens if isinstance(token, dict)]
