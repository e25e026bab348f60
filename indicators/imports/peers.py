"""外县数值 from a sheet: a row for each indicator and county, city or province."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Indicator
from indicators.permissions import can
from indicators.rules import NewPeerObservation, is_whole_region, peer_faults
from indicators.selectors import newest_peers
from indicators.services import record_peers
from projects.imports.cells import parse_int, parse_number, parse_text
from projects.imports.kinds.declare import Field, Kind, parse_rate
from projects.imports.kinds.projects import REMARK, SERIAL
from projects.imports.matching import plain_name
from projects.imports.moments import parse_month
from projects.imports.planning.desk import Desk
from projects.imports.planning.periods import year_of
from projects.imports.planning.plan import Cell, Sheet, told
from projects.imports.tables import Table
from rulebook.rules import Month

from .values import check_unit, known_to

FIGURES: Final = ("value", "growth", "rank")
OWN: Final = ("本县", "本区", "本市", "我县", "我区")
PEERS: Final = Kind(
    "peers",
    gettext_lazy("外县指标值"),
    ("region",),  # by which it is told from the county's own
    title="各县 县区 县市区 对比 比较 排名 外县",
    fields=(
        SERIAL,
        Field(
            "indicator",
            gettext_lazy("指标名称"),
            parse_text,
            "指标 经济指标 主要指标 主要经济指标 监测指标 指标/名称",
        ),
        Field(
            "region",
            gettext_lazy("县（市、区）"),
            parse_text,
            "县市区 县区 县、市、区 县 区县 市县 地区 县（区） 县(市、区) 县级行政区 县市区名称 地区名称",
        ),
        Field("unit", gettext_lazy("计量单位"), parse_text, "单位 指标单位"),
        Field("month", gettext_lazy("月份"), parse_month, "报告期 期间 所属期 时间 数据期间"),
        Field(
            "value",
            gettext_lazy("累计完成"),
            parse_number,
            "数值 累计 累计值 总量 绝对值 绝对量 1-N月累计 1-N月完成 1-N月 完成值 累计数 N月末 N月底 "
            "1-N月/总量 1-N月累计/总量",
        ),
        Field(
            "growth",
            gettext_lazy("同比增长%"),
            parse_rate,
            "增速 同比增速 增长% 增长 同比 同比增长 同比% 增幅 增幅% 增速% 累计增速 累计增长 1-N月增速 "
            "1-N月同比增长 1-N月/增速",
        ),
        Field("rank", gettext_lazy("排名"), parse_int, "位次 排位 增速排名 增速位次 全市排名 全市位次 名次"),
        REMARK,
    ),
)


def plan_peers(desk: Desk, table: Table) -> None:
    year, month = year_of(desk, table), table.cutoff.month
    sheet = desk.plan.open_sheet(table, period=f"{year or ''}年{month or ''}月")
    own = "month" in table.columns
    if not own and (year is None or not month):
        message, remedy = _("没有写明是哪一年、哪个月的数据。"), _("请在标题中写明，例如“2026年1—8月”。")
        desk.plan.say(table, table.header_row, "region", "no_period", message, remedy)
        return
    usual = Month(year, month) if year is not None and month else None
    PlannedPeers(desk, table, sheet, usual).plan()


class PlannedPeers:
    """``usual``: the month of every row that does not name its own."""

    def __init__(self, desk: Desk, table: Table, sheet: Sheet, usual: Month | None) -> None:
        self.desk, self.table, self.sheet, self.usual = desk, table, sheet, usual
        self.known = known_to(desk)
        self.values: list[NewPeerObservation] = []

    def plan(self) -> None:
        rows = [found for position in range(len(self.table)) if (found := self._read(position))]
        newest = newest_peers(self.desk.actor, [value for _row, _indicator, value in rows])
        for row, indicator, value in rows:
            former = newest.get(value.key)
            now = tuple(getattr(value, field) for field in FIGURES)
            then = tuple(getattr(former, field) for field in FIGURES) if former else (None,) * len(FIGURES)
            if former is not None and then == now:
                self.sheet.unchanged += 1
                continue
            self.values.append(value)
            self._record(row, indicator, value, then, now)
        if self.values:
            self.desk.plan.work.after.append(self._write)

    def _read(self, position: int) -> tuple[int, Indicator, NewPeerObservation] | None:
        row, region = self.table.row_numbers[position], self._cell(position, "region")
        if not region or self._is_own(row, region):
            return None
        indicator, month = self._indicator(position, row), self._month(position, row)
        if indicator is None or month is None or (self.table.sheet, row) in self.desk.plan.faulty:
            return None
        figures = {field: self._cell(position, field) for field in FIGURES}
        value = NewPeerObservation(
            indicator.pk,
            month.year,
            month.month,
            region,
            is_whole=is_whole_region(region),
            source_document=self.table.title[:200],
            **figures,
        )
        return (row, indicator, value) if self._is_sound(row, value) else None

    def _is_own(self, row: int, region: str) -> bool:
        """The county's own value has sheets, statuses and a source of its own."""
        if plain_name(region) not in {plain_name(name) for name in (*OWN, settings.COUNTY_NAME)}:
            return False
        message = _("本县的数值没有从这张表导入。")
        remedy = _("本县的数值请用“经济指标”工作表导入，或在网页上填报。")
        self.desk.plan.say(self.table, row, "region", "own_county", message, remedy, severity="warning")
        return True

    def _indicator(self, position: int, row: int) -> Indicator | None:
        name = self._cell(position, "indicator")
        if not name:
            message, remedy = _("没有写明是哪项指标。"), _("请在“指标名称”一列填写。")
            self.desk.plan.say(self.table, row, "indicator", "no_indicator", message, remedy)
            return None
        if self.desk.is_ignored("indicator", name):
            return None
        found = self.known.index.find(self.desk.target_of("indicator", name))
        if found is None:
            near = self.known.index.near(name)
            self.desk.unknown(self.table, row, "indicator", "indicator", name, _("指标"), near)
        elif not can(self.desk.actor, "observation.record", found):
            message, remedy = _("您没有权限填报这个指标。"), _("请由责任单位或督查办填报。")
            self.desk.plan.say(self.table, row, "indicator", "not_allowed", message, remedy, value=name)
            return None
        else:
            check_unit(self.desk, self.table, position, found, self.known)
        return found

    def _month(self, position: int, row: int) -> Month | None:
        own = self._cell(position, "month")
        if own is not None:
            return Month.of(own)
        if self.usual is None and (self.table.sheet, row) not in self.desk.plan.faulty:
            message, remedy = _("没有写明是哪个月的数据。"), _("请在“月份”一列填写，例如“2026年8月”。")
            self.desk.plan.say(self.table, row, "month", "no_period", message, remedy)
        return self.usual

    def _is_sound(self, row: int, value: NewPeerObservation) -> bool:
        """By itself, and the only one of its county and month in this import."""
        for fault in peer_faults(value):
            self.desk.plan.say(self.table, row, fault.field, fault.code, fault.message, fault.remedy)
        key = ("peer", value.key)
        if key in self.desk.seen:
            message = _("%(region)s%(year)s年%(month)s月的数据出现了两次，请只保留一个。") % vars(value)
            remedy = _("第一次在“%(sheet)s”第%(row)s行。") % {
                "sheet": self.desk.seen[key][0],
                "row": self.desk.seen[key][1],
            }
            self.desk.plan.say(self.table, row, "region", "twice_in_one_call", message, remedy)
        self.desk.seen.setdefault(key, (self.table.sheet, row, value))
        return (self.table.sheet, row) not in self.desk.plan.faulty

    def _record(
        self,
        row: int,
        indicator: Indicator,
        value: NewPeerObservation,
        then: tuple[Any, ...],
        now: tuple[Any, ...],
    ) -> None:
        cells: list[Cell] = [
            (str(PEERS.by_name[field].label), self.table.columns[field].letter, told(old), told(new))
            for field, old, new in zip(FIGURES, then, now, strict=True)
            if old != new and field in self.table.columns
        ]
        version = self.known.versions.get(indicator.code)
        subject = f"{version.name if version else indicator} {value.region} {value.year}年{value.month}月"
        action = "create" if then == (None,) * len(FIGURES) else "change"
        self.desk.plan.record(self.sheet, row, action, subject, tuple(cells), lambda: cells)  # type: ignore[arg-type]

    def _write(self) -> None:
        record_peers(actor=self.desk.actor, values=self.values, now=self.desk.now, batch=self.desk.batch)

    def _cell(self, position: int, column: str) -> Any:
        values = self.table.data.get(column)
        return values[position] if values is not None else None
