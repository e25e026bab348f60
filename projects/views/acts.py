"""The one way in which a form acts on a project: seen, allowed, filled in, handed to a service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.clock import today
from accounts.views import actor_of

from ..forms import ActForm, refuse
from ..models import Project
from ..permissions import require

SAVED, SAVE = _("已保存。"), _("保存")
Write = Callable[[HttpRequest, Project, Any], None]
View = Callable[..., HttpResponse]


def act_on_project(
    verb: str,
    form_class: type[ActForm],
    title: Any,
    *,
    row_model: type[Model] | None = None,
    done: Any = SAVED,
    label: Any = SAVE,
) -> Callable[[Write], View]:
    """A view from a function that calls the service with a valid form.

    A stranger gets 404, an insider without the verb 403, and a refusal stands in the form with the input.
    """

    def decorate(write: Write) -> View:
        @login_required
        @require_http_methods(["GET", "POST"])
        def view(request: HttpRequest, project_id: int, row_id: int | None = None) -> HttpResponse:
            project = get_object_or_404(Project.objects.visible_to(actor_of(request)), pk=project_id)
            require(actor_of(request), verb, project)
            row = _row(row_model, request, project, row_id)
            form = form_class(*_sent(request), actor=actor_of(request), on=today(), project=project, row=row)
            if request.method == "POST" and form.is_valid() and tried(form, write, request, project):
                messages.success(request, done)
                return redirect("project", project.pk)
            context = {"form": form, "project": project, "row": row, "title": title, "label": label}
            context["back"] = reverse("project", args=[project.pk])
            return render(request, "projects/act.html", context)

        return view

    return decorate


def tried(form: Any, write: Callable[..., Any], *args: Any) -> bool:
    """Whether the service took it; if not, the form says why."""
    try:
        write(*args, form)
    except ValidationError as error:
        refuse(form, error)
        return False
    return True


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _row(model: Any, request: HttpRequest, project: Project, row_id: int | None) -> Any:
    if model is None:
        return None
    return get_object_or_404(model.objects.visible_to(actor_of(request)), pk=row_id, project=project)
