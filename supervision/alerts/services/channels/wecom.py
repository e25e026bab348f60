"""企业微信 and 政务微信: the same protocol under another address (gettoken, message/send)."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings

from .message import Down, Message, Refused, Unreachable
from .tokens import TokenGateway, shortened

# Of developer.work.weixin.qq.com/document/path/90313: a token that is no longer good; a member who cannot
# be written to; and what is over in a while.
STALE: Final = (40014, 41001, 42001)
NO_SUCH_MEMBER: Final = (40003, 46004, 60111, 81013)
PASSES: Final = (45009, 45033, 45047)
# Seconds within which the server takes an equal message for a repeat; four hours are its longest.
SAME_WITHIN: Final = 4 * 3600
TITLE_BYTES, TEXT_BYTES = 128, 512


class WeCom(TokenGateway):
    def __init__(self, prefix: str) -> None:
        super().__init__(stale=STALE)
        self.prefix = prefix

    def _of(self, name: str) -> str:
        return str(settings.GATEWAYS[f"{self.prefix}_{name}"])

    def _address(self, path: str) -> str:
        return f"{self._of('URL').rstrip('/')}/cgi-bin/{path}"

    def _fetch_token(self) -> dict[str, Any]:
        params = {"corpid": self._of("CORP_ID"), "corpsecret": self._of("SECRET")}
        return self.answered("GET", self._address("gettoken"), params=params)

    def _post(self, message: Message, token: str) -> dict[str, Any]:
        return self.answered(
            "POST",
            self._address("message/send"),
            params={"access_token": token},
            json={
                "touser": message.to,
                "msgtype": "textcard",
                "agentid": self._of("AGENT_ID"),
                "textcard": {
                    "title": shortened(message.subject, TITLE_BYTES),
                    "description": shortened(message.short, TEXT_BYTES),
                    "url": message.link,
                },
                "enable_duplicate_check": 1,
                "duplicate_check_interval": SAME_WITHIN,
            },
        )

    def _judge(self, code: int, words: str, fields: dict[str, Any]) -> str:
        if code in NO_SUCH_MEMBER or code == 0 and fields.get("invaliduser"):
            raise Refused(words)
        if code in PASSES:
            raise Unreachable(words)
        if code:
            raise Down(words)
        return str(fields.get("msgid") or words)
