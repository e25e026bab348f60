"""English is complete: what the code says in Chinese, the translation says in English, and nothing else."""

from __future__ import annotations

import ast
import gettext
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from tests.town import Town

MESSAGES = Path("locale", "en", "LC_MESSAGES")
SOURCES = ("accounts", "indicators", "projects", "rulebook", "supervision", "templates", "locale")
GETTEXT = ("_", "gettext", "gettext_lazy", "ngettext")
PLACEHOLDER = re.compile(r"%\(\w+\)[-+ #0-9.]*[a-z]|%[sd%]|\{\w*\}|</?\w[^>]*>")
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
QUOTED = re.compile("“[^”]*”")  # words of the office's own sheets are quoted as they stand there
KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d)\])? (".*")')


@dataclass
class Entry:
    """One message of a .po file; ``said`` has two texts where English tells one from many."""

    context: str = ""
    msgid: str = ""
    plural: str = ""
    said: list[str] = field(default_factory=list)
    is_fuzzy: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        return self.context, self.msgid, self.plural


def entries_of(path: Path) -> Iterator[Entry]:
    for block in path.read_text("utf-8").split("\n\n"):
        entry, last = Entry(), ""
        for line in block.splitlines():
            if line.startswith("#"):
                entry.is_fuzzy |= line.startswith("#,") and "fuzzy" in line
                continue
            found = KEYWORD.fullmatch(line)
            last, text = (found[1], ast.literal_eval(found[3])) if found else (last, ast.literal_eval(line))
            if last == "msgstr":
                entry.said = [*entry.said, text] if found else [*entry.said[:-1], entry.said[-1] + text]
            else:
                name = {"msgctxt": "context", "msgid_plural": "plural"}.get(last, "msgid")
                setattr(entry, name, getattr(entry, name) + text)
        if entry.msgid:
            yield entry


@pytest.fixture(scope="module")
def english() -> list[Entry]:
    return list(entries_of(settings.BASE_DIR / MESSAGES / "django.po"))


def test_every_message_is_translated(english: list[Entry]) -> None:
    assert len(english) > 1000
    assert [entry.msgid for entry in english if entry.is_fuzzy or not all(entry.said)] == []


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="gettext tools are not installed")
def test_no_message_of_the_code_is_missing(english: list[Entry], tmp_path: Path) -> None:
    for name in SOURCES:
        leave = shutil.ignore_patterns("__pycache__", "*.mo")
        shutil.copytree(settings.BASE_DIR / name, tmp_path / name, ignore=leave)
    shutil.copy(settings.BASE_DIR / "manage.py", tmp_path)
    command = [sys.executable, "manage.py", "makemessages", "-l", "en", "--no-wrap", "--no-location"]
    subprocess.run([*command, "--no-obsolete"], cwd=tmp_path, env=_environment(), check=True, timeout=120)
    collected = {entry.key for entry in entries_of(tmp_path / MESSAGES / "django.po")}
    assert sorted(collected - {entry.key for entry in english}) == [], "run `make locale` and translate"
    assert sorted({entry.key for entry in english} - collected) == [], "run `make locale`"


def test_xgettext_sees_every_message_of_the_code(english: list[Entry]) -> None:
    """It does not look into f-strings, and a name beside a literal is not collected either."""
    known = {entry.msgid for entry in english}
    unseen = [
        f"{path.relative_to(settings.BASE_DIR)}:{call.lineno}"
        for name in SOURCES
        for path in (settings.BASE_DIR / name).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in GETTEXT
        if not (isinstance(call.args[0], ast.Constant) and call.args[0].value in known)
    ]
    assert unseen == []


def _environment() -> dict[str, str]:
    """The settings need these to be read; no server is asked."""
    needed = {"SECRET_KEY": "x", "DATABASE_URL": "postgres:///x", "REDIS_URL": "redis://localhost"}
    return os.environ | needed


def test_placeholders_and_markup_are_those_of_the_source(english: list[Entry]) -> None:
    wrong = [
        said
        for entry in english
        for said in entry.said
        if sorted(PLACEHOLDER.findall(said)) != sorted(PLACEHOLDER.findall(entry.msgid))
    ]
    assert wrong == []


def test_english_has_both_numbers_where_the_source_counts(english: list[Entry]) -> None:
    assert [entry.msgid for entry in english if len(entry.said) != (2 if entry.plural else 1)] == []


def test_chinese_stays_only_as_a_quotation(english: list[Entry]) -> None:
    assert [said for entry in english for said in entry.said if CHINESE.search(QUOTED.sub("", said))] == []


def test_the_compiled_file_says_what_the_source_says(english: list[Entry]) -> None:
    with (settings.BASE_DIR / MESSAGES / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for entry in english:
        about, context = entry.msgid, entry.context
        if entry.plural:
            said = [compiled.ngettext(about, entry.plural, number) for number in (1, 2)]
        else:
            said = [compiled.pgettext(context, about) if context else compiled.gettext(about)]
        assert said == entry.said, "run `make locale`"


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("包抓领导", "Responsible leader"),
        ("牵头单位", "Lead unit"),
        ("责任单位", "Responsible unit"),
        ("帮建部门", "Helping unit"),
        ("配合单位", "Supporting unit"),
        ("业主单位", "Owner"),
        ("催办", "Reminder"),
        ("时序进度", "Schedule progress"),
        ("完成率", "Completion rate"),
        ("时序差", "Gap"),
        ("形象进度", "Physical progress"),
        ("板块", "Sector"),
        ("单位", "Unit"),
        ("岗位", "Post"),
        ("任职", "Tenure"),
        ("督查汇报", "Supervision report"),
        ("稳评", "Stability risk assessment"),
        ("到位资金", "Funds received"),
        ("招商引资", "Investment promotion"),
        ("年度计划", "Annual plan"),
    ],
)
def test_the_words_of_the_field_have_one_translation(chinese: str, english: str) -> None:
    with translation.override("en"):
        assert translation.gettext(chinese) == english


def test_a_user_who_chose_english_reads_english(town: Town, client: Client) -> None:
    town.supervisor.language = "en"
    town.supervisor.save(update_fields=["language"])
    client.force_login(town.supervisor)
    page = client.get("/profile/")
    assert page.headers["Content-Language"] == "en"
    assert "<title>My profile" in page.content.decode()


def test_another_user_reads_chinese_whatever_the_browser_asks(town: Town, client: Client) -> None:
    client.force_login(town.supervisor)
    page = client.get("/profile/", headers={"Accept-Language": "en"})
    assert page.headers["Content-Language"] == "zh-hans"
    assert "<title>我的资料" in page.content.decode()
