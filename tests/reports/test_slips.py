"""督查单 in the circular: none, one and many; who answered in time, who is overdue by name."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import Project
from supervision.alerts.models import Slip
from supervision.alerts.selectors.slips import SlipFilters, slips_for
from supervision.alerts.selectors.slips_sent import sent_slips
from supervision.reports.exports.documents import document_bytes
from supervision.reports.rules.tokens import tokens_in, uncovered
from supervision.reports.selectors.comparing import comparison
from supervision.reports.services import verify_document
from tests.alerts.slips import make_answer, make_slip
from tests.matters.build import at_noon
from tests.reports.conftest import Told
from tests.reports.papers import DAY, Preview, drafted, issued, lines_of
from tests.reports.test_digits import stands_for
from tests.reports.test_kinds import BROKEN
from tests.town import Town

pytestmark = pytest.mark.django_db
HEADING = "四、督查单印发和反馈情况"
DUE = date(2026, 9, 1)


def told_of(town: Town) -> list[str]:
    """What stands between the section's heading and the next."""
    lines = Preview(town.supervisor, kind="circular").plain().splitlines()
    return lines[lines.index(HEADING) + 1 : lines.index("五、存在问题")]


def sent(town: Town, status: str, answered_on: date | None = None, **values: Any) -> Slip:
    """Issued on 20 August, to be signed for by the 22nd and answered by 1 September."""
    days = {"issued_on": date(2026, 8, 20), "sign_by": date(2026, 8, 22), "answer_by": DUE}
    if values.get("kind") == "summons":
        days["answer_by"] = None  # type: ignore[assignment]
    slip = make_slip(town, status, **{**days, **values})
    if answered_on:
        make_answer(town, slip, at_noon(answered_on))
    return slip


def many(town: Town) -> dict[str, Slip]:
    """Eight of the year and an older one; 交通局 three of them, 水务局 two."""
    late: dict[str, Any] = {"unit": town.strange, "colour": "yellow", "title": "厂房进度滞后"}
    return {
        "timely": sent(town, "closed", DUE),
        "tardy": sent(town, "answered", DUE + timedelta(days=1), colour="yellow", unit=town.helping),
        "overdue": sent(town, "signed", **late),
        "returned": sent(town, "signed", DUE, colour="yellow", returns=1, answer_by=date(2026, 9, 20)),
        "unsigned": sent(town, "issued", kind="urge", unit=town.below_lead, answer_by=date(2026, 9, 30)),
        "talk": sent(town, "closed", kind="summons"),
        "risen": sent(town, "escalated", unit=town.helping),
        "withdrawn": sent(town, "withdrawn", colour="red"),
        "draft": make_slip(town, "draft", colour="red"),
        "older": sent(
            town,
            "signed",
            unit=town.helping,
            issued_on=date(2025, 12, 20),
            answer_by=date(2025, 12, 31),
            title="上年的事",
            project=Project.objects.get(name="供水管网改造"),
            colour="yellow",
        ),
    }


def test_none_is_said_to_be_none(told: Told) -> None:
    assert told_of(told.town) == ["2026年以来没有印发督查单、催办通知和约谈通知。"]


@pytest.mark.parametrize(
    ("status", "answered_on", "end"),
    [
        ("closed", DUE, "已按时反馈。没有超过签收、反馈期限的。"),
        ("answered", DUE + timedelta(days=1), "已反馈，但超过了反馈期限。没有超过签收、反馈期限的。"),
    ],
)
def test_one_is_told_with_its_unit_and_no_number_twice(
    told: Told, status: str, answered_on: date, end: str
) -> None:
    sent(told.town, status, answered_on)
    assert told_of(told.town) == [f"2026年以来印发蓝色督查单1份，发往交通局。{end}"]


def test_one_overdue_is_told_by_name(told: Told) -> None:
    slip = sent(told.town, "issued")
    assert told_of(told.town) == [
        "2026年以来印发蓝色督查单1份，发往交通局。尚未反馈。",
        "个别单位未按时签收、反馈。"
        f"交通局：{slip.number}（省道过境段改建）应于9月1日前反馈，已超期11天，尚未签收。",
    ]
    text = Preview(told.town.supervisor, kind="circular").plain()
    assert "尽快反馈督查单。请交通局尽快签收、反馈已超过期限的督查单和通知。" in text


