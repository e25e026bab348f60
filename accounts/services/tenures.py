"""任职: who holds which post from which day on."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person, Post, Tenure, User
from accounts.permissions import require
from accounts.services.saving import because, save_valid


@transaction.atomic
def appoint(*, actor: User, post_id: int, person_id: int, on: date, reason: str = "") -> Tenure:
    """The person holds the post from ``on``; whoever held it until then ends on that day.

    What the post carries goes to the successor by itself. Raises ValidationError when a later tenure
    of the post is already recorded, or when the person holds it already.
    """
    require(actor, "person.change")
    post = Post.objects.select_for_update().get(pk=post_id)
    with because(actor, reason):
        return succeed(post, Person.objects.get(pk=person_id), on)


def succeed(post: Post, person: Person, on: date) -> Tenure:
    """Write what `appoint` promises; the caller holds the lock and has asked for the right."""
    if post.tenures.filter(valid_from__gt=on).exists():
        raise ValidationError(_("“%(post)s”已有更晚的任职记录，任职日期应晚于它。") % {"post": post})
    former = post.tenures.in_force(on).select_for_update().first()
    if former is not None:
        if former.person_id == person.pk:
            raise ValidationError(_("%(person)s已经担任“%(post)s”。") % {"person": person, "post": post})
        former.valid_to = on
        former.save(update_fields=["valid_to"])
    tenure = Tenure(post=post, person=person, valid_from=on)
    save_valid(tenure)
    return tenure


@transaction.atomic
def end_tenure(*, actor: User, tenure_id: int, on: date, reason: str = "") -> Tenure:
    """The post is vacant from ``on``."""
    require(actor, "person.change")
    tenure = Tenure.objects.select_for_update().get(pk=tenure_id)
    tenure.valid_to = on
    with because(actor, reason):
        save_valid(tenure, "valid_to")
    return tenure
