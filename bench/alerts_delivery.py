"""100,000 items to 2,000 people: put into digests, sent by SMTP, and the proof of it written.

Limits in the same run: one bare UPDATE of as many rows of the same table; a bare SMTP loop that hands as
many letters of the same size to the same server over one connection and writes nothing down.
"""

from __future__ import annotations

import logging
import smtplib
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from multiprocessing import Event, Process
from typing import Any
from zoneinfo import ZoneInfo

from aiosmtpd.controller import Controller
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection

from bench.data import COUNTY, PROJECTS
from supervision.alerts.models import Delivery, Digest, Reminder
from supervision.alerts.services import plan_reminders, send_digests
from supervision.alerts.services.bundling import bundle_reminders
from supervision.alerts.services.composing import compose

ON = date(2026, 9, 14)
NOON = datetime(2026, 9, 14, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
MILESTONES = """
    INSERT INTO projects_milestone (project_id, name, due_on, unit_id, contact, arrangement, completion)
    SELECT 1, '节点' || i, date '2026-09-01' - i %% 60, 1 + i %% %(units)s, '', '', ''
      FROM generate_series(1, %(items)s) i
"""
BARE = "UPDATE alerts_reminder SET bundled_at = %s WHERE bundled_at IS NULL"


def run(people: int = 2_000, items: int = 100_000) -> Iterator[tuple[str, float]]:
    _build(people, items)
    plan_reminders(on=ON, now=NOON)
    rows = Reminder.objects.count()
    bare = _timed(f"one bare UPDATE of {rows} rows", rows, lambda: _execute(BARE, [NOON]))
    _execute("UPDATE alerts_reminder SET bundled_at = NULL")
    _execute("VACUUM ANALYZE alerts_reminder")
    ours = _timed("into digests", rows, lambda: bundle_reminders(on=ON, now=NOON))
    yield "alerts_bundle_per_bare_update", ours / bare
    with mail_server() as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        letters = Digest.objects.count()
        bare = _timed("bare SMTP loop, letters", letters, lambda: _bare_loop(port, letters))
        ours = _timed("sent under a lease, letters", letters, _send_all)
    print(f"  {rows / ours:10.0f} items a second told and recorded")
    assert Digest.objects.filter(sent_at__isnull=False).count() == letters == Delivery.objects.count()
    yield "alerts_send_per_bare_smtp", ours / bare


def _build(people: int, items: int) -> None:
    sizes = {"units": people, "projects": 1, "years": 0, "items": items}
    tables = ("accounts_person", "accounts_user", "accounts_rolegrant", "accounts_unit", "projects_milestone")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in (COUNTY, PROJECTS, MILESTONES):
            cursor.execute(statement, sizes)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("UPDATE rulebook_ladderrung SET addressees = '{clerk}'")
        cursor.execute("VACUUM ANALYZE")


def _execute(sql: str, values: Any = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _timed(name: str, count: int, act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    taken = time.perf_counter() - began
    print(f"  {name:<40} {taken * 1000:10.1f} ms {count / taken:10.0f} a second", flush=True)
    return taken


def _send_all() -> None:
    sent = send_digests(on=ON, clock=lambda: NOON)
    assert sent.failed == 0, sent


def _bare_loop(port: int, letters: int) -> None:
    composed = compose(Digest.objects.order_by("pk")[0], ON, 30)
    assert composed is not None
    letter = EmailMultiAlternatives(composed.message.subject, composed.message.text, to=["a@example.test"])
    letter.attach_alternative(composed.message.html, "text/html")
    content = letter.message().as_bytes().replace(b"\n", b"\r\n")
    with smtplib.SMTP("127.0.0.1", port) as server:
        for _ in range(letters):
            server.sendmail("ducha@example.test", ["a@example.test"], content)


class _Sink:
    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        return "250 kept"


def _serve(port: int, closing: Any) -> None:
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # it would print each command of each letter
    controller = Controller(_Sink(), hostname="127.0.0.1", port=port)
    controller.start()
    closing.wait()
    controller.stop()


@contextmanager
def mail_server() -> Iterator[int]:
    """In a process of its own, so that it does not share our processor time unseen."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    closing = Event()
    server = Process(target=_serve, args=(port, closing), daemon=True)
    server.start()
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.05)
    yield port
    closing.set()
    server.join(10)
