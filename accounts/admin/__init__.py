"""The admin site's door to people, roles, files and the logs."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from . import logs, people, users
from .site import ServedAdmin, ViewOnlyAdmin, ViewOnlyRows, VisibleAdmin, actor_of

__all__ = [
    "ServedAdmin",
    "ViewOnlyAdmin",
    "ViewOnlyRows",
    "VisibleAdmin",
    "actor_of",
    "logs",
    "people",
    "users",
]

admin.site.site_header = admin.site.site_title = settings.OFFICE_NAME
admin.site.index_title = _("管理后台")
admin.site.enable_nav_sidebar = True
