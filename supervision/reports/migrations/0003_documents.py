"""公文: outlines with their sentence rules, sections, figures and the rows behind them, steps, locks."""

from __future__ import annotations

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from accounts.migrations._together import Together
from django.conf import settings
from django.db import migrations, models

import accounts.models.dated


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_deputies"),
        ("projects", "0003_names_of_sources"),
        ("reports", "0002_scores"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE TABLE reports_written_before AS SELECT id, text, facts, created_at FROM reports_document",
            "DROP TABLE IF EXISTS reports_written_before",
        ),
        Together([
            migrations.CreateModel(
                name="DocumentBasis",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("digest", models.CharField(max_length=64, verbose_name="校验")),
                    ("rows", models.JSONField(default=dict, verbose_name="数据行")),
                    ("count", models.PositiveIntegerField(verbose_name="行数")),
                ],
                options={
                    "verbose_name": "数据依据",
                    "verbose_name_plural": "数据依据",
                },
            ),
            migrations.CreateModel(
                name="DocumentFact",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("order", models.PositiveIntegerField(verbose_name="序号")),
                    ("key", models.CharField(max_length=200, verbose_name="代码")),
                    ("value", models.CharField(blank=True, max_length=40, verbose_name="数值")),
                    ("unit", models.CharField(blank=True, max_length=20, verbose_name="单位")),
                    ("definition", models.CharField(max_length=300, verbose_name="口径")),
                    ("as_of", models.DateField(verbose_name="数据截取日")),
                    ("filters", models.CharField(max_length=300, verbose_name="范围")),
                    ("hash", models.CharField(max_length=64, verbose_name="校验")),
                ],
                options={
                    "verbose_name": "公文数据",
                    "verbose_name_plural": "公文数据",
                    "ordering": ["document", "order"],
                },
            ),
            migrations.CreateModel(
                name="DocumentSection",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("order", models.PositiveSmallIntegerField(verbose_name="顺序")),
                    ("level", models.PositiveSmallIntegerField(default=1, verbose_name="层级")),
                    ("heading", models.CharField(blank=True, max_length=200, verbose_name="标题")),
                    ("source", models.SlugField(max_length=40, verbose_name="数据项组")),
                    ("settings", models.JSONField(blank=True, default=dict, verbose_name="设置")),
                    ("templates", models.JSONField(blank=True, default=list, verbose_name="句式")),
                    ("numbered", models.BooleanField(default=False, verbose_name="段首编号")),
                    ("annex", models.BooleanField(default=False, verbose_name="作为附件")),
                    ("paragraphs", models.JSONField(blank=True, default=list, verbose_name="段落")),
                    ("table", models.JSONField(blank=True, default=dict, verbose_name="表")),
                    ("picture", models.JSONField(blank=True, default=dict, verbose_name="图")),
                    ("revision", models.PositiveIntegerField(default=1, verbose_name="修改次数")),
                    ("edited_at", models.DateTimeField(blank=True, null=True, verbose_name="修改时间")),
                ],
                options={
                    "verbose_name": "公文章节",
                    "verbose_name_plural": "公文章节",
                    "ordering": ["document", "order"],
                },
            ),
            migrations.CreateModel(
                name="DocumentSectionEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("order", models.PositiveSmallIntegerField(verbose_name="顺序")),
                    ("level", models.PositiveSmallIntegerField(default=1, verbose_name="层级")),
                    ("heading", models.CharField(blank=True, max_length=200, verbose_name="标题")),
                    ("source", models.SlugField(db_index=False, max_length=40, verbose_name="数据项组")),
                    ("settings", models.JSONField(blank=True, default=dict, verbose_name="设置")),
                    ("templates", models.JSONField(blank=True, default=list, verbose_name="句式")),
                    ("numbered", models.BooleanField(default=False, verbose_name="段首编号")),
                    ("annex", models.BooleanField(default=False, verbose_name="作为附件")),
                    ("paragraphs", models.JSONField(blank=True, default=list, verbose_name="段落")),
                    ("table", models.JSONField(blank=True, default=dict, verbose_name="表")),
                    ("picture", models.JSONField(blank=True, default=dict, verbose_name="图")),
                    ("revision", models.PositiveIntegerField(default=1, verbose_name="修改次数")),
                    ("edited_at", models.DateTimeField(blank=True, null=True, verbose_name="修改时间")),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="DocumentStep",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("verb", models.CharField(max_length=40, verbose_name="事项")),
                    ("at", models.DateTimeField(verbose_name="时间")),
                    ("note", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                ],
                options={
                    "verbose_name": "公文办理记录",
                    "verbose_name_plural": "公文办理记录",
                    "ordering": ["pk"],
                },
            ),
            migrations.CreateModel(
                name="Outline",
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
                        "kind",
                        models.CharField(
                            choices=[
                                ("report", "督查汇报"),
                                ("circular", "督查通报"),
                                ("special", "督查专报"),
                                ("dispatch", "项目调度报告"),
                                ("rectification", "整改情况报告"),
                                ("bulletin", "指标监测快报"),
                            ],
                            max_length=16,
                            verbose_name="文种",
                        ),
                    ),
                    ("name", models.CharField(max_length=40, verbose_name="名称")),
                    ("title", models.CharField(max_length=200, verbose_name="标题句式")),
                    ("closing", models.CharField(blank=True, max_length=200, verbose_name="结束语")),
                    (
                        "red_head",
                        models.CharField(
                            blank=True, help_text="空着就不套红头。", max_length=40, verbose_name="发文机关标志"
                        ),
                    ),
                    (
                        "number_word",
                        models.CharField(help_text="例如：云督通。", max_length=20, verbose_name="发文代字"),
                    ),
                    ("series", models.SlugField(max_length=40, verbose_name="编号序列")),
                    ("upward", models.BooleanField(default=False, help_text="印签发人。", verbose_name="上行文")),
                    ("addressee", models.CharField(blank=True, max_length=200, verbose_name="主送机关")),
                    ("copies_to", models.CharField(blank=True, max_length=300, verbose_name="抄送机关")),
                    ("contents", models.BooleanField(default=False, verbose_name="带目录")),
                    ("sources_annex", models.BooleanField(default=True, verbose_name="附数据来源表")),
                    ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ],
                options={
                    "verbose_name": "公文提纲",
                    "verbose_name_plural": "公文提纲",
                    "ordering": ["kind", "name", "valid_from"],
                },
            ),
            migrations.CreateModel(
                name="OutlineEvent",
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
                        "kind",
                        models.CharField(
                            choices=[
                                ("report", "督查汇报"),
                                ("circular", "督查通报"),
                                ("special", "督查专报"),
                                ("dispatch", "项目调度报告"),
                                ("rectification", "整改情况报告"),
                                ("bulletin", "指标监测快报"),
                            ],
                            max_length=16,
                            verbose_name="文种",
                        ),
                    ),
                    ("name", models.CharField(max_length=40, verbose_name="名称")),
                    ("title", models.CharField(max_length=200, verbose_name="标题句式")),
                    ("closing", models.CharField(blank=True, max_length=200, verbose_name="结束语")),
                    (
                        "red_head",
                        models.CharField(
                            blank=True, help_text="空着就不套红头。", max_length=40, verbose_name="发文机关标志"
                        ),
                    ),
                    (
                        "number_word",
                        models.CharField(help_text="例如：云督通。", max_length=20, verbose_name="发文代字"),
                    ),
                    ("series", models.SlugField(db_index=False, max_length=40, verbose_name="编号序列")),
                    ("upward", models.BooleanField(default=False, help_text="印签发人。", verbose_name="上行文")),
                    ("addressee", models.CharField(blank=True, max_length=200, verbose_name="主送机关")),
                    ("copies_to", models.CharField(blank=True, max_length=300, verbose_name="抄送机关")),
                    ("contents", models.BooleanField(default=False, verbose_name="带目录")),
                    ("sources_annex", models.BooleanField(default=True, verbose_name="附数据来源表")),
                    ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="OutlineSection",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("order", models.PositiveSmallIntegerField(verbose_name="顺序")),
                    ("level", models.PositiveSmallIntegerField(default=1, verbose_name="层级")),
                    ("heading", models.CharField(blank=True, max_length=120, verbose_name="标题句式")),
                    ("source", models.SlugField(max_length=40, verbose_name="数据项组")),
                    ("settings", models.JSONField(blank=True, default=dict, verbose_name="设置")),
                    ("numbered", models.BooleanField(default=False, verbose_name="段首编号")),
                    ("annex", models.BooleanField(default=False, verbose_name="作为附件")),
                ],
                options={
                    "verbose_name": "提纲章节",
                    "verbose_name_plural": "提纲章节",
                    "ordering": ["outline", "order"],
                },
            ),
            migrations.CreateModel(
                name="OutlineSectionEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("order", models.PositiveSmallIntegerField(verbose_name="顺序")),
                    ("level", models.PositiveSmallIntegerField(default=1, verbose_name="层级")),
                    ("heading", models.CharField(blank=True, max_length=120, verbose_name="标题句式")),
                    ("source", models.SlugField(db_index=False, max_length=40, verbose_name="数据项组")),
                    ("settings", models.JSONField(blank=True, default=dict, verbose_name="设置")),
                    ("numbered", models.BooleanField(default=False, verbose_name="段首编号")),
                    ("annex", models.BooleanField(default=False, verbose_name="作为附件")),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="SentenceRule",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("order", models.PositiveSmallIntegerField(verbose_name="顺序")),
                    ("name", models.CharField(max_length=40, verbose_name="名称")),
                    ("template", models.TextField(max_length=8000, verbose_name="句式")),
                ],
                options={
                    "verbose_name": "句式",
                    "verbose_name_plural": "句式",
                    "ordering": ["section", "order"],
                },
            ),
            migrations.CreateModel(
                name="SentenceRuleEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("order", models.PositiveSmallIntegerField(verbose_name="顺序")),
                    ("name", models.CharField(max_length=40, verbose_name="名称")),
                    ("template", models.TextField(max_length=8000, verbose_name="句式")),
                ],
                options={
                    "abstract": False,
                },
            ),
        ]),
        Together([
            pgtrigger.migrations.RemoveTrigger(
                model_name="document",
                name="insert_insert",
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name="document",
                name="update_update",
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name="document",
                name="delete_delete",
            ),
            migrations.RemoveField(
                model_name="document",
                name="facts",
            ),
            migrations.RemoveField(
                model_name="document",
                name="text",
            ),
            migrations.RemoveField(
                model_name="documentevent",
                name="facts",
            ),
            migrations.RemoveField(
                model_name="documentevent",
                name="text",
            ),
            migrations.AddField(
                model_name="document",
                name="addressee",
                field=models.CharField(blank=True, max_length=200, verbose_name="主送机关"),
            ),
            migrations.AddField(
                model_name="document",
                name="approved_by",
                field=models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="审签人",
                ),
            ),
            migrations.AddField(
                model_name="document",
                name="as_of",
                field=models.DateField(blank=True, null=True, verbose_name="数据截取日"),
            ),
            migrations.AddField(
                model_name="document",
                name="closing",
                field=models.CharField(blank=True, max_length=200, verbose_name="结束语"),
            ),
            migrations.AddField(
                model_name="document",
                name="contents",
                field=models.BooleanField(default=False, verbose_name="带目录"),
            ),
            migrations.AddField(
                model_name="document",
                name="copies_to",
                field=models.CharField(blank=True, max_length=300, verbose_name="抄送机关"),
            ),
            migrations.AddField(
                model_name="document",
                name="corrects",
                field=models.OneToOneField(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="corrected_by",
                    to="reports.document",
                    verbose_name="更正",
                ),
            ),
            migrations.AddField(
                model_name="document",
                name="issued_by",
                field=models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="印发人",
                ),
            ),
            migrations.AddField(
                model_name="document",
                name="issued_on",
                field=models.DateField(blank=True, null=True, verbose_name="成文日期"),
            ),
            migrations.AddField(
                model_name="document",
                name="issuer",
                field=models.CharField(blank=True, max_length=60, verbose_name="发文机关"),
            ),
            migrations.AddField(
                model_name="document",
                name="number",
                field=models.PositiveIntegerField(blank=True, null=True, verbose_name="序号"),
            ),
            migrations.AddField(
                model_name="document",
                name="number_word",
                field=models.CharField(blank=True, max_length=20, verbose_name="发文代字"),
            ),
            migrations.AddField(
                model_name="document",
                name="number_year",
                field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="编号年份"),
            ),
            migrations.AddField(
                model_name="document",
                name="opening",
                field=models.CharField(blank=True, max_length=1000, verbose_name="开头语"),
            ),
            migrations.AddField(
                model_name="document",
                name="red_head",
                field=models.CharField(blank=True, max_length=40, verbose_name="发文机关标志"),
            ),
            migrations.AddField(
                model_name="document",
                name="revision",
                field=models.PositiveIntegerField(default=0, verbose_name="修改次数"),
            ),
            migrations.AddField(
                model_name="document",
                name="sector",
                field=models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="projects.sector",
                    verbose_name="专题板块",
                ),
            ),
            migrations.AddField(
                model_name="document",
                name="signed_at",
                field=models.DateTimeField(blank=True, null=True, verbose_name="印发时间"),
            ),
            migrations.AddField(
                model_name="document",
                name="sources_annex",
                field=models.BooleanField(default=True, verbose_name="附数据来源表"),
            ),
            migrations.AddField(
                model_name="document",
                name="status",
                field=models.CharField(
                    choices=[
                        ("draft", "起草中"),
                        ("submitted", "待审签"),
                        ("approved", "已审签"),
                        ("issued", "已印发"),
                        ("withdrawn", "已撤回"),
                        ("corrected", "已更正"),
                        ("discarded", "已作废"),
                    ],
                    default="draft",
                    max_length=12,
                    verbose_name="状态",
                ),
            ),
            migrations.AddField(
                model_name="document",
                name="style",
                field=models.JSONField(blank=True, default=dict, verbose_name="版式"),
            ),
            migrations.AddField(
                model_name="document",
                name="subject",
                field=models.CharField(blank=True, max_length=30, verbose_name="标题主题"),
            ),
            migrations.AddField(
                model_name="document",
                name="title_phrases",
                field=django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                ),
            ),
            migrations.AddField(
                model_name="document",
                name="upward",
                field=models.BooleanField(default=False, verbose_name="上行文"),
            ),
            migrations.AddField(
                model_name="documentevent",
                name="addressee",
                field=models.CharField(blank=True, max_length=200, verbose_name="主送机关"),
            ),
            migrations.AddField(
                model_name="documentevent",
                name="approved_by",
                field=models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    related_query_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="审签人",
                ),
            ),
            migrations.AddField(
                model_name="documentevent",
                name="as_of",
                field=models.DateField(blank=True, null=True, verbose_name="数据截取日"),
            ),
            migrations.AddField(
                model_name="documentevent",
                name="closing",
                field=models.CharField(blank=True, max_length=200, verbose_name="结束语"),
            ),
            migrations.AddField(
                model_name="documentevent",
                name="contents",
                field=models.BooleanField(default=False, verbose_name="带目录"),
            ),
            migrations.AddField(
                model_name="documentevent",
                name="copies_to",
                field=models.CharField(blank=True, max_length=300, verbose_name="抄送机关"),
            ),
            migrations.AddField(
                model_name="documentevent",
                name="corrects",
                field=models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    related_query_name="+",
                    to="reports.document",
                    verbose_name="更正",
                ),
            ),
            migrations.AddField(
                model_name="documentevent",
                name="issued_by",
                field=models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    related_query_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="印发人",
                ),
            ),
            migrations.AddField(
                model_name="documentevent",
                name="issued_on",
                field=models.DateField(blank=True, null=True, verbose_name="成文日期"),
            ),
            migrations.AddField(
                model_name="documentevent",
                name="issuer",
                field=models.CharField(blank=True, max_length=60, verbose_name="发文机关"),
            ),
            migrations.AddField(
                model_name="documentevent",
                name="number",
                field=models.PositiveIntegerField(blank=True, null=True, verbose_name="序号"),
            ),
            migrations.AddField(
                model_name="documentevent",
                name="number_word",
                field=models.CharField(blank=True, max_length=20, verbose_name="发文代字"),
            ),
            migrations.AddField(
                model_name="documentevent",
                name="number_year",
                field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="编号年份"),
            ),
            migrations.AddField(
                model_name="documentevent",
                name="opening",
                field=models.CharField(blank=True, max_length=1000, verbose_name="开头语"),
            ),
            migrations.AddField(
                model_name="documentevent",
                name="red_head",
                field=models.CharField(blank=True, max_length=40, verbose_name="发文机关标志"),
            ),
            migrations.AddField(
                model_name="documentevent",
                name="revision",
                field=models.PositiveIntegerField(default=0, verbose_name="修改次数"),
            ),
            migrations.AddField(
                model_name="documentevent",
                name="sector",
                field=models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    related_query_name="+",
                    to="projects.sector",
                    verbose_name="专题板块",
                ),
            ),
            migrations.AddField(
                model_name="documentevent",
                name="signed_at",
                field=models.DateTimeField(blank=True, null=True, verbose_name="印发时间"),
            ),
            migrations.AddField(
                model_name="documentevent",
                name="sources_annex",
                field=models.BooleanField(default=True, verbose_name="附数据来源表"),
            ),
            migrations.AddField(
                model_name="documentevent",
                name="status",
                field=models.CharField(
                    choices=[
                        ("draft", "起草中"),
                        ("submitted", "待审签"),
                        ("approved", "已审签"),
                        ("issued", "已印发"),
                        ("withdrawn", "已撤回"),
                        ("corrected", "已更正"),
                        ("discarded", "已作废"),
                    ],
                    default="draft",
                    max_length=12,
                    verbose_name="状态",
                ),
            ),
            migrations.AddField(
                model_name="documentevent",
                name="style",
                field=models.JSONField(blank=True, default=dict, verbose_name="版式"),
            ),
            migrations.AddField(
                model_name="documentevent",
                name="subject",
                field=models.CharField(blank=True, max_length=30, verbose_name="标题主题"),
            ),
            migrations.AddField(
                model_name="documentevent",
                name="title_phrases",
                field=django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                ),
            ),
            migrations.AddField(
                model_name="documentevent",
                name="upward",
                field=models.BooleanField(default=False, verbose_name="上行文"),
            ),
            migrations.AddField(
                model_name="documentbasis",
                name="document",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="bases", to="reports.document"
                ),
            ),
            migrations.AddField(
                model_name="documentfact",
                name="basis",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="facts", to="reports.documentbasis"
                ),
            ),
            migrations.AddField(
                model_name="documentfact",
                name="document",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="facts", to="reports.document"
                ),
            ),
            migrations.AddField(
                model_name="documentsection",
                name="document",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="sections", to="reports.document"
                ),
            ),
            migrations.AddField(
                model_name="documentsection",
                name="edited_by",
                field=models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="修改人",
                ),
            ),
            migrations.AddField(
                model_name="documentsectionevent",
                name="document",
                field=models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    related_query_name="+",
                    to="reports.document",
                ),
            ),
            migrations.AddField(
                model_name="documentsectionevent",
                name="edited_by",
                field=models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    related_query_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="修改人",
                ),
            ),
            migrations.AddField(
                model_name="documentsectionevent",
                name="pgh_obj",
                field=models.ForeignKey(
                    db_constraint=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="events",
                    to="reports.documentsection",
                ),
            ),
            migrations.AddField(
                model_name="documentstep",
                name="by",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            migrations.AddField(
                model_name="documentstep",
                name="document",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="reports.document"
                ),
            ),
            migrations.AddField(
                model_name="document",
                name="outline",
                field=models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="reports.outline",
                ),
            ),
            migrations.AddField(
                model_name="documentevent",
                name="outline",
                field=models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    related_query_name="+",
                    to="reports.outline",
                ),
            ),
            migrations.AddField(
                model_name="outlineevent",
                name="pgh_obj",
                field=models.ForeignKey(
                    db_constraint=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="events",
                    to="reports.outline",
                ),
            ),
            migrations.AddField(
                model_name="outlinesection",
                name="outline",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="sections", to="reports.outline"
                ),
            ),
            migrations.AddField(
                model_name="outlinesectionevent",
                name="outline",
                field=models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    related_query_name="+",
                    to="reports.outline",
                ),
            ),
            migrations.AddField(
                model_name="outlinesectionevent",
                name="pgh_obj",
                field=models.ForeignKey(
                    db_constraint=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="events",
                    to="reports.outlinesection",
                ),
            ),
            migrations.AddField(
                model_name="sentencerule",
                name="section",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="rules", to="reports.outlinesection"
                ),
            ),
            migrations.AddField(
                model_name="sentenceruleevent",
                name="pgh_obj",
                field=models.ForeignKey(
                    db_constraint=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="events",
                    to="reports.sentencerule",
                ),
            ),
            migrations.AddField(
                model_name="sentenceruleevent",
                name="section",
                field=models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    related_query_name="+",
                    to="reports.outlinesection",
                ),
            ),
            migrations.AlterField(
                model_name="document",
                name="kind",
                field=models.CharField(
                    choices=[
                        ("report", "督查汇报"),
                        ("circular", "督查通报"),
                        ("special", "督查专报"),
                        ("dispatch", "项目调度报告"),
                        ("rectification", "整改情况报告"),
                        ("bulletin", "指标监测快报"),
                    ],
                    default="report",
                    max_length=16,
                    verbose_name="文种",
                ),
            ),
            migrations.AlterField(
                model_name="documentevent",
                name="kind",
                field=models.CharField(
                    choices=[
                        ("report", "督查汇报"),
                        ("circular", "督查通报"),
                        ("special", "督查专报"),
                        ("dispatch", "项目调度报告"),
                        ("rectification", "整改情况报告"),
                        ("bulletin", "指标监测快报"),
                    ],
                    default="report",
                    max_length=16,
                    verbose_name="文种",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="document",
                trigger=pgtrigger.compiler.Trigger(
                    name="issued_is_locked",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.\"status\" IN ('issued', 'withdrawn', 'corrected'))",
                        func="\n            IF TG_OP = 'DELETE' OR NEW.status NOT IN ('issued', 'withdrawn', 'corrected')\n               OR to_jsonb(NEW) - '{status}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{status}'::text[] THEN\n                RAISE EXCEPTION 'an issued document is locked' USING ERRCODE = 'check_violation', CONSTRAINT = 'document_issued_is_locked';\n            END IF;\n            RETURN NEW;\n        ",
                        hash="2bd4d92358cb374a37fe309f157cd6719e3cb081",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_issued_is_locked_a326b",
                        table="reports_document",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="document",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_documentevent" ("addressee", "approved_by_id", "as_of", "closing", "contents", "copies_to", "corrects_id", "created_at", "created_by_id", "file_id", "id", "issued_by_id", "issued_on", "issuer", "job_id", "kind", "month", "number", "number_word", "number_year", "opening", "outline_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "red_head", "revision", "sector_id", "signed_at", "sources_annex", "status", "style", "subject", "title", "title_phrases", "upward", "warnings", "year") SELECT new_values."addressee", new_values."approved_by_id", new_values."as_of", new_values."closing", new_values."contents", new_values."copies_to", new_values."corrects_id", new_values."created_at", new_values."created_by_id", new_values."file_id", new_values."id", new_values."issued_by_id", new_values."issued_on", new_values."issuer", new_values."job_id", new_values."kind", new_values."month", new_values."number", new_values."number_word", new_values."number_year", new_values."opening", new_values."outline_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."red_head", new_values."revision", new_values."sector_id", new_values."signed_at", new_values."sources_annex", new_values."status", new_values."style", new_values."subject", new_values."title", new_values."title_phrases", new_values."upward", new_values."warnings", new_values."year" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="fe1fbbcb7877c4b1e29cd66f43371a24f7a217e8",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_6a821",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="reports_document",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="document",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_documentevent" ("addressee", "approved_by_id", "as_of", "closing", "contents", "copies_to", "corrects_id", "created_at", "created_by_id", "file_id", "id", "issued_by_id", "issued_on", "issuer", "job_id", "kind", "month", "number", "number_word", "number_year", "opening", "outline_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "red_head", "revision", "sector_id", "signed_at", "sources_annex", "status", "style", "subject", "title", "title_phrases", "upward", "warnings", "year") SELECT new_values."addressee", new_values."approved_by_id", new_values."as_of", new_values."closing", new_values."contents", new_values."copies_to", new_values."corrects_id", new_values."created_at", new_values."created_by_id", new_values."file_id", new_values."id", new_values."issued_by_id", new_values."issued_on", new_values."issuer", new_values."job_id", new_values."kind", new_values."month", new_values."number", new_values."number_word", new_values."number_year", new_values."opening", new_values."outline_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."red_head", new_values."revision", new_values."sector_id", new_values."signed_at", new_values."sources_annex", new_values."status", new_values."style", new_values."subject", new_values."title", new_values."title_phrases", new_values."upward", new_values."warnings", new_values."year" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="f8eab83cf40f4eb49e44bce4de92ae39fa58132c",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_53276",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="reports_document",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="document",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_documentevent" ("addressee", "approved_by_id", "as_of", "closing", "contents", "copies_to", "corrects_id", "created_at", "created_by_id", "file_id", "id", "issued_by_id", "issued_on", "issuer", "job_id", "kind", "month", "number", "number_word", "number_year", "opening", "outline_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "red_head", "revision", "sector_id", "signed_at", "sources_annex", "status", "style", "subject", "title", "title_phrases", "upward", "warnings", "year") SELECT old_values."addressee", old_values."approved_by_id", old_values."as_of", old_values."closing", old_values."contents", old_values."copies_to", old_values."corrects_id", old_values."created_at", old_values."created_by_id", old_values."file_id", old_values."id", old_values."issued_by_id", old_values."issued_on", old_values."issuer", old_values."job_id", old_values."kind", old_values."month", old_values."number", old_values."number_word", old_values."number_year", old_values."opening", old_values."outline_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."red_head", old_values."revision", old_values."sector_id", old_values."signed_at", old_values."sources_annex", old_values."status", old_values."style", old_values."subject", old_values."title", old_values."title_phrases", old_values."upward", old_values."warnings", old_values."year" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="ceec443b8704f5c4b5c0f6896ec45c85e94bab92",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_4704a",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="reports_document",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="outline",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                    ),
                    name="outline_ends_after_start",
                    violation_error_message="终止日期应晚于起始日期（终止日当天不再有效）。",
                ),
            ),
            migrations.AddConstraint(
                model_name="outline",
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                    expressions=[
                        ("kind", "="),
                        ("name", "="),
                        (accounts.models.dated.DateRange("valid_from", "valid_to"), "&&"),
                    ],
                    name="outline_one_at_a_time",
                    violation_error_message="这份提纲在这段时间已有版本，同一天只能有一个。",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="outline",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_outlineevent" ("addressee", "closing", "contents", "copies_to", "id", "kind", "name", "note", "number_word", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "red_head", "series", "sources_annex", "title", "upward", "valid_from", "valid_to") SELECT new_values."addressee", new_values."closing", new_values."contents", new_values."copies_to", new_values."id", new_values."kind", new_values."name", new_values."note", new_values."number_word", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."red_head", new_values."series", new_values."sources_annex", new_values."title", new_values."upward", new_values."valid_from", new_values."valid_to" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="7c1b783aff3599e5ed7443880ce9fae567fbd5cc",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_ae307",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="reports_outline",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="outline",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_outlineevent" ("addressee", "closing", "contents", "copies_to", "id", "kind", "name", "note", "number_word", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "red_head", "series", "sources_annex", "title", "upward", "valid_from", "valid_to") SELECT new_values."addressee", new_values."closing", new_values."contents", new_values."copies_to", new_values."id", new_values."kind", new_values."name", new_values."note", new_values."number_word", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."red_head", new_values."series", new_values."sources_annex", new_values."title", new_values."upward", new_values."valid_from", new_values."valid_to" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="8b2083ab90df6dbc90a2cb6071b614fc54abaa08",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_c8bf7",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="reports_outline",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="outline",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_outlineevent" ("addressee", "closing", "contents", "copies_to", "id", "kind", "name", "note", "number_word", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "red_head", "series", "sources_annex", "title", "upward", "valid_from", "valid_to") SELECT old_values."addressee", old_values."closing", old_values."contents", old_values."copies_to", old_values."id", old_values."kind", old_values."name", old_values."note", old_values."number_word", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."red_head", old_values."series", old_values."sources_annex", old_values."title", old_values."upward", old_values."valid_from", old_values."valid_to" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="3e94665a3c514549715ed886a1d87b0373e44532",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_3833c",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="reports_outline",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="document",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("number__isnull", False)),
                    fields=("number_word", "number_year", "number"),
                    name="document_number_once",
                    violation_error_message="这个文号已用过。",
                ),
            ),
            migrations.AddConstraint(
                model_name="document",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("status__in", ["issued", "withdrawn", "corrected"]), _negated=True),
                        models.Q(
                            ("approved_by__isnull", False),
                            ("as_of__isnull", False),
                            ("file__isnull", False),
                            ("issued_by__isnull", False),
                            ("issued_on__isnull", False),
                            ("number__isnull", False),
                            ("number_year__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="document_issued_is_whole",
                    violation_error_message="已印发的公文须有文号、成文日期、审签人、印发人和文件。",
                ),
            ),
            migrations.AddConstraint(
                model_name="documentbasis",
                constraint=models.UniqueConstraint(
                    fields=("document", "digest"),
                    name="document_basis_once",
                    violation_error_message="同一公文里相同的数据依据只记一次。",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="documentbasis",
                trigger=pgtrigger.compiler.Trigger(
                    name="locked_with_its_document",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF (SELECT status FROM reports_document\n                 WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.document_id ELSE OLD.document_id END)\n               IN ('issued', 'withdrawn', 'corrected') THEN\n                RAISE EXCEPTION 'an issued document is locked' USING ERRCODE = 'check_violation', CONSTRAINT = 'document_issued_is_locked';\n            END IF;\n            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ",
                        hash="cab33d096634477e74420889f43543aef7129f67",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_locked_with_its_document_9b227",
                        table="reports_documentbasis",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="documentfact",
                constraint=models.UniqueConstraint(
                    fields=("document", "key"),
                    name="document_fact_key_once",
                    violation_error_message="同一公文里一个数据只记一次。",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="documentfact",
                trigger=pgtrigger.compiler.Trigger(
                    name="locked_with_its_document",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF (SELECT status FROM reports_document\n                 WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.document_id ELSE OLD.document_id END)\n               IN ('issued', 'withdrawn', 'corrected') THEN\n                RAISE EXCEPTION 'an issued document is locked' USING ERRCODE = 'check_violation', CONSTRAINT = 'document_issued_is_locked';\n            END IF;\n            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ",
                        hash="a02d7af271143286680ce54a7e3d690fbf67772e",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_locked_with_its_document_bdb19",
                        table="reports_documentfact",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="documentsection",
                constraint=models.UniqueConstraint(
                    fields=("document", "order"),
                    name="document_section_order_once",
                    violation_error_message="同一公文里章节顺序不能重复。",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="documentsection",
                trigger=pgtrigger.compiler.Trigger(
                    name="locked_with_its_document",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF (SELECT status FROM reports_document\n                 WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.document_id ELSE OLD.document_id END)\n               IN ('issued', 'withdrawn', 'corrected') THEN\n                RAISE EXCEPTION 'an issued document is locked' USING ERRCODE = 'check_violation', CONSTRAINT = 'document_issued_is_locked';\n            END IF;\n            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ",
                        hash="71aea8c58ad78a872857fa426d28ea6c7d86cb51",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_locked_with_its_document_50330",
                        table="reports_documentsection",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="documentsection",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_documentsectionevent" ("annex", "document_id", "edited_at", "edited_by_id", "heading", "id", "level", "numbered", "order", "paragraphs", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "picture", "revision", "settings", "source", "table", "templates") SELECT new_values."annex", new_values."document_id", new_values."edited_at", new_values."edited_by_id", new_values."heading", new_values."id", new_values."level", new_values."numbered", new_values."order", new_values."paragraphs", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."picture", new_values."revision", new_values."settings", new_values."source", new_values."table", new_values."templates" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="6abfa56b9bf0ad5ba820a0977f62992fec279105",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_a0263",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="reports_documentsection",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="documentsection",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_documentsectionevent" ("annex", "document_id", "edited_at", "edited_by_id", "heading", "id", "level", "numbered", "order", "paragraphs", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "picture", "revision", "settings", "source", "table", "templates") SELECT new_values."annex", new_values."document_id", new_values."edited_at", new_values."edited_by_id", new_values."heading", new_values."id", new_values."level", new_values."numbered", new_values."order", new_values."paragraphs", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."picture", new_values."revision", new_values."settings", new_values."source", new_values."table", new_values."templates" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="e52e24e6b03365ed65f82ff66992ac1a7d311750",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_ecc66",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="reports_documentsection",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="documentsection",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_documentsectionevent" ("annex", "document_id", "edited_at", "edited_by_id", "heading", "id", "level", "numbered", "order", "paragraphs", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "picture", "revision", "settings", "source", "table", "templates") SELECT old_values."annex", old_values."document_id", old_values."edited_at", old_values."edited_by_id", old_values."heading", old_values."id", old_values."level", old_values."numbered", old_values."order", old_values."paragraphs", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."picture", old_values."revision", old_values."settings", old_values."source", old_values."table", old_values."templates" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="59fafb9f184e0dc527c1e04aae164f89589edff2",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_77c35",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="reports_documentsection",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="documentsectionevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="153e9f0ec8d7366c738a861db27a5b49e7ac1704",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_998ea",
                        table="reports_documentsectionevent",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="documentstep",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="cbcb8a96262bf95ad1e115489adcb917b874d1a0",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_99e8d",
                        table="reports_documentstep",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="outlineevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="62401b667ce89f951bc82a75d6b85d308f1985a7",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_4322e",
                        table="reports_outlineevent",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="outlinesection",
                constraint=models.UniqueConstraint(
                    fields=("outline", "order"),
                    name="outline_section_order_once",
                    violation_error_message="同一提纲里章节顺序不能重复。",
                ),
            ),
            migrations.AddConstraint(
                model_name="outlinesection",
                constraint=models.CheckConstraint(
                    condition=models.Q(("level__gte", 1), ("level__lte", 4)),
                    name="outline_section_level_1_to_4",
                    violation_error_message="层级应为1至4。",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="outlinesection",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_outlinesectionevent" ("annex", "heading", "id", "level", "numbered", "order", "outline_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settings", "source") SELECT new_values."annex", new_values."heading", new_values."id", new_values."level", new_values."numbered", new_values."order", new_values."outline_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."settings", new_values."source" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="8f1b45f83f3fdfc2acd02d770f7993ccfe1935e6",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_8db66",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="reports_outlinesection",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="outlinesection",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_outlinesectionevent" ("annex", "heading", "id", "level", "numbered", "order", "outline_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settings", "source") SELECT new_values."annex", new_values."heading", new_values."id", new_values."level", new_values."numbered", new_values."order", new_values."outline_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."settings", new_values."source" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="fb674f4c19cc1ab9b991dd7be5650d266d0bd395",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_1af27",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="reports_outlinesection",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="outlinesection",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_outlinesectionevent" ("annex", "heading", "id", "level", "numbered", "order", "outline_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settings", "source") SELECT old_values."annex", old_values."heading", old_values."id", old_values."level", old_values."numbered", old_values."order", old_values."outline_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."settings", old_values."source" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="b1675840413d86449f75c32cd1f815f942f317dc",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_202c2",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="reports_outlinesection",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="outlinesectionevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="7355e8e97eb206df16c30ecdbfa7c2448942ef02",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_e3197",
                        table="reports_outlinesectionevent",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="sentencerule",
                constraint=models.UniqueConstraint(
                    fields=("section", "order"),
                    name="sentence_rule_order_once",
                    violation_error_message="同一章节里句式顺序不能重复。",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="sentencerule",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_sentenceruleevent" ("id", "name", "order", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "section_id", "template") SELECT new_values."id", new_values."name", new_values."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."section_id", new_values."template" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="638d6f152cb6f69abaa927041779cb425a558620",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_20448",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="reports_sentencerule",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="sentencerule",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_sentenceruleevent" ("id", "name", "order", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "section_id", "template") SELECT new_values."id", new_values."name", new_values."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."section_id", new_values."template" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="19d4640999fd278d2d7d816fe5e153cb4b4dbe2b",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_8e8db",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="reports_sentencerule",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="sentencerule",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_sentenceruleevent" ("id", "name", "order", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "section_id", "template") SELECT old_values."id", old_values."name", old_values."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."section_id", old_values."template" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="9f50052ed38383eb4eac1dcd358efb4b2fb79a94",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_d464e",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="reports_sentencerule",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="sentenceruleevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="8a245f9cfbd279c4c64ac9831f832271650469a1",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_b7607",
                        table="reports_sentenceruleevent",
                        when="BEFORE",
                    ),
                ),
            ),
        ]),
    ]
