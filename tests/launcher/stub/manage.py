"""Stands in for the real project: as few seconds as possible between start and site."""

from __future__ import annotations

import os
import sys

import django
from django.core.mail import send_mail
from django.core.management import execute_from_command_line
from django.db import connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "supervision.settings")

if sys.argv[1] == "play_samples":
    django.setup()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS visit (at timestamptz DEFAULT now())")
        cursor.execute("INSERT INTO visit DEFAULT VALUES")
        cursor.execute("SELECT count(*), current_user FROM visit")
        visits, role = cursor.fetchone()
    send_mail("催办", "请报送八月进度", "office@example.org", ["clerk@example.org"])
    print(f"visit {visits} as {role} on {os.environ['SITE_URL']}", flush=True)
else:
    execute_from_command_line(sys.argv)
