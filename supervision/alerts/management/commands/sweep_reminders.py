"""Do by hand what beat does, for the day when Celery is down."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.clock import today
from supervision.alerts import services


class Command(BaseCommand):
    help = "生成并发送催办（与后台定时任务相同，可反复执行）。"

    def handle(self, *args: Any, **options: Any) -> None:
        planned = services.run_cycle(on=today(), now=timezone.now())
        sent = services.send_digests(clock=timezone.now)
        self.stdout.write(
            f"新增催办 {planned.raised} 条，取消 {planned.settled} 条，"
            f"送达 {sent.delivered} 封，未送达 {sent.failed} 封。"
        )
