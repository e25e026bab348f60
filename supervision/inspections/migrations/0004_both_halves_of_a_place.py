"""NULL in one half of a place passed the check of its range."""

from __future__ import annotations

from accounts.migrations._together import Together
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_marks_of_pictures"),
        ("indicators", "0001_initial"),
        ("inspections", "0003_proof_after_applying"),
        ("matters", "0006_grams_are_dear"),
        ("projects", "0003_names_of_sources"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
            migrations.RemoveConstraint(
                model_name="finding",
                name="finding_place_is_whole",
            ),
            migrations.AddConstraint(
                model_name="finding",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                        models.Q(
                            ("latitude__isnull", False),
                            ("latitude__range", (-90, 90)),
                            ("longitude__isnull", False),
                            ("longitude__range", (-180, 180)),
                        ),
                        _connector="OR",
                    ),
                    name="finding_place_is_whole",
                    violation_error_message="经纬度须成对填写，并在正常范围内。",
                ),
            ),
        ]),
    ]
