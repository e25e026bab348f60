"""What an office calls a source of its matters is remembered as other names are."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0002_default_sectors"),
    ]

    operations = [
        migrations.AlterField(
            model_name="namemapping",
            name="subject",
            field=models.CharField(
                choices=[
                    ("column", "列"),
                    ("unit", "单位"),
                    ("post", "岗位"),
                    ("project", "项目"),
                    ("indicator", "指标"),
                    ("sector", "板块"),
                    ("source", "来源类别"),
                ],
                max_length=12,
                verbose_name="对象",
            ),
        ),
    ]
