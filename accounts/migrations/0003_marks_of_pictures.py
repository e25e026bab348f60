"""What a picture says of itself, and the marks by which its look-alikes are found.

The former hash of a picture was of another kind, which a crop or a stamped date changed too much; marks cannot
be reckoned from it in SQL. ``manage.py mark_pictures`` makes them from the files once, whenever convenient.
"""

from __future__ import annotations

import django.db.models.deletion
from accounts.migrations._together import Together
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models
from django.db.models import Q

from accounts.models.upload import Bands

# A mark that differs in at most nine bits has a fifth that differs in at most one. ``picture_bands`` are its
# fifths, each with its place in the upper bits; ``picture_bands_near`` all fifths within one bit of them. They cost enough
# that the planner asks the index, and not so much that it compiles the statement first, which takes longer.
BANDS = """
CREATE FUNCTION picture_bands(mark bigint) RETURNS integer[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 50 AS $$
    SELECT ARRAY[(mark >> 51 & 8191)::int, 8192 + (mark >> 38 & 8191)::int, 16384 + (mark >> 25 & 8191)::int,
                 24576 + (mark >> 12 & 8191)::int, 32768 + (mark & 4095)::int]
$$;
CREATE FUNCTION picture_bands_near(mark bigint) RETURNS integer[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 50 AS $$
    SELECT array_agg(band # turned)
      FROM unnest(picture_bands(mark)) AS band,
           (SELECT 0 AS turned UNION ALL SELECT 1 << bit FROM generate_series(0, 12) bit) AS near
$$;
"""


class Migration(migrations.Migration):
    # They ask for a table of users only; after ours each of their steps would draw all tables anew.
    dependencies = [
        ("accounts", "0002_initial"),
        ("oauth2_provider", "0022_refreshtoken_token_family_index"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]
    operations = [
        migrations.RunSQL(
            BANDS, "DROP FUNCTION picture_bands_near(bigint); DROP FUNCTION picture_bands(bigint)"
        ),
        Together([
            migrations.AddField(
                "upload",
                "captured_at",
                models.DateTimeField("拍摄时间", null=True, blank=True, help_text="照片自带的记录。"),
            ),
            migrations.AddField(
                "upload",
                "latitude",
                models.DecimalField("拍摄纬度", max_digits=9, decimal_places=6, null=True, blank=True),
            ),
            migrations.AddField(
                "upload",
                "longitude",
                models.DecimalField("拍摄经度", max_digits=9, decimal_places=6, null=True, blank=True),
            ),
            migrations.AddConstraint(
                "upload",
                models.CheckConstraint(
                    name="upload_place_is_whole_and_on_earth",
                    condition=Q(latitude__isnull=True, longitude__isnull=True)
                    | Q(
                        latitude__isnull=False,
                        longitude__isnull=False,
                        latitude__range=(-90, 90),
                        longitude__range=(-180, 180),
                    ),
                    violation_error_message="拍摄地点须有纬度和经度，纬度在±90、经度在±180之间。",
                ),
            ),
            migrations.RemoveField("upload", "perceptual_hash"),
        ]),
        migrations.CreateModel(
            name="PictureMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("view", models.PositiveSmallIntegerField("取景")),
                ("mark", models.BigIntegerField("特征")),
                (
                    "upload",
                    models.ForeignKey(
                        to="accounts.upload",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        db_index=False,
                    ),
                ),
            ],
            options={
                "verbose_name": "图像特征",
                "verbose_name_plural": "图像特征",
                "ordering": ["upload", "view"],
            },
        ),
        Together([
            migrations.AddConstraint(
                "picturemark",
                models.UniqueConstraint(
                    name="picture_mark_once_a_view",
                    fields=["upload", "view"],
                    include=["mark"],
                    violation_error_message="这张图片的这一取景已有特征。",
                ),
            ),
            migrations.AddIndex(
                "picturemark", GinIndex(Bands("mark"), name="picture_mark_bands", fastupdate=False)
            ),
            migrations.AddIndex(
                "picturemark",
                GinIndex(Bands("mark"), name="picture_mark_of_whole", fastupdate=False, condition=Q(view=0)),
            ),
        ]),
    ]
