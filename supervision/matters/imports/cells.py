"""One row's cells: texts of bounded length, leaders and units by name; what is wrong is said at its cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar, Final

from django.utils.translation import gettext as _

from accounts.models import Post, Unit
from projects.imports.names import LeaderName, UnitName
from projects.imports.planning.desk import Desk
from projects.imports.planning.duties import BRACKETED
from projects.imports.tables import Table

from ..rules.secrecy import explanation, secret_marks

# As many characters as the tables take.
LENGTHS: Final = {
    "number": 30,
    "source_title": 200,
    "source_number": 80,
    "instruction": 2000,
    "requirement": 4000,
    "standard": 2000,
    "progress": 4000,
    "problem": 2000,
    "next_step": 2000,
    "remark": 500,
}
CONTACT_LENGTH: Final = 80


class Cells:
    """The row ``position`` of a table, which stands in sheet row ``row``.

    ``quiet``: nothing will be written, so nothing is said but that a state secret does not belong here.
    """

    lengths: ClassVar[Mapping[str, int]] = LENGTHS

    def __init__(self, desk: Desk, table: Table, position: int, *, quiet: bool = False) -> None:
        self.desk, self.table, self.position, self.quiet = desk, table, position, quiet
        self.row = table.row_numbers[position]

    def has(self, *columns: str) -> bool:
        return any(column in self.table.columns for column in columns)

    def value(self, column: str) -> Any:
        values = self.table.data.get(column)
        return None if values is None else values[self.position]

    def say(
        self, column: str, rule: str, message: str, remedy: str, value: object = "", *, warns: bool = False
    ) -> None:
        if self.quiet and rule != "state_secret":
            return
        severity: Any = "warning" if warns else "error"
        self.desk.plan.say(
            self.table, self.row, column, rule, message, remedy, value=value, severity=severity
        )

    @property
    def is_faulty(self) -> bool:
        return (self.table.sheet, self.row) in self.desk.plan.faulty

    # --- what the cells say -----------------------------------------------------------------------
    def text(self, column: str) -> str:
        text = self.value(column) or ""
        self._refuse_secrets(column, text)
        most = self.lengths.get(column, len(text))
        if len(text) > most:
            message = _("有%(count)s个字，最多%(most)s个。") % {"count": len(text), "most": most}
            self.say(column, "too_long", message, _("请精简后再导入。"), text[:60])
        return text

    def _refuse_secrets(self, column: str, text: str) -> None:
        if marks := secret_marks(text):
            message = _("发现密级标志“%(mark)s”。") % {"mark": "”“".join(marks)}
            self.say(column, "state_secret", message, explanation(), marks[0])

    def day(self, column: str) -> date | None:
        when = self.value(column)
        return when.on if when else None

    def past_day(self, column: str) -> date | None:
        """A day on which something happened; it cannot be to come."""
        on = self.day(column)
        if on is not None and on > self.desk.on:
            self.say(column, "in_the_future", _("日期晚于今天。"), _("请核对日期。"), on)
        return on

    def percent(self) -> int | None:
        value: Decimal | None = self.value("percent")
        if value is None:
            return None
        if not 0 <= value <= 100:
            self.say("percent", "not_0_to_100", _("完成率应为0至100。"), _("请核对完成率。"), value)
            return None
        return int(value.quantize(Decimal(1), ROUND_HALF_UP))

    # --- names ------------------------------------------------------------------------------------
    def leader(self, column: str) -> Post | None:
        leaders: tuple[LeaderName, ...] | None = self.value(column)
        if not leaders:
            return None
        post = self.desk.leader(leaders[0])
        name = leaders[0].name or "、".join(leaders[0].posts)
        if post is None and not self.desk.is_ignored("post", name):
            self.unknown(column, "post", name, _("领导"), self.desk.posts.near(name))
        if len(leaders) > 1:
            message = _("写了%(count)s位领导，只取第一位。") % {"count": len(leaders)}
            self.say(column, "several_leaders", message, _("其余领导请在备注中说明。"), warns=True)
        return post

    def units(self, column: str) -> Iterable[tuple[Unit, str]]:
        """Each unit with the person named behind it."""
        names: tuple[UnitName, ...] = self.value(column) or ()
        for name in names:
            if self.desk.is_ignored("unit", name.name):
                continue
            unit = self.desk.unit(name.name)
            if unit is None and (found := BRACKETED.fullmatch(name.name)):
                unit, name = self.desk.unit(found[1]), UnitName(name.name, found[2], name.phone)
            if unit is None:
                near = self.desk.units.near(name.name)
                self.unknown(column, "unit", name.name, _("单位"), near)
            else:
                yield unit, " ".join(part for part in (name.person, name.phone) if part)

    def unknown(self, column: str, subject: str, name: str, what: str, near: tuple[str, ...]) -> None:
        if not self.quiet:
            self.desk.unknown(self.table, self.row, column, subject, name, what, near)

    def contact(self) -> str:
        """The sheet's 责任人 and telephone, which are the lead unit's."""
        parts = (self.value("person"), self.value("phone"))
        return " ".join(part for part in parts if part)[:CONTACT_LENGTH]
