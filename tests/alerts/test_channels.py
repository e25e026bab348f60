"""Each way speaks its gateway's words over real HTTP; what a gateway says of a message decides its fate."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.checks import run_checks

from rulebook.rules.ladder import Channel
from supervision.alerts.selectors.ways import NEEDS, offered_channels
from supervision.alerts.services.channels import Down, Item, Message, Refused, Unreachable, Ways, wire
from tests.alerts.gateway import Gateway

MESSAGE = Message(
    key="digest-17",
    to="lu.lianluo",
    name="路联络",
    subject="督查提醒：1项逾期待办",
    text="全文",
    html="<p>全文</p>",
    short="路联络同志：您有1项逾期待办。",
    link="https://ducha.example/alerts/",
    items=(Item("尚未报送", "progress", "blue", date(2026, 9, 7), "https://ducha.example/projects/1/"),),
    more=2,
)
SETTINGS = {
    "SMS_TOKEN": "sms-secret",
    "SMS_SIGN": "督查办",
    "SMS_TEMPLATE": "T1",
    "WECOM_CORP_ID": "corp",
    "WECOM_AGENT_ID": "1000002",
    "WECOM_SECRET": "wecom-secret",
    "GOVWECHAT_CORP_ID": "gov",
    "GOVWECHAT_AGENT_ID": "7",
    "GOVWECHAT_SECRET": "gov-secret",
    "DINGTALK_APP_KEY": "key",
    "DINGTALK_APP_SECRET": "ding-secret",
    "DINGTALK_AGENT_ID": "33",
    "WEBHOOK_SECRET": "hook-secret",
}
SECRETS = [value for value in SETTINGS.values() if value.endswith("secret")]
BY_HTTP = [channel for channel in Channel if NEEDS[channel]]


@pytest.fixture
def gateway(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    with Gateway() as gateway:
        names = ("SMS_URL", "WECOM_URL", "GOVWECHAT_URL", "DINGTALK_URL", "WEBHOOK_URL")
        settings.GATEWAYS = django_settings.GATEWAYS | SETTINGS | dict.fromkeys(names, gateway.url + "/in")
        monkeypatch.setattr(wire, "TIMEOUT", (0.3, 0.3))
        yield gateway


def send(channel: Channel, message: Message = MESSAGE) -> str:
    with Ways() as ways:
        return ways.send(channel, message)


def test_a_text_message_goes_with_its_key_as_the_mark_of_a_repeat(gateway: Gateway) -> None:
    gateway.answers.append((202, {"id": "s1"}))
    assert send(Channel.SMS) == '202 {"id": "s1"}'
    [call] = gateway.calls
    assert (call.path, call.fields) == (
        "/in",
        {"id": "digest-17", "phone": "lu.lianluo", "text": MESSAGE.short, "sign": "督查办", "template": "T1"},
    )
    assert call.headers["Authorization"] == "Bearer sms-secret"
    assert call.headers["Idempotency-Key"] == "digest-17"


@pytest.mark.parametrize(("channel", "agent"), [(Channel.WECOM, "1000002"), (Channel.GOVWECHAT, "7")])
def test_wecom_gets_a_card_that_its_server_can_tell_from_a_repeat(
    gateway: Gateway, channel: Channel, agent: str
) -> None:
    gateway.answers.append((200, {"errcode": 0, "errmsg": "ok", "invaliduser": "", "msgid": "m1"}))
    assert send(channel) == "m1"
    [call] = gateway.calls
    assert (call.path, call.query) == ("/in/cgi-bin/message/send", {"access_token": "token1"})
    assert call.fields == {
        "touser": "lu.lianluo",
        "msgtype": "textcard",
        "agentid": agent,
        "textcard": {"title": MESSAGE.subject, "description": MESSAGE.short, "url": MESSAGE.link},
        "enable_duplicate_check": 1,
        "duplicate_check_interval": 14400,
    }


def test_dingtalk_gets_a_work_notice(gateway: Gateway) -> None:
    gateway.answers.append((200, {"errcode": 0, "task_id": 25}))
    assert send(Channel.DINGTALK) == "25"
    [call] = gateway.calls
    assert call.path == "/in/topapi/message/corpconversation/asyncsend_v2"
    assert (call.fields["agent_id"], call.fields["userid_list"]) == ("33", "lu.lianluo")
    card = call.fields["msg"]["action_card"]
    assert (card["markdown"], card["single_url"]) == (MESSAGE.short, MESSAGE.link)


def test_a_webhook_is_signed_over_id_time_and_body(gateway: Gateway) -> None:
    send(Channel.WEBHOOK)
    [call] = gateway.calls
    signed = f"digest-17.{call.headers['webhook-timestamp']}.".encode() + call.body
    digest = hmac.new(b"hook-secret", signed, hashlib.sha256).digest()
    assert call.headers["webhook-signature"] == "v1," + base64.b64encode(digest).decode()
    assert call.headers["webhook-id"] == call.fields["id"] == "digest-17"
    assert call.fields["items"][0]["due_on"] == "2026-09-07"
    assert call.fields["more"] == 2


def test_a_token_serves_for_a_round_and_is_fetched_anew_once_it_is_stale(gateway: Gateway) -> None:
    gateway.answers.extend([(200, {"errcode": 0}), (200, {"errcode": 42001}), (200, {"errcode": 0})])
    with Ways() as ways:
        ways.send(Channel.WECOM, MESSAGE)
        ways.send(Channel.WECOM, MESSAGE)
    assert [call.query["access_token"] for call in gateway.calls] == ["token1", "token1", "token2"]
    gateway.answers.extend([(200, {"errcode": 42001})] * 2)
    with pytest.raises(Down):
        send(Channel.DINGTALK)


DOWN: list[Any] = [(503, {}), (302, {}), (401, {}), "hang up"]
FATES: list[tuple[Channel, Any, type[Exception]]] = [
    (Channel.SMS, (422, {"error": "no such phone"}), Refused),
    (Channel.SMS, (429, {}), Unreachable),
    (Channel.WEBHOOK, (410, {}), Refused),
    (Channel.WECOM, (200, {"errcode": 81013, "errmsg": "user not found"}), Refused),
    (Channel.WECOM, (200, {"errcode": 0, "invaliduser": "lu.lianluo"}), Refused),
    (Channel.WECOM, (200, {"errcode": 45009}), Unreachable),
    (Channel.WECOM, (200, {"errcode": 60020, "errmsg": "not allow to access from your ip"}), Down),
    (Channel.WECOM, (200, ["no object"]), Down),
    (Channel.DINGTALK, (200, {"errcode": 33012}), Refused),
    (Channel.DINGTALK, (200, {"errcode": 90018}), Unreachable),
    (Channel.DINGTALK, (200, {"errcode": 88, "sub_msg": "ding talk error"}), Down),
    *((channel, answer, Down) for channel in BY_HTTP for answer in DOWN),
    (Channel.SMS, "silent", Down),
]  # fmt: skip


@pytest.mark.parametrize(("channel", "answer", "fate"), FATES)
def test_what_a_gateway_says_decides_whether_and_when_it_is_tried_again(
    gateway: Gateway, channel: Channel, answer: Any, fate: type[Exception]
) -> None:
    gateway.answers.append(answer)
    with pytest.raises(Unreachable if fate is Down else fate) as caught:
        send(channel)
    assert type(caught.value) is fate
    assert not [secret for secret in SECRETS if secret in str(caught.value)]


@pytest.mark.parametrize("channel", BY_HTTP)
def test_an_error_of_the_network_tells_no_secret(gateway: Gateway, settings: Any, channel: Channel) -> None:
    names = [name for name in NEEDS[channel] if name.endswith("URL")]
    settings.GATEWAYS = settings.GATEWAYS | dict.fromkeys(names, "http://127.0.0.1:9")
    with pytest.raises(Down) as caught:
        send(channel)
    assert str(caught.value) == "127.0.0.1:9: ConnectionError"
    assert caught.value.__cause__ is None and caught.value.__suppress_context__


@pytest.mark.parametrize(("field", "channel"), [("touser", Channel.WECOM), ("userid_list", Channel.DINGTALK)])
def test_long_words_are_cut_between_characters(gateway: Gateway, field: str, channel: Channel) -> None:
    long = Message(**{**MESSAGE.__dict__, "subject": "督" * 300, "short": "查" * 3000})
    send(channel, long)
    card = gateway.calls[0].fields.get("textcard") or gateway.calls[0].fields["msg"]["action_card"]
    assert all(word.endswith("…") for word in (card["title"], card.get("description") or card["markdown"]))
    assert len(card["title"].encode()) <= 192


def test_only_what_is_set_up_whole_is_offered_and_the_check_names_what_is_missing(settings: Any) -> None:
    assert offered_channels() == (Channel.EMAIL,)
    settings.GATEWAYS = settings.GATEWAYS | {"SMS_URL": "https://sms.example", "WECOM_CORP_ID": "corp"}
    assert offered_channels() == (Channel.EMAIL,)
    said = [one.msg for one in run_checks(include_deployment_checks=True) if one.id == "alerts.W002"]
    assert said == [
        "短信没有启用：还缺少环境变量 SMS_TOKEN。",
        "企业微信没有启用：还缺少环境变量 WECOM_AGENT_ID WECOM_SECRET。",
    ]
    settings.GATEWAYS = settings.GATEWAYS | {"SMS_TOKEN": "x"}
    assert offered_channels() == (Channel.EMAIL, Channel.SMS)


@pytest.mark.parametrize("refuses", [True, False])
def test_without_an_address_or_a_gateway_nothing_is_tried(
    gateway: Gateway, settings: Any, refuses: bool
) -> None:
    without: Callable[[], str] = lambda: send(Channel.SMS, Message(**{**MESSAGE.__dict__, "to": ""}))  # noqa: E731
    if not refuses:
        settings.GATEWAYS = settings.GATEWAYS | {"SMS_TOKEN": ""}
        without = lambda: send(Channel.SMS)  # noqa: E731
    with pytest.raises(Refused if refuses else Down, match="没有短信的地址" if refuses else "SMS_TOKEN"):
        without()
    assert gateway.calls == []
