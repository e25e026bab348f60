"""`manage.py fill_indicators`: define the usual indicators that are not there yet."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from indicators.services import fill_catalogue
from indicators.services.catalogue import SINCE


class Command(BaseCommand):
    help = "按常用目录补设经济指标及其历史名称；已有的不变。责任单位按简称对应，没有的留空。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--as", dest="username", required=True, metavar="用户名", help="以督查办人员的名义。"
        )
        parser.add_argument("--since", type=date.fromisoformat, default=SINCE, metavar="日期")

    def handle(self, *args: Any, username: str, since: date, **options: Any) -> None:
        actor = User.objects.filter(username=username).first()
        if actor is None:
            raise CommandError(f"没有用户“{username}”。")
        made = fill_catalogue(actor=actor, since=since)
        self.stdout.write(f"新增指标{len(made)}项")
