"""Open a machine client of the API from the console."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from accounts import services
from accounts.clock import today
from accounts.models import Unit


class Command(BaseCommand):
    help = "创建接口调用方（OAuth 2.0 client credentials），并打印一次密钥。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="调用方名称")
        parser.add_argument("--unit", help="数据范围：单位全称或简称，含下级单位；不写为全县")
        parser.add_argument(
            "--scope", action="append", dest="scopes", help="read、progress、matters、rectifications，可多次"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            _user, client_id, secret = services.create_api_client(
                actor=None,
                name=options["name"],
                unit=self._unit(options["unit"]),
                scopes=options["scopes"] or ["read"],
                on=today(),
            )
        except ValidationError as error:
            raise CommandError("；".join(error.messages)) from error
        self.stdout.write(f"client_id：{client_id}")
        self.stdout.write(f"client_secret：{secret}")
        self.stdout.write("密钥只显示这一次，系统只保存它的散列值。")

    def _unit(self, name: str | None) -> Unit | None:
        if name is None:
            return None
        unit = Unit.objects.filter(Q(name=name) | Q(short_name=name)).first()
        if unit is None:
            raise CommandError(f"没有名为“{name}”的单位，请写系统中的全称或简称。")
        return unit
