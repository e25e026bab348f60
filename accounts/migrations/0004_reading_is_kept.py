"""Who read what few may see is an event of the access log."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_marks_of_pictures"),
    ]

    operations = [
        migrations.AlterField(
            model_name="accessentry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("sign_in", "登录"),
                    ("sign_in_failed", "登录失败"),
                    ("locked_out", "登录锁定"),
                    ("sign_out", "退出"),
                    ("password_changed", "修改密码"),
                    ("export", "导出"),
                    ("download", "下载"),
                    ("read", "查阅"),
                ],
                max_length=20,
                verbose_name="事件",
            ),
        ),
    ]
