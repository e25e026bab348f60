"""Outlines as an office writes them: checked rule by rule, tried on real data, kept as a new version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.saving import because, save_valid
from supervision.reports.models import Document, Outline, OutlineSection, SentenceRule
from supervision.reports.permissions import require
from supervision.reports.rules.faults import line_of, unknown_name
from supervision.reports.rules.kinds import SourcesAnnex
from supervision.reports.rules.sentences import RuleError, check_rule, names_in
from supervision.reports.rules.tokens import KeptParagraph
from supervision.reports.selectors.drafts import (
    DraftRule,
    DraftSection,
    RuleFault,
    drafted,
    own_words,
    tell,
)
from supervision.reports.selectors.gathered import Gathered
from supervision.reports.selectors.sources import SOURCES
from supervision.reports.services.drafting import Order, check_period

# What every rule may ask for: the names of ``Gathered.words`` and the document's own.
SHARED: Final = frozenset(
    {"county", "period", "period_label", "cutoff", "month", "year", "as_of", "sector"}
    | {"subject", "opening", "corrects", "settings"}
)


@dataclass(frozen=True, kw_only=True)
class OutlineWords:
    """An outline beside its kind, name and start."""

    title: str
    number_word: str
    series: str
    closing: str = ""
    red_head: str = ""
    upward: bool = False
    addressee: str = ""
    copies_to: str = ""
    contents: bool = False
    sources_annex: str = SourcesAnnex.PLAIN
    note: str = ""
    sections: Sequence[DraftSection] = field(default=(), repr=False)


def outline_faults(words: OutlineWords) -> list[RuleFault]:
    """Everything in it that does not parse, names a source that there is not, or writes digits of its own."""
    faults = [fault for fault in [_fault(_("标题"), _("标题"), words.title)] if fault]
    for section in words.sections:
        name = section.heading or section.source
        if section.source not in SOURCES:
            faults.append(RuleFault(name, section.source, 1, _("没有这个数据项组")))
        told = [DraftRule(_("标题"), section.heading), *section.rules]
        known = known_names(section.source)
        faults += [fault for rule in told if (fault := _fault(name, rule.name, rule.template, known))]
    return faults


def known_names(source: str) -> frozenset[str]:
    """What a rule of a section may ask for by its first name."""
    fields = SOURCES[source].fields if source in SOURCES else ()
    return SHARED | {name.partition("[")[0].partition(".")[0] for name in fields}


def _fault(section: str, rule: str, template: str, known: frozenset[str] = SHARED) -> RuleFault | None:
    """The first fault of a rule: it does not parse, or names what this section does not have."""
    try:
        check_rule(template)
        strange = sorted(names_in(template) - known, key=lambda name: line_of(template, name))
    except RuleError as error:
        return RuleFault(section, rule, error.line, error.message)
    if strange:
        return RuleFault(section, rule, line_of(template, strange[0]), unknown_name(strange[0]))
    return None


@transaction.atomic
def save_outline(*, actor: User, kind: str, name: str, since: date, words: OutlineWords) -> Outline:
    """The version from ``since`` on; the one before ends there, documents keep the one they were drafted by.

    Raises ValidationError with every fault of its rules, and where a later version exists already.
    """
    require(actor, "outline.change")
    if faults := outline_faults(words):
        raise ValidationError(list(faults))
    versions = Outline.objects.select_for_update().filter(kind=kind, name=name)
    if versions.filter(valid_from__gt=since).exists():
        raise ValidationError(_("“%(name)s”已有更晚的版本，请从那一天之后起算。") % {"name": name})
    former = versions.filter(valid_to__isnull=True).first()
    with because(actor, _("修改公文提纲")):
        outline = _version(former, kind, name, since)
        values = {key: value for key, value in asdict(words).items() if key != "sections"}
        for key, value in values.items():
            setattr(outline, key, value)
        save_valid(outline)
        outline.sections.all().delete()
        for section in words.sections:
            _keep(outline, section)
    return outline


def _version(former: Outline | None, kind: str, name: str, since: date) -> Outline:
    """The same row while nothing was drafted by it and it starts on the same day; else the next."""
    if former is None:
        return Outline(kind=kind, name=name, valid_from=since)
    if former.valid_from == since:
        if Document.objects.filter(outline=former).exists():
            raise ValidationError(_("今天的版本已用于起草公文，新版本请从明天起算。"), code="in_use")
        return former
    former.valid_to = since
    save_valid(former, "valid_to")
    return Outline(kind=kind, name=name, valid_from=since)


def _keep(outline: Outline, section: DraftSection) -> None:
    row = OutlineSection(
        outline=outline,
        order=section.order,
        level=section.level,
        heading=section.heading,
        source=section.source,
        settings=dict(section.settings),
        numbered=section.numbered,
        annex=section.annex,
    )
    save_valid(row)
    SentenceRule.objects.bulk_create(
        SentenceRule(section=row, order=order, name=rule.name, template=rule.template)
        for order, rule in enumerate(section.rules, 1)
    )


def preview_rule(
    *, actor: User, order: Order, source: str, template: str, settings: Mapping[str, Any], on: date
) -> list[KeptParagraph]:
    """What a rule would say of the data of ``on``; nothing is kept. Raises RuleFault."""
    require(actor, "outline.change")
    check_period(order.period, on)
    known = Gathered(actor, order.period, on, order.sector_id)
    section = DraftSection(1, 1, "", source, settings, [DraftRule(_("句式"), template)])
    shared = known.words() | own_words(order.subject, order.opening, "") | {"corrects": ""}
    with translation.override("zh-hans"):
        return tell(known, section, shared).paragraphs


def preview_outline(*, actor: User, order: Order, words: OutlineWords, on: date) -> Any:
    """The whole document as these rules would draft it; nothing is kept. Raises RuleFault."""
    require(actor, "outline.change")
    check_period(order.period, on)
    known = Gathered(actor, order.period, on, order.sector_id)
    own = own_words(order.subject, order.opening, "") | {"corrects": ""}
    return drafted(known, words.title, words.sections, own)
