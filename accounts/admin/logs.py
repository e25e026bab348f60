"""Files, jobs, the access log and the API's clients: all for reading."""

from __future__ import annotations

from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from oauth2_provider.models import (
    get_access_token_model,
    get_application_model,
    get_grant_model,
    get_id_token_model,
    get_refresh_token_model,
)

from accounts import services
from accounts.models import AccessEntry, IdempotentCall, Job, Upload
from accounts.permissions import can

from .site import ViewOnlyAdmin, actor_of

Application = get_application_model()
# The package has no Chinese for its own names.
Application._meta.verbose_name = Application._meta.verbose_name_plural = gettext_lazy("接口调用方")
apps.get_app_config(Application._meta.app_label).verbose_name = gettext_lazy("数据接口")

# Tokens are secrets, and the log of django-axes is a second one beside ours.
for _model in (
    Application,
    get_access_token_model(),
    get_grant_model(),
    get_id_token_model(),
    get_refresh_token_model(),
    AccessAttempt,
    AccessLog,
    AccessFailureLog,
):
    if admin.site.is_registered(_model):
        admin.site.unregister(_model)


@admin.register(AccessEntry)
class AccessEntryAdmin(ViewOnlyAdmin):
    list_display = ["at", "kind", "username", "user", "address", "detail"]
    list_filter = ["kind"]
    list_select_related = ["user__person"]
    search_fields = ["username", "address", "detail"]
    date_hierarchy = "at"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(actor_of(request), "access_log.view")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)


@admin.register(Upload)
class UploadAdmin(ViewOnlyAdmin):
    list_display = ["name", "content_type", "size", "uploaded_by", "uploaded_at"]
    list_filter = ["content_type"]
    list_select_related = ["uploaded_by__person"]
    search_fields = ["name", "sha256"]
    exclude = ["file"]


@admin.register(Job)
class JobAdmin(ViewOnlyAdmin):
    list_display = ["pk", "title", "kind", "state", "attempts", "started_by", "created_at", "finished_at"]
    list_filter = ["state", "kind"]
    list_select_related = ["started_by__person"]
    search_fields = ["title"]


@admin.register(IdempotentCall)
class IdempotentCallAdmin(ViewOnlyAdmin):
    list_display = ["user", "key", "status", "at"]
    list_select_related = ["user__person"]
    exclude = ["body", "headers"]


@admin.register(Application)
class ApplicationAdmin(ViewOnlyAdmin):
    """Clients are opened by ``manage.py create_api_client``, which shows the secret once."""

    list_display = ["name", "client_id", "user", "is_open", "created"]
    list_select_related = ["user"]
    fields = ["name", "client_id", "user", "authorization_grant_type", "created"]
    actions = ["close"]

    @admin.display(description=gettext_lazy("启用"), boolean=True)
    def is_open(self, application: Any) -> bool:
        return bool(application.user and application.user.is_active)

    def has_close_permission(self, request: HttpRequest) -> bool:
        return can(actor_of(request), "api_client.change")

    @admin.action(description=gettext_lazy("停用所选调用方"), permissions=["close"])
    def close(self, request: HttpRequest, applications: QuerySet[Any]) -> None:
        for application in applications.exclude(user=None):
            services.close_api_client(
                actor=actor_of(request), user_id=application.user_id, reason=_("管理后台停用")
            )
