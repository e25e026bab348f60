"""On site: the page that the phone keeps, and the door through which it sends; twice is once."""

from __future__ import annotations

import io
import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from supervision.inspections.models import Category, Evidence, Finding, Inspection
from tests.inspections.build import make_finding, make_inspection, make_item
from tests.matters.build import at_noon
from tests.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]
SYNC, CHECK = "/inspections/site/send/", "/inspections/site/send/check/"
KEY = uuid.UUID("00000000-0000-4000-8000-000000000001")


@pytest.fixture
def inspection(town: Town) -> Inspection:
    return make_inspection(town)


def photo(name: str, colour: str = "#8a7f6b") -> io.BytesIO:
    content = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(content, "JPEG")
    content.seek(0)
    content.name = name
    return content


def entry(town: Town, inspection: Inspection, **more: Any) -> dict[str, Any]:
    return {
        "client_key": str(KEY),
        "inspection": inspection.pk,
        "seconds_ago": 3600,
        "unit": town.lead.pk,
        "category": Category.objects.get(code="safety").pk,
        "severity": "serious",
        "title": "边坡未设防护网",
        "description": "K3+200处没有防护网。",
        "place": "K3+200",
        "latitude": "31.123456",
        "longitude": "104.654321",
        "photos": [photo("一.jpg"), photo("二.jpg", "#112233")],
        **more,
    }


