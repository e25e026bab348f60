"""From a person's words to the columns of a matter."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.rules import pinyin_key
from rulebook.models import DeadlineRule

from ..models import Matter, Source
from ..rules.due import refuse_odd_days
from ..rules.entries import MatterWords
from ..rules.secrecy import classification_of, refuse_secrets
from ..rules.words import Urgency
from .writing import of_field

CRITICAL: Final = "matter_critical"
AS_SAID: Final = (
    "source_id",
    "source_date",
    "basis",
    "approver_id",
    "approved_on",
    "urgency",
    "helpers_report_to",
    "leader_id",
    "sector_id",
    "project_id",
)
DAYS: Final = ("source_date", "approved_on", "due_on")
TEXTS: Final = ("title", "source_number", "source_title", "requirement", "standard", "note")


def columns_of(words: MatterWords, on: date, former: Matter | None = None) -> dict[str, Any]:
    """``former``: what stands already is not asked anew. Raises ValidationError by field."""
    source = _source(words, former)
    texts = {name: getattr(words, name).strip() for name in TEXTS}
    refuse_secrets(**texts)
    refuse_odd_days(**{name: getattr(words, name) for name in DAYS})
    try:
        classification = classification_of(words.classification)
    except ValidationError as error:
        raise ValidationError({"classification": error}) from error
    return {
        **{name: getattr(words, name) for name in AS_SAID},
        **texts,
        "pinyin": pinyin_key(texts["title"]),
        "classification": classification.value,
        "rhythm": words.rhythm or source.rhythm,
        **_due(words, source, on, former),
    }


def _source(words: MatterWords, former: Matter | None) -> Source:
    source = Source.objects.filter(pk=words.source_id).first()
    if source is None:
        raise of_field("source", _("请选择立项来源。"), "no_source")
    if not source.is_active and (former is None or former.source_id != source.pk):
        raise of_field("source", _("立项来源“%(source)s”已停用。") % {"source": source}, "no_source")
    return source


def default_rule(source: Source, urgency: str) -> str:
    """The key of the deadline rule that the source and the urgency ask for."""
    if urgency == Urgency.CRITICAL:
        return CRITICAL
    if urgency == Urgency.URGENT and source.urgent_deadline_rule:
        return source.urgent_deadline_rule
    return source.deadline_rule


def _due(words: MatterWords, source: Source, on: date, former: Matter | None) -> dict[str, Any]:
    """By hand with a reason, or by a rule that gives the date when the matter is handed out."""
    if words.due_on is None:
        return _by_rule(words.due_rule or default_rule(source, words.urgency), words)
    if words.due_rule:
        raise of_field("due_on", _("时限或按规则、或手工确定，只能选一样。"), "due_twice")
    if not words.due_basis.strip():
        raise of_field("due_basis", _("手工确定时限的，请写明理由。"), "due_reason_missing")
    if words.due_on < on and (former is None or former.due_on != words.due_on):
        raise of_field("due_on", _("办结时限不能早于今天。"), "due_past")
    return {
        "due_rule": "",
        "due_on": words.due_on,
        "original_due_on": words.due_on,
        "due_basis": words.due_basis.strip(),
    }


def _by_rule(key: str, words: MatterWords) -> dict[str, Any]:
    if words.due_basis.strip():
        raise of_field("due_on", _("写了时限理由，还须填写日期。"), "due_date_missing")
    if not DeadlineRule.objects.filter(key=key).exists():
        raise of_field("due_rule", _("规则库里没有时限规则“%(key)s”。") % {"key": key}, "no_such_rule")
    return {"due_rule": key, "due_on": None, "original_due_on": None, "due_basis": ""}


def refusals_of(place: int, error: ValidationError, text: str = "") -> list[ValidationError]:
    """A refusal of one entry of several: its place in ``params["entry"]``, its field, or "", in ``field``.

    ``text`` puts ``number``, from 1, before ``words``.
    """
    fields = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    return [
        ValidationError(
            text or _("第%(number)s件：%(words)s"),
            code=one.code,
            params={"entry": place, "field": field, "number": place + 1, "words": one.messages[0]},
        )
        for field, errors in fields.items()
        for one in errors
    ]
