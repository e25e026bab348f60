"""No test is run by nobody: what `make test` leaves out has a target of its own, and CI runs them all."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
RUN = re.compile(r"^(test[a-z-]*):.*\n\t@.* -m pytest .*?-m (?:\"([^\"]+)\"|([a-z]+))", re.MULTILINE)


def test_every_mark_has_a_target_and_the_rest_is_make_test() -> None:
    marks = [line.partition(":")[0] for line in _configured()["markers"]]
    chosen = {target: quoted or bare for target, quoted, bare in RUN.findall(MAKEFILE)}
    assert set(chosen.pop("test").split(" and ")) == {f"not {mark}" for mark in marks}
    assert chosen == {f"test-{mark}": mark for mark in marks}


def test_ci_runs_every_target_of_tests() -> None:
    run = set(re.findall(r"^step make (test[a-z-]*)", (ROOT / ".ci" / "run").read_text(), re.MULTILINE))
    assert run == set(re.findall(r"^(test[a-z-]*):", MAKEFILE, re.MULTILINE))


def _configured() -> dict[str, list[str]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: dict[str, list[str]] = settings["tool"]["pytest"]["ini_options"]
    return found
