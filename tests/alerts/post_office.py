"""A real SMTP server on a free port, which can be told to refuse or to hang up."""

from __future__ import annotations

import email
import socket
from collections.abc import Callable
from email import policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope, Session


class PostOffice:
    """Keeps what it accepted, in order. ``refuse`` answers so many letters with a temporary error first.

    ``unknown``: an address that it does not know. ``hang_up``: when asked whether it is still there.
    """

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refuse = 0
        self.unknown = ""
        self.hang_up = False
        self.hook: tuple[int, Callable[[], object]] | None = None
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_RCPT(
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address == self.unknown:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_NOOP(self, server: Any, session: Session, envelope: Envelope, arg: str) -> str:
        if self.hang_up:
            server.transport.close()
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        if self.refuse > 0:
            self.refuse -= 1
            return "451 mailbox busy"
        if self.hook and len(self.letters) + 1 >= self.hook[0]:
            _number, act = self.hook
            self.hook = None
            act()
        content = envelope.original_content or b""
        self.letters.append(email.message_from_bytes(content, policy=policy.default))
        return "250 kept"

    def at(self, number: int, act: Callable[[], object]) -> None:
        """Do something while the letter of that number is being accepted."""
        self.hook = (number, act)

    def __enter__(self) -> PostOffice:
        self.controller.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.controller.stop()

    @property
    def addresses(self) -> list[str]:
        return sorted(letter["To"] for letter in self.letters)

    @property
    def message_ids(self) -> list[str]:
        return [letter["Message-ID"] for letter in self.letters]
