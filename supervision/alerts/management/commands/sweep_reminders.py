"""Do by hand what beat does, for the day when Celery is down."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from accounts.clock import today
from supervision.alerts import services


class Command(BaseCommand):
    help = "生成并发送催办（与后台定时任务相同，可反复执行）。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--now", action="store_true", help="不论是否在发送时段，立即发送。")

    def handle(self, *args: Any, **options: Any) -> None:
        planned = services.run_cycle(on=today(), now=timezone.now())
        sent = services.send_digests(on=today(), clock=timezone.now, at_any_hour=options["now"])
        self.stdout.write(
            f"新增催办 {planned.raised} 条，取消 {planned.settled} 条，"
            f"送达 {sent.delivered} 封，未送达 {sent.failed} 封。"
        )
