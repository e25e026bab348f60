"""All figures of a draft are of one moment, whatever is written while it is being drafted."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
from django.db import connection, connections

from accounts.services import run_job
from projects.models import MonthlyProgress
from supervision.reports.models import Document
from supervision.reports.services import Order, start_document
from tests.reports.papers import AUGUST, DAY
from tests.town import NOON, Town, accept_month

pytestmark = pytest.mark.django_db(transaction=True)


class Disturbed:
    """Once the first statement has read what months report, somebody else doubles it and commits."""

    def __init__(self, month: MonthlyProgress) -> None:
        self.month, self.done, self.before = month, False, 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = execute(sql, params, many, context)
        if not self.done and sql.startswith("SELECT") and "projects_monthlyprogress" in sql:
            self.done = True
            other = Thread(target=self._write)
            other.start()
            other.join()
        return found

    def _write(self) -> None:
        try:
            rows = MonthlyProgress.objects.filter(pk=self.month.pk)
            rows.update(year_to_date=800, since_start=800)
        finally:
            connections.close_all()


@pytest.fixture
def reported(town: Town) -> Iterator[MonthlyProgress]:
    yield accept_month(town.project, 8, 400)


def test_a_draft_is_of_one_moment_though_a_figure_is_changed_while_it_is_written(
    town: Town, reported: MonthlyProgress
) -> None:
    order = Order(kind="report", period=AUGUST)
    document = start_document(actor=town.supervisor, order=order, on=DAY, now=NOON)
    assert document.job is not None
    disturbed = Disturbed(reported)
    with connection.execute_wrapper(disturbed):
        run_job(job_id=document.job.pk)
    assert disturbed.done
    facts = dict(Document.objects.get(pk=document.pk).facts.values_list("key", "value"))
    assert (facts["total.completed"], facts["sector.1.completed"]) == ("400.0000", "400.0000")
    annex = Document.objects.get(pk=document.pk).sections.get(source="projects_table").table
    assert "400" in str(annex) and "800" not in str(annex)
    reported.refresh_from_db()
    assert reported.year_to_date == 800, "the other's change stands"


def test_who_loses_to_another_change_of_the_document_drafts_again(
    town: Town, reported: MonthlyProgress
) -> None:
    """The document's own row is changed after the snapshot was taken and before it is locked."""
    order = Order(kind="report", period=AUGUST)
    document = start_document(actor=town.supervisor, order=order, on=DAY, now=NOON)
    tries: list[str] = []

    def closing_words(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "FOR UPDATE" in sql and "reports_document" in sql:
            tries.append(sql)
            if len(tries) == 1:
                connection.cursor().execute("SELECT 1")  # now the snapshot is taken
                other = Thread(target=_close_otherwise, args=(document.pk,))
                other.start()
                other.join()
        return execute(sql, params, many, context)

    assert document.job is not None
    with connection.execute_wrapper(closing_words):
        run_job(job_id=document.job.pk)
    assert len(tries) == 2
    document.refresh_from_db()
    assert (document.as_of, document.closing) == (DAY, "特此报告。")
    assert document.facts.get(key="total.completed").value == "400.0000"


def _close_otherwise(document_id: int) -> None:
    try:
        Document.objects.filter(pk=document_id).update(closing="特此报告。")
    finally:
        connections.close_all()
