"""The matters of the sample county live on: what the old ledgers brought in, and what is registered here.

Every matter's story is one transaction. A run that was killed finds it told, or not begun.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Final

from django.db import transaction

from accounts.models import User
from supervision.matters import services
from supervision.matters.models import Matter, Source
from supervision.matters.rules.entries import DutyWords, InstructionWords, MatterWords
from supervision.matters.rules.words import URGENCIES, Basis, DutyRole
from supervision.reports.management.demo.acts import Acts, at
from supervision.reports.management.demo.cast import Cast
from supervision.reports.management.demo.stories import BEGUN, STORIES, UNSIGNED

FACTS: Final = "督办事项.csv"
HERE: Final = "系统"
ONLY_LISTED: Final = "仅登记"
NOT_ISSUED: Final = ("立", ONLY_LISTED)
BASES: Final = {"领导批示": Basis.INSTRUCTION, "上级督办件": Basis.INSTRUCTION}
DECIDED: Final = ("县政府会议议定事项", "上级重大决策部署")
NEAR_DUE: Final = date(2026, 9, 15)
Fact = dict[str, str]


def play_matters(office: User, on: date, samples: Path) -> int:
    """Tell the stories that are not told yet; how many. ``samples``: the folder of the workbooks."""
    facts = samples / "facts"
    cast = Cast(office, on, facts)
    with (facts / FACTS).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if not Matter.objects.filter(title=rows[-1]["事项名称"]).exists():
        cast.open_heads({row["牵头"] for row in rows} | {unit for row in rows for unit in _helpers(row)})
    return Play(Acts(cast), rows).tell()


def _helpers(row: Fact) -> list[str]:
    return [unit for unit in row["配合"].split("、") if unit]


class Play:
    def __init__(self, acts: Acts, rows: list[Fact]) -> None:
        self.acts, self.cast, self.rows = acts, acts.cast, rows
        self.sources = {source.name: source for source in Source.objects.all()}

    def tell(self) -> int:
        """What is merged away comes after what takes it in."""
        known = {matter.title: matter for matter in Matter.objects.order_by("-position", "-pk")}
        told = {pk for pk in Matter.objects.filter(steps__isnull=False).values_list("pk", flat=True)}
        count = 0
        for row in sorted(self.rows, key=lambda row: row["情况"] == "并"):
            matter = known.get(row["事项名称"])
            if row["入册"] == HERE and matter is None:
                with transaction.atomic():
                    self._begin(row)
                    count += 1
            elif row["入册"] != HERE and matter and matter.pk not in told and row["情况"] in STORIES:
                with transaction.atomic():
                    STORIES[row["情况"]](self.acts, matter)
                    count += 1
        return count

    # --- what is registered here ------------------------------------------------------------------
    def _begin(self, row: Fact) -> None:
        approved = date.fromisoformat(row["批准日期"])
        matter = services.create_matter(
            actor=self.cast.office,
            words=self._words(row),
            duties=list(self._duties(row)),
            instructions=list(self._instructions(row)),
            now=_on(approved, 9),
        )
        services.submit_matter(actor=self.cast.office, matter_id=matter.pk, now=_on(approved, 10))
        if self._is_registered(matter, row["情况"], approved):
            self._issue(matter, row)

    def _words(self, row: Fact) -> MatterWords:
        source = row["来源"]
        basis = Basis.DECISION if source in DECIDED else BASES.get(source, Basis.PROPOSAL)
        near = row["情况"] == "近"
        return MatterWords(
            title=row["事项名称"],
            source_id=self.sources[source].pk,
            requirement=row["任务要求"],
            standard=row["完成标准"],
            source_number=row["文号"],
            source_title=row["出处"],
            source_date=date.fromisoformat(row["来源日期"]),
            basis=basis.value,
            approver_id=self.cast.posts[row["批准人"]].pk,
            approved_on=date.fromisoformat(row["批准日期"]),
            leader_id=self.cast.posts[row["包抓"]].pk,
            urgency=next(value.value for value, label in URGENCIES.items() if str(label) == row["急缓"]),
            due_on=NEAR_DUE if near else None,
            due_basis="批转单限9月15日前答复" if near else "",
        )

    def _duties(self, row: Fact) -> Iterator[DutyWords]:
        yield DutyWords(self.cast.units[row["牵头"]].pk, DutyRole.LEAD.value)
        for unit in _helpers(row):
            yield DutyWords(self.cast.units[unit].pk, DutyRole.HELPING.value)

    def _instructions(self, row: Fact) -> Iterator[InstructionWords]:
        """A sensitive one is only registered."""
        if row["批示"] or row["情况"] == ONLY_LISTED:
            given_on = date.fromisoformat(row["来源日期"])
            post = self.cast.posts[row["批准人"]].pk
            yield InstructionWords(post, given_on, row["批示"], not row["批示"], row["文号"])

    def _is_registered(self, matter: Matter, story: str, on: date) -> bool:
        """Submitted, sent back, rejected, or approved by the head of the office."""
        head, now = self.cast.office_head, _on(on, 15)
        if story == "送审":
            return False
        if story == "退稿":
            reason = "完成标准不可考核，请修改后再报。"
            services.send_back_matter(actor=head, matter_id=matter.pk, reason=reason, now=now)
            return False
        if story == "不立":
            reason = "属物业和社区日常管理，转城关镇处理，不予立项。"
            services.reject_matter(actor=head, matter_id=matter.pk, reason=reason, now=now)
            return False
        services.register_matter(actor=head, matter_id=matter.pk, now=now)
        return story not in NOT_ISSUED

    def _issue(self, matter: Matter, row: Fact) -> None:
        issued, story = date.fromisoformat(row["交办"]), row["情况"]
        services.issue_matter(actor=self.cast.office, matter_id=matter.pk, now=_on(issued, 16))
        if story not in UNSIGNED:
            self.acts.sign(matter, issued.day + 1 if issued.weekday() < 4 else issued.day)
        if story in BEGUN:
            matter.refresh_from_db()
            BEGUN[story](self.acts, matter)


def _on(day: date, hour: int) -> datetime:
    return at(day.day, hour, month=day.month)
