"""钉钉: a work notice (工作通知) by gettoken and asyncsend_v2.

DingTalk takes an equal text to the same person on one day for a repeat and drops it.
"""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings

from .message import Down, Message, Refused, Unreachable
from .tokens import TokenGateway, shortened

STALE: Final = (40001, 40014, 42001)
# 400002: the list of users is no list of users; 33012, 60121: nobody of that name.
NO_SUCH_MEMBER: Final = (33012, 60121, 400002)
PASSES: Final = (90002, 90018)
TITLE_BYTES, TEXT_BYTES = 192, 2000


class DingTalk(TokenGateway):
    def __init__(self) -> None:
        super().__init__(stale=STALE)

    def _address(self, path: str) -> str:
        return f"{settings.GATEWAYS['DINGTALK_URL'].rstrip('/')}/{path}"

    def _fetch_token(self) -> dict[str, Any]:
        given = settings.GATEWAYS
        params = {"appkey": given["DINGTALK_APP_KEY"], "appsecret": given["DINGTALK_APP_SECRET"]}
        return self.answered("GET", self._address("gettoken"), params=params)

    def _post(self, message: Message, token: str) -> dict[str, Any]:
        card = {
            "title": shortened(message.subject, TITLE_BYTES),
            "markdown": shortened(message.short, TEXT_BYTES),
            "single_title": shortened(message.subject, TITLE_BYTES),
            "single_url": message.link,
        }
        return self.answered(
            "POST",
            self._address("topapi/message/corpconversation/asyncsend_v2"),
            params={"access_token": token},
            json={
                "agent_id": settings.GATEWAYS["DINGTALK_AGENT_ID"],
                "userid_list": message.to,
                "msg": {"msgtype": "action_card", "action_card": card},
            },
        )

    def _judge(self, code: int, words: str, fields: dict[str, Any]) -> str:
        if code in NO_SUCH_MEMBER:
            raise Refused(words)
        if code in PASSES:
            raise Unreachable(words)
        if code:
            raise Down(words)
        return str(fields.get("task_id") or words)
