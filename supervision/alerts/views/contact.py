"""我的联系方式: by which way one's messages come."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.clock import today
from accounts.views import actor_of
from projects.forms.pieces import refuse

from ..forms.people import ContactForm
from ..selectors.contacts import choice_of, ways_for_people
from ..services.contact import choose_channel


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    ways, choice = ways_for_people(), choice_of(actor)
    form = ContactForm(request.POST or None, actor=actor, on=today(), row=choice, ways=ways)
    if request.method == "POST" and form.is_valid():
        try:
            choose_channel(actor=actor, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            words = {"channel": ways[form.cleaned_data["channel"]]}
            messages.success(request, _("已保存：今后的提醒发到%(channel)s。") % words)
            return redirect("alerts-contact")
    context = {"form": form, "choice": choice, "ways": ways, "person": actor.person}
    return render(request, "alerts/contact.html", context)