def test_what_is_sent_twice_is_one_row_with_its_photos(
    client: Client, town: Town, inspection: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = at_noon(date(2026, 9, 12))
    monkeypatch.setattr("accounts.clock.now", lambda: noon)
    client.force_login(town.nobody)
    first = client.post(SYNC, entry(town, inspection))
    again = client.post(SYNC, entry(town, inspection, title="第二次"))
    made = Finding.objects.get()
    assert (first.status_code, first.json()) == (
        200,
        {"finding": made.pk, "url": f"/inspections/findings/{made.pk}/"},
    )
    assert again.json() == first.json()
    assert (made.title, made.client_key, made.found_by) == ("边坡未设防护网", KEY, town.nobody)
    assert (noon - made.found_at).total_seconds() == 3600
    assert [row.upload.name for row in made.evidence.order_by("pk")] == ["一.jpg", "二.jpg"]
    assert (str(made.latitude), str(made.longitude)) == ("31.123456", "104.654321")


def test_a_bad_photo_is_refused_in_words_and_the_corrected_entry_is_taken(
    client: Client, town: Town, inspection: Inspection
) -> None:
    client.force_login(town.nobody)
    broken = io.BytesIO(b"\xff\xd8\xff\xe0 broken")
    broken.name = "坏.jpg"
    refused = client.post(SYNC, entry(town, inspection, photos=[photo("一.jpg"), broken]))
    assert refused.status_code == 422
    assert "坏.jpg" in refused.json()["errors"][0]
    assert not Finding.objects.exists() and not Evidence.objects.exists()
    assert client.post(SYNC, entry(town, inspection, photos=[photo("一.jpg")])).status_code == 200
    assert Finding.objects.get().evidence.count() == 1


def test_what_is_missing_is_said_with_its_label(client: Client, town: Town, inspection: Inspection) -> None:
    client.force_login(town.nobody)
    said = client.post(SYNC, entry(town, inspection, title="", latitude="")).json()["errors"]
    assert any(words.startswith("问题：") for words in said)
    other = client.post(SYNC, entry(town, inspection, unit=town.strange.pk))
    assert (other.status_code, other.json()["errors"][0].partition("：")[0]) == (422, "被督查单位")


def test_an_ended_sign_in_a_stranger_and_an_insider_without_the_right_are_told(
    client: Client, town: Town, inspection: Inspection
) -> None:
    assert client.post(SYNC, entry(town, inspection)).status_code == 401
    for user, status in ((town.stranger, 404), (town.lead_clerk, 403), (town.auditor, 403)):
        client.force_login(user)
        for address in (SYNC, CHECK):
            answer = client.post(address, entry(town, inspection))
            assert (answer.status_code, len(answer.json()["errors"])) == (status, 1)
    assert client.post(SYNC, {"inspection": "x"}).status_code == 404
    assert client.get(SYNC).status_code == 405
    assert not Finding.objects.exists()


def test_somebody_elses_key_is_not_taken_over(client: Client, town: Town, inspection: Inspection) -> None:
    make_finding(town, inspection, client_key=KEY)
    client.force_login(town.nobody)
    assert client.post(SYNC, entry(town, inspection)).status_code == 422


def test_a_result_is_written_and_a_problem_needs_words(
    client: Client, town: Town, inspection: Inspection
) -> None:
    item = make_item(town, inspection)
    elsewhere = make_item(town, make_inspection(town, "另一次"))
    client.force_login(town.nobody)
    asked = {"inspection": inspection.pk, "item": item.pk, "result": "fine"}
    assert client.post(CHECK, asked).status_code == 200
    assert client.post(CHECK, {**asked, "result": "problem"}).status_code == 422
    assert client.post(CHECK, {**asked, "item": elsewhere.pk}).status_code == 422
    assert client.post(CHECK, {**asked, "result": "problem", "note": "缺三天"}).status_code == 200
    item.refresh_from_db()
    assert (item.result, item.note, item.checked_by) == ("problem", "缺三天", town.nobody)


def test_a_finding_from_the_list_knows_its_project(
    client: Client, town: Town, inspection: Inspection
) -> None:
    item = make_item(town, inspection, origin="project", project=town.project)
    client.force_login(town.nobody)
    client.post(SYNC, entry(town, inspection, item=item.pk))
    assert Finding.objects.get().project == town.project


def test_the_page_is_the_teams_and_says_whose_it_is(
    client: Client, town: Town, inspection: Inspection
) -> None:
    make_item(town, inspection, "值班记录")
    address = reverse("on-site", args=[inspection.pk])
    for user, status in ((town.stranger, 404), (town.lead_clerk, 403), (town.nobody, 200)):
        client.force_login(user)
        assert client.get(address).status_code == status
    page = client.get(address)
    assert page["X-On-Site-User"] == str(town.nobody.pk)
    assert "no-store" in page["Cache-Control"]
    assert 'capture="environment"' in page.content.decode() and "值班记录" in page.content.decode()
    scripts = page.content.decode().split("<script")[1:]
    assert all("src=" in script or "application/json" in script for script in scripts)


def test_the_worker_looks_after_the_pages_on_site_alone(client: Client) -> None:
    answer = client.get("/inspections/site/worker.js")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert "Service-Worker-Allowed" not in answer
    assert "script-src" not in answer["Content-Security-Policy"]


def test_the_device_learns_who_is_signed_in_now(client: Client, town: Town) -> None:
    assert client.get("/inspections/site/token/").json()["user"] == ""
    client.force_login(town.nobody)
    known = client.get("/inspections/site/token/").json()
    assert known["user"] == str(town.nobody.pk) and len(known["csrf"]) == 64
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(town.nobody)
    assert strict.post(SYNC, {}).status_code == 403
    token = strict.get("/inspections/site/token/").json()["csrf"]
    assert strict.post(SYNC, {}, headers={"X-CSRFToken": token}).status_code == 404


def test_the_page_costs_the_same_for_one_item_and_for_thirty(
    client: Client, town: Town, inspection: Inspection, django_assert_max_num_queries: Any
) -> None:
    def count() -> int:
        with django_assert_max_num_queries(60) as asked:
            assert client.get(reverse("on-site", args=[inspection.pk])).status_code == 200
        return len(asked)

    client.force_login(town.nobody)
    make_item(town, inspection)
    make_finding(town, inspection)
    before = count()
    for number in range(30):
        make_item(town, inspection, f"第{number}条", result="fine", checked_by=town.supervisor)
        make_finding(town, inspection, f"第{number}个")
    assert count() == before
