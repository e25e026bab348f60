"""Draw the tables of docs/matters.md and docs/inspections.md anew from the tables of steps."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from accounts.rules.drawn import redrawn
from supervision.matters.rules.states import TABLE as MATTERS

from ...rules.states import TABLE as INSPECTIONS

PAGES: Final = {
    Path("docs") / "matters.md": MATTERS,
    Path("docs") / "inspections.md": INSPECTIONS,
}


class Command(BaseCommand):
    help = "Write the steps of every room's rules.states into its page of docs/."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, table in PAGES.items():
            page = settings.BASE_DIR / name
            with translation.override("zh-hans"):
                page.write_text(redrawn(page.read_text(encoding="utf-8"), table), encoding="utf-8")
            self.stdout.write(str(name))
