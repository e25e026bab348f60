"""联系方式: a person has his messages sent another way. Duty reminders can be moved, never switched off."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.saving import because
from rulebook.models.ladders import CHANNELS
from rulebook.rules.ladder import Channel
from supervision.alerts.models import ChannelChoice
from supervision.alerts.selectors.contacts import WITH_OWN_ACCOUNT, ways_for_people


@transaction.atomic
def choose_channel(*, actor: User, channel: str, address: str = "") -> ChannelChoice | None:
    """From now on what would go by e-mail goes by ``channel``; e-mail itself takes the choice back.

    Raises ValidationError where nothing would reach the actor that way.
    """
    if channel not in ways_for_people():
        label = CHANNELS.get(channel, channel)
        raise ValidationError(
            {"channel": _("本系统没有接通“%(channel)s”，请另选一种。") % {"channel": label}}
        )
    _require_reachable(actor, channel, address)
    with because(actor, ""):
        if channel == Channel.EMAIL:
            ChannelChoice.objects.filter(user=actor).delete()
            return None
        own = address if channel in WITH_OWN_ACCOUNT else ""
        row, _created = ChannelChoice.objects.update_or_create(
            user=actor, defaults={"channel": channel, "address": own}
        )
        return row


def _require_reachable(actor: User, channel: str, address: str) -> None:
    person = actor.person
    if channel == Channel.EMAIL and not (person and person.email):
        raise ValidationError(
            {"channel": _("您没有登记电子邮箱，改用邮件就收不到提醒。请先请系统管理员登记邮箱。")}
        )
    if channel == Channel.SMS and not (person and person.phone):
        raise ValidationError(
            {"channel": _("您没有登记电话，收不到短信。请先请系统管理员登记手机号，或另选一种。")}
        )
    if channel in WITH_OWN_ACCOUNT and not address:
        raise ValidationError({"address": _("请填写在该渠道的账号，例如企业微信的成员账号。")})
