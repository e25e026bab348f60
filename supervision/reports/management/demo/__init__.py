"""The invented county 云岭县 played into an empty system, by the services and jobs that users have."""

from __future__ import annotations
