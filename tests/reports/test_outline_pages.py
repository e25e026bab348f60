"""提纲 changed by the office: tried on real data, faults named by line with a remedy, kept by versions."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from supervision.reports import services
from supervision.reports.models import Outline
from supervision.reports.rules.sentences import RuleError, check_rule, render_rule
from supervision.reports.selectors.drafts import sections_of
from tests.reports.conftest import Told
from tests.reports.papers import drafted, lines_of

pytestmark = pytest.mark.django_db


def outline() -> Outline:
    return Outline.objects.get(kind="circular", valid_to=None)


def sent(page: str) -> dict[str, Any]:
    """Every field as a browser without a script sends it."""
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input [^>]*>", page):
        name, kind = re.search(r' name="([^"]+)"', tag), re.search(r' type="([^"]+)"', tag)
        if name is None or kind and kind[1] in ("checkbox", "submit") and " checked" not in tag:
            continue
        value = re.search(r' value="([^"]*)"', tag)
        found[name[1]] = unescape(value[1]) if value else "on" if kind and kind[1] == "checkbox" else ""
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>([^<]*)', page):
        found[name] = unescape(text)
    for name, text in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)', page):
        found[name] = unescape(text)
    for name, body in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option(?: value="([^"]*)")? selected[^>]*>([^<]*)', body)
        found[name] = (chosen[1] if chosen[1] is not None else chosen[2]) if chosen else ""
    return found


@pytest.fixture
def office(client: Client, told: Told) -> Client:
    client.force_login(told.town.supervisor)
    return client


def place() -> str:
    return reverse("outline-edit", args=[outline().pk])


def opened(office: Client) -> dict[str, Any]:
    return sent(office.get(place()).content.decode())


def test_an_outline_kept_unchanged_says_the_same(office: Client, told: Told) -> None:
    before = sections_of(outline())
    answer = office.post(place(), opened(office) | {"do": "save"})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    after = outline()
    assert after.valid_from == date(2026, 9, 12)
    assert sections_of(after) == before
    page = office.get(reverse("outline", args=[after.pk])).content.decode()
    assert "各条句式都相同" in page
    listed = office.get(reverse("outlines")).content.decode()
    assert "杜明察" in listed and "至2026年9月12日止" in listed


def test_a_changed_rule_is_previewed_kept_and_used_from_its_day_on(office: Client, told: Told) -> None:
    old = drafted(told.town, kind="circular")
    words = opened(office)
    rule = next(
        name for name, text in words.items() if name.endswith("-template") and "现将{{ period }}" in text
    )
    words[rule] = "{{ period_label }}情况通报如下。"
    shown = office.post(place(), words | {"do": "preview"}, headers={"HX-Request": "true"}).content.decode()
    assert "<p>2026年1—8月情况通报如下。</p>" in shown and "<html" not in shown
    assert outline().valid_from == date(2000, 1, 1)
    assert office.post(place(), words | {"do": "save"}).status_code == 302
    changed = office.get(reverse("outline", args=[outline().pk])).content.decode()
    assert "<ins>{{ period_label }}情况通报如下。</ins>" in changed
    assert lines_of(drafted(told.town, kind="circular"))[0] == "2026年1—8月情况通报如下。"
    services.draft_document(
        actor=told.town.supervisor, document_id=old.pk, on=date(2026, 9, 12), now=old.created_at, anew=True
    )
    assert lines_of(old)[0] != "2026年1—8月情况通报如下。"


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("全县{{ projects }}，\n亮红灯{{ rde }}。", "第2行“亮红灯{{ rde }}。”：没有名为“rde”的数据项"),
        ("一\n二{% if red %}三", "没有收尾，请补“{% endif %}”"),
        ("完成22个。", "第1行“完成22个。”：写死的数字“22”没有来源，请换成数据项"),
        ("{{ red|shout }}", "没有“|shout”这种写法"),
        ("{{ red. }}", "里的写法不完整"),
        ("[[甲", "不成对"),
        ("{{ red + yellow }}", "句式里不能做“+”运算"),
    ],
)
def test_a_fault_names_its_line_and_the_remedy_and_nothing_is_kept(
    office: Client, told: Told, template: str, fault: str
) -> None:
    words = opened(office)
    rule = next(
        name for name, text in words.items() if name.endswith("-template") and "现将{{ period }}" in text
    )
    for do in ("preview", "save"):
        page = unescape(office.post(place(), words | {rule: template, "do": do}).content.decode())
        assert fault in page, page[page.find("notice-error") :][:600]
        assert template.splitlines()[0] in page  # what was written is still there
    assert Outline.objects.filter(kind="circular").count() == 1


def test_sections_and_rules_are_added_moved_and_dropped_without_a_script(office: Client, told: Told) -> None:
    words = opened(office)
    count = int(words["sections"])
    more = sent(office.post(place(), words | {"do": "add"}).content.decode())
    assert (more["sections"], more[f"s{count}-rules"]) == (str(count + 1), "1")
    moved = sent(office.post(place(), more | {"do": "down:0"}).content.decode())
    assert moved["s1r0-template"] == words["s0r0-template"]
    fewer = sent(office.post(place(), moved | {"do": "drop:1.0"}).content.decode())
    assert fewer["s1-rules"] == "0"
    dropped = sent(office.post(place(), fewer | {"do": "drop:1"}).content.decode())
    assert dropped["sections"] == str(count)
    assert Outline.objects.filter(kind="circular").count() == 1


def test_what_a_rule_must_not_do_it_cannot(told: Told) -> None:
    for template in (
        "{{ ().__class__.__bases__ }}",
        "{% for x in period.__class__.__mro__ %}{{ x }}{% endfor %}",
    ):
        with pytest.raises(RuleError):
            render_rule(template, {"period": "1—8月", "_year": 2026}, "1")
    with pytest.raises(RuleError):
        check_rule("{% include 'secret' %}{% bogus %}")


def test_only_the_office_changes_rules_and_units_know_of_none(told: Told) -> None:
    readers, office = {"leader", "auditor"}, {"supervisor", "office_head"}
    for name, user in told.town.personas().items():
        client = Client()
        client.force_login(user)
        may_read = 200 if name in readers | office else 404
        assert client.get(reverse("outlines")).status_code == may_read, name
        assert client.get(reverse("outline", args=[outline().pk])).status_code == may_read, name
        may_edit = 200 if name in office else 403 if name in readers else 404
        assert client.get(place()).status_code == may_edit, name
        if may_edit != 200:
            assert client.post(place(), {"do": "save"}).status_code == may_edit, name
    assert Outline.objects.filter(kind="circular").count() == 1
