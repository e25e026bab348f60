"""The house stands as drawn: the chain of rooms, the layers inside each, keys to the left, small files.

Imports inside functions count too. A new violation fails with its file and line.
"""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
CHAIN = [
    "accounts",
    "rulebook",
    "projects",
    "indicators",
    "supervision.matters",
    "supervision.inspections",
    "supervision.alerts",
    "supervision.reports",
]
# From the ground up: a module may import what stands before it, and its own level.
LAYERS = [
    {"clock", "rules"},
    {"models"},
    {"permissions", "backends"},
    {"selectors"},
    {"services"},
    {"imports", "exports"},
    {"serializers", "filters", "forms"},
    {"api", "views", "admin", "tasks", "management", "urls", "middleware", "context_processors", "checks"},
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
FREE = {"apps", "migrations", "templatetags", "__init__"}
DRAWERS = {"utils", "common", "helpers", "core", "misc", "base"}
MAX_LINES, MAX_FUNCTION = 400, 50


@cache
def tree_of(path: Path) -> ast.Module:
    """A file is read once for all the questions."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = (ROOT / line for line in listed.stdout.splitlines())
    return [p for p in paths if p.exists() and "migrations" not in p.parts and "vendor" not in p.parts]


def room_of(module: str) -> str | None:
    return next((room for room in CHAIN if module == room or module.startswith(f"{room}.")), None)


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """(line, absolute module) of every import that runs; those for type checkers alone do not."""
    tree = tree_of(path)
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    package = module_of(path).split(".")[: None if path.name == "__init__.py" else -1]
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            yield node.lineno, source
            yield from ((node.lineno, f"{source}.{alias.name}") for alias in node.names)


def room_files() -> list[Path]:
    return [p for p in tracked("*.py") if room_of(module_of(p))]


def layer_of(module: str, room: str) -> str | None:
    rest = module.removeprefix(room).strip(".").split(".")
    return rest[0] or None


@pytest.mark.parametrize("room", CHAIN)
def test_code_looks_left_and_down(room: str) -> None:
    wrong = [
        f"{module_of(path)}:{line} {target}: {fault}"
        for path in room_files()
        if room_of(module_of(path)) == room
        for line, target in imports_of(path)
        if (fault := fault_of(module_of(path), room, target))
    ]
    assert wrong == []


def fault_of(module: str, room: str, target: str) -> str | None:
    """What is wrong with an import of ``target``."""
    other = room_of(target)
    if other is None:
        allowed = ("supervision.rest", "supervision.celery")
        is_package = target.startswith("supervision.") and not target.startswith(allowed)
        return "a room does not know the project package" if is_package else None
    if CHAIN.index(other) > CHAIN.index(room):
        return "looks right"
    own, its = layer_of(module, room), layer_of(target, other)
    if own in LEVEL and its in LEVEL and LEVEL[its] > LEVEL[own]:
        return f"{own} may not import {its}"
    return None


def test_every_module_of_a_room_has_a_known_name() -> None:
    unknown = {
        f"{module_of(p)}"
        for p in room_files()
        if (layer := layer_of(module_of(p), room_of(module_of(p)) or "")) and layer not in LEVEL.keys() | FREE
    }
    assert unknown == set()


def test_foreign_keys_look_left() -> None:
    rank = {room.rpartition(".")[2]: place for place, room in enumerate(CHAIN)}
    wrong = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in rank
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is not None
        if rank.get(field.related_model._meta.app_label, -1) > rank[model._meta.app_label]
    ]
    assert wrong == []


def test_every_model_of_ours_says_who_may_see_it() -> None:
    labels = {room.rpartition(".")[2] for room in CHAIN}
    parts = {  # reached only through the row that they belong to
        "ProjectCode",
        "ProgressPhoto",
        "MilestoneEvidence",
        "MatterFile",
        "FeedbackFile",
        "Stage",
        "OutlineSection",
        "SentenceRule",
        "NameMapping",
        "NumberSeries",
        "DigestLine",
        "Delivery",
        "Heartbeat",  # of a process, not of a person
    }
    blind = [
        model.__name__
        for model in apps.get_models()
        if model._meta.app_label in labels
        if not hasattr(model._default_manager.all(), "visible_to")
        if not model.__name__.endswith("Event") and model.__name__ not in parts
    ]
    assert blind == []


def test_a_file_is_short_enough_to_read() -> None:
    lines = {
        path.relative_to(ROOT): len(path.read_text(encoding="utf-8").splitlines())
        for path in tracked("*.py", "*.html", "*.js", "*.css")
    }
    assert {path: count for path, count in lines.items() if count > MAX_LINES} == {}


def test_a_function_is_read_without_scrolling() -> None:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in tracked("*.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, functions) and (node.end_lineno or 0) - node.lineno + 1 > MAX_FUNCTION
    ]
    assert long == []


def test_there_is_no_shared_drawer() -> None:
    assert [p for p in tracked("*.py") if DRAWERS & {p.stem, *p.relative_to(ROOT).parts[:-1]}] == []


def test_rules_stay_pure() -> None:
    impure = ("django.db", "django.conf", "django.utils.timezone", "rest_framework")
    wrong = [
        f"{module_of(path)}:{line} {target}"
        for path in room_files()
        if layer_of(module_of(path), room_of(module_of(path)) or "") == "rules"
        for line, target in imports_of(path)
        if target.startswith(impure)
    ]
    assert wrong == []


def test_nobody_overrides_save_or_listens_to_signals() -> None:
    wrong = []
    for path in room_files():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"}:
                wrong.append(f"{module_of(path)}:{node.lineno} def {node.name}")
            if isinstance(node, ast.ImportFrom):
                source, names = node.module or "", {alias.name for alias in node.names}
                if source == "django.dispatch" or source.endswith(".signals") or "signals" in names:
                    wrong.append(f"{module_of(path)}:{node.lineno} signals")
    assert wrong == []


def test_a_refusal_by_field_keeps_its_code() -> None:
    """Django drops ``code`` beside a dictionary or a list; it belongs to the errors inside."""
    wrong = [
        f"{path.name}:{node.lineno}"
        for path in tracked("*.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "ValidationError"
        and node.keywords
        and isinstance(node.args[0], ast.Dict | ast.DictComp | ast.List)
    ]
    assert wrong == []
