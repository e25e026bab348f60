"""What the API takes and tells of slips."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from projects.serializers import shown
from supervision.inspections.serializers.answers import StepOfThingOut
from supervision.inspections.serializers.requests import WithFilesIn, files_of
from supervision.matters.serializers.answers import NameOut
from supervision.matters.serializers.requests import Choices, KeyIn, SaidIn, SomeKeyIn

from ..models.slip import ABOUT_CHOICES, COLOUR_CHOICES, KIND_CHOICES, MOST_DAYS, STATUS_CHOICES
from ..rules.slip_words import MOST_WORDS, SlipWords

SLIP_KIND_WORDS: Choices = [*KIND_CHOICES.items()]
SLIP_COLOUR_WORDS: Choices = [*COLOUR_CHOICES.items()]
SLIP_STATUS_WORDS: Choices = [*STATUS_CHOICES.items()]
SLIP_THING_WORDS: Choices = [*ABOUT_CHOICES.items()]
__all__ = ["files_of"]


class SlipOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(SLIP_KIND_WORDS)
    colour = serializers.ChoiceField(SLIP_COLOUR_WORDS, allow_blank=True, help_text=_("通知没有颜色。"))
    number = serializers.CharField(help_text=_("文号；印发以前为空。"))
    title = serializers.CharField()
    thing = serializers.ChoiceField(SLIP_THING_WORDS)
    about_key = serializers.IntegerField(help_text=_("所督办对象的 id。"))
    unit_id = serializers.IntegerField()
    unit_name = serializers.CharField(source="unit__short_name")
    status = serializers.ChoiceField(SLIP_STATUS_WORDS)
    due_on = serializers.DateField(allow_null=True)
    issued_on = serializers.DateField(allow_null=True)
    sign_by = serializers.DateField(allow_null=True)
    answer_by = serializers.DateField(allow_null=True)
    signed_at = serializers.DateTimeField(allow_null=True)
    ended_on = serializers.DateField(allow_null=True)


class SlipFactOut(serializers.Serializer[Any]):
    label: Any = serializers.CharField()
    value = serializers.CharField()


class SlipAnswerOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    text = serializers.CharField()
    by = NameOut()
    at = serializers.DateTimeField()


class SlipDetailOut(SlipOut):
    facts = serializers.ListField(child=SlipFactOut())
    frozen_on = serializers.DateField(allow_null=True)
    requirement = serializers.CharField()
    reason = serializers.CharField()
    days = serializers.IntegerField(allow_null=True)
    summoned = serializers.CharField()
    meets_at = serializers.DateTimeField(allow_null=True)
    place = serializers.CharField()
    talk_record = serializers.CharField()
    follows_id = serializers.IntegerField(allow_null=True)
    signatory_id = serializers.IntegerField(allow_null=True)
    drafted_by = NameOut()
    approved_by = NameOut()
    signed_by = NameOut()
    receipt_note = serializers.CharField()
    returns = serializers.IntegerField()
    answers = serializers.ListField(child=SlipAnswerOut())
    steps = serializers.ListField(child=StepOfThingOut())


class SlipWordsIn(serializers.Serializer[Any]):
    requirement = serializers.CharField(max_length=MOST_WORDS)
    days = serializers.IntegerField(
        min_value=1, max_value=MOST_DAYS, allow_null=True, default=None, help_text=_("工作日；不填按规则库。")
    )
    reason = SaidIn(300)
    summoned = SaidIn(200)
    meets_at = serializers.DateTimeField(allow_null=True, default=None)
    place = SaidIn(100)


@shown(
    {
        "kind": "slip",
        "colour": "blue",
        "thing": "project",
        "about_id": 7,
        "unit_id": 12,
        "requirement": "请抓紧办理。",
    }
)
class SlipIn(SlipWordsIn):
    kind = serializers.ChoiceField(SLIP_KIND_WORDS)
    colour = serializers.ChoiceField(SLIP_COLOUR_WORDS, allow_blank=True, default="")
    thing = serializers.ChoiceField(SLIP_THING_WORDS)
    about_id = KeyIn()
    unit_id = KeyIn()


class ApproveSlipIn(serializers.Serializer[Any]):
    signatory_id = SomeKeyIn(help_text=_("批准领导的岗位；红色必填。"))


class SignSlipIn(serializers.Serializer[Any]):
    receipt_note = SaidIn(200)


class AnswerSlipIn(WithFilesIn):
    text = serializers.CharField(max_length=4000)


class TalkIn(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=4000)


class CloseSlipIn(serializers.Serializer[Any]):
    note = SaidIn(500)


WORDS = ("requirement", "days", "reason", "summoned", "meets_at", "place")


def words_of(values: dict[str, Any]) -> dict[str, Any]:
    """The words of the request as one argument of the services."""
    return {"words": SlipWords(**{name: values.pop(name) for name in WORDS}), **values}


def answered(values: dict[str, Any]) -> dict[str, Any]:
    return {"text": values["text"], "files": files_of(values)}
