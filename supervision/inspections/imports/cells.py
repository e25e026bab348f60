"""One row's cells of a ledger of rectifications: deadlines, words from a list, money that fits."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Final

from django.utils.translation import gettext as _

from projects.imports.cells import CellError
from supervision.matters.imports.cells import Cells as LedgerCells
from supervision.matters.imports.words import meant

from ..rules.words import Severity
from .deadlines import Deadline, class_of, deadline_of, numbered
from .words import SEVERITY_WORDS, Known

# As many characters as the tables take.
LENGTHS: Final = {
    "number": 30,
    "external_number": 60,
    "source_document": 200,
    "problem": 4000,
    "goal": 2000,
    "progress": 4000,
    "remark": 300,
}
MEASURE_LENGTH: Final = 1000


class Cells(LedgerCells):
    lengths: ClassVar[Mapping[str, int]] = LENGTHS

    # --- when -------------------------------------------------------------------------------------
    def deadline(self, column: str) -> Deadline:
        """Of the whole cell; what cannot be read has been said."""
        return self._deadline(column, self.value(column))

    def deadlines(self, column: str) -> list[Deadline]:
        """One each where the cell numbers several, else the one of the cell."""
        text = self.value(column)
        parts = numbered(text) if text else []
        if len(parts) < 2:
            return [self.deadline(column)]
        return [self._deadline(column, part) for part in parts]

    def _deadline(self, column: str, text: str | None) -> Deadline:
        found = deadline_of(text, self.table.cutoff.year or self.desk.on.year)
        if isinstance(found, CellError):
            self.say(column, found.rule, found.message, found.remedy, text or "")
            return Deadline()
        return found or Deadline()

    def time_class(self) -> str:
        text = self.value("time_class")
        found = class_of(text) if text else ""
        if text and not found:
            message = _("时限类别“%(text)s”不认识。") % {"text": text}
            remedy = _("请填写立行立改、短期、中期或长期坚持。")
            self.say("time_class", "unknown_time_class", message, remedy, text)
        return found

    # --- how much ---------------------------------------------------------------------------------
    def amounts(self) -> tuple[Decimal | None, Decimal | None]:
        """What was found and what of it is put right, in 万元."""
        found, done = self.value("amount"), self.value("amount_rectified")
        for column, value in (("amount", found), ("amount_rectified", done)):
            if value is not None and value < 0:
                self.say(column, "negative", _("金额是负数。"), _("请核对金额。"), value)
        if done is not None and found is None:
            message = _("写了已整改金额，没有写问题金额。")
            self.say("amount_rectified", "nothing_found", message, _("请补上问题金额。"), done)
        elif done is not None and found is not None and done > found:
            message = _("已整改金额%(done)s万元大于问题金额%(found)s万元。")
            words = {"done": f"{done:f}", "found": f"{found:f}"}
            self.say("amount_rectified", "more_than_found", message % words, _("请核对两个金额。"), done)
        return found, done

    # --- which ------------------------------------------------------------------------------------
    def listed(self, column: str, known: Known[Any], rule: str, what: str) -> Any:
        """A row of a short list, or None: nothing is written, or it is not in the list, which is said."""
        text = self.value(column)
        if not text:
            return None
        found = known.find(text)
        if found is None:
            message = _("%(what)s“%(text)s”不认识。") % {"what": what, "text": text}
            remedy = _("请填写：%(names)s。") % {"names": _("、").join(known.names)}
            self.say(column, rule, message, remedy, text)
        return found

    def severity(self) -> str:
        text = self.value("severity")
        found = meant(text, SEVERITY_WORDS) if text else Severity.GENERAL
        if found is None:
            message = _("严重程度“%(text)s”不认识。") % {"text": text}
            remedy = _("请填写轻微、一般、较重或重大。")
            self.say("severity", "unknown_severity", message, remedy, text)
        return (found or Severity.GENERAL).value

    def measures(self) -> list[str]:
        """The numbered ones of the cell."""
        found = numbered(self.text("measures"))
        for text in found:
            if len(text) > MEASURE_LENGTH:
                message = _("一条措施有%(count)s个字，最多%(most)s个。")
                words = {"count": len(text), "most": MEASURE_LENGTH}
                self.say("measures", "too_long", message % words, _("请分条编号填写。"), text[:60])
        return found
