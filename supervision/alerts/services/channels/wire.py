"""One HTTP call to a gateway, bounded in time and size, whose errors tell no secret.

The address of a call holds tokens and secrets, and the errors of ``requests`` hold the address; so only the
kind of error and the host are told on.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError

from .message import Down, Unreachable

# Seconds to connect and between two pieces of the answer. A message takes at most four calls, which is far
# below the lease of ten minutes.
TIMEOUT: Final = (5, 15)
LONGEST: Final = 64 * 1024
BUSY: Final = (408, 425, 429)


class _NoNetrc(AuthBase):
    """``requests`` would replace our Authorization header by what ~/.netrc says."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


@dataclass(frozen=True)
class Reply:
    host: str
    status: int
    body: bytes

    @property
    def taken(self) -> bool:
        return 200 <= self.status < 300

    @property
    def words(self) -> str:
        return f"{self.status} {self.body[:200].decode(errors='replace')}".strip()

    @property
    def fields(self) -> dict[str, Any]:
        """The JSON object of the answer."""
        try:
            found = json.loads(self.body)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise Down(f"{self.host}: {self.words}")
        return found

    def require_answer(self) -> None:
        """Raise when the gateway itself is unwell, whatever the message."""
        if self.status in BUSY:
            raise Unreachable(f"{self.host}: {self.words}")
        if self.status >= 500 or 300 <= self.status < 400 or self.status in (401, 403):
            raise Down(f"{self.host}: {self.words}")


class Wire:
    def __init__(self) -> None:
        self.session = requests.Session()

    def call(self, method: str, url: str, **given: Any) -> Reply:
        host = urlsplit(url).netloc.rpartition("@")[2]
        try:
            with self.session.request(
                method, url, timeout=TIMEOUT, allow_redirects=False, stream=True, auth=_NoNetrc(), **given
            ) as answer:
                body = answer.raw.read(LONGEST, decode_content=True)
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            raise Down(f"{host}: {type(error).__name__}") from None
        return Reply(host, answer.status_code, body)

    def close(self) -> None:
        self.session.close()
