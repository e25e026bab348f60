"""What the API tells of a reminder: about what, to whom, and what came of it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from rulebook.models.ladders import ADDRESSEES, CHANNELS, COLOURS
from supervision.matters.serializers.answers import NameOut

from ..models import Outcome, Subject

ADDRESSEE_WORDS = [*ADDRESSEES.items()]
CHANNEL_WORDS = [*CHANNELS.items()]
COLOUR_WORDS = [*COLOURS.items()]


class ReminderOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    subject = serializers.ChoiceField(Subject.choices)
    text = serializers.CharField()
    unit_id = serializers.IntegerField(allow_null=True, help_text=_("责任单位；空为督查办或领导本人。"))
    recipient_id = serializers.IntegerField()
    recipient_name = NameOut()
    addressee = serializers.ChoiceField(ADDRESSEE_WORDS)
    due_on = serializers.DateField()
    rung = serializers.IntegerField(help_text=_("阶次：0为消息，11起为提示，21起蓝、31起黄、41起红。"))
    colour = serializers.ChoiceField(COLOUR_WORDS)
    raised_at = serializers.DateTimeField()
    delivered_at = serializers.DateTimeField(allow_null=True)
    read_at = serializers.DateTimeField(allow_null=True)
    signed_at = serializers.DateTimeField(allow_null=True)
    settled_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.ChoiceField(Outcome.choices, allow_blank=True)


class DeliveryOut(serializers.Serializer[Any]):
    channel = serializers.ChoiceField(CHANNEL_WORDS, source="digest__channel")
    on = serializers.DateField(source="digest__on")
    attempt = serializers.IntegerField()
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    error = serializers.CharField()


class ReminderDetailOut(ReminderOut):
    project_id = serializers.IntegerField(allow_null=True)
    milestone_id = serializers.IntegerField(allow_null=True)
    indicator_id = serializers.IntegerField(allow_null=True)
    matter_id = serializers.IntegerField(allow_null=True)
    duty_id = serializers.IntegerField(allow_null=True)
    feedback_id = serializers.IntegerField(allow_null=True)
    extension_id = serializers.IntegerField(allow_null=True)
    finding_id = serializers.IntegerField(allow_null=True)
    conclusion_id = serializers.IntegerField(allow_null=True)
    review_id = serializers.IntegerField(allow_null=True)
    verification_id = serializers.IntegerField(allow_null=True)
    rectification_id = serializers.IntegerField(allow_null=True)
    deliveries = DeliveryOut(many=True, help_text=_("每次发送，按先后。"))
