"""How every table of ours shows in the admin site. Other rooms build on these."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors import recent_changes, row_history
from accounts.selectors.history import is_tracked

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
    _Rows = admin.TabularInline[Any, Any]
else:
    _ModelAdmin = admin.ModelAdmin
    _Rows = admin.TabularInline


def actor_of(request: HttpRequest) -> User:
    """The admin site has turned away everybody who is not signed in before it asks."""
    return cast(User, request.user)


class VisibleAdmin(_ModelAdmin):
    """Rows as ``visible_to`` shows them, with the history that the triggers keep; nothing is deleted here."""

    list_per_page = 50
    show_full_result_count = False
    change_list_template = "admin/kept_change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_changes"
        view = self.admin_site.admin_view(self.table_history_view)
        return [path("history/", view, name=name), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(
            request, {**(extra_context or {}), "is_tracked": is_tracked(self.model)}
        )

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The row's own history in place of what was done to it through the admin site."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        changes = row_history(row) if is_tracked(self.model) else []
        return self._history(request, _("“%(row)s”的历史") % {"row": row}, changes, row=row)

    def table_history_view(self, request: HttpRequest) -> HttpResponse:
        """Who changed what in this table, the newest first."""
        if not self.has_view_permission(request) or not is_tracked(self.model):
            raise PermissionDenied
        before = request.GET.get("before", "")
        changes = recent_changes(self.model, before=int(before) if before.isdecimal() else None)
        title = _("“%(table)s”的最近变动") % {"table": self.opts.verbose_name_plural}
        return self._history(request, title, changes, more=len(changes) == 100)

    def _history(self, request: HttpRequest, title: str, changes: list[Any], **more: Any) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "title": title, "changes": changes}
        return TemplateResponse(request, "admin/history.html", {**context, "opts": self.opts, **more})


class ViewOnlyAdmin(VisibleAdmin):
    """For what has a workflow or a history: read here, changed by its own pages."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ViewOnlyRows(_Rows):
    """A table under its row, for reading; ``beside`` names what is read with it in one statement."""

    extra = 0
    can_delete = False
    show_change_link = True
    beside: ClassVar[Sequence[str]] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.select_related(*self.beside) if self.beside else rows

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ServedAdmin(VisibleAdmin):
    """For what is written through services; what a service refuses is shown with its reason."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as error:
            show_refusal(request, error)
            return redirect(request.get_full_path())


def show_refusal(request: HttpRequest, error: ValidationError) -> None:
    for message in error.messages:
        messages.error(request, message)
