"""A final report that was sent back is completed, sent again and reviewed again."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0003_default_rules")]

    operations = [
        migrations.AlterField(
            model_name="review",
            name="feedback",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reviews",
                to="matters.feedback",
                verbose_name="办结报告",
            ),
        ),
    ]
