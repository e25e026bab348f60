"""The admin site's door to people, roles, files and the logs."""

from __future__ import annotations

from .site import ViewOnlyAdmin, VisibleAdmin, actor_of

__all__ = ["ViewOnlyAdmin", "VisibleAdmin", "actor_of"]
