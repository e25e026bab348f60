"""经济指标 from a sheet: targets and definitions of a year, values and growth of its months."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from pypinyin import lazy_pinyin

from accounts.permissions import can
from indicators.models import (
    Frequency,
    GrowthBasis,
    Indicator,
    IndicatorVersion,
    Observation,
    ObservationStatus,
    Target,
    TargetKind,
    ValueKind,
)
from indicators.rules.series import usual_sentence
from indicators.services import COMPARED, NewObservation, record_observations
from projects.imports.kinds import KINDS
from projects.imports.matching import Index, plain_name
from projects.imports.planning.desk import Desk
from projects.imports.planning.periods import year_of
from projects.imports.planning.plan import Action, Cell, Sheet, told
from projects.imports.planning.words import meant
from projects.imports.tables import Table

BRACKETS: Final = re.compile(r"[（(].*?[)）]|各项")
BASES: Final = {"可比价": GrowthBasis.REAL, "实际": GrowthBasis.REAL, "实物": GrowthBasis.PHYSICAL}
STATUSES: Final = {
    "预计": ObservationStatus.ESTIMATE,
    "快报": ObservationStatus.FLASH,
    "初步": ObservationStatus.PRELIMINARY,
    "反馈": ObservationStatus.RETURNED,
    "最终": ObservationStatus.FINAL,
}
# column → field of a value; the month's own amounts are not kept
VALUES: Final = {
    "value": "value",
    "growth": "growth",
    "rank": "rank",
    "rank_of": "rank_of",
    "peer_growth": "peer_growth",
}
# The second line of a note below the table.
FOOTNOTE: Final = re.compile(r"\d[.．、]")
DEFINES: Final = ("target", "target_growth", "frequency", "growth_basis")


def bare(text: str) -> str:
    """What stands in brackets explains a name and does not change it."""
    return plain_name(BRACKETS.sub("", text))


def plan_indicators(desk: Desk, table: Table) -> None:
    year = year_of(desk, table)
    sheet = desk.plan.open_sheet(table, period=f"{year or ''}年{table.cutoff.month or ''}")
    if year is None:
        message, remedy = _("没有写明是哪一年。"), _("请在标题中写明，或在导入时选择年份。")
        desk.plan.say(table, table.header_row, "indicator", "no_period", message, remedy)
        return
    PlannedIndicators(desk, table, sheet, year).plan()


class Known:
    """The indicators of one import, those that it will create included."""

    def __init__(self, desk: Desk) -> None:
        self.index: Index[Indicator] = Index(plain_name, bare)
        self.versions: dict[str, IndicatorVersion] = {}
        self.new: dict[str, str] = {}
        visible = Indicator.objects.all() if desk.office else Indicator.objects.visible_to(desk.actor)
        for version in IndicatorVersion.objects.filter(indicator__in=visible).select_related("indicator"):
            self.index.add(version.name, version.indicator)
            if version.valid_to is None:
                self.versions[version.indicator.code] = version
        self.observed: dict[tuple[str, int, int, str], tuple[Any, ...]] = {}
        rows = Observation.objects.exclude(batch__state="undone").filter(indicator__in=visible)
        for code, year, month, status, *values in rows.order_by("revision").values_list(
            "indicator__code", "year", "month", "status", *COMPARED
        ):
            self.observed[code, year, month, status] = tuple(values)
        targets = Target.objects.filter(indicator__in=visible).select_related("indicator")
        self.targets = {(t.indicator.code, t.year, t.kind): t for t in targets}
        self.codes = set(Indicator.objects.values_list("code", flat=True))


def known_to(desk: Desk) -> Known:
    """The same for all sheets of an import."""
    if "indicators" not in desk.shared:
        desk.shared["indicators"] = Known(desk)
    known: Known = desk.shared["indicators"]
    return known


def check_unit(desk: Desk, table: Table, position: int, indicator: Indicator, known: Known) -> None:
    """Whether the row says its value in the unit of the definition."""
    units, row = table.data.get("unit"), table.row_numbers[position]
    written = units[position] if units is not None else None
    version = known.versions.get(indicator.code)
    if written and version and plain_name(written) != plain_name(version.measured_in):
        message = _("计量单位“%(written)s”与指标定义的“%(defined)s”不符。") % {
            "written": written,
            "defined": version.measured_in,
        }
        remedy = _("请换算后填写，或改正单位。")
        desk.plan.say(table, row, "unit", "unit_differs", message, remedy, value=written)


class PlannedIndicators:
    def __init__(self, desk: Desk, table: Table, sheet: Sheet, year: int) -> None:
        self.desk, self.table, self.sheet, self.year = desk, table, sheet, year
        self.known = known_to(desk)
        self.defines = any(name in table.columns for name in DEFINES) and can(desk.actor, "indicator.define")
        self.values: list[tuple[Indicator, dict[str, Any]]] = []

    def plan(self) -> None:
        self._reach_back()
        months = list(self._months())
        for position, row in enumerate(self.table.row_numbers):
            name = self.table.data["indicator"][position]
            if not name or self.desk.is_ignored("indicator", name):
                continue
            indicator = self.known.index.find(self.desk.target_of("indicator", name))
            cells: list[Cell] = []
            if indicator is None and self.defines and self._is_clean(row):
                indicator = self._define(position, row, name)
                cells.append((_("指标"), "", "—", name))
            elif indicator is None and not (FOOTNOTE.match(name) and self._is_empty(position)):
                self._say_unknown(row, name)
            if indicator is None:
                continue
            check_unit(self.desk, self.table, position, indicator, self.known)
            if not self._is_clean(row):
                continue
            cells += self._targets(position, indicator)
            for year, month, columns in self._of_row(position, months):
                cells += self._values(position, indicator, year, month, columns)
            self._record(row, name, cells)
        if "base_value" in self.table.columns:
            message = _("上年完成数和增速只供对照，没有导入。")
            remedy = _("上年各月的数据请用统计局的月报导入。")
            self.desk.plan.say(self.table, 0, "base_value", "not_taken", message, remedy, severity="warning")
        if self.values:
            self.desk.plan.work.after.append(self._write)

    def _reach_back(self) -> None:
        """What this import defines is meant for all the years that it brings values of."""
        for version in self.known.versions.values():
            if version.pk is None:
                version.valid_from = min(version.valid_from, date(self.year, 1, 1))

    def _is_empty(self, position: int) -> bool:
        return all(
            self._cell(position, column) is None for column in self.table.columns if column != "indicator"
        )

    def _is_clean(self, row: int) -> bool:
        return (self.table.sheet, row) not in self.desk.plan.faulty

    def _cell(self, position: int, column: str) -> Any:
        values = self.table.data.get(column)
        return values[position] if values is not None else None

    def _months(self) -> Iterable[tuple[int, dict[str, str]]]:
        """Each month of the sheet with its columns: field → column."""
        found: dict[int, dict[str, str]] = {}
        for column, place in self.table.columns.items():
            base, _at, at_month = column.partition("@")
            if base in VALUES:
                month = int(at_month) if at_month else place.month or self.table.cutoff.month
                if month or "month" in self.table.columns:
                    found.setdefault(month or 0, {})[VALUES[base]] = column
        is_told = any(problem.rule == "no_such_month" for problem in self.table.problems)
        if not found and not is_told and {"value", "growth"} & set(self.table.columns):
            message, remedy = _("没有写明是哪个月的数据。"), _("请在标题或列名中写明，例如“1—8月”。")
            self.desk.plan.say(self.table, self.table.header_row, "value", "no_period", message, remedy)
        return found.items()

    def _of_row(
        self, position: int, months: list[tuple[int, dict[str, str]]]
    ) -> Iterable[tuple[int, int, dict[str, str]]]:
        """A column 月份 names each row's own month."""
        own = self._cell(position, "month")
        for month, columns in months:
            if own is not None:
                yield own.year, own.month, columns
            elif month:
                yield self.year, month, columns

    def _say_unknown(self, row: int, name: str) -> None:
        near = self.known.index.near(name)
        self.desk.unknown(self.table, row, "indicator", "indicator", name, _("指标"), near)

    # --- definitions and targets ------------------------------------------------------------------
    def _define(self, position: int, row: int, name: str) -> Indicator | None:
        units = self._cell(position, "responsible_units") or self._cell(position, "lead_unit") or ()
        unit = self.desk.unit(units[0].name) if units else None
        if units and unit is None:
            near = self.desk.units.near(units[0].name)
            self.desk.unknown(self.table, row, "responsible_units", "unit", units[0].name, _("单位"), near)
            return None
        code = "-".join(lazy_pinyin(plain_name(name)))[:36].strip("-")
        while code in self.known.codes:
            code += "x"
        self.known.codes.add(code)
        indicator = Indicator(code=code, unit=unit, order=(position + 1) * 10)
        version = self._version(position, name, indicator)
        self.desk.plan.work.create(indicator)
        self.desk.plan.work.create(version)
        self.known.index.add(name, indicator)
        self.known.versions[code] = version
        return indicator

    def _version(self, position: int, name: str, indicator: Indicator) -> IndicatorVersion:
        """Valid from the year before, whose values growth is compared with, or as ``_reach_back`` says."""
        remark = self._cell(position, "remark") or ""
        numbers = [self._cell(position, column) for column in ("base_value", "target")]
        places = [max(0, -int(n.normalize().as_tuple().exponent)) for n in numbers if isinstance(n, Decimal)]
        quarterly = "季" in (self._cell(position, "frequency") or "")
        measured_in = self._cell(position, "unit") or ""
        is_point = "余额" in name or "期末" in remark
        return IndicatorVersion(
            indicator=indicator,
            name=name,
            measured_in=measured_in,
            definition=remark,
            growth_basis=meant(self._cell(position, "growth_basis"), BASES) or GrowthBasis.NOMINAL,
            frequency=Frequency.QUARTERLY if quarterly else Frequency.MONTHLY,
            value_kind=ValueKind.POINT if is_point else ValueKind.CUMULATIVE,
            sentence=usual_sentence(measured_in, is_point=is_point),
            skips_january="1月免报" in remark or "合并公布" in remark,
            lag_months=1 if "错月" in remark else 0,
            decimals=min(max(places, default=2), 4),
            valid_from=date(self.year - 1, 1, 1),
        )

    def _targets(self, position: int, indicator: Indicator) -> list[Cell]:
        cells: list[Cell] = []
        if not self.defines:
            return cells
        for column, kind in (("target", TargetKind.LEVEL), ("target_growth", TargetKind.GROWTH)):
            value = self._cell(position, column)
            known = self.known.targets.get((indicator.code, self.year, kind))
            if value is None or (known is not None and known.value == value):
                continue
            cells.append(
                (
                    self._label(column),
                    self.table.columns[column].letter,
                    told(known and known.value),
                    told(value),
                )
            )
            if known is None:
                known = Target(
                    indicator=indicator,
                    year=self.year,
                    kind=kind,
                    value=value,
                    source_document=self.table.title[:200],
                )
                self.known.targets[indicator.code, self.year, kind] = known
                self.desk.plan.work.create(known)
            else:
                known.value = value
                self.desk.plan.work.change(known, ["value"])
        return cells

    # --- values -----------------------------------------------------------------------------------
    def _values(
        self, position: int, indicator: Indicator, year: int, month: int, columns: dict[str, str]
    ) -> list[Cell]:
        given = {field: self._cell(position, column) for field, column in columns.items()}
        if given.get("value") is None and given.get("growth") is None:
            return []
        status = meant(self._cell(position, "status"), STATUSES) or ObservationStatus.PRELIMINARY
        values = tuple(given.get(field) for field in COMPARED)
        key = (indicator.code, year, month, str(status))
        former = self.known.observed.get(key)
        if former == values:
            return []
        self.known.observed[key] = values
        said = {
            "year": year,
            "month": month,
            "status": str(status),
            "source_document": self.table.title[:200],
        }
        self.values.append((indicator, {**said, **dict(zip(COMPARED, values, strict=True))}))
        old = former or (None,) * len(values)
        return [
            (
                f"{year}年{month}月 {self._label(field)}",
                self.table.columns[columns[field]].letter,
                told(was),
                told(new),
            )
            for field, was, new in zip(COMPARED, old, values, strict=True)
            if was != new and field in columns
        ]

    def _record(self, row: int, name: str, cells: list[Cell]) -> None:
        if not cells:
            self.sheet.unchanged += 1
            return
        action: Action = "create" if all(old == "—" for _label, _letter, old, _new in cells) else "change"
        self.desk.plan.record(self.sheet, row, action, name, tuple(cells), lambda: cells)

    def _write(self) -> None:
        rows = [NewObservation(indicator_id=indicator.pk, **values) for indicator, values in self.values]
        record_observations(actor=self.desk.actor, values=rows, now=self.desk.now, batch=self.desk.batch)

    def _label(self, column: str) -> str:
        return str(KINDS["indicators"].by_name[column].label)
