"""From draft to issue, and what holds afterwards: number, file, locks, verification, correction."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal as D
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction

from projects.models import MonthlyProgress
from rulebook.models import DocumentStyle
from rulebook.rules import Month
from supervision.reports import services
from supervision.reports.exports.documents import document_bytes, issue_document
from supervision.reports.models import Document, DocumentFact, DocumentSection, Outline
from supervision.reports.rules.tokens import paragraph_text, tokens_in, uncovered
from supervision.reports.rules.verdicts import Verification
from supervision.reports.selectors.comparing import comparison
from tests.reports.conftest import Told
from tests.reports.papers import AUGUST, DAY, drafted, issued, lines_of
from tests.town import NOON, accept_month

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=400)


def verified(told: Told, document: Document) -> Verification:
    return services.verify_document(actor=told.town.auditor, document_id=document.pk, write=document_bytes)


def test_a_report_is_drafted_with_every_digit_covered_and_every_fact_on_its_rows(told: Told) -> None:
    document = drafted(told.town)
    assert document.title == "云岭县2026年1—8月重点工作督查工作汇报"
    for section in document.sections.all():
        assert uncovered(tokens_in(section.paragraphs)) == []
    facts = {fact.key: fact for fact in document.facts.select_related("basis")}
    halls = facts["sector.2.completed"]
    assert (halls.value, halls.unit, halls.as_of) == ("3000.5000", "万元", DAY)
    month = MonthlyProgress.objects.get(project=told.halls)
    assert list(halls.basis.rows["projects.monthlyprogress"]) == [str(month.pk)]
    assert facts["total.completed"].basis.count == 4 * 3
    assert lines_of(document)[1] == "一、1—8月重点工作进展情况"


def test_a_document_goes_from_draft_to_issue_by_two_people_and_is_numbered_without_gaps(told: Told) -> None:
    town = told.town
    first, second = drafted(town), drafted(town)
    with pytest.raises(ValidationError, match="起草中"):
        issue_document(actor=town.office_head, document_id=first.pk, on=DAY, now=NOON)
    services.submit_document(actor=town.supervisor, document_id=first.pk, now=NOON)
    with pytest.raises(PermissionDenied):
        services.approve_document(actor=town.supervisor, document_id=first.pk, now=NOON)
    services.send_back_document(actor=town.office_head, document_id=first.pk, note="核对数据", now=NOON)
    numbers = [issued(town, document).number_text for document in (second, first)]
    assert numbers == ["督报〔2026〕1号", "督报〔2026〕2号"]
    first.refresh_from_db()
    assert first.file is not None
    assert first.file.name == "督报〔2026〕2号云岭县2026年1—8月重点工作督查工作汇报.docx"
    verbs = ["draft", "submit", "send_back", "submit", "approve", "issue"]
    assert [step.verb for step in first.steps.all()] == [f"document.{verb}" for verb in verbs]


def test_who_drafted_it_does_not_approve_it(told: Told) -> None:
    head = told.town.office_head
    order = services.Order(kind="report", period=AUGUST)
    document = services.start_document(actor=head, order=order, on=DAY, now=NOON)
    services.draft_document(actor=head, document_id=document.pk, on=DAY, now=NOON)
    services.submit_document(actor=head, document_id=document.pk, now=NOON)
    with pytest.raises(ValidationError, match="不能审签自己起草"):
        services.approve_document(actor=head, document_id=document.pk, now=NOON)


def test_an_issued_document_is_locked_by_the_database(told: Told) -> None:
    document = issued(told.town, drafted(told.town))
    rows = Document.objects.filter(pk=document.pk)
    for write in (
        lambda: rows.update(title="别的"),
        lambda: rows.update(status="draft"),
        lambda: DocumentSection.objects.filter(document=document).update(heading="别的"),
        lambda: DocumentFact.objects.filter(document=document).delete(),
        lambda: DocumentFact.objects.filter(document=document).update(value="1"),
        lambda: DocumentSection.objects.create(document=document, order=99, source="overall"),
    ):
        with pytest.raises(IntegrityError, match="an issued document is locked"), transaction.atomic():
            write()


def test_a_number_is_given_once_and_an_issued_document_is_whole(told: Told) -> None:
    document = issued(told.town, drafted(told.town))
    other = drafted(told.town)
    same = {"number_word": document.number_word, "number_year": 2026, "number": document.number}
    with pytest.raises(IntegrityError, match="document_number_once"), transaction.atomic():
        Document.objects.filter(pk=other.pk).update(**same)
    with pytest.raises(IntegrityError, match="document_issued_is_whole"), transaction.atomic():
        Document.objects.filter(pk=other.pk).update(status="issued")


def test_a_row_changed_after_issue_is_found_and_named(told: Told) -> None:
    document = issued(told.town, drafted(told.town))
    assert verified(told, document).ok
    MonthlyProgress.objects.filter(project=told.halls).update(year_to_date=D(3100), since_start=D(3100))
    found = verified(told, document)
    assert not found.ok
    assert found.file_same
    assert {row.pk for row in found.revised} == {MonthlyProgress.objects.get(project=told.halls).pk}
    (fact,) = [fact for fact in found.facts if fact.key == "sector.2.completed"]
    assert (fact.then, fact.now, [row.what for row in fact.revised]) == ("3000.5000", "3100.0000", ["修改"])
    assert next(fact for fact in found.facts if fact.key == "sector.1.completed").same
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_document", str(document.pk), stdout=out)
    assert "sector.2.completed　3000.5000万元 → 3100.0000万元" in out.getvalue()
    assert "修改　月度进展“标准厂房" in out.getvalue()


def test_after_a_year_of_entries_the_same_rows_give_the_same_file(told: Told) -> None:
    document = issued(told.town, drafted(told.town))
    assert document.file is not None
    with document.file.file.open("rb") as kept:
        before = kept.read()
    for project in (told.road, told.pipes, told.halls, told.home):
        for month in (9, 10, 11, 12):
            accept_month(project, month, 900 + month * 10, physical_progress="又进一步")
    DocumentStyle.objects.create(valid_from=date(2026, 1, 1), body_size=15, line_pt=30)
    Outline.objects.filter(kind="report").update(title="别的标题", closing="别的结束语")
    told.road.name = "改名的项目"
    told.road.save(update_fields=["name"])
    again = Document.objects.select_related("approved_by__person").get(pk=document.pk)
    assert document_bytes(again) == before


def test_a_correction_names_the_old_number_and_replaces_it(told: Told) -> None:
    town = told.town
    old = issued(town, drafted(town))
    new = drafted(town, corrects_id=old.pk)
    assert f"本汇报替代{old.number_text}。" in lines_of(new)[0]
    issued(town, new)
    old.refresh_from_db()
    assert (old.status, old.corrected_by) == ("corrected", new)
    with pytest.raises(ValidationError, match="已更正"):
        services.withdraw_document(actor=town.office_head, document_id=old.pk, note="有误", now=LATER)


def test_what_changed_between_two_reports_is_told_by_figure_with_the_projects_that_caused_it(
    told: Told,
) -> None:
    older = drafted(told.town, period=Month(2026, 7), on=date(2026, 8, 12))
    found = comparison(told.town.supervisor, older.pk, drafted(told.town).pk)
    line = next(line for line in found.changed if line.key == "total.completed")
    assert (line.before, line.after, line.change) == ("390.0000", "5230.5000", D("4840.5"))
    assert [(cause.name, cause.change) for cause in line.causes] == [
        ("标准厂房", D("3000.5")),
        ("供水管网改造", D(1000)),
        ("省道过境段改建", D(840)),
    ]


def test_a_hand_keeps_its_words_and_two_editors_do_not_overwrite_each_other(told: Told) -> None:
    town = told.town
    document = drafted(town)
    section = document.sections.get(order=1)
    told_by_rule = section.paragraphs[0]
    completed = next(
        t for t in told_by_rule["body"] if isinstance(t, dict) and t.get("fact") == "total.completed"
    )
    raw = {
        "rule": told_by_rule["rule"],
        "lead": [],
        "body": ["全县完成", {"id": "f:total.completed::"}, "，新增3项。"],
    }
    saved = services.edit_section(
        actor=town.supervisor, section_id=section.pk, revision=section.revision, paragraphs=[raw], now=NOON
    )
    assert saved.paragraphs[0] == {
        "rule": told_by_rule["rule"],
        "hand": True,
        "lead": [],
        "body": ["全县完成", completed, "，新增", {"hand": "3"}, "项。"],
    }
    with pytest.raises(ValidationError, match="刚被杜明察改过"):
        services.edit_section(
            actor=town.office_head, section_id=section.pk, revision=section.revision, paragraphs=[], now=NOON
        )
    with pytest.raises(ValidationError, match="格式不对"):
        services.edit_section(
            actor=town.supervisor,
            section_id=section.pk,
            revision=saved.revision,
            paragraphs=[{"body": [{"fact": "made.up", "text": "9"}]}],
            now=NOON,
        )
    accept_month(told.halls, 9, D(4000))
    MonthlyProgress.objects.filter(project=told.road, month=8).update(year_to_date=D(900), since_start=D(900))
    again = services.regenerate_section(
        actor=town.supervisor, section_id=section.pk, revision=saved.revision, on=DAY, now=NOON
    )
    assert paragraph_text(again.paragraphs[0]) == "全县完成5,290.5万元，新增3项。"
    sectors = document.sections.get(order=3).paragraphs[0]
    assert re.search("累计完成投资900万元", paragraph_text(sectors))
    assert document.facts.get(key="total.completed").value == "5290.5000"
