"""What is sent, and what may become of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol


class Refused(Exception):
    """This message will never be taken as it is: there is no such address. Trying again is of no use."""


class Unreachable(Exception):
    """It was not taken now and may be later."""


class Down(Unreachable):
    """The way itself does not work: no other message would get through now either."""


@dataclass(frozen=True)
class Item:
    text: str
    kind: str
    colour: str
    due_on: date
    link: str


@dataclass(frozen=True)
class Message:
    """One digest in all the forms that the ways need. ``key`` is the same in every attempt.

    ``items`` are listed one by one, of ``more`` only the number is told.
    """

    key: str
    to: str
    name: str
    subject: str
    text: str
    html: str
    short: str
    link: str
    items: tuple[Item, ...] = ()
    more: int = 0


class Way(Protocol):
    def send(self, message: Message) -> str: ...

    def close(self) -> None: ...
