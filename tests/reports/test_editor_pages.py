"""The editor in the browser's words: figures stay figures, a hand is marked, nobody overwrites anybody."""

from __future__ import annotations

import re
from decimal import Decimal as D
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from projects.models import MonthlyProgress
from supervision.reports import services
from supervision.reports.models import Document, DocumentSection
from supervision.reports.rules.origins import MARKED_TITLE
from supervision.reports.rules.papers import paper_of
from supervision.reports.rules.tokens import hands, paragraph_text, tokens_in
from supervision.reports.selectors.kept import kept_document
from tests.reports.conftest import Told
from tests.reports.papers import drafted, issued
from tests.town import NOON

pytestmark = pytest.mark.django_db
OVERALL = 1  # the order of the section that says the county's sums


@pytest.fixture
def document(told: Told) -> Document:
    return drafted(told.town)


def section_of(document: Document) -> DocumentSection:
    return document.sections.get(order=OVERALL)


def address(section: DocumentSection) -> str:
    return reverse("report-section", args=[section.pk])


def fields(page: str) -> dict[str, Any]:
    """What a browser without a script would send back."""

    def unescaped(found: list[str]) -> list[str]:
        return [text.replace("&amp;", "&").replace("&quot;", '"').replace("&#x27;", "'") for text in found]

    return {
        "revision": re.findall(r'name="revision" value="(\d+)"', page)[0],
        "rule": re.findall(r'name="rule" value="([^"]*)"', page),
        "lead": unescaped(re.findall(r'name="lead" value="([^"]*)"', page)),
        "body": unescaped(re.findall(r'<textarea[^>]*name="body"[^>]*>([^<]*)</textarea>', page)),
    }


def opened(client: Client, section: DocumentSection) -> dict[str, Any]:
    answer = client.get(address(section))
    assert answer.status_code == 200
    return fields(answer.content.decode())


def test_saving_what_was_not_changed_changes_no_word(client: Client, told: Told, document: Document) -> None:
    client.force_login(told.town.supervisor)
    for section in document.sections.filter(annex=False):
        before = section.paragraphs
        answer = client.post(address(section), opened(client, section) | {"heading": section.heading})
        assert answer.status_code == 302, answer.content.decode()
        section.refresh_from_db()
        assert section.paragraphs == before
        assert (section.revision, section.hand_written) == (2, False)


def test_what_was_typed_while_the_document_went_on_is_not_lost(
    client: Client, told: Told, document: Document
) -> None:
    client.force_login(told.town.supervisor)
    section = section_of(document)
    typed = opened(client, section)
    typed["body"] = ["补写的一句话。", *typed["body"][1:]]
    Document.objects.filter(pk=document.pk).update(status="submitted")
    refused = "公文现在是“待审签”，不能修改；退回修改后才可以。"

    page = client.post(address(section), typed).content.decode()
    assert "补写的一句话。" in page and refused in page and "保存本节" not in page

    answer = client.get(address(section), follow=True)
    assert answer.redirect_chain == [(reverse("report", args=[document.pk]) + f"#section-{section.pk}", 302)]
    assert refused in answer.content.decode()


def test_a_number_changed_by_hand_is_marked_and_stays_when_drafted_anew(
    client: Client, told: Told, document: Document
) -> None:
    client.force_login(told.town.supervisor)
    section = section_of(document)
    sent = opened(client, section)
    place = next(n for n, text in enumerate(sent["body"]) if "｜5,230.5万元⟧" in text)
    rule = sent["rule"][place]
    sent["body"][place] = sent["body"][place].replace("｜5,230.5万元⟧", "｜5,300万元⟧") + "新增3项。"
    assert client.post(address(section), sent).status_code == 302
    section.refresh_from_db()
    assert hands(tokens_in(section.paragraphs)) == ["5,300万元", "3"]
    page = client.get(reverse("report", args=[document.pk])).content.decode()
    assert "全文有2处手工填写的数字" in page
    assert re.search(r'class="fact fact-hand"[^>]*title="手工改写，系统数据为5,230.5万元', page)
    assert '<mark class="hand" title="手工填写的数字">3</mark>' in page
    MonthlyProgress.objects.filter(project=told.road, month=8).update(year_to_date=D(900), since_start=D(900))
    anew = reverse("report-section-regenerate", args=[section.pk])
    shown = client.get(anew).content.decode()
    assert "手工写的1段原样保留" in shown
    assert re.search(r"5230\.5000万元</td><td class=\"num\">5290\.5000万元", shown)
    assert client.post(anew, {"revision": section.revision}).status_code == 302
    section.refresh_from_db()
    kept = next(p for p in section.paragraphs if p["rule"] == rule)
    assert "5,300万元" in paragraph_text(kept) and paragraph_text(kept).endswith("新增3项。")
    assert document.facts.get(key="total.completed").value == "5290.5000"


def test_two_editors_do_not_overwrite_each_other_and_both_texts_are_shown(
    told: Told, document: Document
) -> None:
    section = section_of(document)
    first, second = Client(), Client()
    first.force_login(told.town.supervisor)
    second.force_login(told.town.office_head)
    mine, theirs = opened(first, section), opened(second, section)
    mine["body"][0] = "我写的一段。"
    theirs["body"][0] = "对方写的一段。"
    assert second.post(address(section), theirs).status_code == 302
    answer = first.post(address(section), mine)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "刚被任主事改过" in page
    assert "我写的一段。</textarea>" in page
    assert page.count("<p>对方写的一段。</p>") == 2  # beside the paragraph, and in the whole
    section.refresh_from_db()
    assert paragraph_text(section.paragraphs[0]) == "对方写的一段。"
    merged = fields(page)
    assert merged["revision"] == str(section.revision)
    assert first.post(address(section), merged).status_code == 302
    section.refresh_from_db()
    assert paragraph_text(section.paragraphs[0]) == "我写的一段。"


