"""By which ways a person can be told."""

from __future__ import annotations

from typing import Any, Final

from accounts.models import User
from rulebook.models.ladders import CHANNELS
from rulebook.rules.ladder import Channel

from ..models import ChannelChoice
from .ways import offered_channels

# To systems, not to people.
NOT_FOR_PEOPLE: Final = frozenset({Channel.WEBHOOK.value})
WITH_OWN_ACCOUNT: Final = frozenset({Channel.WECOM.value, Channel.DINGTALK.value, Channel.GOVWECHAT.value})


def ways_for_people() -> dict[str, Any]:
    """The channels that are set up here and end at a person, each with its name."""
    offered = {channel.value for channel in offered_channels()} - NOT_FOR_PEOPLE
    return {name: label for name, label in CHANNELS.items() if name in offered}


def choice_of(user: User) -> ChannelChoice | None:
    return ChannelChoice.objects.filter(user=user).first()
