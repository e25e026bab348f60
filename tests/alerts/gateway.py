"""A real HTTP server in a thread, in the place of the gateways of SMS, 企业微信, 钉钉 and other systems.

It fails, is late, hangs up and answers twice when it is told to.
"""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Call:
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def fields(self) -> Any:
        return json.loads(self.body)


class Gateway:
    """``calls`` is what came in; ``answers`` are given in turn, else ``{"errcode": 0}`` with 200.

    An answer is (status, body), or one of the words "silent" (no answer at all) and "hang up".
    """

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.answers: deque[tuple[int, Any] | str] = deque()
        self.tokens = 0
        self.closing = Event()
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                gateway.take(self)

            def do_POST(self) -> None:
                gateway.take(self)

            def log_message(self, *args: Any) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def take(self, request: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(request.path)
        body = request.rfile.read(int(request.headers.get("Content-Length", 0)))
        call = Call(parts.path, dict(parse_qsl(parts.query)), dict(request.headers.items()), body)
        if parts.path.endswith("gettoken"):
            self.tokens += 1
            self._answer(request, 200, {"errcode": 0, "access_token": f"token{self.tokens}"})
            return
        self.calls.append(call)
        answer = self.answers.popleft() if self.answers else (200, {"errcode": 0, "errmsg": "ok"})
        if answer == "silent":
            self.closing.wait()
        elif isinstance(answer, tuple):
            self._answer(request, *answer)
        else:
            request.close_connection = True

    @staticmethod
    def _answer(request: BaseHTTPRequestHandler, status: int, body: Any) -> None:
        content = json.dumps(body).encode()
        request.send_response(status)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)

    def __enter__(self) -> Gateway:
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()
