"""How figures, days, lights and form fields look, and what no template or vendored file may carry."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from accounts.templatetags import ui

TEMPLATES = Path(settings.BASE_DIR) / "templates"
STATIC = Path(settings.BASE_DIR) / "static"
SPRITE = (STATIC / "vendor/tabler-icons/icons.svg").read_text()


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).strip()


def render(source: str, **context: Any) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("value", "shown", "exact"),
    [
        (Decimal("1234.5"), "1,234.5 万元", "1,234.5 万元"),
        (Decimal("1234.5678"), "1,234.57 万元", "1,234.5678 万元"),
        (Decimal("12345.6"), "1.23 亿元", "12,345.6 万元"),
        (Decimal("9999.99"), "9,999.99 万元", "9,999.99 万元"),
        (Decimal("9999.995"), "1.00 亿元", "9,999.995 万元"),
        (Decimal("12350"), "1.24 亿元", "12,350 万元"),
        (Decimal("-20000"), "−2.00 亿元", "−20,000 万元"),
        (Decimal("-0.0001"), "0 万元", "−0.0001 万元"),
        (Decimal("12000000"), "1,200.00 亿元", "12,000,000 万元"),
        (0, "0 万元", "0 万元"),
    ],
)
def test_money_is_shown_short_and_exact_on_hover(value: Decimal, shown: str, exact: str) -> None:
    html = ui.money(value)
    assert text(html) == shown
    assert f'title="{exact}"' in html


@pytest.mark.parametrize("figure", [ui.money, ui.amount, ui.percent, ui.signed, ui.points])
def test_an_unknown_figure_is_a_dash_and_zero_is_not(figure: Any) -> None:
    assert text(figure(None)) == "—"
    assert text(figure("")) == "—"
    assert "0" in text(figure(Decimal(0)))


def test_figures_round_half_up_once() -> None:
    assert text(ui.percent(Decimal("65.45"))) == "65.5%"
    assert text(ui.percent(Decimal("65.4499"))) == "65.4%"
    assert text(ui.amount(Decimal("35000.255"), 2)) == "35,000.26"
    assert text(ui.amount(Decimal("35000.10"))) == "35,000.1"


def test_gaps_carry_their_sign() -> None:
    assert text(ui.points(Decimal("-12.34"))) == "−12.3 个百分点"
    assert text(ui.points(Decimal("0.04"))) == "0.0 个百分点"
    assert text(ui.signed(Decimal("3.25"))) == "+3.3"


def test_days_are_written_as_an_office_writes_them() -> None:
    assert ui.cn_date(date(2026, 11, 22)) == "2026年11月22日"
    assert ui.cn_month(date(2026, 8, 1)) == "2026年8月"
    assert ui.since(date(2026, 9, 1)) == "自2026年9月1日起"
    assert ui.since(date(2000, 1, 1)) == "系统自带"
    assert ui.cn_date(None) == ui.cn_time(None) == ui.cn_month(None) == "—"


def test_a_moment_is_shown_in_the_countys_time_zone() -> None:
    late = datetime(2026, 9, 11, 18, 5, tzinfo=UTC)
    assert ui.cn_time(late) == "2026年9月12日 02:05"
    assert ui.cn_date(late) == "2026年9月12日"


@pytest.mark.parametrize(
    ("given", "code", "word"),
    [
        (5, "red", "红灯"),
        (4, "yellow", "黄灯"),
        (3, "watch", "关注"),
        ("green", "green", "绿灯"),
        (2, "exempt", "豁免"),
        (0, "unknown", "未知"),
        (None, "unknown", "未知"),
        ("purple", "unknown", "未知"),
    ],
)
def test_a_light_speaks_by_colour_and_word(given: object, code: str, word: str) -> None:
    html = render("{% light value %}", value=given)
    assert f"light-{code}" in html
    assert text(html) == word


def test_every_light_has_a_shape_of_its_own() -> None:
    assert len({shape for shape, _word in ui._LIGHTS.values()}) == len(ui._LIGHTS)


def test_the_numbers_of_lights_are_those_of_the_rule_book() -> None:
    lights = pytest.importorskip("rulebook.rules.lights")
    assert [light.code for light in lights.Light] == list(ui._LIGHTS)


def test_a_progress_bar_keeps_within_its_track_and_tells_the_true_rate() -> None:
    html = render("{% progress_bar rate schedule 5 %}", rate=Decimal("130.5"), schedule=Decimal("66.66"))
    assert 'class="bar" width="100"' in html
    assert 'x1="66.7"' in html
    assert text(html).startswith("130.5%")
    assert "<svg" not in render("{% progress_bar rate %}", rate=None)


def test_a_sorted_head_turns_round_and_forgets_the_page() -> None:
    request = RequestFactory().get("/", {"sort": "plan", "light": "red", "after": "x"})
    html = render('{% sort_head "plan" "年度计划" %}', request=request)
    assert 'aria-sort="ascending"' in html
    assert 'href="?sort=-plan&amp;light=red"' in html


class Report(forms.Form):
    amount = forms.DecimalField(label="累计完成", help_text="按实际完成量")
    stage = forms.ChoiceField(label="阶段", choices=[("a", "前期")])


def test_a_wrong_field_names_its_error_to_screen_readers() -> None:
    html = render_to_string("components/form.html", {"form": Report({"amount": "一"})})
    assert 'class="form-control is-invalid"' in html
    described = re.search(r'aria-describedby="([^"]+)"', html)
    assert described is not None
    assert all(f'id="{target}"' in html for target in described[1].split())


def test_a_page_says_its_title_once_for_window_and_heading() -> None:
    page = '{% extends "base.html" %}{% block title %}项目台账{% endblock %}'
    html = render(page, office_name="督查办")
    assert "<title>项目台账 · 督查办</title>" in html
    assert "<h1>项目台账</h1>" in html


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_needs_nothing_but_itself(code: str) -> None:
    html = render_to_string(f"{code}.html")
    assert "<h1>" in html
    assert 'href="/"' in html


def test_the_frame_speaks_english_to_who_chose_it() -> None:
    with override("en"):
        assert '<html lang="en">' in render('{% extends "base.html" %}')
    assert '<html lang="zh-CN">' in render('{% extends "base.html" %}')


def _pages() -> list[Path]:
    return sorted(path for path in TEMPLATES.rglob("*.html") if "emails" not in path.parts)


@pytest.mark.parametrize("path", _pages(), ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_no_template_carries_inline_style_or_script(path: Path) -> None:
    """A strict Content-Security-Policy would drop it silently."""
    source = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|hx-on", source)
    assert not re.search(r"<script(?![^>]*\bsrc=)", source)
    assert not re.search(r"(src|href|action)=[\"'](https?:)?//", source)


@pytest.mark.parametrize("path", _pages(), ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_every_icon_of_a_template_is_in_the_sprite(path: Path) -> None:
    named = re.findall(r'{% icon [^%]*?"([^"]+)"', path.read_text())
    assert [name for name in named if f'id="{name}"' not in SPRITE] == []


def test_the_shapes_of_lights_are_in_the_sprite() -> None:
    assert [shape for shape, _word in ui._LIGHTS.values() if f'id="{shape}"' not in SPRITE] == []


def test_no_style_sheet_asks_another_host_or_a_data_address() -> None:
    for path in STATIC.rglob("*.css"):
        source = path.read_text()
        assert not re.search(r"@import|url\(\s*[\"']?(https?:)?//|url\(\s*[\"']?data:", source), path.name
        for address in re.findall(r"url\([\"']?([^)\"']+)", source):
            assert (path.parent / address).is_file(), address


def test_every_vendored_folder_says_its_version_and_licence() -> None:
    for folder in (path for path in (STATIC / "vendor").iterdir() if path.is_dir()):
        assert (folder / "VERSION").read_text().strip()
        assert (folder / "LICENSE").read_text().strip()
