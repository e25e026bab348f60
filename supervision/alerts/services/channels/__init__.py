"""The ways out of the house: one file each, one verb ``send(message) -> answer``.

A way raises ``Refused`` when this message will never be taken, ``Unreachable`` when it may be later, and of
the latter ``Down`` when it is of no use to try another message now. Nothing else leaves ``send``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Final, Self

from django.utils.translation import gettext as _

from rulebook.rules.ladder import CHANNEL_LABELS, Channel
from supervision.alerts.selectors.ways import missing_settings

from .dingtalk import DingTalk
from .mail import Mail
from .message import Down, Item, Message, Refused, Unreachable, Way
from .sms import Sms
from .webhook import Webhook
from .wecom import WeCom

__all__ = ["Down", "Item", "Message", "Refused", "Unreachable", "Ways"]

OPENED_BY: Final[Mapping[Channel, Callable[[], Way]]] = {
    Channel.EMAIL: Mail,
    Channel.SMS: Sms,
    Channel.WECOM: lambda: WeCom("WECOM"),
    Channel.GOVWECHAT: lambda: WeCom("GOVWECHAT"),
    Channel.DINGTALK: DingTalk,
    Channel.WEBHOOK: Webhook,
}


class Ways:
    """The ways of one round of sending: each is opened when first needed and closed with the round."""

    def __init__(self) -> None:
        self._open: dict[Channel, Way] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for way in self._open.values():
            way.close()

    def send(self, channel: Channel, message: Message) -> str:
        """Hand the message over; what the other side answered."""
        if not message.to:
            raise Refused(_("没有%(channel)s的地址") % {"channel": CHANNEL_LABELS[channel]})
        if missing := missing_settings(channel):
            raise Down(_("没有设置%(names)s") % {"names": " ".join(missing)})
        if channel not in self._open:
            self._open[channel] = OPENED_BY[channel]()
        return self._open[channel].send(message)
