"""Which ways out of the house are set up here; what is not set up is offered to nobody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.conf import settings

from rulebook.rules.ladder import Channel

# What each needs of ``settings.GATEWAYS``; e-mail has settings of its own, which always lead somewhere.
NEEDS: Final[Mapping[Channel, tuple[str, ...]]] = {
    Channel.EMAIL: (),
    Channel.SMS: ("SMS_URL", "SMS_TOKEN"),
    Channel.WECOM: ("WECOM_URL", "WECOM_CORP_ID", "WECOM_AGENT_ID", "WECOM_SECRET"),
    Channel.DINGTALK: ("DINGTALK_URL", "DINGTALK_APP_KEY", "DINGTALK_APP_SECRET", "DINGTALK_AGENT_ID"),
    Channel.GOVWECHAT: ("GOVWECHAT_URL", "GOVWECHAT_CORP_ID", "GOVWECHAT_AGENT_ID", "GOVWECHAT_SECRET"),
    Channel.WEBHOOK: ("WEBHOOK_URL", "WEBHOOK_SECRET"),
}
# Known addresses, set from the beginning.
PRESET: Final = ("WECOM_URL", "DINGTALK_URL")


def missing_settings(channel: Channel) -> tuple[str, ...]:
    """The variables that the channel still wants; empty when it can be used."""
    return tuple(name for name in NEEDS[channel] if not settings.GATEWAYS.get(name))


def offered_channels() -> tuple[Channel, ...]:
    """The ways by which a message can leave here."""
    return tuple(channel for channel in Channel if not missing_settings(channel))


def begun_channels() -> dict[Channel, tuple[str, ...]]:
    """Ways that somebody began to set up, and what each still lacks."""
    lacking = {channel: missing_settings(channel) for channel in Channel}
    return {channel: names for channel, names in lacking.items() if names and _is_begun(channel)}


def _is_begun(channel: Channel) -> bool:
    return any(settings.GATEWAYS.get(name) for name in NEEDS[channel] if name not in PRESET)
