"""`python -m bench [name …]`: run the benchmarks, print what they say and last one `ratio` line for each.

A benchmark is a module of this package with ``run() -> Iterator[tuple[str, float]]``. Each works in
a database of its own beside the one that DATABASE_URL names, dropped at the end.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys

import django

NOT_BENCHMARKS = {"__main__", "data", "clock", "affairs", "faults", "edits"}


def names() -> list[str]:
    found = pkgutil.iter_modules([os.path.dirname(__file__)])
    return sorted(module.name for module in found if module.name not in NOT_BENCHMARKS)


def main(asked: list[str]) -> int:
    if unknown := [name for name in asked if name not in names()]:
        print(f"no benchmark {', '.join(unknown)}; there are: {', '.join(names())}", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "supervision.settings")
    django.setup()
    from bench import data

    ratios: list[tuple[str, float]] = []
    for name in asked or names():
        print(f"== {name}", flush=True)
        with data.own_database():
            ratios += importlib.import_module(f"bench.{name}").run()
    for name, value in ratios:
        print(f"ratio {name} {value:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
