"""What the pages of the documentation point at is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
MAKE = re.compile(r"\bmake ([a-z][a-z-]*)")
TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]+`")
LARGEST = 200_000  # bytes of a picture


def links(page: Path) -> Iterator[tuple[str, str]]:
    """(file, anchor) of every link that stays within the repository."""
    for address in LINK.findall(FENCED.sub("", page.read_text(encoding="utf-8"))):
        if "://" not in address and not address.startswith("mailto:"):
            name, _hash, anchor = address.partition("#")
            yield name, anchor


def anchors(page: Path) -> set[str]:
    """As code hosts make them: lower case, blanks to hyphens, other signs dropped."""
    headings = HEADING.findall(FENCED.sub("", page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file_and_a_heading_that_exist(page: Path) -> None:
    for name, anchor in links(page):
        target = (page.parent / name) if name else page
        assert target.exists(), f"{page.name}: {name}"
        assert not anchor or anchor in anchors(target), f"{page.name}: {name}#{anchor}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_target_that_a_page_names_exists(page: Path) -> None:
    targets = set(TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    text = page.read_text(encoding="utf-8")
    commands = " ".join([*FENCED.findall(text), *CODE.findall(FENCED.sub("", text))])
    named = set(MAKE.findall(commands))
    assert named <= targets, f"{page.name}: {sorted(named - targets)}"


def test_every_picture_is_small_and_shown_by_a_page() -> None:
    shown = {(page.parent / name).resolve() for page in PAGES for name, _anchor in links(page)}
    for picture in (ROOT / "docs" / "img").iterdir():
        assert picture.stat().st_size < LARGEST, picture.name
        assert picture in shown, picture.name
