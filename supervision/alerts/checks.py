"""What `manage.py check` says of the letters before anybody waits for one."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.utils.translation import gettext as _

CONSOLE: Final = "django.core.mail.backends.console.EmailBackend"


@register(deploy=True)
def letters_leave_the_house(app_configs: Any, **options: Any) -> list[CheckMessage]:
    if settings.EMAIL_BACKEND != CONSOLE:
        return []
    text = _("没有设置 EMAIL_URL：催办邮件只写入日志，不会寄出。")
    return [Warning(text, hint=_("例如 EMAIL_URL=smtp+tls://用户:口令@主机:587"), id="alerts.W001")]


@register
def letters_have_one_folder(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """``filemail:///var/mail`` is a folder below wherever each process was started."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if not folder or Path(folder).is_absolute():
        return []
    text = _("EMAIL_URL 的文件夹“%(folder)s”不是绝对路径。") % {"folder": folder}
    hint = _("filemail: 后写四条斜线，例如 filemail:////var/mail/ducha")
    return [Error(text, hint=hint, id="alerts.E001")]
