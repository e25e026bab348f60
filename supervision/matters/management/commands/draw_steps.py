"""Draw the tables of docs/matters.md anew from the table of steps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from ...rules.drawn import redrawn

PAGE = Path("docs") / "matters.md"


class Command(BaseCommand):
    help = "Write the steps of supervision.matters.rules.states into docs/matters.md."

    def handle(self, *args: Any, **options: Any) -> None:
        page = settings.BASE_DIR / PAGE
        with translation.override("zh-hans"):
            page.write_text(redrawn(page.read_text(encoding="utf-8")), encoding="utf-8")
        self.stdout.write(str(PAGE))
