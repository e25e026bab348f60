"""Reminders, messages and attempts; ways to reach people; the pulse of the processes."""

from __future__ import annotations

from django.contrib import admin

from accounts.admin import ViewOnlyAdmin, ViewOnlyRows

from ..models import ChannelChoice, Delivery, Digest, DigestLine, Reminder


class ReminderLineInline(ViewOnlyRows):
    model = DigestLine
    beside = ["digest__recipient__person"]


class DigestLineInline(ViewOnlyRows):
    model = DigestLine
    beside = ["reminder"]


class DeliveryInline(ViewOnlyRows):
    model = Delivery


@admin.register(Reminder)
class ReminderAdmin(ViewOnlyAdmin):
    list_display = [
        "subject",
        "text",
        "recipient",
        "colour",
        "due_on",
        "raised_at",
        "delivered_at",
        "read_at",
        "signed_at",
        "settled_at",
        "outcome",
    ]
    list_filter = ["colour", "outcome", "subject"]
    list_select_related = ["recipient__person"]
    search_fields = ["text", "recipient__username", "recipient__person__name"]
    date_hierarchy = "raised_at"
    inlines = [ReminderLineInline]


@admin.register(Digest)
class DigestAdmin(ViewOnlyAdmin):
    list_display = [
        "on",
        "recipient",
        "channel",
        "attempts",
        "send_after",
        "sent_at",
        "gave_up_at",
        "last_error",
    ]
    list_filter = ["channel"]
    list_select_related = ["recipient__person"]
    search_fields = ["recipient__username", "recipient__person__name", "last_error"]
    date_hierarchy = "on"
    inlines = [DeliveryInline, DigestLineInline]


@admin.register(ChannelChoice)
class ChannelChoiceAdmin(ViewOnlyAdmin):
    list_display = ["user", "channel", "address"]
    list_select_related = ["user__person"]
    search_fields = ["user__username", "user__person__name"]
