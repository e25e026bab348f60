"""短信 by a plain HTTP gateway (docs/deployment.md §9): every county has another provider.

One POST a message, whose key the gateway must take for the same message when it comes again.
"""

from __future__ import annotations

from django.conf import settings

from .message import Message, Refused
from .wire import Wire


class Sms(Wire):
    def send(self, message: Message) -> str:
        given = settings.GATEWAYS
        reply = self.call(
            "POST",
            given["SMS_URL"],
            json={
                "id": message.key,
                "phone": message.to,
                "text": message.short,
                "sign": given["SMS_SIGN"],
                "template": given["SMS_TEMPLATE"],
            },
            headers={"Authorization": f"Bearer {given['SMS_TOKEN']}", "Idempotency-Key": message.key},
        )
        reply.require_answer()
        if not reply.taken:
            raise Refused(reply.words)
        return reply.words
