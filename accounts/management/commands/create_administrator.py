"""Open one of the three officers' accounts (三员) from the console."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import services
from accounts.clock import today
from accounts.models import Role
from accounts.models.user import THREE_OFFICERS


class Command(BaseCommand):
    help = "创建管理员账号，并打印一次初始密码（首次登录须修改）。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", nargs="?", help="用户名；不写则询问")
        parser.add_argument(
            "--role",
            choices=[str(role) for role in THREE_OFFICERS],
            default=str(Role.SYSTEM_ADMIN),
            help="系统管理员、安全管理员、审计员应由不同的人担任",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        username = options["username"] or input("用户名：").strip()
        try:
            user, password = services.create_administrator(
                username=username, role=options["role"], on=today()
            )
        except ValidationError as error:
            raise CommandError("；".join(error.messages)) from error
        self.stdout.write(f"已创建 {user.username}（{Role(options['role']).label}）")
        self.stdout.write(f"初始密码：{password}")
        self.stdout.write("只显示这一次，首次登录须修改。")
