"""`manage.py fill_calendar 2025 2026`: import the workday arrangement of whole years."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from rulebook.services import fill_calendar


class Command(BaseCommand):
    help = "按国务院办公厅通知导入各年节假日和调休安排；人工设定的日子不变。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("years", nargs="+", type=int, metavar="年份")
        parser.add_argument("--estimate", action="store_true", help="未公布的年份先按法定节日推算，并注明。")

    def handle(self, *args: Any, years: list[int], estimate: bool, **options: Any) -> None:
        for year in years:
            try:
                filled = fill_calendar(actor=None, year=year, estimate=estimate)
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            text = _("%(year)s年：新增%(created)s天，更正%(updated)s天，保留人工设定%(kept)s天") % vars(
                filled
            )
            self.stdout.write(text + (_("（推算）") if filled.estimated else ""))
