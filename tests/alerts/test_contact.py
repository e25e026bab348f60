"""我的联系方式 and 代理: moved, never switched off; appointed by whoever goes away, shown to both."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Deputy
from supervision.alerts.models import ChannelChoice
from tests.town import Town

pytestmark = pytest.mark.django_db
ON = date(2026, 9, 12)


@pytest.fixture
def ways(settings: Any) -> None:
    """SMS and 企业微信 are set up, 钉钉 is not."""
    own = (
        "SMS_URL",
        "SMS_TOKEN",
        "SMS_SIGN",
        "SMS_TEMPLATE",
        "WECOM_CORP_ID",
        "WECOM_AGENT_ID",
        "WECOM_SECRET",
    )
    settings.GATEWAYS = settings.GATEWAYS | dict.fromkeys(own, "https://gateway.test")


@pytest.mark.usefixtures("ways")
def test_messages_are_moved_to_what_is_set_up_and_never_switched_off(client: Client, town: Town) -> None:
    client.force_login(town.lead_clerk)
    address = reverse("alerts-contact")
    html = client.get(address).content.decode()
    assert "不能关闭" in html
    assert "企业微信</label>" in html
    assert "钉钉</label>" not in html
    assert "请填写在该渠道的账号" in client.post(address, {"channel": "wecom"}).content.decode()
    assert "您没有登记电话" in client.post(address, {"channel": "sms"}).content.decode()
    for never in ("dingtalk", "webhook", "", "none"):
        client.post(address, {"channel": never, "address": "x"})
    assert not ChannelChoice.objects.exists()
    html = client.post(address, {"channel": "wecom", "address": "lulianluo"}, follow=True).content.decode()
    assert "今后的提醒发到企业微信。" in html
    choice = ChannelChoice.objects.get()
    assert (choice.user, choice.channel, choice.address) == (town.lead_clerk, "wecom", "lulianluo")
    client.post(address, {"channel": "email"})
    assert not ChannelChoice.objects.exists()


def test_whoever_goes_away_appoints_a_deputy_and_both_see_it(client: Client, town: Town) -> None:
    address = reverse("alerts-deputies")
    client.force_login(town.lead_head)
    assert 'name="user"' not in client.get(address).content.decode()
    asked = {"deputy": town.lead_clerk.pk, "valid_from": ON.isoformat(), "valid_to": "2026-09-20"}
    html = client.post(address, asked | {"user": town.stranger.pk}, follow=True).content.decode()
    assert "路局长外出期间，提醒发给路联络。" in html
    row = Deputy.objects.get()
    assert (row.user, row.deputy) == (town.lead_head, town.lead_clerk)
    assert "这段时间已经有人代理" in client.post(address, asked).content.decode()
    client.force_login(town.lead_clerk)
    html = client.get(address).content.decode()
    assert "由我代理" in html
    assert "结束代理</button>" not in html
    assert client.post(reverse("alerts-end-deputy", args=[row.pk])).status_code == 403
    client.force_login(town.stranger)
    assert client.post(reverse("alerts-end-deputy", args=[row.pk])).status_code == 404
    client.force_login(town.office_head)
    client.post(reverse("alerts-end-deputy", args=[row.pk]))
    row.refresh_from_db()
    assert row.valid_to == ON


def test_the_head_of_the_office_appoints_for_anyone(client: Client, town: Town) -> None:
    client.force_login(town.office_head)
    asked = {"user": town.leader.pk, "deputy": town.supervisor.pk, "valid_from": ON.isoformat()}
    assert "常县长外出期间" in client.post(reverse("alerts-deputies"), asked, follow=True).content.decode()
    asked["deputy"] = town.leader.pk
    assert "不能代理自己" in client.post(reverse("alerts-deputies"), asked).content.decode()
