"""A report kept as JSON: nothing of its text, figures or sources is lost."""

from __future__ import annotations

import json

from supervision.reports.rules import draft_report, frozen_facts, frozen_text, plain
from tests.reports.county import whole_county


def test_the_kept_text_reads_like_the_report() -> None:
    report = draft_report(whole_county())
    kept = json.loads(json.dumps(frozen_text(report)))
    paragraphs = kept["preamble"] + [p for section in kept["sections"] for p in section["paragraphs"]]
    pieces = [piece for paragraph in paragraphs for piece in paragraph]
    read = "".join(p if isinstance(p, str) else p.get("text", p.get("quote")) for p in pieces)
    headings = {section.heading for section in report.sections}
    texts = [plain(text) for text in report.texts() if plain(text) not in headings]
    assert read == "".join(texts[:-1])
    assert kept["closing"] == texts[-1]
    assert (kept["title"], kept["issued_on"]) == (list(report.title), "2026-09-12")


def test_every_figure_of_the_kept_text_is_among_the_kept_facts() -> None:
    report = draft_report(whole_county())
    facts = {fact["key"]: fact for fact in json.loads(json.dumps(frozen_facts(report)))}
    kept = frozen_text(report)["sections"]
    assert isinstance(kept, list)
    said = [p for section in kept for paragraph in section["paragraphs"] for p in paragraph]
    assert all(facts[p["fact"]]["text"] == p["text"] for p in said if isinstance(p, dict) and "fact" in p)
    assert facts["total.completed"] == {
        "key": "total.completed",
        "value": "301200.75",
        "unit": "万元",
        "text": "30.12亿元",
        "source": "projects 1–22",
    }
