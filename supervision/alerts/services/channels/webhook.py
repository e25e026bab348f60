"""外部系统: a signed POST as standardwebhooks.com describes it, with an id that stays the same."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time

from django.conf import settings

from .message import Message, Refused
from .wire import Wire


class Webhook(Wire):
    def send(self, message: Message) -> str:
        body = json.dumps(_content(message), ensure_ascii=False, separators=(",", ":")).encode()
        moment = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "webhook-id": message.key,
            "webhook-timestamp": moment,
            "webhook-signature": signature(settings.GATEWAYS["WEBHOOK_SECRET"], message.key, moment, body),
        }
        reply = self.call("POST", settings.GATEWAYS["WEBHOOK_URL"], data=body, headers=headers)
        reply.require_answer()
        if not reply.taken:
            raise Refused(reply.words)
        return reply.words


def signature(secret: str, key: str, moment: str, body: bytes) -> str:
    """Over id, time and body, so that none of them can be changed or sent again much later."""
    signed = f"{key}.{moment}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest()).decode()


def _content(message: Message) -> dict[str, object]:
    return {
        "type": "digest",
        "id": message.key,
        "to": message.to,
        "name": message.name,
        "subject": message.subject,
        "text": message.text,
        "link": message.link,
        "more": message.more,
        "items": [
            {
                "kind": item.kind,
                "colour": item.colour,
                "text": item.text,
                "due_on": item.due_on.isoformat(),
                "link": item.link,
            }
            for item in message.items
        ],
    }
