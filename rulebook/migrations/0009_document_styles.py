"""公文版式: how papers look, from a day on."""

from __future__ import annotations

import accounts.models.dated
import django.contrib.postgres.constraints
import django.core.validators
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from decimal import Decimal
from django.db import migrations, models

from accounts.migrations._together import Together


class Migration(migrations.Migration):
    dependencies = [
        ("rulebook", "0008_default_indicator_rules"),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name="DocumentStyleEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("valid_from", models.DateField(verbose_name="自")),
                    ("valid_to", models.DateField(blank=True, null=True, verbose_name="至（不含）")),
                    (
                        "top_mm",
                        models.DecimalField(
                            decimal_places=1,
                            default=37,
                            max_digits=4,
                            validators=[django.core.validators.MinValueValidator(Decimal("10"))],
                            verbose_name="天头（毫米）",
                        ),
                    ),
                    (
                        "bottom_mm",
                        models.DecimalField(
                            decimal_places=1,
                            default=35,
                            max_digits=4,
                            validators=[django.core.validators.MinValueValidator(Decimal("10"))],
                            verbose_name="地脚（毫米）",
                        ),
                    ),
                    (
                        "left_mm",
                        models.DecimalField(
                            decimal_places=1,
                            default=28,
                            max_digits=4,
                            validators=[django.core.validators.MinValueValidator(Decimal("10"))],
                            verbose_name="订口（毫米）",
                        ),
                    ),
                    (
                        "right_mm",
                        models.DecimalField(
                            decimal_places=1,
                            default=26,
                            max_digits=4,
                            validators=[django.core.validators.MinValueValidator(Decimal("10"))],
                            verbose_name="切口（毫米）",
                        ),
                    ),
                    (
                        "line_pt",
                        models.DecimalField(
                            decimal_places=1,
                            default=Decimal("28"),
                            max_digits=3,
                            validators=[
                                django.core.validators.MinValueValidator(Decimal("5")),
                                django.core.validators.MaxValueValidator(Decimal("72")),
                            ],
                            verbose_name="行距（磅）",
                        ),
                    ),
                    (
                        "fill_page",
                        models.BooleanField(
                            default=False,
                            help_text="每面22行、每行28字，行距和字距由版心算出。",
                            verbose_name="铺满版心",
                        ),
                    ),
                    (
                        "title_font",
                        models.CharField(default="方正小标宋简体", max_length=40, verbose_name="标题字体"),
                    ),
                    (
                        "title_size",
                        models.DecimalField(
                            decimal_places=1,
                            default=Decimal("22"),
                            max_digits=3,
                            validators=[
                                django.core.validators.MinValueValidator(Decimal("5")),
                                django.core.validators.MaxValueValidator(Decimal("72")),
                            ],
                            verbose_name="标题字号（磅）",
                        ),
                    ),
                    (
                        "body_font",
                        models.CharField(default="仿宋_GB2312", max_length=40, verbose_name="正文字体"),
                    ),
                    (
                        "body_size",
                        models.DecimalField(
                            decimal_places=1,
                            default=Decimal("16"),
                            max_digits=3,
                            validators=[
                                django.core.validators.MinValueValidator(Decimal("5")),
                                django.core.validators.MaxValueValidator(Decimal("72")),
                            ],
                            verbose_name="正文字号（磅）",
                        ),
                    ),
                    (
                        "heading_1_font",
                        models.CharField(default="黑体", max_length=40, verbose_name="一级标题字体"),
                    ),
                    (
                        "heading_2_font",
                        models.CharField(default="楷体_GB2312", max_length=40, verbose_name="二级标题字体"),
                    ),
                    (
                        "head_font",
                        models.CharField(
                            default="方正小标宋简体", max_length=40, verbose_name="发文机关标志字体"
                        ),
                    ),
                    (
                        "head_size",
                        models.DecimalField(
                            decimal_places=1,
                            default=Decimal("48"),
                            max_digits=3,
                            validators=[
                                django.core.validators.MinValueValidator(Decimal("5")),
                                django.core.validators.MaxValueValidator(Decimal("72")),
                            ],
                            verbose_name="发文机关标志字号（磅）",
                        ),
                    ),
                    (
                        "page_number_font",
                        models.CharField(default="宋体", max_length=40, verbose_name="页码字体"),
                    ),
                    (
                        "table_font",
                        models.CharField(default="仿宋_GB2312", max_length=40, verbose_name="表格字体"),
                    ),
                    (
                        "table_size",
                        models.DecimalField(
                            decimal_places=1,
                            default=Decimal("10.5"),
                            max_digits=3,
                            validators=[
                                django.core.validators.MinValueValidator(Decimal("5")),
                                django.core.validators.MaxValueValidator(Decimal("72")),
                            ],
                            verbose_name="表格字号（磅）",
                        ),
                    ),
                    ("note", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="DocumentStyle",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("valid_from", models.DateField(verbose_name="自")),
                    ("valid_to", models.DateField(blank=True, null=True, verbose_name="至（不含）")),
                    (
                        "top_mm",
                        models.DecimalField(
                            decimal_places=1,
                            default=37,
                            max_digits=4,
                            validators=[django.core.validators.MinValueValidator(Decimal("10"))],
                            verbose_name="天头（毫米）",
                        ),
                    ),
                    (
                        "bottom_mm",
                        models.DecimalField(
                            decimal_places=1,
                            default=35,
                            max_digits=4,
                            validators=[django.core.validators.MinValueValidator(Decimal("10"))],
                            verbose_name="地脚（毫米）",
                        ),
                    ),
                    (
                        "left_mm",
                        models.DecimalField(
                            decimal_places=1,
                            default=28,
                            max_digits=4,
                            validators=[django.core.validators.MinValueValidator(Decimal("10"))],
                            verbose_name="订口（毫米）",
                        ),
                    ),
                    (
                        "right_mm",
                        models.DecimalField(
                            decimal_places=1,
                            default=26,
                            max_digits=4,
                            validators=[django.core.validators.MinValueValidator(Decimal("10"))],
                            verbose_name="切口（毫米）",
                        ),
                    ),
                    (
                        "line_pt",
                        models.DecimalField(
                            decimal_places=1,
                            default=Decimal("28"),
                            max_digits=3,
                            validators=[
                                django.core.validators.MinValueValidator(Decimal("5")),
                                django.core.validators.MaxValueValidator(Decimal("72")),
                            ],
                            verbose_name="行距（磅）",
                        ),
                    ),
                    (
                        "fill_page",
                        models.BooleanField(
                            default=False,
                            help_text="每面22行、每行28字，行距和字距由版心算出。",
                            verbose_name="铺满版心",
                        ),
                    ),
                    (
                        "title_font",
                        models.CharField(default="方正小标宋简体", max_length=40, verbose_name="标题字体"),
                    ),
                    (
                        "title_size",
                        models.DecimalField(
                            decimal_places=1,
                            default=Decimal("22"),
                            max_digits=3,
                            validators=[
                                django.core.validators.MinValueValidator(Decimal("5")),
                                django.core.validators.MaxValueValidator(Decimal("72")),
                            ],
                            verbose_name="标题字号（磅）",
                        ),
                    ),
                    (
                        "body_font",
                        models.CharField(default="仿宋_GB2312", max_length=40, verbose_name="正文字体"),
                    ),
                    (
                        "body_size",
                        models.DecimalField(
                            decimal_places=1,
                            default=Decimal("16"),
                            max_digits=3,
                            validators=[
                                django.core.validators.MinValueValidator(Decimal("5")),
                                django.core.validators.MaxValueValidator(Decimal("72")),
                            ],
                            verbose_name="正文字号（磅）",
                        ),
                    ),
                    (
                        "heading_1_font",
                        models.CharField(default="黑体", max_length=40, verbose_name="一级标题字体"),
                    ),
                    (
                        "heading_2_font",
                        models.CharField(default="楷体_GB2312", max_length=40, verbose_name="二级标题字体"),
                    ),
                    (
                        "head_font",
                        models.CharField(
                            default="方正小标宋简体", max_length=40, verbose_name="发文机关标志字体"
                        ),
                    ),
                    (
                        "head_size",
                        models.DecimalField(
                            decimal_places=1,
                            default=Decimal("48"),
                            max_digits=3,
                            validators=[
                                django.core.validators.MinValueValidator(Decimal("5")),
                                django.core.validators.MaxValueValidator(Decimal("72")),
                            ],
                            verbose_name="发文机关标志字号（磅）",
                        ),
                    ),
                    (
                        "page_number_font",
                        models.CharField(default="宋体", max_length=40, verbose_name="页码字体"),
                    ),
                    (
                        "table_font",
                        models.CharField(default="仿宋_GB2312", max_length=40, verbose_name="表格字体"),
                    ),
                    (
                        "table_size",
                        models.DecimalField(
                            decimal_places=1,
                            default=Decimal("10.5"),
                            max_digits=3,
                            validators=[
                                django.core.validators.MinValueValidator(Decimal("5")),
                                django.core.validators.MaxValueValidator(Decimal("72")),
                            ],
                            verbose_name="表格字号（磅）",
                        ),
                    ),
                    ("note", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                ],
                options={
                    "verbose_name": "公文版式",
                    "verbose_name_plural": "公文版式",
                    "ordering": ["valid_from"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("valid_to__isnull", True),
                                ("valid_to__gt", models.F("valid_from")),
                                _connector="OR",
                            ),
                            name="document_style_ends_after_start",
                            violation_error_message="终止日期应晚于起始日期（终止日当天不再有效）。",
                        ),
                        django.contrib.postgres.constraints.ExclusionConstraint(
                            expressions=[(accounts.models.dated.DateRange("valid_from", "valid_to"), "&&")],
                            name="document_style_one_at_a_time",
                            violation_error_message="这段时间已有公文版式，同一天只能有一种。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("bottom_mm__gt", 0),
                                ("left_mm__gt", 0),
                                ("right_mm__gt", 0),
                                ("top_mm__gt", 0),
                                ("bottom_mm__lte", 100),
                                ("left_mm__lte", 60),
                                ("right_mm__lte", 60),
                                ("top_mm__lte", 100),
                            ),
                            name="document_style_leaves_room",
                            violation_error_message="页边距应大于0，上下不超过100毫米，左右不超过60毫米。",
                        ),
                    ],
                },
            ),
        ]),
        Together([
            migrations.AddField(
                model_name="documentstyleevent",
                name="pgh_obj",
                field=models.ForeignKey(
                    db_constraint=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="events",
                    to="rulebook.documentstyle",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="documentstyle",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "rulebook_documentstyleevent" ("body_font", "body_size", "bottom_mm", "fill_page", "head_font", "head_size", "heading_1_font", "heading_2_font", "id", "left_mm", "line_pt", "note", "page_number_font", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "right_mm", "table_font", "table_size", "title_font", "title_size", "top_mm", "valid_from", "valid_to") SELECT new_values."body_font", new_values."body_size", new_values."bottom_mm", new_values."fill_page", new_values."head_font", new_values."head_size", new_values."heading_1_font", new_values."heading_2_font", new_values."id", new_values."left_mm", new_values."line_pt", new_values."note", new_values."page_number_font", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."right_mm", new_values."table_font", new_values."table_size", new_values."title_font", new_values."title_size", new_values."top_mm", new_values."valid_from", new_values."valid_to" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="7c998f74370adae6962f216548df0d2bb5315c55",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_c9eb1",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="rulebook_documentstyle",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="documentstyle",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "rulebook_documentstyleevent" ("body_font", "body_size", "bottom_mm", "fill_page", "head_font", "head_size", "heading_1_font", "heading_2_font", "id", "left_mm", "line_pt", "note", "page_number_font", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "right_mm", "table_font", "table_size", "title_font", "title_size", "top_mm", "valid_from", "valid_to") SELECT new_values."body_font", new_values."body_size", new_values."bottom_mm", new_values."fill_page", new_values."head_font", new_values."head_size", new_values."heading_1_font", new_values."heading_2_font", new_values."id", new_values."left_mm", new_values."line_pt", new_values."note", new_values."page_number_font", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."right_mm", new_values."table_font", new_values."table_size", new_values."title_font", new_values."title_size", new_values."top_mm", new_values."valid_from", new_values."valid_to" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="36452f6a3db33088662528238d098cc8302feddb",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_1c3c6",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="rulebook_documentstyle",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="documentstyle",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "rulebook_documentstyleevent" ("body_font", "body_size", "bottom_mm", "fill_page", "head_font", "head_size", "heading_1_font", "heading_2_font", "id", "left_mm", "line_pt", "note", "page_number_font", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "right_mm", "table_font", "table_size", "title_font", "title_size", "top_mm", "valid_from", "valid_to") SELECT old_values."body_font", old_values."body_size", old_values."bottom_mm", old_values."fill_page", old_values."head_font", old_values."head_size", old_values."heading_1_font", old_values."heading_2_font", old_values."id", old_values."left_mm", old_values."line_pt", old_values."note", old_values."page_number_font", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."right_mm", old_values."table_font", old_values."table_size", old_values."title_font", old_values."title_size", old_values."top_mm", old_values."valid_from", old_values."valid_to" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="8016d0c2dd301fab958dc83879aa8102f6e41070",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_b0bf7",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="rulebook_documentstyle",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="documentstyleevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="99b418a1edbcdabdebdf02725c36376c94d90c22",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_8e7f5",
                        table="rulebook_documentstyleevent",
                        when="BEFORE",
                    ),
                ),
            ),
        ]),
    ]
