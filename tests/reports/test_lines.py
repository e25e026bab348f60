"""Of a long list only what is told is made; what somebody asks for later is there all the same."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from supervision.reports.rules.figures import Basis, Figure
from supervision.reports.rules.lines import Lines, made_lines
from supervision.reports.rules.sentences import RuleError, render_rule
from supervision.reports.selectors.figures import Figures

BASIS = Basis.of("", date(2026, 9, 12), {"projects.project": [1]})


def line(number: int) -> dict[str, Any]:
    return {"days": Figure(f"project.{number}.days", number, "天", "", BASIS)}


def told(template: str, lines: Lines) -> str:
    (paragraph,) = render_rule(template, {"lagging": lines}, "1")
    return "".join(token["text"] if isinstance(token, dict) else token for token in paragraph["body"])


def test_a_sentence_makes_the_lines_that_it_tells_and_no_other() -> None:
    lines = Lines(range(1, 2781), line)
    template = (
        "{% if lagging|length > 5 %}{% for p in lagging|top(3) %}{{ p.days }}；{% endfor %}。{% endif %}"
    )
    assert told(template, lines) == "1天；2天；3天。"
    assert [made["days"].value for made in made_lines(lines)] == [1, 2, 3]


def test_a_listing_looks_one_line_further_to_know_whether_there_are_more() -> None:
    lines = Lines(range(1, 2781), line)
    assert told("{{ lagging|listed(2, 'days') }}。", lines) == "1天、2天等。"
    assert len(made_lines(lines)) == 3


def test_a_line_is_made_once_and_reads_like_one_of_a_list() -> None:
    lines = Lines([7, 8, 9], line)
    assert lines[-1] is lines[2]
    assert [found["days"].value for found in lines[1:]] == [8, 9]
    assert [found["days"].value for found in lines] == [7, 8, 9]
    with pytest.raises(IndexError):
        lines[3]


def test_a_rule_does_not_reach_the_rows_behind_the_lines() -> None:
    with pytest.raises(RuleError):
        told("{{ lagging._rows[0] }}", Lines(["某某路"], line))


def test_figures_of_lines_that_were_not_told_are_found_by_their_key() -> None:
    lines = Lines(range(1, 2781), line)
    figures = Figures([{"lagging": lines, "more": [line(0)]}])
    assert figures["project.0.days"].value == 0
    assert not made_lines(lines)
    assert figures["project.2780.days"].value == 2780
    assert "project.2781.days" not in figures
    assert len(figures) == len(list(figures)) == 2781


def test_two_figures_of_one_key_that_differ_are_refused() -> None:
    other = Figure("project.1.days", 2, "天", "", BASIS)
    with pytest.raises(ValueError, match="two figures of the key project.1.days"):
        Figures([line(1), other])
