"""A list of 100 projects, through the whole of Django, as a client of one unit in a hundred.

Limit: the statement that the list sends, which makes the same JSON, on a bare cursor in the same run. What is
counted is the processor's time, of this process and of PostgreSQL's, at the first page and deep down.
"""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from oauth2_provider.models import get_access_token_model, get_application_model, set_token_value

from bench import data

SIZES = (100_000, 1_000_000)
CALLS, ROUNDS = 150, 7
TICKS = os.sysconf("SC_CLK_TCK")


def run() -> Iterator[tuple[str, float]]:
    for size in SIZES:
        _empty()
        data.build_county(projects=size)
        _settle()
        token = _sign_in()
        deep = size * 9 // 10
        yield f"api_list_{size}_first_page", _ratio("/api/v1/projects/", "", token)
        yield f"api_list_{size}_deep_page", _ratio("/api/v1/projects/", f"after={deep}", token)


def _ratio(path: str, query: str, token: str) -> float:
    application = get_wsgi_application()

    def request() -> bytes:
        return _call(application, path, query, token)

    with CaptureQueriesContext(connection) as captured:
        size = len(request())
    statement = next(q["sql"] for q in captured.captured_queries if "row_to_json" in q["sql"])
    print(f"  {path}?{query}: {len(captured)} statements, {size:,} bytes")

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            cursor.fetchall()

    taken = _cpu({"request": request, "bare statement": bare})
    for name, (ours, postgres) in taken.items():
        print(f"    {name:<16} {ours * 1000:6.2f} ms here + {postgres * 1000:6.2f} ms in PostgreSQL")
    return sum(taken["request"]) / sum(taken["bare statement"])


def _cpu(ways: dict[str, Callable[[], Any]]) -> dict[str, tuple[float, float]]:
    """Median seconds of CPU a call, here and in PostgreSQL; the ways take turns."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for round_ in range(ROUNDS + 1):
        for name, way in ways.items():
            before = process_time(), _backend_seconds()
            for _ in range(CALLS):
                way()
            after = process_time(), _backend_seconds()
            if round_:
                taken[name].append(((after[0] - before[0]) / CALLS, (after[1] - before[1]) / CALLS))
    return {
        name: (statistics.median(a for a, _b in rounds), statistics.median(b for _a, b in rounds))
        for name, rounds in taken.items()
    }


def _backend_seconds() -> float:
    """User and system time of PostgreSQL's process for our connection, which must be on this machine."""
    connection.ensure_connection()
    fields = (
        Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    )
    return (int(fields[11]) + int(fields[12])) / TICKS


def _call(application: Callable[..., Any], path: str, query: str, token: str) -> bytes:
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost",
        "HTTP_AUTHORIZATION": f"Bearer {token}",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
    }
    told: list[str] = []
    response = application(environ, lambda status, headers: told.append(status))
    body = b"".join(response)
    response.close()
    if not told[0].startswith("200"):
        raise RuntimeError(f"{told[0]}: {body.decode()}")
    return body


def _sign_in() -> str:
    """A client that stands for the clerk of one unit; its token."""
    application = get_application_model().objects.create(
        user=data.clerk(),
        client_type="confidential",
        authorization_grant_type="client-credentials",
    )
    expires = timezone.now() + timedelta(hours=2)
    token = get_access_token_model()(application=application, scope="read", expires=expires)
    set_token_value(token, "bench-token")
    token.save()
    return "bench-token"


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE projects_project, accounts_unit RESTART IDENTITY CASCADE")


def _settle() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
