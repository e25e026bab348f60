"""Mark the pictures that were uploaded before look-alikes were looked for. May be run again at any time."""

from __future__ import annotations

from typing import Any, Final

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from accounts.models import Upload
from accounts.rules import PICTURES
from accounts.services import mark_pictures

AT_ONCE: Final = 200


class Command(BaseCommand):
    help = "Make the marks of pictures that have none, so that look-alikes are found."

    def handle(self, *args: Any, **options: Any) -> None:
        bare = Upload.objects.filter(content_type__in=PICTURES, marks__isnull=True)
        ids = list(bare.order_by("pk").values_list("pk", flat=True))
        marked = sum(
            mark_pictures(actor=None, upload_ids=ids[at : at + AT_ONCE]) for at in range(0, len(ids), AT_ONCE)
        )
        told = _("已为%(marked)d张图片补记特征，共检查%(count)d张。")
        self.stdout.write(told % {"marked": marked, "count": len(ids)})