def test_many_are_counted_by_kind_by_unit_and_by_what_became_of_them(told: Told) -> None:
    known = many(told.town)
    first, second = told_of(told.town)
    assert first == (
        "2026年以来印发督查单5份（蓝色2份、黄色3份）、催办通知1份、约谈通知1份，发往4个单位，"
        "较多的有交通局3份、水务局2份。"
        "应书面反馈的5份中，已反馈2份，其中按时反馈1份，按时反馈率50%；尚未反馈3份。"
        "有1份已升级为更高一级的督查单。"
    )
    assert second == (
        "部分单位未按时签收、反馈。超过签收、反馈期限的共3份。"
        f"水务局：{known['older'].number}（上年的事）应于2025年12月31日前反馈，已超期255天；"
        f"公路段：{known['unsigned'].number}（省道过境段改建）超过签收期限21天，尚未签收；"
        f"文旅局：{known['overdue'].number}（厂房进度滞后）应于9月1日前反馈，已超期11天。"
    )


def test_every_digit_is_a_figure_a_quotation_or_a_date_and_no_sentence_is_broken(told: Told) -> None:
    many(told.town)
    found = Preview(told.town.supervisor, kind="circular")
    assert uncovered(found.tokens()) == []
    assert [words for words in BROKEN if words in found.plain()] == []
    document = drafted(told.town, kind="circular")
    facts = {fact.key: fact for fact in document.facts.filter(key__startswith="slip")}
    said = [t for row in document.sections.all() for t in tokens_in(row.paragraphs) if isinstance(t, dict)]
    spoken = [token for token in said if token.get("fact", "").startswith("slip")]
    assert len(spoken) == 18
    assert all(stands_for(facts[token["fact"]], token["text"]) for token in spoken)


def test_the_overdue_are_those_of_the_offices_own_list(told: Told) -> None:
    many(told.town)
    office = told.town.supervisor
    listed = set(slips_for(office, SlipFilters(late=True), DAY).values_list("pk", flat=True))
    rows = sent_slips(office, date(2026, 1, 1), DAY)
    assert {row.pk for row in rows if row.answer_delay(DAY) or row.signature_delay(DAY)} == listed
    assert len(listed) == 3


def test_each_figure_stands_on_its_slips_and_their_answers(told: Told) -> None:
    known = many(told.town)
    found = Preview(told.town.supervisor, kind="circular")
    assert found.basis("slips.timely") == {
        "alerts.slip": (known["timely"].pk,),
        "alerts.slipanswer": (known["timely"].answers.get().pk,),
    }
    assert found.basis("slips.escalated") == {"alerts.slip": (known["risen"].pk,)}
    late = tuple(sorted(known[name].pk for name in ("older", "unsigned", "overdue")))
    assert found.basis("slips.overdue_count")["alerts.slip"] == late


def test_a_slip_changed_after_issue_is_found_and_named(told: Told) -> None:
    slip = many(told.town)["overdue"]
    document = issued(told.town, drafted(told.town, kind="circular"))
    Slip.objects.filter(pk=slip.pk).update(answer_by=date(2026, 9, 2))
    found = verify_document(actor=told.town.auditor, document_id=document.pk, write=document_bytes)
    assert found.file_same
    assert [row.name for row in found.revised] == [f"督查单“{slip}”"]
    (fact,) = (fact for fact in found.facts if fact.key == f"slip.{slip.pk}.days_late")
    assert (fact.then, fact.now) == ("11", "10")


def test_two_circulars_are_compared_slip_by_slip(told: Told) -> None:
    older = drafted(told.town, kind="circular")
    slip = sent(told.town, "signed")
    newer = drafted(told.town, kind="circular")
    lines = {line.key: line for line in comparison(told.town.auditor, older.pk, newer.pk).changed}
    assert (lines["slips.slips"].before, lines["slips.slips"].after) == ("", "1")
    third = sent(told.town, "signed", unit=told.town.helping)
    last = drafted(told.town, kind="circular")
    line = next(x for x in comparison(told.town.auditor, newer.pk, last.pk).lines if x.key == "slips.slips")
    assert (line.before, line.after) == ("1", "2")
    assert [(cause.pk, cause.what) for cause in line.causes] == [(third.pk, "新增")]
    assert slip.number in "".join(lines_of(last))


def test_many_slips_cost_the_statements_of_one(told: Told) -> None:
    sent(told.town, "signed")
    _statements(told.town)  # who may see what is asked once
    few = _statements(told.town)
    for unit in (told.town.helping, told.town.strange, told.town.below_lead):
        sent(told.town, "signed", DUE, unit=unit)
    assert _statements(told.town) == few


def _statements(town: Town) -> int:
    with CaptureQueriesContext(connection) as asked:
        Preview(town.supervisor, kind="circular")
    return len(asked)
