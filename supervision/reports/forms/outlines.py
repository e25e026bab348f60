"""An outline as the browser sends it: its head as a form, its sections and rules as numbered fields."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.models import Sector
from rulebook.models import NumberSeries
from supervision.reports.forms.documents import month_choices
from supervision.reports.models import Outline
from supervision.reports.selectors.drafts import DraftRule, DraftSection, RuleFault
from supervision.reports.selectors.sources import SOURCES
from supervision.reports.services import OutlineWords

MOST_SECTIONS: Final = 40
MOST_RULES: Final = 20
HEAD: Final = (
    "title", "closing", "red_head", "number_word", "series", "upward", "addressee", "copies_to", "contents",
    "sources_annex", "note",
)  # fmt: skip


class OutlineHeadForm(forms.ModelForm):
    since = forms.DateField(
        label=gettext_lazy("自何日起"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("从这一天起草的公文用新写法，以前的公文不变。"),
    )
    series = forms.ChoiceField(label=gettext_lazy("编号序列"))

    class Meta:
        model = Outline
        fields = ["name", *HEAD]

    def __init__(self, data: Any, *, outline: Outline, on: date) -> None:
        first = {"since": on}
        super().__init__(data, instance=outline, initial=first, label_suffix="")
        self.fields["name"].help_text = _("改了名称就另存为一份提纲，与原来的并用。")
        keys = NumberSeries.objects.order_by("key").values_list("key", flat=True).distinct()
        known = sorted({*keys, outline.series})
        self.fields["series"].choices = [(key, key) for key in known]  # type: ignore[attr-defined]
        self.order_fields(["name", "since", *HEAD])

    def _post_clean(self) -> None:
        """Whether versions overlap is the service's to say; the row that was opened stays as it is."""


class PreviewForm(forms.Form):
    """On which data the rules are tried."""

    period = forms.ChoiceField(label=gettext_lazy("用哪一期的数据试写"))
    sector = forms.ModelChoiceField(
        Sector.objects.order_by("order"), label=gettext_lazy("板块"), required=False, empty_label="—"
    )

    def __init__(self, data: Any, *, on: date, first: str) -> None:
        super().__init__(data, initial={"period": first}, label_suffix="", prefix="try")
        self.fields["period"].choices = month_choices(on)  # type: ignore[attr-defined]


@dataclass
class RuleWords:
    name: str = ""
    template: str = ""
    faults: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How high its field is."""
        return min(24, max(4, self.template.count("\n") + 2 + len(self.template) // 90))


@dataclass
class SectionWords:
    heading: str = ""
    source: str = "overall"
    level: int = 1
    settings: str = ""
    numbered: bool = False
    annex: bool = False
    rules: list[RuleWords] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def known(self) -> Any:
        """The source with its fields, for the list beside the rules."""
        return SOURCES.get(self.source)

    @classmethod
    def of(cls, kept: DraftSection) -> SectionWords:
        settings = json.dumps(dict(kept.settings), ensure_ascii=False) if kept.settings else ""
        rules = [RuleWords(rule.name, rule.template) for rule in kept.rules]
        return cls(kept.heading, kept.source, kept.level, settings, kept.numbered, kept.annex, rules)

    @classmethod
    def sent(cls, data: QueryDict, place: int) -> SectionWords:
        prefix = f"s{place}"
        level = data.get(f"{prefix}-level", "1")
        count = _count(data.get(f"{prefix}-rules", "0"), MOST_RULES)
        return cls(
            heading=data.get(f"{prefix}-heading", "").strip(),
            source=data.get(f"{prefix}-source", ""),
            level=int(level) if level in ("1", "2", "3", "4") else 1,
            settings=data.get(f"{prefix}-settings", "").strip(),
            numbered=f"{prefix}-numbered" in data,
            annex=f"{prefix}-annex" in data,
            rules=[
                RuleWords(
                    data.get(f"{prefix}r{number}-name", "").strip()[:40],
                    data.get(f"{prefix}r{number}-template", "").replace("\r\n", "\n").strip(),
                )
                for number in range(count)
            ],
        )

    def draft(self, order: int) -> DraftSection:
        """Raises ValidationError for settings that are none."""
        rules = [
            DraftRule(rule.name or _("第%(number)s条") % {"number": number}, rule.template)
            for number, rule in enumerate(self.rules, 1)
            if rule.template
        ]
        heading = self.heading[:120]
        return DraftSection(
            order, self.level, heading, self.source, self._settings(), rules, self.numbered, self.annex
        )

    def _settings(self) -> dict[str, Any]:
        try:
            found = json.loads(self.settings or "{}")
        except ValueError:
            found = None
        if not isinstance(found, dict):
            name = self.heading or self.source
            raise ValidationError(_('“%(name)s”的设置不是 JSON，例如 {"named": 8}。') % {"name": name})
        return found


class Sections:
    """All sections of the page, and what its buttons do with them."""

    def __init__(self, rows: list[SectionWords]) -> None:
        self.rows = rows

    @classmethod
    def sent(cls, data: QueryDict) -> Sections:
        count = _count(data.get("sections", "0"), MOST_SECTIONS)
        return cls([SectionWords.sent(data, place) for place in range(count)])

    def drafts(self) -> list[DraftSection]:
        return [row.draft(order) for order, row in enumerate(self.rows, 1)]

    def rearrange(self, asked: str) -> bool:
        """``add``, ``add:2``, ``up:2``, ``down:2``, ``drop:2``, ``drop:2.1``; whether it was one of these."""
        verb, _colon, place = asked.partition(":")
        number, _dot, rule = place.partition(".")
        if verb == "add" and not place:
            self.rows.append(SectionWords(rules=[RuleWords()]))
            return True
        if not (number.isascii() and number.isdigit() and int(number[:3]) < len(self.rows)):
            return False
        at = int(number[:3])
        if verb == "add":
            self.rows[at].rules.append(RuleWords())
        elif verb == "drop" and rule.isascii() and rule.isdigit():
            del self.rows[at].rules[int(rule[:3]) : int(rule[:3]) + 1]
        elif verb == "drop":
            del self.rows[at]
        elif verb in ("up", "down"):
            to = max(0, at - 1) if verb == "up" else at + 1
            self.rows.insert(to, self.rows.pop(at))
        else:
            return False
        return True

    def mark(self, faults: Sequence[Any]) -> None:
        """Each fault beside its rule, with the line's own text."""
        for fault in faults:
            if isinstance(fault, RuleFault):
                self._mark(fault)

    def _mark(self, fault: RuleFault) -> None:
        for row in self.rows:
            for number, rule in enumerate(row.rules, 1):
                name = rule.name or _("第%(number)s条") % {"number": number}
                if name == fault.rule and (row.heading or row.source) == fault.section:
                    rule.faults.append(told_line(fault, rule.template))
                    return


def told_line(fault: RuleFault, template: str) -> str:
    lines = template.splitlines()
    text = lines[fault.line - 1].strip()[:80] if 0 < fault.line <= len(lines) else ""
    return _("第%(line)s行“%(text)s”：%(why)s") % {"line": fault.line, "text": text, "why": fault.why}


def words_of(head: OutlineHeadForm, sections: Sections) -> OutlineWords:
    """Raises ValidationError."""
    known = {name: head.cleaned_data[name] for name in HEAD}
    return OutlineWords(**known, sections=sections.drafts())


def _count(text: str, most: int) -> int:
    return min(int(text[:4]), most) if text.isascii() and text.isdigit() else 0
