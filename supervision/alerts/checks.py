"""What `manage.py check` says of the letters before anybody waits for one."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.utils.translation import gettext as _

from rulebook.rules.ladder import CHANNEL_LABELS

from .selectors.ways import begun_channels

CONSOLE: Final = "django.core.mail.backends.console.EmailBackend"


@register(deploy=True)
def letters_leave_the_house(app_configs: Any, **options: Any) -> list[CheckMessage]:
    if settings.EMAIL_BACKEND != CONSOLE:
        return []
    text = _("没有设置 EMAIL_URL：催办邮件只写入日志，不会寄出。")
    return [Warning(text, hint=_("例如 EMAIL_URL=smtp+tls://用户:口令@主机:587"), id="alerts.W001")]


@register(deploy=True)
def ways_are_set_up_whole(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """A way of which one variable is missing is offered to nobody; whoever set the others should know."""
    text = _("%(channel)s没有启用：还缺少环境变量 %(names)s。")
    return [
        Warning(
            text % {"channel": CHANNEL_LABELS[channel], "names": " ".join(names)},
            hint=_("各渠道的变量见部署文档第9节；不用这一渠道的，把它的变量全部清空。"),
            id="alerts.W002",
        )
        for channel, names in begun_channels().items()
    ]


@register
def letters_have_one_folder(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """``filemail:///var/mail`` is a folder below wherever each process was started."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if not folder or Path(folder).is_absolute():
        return []
    text = _("EMAIL_URL 的文件夹“%(folder)s”不是绝对路径。") % {"folder": folder}
    hint = _("filemail: 后写四条斜线，例如 filemail:////var/mail/ducha")
    return [Error(text, hint=hint, id="alerts.E001")]
