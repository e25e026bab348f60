"""The settings of the house with a beat that does not wait for minutes to pass."""

from __future__ import annotations

from supervision.settings import *  # noqa: F403

CELERY_BEAT_SCHEDULE = {
    "plan-reminders": {"task": "alerts.plan_reminders", "schedule": 1.0},
    "send-digests": {"task": "alerts.send_digests", "schedule": 1.0},
}