def test_paragraphs_come_and_go_and_keep_names_of_their_own(
    client: Client, told: Told, document: Document
) -> None:
    client.force_login(told.town.supervisor)
    section = section_of(document)
    sent = opened(client, section)
    rules = [rule for rule in sent["rule"] if rule]
    for name, words in (("rule", ""), ("lead", ""), ("body", "补写一段。")):
        sent[name] = [words, *sent[name][: len(rules)], words]
    assert client.post(address(section), sent).status_code == 302
    section.refresh_from_db()
    assert [p["rule"] for p in section.paragraphs] == ["hand.1", *rules, "hand.2"]
    services.regenerate_section(
        actor=told.town.supervisor,
        section_id=section.pk,
        revision=section.revision,
        on=document.as_of or NOON.date(),
        now=NOON,
    )
    section.refresh_from_db()
    assert [p["rule"] for p in section.paragraphs] == ["hand.1", *rules, "hand.2"]
    sent = opened(client, section)
    sent["lead"][0] = sent["body"][0] = ""
    assert client.post(address(section), sent).status_code == 302
    section.refresh_from_db()
    assert [p["rule"] for p in section.paragraphs] == [*rules, "hand.2"]


def test_a_title_and_a_heading_by_hand_outlive_drafting_anew(
    client: Client, told: Told, document: Document
) -> None:
    client.force_login(told.town.supervisor)
    head = {"revision": document.revision, "title": "云岭县\n重点工作情况", "closing": "特此报告。"}
    assert client.post(reverse("report-head", args=[document.pk]), head).status_code == 302
    section = document.sections.get(heading="二、存在问题和下一步打算")
    sent = opened(client, section) | {"heading": "二、问题和打算"}
    assert client.post(address(section), sent).status_code == 302
    assert client.post(reverse("report-regenerate", args=[document.pk])).status_code == 302
    document.refresh_from_db()
    section.refresh_from_db()
    assert (document.title_phrases, document.closing) == (["云岭县", "重点工作情况"], "特此报告。")
    assert section.heading == "二、问题和打算"
    stale = client.post(reverse("report-head", args=[document.pk]), head)
    assert "这份公文刚被改过" in stale.content.decode()


def test_what_no_page_of_ours_sends_is_refused_in_words(
    client: Client, told: Told, document: Document
) -> None:
    client.force_login(told.town.supervisor)
    section = section_of(document)
    sent = opened(client, section)
    made_up = sent | {"body": ["⟦00000000｜99⟧", *sent["body"][1:]]}
    assert (
        "第1段的“⟦00000000｜99⟧”不是这份公文的数据" in client.post(address(section), made_up).content.decode()
    )
    assert "文稿的格式不对" in client.post(address(section), sent | {"body": []}).content.decode()
    assert "文稿的格式不对" in client.post(address(section), sent | {"revision": "x"}).content.decode()
    section.refresh_from_db()
    assert section.revision == 1


def test_only_the_office_edits_and_only_a_draft(told: Told, document: Document) -> None:
    section = section_of(document)
    addresses = [
        address(section),
        reverse("report-section-regenerate", args=[section.pk]),
        reverse("report-regenerate", args=[document.pk]),
        reverse("report-head", args=[document.pk]),
    ]
    office, readers = {"supervisor", "office_head"}, {"leader", "auditor"}
    for place in addresses:
        for name, user in told.town.personas().items():
            client = Client()
            client.force_login(user)
            expected = 200 if name in office else 403 if name in readers else 404
            assert client.get(place).status_code == expected, (place, name)
            if expected != 200:
                assert client.post(place, {"revision": 1}).status_code == expected
    client = Client()
    client.force_login(told.town.supervisor)
    typed = opened(client, section)
    issued(told.town, document)
    refused = client.post(address(section), typed | {"body": ["别的"] * len(typed["rule"])})
    assert "公文现在是“已印发”，不能修改" in refused.content.decode()
    section.refresh_from_db()
    assert section.revision == 1


@pytest.mark.parametrize("kind", ["report", "circular", "dispatch"])
def test_an_annex_that_names_every_source_is_put_to_a_document_of_any_kind(
    client: Client, told: Told, kind: str
) -> None:
    made = drafted(told.town, kind=kind)
    client.force_login(told.town.supervisor)
    head = {
        "revision": made.revision,
        "title": made.title,
        "closing": made.closing,
        "sources_annex": "marked",
    }
    assert client.post(reverse("report-head", args=[made.pk]), head).status_code == 302
    made.refresh_from_db()
    paper = paper_of(kept_document(made))
    annex = next(annex for annex in paper.annexes if annex.title == MARKED_TITLE)
    table: Any = annex.blocks[0]
    assert paper.marked
    assert {row.source for row in table.rows} == {fact.key for fact in made.facts.all()}
    completed = next(row for row in table.rows if row.source == "total.completed")
    assert "数据截取" in completed.cells[3] and "校验" in completed.cells[3]
