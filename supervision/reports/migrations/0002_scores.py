"""考核评分: schemes, rules, rounds, sheets, points with their evidence, appeals, adjustments, lists."""

from __future__ import annotations

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from accounts.migrations._together import Together


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_reading_is_kept"),
        ("indicators", "0001_initial"),
        ("inspections", "0005_plan_versions_stay"),
        ("matters", "0006_grams_are_dear"),
        ("projects", "0003_names_of_sources"),
        ("reports", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name="ScoreEvent",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("points", models.DecimalField(decimal_places=2, max_digits=9, verbose_name="得分")),
                    (
                        "treatment",
                        models.CharField(
                            choices=[
                                ("measured", "按数据计分"),
                                ("doubled", "按数据计分，与满分的差加倍"),
                                ("excluded", "本期没有此项任务，不参与"),
                                ("full", "本期没有此项任务，得满分"),
                            ],
                            max_length=8,
                            verbose_name="计分情况",
                        ),
                    ),
                    ("done", models.DecimalField(decimal_places=4, max_digits=18, verbose_name="完成")),
                    ("whole", models.DecimalField(decimal_places=4, max_digits=18, verbose_name="任务")),
                    (
                        "value",
                        models.DecimalField(
                            blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="实际值"
                        ),
                    ),
                ],
                options={
                    "verbose_name": "得分项",
                    "verbose_name_plural": "得分项",
                    "ordering": ["sheet", "rule__order", "rule"],
                },
            ),
            migrations.CreateModel(
                name="ScoreRule",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("order", models.PositiveSmallIntegerField(default=10, verbose_name="次序")),
                    ("name", models.CharField(max_length=80, verbose_name="考核项目")),
                    ("metric", models.CharField(blank=True, max_length=40, verbose_name="计量指标")),
                    (
                        "formula",
                        models.CharField(
                            choices=[
                                ("ratio", "按比率得分（满分×比率）"),
                                ("step", "按差值加减分（每高低一个步长加减若干分）"),
                                ("target", "目标完成计分法（达到目标得满分，否则不得分）"),
                                ("ladder", "争先进位计分法（按组内位次逐位递减）"),
                                ("events", "按件次加减分"),
                                ("manual", "人工评定（须写理由并有依据文件）"),
                            ],
                            max_length=8,
                            verbose_name="计分办法",
                        ),
                    ),
                    (
                        "weight",
                        models.DecimalField(
                            decimal_places=2,
                            default=Decimal("0"),
                            help_text="只加减分的项目填0。",
                            max_digits=9,
                            validators=[django.core.validators.MinValueValidator(0)],
                            verbose_name="满分",
                        ),
                    ),
                    (
                        "target",
                        models.DecimalField(
                            decimal_places=2, default=Decimal("100"), max_digits=9, verbose_name="目标（%）"
                        ),
                    ),
                    (
                        "step",
                        models.DecimalField(
                            decimal_places=2, default=Decimal("1"), max_digits=9, verbose_name="步长（百分点）"
                        ),
                    ),
                    (
                        "up",
                        models.DecimalField(
                            decimal_places=2, default=Decimal("0"), max_digits=9, verbose_name="每高一个步长加"
                        ),
                    ),
                    (
                        "down",
                        models.DecimalField(
                            decimal_places=2, default=Decimal("0"), max_digits=9, verbose_name="每低一个步长减"
                        ),
                    ),
                    (
                        "second_from",
                        models.DecimalField(
                            blank=True, decimal_places=2, max_digits=9, null=True, verbose_name="超过百分之几以后"
                        ),
                    ),
                    (
                        "second_up",
                        models.DecimalField(
                            decimal_places=2, default=Decimal("0"), max_digits=9, verbose_name="每高一个步长改加"
                        ),
                    ),
                    ("whole_steps", models.BooleanField(default=False, verbose_name="不满一个步长不计")),
                    (
                        "per_event",
                        models.DecimalField(
                            decimal_places=2,
                            default=Decimal("0"),
                            help_text="扣分填负数。",
                            max_digits=9,
                            verbose_name="每件次",
                        ),
                    ),
                    ("free", models.PositiveSmallIntegerField(default=0, verbose_name="前几件次不计")),
                    (
                        "rung",
                        models.DecimalField(
                            decimal_places=2,
                            default=Decimal("5"),
                            max_digits=9,
                            verbose_name="每低一位减满分的百分之",
                        ),
                    ),
                    (
                        "cap_up",
                        models.DecimalField(
                            blank=True, decimal_places=2, max_digits=9, null=True, verbose_name="最多加"
                        ),
                    ),
                    (
                        "cap_down",
                        models.DecimalField(
                            blank=True, decimal_places=2, max_digits=9, null=True, verbose_name="最多减"
                        ),
                    ),
                    (
                        "floor",
                        models.DecimalField(
                            blank=True, decimal_places=2, max_digits=9, null=True, verbose_name="本项最低分"
                        ),
                    ),
                    (
                        "no_tasks",
                        models.CharField(
                            choices=[
                                ("exclude", "不参与本项，其余各项折算为满分"),
                                ("full", "本项得满分"),
                                ("double", "本项得满分，其余各项与满分的差加倍"),
                            ],
                            default="exclude",
                            max_length=8,
                            verbose_name="没有任务的单位",
                        ),
                    ),
                    ("about", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ],
                options={
                    "verbose_name": "考核项目",
                    "verbose_name_plural": "考核项目",
                    "ordering": ["scheme", "order", "pk"],
                },
            ),
            migrations.CreateModel(
                name="ManualPoint",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "points",
                        models.DecimalField(
                            decimal_places=2, help_text="扣分填负数。", max_digits=9, verbose_name="分值"
                        ),
                    ),
                    ("reason", models.CharField(max_length=500, verbose_name="理由")),
                    (
                        "document",
                        models.CharField(blank=True, max_length=200, verbose_name="依据（文号、会议、批示）"),
                    ),
                    ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                    (
                        "entered_by",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="登记人",
                        ),
                    ),
                    (
                        "file",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="accounts.upload",
                            verbose_name="依据文件",
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="accounts.unit",
                            verbose_name="单位",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "人工评定",
                    "verbose_name_plural": "人工评定",
                    "ordering": ["pk"],
                },
            ),
            migrations.CreateModel(
                name="ScoreAppeal",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("reason", models.TextField(max_length=2000, verbose_name="申诉理由")),
                    (
                        "status",
                        models.CharField(
                            choices=[
                                ("filed", "待答复"),
                                ("upheld", "申诉成立"),
                                ("refused", "申诉不成立"),
                                ("retracted", "已撤回"),
                            ],
                            default="filed",
                            max_length=9,
                            verbose_name="状态",
                        ),
                    ),
                    ("filed_at", models.DateTimeField(verbose_name="申诉时间")),
                    ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="答复时间")),
                    ("decision", models.CharField(blank=True, max_length=1000, verbose_name="答复")),
                    (
                        "decided_by",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="答复人",
                        ),
                    ),
                    (
                        "filed_by",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="申诉人",
                        ),
                    ),
                    (
                        "event",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="appeals",
                            to="reports.scoreevent",
                            verbose_name="得分项",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "考核申诉",
                    "verbose_name_plural": "考核申诉",
                    "ordering": ["-pk"],
                },
            ),
            migrations.CreateModel(
                name="ScoreAdjustment",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "points",
                        models.DecimalField(
                            decimal_places=2,
                            help_text="加分为正，减分为负。",
                            max_digits=9,
                            verbose_name="调整分值",
                        ),
                    ),
                    ("reason", models.CharField(max_length=1000, verbose_name="理由")),
                    (
                        "document",
                        models.CharField(blank=True, max_length=200, verbose_name="依据（文号、会议、批示）"),
                    ),
                    (
                        "status",
                        models.CharField(
                            choices=[("proposed", "待批准"), ("approved", "已批准"), ("refused", "未批准")],
                            default="proposed",
                            max_length=8,
                            verbose_name="状态",
                        ),
                    ),
                    ("proposed_at", models.DateTimeField(verbose_name="提出时间")),
                    ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="批准时间")),
                    ("decision", models.CharField(blank=True, max_length=500, verbose_name="批准意见")),
                    (
                        "decided_by",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="批准人",
                        ),
                    ),
                    (
                        "proposed_by",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="提出人",
                        ),
                    ),
                    (
                        "appeal",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="adjustment",
                            to="reports.scoreappeal",
                            verbose_name="申诉",
                        ),
                    ),
                    (
                        "event",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="adjustments",
                            to="reports.scoreevent",
                            verbose_name="得分项",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "分数调整",
                    "verbose_name_plural": "分数调整",
                    "ordering": ["pk"],
                },
            ),
            migrations.CreateModel(
                name="ScoreAppealEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("reason", models.TextField(max_length=2000, verbose_name="申诉理由")),
                    (
                        "status",
                        models.CharField(
                            choices=[
                                ("filed", "待答复"),
                                ("upheld", "申诉成立"),
                                ("refused", "申诉不成立"),
                                ("retracted", "已撤回"),
                            ],
                            default="filed",
                            max_length=9,
                            verbose_name="状态",
                        ),
                    ),
                    ("filed_at", models.DateTimeField(verbose_name="申诉时间")),
                    ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="答复时间")),
                    ("decision", models.CharField(blank=True, max_length=1000, verbose_name="答复")),
                    (
                        "decided_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="答复人",
                        ),
                    ),
                    (
                        "filed_by",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="申诉人",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="reports.scoreappeal",
                        ),
                    ),
                    (
                        "event",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="reports.scoreevent",
                            verbose_name="得分项",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="ScoreEvidence",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("part", models.DecimalField(decimal_places=4, max_digits=18, verbose_name="计入")),
                    ("whole", models.DecimalField(decimal_places=4, max_digits=18, verbose_name="任务")),
                    ("words", models.CharField(blank=True, max_length=200, verbose_name="情况")),
                    (
                        "event",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="evidence",
                            to="reports.scoreevent",
                            verbose_name="得分项",
                        ),
                    ),
                    (
                        "indicator",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="indicators.indicator",
                            verbose_name="指标",
                        ),
                    ),
                    (
                        "manual",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="reports.manualpoint",
                            verbose_name="人工评定",
                        ),
                    ),
                    (
                        "matter",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="matters.matter",
                            verbose_name="督办事项",
                        ),
                    ),
                    (
                        "project",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="projects.project",
                            verbose_name="项目",
                        ),
                    ),
                    (
                        "rectification",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="inspections.rectification",
                            verbose_name="整改",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "计分依据",
                    "verbose_name_plural": "计分依据",
                    "ordering": ["pk"],
                },
            ),
            migrations.CreateModel(
                name="ScoreList",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "status",
                        models.CharField(
                            choices=[
                                ("proposed", "拟定"),
                                ("approved", "已批准"),
                                ("published", "已公示"),
                                ("withdrawn", "已撤回"),
                            ],
                            default="proposed",
                            max_length=9,
                            verbose_name="状态",
                        ),
                    ),
                    ("proposed_at", models.DateTimeField(verbose_name="拟定时间")),
                    ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="批准时间")),
                    ("published_from", models.DateField(blank=True, null=True, verbose_name="公示自")),
                    ("published_until", models.DateField(blank=True, null=True, verbose_name="公示至")),
                    ("published_in", models.CharField(blank=True, max_length=200, verbose_name="公示载体")),
                    ("withdrawn_reason", models.CharField(blank=True, max_length=500, verbose_name="撤回理由")),
                    (
                        "approved_by",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="经办人",
                        ),
                    ),
                    (
                        "approver",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="accounts.post",
                            verbose_name="批准领导",
                        ),
                    ),
                    (
                        "proposed_by",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="拟定人",
                        ),
                    ),
                    (
                        "published_by",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="公示人",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "红黑榜",
                    "verbose_name_plural": "红黑榜",
                    "ordering": ["-pk"],
                },
            ),
            migrations.CreateModel(
                name="ScoreListEntry",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "colour",
                        models.CharField(
                            choices=[("red", "红榜"), ("black", "黑榜")], max_length=5, verbose_name="榜"
                        ),
                    ),
                    ("place", models.PositiveSmallIntegerField(verbose_name="组内位次")),
                    ("of", models.PositiveSmallIntegerField(verbose_name="组内单位数")),
                    ("score", models.DecimalField(decimal_places=2, max_digits=9, verbose_name="总分")),
                    ("target", models.DecimalField(decimal_places=2, max_digits=9, verbose_name="达标分")),
                    (
                        "list",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="entries",
                            to="reports.scorelist",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "红黑榜单位",
                    "verbose_name_plural": "红黑榜单位",
                    "ordering": ["list", "-colour", "sheet__group", "place", "pk"],
                },
            ),
            migrations.CreateModel(
                name="ScoreRound",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("year", models.PositiveSmallIntegerField(verbose_name="年")),
                    ("first_month", models.PositiveSmallIntegerField(default=1, verbose_name="自几月")),
                    ("last_month", models.PositiveSmallIntegerField(verbose_name="至几月")),
                    (
                        "status",
                        models.CharField(
                            choices=[("draft", "核算中"), ("checking", "交单位核对"), ("approved", "已审定")],
                            default="draft",
                            max_length=8,
                            verbose_name="状态",
                        ),
                    ),
                    ("as_of", models.DateField(blank=True, null=True, verbose_name="数据截至")),
                    ("computed_at", models.DateTimeField(blank=True, null=True, verbose_name="核算时间")),
                    ("announced_at", models.DateTimeField(blank=True, null=True, verbose_name="交核对时间")),
                    ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="审定时间")),
                    ("document", models.CharField(blank=True, max_length=120, verbose_name="审定文号或会议")),
                    ("created_at", models.DateTimeField(verbose_name="建立时间")),
                    (
                        "announced_by",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="交核对人",
                        ),
                    ),
                    (
                        "approved_by",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="审定人",
                        ),
                    ),
                    (
                        "computed_by",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="核算人",
                        ),
                    ),
                    (
                        "created_by",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="建立人",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "考核期",
                    "verbose_name_plural": "考核期",
                    "ordering": ["-year", "-last_month", "-pk"],
                },
            ),
            migrations.CreateModel(
                name="ScoreListEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    (
                        "status",
                        models.CharField(
                            choices=[
                                ("proposed", "拟定"),
                                ("approved", "已批准"),
                                ("published", "已公示"),
                                ("withdrawn", "已撤回"),
                            ],
                            default="proposed",
                            max_length=9,
                            verbose_name="状态",
                        ),
                    ),
                    ("proposed_at", models.DateTimeField(verbose_name="拟定时间")),
                    ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="批准时间")),
                    ("published_from", models.DateField(blank=True, null=True, verbose_name="公示自")),
                    ("published_until", models.DateField(blank=True, null=True, verbose_name="公示至")),
                    ("published_in", models.CharField(blank=True, max_length=200, verbose_name="公示载体")),
                    ("withdrawn_reason", models.CharField(blank=True, max_length=500, verbose_name="撤回理由")),
                    (
                        "approved_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="经办人",
                        ),
                    ),
                    (
                        "approver",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="accounts.post",
                            verbose_name="批准领导",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="reports.scorelist",
                        ),
                    ),
                    (
                        "proposed_by",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="拟定人",
                        ),
                    ),
                    (
                        "published_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="公示人",
                        ),
                    ),
                    (
                        "round",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="reports.scoreround",
                            verbose_name="考核期",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="ManualPointEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    (
                        "points",
                        models.DecimalField(
                            decimal_places=2, help_text="扣分填负数。", max_digits=9, verbose_name="分值"
                        ),
                    ),
                    ("reason", models.CharField(max_length=500, verbose_name="理由")),
                    (
                        "document",
                        models.CharField(blank=True, max_length=200, verbose_name="依据（文号、会议、批示）"),
                    ),
                    ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                    (
                        "entered_by",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="登记人",
                        ),
                    ),
                    (
                        "file",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="accounts.upload",
                            verbose_name="依据文件",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="reports.manualpoint",
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="accounts.unit",
                            verbose_name="单位",
                        ),
                    ),
                    (
                        "round",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="reports.scoreround",
                            verbose_name="考核期",
                        ),
                    ),
                    (
                        "rule",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="reports.scorerule",
                            verbose_name="考核项目",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="ScoreScheme",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=80, verbose_name="方案名称")),
                    ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                    ("version", models.PositiveSmallIntegerField(default=1, verbose_name="版本")),
                    ("about", models.TextField(blank=True, max_length=2000, verbose_name="说明")),
                    (
                        "base",
                        models.DecimalField(
                            decimal_places=2, default=Decimal("0"), max_digits=9, verbose_name="基础分"
                        ),
                    ),
                    (
                        "target",
                        models.DecimalField(
                            decimal_places=2, default=Decimal("80"), max_digits=9, verbose_name="达标分"
                        ),
                    ),
                    ("best", models.PositiveSmallIntegerField(default=3, verbose_name="红榜每组前几名")),
                    ("last", models.PositiveSmallIntegerField(default=2, verbose_name="黑榜每组后几名")),
                    (
                        "status",
                        models.CharField(
                            choices=[("draft", "草案"), ("adopted", "已审定施行"), ("closed", "已停用")],
                            default="draft",
                            max_length=8,
                            verbose_name="状态",
                        ),
                    ),
                    ("tried_at", models.DateTimeField(blank=True, null=True, verbose_name="最近试算时间")),
                    ("adopted_at", models.DateTimeField(blank=True, null=True, verbose_name="审定时间")),
                    ("document", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                    ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="停用时间")),
                    ("created_at", models.DateTimeField(verbose_name="起草时间")),
                    (
                        "adopted_by",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="经办人",
                        ),
                    ),
                    (
                        "approver",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="accounts.post",
                            verbose_name="批准领导",
                        ),
                    ),
                    (
                        "created_by",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="起草人",
                        ),
                    ),
                    (
                        "follows",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="reports.scorescheme",
                            verbose_name="修订自",
                        ),
                    ),
                    (
                        "tried_by",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="试算人",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "考核方案",
                    "verbose_name_plural": "考核方案",
                    "ordering": ["-year", "name", "-version"],
                },
            ),
            migrations.CreateModel(
                name="ScoreRuleEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("order", models.PositiveSmallIntegerField(default=10, verbose_name="次序")),
                    ("name", models.CharField(max_length=80, verbose_name="考核项目")),
                    ("metric", models.CharField(blank=True, max_length=40, verbose_name="计量指标")),
                    (
                        "formula",
                        models.CharField(
                            choices=[
                                ("ratio", "按比率得分（满分×比率）"),
                                ("step", "按差值加减分（每高低一个步长加减若干分）"),
                                ("target", "目标完成计分法（达到目标得满分，否则不得分）"),
                                ("ladder", "争先进位计分法（按组内位次逐位递减）"),
                                ("events", "按件次加减分"),
                                ("manual", "人工评定（须写理由并有依据文件）"),
                            ],
                            max_length=8,
                            verbose_name="计分办法",
                        ),
                    ),
                    (
                        "weight",
                        models.DecimalField(
                            decimal_places=2,
                            default=Decimal("0"),
                            help_text="只加减分的项目填0。",
                            max_digits=9,
                            validators=[django.core.validators.MinValueValidator(0)],
                            verbose_name="满分",
                        ),
                    ),
                    (
                        "target",
                        models.DecimalField(
                            decimal_places=2, default=Decimal("100"), max_digits=9, verbose_name="目标（%）"
                        ),
                    ),
                    (
                        "step",
                        models.DecimalField(
                            decimal_places=2, default=Decimal("1"), max_digits=9, verbose_name="步长（百分点）"
                        ),
                    ),
                    (
                        "up",
                        models.DecimalField(
                            decimal_places=2, default=Decimal("0"), max_digits=9, verbose_name="每高一个步长加"
                        ),
                    ),
                    (
                        "down",
                        models.DecimalField(
                            decimal_places=2, default=Decimal("0"), max_digits=9, verbose_name="每低一个步长减"
                        ),
                    ),
                    (
                        "second_from",
                        models.DecimalField(
                            blank=True, decimal_places=2, max_digits=9, null=True, verbose_name="超过百分之几以后"
                        ),
                    ),
                    (
                        "second_up",
                        models.DecimalField(
                            decimal_places=2, default=Decimal("0"), max_digits=9, verbose_name="每高一个步长改加"
                        ),
                    ),
                    ("whole_steps", models.BooleanField(default=False, verbose_name="不满一个步长不计")),
                    (
                        "per_event",
                        models.DecimalField(
                            decimal_places=2,
                            default=Decimal("0"),
                            help_text="扣分填负数。",
                            max_digits=9,
                            verbose_name="每件次",
                        ),
                    ),
                    ("free", models.PositiveSmallIntegerField(default=0, verbose_name="前几件次不计")),
                    (
                        "rung",
                        models.DecimalField(
                            decimal_places=2,
                            default=Decimal("5"),
                            max_digits=9,
                            verbose_name="每低一位减满分的百分之",
                        ),
                    ),
                    (
                        "cap_up",
                        models.DecimalField(
                            blank=True, decimal_places=2, max_digits=9, null=True, verbose_name="最多加"
                        ),
                    ),
                    (
                        "cap_down",
                        models.DecimalField(
                            blank=True, decimal_places=2, max_digits=9, null=True, verbose_name="最多减"
                        ),
                    ),
                    (
                        "floor",
                        models.DecimalField(
                            blank=True, decimal_places=2, max_digits=9, null=True, verbose_name="本项最低分"
                        ),
                    ),
                    (
                        "no_tasks",
                        models.CharField(
                            choices=[
                                ("exclude", "不参与本项，其余各项折算为满分"),
                                ("full", "本项得满分"),
                                ("double", "本项得满分，其余各项与满分的差加倍"),
                            ],
                            default="exclude",
                            max_length=8,
                            verbose_name="没有任务的单位",
                        ),
                    ),
                    ("about", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="reports.scorerule",
                        ),
                    ),
                    (
                        "scheme",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="reports.scorescheme",
                            verbose_name="考核方案",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="ScoreRoundEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("year", models.PositiveSmallIntegerField(verbose_name="年")),
                    ("first_month", models.PositiveSmallIntegerField(default=1, verbose_name="自几月")),
                    ("last_month", models.PositiveSmallIntegerField(verbose_name="至几月")),
                    (
                        "status",
                        models.CharField(
                            choices=[("draft", "核算中"), ("checking", "交单位核对"), ("approved", "已审定")],
                            default="draft",
                            max_length=8,
                            verbose_name="状态",
                        ),
                    ),
                    ("as_of", models.DateField(blank=True, null=True, verbose_name="数据截至")),
                    ("computed_at", models.DateTimeField(blank=True, null=True, verbose_name="核算时间")),
                    ("announced_at", models.DateTimeField(blank=True, null=True, verbose_name="交核对时间")),
                    ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="审定时间")),
                    ("document", models.CharField(blank=True, max_length=120, verbose_name="审定文号或会议")),
                    ("created_at", models.DateTimeField(verbose_name="建立时间")),
                    (
                        "announced_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="交核对人",
                        ),
                    ),
                    (
                        "approved_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="审定人",
                        ),
                    ),
                    (
                        "computed_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="核算人",
                        ),
                    ),
                    (
                        "created_by",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="建立人",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="reports.scoreround",
                        ),
                    ),
                    (
                        "scheme",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="reports.scorescheme",
                            verbose_name="考核方案",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="ScoreSchemeEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("name", models.CharField(max_length=80, verbose_name="方案名称")),
                    ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                    ("version", models.PositiveSmallIntegerField(default=1, verbose_name="版本")),
                    ("about", models.TextField(blank=True, max_length=2000, verbose_name="说明")),
                    (
                        "base",
                        models.DecimalField(
                            decimal_places=2, default=Decimal("0"), max_digits=9, verbose_name="基础分"
                        ),
                    ),
                    (
                        "target",
                        models.DecimalField(
                            decimal_places=2, default=Decimal("80"), max_digits=9, verbose_name="达标分"
                        ),
                    ),
                    ("best", models.PositiveSmallIntegerField(default=3, verbose_name="红榜每组前几名")),
                    ("last", models.PositiveSmallIntegerField(default=2, verbose_name="黑榜每组后几名")),
                    (
                        "status",
                        models.CharField(
                            choices=[("draft", "草案"), ("adopted", "已审定施行"), ("closed", "已停用")],
                            default="draft",
                            max_length=8,
                            verbose_name="状态",
                        ),
                    ),
                    ("tried_at", models.DateTimeField(blank=True, null=True, verbose_name="最近试算时间")),
                    ("adopted_at", models.DateTimeField(blank=True, null=True, verbose_name="审定时间")),
                    ("document", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                    ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="停用时间")),
                    ("created_at", models.DateTimeField(verbose_name="起草时间")),
                    (
                        "adopted_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="经办人",
                        ),
                    ),
                    (
                        "approver",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="accounts.post",
                            verbose_name="批准领导",
                        ),
                    ),
                    (
                        "created_by",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="起草人",
                        ),
                    ),
                    (
                        "follows",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="reports.scorescheme",
                            verbose_name="修订自",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="reports.scorescheme",
                        ),
                    ),
                    (
                        "tried_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="试算人",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="ScoreSheet",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("group", models.CharField(max_length=40, verbose_name="考核分组")),
                    ("base", models.DecimalField(decimal_places=2, max_digits=9, verbose_name="基础分")),
                    (
                        "conversion",
                        models.DecimalField(
                            decimal_places=2,
                            help_text="没有任务的项目不参与时，其余各项折算为满分。",
                            max_digits=9,
                            verbose_name="折算",
                        ),
                    ),
                    ("score", models.DecimalField(decimal_places=2, max_digits=9, verbose_name="得分")),
                    ("takes_part", models.BooleanField(default=True, verbose_name="参与排名")),
                    (
                        "round",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="sheets",
                            to="reports.scoreround",
                            verbose_name="考核期",
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="accounts.unit",
                            verbose_name="单位",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "评分表",
                    "verbose_name_plural": "评分表",
                    "ordering": ["group", "-score", "pk"],
                },
            ),
            migrations.CreateModel(
                name="ScoreListEntryEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    (
                        "colour",
                        models.CharField(
                            choices=[("red", "红榜"), ("black", "黑榜")], max_length=5, verbose_name="榜"
                        ),
                    ),
                    ("place", models.PositiveSmallIntegerField(verbose_name="组内位次")),
                    ("of", models.PositiveSmallIntegerField(verbose_name="组内单位数")),
                    ("score", models.DecimalField(decimal_places=2, max_digits=9, verbose_name="总分")),
                    ("target", models.DecimalField(decimal_places=2, max_digits=9, verbose_name="达标分")),
                    (
                        "list",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="reports.scorelist",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="reports.scorelistentry",
                        ),
                    ),
                    (
                        "sheet",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="reports.scoresheet",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="ScoreEventEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("points", models.DecimalField(decimal_places=2, max_digits=9, verbose_name="得分")),
                    (
                        "treatment",
                        models.CharField(
                            choices=[
                                ("measured", "按数据计分"),
                                ("doubled", "按数据计分，与满分的差加倍"),
                                ("excluded", "本期没有此项任务，不参与"),
                                ("full", "本期没有此项任务，得满分"),
                            ],
                            max_length=8,
                            verbose_name="计分情况",
                        ),
                    ),
                    ("done", models.DecimalField(decimal_places=4, max_digits=18, verbose_name="完成")),
                    ("whole", models.DecimalField(decimal_places=4, max_digits=18, verbose_name="任务")),
                    (
                        "value",
                        models.DecimalField(
                            blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="实际值"
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="reports.scoreevent",
                        ),
                    ),
                    (
                        "rule",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="reports.scorerule",
                            verbose_name="考核项目",
                        ),
                    ),
                    (
                        "sheet",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="reports.scoresheet",
                            verbose_name="评分表",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="ScoreAdjustmentEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    (
                        "points",
                        models.DecimalField(
                            decimal_places=2,
                            help_text="加分为正，减分为负。",
                            max_digits=9,
                            verbose_name="调整分值",
                        ),
                    ),
                    ("reason", models.CharField(max_length=1000, verbose_name="理由")),
                    (
                        "document",
                        models.CharField(blank=True, max_length=200, verbose_name="依据（文号、会议、批示）"),
                    ),
                    (
                        "status",
                        models.CharField(
                            choices=[("proposed", "待批准"), ("approved", "已批准"), ("refused", "未批准")],
                            default="proposed",
                            max_length=8,
                            verbose_name="状态",
                        ),
                    ),
                    ("proposed_at", models.DateTimeField(verbose_name="提出时间")),
                    ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="批准时间")),
                    ("decision", models.CharField(blank=True, max_length=500, verbose_name="批准意见")),
                    (
                        "decided_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="批准人",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="reports.scoreadjustment",
                        ),
                    ),
                    (
                        "proposed_by",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="提出人",
                        ),
                    ),
                    (
                        "appeal",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="reports.scoreappeal",
                            verbose_name="申诉",
                        ),
                    ),
                    (
                        "event",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="reports.scoreevent",
                            verbose_name="得分项",
                        ),
                    ),
                    (
                        "sheet",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="reports.scoresheet",
                            verbose_name="评分表",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="ScoreSheetEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("group", models.CharField(max_length=40, verbose_name="考核分组")),
                    ("base", models.DecimalField(decimal_places=2, max_digits=9, verbose_name="基础分")),
                    (
                        "conversion",
                        models.DecimalField(
                            decimal_places=2,
                            help_text="没有任务的项目不参与时，其余各项折算为满分。",
                            max_digits=9,
                            verbose_name="折算",
                        ),
                    ),
                    ("score", models.DecimalField(decimal_places=2, max_digits=9, verbose_name="得分")),
                    ("takes_part", models.BooleanField(default=True, verbose_name="参与排名")),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="reports.scoresheet",
                        ),
                    ),
                    (
                        "round",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="reports.scoreround",
                            verbose_name="考核期",
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="accounts.unit",
                            verbose_name="单位",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="ScoreAppealFile",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "appeal",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="files",
                            to="reports.scoreappeal",
                        ),
                    ),
                    (
                        "upload",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="accounts.upload",
                            verbose_name="附件",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "申诉附件",
                    "verbose_name_plural": "申诉附件",
                    "ordering": ["pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("appeal", "upload"),
                            name="score_appeal_file_once",
                            violation_error_message="该附件已经附上。",
                        )
                    ],
                },
            ),
        ]),
        Together([
            migrations.AddField(
                model_name="scorelist",
                name="round",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="lists",
                    to="reports.scoreround",
                    verbose_name="考核期",
                ),
            ),
            migrations.AddField(
                model_name="manualpoint",
                name="round",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="manual_points",
                    to="reports.scoreround",
                    verbose_name="考核期",
                ),
            ),
            migrations.AddField(
                model_name="scoreevent",
                name="rule",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="reports.scorerule",
                    verbose_name="考核项目",
                ),
            ),
            migrations.AddField(
                model_name="manualpoint",
                name="rule",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="reports.scorerule",
                    verbose_name="考核项目",
                ),
            ),
            migrations.AddField(
                model_name="scorerule",
                name="scheme",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="rules",
                    to="reports.scorescheme",
                    verbose_name="考核方案",
                ),
            ),
            migrations.AddField(
                model_name="scoreround",
                name="scheme",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="rounds",
                    to="reports.scorescheme",
                    verbose_name="考核方案",
                ),
            ),
            migrations.AddField(
                model_name="scorelistentry",
                name="sheet",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.scoresheet"
                ),
            ),
            migrations.AddField(
                model_name="scoreevent",
                name="sheet",
                field=models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="items",
                    to="reports.scoresheet",
                    verbose_name="评分表",
                ),
            ),
            migrations.AddField(
                model_name="scoreadjustment",
                name="sheet",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="adjustments",
                    to="reports.scoresheet",
                    verbose_name="评分表",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoreappealevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="2b14edea50a8d24fd7b8e1d6b28ff2fbc9a2744c",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_12d12",
                        table="reports_scoreappealevent",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="scoreappeal",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("status", "filed")),
                    fields=("event",),
                    name="score_appeal_one_open",
                    violation_error_message="该得分项已有一份申诉待答复。",
                ),
            ),
            migrations.AddConstraint(
                model_name="scoreappeal",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("status__in", ["filed", "upheld", "refused", "retracted"]),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    name="score_appeal_known_status",
                    violation_error_message="申诉须写明理由。",
                ),
            ),
            migrations.AddConstraint(
                model_name="scoreappeal",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("status__in", ["upheld", "refused"]), _negated=True),
                        models.Q(
                            ("decided_at__isnull", False),
                            ("decided_by__isnull", False),
                            models.Q(("decision", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="score_appeal_decided_with_reason",
                    violation_error_message="答复须写明理由、答复人和时间。",
                ),
            ),
            migrations.AddConstraint(
                model_name="scoreappeal",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("status__in", ["upheld", "refused"]), _negated=True),
                        models.Q(("decided_by", models.F("filed_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="score_appeal_not_by_its_author",
                    violation_error_message="申诉不能由申诉人自己答复。",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoreappeal",
                trigger=pgtrigger.compiler.Trigger(
                    name="decided_once",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'DELETE' OR OLD.status <> 'filed'\n               OR to_jsonb(NEW) - '{status,decided_by_id,decided_at,decision}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{status,decided_by_id,decided_at,decision}'::text[] THEN\n                RAISE EXCEPTION 'what was entered stays; make a new entry' USING ERRCODE = 'check_violation', CONSTRAINT = 'score_appeal_stays';\n            END IF;\n            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ",
                        hash="8360b1263535bcd5f3fc6b0f327da35b1d1e7aa2",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_decided_once_0a250",
                        table="reports_scoreappeal",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoreappeal",
                trigger=pgtrigger.compiler.Trigger(
                    name="decided_by_another",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF NEW.status IN ('upheld', 'refused') AND (\n                EXISTS (SELECT FROM reports_scoreevent e JOIN reports_scoresheet s ON s.id = e.sheet_id\n                          JOIN reports_scoreround r ON r.id = s.round_id\n                         WHERE e.id = NEW.event_id AND NEW.decided_by_id = r.computed_by_id)\n                OR EXISTS (SELECT FROM reports_scoreevidence v\n                             JOIN reports_manualpoint m ON m.id = v.manual_id\n                            WHERE v.event_id = NEW.event_id AND m.entered_by_id = NEW.decided_by_id)) THEN\n                RAISE EXCEPTION 'who entered the points may not decide' USING ERRCODE = 'check_violation', CONSTRAINT = 'score_appeal_decided_by_another';\n            END IF;\n            RETURN NEW;\n        ",
                        hash="8db4ba3ad4e3884e27b0ae943d0f667da4210e60",
                        operation="INSERT OR UPDATE",
                        pgid="pgtrigger_decided_by_another_121df",
                        table="reports_scoreappeal",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoreappeal",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_scoreappealevent" ("decided_at", "decided_by_id", "decision", "event_id", "filed_at", "filed_by_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "status") SELECT new_values."decided_at", new_values."decided_by_id", new_values."decision", new_values."event_id", new_values."filed_at", new_values."filed_by_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."reason", new_values."status" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="80fcb0d2fa132be13b0d2c9ba4908e51ad18d328",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_46918",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="reports_scoreappeal",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoreappeal",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_scoreappealevent" ("decided_at", "decided_by_id", "decision", "event_id", "filed_at", "filed_by_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "status") SELECT new_values."decided_at", new_values."decided_by_id", new_values."decision", new_values."event_id", new_values."filed_at", new_values."filed_by_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."reason", new_values."status" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="f9b269d8799002fb0907422d19f10d7dd5996bcc",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_b742e",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="reports_scoreappeal",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoreappeal",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_scoreappealevent" ("decided_at", "decided_by_id", "decision", "event_id", "filed_at", "filed_by_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "status") SELECT old_values."decided_at", old_values."decided_by_id", old_values."decision", old_values."event_id", old_values."filed_at", old_values."filed_by_id", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."reason", old_values."status" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="baa301bdf08f74d2e50b53a85a000f0d49dbd1dd",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_8a6fd",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="reports_scoreappeal",
                        when="AFTER",
                    ),
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
                        ),
                        models.Q(
                            ("indicator__isnull", True),
                            ("manual__isnull", True),
                            ("matter__isnull", False),
                            ("project__isnull", True),
                            ("rectification__isnull", True),
                        ),
                        models.Q(
                            ("indicator__isnull", True),
                            ("manual__isnull", True),
                            ("matter__isnull", True),
                            ("project__isnull", True),
                            ("rectification__isnull", False),
                        ),
                        models.Q(
                            ("indicator__isnull", False),
                            ("manual__isnull", True),
                            ("matter__isnull", True),
                            ("project__isnull", True),
                            ("rectification__isnull", True),
                        ),
                        models.Q(
                            ("indicator__isnull", True),
                            ("manual__isnull", False),
                            ("matter__isnull", True),
                            ("project__isnull", True),
                            ("rectification__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="score_evidence_is_one_row",
                    violation_error_message="每条计分依据须指向一行数据。",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoreevidence",
                trigger=pgtrigger.compiler.Trigger(
                    name="frozen_with_its_round",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF (TG_OP <> 'INSERT' AND COALESCE((SELECT r.status FROM reports_scoreevent e JOIN reports_scoresheet s ON s.id = e.sheet_id JOIN reports_scoreround r ON r.id = s.round_id WHERE e.id = OLD.event_id), 'draft') <> 'draft')\n               OR (TG_OP <> 'DELETE' AND (SELECT r.status FROM reports_scoreevent e JOIN reports_scoresheet s ON s.id = e.sheet_id JOIN reports_scoreround r ON r.id = s.round_id WHERE e.id = NEW.event_id) <> 'draft') THEN\n                RAISE EXCEPTION 'these scores are frozen; later changes are adjustments' USING ERRCODE = 'check_violation', CONSTRAINT = 'score_round_is_locked';\n            END IF;\n            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ",
                        hash="2e2dc71b0245a70e5d3dffe87a827be1838d9c00",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_frozen_with_its_round_e59b0",
                        table="reports_scoreevidence",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scorelistevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="b25471a33836e7cb84e2dadb8c74f781dbb82e30",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_85ba8",
                        table="reports_scorelistevent",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="scorelist",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("status", "withdrawn"), _negated=True),
                    fields=("round",),
                    name="score_list_one_of_a_round",
                    violation_error_message="该考核期已有红黑榜；要重新拟定，请先撤回。",
                ),
            ),
            migrations.AddConstraint(
                model_name="scorelist",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("status__in", ["approved", "published"]), _negated=True),
                        models.Q(
                            ("approved_at__isnull", False),
                            ("approved_by__isnull", False),
                            ("approver__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="score_list_approved_before_public",
                    violation_error_message="红黑榜须经领导批准，才能公示。",
                ),
            ),
            migrations.AddConstraint(
                model_name="scorelist",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("status", "published"), _negated=True),
                        models.Q(
                            ("published_from__isnull", False),
                            ("published_until__gte", models.F("published_from")),
                            ("published_by__isnull", False),
                            models.Q(("published_in", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="score_list_public_with_record",
                    violation_error_message="公示须记明起止日期、载体和公示人。",
                ),
            ),
            migrations.AddConstraint(
                model_name="scorelist",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("status__in", ["proposed", "approved", "published"]),
                        models.Q(
                            ("status", "withdrawn"), models.Q(("withdrawn_reason", ""), _negated=True)
                        ),
                        _connector="OR",
                    ),
                    name="score_list_withdrawn_with_reason",
                    violation_error_message="撤回须写明理由。",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scorelist",
                trigger=pgtrigger.compiler.Trigger(
                    name="list_is_locked",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'DELETE' OR OLD.status IN ('published', 'withdrawn')\n               OR to_jsonb(NEW) - '{status,approver_id,approved_by_id,approved_at,published_by_id,published_from,published_until,published_in,withdrawn_reason}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{status,approver_id,approved_by_id,approved_at,published_by_id,published_from,published_until,published_in,withdrawn_reason}'::text[] THEN\n                RAISE EXCEPTION 'a list is not changed; withdraw it and propose another' USING ERRCODE = 'check_violation', CONSTRAINT = 'score_list_stays';\n            END IF;\n            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ",
                        hash="a104ab505a1796b634ea32404f6425d4c2b8a7ec",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_list_is_locked_06120",
                        table="reports_scorelist",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scorelist",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_scorelistevent" ("approved_at", "approved_by_id", "approver_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "published_by_id", "published_from", "published_in", "published_until", "round_id", "status", "withdrawn_reason") SELECT new_values."approved_at", new_values."approved_by_id", new_values."approver_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."proposed_at", new_values."proposed_by_id", new_values."published_by_id", new_values."published_from", new_values."published_in", new_values."published_until", new_values."round_id", new_values."status", new_values."withdrawn_reason" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="4f37d2a2eb8a441f268947d6b8644fe578156997",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_d53cb",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="reports_scorelist",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scorelist",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_scorelistevent" ("approved_at", "approved_by_id", "approver_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "published_by_id", "published_from", "published_in", "published_until", "round_id", "status", "withdrawn_reason") SELECT new_values."approved_at", new_values."approved_by_id", new_values."approver_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."proposed_at", new_values."proposed_by_id", new_values."published_by_id", new_values."published_from", new_values."published_in", new_values."published_until", new_values."round_id", new_values."status", new_values."withdrawn_reason" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="28d60421800724d03fb76664c87b60fcc314a35f",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_7a08f",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="reports_scorelist",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scorelist",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_scorelistevent" ("approved_at", "approved_by_id", "approver_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "published_by_id", "published_from", "published_in", "published_until", "round_id", "status", "withdrawn_reason") SELECT old_values."approved_at", old_values."approved_by_id", old_values."approver_id", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."proposed_at", old_values."proposed_by_id", old_values."published_by_id", old_values."published_from", old_values."published_in", old_values."published_until", old_values."round_id", old_values."status", old_values."withdrawn_reason" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="30816222a06123f406b316147384c21d0f8bc24f",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_20a37",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="reports_scorelist",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="manualpointevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="926b39317c40b7cfe3c2e23e751344380043faf7",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_b456a",
                        table="reports_manualpointevent",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="manualpoint",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("reason", ""), _negated=True),
                        models.Q(
                            models.Q(("document", ""), _negated=True),
                            ("file__isnull", False),
                            _connector="OR",
                        ),
                    ),
                    name="manual_point_has_reason_and_document",
                    violation_error_message="人工评定须写明理由，并写明依据或附上依据文件。",
                ),
            ),
            migrations.AddConstraint(
                model_name="manualpoint",
                constraint=models.CheckConstraint(
                    condition=models.Q(("points", 0), _negated=True),
                    name="manual_point_is_not_nought",
                    violation_error_message="分值不能为0。",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="manualpoint",
                trigger=pgtrigger.compiler.Trigger(
                    name="frozen_with_its_round",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF (TG_OP <> 'INSERT' AND COALESCE((SELECT status FROM reports_scoreround WHERE id = OLD.round_id), 'draft') <> 'draft')\n               OR (TG_OP <> 'DELETE' AND (SELECT status FROM reports_scoreround WHERE id = NEW.round_id) <> 'draft') THEN\n                RAISE EXCEPTION 'these scores are frozen; later changes are adjustments' USING ERRCODE = 'check_violation', CONSTRAINT = 'score_round_is_locked';\n            END IF;\n            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ",
                        hash="c8a9bd79fe37caa052abf241374d2ab5e8d73b78",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_frozen_with_its_round_8b78f",
                        table="reports_manualpoint",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="manualpoint",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_manualpointevent" ("document", "entered_at", "entered_by_id", "file_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "reason", "round_id", "rule_id", "unit_id") SELECT new_values."document", new_values."entered_at", new_values."entered_by_id", new_values."file_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."points", new_values."reason", new_values."round_id", new_values."rule_id", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="fb9ae548b9b19367d4f7651cd492b8eaef732bc6",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_66bb8",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="reports_manualpoint",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="manualpoint",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_manualpointevent" ("document", "entered_at", "entered_by_id", "file_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "reason", "round_id", "rule_id", "unit_id") SELECT new_values."document", new_values."entered_at", new_values."entered_by_id", new_values."file_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."points", new_values."reason", new_values."round_id", new_values."rule_id", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="2463814fe4c9203750e93a93ed258162041a6a13",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_d9766",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="reports_manualpoint",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="manualpoint",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_manualpointevent" ("document", "entered_at", "entered_by_id", "file_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "reason", "round_id", "rule_id", "unit_id") SELECT old_values."document", old_values."entered_at", old_values."entered_by_id", old_values."file_id", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."points", old_values."reason", old_values."round_id", old_values."rule_id", old_values."unit_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="4323cbb1827005b43d96431ce87de46091af3712",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_52e46",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="reports_manualpoint",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="scorescheme",
                constraint=models.UniqueConstraint(
                    fields=("year", "name", "version"),
                    name="score_scheme_version_once",
                    violation_error_message="该年度已有同名同版本的考核方案，请换一个名称。",
                ),
            ),
            migrations.AddConstraint(
                model_name="scorescheme",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("status", "adopted")),
                    fields=("year", "name"),
                    name="score_scheme_one_in_force",
                    violation_error_message="同名方案已有一个版本在施行，请先停用。",
                ),
            ),
            migrations.AddConstraint(
                model_name="scorescheme",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("status__in", ["draft", "adopted", "closed"]),
                        ("year__range", (2000, 2100)),
                        models.Q(("name", ""), _negated=True),
                    ),
                    name="score_scheme_known_words",
                    violation_error_message="方案须有名称，年度在2000至2100之间。",
                ),
            ),
            migrations.AddConstraint(
                model_name="scorescheme",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("status", "draft"),
                        models.Q(
                            ("adopted_at__isnull", False),
                            ("adopted_by__isnull", False),
                            ("approver__isnull", False),
                            ("tried_at__isnull", False),
                            ("tried_by__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="score_scheme_tried_before_adopted",
                    violation_error_message="方案须先用数据试算、看过结果，并写明批准领导，才能审定。",
                ),
            ),
            migrations.AddConstraint(
                model_name="scorescheme",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("closed_at__isnull", True), ("status", "closed"), _connector="OR"
                    ),
                    name="score_scheme_closed_with_time",
                    violation_error_message="停用的方案须有停用时间。",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scorescheme",
                trigger=pgtrigger.compiler.Trigger(
                    name="scheme_is_locked",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF OLD.status <> 'draft' AND (TG_OP = 'DELETE' OR OLD.status = 'closed'\n               OR NEW.status = 'draft'\n               OR to_jsonb(NEW) - '{status,tried_at,tried_by_id,adopted_at,adopted_by_id,approver_id,document,closed_at}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{status,tried_at,tried_by_id,adopted_at,adopted_by_id,approver_id,document,closed_at}'::text[]) THEN\n                RAISE EXCEPTION 'an adopted scheme is revised by a new version' USING ERRCODE = 'check_violation', CONSTRAINT = 'score_scheme_is_locked';\n            END IF;\n            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ",
                        hash="a9d8d07252b428adcd035a503049b7f68f485fe8",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_scheme_is_locked_92919",
                        table="reports_scorescheme",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scorescheme",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_scoreschemeevent" ("about", "adopted_at", "adopted_by_id", "approver_id", "base", "best", "closed_at", "created_at", "created_by_id", "document", "follows_id", "id", "last", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status", "target", "tried_at", "tried_by_id", "version", "year") SELECT new_values."about", new_values."adopted_at", new_values."adopted_by_id", new_values."approver_id", new_values."base", new_values."best", new_values."closed_at", new_values."created_at", new_values."created_by_id", new_values."document", new_values."follows_id", new_values."id", new_values."last", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."status", new_values."target", new_values."tried_at", new_values."tried_by_id", new_values."version", new_values."year" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="5d3c692c1c5aeb10c4f19e90033da5090630e3df",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_ad28c",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="reports_scorescheme",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scorescheme",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_scoreschemeevent" ("about", "adopted_at", "adopted_by_id", "approver_id", "base", "best", "closed_at", "created_at", "created_by_id", "document", "follows_id", "id", "last", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status", "target", "tried_at", "tried_by_id", "version", "year") SELECT new_values."about", new_values."adopted_at", new_values."adopted_by_id", new_values."approver_id", new_values."base", new_values."best", new_values."closed_at", new_values."created_at", new_values."created_by_id", new_values."document", new_values."follows_id", new_values."id", new_values."last", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."status", new_values."target", new_values."tried_at", new_values."tried_by_id", new_values."version", new_values."year" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="0d48de706aa2ddea82407cd73612f0d3c6339de0",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_42d72",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="reports_scorescheme",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scorescheme",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_scoreschemeevent" ("about", "adopted_at", "adopted_by_id", "approver_id", "base", "best", "closed_at", "created_at", "created_by_id", "document", "follows_id", "id", "last", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status", "target", "tried_at", "tried_by_id", "version", "year") SELECT old_values."about", old_values."adopted_at", old_values."adopted_by_id", old_values."approver_id", old_values."base", old_values."best", old_values."closed_at", old_values."created_at", old_values."created_by_id", old_values."document", old_values."follows_id", old_values."id", old_values."last", old_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."status", old_values."target", old_values."tried_at", old_values."tried_by_id", old_values."version", old_values."year" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="72a726ad1b1d4dc3b95e9782dcfc5ae939e3bbe7",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_02a49",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="reports_scorescheme",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoreruleevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="54b133d90b866eaf47169a771a31cefa5d0296d7",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_24bfa",
                        table="reports_scoreruleevent",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="scorerule",
                constraint=models.UniqueConstraint(
                    fields=("scheme", "name"),
                    name="score_rule_once_by_name",
                    violation_error_message="本方案已有同名的考核项目。",
                ),
            ),
            migrations.AddConstraint(
                model_name="scorerule",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("formula__in", ["ratio", "step", "target", "ladder", "events", "manual"]),
                        ("no_tasks__in", ["exclude", "full", "double"]),
                        models.Q(("name", ""), _negated=True),
                    ),
                    name="score_rule_known_words",
                    violation_error_message="没有这种计分办法，或考核项目没有名称。",
                ),
            ),
            migrations.AddConstraint(
                model_name="scorerule",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("formula", "manual"), ("metric", "")),
                        models.Q(
                            models.Q(("formula", "manual"), _negated=True),
                            models.Q(("metric", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="score_rule_measures_or_is_manual",
                    violation_error_message="人工评定的项目没有计量指标，其他项目须选一个计量指标。",
                ),
            ),
            migrations.AddConstraint(
                model_name="scorerule",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("rung__range", (0, 100)),
                        ("step__gt", 0),
                        ("weight__gte", 0),
                        models.Q(("cap_up__isnull", True), ("cap_up__gte", 0), _connector="OR"),
                        models.Q(("cap_down__isnull", True), ("cap_down__gte", 0), _connector="OR"),
                    ),
                    name="score_rule_sensible_numbers",
                    violation_error_message="满分、加减分上限不能为负，步长应大于0，逐位递减在0至100之间。",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scorerule",
                trigger=pgtrigger.compiler.Trigger(
                    name="rule_is_locked",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF (SELECT status FROM reports_scorescheme\n                 WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.scheme_id ELSE NEW.scheme_id END)\n               <> 'draft' THEN\n                RAISE EXCEPTION 'an adopted scheme is revised by a new version' USING ERRCODE = 'check_violation', CONSTRAINT = 'score_scheme_is_locked';\n            END IF;\n            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ",
                        hash="0cba20db051faa0d4189be80e11d6c59be09a931",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_rule_is_locked_61ea7",
                        table="reports_scorerule",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scorerule",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_scoreruleevent" ("about", "cap_down", "cap_up", "down", "floor", "formula", "free", "id", "metric", "name", "no_tasks", "order", "per_event", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rung", "scheme_id", "second_from", "second_up", "step", "target", "up", "weight", "whole_steps") SELECT new_values."about", new_values."cap_down", new_values."cap_up", new_values."down", new_values."floor", new_values."formula", new_values."free", new_values."id", new_values."metric", new_values."name", new_values."no_tasks", new_values."order", new_values."per_event", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."rung", new_values."scheme_id", new_values."second_from", new_values."second_up", new_values."step", new_values."target", new_values."up", new_values."weight", new_values."whole_steps" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="0f95fb6e9ea5f90dd803f64528a9a8daf92c3c5e",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_aaabf",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="reports_scorerule",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scorerule",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_scoreruleevent" ("about", "cap_down", "cap_up", "down", "floor", "formula", "free", "id", "metric", "name", "no_tasks", "order", "per_event", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rung", "scheme_id", "second_from", "second_up", "step", "target", "up", "weight", "whole_steps") SELECT new_values."about", new_values."cap_down", new_values."cap_up", new_values."down", new_values."floor", new_values."formula", new_values."free", new_values."id", new_values."metric", new_values."name", new_values."no_tasks", new_values."order", new_values."per_event", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."rung", new_values."scheme_id", new_values."second_from", new_values."second_up", new_values."step", new_values."target", new_values."up", new_values."weight", new_values."whole_steps" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="c64b1ed69797ce8f091637e7a256f30cc2c27223",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_6097f",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="reports_scorerule",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scorerule",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_scoreruleevent" ("about", "cap_down", "cap_up", "down", "floor", "formula", "free", "id", "metric", "name", "no_tasks", "order", "per_event", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rung", "scheme_id", "second_from", "second_up", "step", "target", "up", "weight", "whole_steps") SELECT old_values."about", old_values."cap_down", old_values."cap_up", old_values."down", old_values."floor", old_values."formula", old_values."free", old_values."id", old_values."metric", old_values."name", old_values."no_tasks", old_values."order", old_values."per_event", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."rung", old_values."scheme_id", old_values."second_from", old_values."second_up", old_values."step", old_values."target", old_values."up", old_values."weight", old_values."whole_steps" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="78054543eac94596dc899cd36574e1abd238671a",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_3abee",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="reports_scorerule",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoreroundevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="1aee7b8db33343c7018299df52d67137a067d834",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_507f0",
                        table="reports_scoreroundevent",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="scoreround",
                constraint=models.UniqueConstraint(
                    fields=("scheme", "year", "first_month", "last_month"),
                    name="score_round_once",
                    violation_error_message="该方案的这一考核期已经建立。",
                ),
            ),
            migrations.AddConstraint(
                model_name="scoreround",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("first_month__gte", 1),
                        ("first_month__lte", models.F("last_month")),
                        ("last_month__lte", 12),
                    ),
                    name="score_round_months_in_order",
                    violation_error_message="考核期的月份应在1至12之间，先后不能颠倒。",
                ),
            ),
            migrations.AddConstraint(
                model_name="scoreround",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("status", "draft"),
                        models.Q(
                            ("as_of__isnull", False),
                            ("computed_at__isnull", False),
                            ("computed_by__isnull", False),
                            ("announced_at__isnull", False),
                            ("announced_by__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="score_round_computed_before_shown",
                    violation_error_message="须先核算，才能交单位核对或审定。",
                ),
            ),
            migrations.AddConstraint(
                model_name="scoreround",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("status", "approved"), _negated=True),
                        models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="score_round_approved_with_name",
                    violation_error_message="审定须记明审定人和时间。",
                ),
            ),
            migrations.AddConstraint(
                model_name="scoreround",
                constraint=models.CheckConstraint(
                    condition=models.Q(("status__in", ["draft", "checking", "approved"])),
                    name="score_round_known_status",
                    violation_error_message="没有这种状态。",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoreround",
                trigger=pgtrigger.compiler.Trigger(
                    name="round_is_locked",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF OLD.status <> 'draft' AND (TG_OP = 'DELETE' OR OLD.status = 'approved'\n               OR to_jsonb(NEW) - '{status,announced_at,announced_by_id,approved_at,approved_by_id,document}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{status,announced_at,announced_by_id,approved_at,approved_by_id,document}'::text[]) THEN\n                RAISE EXCEPTION 'these scores are frozen; later changes are adjustments' USING ERRCODE = 'check_violation', CONSTRAINT = 'score_round_is_locked';\n            END IF;\n            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ",
                        hash="aae7f0a4c7a2d143dd779cd991d80e282a58ce8f",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_round_is_locked_823b6",
                        table="reports_scoreround",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoreround",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_scoreroundevent" ("announced_at", "announced_by_id", "approved_at", "approved_by_id", "as_of", "computed_at", "computed_by_id", "created_at", "created_by_id", "document", "first_month", "id", "last_month", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme_id", "status", "year") SELECT new_values."announced_at", new_values."announced_by_id", new_values."approved_at", new_values."approved_by_id", new_values."as_of", new_values."computed_at", new_values."computed_by_id", new_values."created_at", new_values."created_by_id", new_values."document", new_values."first_month", new_values."id", new_values."last_month", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."scheme_id", new_values."status", new_values."year" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="2c45a1496858e32e31795810c2ec7d3e64ac5896",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_b2210",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="reports_scoreround",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoreround",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_scoreroundevent" ("announced_at", "announced_by_id", "approved_at", "approved_by_id", "as_of", "computed_at", "computed_by_id", "created_at", "created_by_id", "document", "first_month", "id", "last_month", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme_id", "status", "year") SELECT new_values."announced_at", new_values."announced_by_id", new_values."approved_at", new_values."approved_by_id", new_values."as_of", new_values."computed_at", new_values."computed_by_id", new_values."created_at", new_values."created_by_id", new_values."document", new_values."first_month", new_values."id", new_values."last_month", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."scheme_id", new_values."status", new_values."year" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="3444696f429622ba3b5d8524bf1ca3a7d32d9a13",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_886aa",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="reports_scoreround",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoreround",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_scoreroundevent" ("announced_at", "announced_by_id", "approved_at", "approved_by_id", "as_of", "computed_at", "computed_by_id", "created_at", "created_by_id", "document", "first_month", "id", "last_month", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme_id", "status", "year") SELECT old_values."announced_at", old_values."announced_by_id", old_values."approved_at", old_values."approved_by_id", old_values."as_of", old_values."computed_at", old_values."computed_by_id", old_values."created_at", old_values."created_by_id", old_values."document", old_values."first_month", old_values."id", old_values."last_month", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."scheme_id", old_values."status", old_values."year" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="4af1f8632925410e3f9a9c1f38f372554c3e2ae6",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_3044b",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="reports_scoreround",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoreschemeevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="e7fdbab00210c6b6b3e0db8442da4b767bd911de",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_29e05",
                        table="reports_scoreschemeevent",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="scoresheet",
                constraint=models.UniqueConstraint(
                    fields=("round", "unit"),
                    name="score_sheet_once_a_unit",
                    violation_error_message="该单位在本考核期已有评分表。",
                ),
            ),
            migrations.AddConstraint(
                model_name="scoresheet",
                constraint=models.CheckConstraint(
                    condition=models.Q(("group", ""), _negated=True),
                    name="score_sheet_has_group",
                    violation_error_message="评分表须有考核分组，不同类别的单位不放在一起排名。",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoresheet",
                trigger=pgtrigger.compiler.Trigger(
                    name="frozen_with_its_round",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF (TG_OP <> 'INSERT' AND COALESCE((SELECT status FROM reports_scoreround WHERE id = OLD.round_id), 'draft') <> 'draft')\n               OR (TG_OP <> 'DELETE' AND (SELECT status FROM reports_scoreround WHERE id = NEW.round_id) <> 'draft') THEN\n                RAISE EXCEPTION 'these scores are frozen; later changes are adjustments' USING ERRCODE = 'check_violation', CONSTRAINT = 'score_round_is_locked';\n            END IF;\n            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ",
                        hash="5a0dab33a07286271c0bef4af67736abcf880e06",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_frozen_with_its_round_434c6",
                        table="reports_scoresheet",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoresheet",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_scoresheetevent" ("base", "conversion", "group", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "score", "takes_part", "unit_id") SELECT new_values."base", new_values."conversion", new_values."group", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."round_id", new_values."score", new_values."takes_part", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="ec0bfacc0328c90d92cde52b5ba1dccd40c244c4",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_54812",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="reports_scoresheet",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoresheet",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_scoresheetevent" ("base", "conversion", "group", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "score", "takes_part", "unit_id") SELECT new_values."base", new_values."conversion", new_values."group", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."round_id", new_values."score", new_values."takes_part", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="1904e7ca03326f76fea98b6f20937c7020141b35",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_21394",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="reports_scoresheet",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoresheet",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_scoresheetevent" ("base", "conversion", "group", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "score", "takes_part", "unit_id") SELECT old_values."base", old_values."conversion", old_values."group", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."round_id", old_values."score", old_values."takes_part", old_values."unit_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="a0e9800a3003cd8b087304e509d8417397615ab8",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_b74eb",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="reports_scoresheet",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scorelistentryevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="6df4a9898680af35c74d12945116dfbf8f6a3e29",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_d3304",
                        table="reports_scorelistentryevent",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="scorelistentry",
                constraint=models.UniqueConstraint(
                    fields=("list", "sheet"),
                    name="score_list_entry_once",
                    violation_error_message="该单位已在榜上。",
                ),
            ),
            migrations.AddConstraint(
                model_name="scorelistentry",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("colour", "red"), ("score__gte", models.F("target"))),
                        models.Q(("colour", "black"), ("score__lt", models.F("target"))),
                        _connector="OR",
                    ),
                    name="score_list_black_is_under_target",
                    violation_error_message="上红榜须达标，达标的单位不上黑榜。",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scorelistentry",
                trigger=pgtrigger.compiler.Trigger(
                    name="added_while_proposed",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF (SELECT status FROM reports_scorelist WHERE id = NEW.list_id) <> 'proposed' THEN\n                RAISE EXCEPTION 'a list is not changed; withdraw it and propose another' USING ERRCODE = 'check_violation', CONSTRAINT = 'score_list_stays';\n            END IF;\n            RETURN NEW;\n        ",
                        hash="71e0f093f6921ba4fbf475c9adef305393b344fb",
                        operation="INSERT",
                        pgid="pgtrigger_added_while_proposed_b415f",
                        table="reports_scorelistentry",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scorelistentry",
                trigger=pgtrigger.compiler.Trigger(
                    name="stays",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="a4e635a883404271d02ef1c9a7900464d998d703",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_stays_5ef4f",
                        table="reports_scorelistentry",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scorelistentry",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_scorelistentryevent" ("colour", "id", "list_id", "of", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "score", "sheet_id", "target") SELECT new_values."colour", new_values."id", new_values."list_id", new_values."of", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."place", new_values."score", new_values."sheet_id", new_values."target" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="88003b91c4a72f9c7104e41acef725825293b80b",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_e0cf3",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="reports_scorelistentry",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scorelistentry",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_scorelistentryevent" ("colour", "id", "list_id", "of", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "score", "sheet_id", "target") SELECT new_values."colour", new_values."id", new_values."list_id", new_values."of", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."place", new_values."score", new_values."sheet_id", new_values."target" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="95dbe86ab5ccabf611cf6c75f0f1a4c9023513fb",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_1ae75",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="reports_scorelistentry",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scorelistentry",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_scorelistentryevent" ("colour", "id", "list_id", "of", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "score", "sheet_id", "target") SELECT old_values."colour", old_values."id", old_values."list_id", old_values."of", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."place", old_values."score", old_values."sheet_id", old_values."target" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="c194ce64b247902fc73be59263cfee4884d0f866",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_1a024",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="reports_scorelistentry",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoreeventevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="1657ea7ca95699cc2b0752f367d85dcec9eb0743",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_d60fd",
                        table="reports_scoreeventevent",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="scoreevent",
                constraint=models.UniqueConstraint(
                    fields=("sheet", "rule"),
                    name="score_event_once_a_rule",
                    violation_error_message="该考核项目已经计分。",
                ),
            ),
            migrations.AddConstraint(
                model_name="scoreevent",
                constraint=models.CheckConstraint(
                    condition=models.Q(("treatment__in", ["measured", "doubled", "excluded", "full"])),
                    name="score_event_known_treatment",
                    violation_error_message="没有这种计分情况。",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoreevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="frozen_with_its_round",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF (TG_OP <> 'INSERT' AND COALESCE((SELECT r.status FROM reports_scoresheet s JOIN reports_scoreround r ON r.id = s.round_id WHERE s.id = OLD.sheet_id), 'draft') <> 'draft')\n               OR (TG_OP <> 'DELETE' AND (SELECT r.status FROM reports_scoresheet s JOIN reports_scoreround r ON r.id = s.round_id WHERE s.id = NEW.sheet_id) <> 'draft') THEN\n                RAISE EXCEPTION 'these scores are frozen; later changes are adjustments' USING ERRCODE = 'check_violation', CONSTRAINT = 'score_round_is_locked';\n            END IF;\n            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ",
                        hash="4398f8888cf7f762d9079cdbc16eefd2a876c3d0",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_frozen_with_its_round_9e800",
                        table="reports_scoreevent",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoreevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_scoreeventevent" ("done", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "rule_id", "sheet_id", "treatment", "value", "whole") SELECT new_values."done", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."points", new_values."rule_id", new_values."sheet_id", new_values."treatment", new_values."value", new_values."whole" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="67249c6afbce6d5038808a0b55d3634388d5ca7e",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_89d73",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="reports_scoreevent",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoreevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_scoreeventevent" ("done", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "rule_id", "sheet_id", "treatment", "value", "whole") SELECT new_values."done", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."points", new_values."rule_id", new_values."sheet_id", new_values."treatment", new_values."value", new_values."whole" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="82d116f46fc3deef9edfcdced9b0c74e2e3911be",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_84348",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="reports_scoreevent",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoreevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_scoreeventevent" ("done", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "rule_id", "sheet_id", "treatment", "value", "whole") SELECT old_values."done", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."points", old_values."rule_id", old_values."sheet_id", old_values."treatment", old_values."value", old_values."whole" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="683bb99c743cc8923da20f8468886b638d0c6f59",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_b7a6d",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="reports_scoreevent",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoreadjustmentevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="c37894eecdd4dcca39a9c9da4ef94d5d91983187",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_029e1",
                        table="reports_scoreadjustmentevent",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="scoreadjustment",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("reason", ""), _negated=True),
                        models.Q(("points", 0), _negated=True),
                        ("status__in", ["proposed", "approved", "refused"]),
                        models.Q(
                            ("appeal__isnull", False),
                            models.Q(("document", ""), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    name="score_adjustment_has_reason",
                    violation_error_message="调整须有不为0的分值、理由和依据。",
                ),
            ),
            migrations.AddConstraint(
                model_name="scoreadjustment",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("status", "proposed"),
                        models.Q(
                            ("decided_at__isnull", False),
                            ("decided_by__isnull", False),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="score_adjustment_by_two_people",
                    violation_error_message="调整须由提出人以外的人批准。",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoreadjustment",
                trigger=pgtrigger.compiler.Trigger(
                    name="decided_once",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'DELETE' OR OLD.status <> 'proposed'\n               OR to_jsonb(NEW) - '{status,decided_by_id,decided_at,decision}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{status,decided_by_id,decided_at,decision}'::text[] THEN\n                RAISE EXCEPTION 'what was entered stays; make a new entry' USING ERRCODE = 'check_violation', CONSTRAINT = 'score_adjustment_stays';\n            END IF;\n            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ",
                        hash="c26ccbe2101fe23d6d478efd41950aeca94fcefb",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_decided_once_651f2",
                        table="reports_scoreadjustment",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoreadjustment",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_scoreadjustmentevent" ("appeal_id", "decided_at", "decided_by_id", "decision", "document", "event_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "proposed_at", "proposed_by_id", "reason", "sheet_id", "status") SELECT new_values."appeal_id", new_values."decided_at", new_values."decided_by_id", new_values."decision", new_values."document", new_values."event_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."points", new_values."proposed_at", new_values."proposed_by_id", new_values."reason", new_values."sheet_id", new_values."status" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="485e26c491e986658541b5ed53eb2bb1f8e89878",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_f8597",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="reports_scoreadjustment",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoreadjustment",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_scoreadjustmentevent" ("appeal_id", "decided_at", "decided_by_id", "decision", "document", "event_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "proposed_at", "proposed_by_id", "reason", "sheet_id", "status") SELECT new_values."appeal_id", new_values."decided_at", new_values."decided_by_id", new_values."decision", new_values."document", new_values."event_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."points", new_values."proposed_at", new_values."proposed_by_id", new_values."reason", new_values."sheet_id", new_values."status" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="9e6e8543b61d5e41826c46bafa74a10d1dfd8202",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_e5014",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="reports_scoreadjustment",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoreadjustment",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_scoreadjustmentevent" ("appeal_id", "decided_at", "decided_by_id", "decision", "document", "event_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "proposed_at", "proposed_by_id", "reason", "sheet_id", "status") SELECT old_values."appeal_id", old_values."decided_at", old_values."decided_by_id", old_values."decision", old_values."document", old_values."event_id", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."points", old_values."proposed_at", old_values."proposed_by_id", old_values."reason", old_values."sheet_id", old_values."status" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="fe32309564d14f226d728c188c46659463c4ab25",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_dee4e",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="reports_scoreadjustment",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="scoresheetevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="615393c1825bd750def0237e2af63221269d9763",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_5cdfc",
                        table="reports_scoresheetevent",
                        when="BEFORE",
                    ),
                ),
            ),
        ]),
    ]
