"""Points may stand on 督查单."""

from __future__ import annotations


import django.db.models.deletion
from accounts.migrations._together import Together
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("alerts", "0008_slips"),
        ("reports", "0004_outlines"),
    ]

    operations = [
        Together([
            migrations.RemoveConstraint(
                model_name="scoreevidence",
                name="score_evidence_is_one_row",
            ),
            migrations.AddField(
                model_name="scoreevidence",
                name="slip",
                field=models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="alerts.slip",
                    verbose_name="督查单",
                ),
            ),
            migrations.AddConstraint(
                model_name="scoreevidence",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("indicator__isnull", True),
                            ("manual__isnull", True),
                            ("matter__isnull", True),
                            ("project__isnull", False),
                            ("rectification__isnull", True),
                            ("slip__isnull", True),
                        ),
                        models.Q(
                            ("indicator__isnull", True),
                            ("manual__isnull", True),
                            ("matter__isnull", False),
                            ("project__isnull", True),
                            ("rectification__isnull", True),
                            ("slip__isnull", True),
                        ),
                        models.Q(
                            ("indicator__isnull", True),
                            ("manual__isnull", True),
                            ("matter__isnull", True),
                            ("project__isnull", True),
                            ("rectification__isnull", False),
                            ("slip__isnull", True),
                        ),
                        models.Q(
                            ("indicator__isnull", False),
                            ("manual__isnull", True),
                            ("matter__isnull", True),
                            ("project__isnull", True),
                            ("rectification__isnull", True),
                            ("slip__isnull", True),
                        ),
                        models.Q(
                            ("indicator__isnull", True),
                            ("manual__isnull", True),
                            ("matter__isnull", True),
                            ("project__isnull", True),
                            ("rectification__isnull", True),
                            ("slip__isnull", False),
                        ),
                        models.Q(
                            ("indicator__isnull", True),
                            ("manual__isnull", False),
                            ("matter__isnull", True),
                            ("project__isnull", True),
                            ("rectification__isnull", True),
                            ("slip__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="score_evidence_is_one_row",
                    violation_error_message="每条计分依据须指向一行数据。",
                ),
            ),
        ]),
    ]
