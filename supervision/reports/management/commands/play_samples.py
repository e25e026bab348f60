"""`manage.py play_samples --output output/`: the sample county, from its workbooks to its report."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from accounts.clock import today
from accounts.models import Job
from accounts.models.job import JobState
from projects.selectors import reporting_month
from rulebook.models import CalendarDay
from rulebook.services import fill_calendar
from supervision.alerts.services import run_cycle, send_digests
from supervision.reports.management.demo.documents import kept_copies, play_documents
from supervision.reports.management.demo.indicators import play_indicators
from supervision.reports.management.demo.inspections import play_inspections
from supervision.reports.management.demo.matters import play_matters
from supervision.reports.management.demo.people import People
from supervision.reports.management.demo.scores import play_scores
from supervision.reports.management.demo.sign_ins import SignIns
from supervision.reports.management.demo.summary import summary
from supervision.reports.management.demo.workbooks import ORDER, Wait, import_workbook, is_written

SAMPLES: Final = Path(settings.BASE_DIR) / "samples"
CALENDAR_YEARS: Final = (2025, 2026)
LOOK_EVERY: Final = 0.3


class Command(BaseCommand):
    stealth_options = ("wait",)  # how a test waits, in which no worker runs
    help = "把示例县的工作簿导入空系统，巡查一轮，写出督查汇报和督查通报。数据已在时只打印摘要。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--output", type=Path, default=Path("output"), help="汇报放在哪个文件夹")
        parser.add_argument("--secrets", type=Path, help="保存演示密码的文件；不写则密码只显示这一次")
        parser.add_argument("--no-pdf", dest="pdf", action="store_false", help="不另存 PDF")
        parser.add_argument("--timeout", type=float, default=300, help="等一个后台任务的秒数")

    def handle(self, *args: Any, **options: Any) -> None:
        def wait(job: Job) -> None:
            wait_for(job, options["timeout"])

        self.pdf = options["pdf"]
        with translation.override("zh-hans"):
            self.play(options["output"], SignIns(options["secrets"]), options.get("wait") or wait)

    def play(self, output: Path, sign_ins: SignIns, wait: Wait) -> None:
        on = today()
        people = People(sign_ins, on)
        for year in CALENDAR_YEARS:
            if not CalendarDay.objects.filter(date__year=year).exists():
                fill_calendar(actor=None, year=year)
        supervisor = people.open_office()
        for name in ORDER:
            if not is_written(name):
                self.stdout.write(f"导入 {name}")
                import_workbook(supervisor, SAMPLES / name, wait)
            if name == ORDER[0]:
                people.open_others()
        if play_indicators(on):
            self.stdout.write("冻结 季节曲线")
        if play_matters(supervisor, on, SAMPLES):
            self.stdout.write("办理 督办事项")
        if play_inspections(supervisor, on, SAMPLES):
            self.stdout.write("办理 督查整改")
        if play_scores(supervisor, on):
            self.stdout.write("核算 考核评分")
        people.give_addresses()
        run_cycle(on=on, now=timezone.now())
        send_digests(on=on, clock=timezone.now, at_any_hour=True)
        period = reporting_month(on)
        if play_documents(supervisor, period, on, wait):
            self.stdout.write("起草 督查汇报、督查通报")
        papers = dict(kept_copies(period, output, pdf=self.pdf))
        for line in summary(supervisor, on, papers, sign_ins):
            self.stdout.write(line)


def wait_for(job: Job, seconds: float) -> None:
    """Until a worker has done it. Raises CommandError when it failed or nobody did it in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        job.refresh_from_db()
        if job.state == JobState.DONE:
            return
        if job.state == JobState.FAILED:
            raise CommandError(f"{job.title}：{job.note}")
        time.sleep(LOOK_EVERY)
    raise CommandError(
        f"{job.title}：等了{seconds:.0f}秒还没有完成（{job.get_state_display()}）。"
        "请确认 Celery worker 已启动并连着同一个 Redis。"
    )
