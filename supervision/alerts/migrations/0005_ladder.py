"""Ways, receipts and outcomes of reminders; the conversion, and what must wait for it, follow."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from accounts.migrations._together import Together


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_deputies'),
        ('alerts', '0004_signatures_of_heads'),
        ('indicators', '0003_sentence_forms'),
        ('inspections', '0005_plan_versions_stay'),
        ('matters', '0006_grams_are_dear'),
        ('projects', '0003_names_of_sources'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
            migrations.RemoveConstraint(model_name='reminder', name='reminder_once'),
            migrations.RemoveConstraint(model_name='reminder', name='reminder_has_one_subject'),
            migrations.RemoveIndex(model_name='reminder', name='reminder_to_bundle'),
        ]),
        migrations.RenameField(model_name='reminder', old_name='cancelled_at', new_name='settled_at'),
        Together([
            migrations.CreateModel(
                name='ChannelChoice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('channel', models.CharField(choices=[('email', '电子邮件'), ('sms', '短信'), ('wecom', '企业微信'), ('dingtalk', '钉钉'), ('govwechat', '政务微信'), ('webhook', '外部系统')], max_length=12, verbose_name='渠道')),
                    ('address', models.CharField(blank=True, max_length=100, verbose_name='账号')),
                ],
                options={
                    'verbose_name': '联系方式',
                    'verbose_name_plural': '联系方式',
                },
            ),
            migrations.CreateModel(
                name='ChannelChoiceEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('channel', models.CharField(choices=[('email', '电子邮件'), ('sms', '短信'), ('wecom', '企业微信'), ('dingtalk', '钉钉'), ('govwechat', '政务微信'), ('webhook', '外部系统')], max_length=12, verbose_name='渠道')),
                    ('address', models.CharField(blank=True, max_length=100, verbose_name='账号')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Delivery',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('attempt', models.PositiveSmallIntegerField(verbose_name='第几次')),
                    ('started_at', models.DateTimeField(verbose_name='开始时间')),
                    ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='结束时间')),
                    ('error', models.CharField(blank=True, max_length=300, verbose_name='错误')),
                    ('answer', models.CharField(blank=True, max_length=300, verbose_name='对方答复')),
                ],
                options={
                    'verbose_name': '发送记录',
                    'verbose_name_plural': '发送记录',
                    'ordering': ['digest', 'attempt'],
                },
            ),
            migrations.CreateModel(
                name='DigestLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ],
                options={
                    'verbose_name': '消息内容',
                    'verbose_name_plural': '消息内容',
                },
            ),
            migrations.CreateModel(
                name='Heartbeat',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=20, unique=True, verbose_name='进程')),
                    ('beaten_at', models.DateTimeField(verbose_name='最近心跳')),
                    ('told_at', models.DateTimeField(blank=True, null=True, verbose_name='告警时间')),
                ],
                options={
                    'verbose_name': '心跳',
                    'verbose_name_plural': '心跳',
                },
            ),
        ]),
        Together([
            migrations.AddField(
                model_name='digest',
                name='channel',
                field=models.CharField(choices=[('email', '电子邮件'), ('sms', '短信'), ('wecom', '企业微信'), ('dingtalk', '钉钉'), ('govwechat', '政务微信'), ('webhook', '外部系统')], default='email', max_length=12, verbose_name='渠道'),
            ),
            migrations.AddField(
                model_name='reminder',
                name='failed',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='alerts.digest'),
            ),
            migrations.AddField(
                model_name='reminder',
                name='stands_in_for',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代理'),
            ),
            migrations.AddField(
                model_name='reminder',
                name='unit',
                field=models.ForeignKey(blank=True, help_text='空为督查办或领导本人。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='责任单位'),
            ),
            migrations.AddField(
                model_name='reminder',
                name='year',
                field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='年度'),
            ),
            migrations.AddField(
                model_name='reminder',
                name='addressee',
                field=models.CharField(choices=[('clerk', '承办人'), ('unit_head', '单位负责人'), ('leader', '包抓领导'), ('office_head', '督查办主任'), ('chief', '县主要领导')], default='clerk', max_length=12, verbose_name='身份'),
            ),
            migrations.AddField(
                model_name='reminder',
                name='bundled_at',
                field=models.DateTimeField(blank=True, null=True, verbose_name='编入消息时间'),
            ),
            migrations.AddField(
                model_name='reminder',
                name='channels',
                field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('email', '电子邮件'), ('sms', '短信'), ('wecom', '企业微信'), ('dingtalk', '钉钉'), ('govwechat', '政务微信'), ('webhook', '外部系统')], max_length=12), blank=True, default=list, size=None, verbose_name='站外渠道'),
            ),
            migrations.AddField(
                model_name='reminder',
                name='colour',
                field=models.CharField(choices=[('note', '提示'), ('blue', '蓝色'), ('yellow', '黄色'), ('red', '红色')], default='note', max_length=8, verbose_name='颜色'),
            ),
            migrations.AddField(
                model_name='reminder',
                name='delivered_at',
                field=models.DateTimeField(blank=True, null=True, verbose_name='送达时间'),
            ),
            migrations.AddField(
                model_name='reminder',
                name='outcome',
                field=models.CharField(blank=True, choices=[('done', '已办'), ('moved', '时限已调整'), ('reassigned', '已改由他人承办'), ('excused', '已豁免、中止或终结'), ('superseded', '已升级提醒')], max_length=12, verbose_name='结果'),
            ),
            migrations.AddField(
                model_name='reminder',
                name='revision',
                field=models.PositiveSmallIntegerField(default=0, verbose_name='时限修订'),
            ),
            migrations.AddField(
                model_name='reminder',
                name='signed_at',
                field=models.DateTimeField(blank=True, null=True, verbose_name='签收时间'),
            ),
            migrations.AddField(
                model_name='channelchoice',
                name='user',
                field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='channel_choice', to=settings.AUTH_USER_MODEL, verbose_name='接收人'),
            ),
            migrations.AddField(
                model_name='channelchoiceevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='alerts.channelchoice'),
            ),
            migrations.AddField(
                model_name='channelchoiceevent',
                name='user',
                field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='接收人'),
            ),
            migrations.AddField(
                model_name='delivery',
                name='digest',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='alerts.digest'),
            ),
            migrations.AddField(
                model_name='digestline',
                name='digest',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='alerts.digest'),
            ),
            migrations.AddField(
                model_name='digestline',
                name='reminder',
                field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='alerts.reminder'),
            ),
            migrations.AddConstraint(
                model_name='channelchoice',
                constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['email', 'sms']), models.Q(('address', ''), _negated=True), _connector='OR'), name='channel_choice_has_an_address', violation_error_message='请填写在该渠道的账号，例如企业微信的成员账号。'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='channelchoice',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "alerts_channelchoiceevent" ("address", "channel", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT new_values."address", new_values."channel", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='fca6bc891ee640d508004e23bd6e0fcf8b42617e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_9f988', referencing='REFERENCING NEW TABLE AS new_values ', table='alerts_channelchoice', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='channelchoice',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "alerts_channelchoiceevent" ("address", "channel", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT new_values."address", new_values."channel", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='bd91b6cdf16d084b5d85840b101e306960723d90', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_948ce', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='alerts_channelchoice', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='channelchoice',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "alerts_channelchoiceevent" ("address", "channel", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT old_values."address", old_values."channel", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='aa38e9362c5ccd868f7ebe8769ec54e9f8107281', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_29194', referencing='REFERENCING OLD TABLE AS old_values ', table='alerts_channelchoice', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='channelchoiceevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7cd23d2181a73b923a0335dd3d89cf07f69f5447', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3486a', table='alerts_channelchoiceevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='delivery',
                trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."ended_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4ad2055eea35ab721ed6581f0c7eb561fdb72457', operation='UPDATE OR DELETE', pgid='pgtrigger_kept_c30b2', table='alerts_delivery', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='digestline',
                constraint=models.UniqueConstraint(fields=('reminder', 'digest'), name='digest_line_once', violation_error_message='这条催办已在这封消息里。'),
            ),
        ]),
    ]
