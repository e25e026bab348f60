"""Gateways that hand out a token first and say by ``errcode`` what they think of a message."""

from __future__ import annotations

from typing import Any

from .message import Down, Message
from .wire import Wire


class TokenGateway(Wire):
    """The token is kept for one round; when the gateway no longer knows it, a new one is fetched once."""

    def __init__(self, *, stale: tuple[int, ...]) -> None:
        super().__init__()
        self.stale = stale
        self.token = ""

    def send(self, message: Message) -> str:
        fields: dict[str, Any] = {}
        for _try in range(2):
            fields = self._post(message, self.token or self._renew())
            if _code(fields) not in self.stale:
                break
            self.token = ""
        return self._judge(_code(fields), _words(fields), fields)

    def _renew(self) -> str:
        fields = self._fetch_token()
        if _code(fields) or not fields.get("access_token"):
            raise Down(_words(fields))
        self.token = str(fields["access_token"])
        return self.token

    def answered(self, method: str, url: str, **given: Any) -> dict[str, Any]:
        reply = self.call(method, url, **given)
        reply.require_answer()
        return reply.fields

    def _fetch_token(self) -> dict[str, Any]:
        raise NotImplementedError

    def _post(self, message: Message, token: str) -> dict[str, Any]:
        raise NotImplementedError

    def _judge(self, code: int, words: str, fields: dict[str, Any]) -> str:
        """The answer when the message was taken; raises when it was not."""
        raise NotImplementedError


def _code(fields: dict[str, Any]) -> int:
    """Whatever is no number is no success."""
    code = fields.get("errcode", 0)
    return code if isinstance(code, int) else -1


def _words(fields: dict[str, Any]) -> str:
    said = (fields.get(name) for name in ("errcode", "errmsg", "sub_msg", "invaliduser"))
    return " ".join(str(word) for word in said if word not in (None, ""))


def shortened(text: str, most: int) -> str:
    """At most so many bytes, as the gateways count, without half a character."""
    if len(text.encode()) <= most:
        return text
    return text.encode()[: most - 3].decode(errors="ignore") + "…"
