"""Slips (督查单) and notices, the answers of units, their story, and the reminders of them."""

import django.core.validators
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
        ('alerts', '0007_rungs'),
        ('indicators', '0003_sentence_forms'),
        ('inspections', '0005_plan_versions_stay'),
        ('matters', '0006_grams_are_dear'),
        ('projects', '0003_names_of_sources'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='Slip',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('slip', '督查单'), ('urge', '催办通知'), ('summons', '约谈通知')], default='slip', max_length=8, verbose_name='文种')),
                    ('colour', models.CharField(blank=True, choices=[('blue', '蓝色'), ('yellow', '黄色'), ('red', '红色')], max_length=8, verbose_name='颜色')),
                    ('thing', models.CharField(choices=[('project', '项目'), ('milestone', '节点'), ('indicator', '指标'), ('matter', '督办事项'), ('finding', '督查发现问题'), ('rectification', '整改')], max_length=16, verbose_name='对象')),
                    ('subject', models.CharField(blank=True, max_length=24, verbose_name='事由')),
                    ('due_on', models.DateField(blank=True, null=True, verbose_name='应完成日期')),
                    ('revision', models.PositiveSmallIntegerField(default=0, verbose_name='时限修订')),
                    ('rung', models.PositiveSmallIntegerField(default=0, verbose_name='阶次')),
                    ('status', models.CharField(choices=[('proposed', '系统建议'), ('draft', '起草中'), ('submitted', '待批准'), ('approved', '待印发'), ('issued', '待签收'), ('signed', '待反馈'), ('answered', '待审核'), ('closed', '已办结'), ('escalated', '已升级'), ('withdrawn', '已撤回'), ('dismissed', '不予出单'), ('lapsed', '建议失效')], default='proposed', max_length=10, verbose_name='状态')),
                    ('title', models.CharField(max_length=200, verbose_name='事项')),
                    ('facts', models.JSONField(blank=True, default=list, verbose_name='事实')),
                    ('frozen_on', models.DateField(blank=True, null=True, verbose_name='事实截至')),
                    ('requirement', models.TextField(blank=True, max_length=2000, verbose_name='要求')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='直接出红单的理由')),
                    ('days', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='反馈时限（工作日）')),
                    ('summoned', models.CharField(blank=True, max_length=200, verbose_name='约谈对象')),
                    ('meets_at', models.DateTimeField(blank=True, null=True, verbose_name='约谈时间')),
                    ('place', models.CharField(blank=True, max_length=100, verbose_name='约谈地点')),
                    ('talk_record', models.TextField(blank=True, max_length=4000, verbose_name='约谈记录')),
                    ('proposed_at', models.DateTimeField(blank=True, null=True, verbose_name='建议时间')),
                    ('drafted_at', models.DateTimeField(blank=True, null=True, verbose_name='起草时间')),
                    ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='批准时间')),
                    ('number', models.CharField(blank=True, max_length=40, verbose_name='文号')),
                    ('issued_on', models.DateField(blank=True, null=True, verbose_name='印发日期')),
                    ('sign_by', models.DateField(blank=True, null=True, verbose_name='签收期限')),
                    ('answer_by', models.DateField(blank=True, null=True, verbose_name='反馈期限')),
                    ('answer_basis', models.CharField(blank=True, max_length=200, verbose_name='期限依据')),
                    ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='签收时间')),
                    ('receipt_note', models.CharField(blank=True, max_length=200, verbose_name='签收说明')),
                    ('returns', models.PositiveSmallIntegerField(default=0, verbose_name='退回次数')),
                    ('ended_on', models.DateField(blank=True, null=True, verbose_name='终结日期')),
                ],
                options={
                    'verbose_name': '督查单',
                    'verbose_name_plural': '督查单',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='SlipAnswer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('text', models.TextField(max_length=4000, verbose_name='落实情况')),
                    ('at', models.DateTimeField(verbose_name='报送时间')),
                ],
                options={
                    'verbose_name': '督查单反馈',
                    'verbose_name_plural': '督查单反馈',
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='SlipEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('kind', models.CharField(choices=[('slip', '督查单'), ('urge', '催办通知'), ('summons', '约谈通知')], default='slip', max_length=8, verbose_name='文种')),
                    ('colour', models.CharField(blank=True, choices=[('blue', '蓝色'), ('yellow', '黄色'), ('red', '红色')], max_length=8, verbose_name='颜色')),
                    ('thing', models.CharField(choices=[('project', '项目'), ('milestone', '节点'), ('indicator', '指标'), ('matter', '督办事项'), ('finding', '督查发现问题'), ('rectification', '整改')], max_length=16, verbose_name='对象')),
                    ('subject', models.CharField(blank=True, max_length=24, verbose_name='事由')),
                    ('due_on', models.DateField(blank=True, null=True, verbose_name='应完成日期')),
                    ('revision', models.PositiveSmallIntegerField(default=0, verbose_name='时限修订')),
                    ('rung', models.PositiveSmallIntegerField(default=0, verbose_name='阶次')),
                    ('status', models.CharField(choices=[('proposed', '系统建议'), ('draft', '起草中'), ('submitted', '待批准'), ('approved', '待印发'), ('issued', '待签收'), ('signed', '待反馈'), ('answered', '待审核'), ('closed', '已办结'), ('escalated', '已升级'), ('withdrawn', '已撤回'), ('dismissed', '不予出单'), ('lapsed', '建议失效')], default='proposed', max_length=10, verbose_name='状态')),
                    ('title', models.CharField(max_length=200, verbose_name='事项')),
                    ('facts', models.JSONField(blank=True, default=list, verbose_name='事实')),
                    ('frozen_on', models.DateField(blank=True, null=True, verbose_name='事实截至')),
                    ('requirement', models.TextField(blank=True, max_length=2000, verbose_name='要求')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='直接出红单的理由')),
                    ('days', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='反馈时限（工作日）')),
                    ('summoned', models.CharField(blank=True, max_length=200, verbose_name='约谈对象')),
                    ('meets_at', models.DateTimeField(blank=True, null=True, verbose_name='约谈时间')),
                    ('place', models.CharField(blank=True, max_length=100, verbose_name='约谈地点')),
                    ('talk_record', models.TextField(blank=True, max_length=4000, verbose_name='约谈记录')),
                    ('proposed_at', models.DateTimeField(blank=True, null=True, verbose_name='建议时间')),
                    ('drafted_at', models.DateTimeField(blank=True, null=True, verbose_name='起草时间')),
                    ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='批准时间')),
                    ('number', models.CharField(blank=True, max_length=40, verbose_name='文号')),
                    ('issued_on', models.DateField(blank=True, null=True, verbose_name='印发日期')),
                    ('sign_by', models.DateField(blank=True, null=True, verbose_name='签收期限')),
                    ('answer_by', models.DateField(blank=True, null=True, verbose_name='反馈期限')),
                    ('answer_basis', models.CharField(blank=True, max_length=200, verbose_name='期限依据')),
                    ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='签收时间')),
                    ('receipt_note', models.CharField(blank=True, max_length=200, verbose_name='签收说明')),
                    ('returns', models.PositiveSmallIntegerField(default=0, verbose_name='退回次数')),
                    ('ended_on', models.DateField(blank=True, null=True, verbose_name='终结日期')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='SlipFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ],
                options={
                    'verbose_name': '督查单反馈附件',
                    'verbose_name_plural': '督查单反馈附件',
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='SlipStep',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('verb', models.CharField(max_length=40, verbose_name='事项')),
                    ('at', models.DateTimeField(verbose_name='时间')),
                    ('note', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ],
                options={
                    'verbose_name': '督查单办理记录',
                    'verbose_name_plural': '督查单办理记录',
                    'ordering': ['pk'],
                },
            ),
        ]),
        Together([
            migrations.RemoveConstraint(
                model_name='reminder',
                name='reminder_has_one_subject',
            ),
            migrations.RemoveConstraint(
                model_name='reminder',
                name='reminder_once',
            ),
            migrations.RemoveField(
                model_name='reminder',
                name='about_key',
            ),
            migrations.AddField(
                model_name='slip',
                name='approved_by',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准人'),
            ),
            migrations.AddField(
                model_name='slip',
                name='drafted_by',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='起草人'),
            ),
            migrations.AddField(
                model_name='slip',
                name='file',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.upload'),
            ),
            migrations.AddField(
                model_name='slip',
                name='finding',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='inspections.finding'),
            ),
            migrations.AddField(
                model_name='slip',
                name='follows',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='alerts.slip', verbose_name='前一张督查单'),
            ),
            migrations.AddField(
                model_name='slip',
                name='indicator',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='indicators.indicator'),
            ),
            migrations.AddField(
                model_name='slip',
                name='issued_by',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='印发人'),
            ),
            migrations.AddField(
                model_name='slip',
                name='matter',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='matters.matter'),
            ),
            migrations.AddField(
                model_name='slip',
                name='milestone',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='projects.milestone'),
            ),
            migrations.AddField(
                model_name='slip',
                name='project',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='projects.project'),
            ),
            migrations.AddField(
                model_name='slip',
                name='rectification',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='inspections.rectification'),
            ),
            migrations.AddField(
                model_name='slip',
                name='signatory',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post', verbose_name='批准领导'),
            ),
            migrations.AddField(
                model_name='slip',
                name='signed_by',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='签收人'),
            ),
            migrations.AddField(
                model_name='slip',
                name='unit',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='责任单位'),
            ),
            migrations.AddField(
                model_name='slipanswer',
                name='by',
                field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='报送人'),
            ),
            migrations.AddField(
                model_name='slipanswer',
                name='slip',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='alerts.slip'),
            ),
            migrations.AddField(
                model_name='slipevent',
                name='approved_by',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准人'),
            ),
            migrations.AddField(
                model_name='slipevent',
                name='drafted_by',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='起草人'),
            ),
            migrations.AddField(
                model_name='slipevent',
                name='file',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.upload'),
            ),
            migrations.AddField(
                model_name='slipevent',
                name='finding',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='inspections.finding'),
            ),
            migrations.AddField(
                model_name='slipevent',
                name='follows',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='alerts.slip', verbose_name='前一张督查单'),
            ),
            migrations.AddField(
                model_name='slipevent',
                name='indicator',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='indicators.indicator'),
            ),
            migrations.AddField(
                model_name='slipevent',
                name='issued_by',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='印发人'),
            ),
            migrations.AddField(
                model_name='slipevent',
                name='matter',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='matters.matter'),
            ),
            migrations.AddField(
                model_name='slipevent',
                name='milestone',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.milestone'),
            ),
            migrations.AddField(
                model_name='slipevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='alerts.slip'),
            ),
            migrations.AddField(
                model_name='slipevent',
                name='project',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.project'),
            ),
            migrations.AddField(
                model_name='slipevent',
                name='rectification',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='inspections.rectification'),
            ),
            migrations.AddField(
                model_name='slipevent',
                name='signatory',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.post', verbose_name='批准领导'),
            ),
            migrations.AddField(
                model_name='slipevent',
                name='signed_by',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='签收人'),
            ),
            migrations.AddField(
                model_name='slipevent',
                name='unit',
                field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.unit', verbose_name='责任单位'),
            ),
            migrations.AddField(
                model_name='slipfile',
                name='answer',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='alerts.slipanswer'),
            ),
            migrations.AddField(
                model_name='slipfile',
                name='upload',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.upload'),
            ),
            migrations.AddField(
                model_name='slipstep',
                name='by',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人'),
            ),
            migrations.AddField(
                model_name='slipstep',
                name='slip',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='alerts.slip'),
            ),
            migrations.AddField(
                model_name='slip',
                name='about_key',
                field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce(models.F('project'), models.F('milestone'), models.F('indicator'), models.F('matter'), models.F('finding'), models.F('rectification')), output_field=models.BigIntegerField()),
            ),
            migrations.AddField(
                model_name='reminder',
                name='slip',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='alerts.slip'),
            ),
            migrations.AddField(
                model_name='reminder',
                name='about_key',
                field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce(models.F('project'), models.F('milestone'), models.F('indicator'), models.F('matter'), models.F('duty'), models.F('feedback'), models.F('extension'), models.F('finding'), models.F('conclusion'), models.F('review'), models.F('verification'), models.F('rectification'), models.F('slip'), models.F('failed'), models.F('year')), output_field=models.BigIntegerField()),
            ),
            migrations.AlterField(
                model_name='reminder',
                name='subject',
                field=models.CharField(choices=[('progress', '月报逾期'), ('milestone', '节点逾期'), ('start', '开工逾期'), ('observation', '指标值逾期'), ('calendar', '节假日安排未导入'), ('signature', '签收逾期'), ('feedback', '反馈逾期'), ('matter', '办结逾期'), ('extension', '延期审批逾期'), ('assigned', '新交办'), ('returned', '退回'), ('answered', '求助答复'), ('decided', '延期审批结果'), ('closed', '事项终结'), ('refused', '单位退回交办'), ('reported', '办结待审核'), ('sign_off', '待单位负责人审签'), ('feedback_waiting', '反馈待审核'), ('extension_waiting', '延期待审批'), ('help', '需协调解决'), ('shown', '呈阅'), ('finding_answer', '问题确认逾期'), ('review_decision', '复核决定逾期'), ('verification', '核查逾期'), ('rectification', '整改逾期'), ('measure', '整改措施逾期'), ('step', '整改环节逾期'), ('longer', '整改延期审批逾期'), ('finding_told', '问题待确认'), ('disputed', '单位有异议'), ('concluded', '督查结论送达'), ('review_filed', '复核待办'), ('ordered', '交办整改'), ('sent_back', '整改退回'), ('to_verify', '现场核查'), ('rectification_waiting', '整改待审核'), ('longer_waiting', '整改延期待审批'), ('longer_decided', '整改延期审批结果'), ('rectified', '整改销号'), ('undelivered', '消息发送失败'), ('slip_signature', '督查单签收逾期'), ('slip_answer', '督查单反馈逾期'), ('slip_waiting', '督查单待批准'), ('slip_issued', '督查单送达'), ('slip_answered', '督查单反馈待审核'), ('slip_returned', '督查单反馈退回')], max_length=24, verbose_name='类别'),
            ),
            migrations.AddIndex(
                model_name='slip',
                index=models.Index(fields=['unit', 'issued_on'], name='slip_of_unit'),
            ),
            migrations.AddIndex(
                model_name='slip',
                index=models.Index(fields=['thing', 'about_key'], name='slip_of_thing'),
            ),
            migrations.AddConstraint(
                model_name='slip',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', False), ('rectification__isnull', True), ('thing', 'project')), models.Q(('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', False), ('project__isnull', True), ('rectification__isnull', True), ('thing', 'milestone')), models.Q(('finding__isnull', True), ('indicator__isnull', False), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('thing', 'indicator')), models.Q(('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', False), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('thing', 'matter')), models.Q(('finding__isnull', False), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('thing', 'finding')), models.Q(('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', False), ('thing', 'rectification')), _connector='OR'), name='slip_is_about_one_thing', violation_error_message='督查单须针对且只针对一件事（一事一单）。'),
            ),
            migrations.AddConstraint(
                model_name='slip',
                constraint=models.CheckConstraint(condition=models.Q(('status__in', ['proposed', 'draft', 'submitted', 'approved', 'issued', 'signed', 'answered', 'closed', 'escalated', 'withdrawn', 'dismissed', 'lapsed']), models.Q(('title', ''), _negated=True), models.Q(models.Q(('colour__in', ['blue', 'yellow', 'red']), ('kind', 'slip')), models.Q(('colour', ''), ('kind__in', ['urge', 'summons'])), _connector='OR')), name='slip_known_words', violation_error_message='督查单须为蓝、黄、红之一；催办通知和约谈通知没有颜色。'),
            ),
            migrations.AddConstraint(
                model_name='slip',
                constraint=models.UniqueConstraint(condition=models.Q(('rung__gt', 0), models.Q(('status', 'lapsed'), _negated=True)), fields=('thing', 'about_key', 'unit', 'subject', 'due_on', 'revision', 'rung'), name='slip_one_of_a_rung', violation_error_message='这一级阶梯已经建议过督查单。'),
            ),
            migrations.AddConstraint(
                model_name='slip',
                constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['draft', 'submitted', 'approved', 'issued', 'signed', 'answered'])), fields=('thing', 'about_key', 'unit', 'kind', 'colour'), name='slip_one_of_a_colour_open', violation_error_message='这件事对该单位已有一张同样的督查单或通知尚未办结（一事一单）。'),
            ),
            migrations.AddConstraint(
                model_name='slip',
                constraint=models.UniqueConstraint(condition=models.Q(('status', 'proposed')), fields=('thing', 'about_key', 'unit', 'colour'), name='slip_one_proposal_of_a_colour', violation_error_message='这件事已有一条待处理的出单建议。'),
            ),
            migrations.AddConstraint(
                model_name='slip',
                constraint=models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('number',), name='slip_number_once', violation_error_message='这个文号已用过。'),
            ),
            migrations.AddConstraint(
                model_name='slip',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('colour', 'red'), _negated=True), ('status__in', ['proposed', 'dismissed', 'lapsed']), ('follows__isnull', False), models.Q(('reason', ''), _negated=True), _connector='OR'), name='slip_red_at_once_says_why', violation_error_message='没有经过蓝、黄单直接出红单的，须写明理由。'),
            ),
            migrations.AddConstraint(
                model_name='slip',
                constraint=models.CheckConstraint(condition=models.Q(('status__in', ['proposed', 'dismissed', 'lapsed']), models.Q(('drafted_at__isnull', False), ('drafted_by__isnull', False), ('frozen_on__isnull', False)), _connector='OR'), name='slip_decided_is_drafted', violation_error_message='督查单须有起草人和事实。'),
            ),
            migrations.AddConstraint(
                model_name='slip',
                constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('drafted_by')), _negated=True), _connector='OR'), name='slip_not_approved_by_its_drafter', violation_error_message='起草人不能批准自己起草的督查单。'),
            ),
            migrations.AddConstraint(
                model_name='slip',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['issued', 'signed', 'answered', 'closed', 'escalated']), _negated=True), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), ('file__isnull', False), ('issued_by__isnull', False), ('issued_on__isnull', False), models.Q(('number', ''), _negated=True), models.Q(('requirement', ''), _negated=True), models.Q(models.Q(('answer_by__isnull', False), ('days__gte', 1)), ('kind', 'summons'), _connector='OR')), _connector='OR'), name='slip_sent_is_whole', violation_error_message='已印发的督查单须有文号、批准人、印发人、要求、反馈期限和文件。'),
            ),
            migrations.AddConstraint(
                model_name='slip',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('colour', 'red'), _negated=True), models.Q(('status__in', ['approved', 'issued', 'signed', 'answered', 'closed', 'escalated']), _negated=True), ('signatory__isnull', False), _connector='OR'), name='slip_red_names_a_leader', violation_error_message='红色督查单须有批准的县领导。'),
            ),
            migrations.AddConstraint(
                model_name='slip',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['signed', 'answered']), _negated=True), models.Q(('signed_at__isnull', False), ('signed_by__isnull', False)), _connector='OR'), name='slip_signed_for_with_name', violation_error_message='签收须有时间和签收人。'),
            ),
            migrations.AddConstraint(
                model_name='slip',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'summons'), _negated=True), ('status__in', ['proposed', 'dismissed', 'lapsed', 'draft', 'withdrawn']), models.Q(('meets_at__isnull', False), models.Q(('summoned', ''), _negated=True), models.Q(('place', ''), _negated=True)), _connector='OR'), name='slip_summons_is_whole', violation_error_message='约谈通知须写明约谈谁、时间和地点。'),
            ),
            migrations.AddConstraint(
                model_name='slip',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'summons'), _negated=True), models.Q(('status', 'closed'), _negated=True), models.Q(('talk_record', ''), _negated=True), _connector='OR'), name='slip_talk_is_recorded', violation_error_message='约谈结束须有约谈记录。'),
            ),
            migrations.AddConstraint(
                model_name='slip',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', True), ('status__in', ['proposed', 'draft', 'submitted', 'approved', 'issued', 'signed', 'answered'])), models.Q(('ended_on__isnull', False), models.Q(('status__in', ['proposed', 'draft', 'submitted', 'approved', 'issued', 'signed', 'answered']), _negated=True)), _connector='OR'), name='slip_ended_has_a_day', violation_error_message='终结的督查单须有日期，未终结的不能有。'),
            ),
            migrations.AddConstraint(
                model_name='slip',
                constraint=models.CheckConstraint(condition=models.Q(('days__isnull', True), models.Q(('days__gte', 1), ('days__lte', 60)), _connector='OR'), name='slip_days_in_reach', violation_error_message='反馈时限为1至60个工作日。'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='slip',
                trigger=pgtrigger.compiler.Trigger(name='only_escalates', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.kind <> 'slip' OR NEW.status NOT IN ('draft', 'submitted', 'approved', 'issued', 'signed', 'answered')\n               OR TG_OP = 'UPDATE' AND OLD.status IN ('draft', 'submitted', 'approved', 'issued', 'signed', 'answered') AND OLD.colour = NEW.colour THEN\n                RETURN NEW;\n            END IF;\n            PERFORM pg_advisory_xact_lock(\n                hashtextextended(concat_ws(':', NEW.thing, NEW.project_id, NEW.milestone_id, NEW.indicator_id,\n                                           NEW.matter_id, NEW.finding_id, NEW.rectification_id, NEW.unit_id), 0));\n            IF EXISTS (\n                SELECT FROM alerts_slip AS other\n                 WHERE other.kind = 'slip' AND other.status IN ('draft', 'submitted', 'approved', 'issued', 'signed', 'answered') AND other.id <> NEW.id\n                   AND other.thing = NEW.thing AND other.unit_id = NEW.unit_id\n                   AND other.about_key = COALESCE(NEW.project_id, NEW.milestone_id, NEW.indicator_id,\n                                                  NEW.matter_id, NEW.finding_id, NEW.rectification_id)\n                   AND array_position(ARRAY['blue', 'yellow', 'red'], other.colour::text) >= array_position(ARRAY['blue', 'yellow', 'red'], NEW.colour::text)) THEN\n                RAISE EXCEPTION 'only a stronger colour may follow while a slip is open'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'slip_only_escalates';\n            END IF;\n            RETURN NEW;\n        ", hash='b7abb9079de00fd88ff210098dab2da6c3c2c012', operation='INSERT OR UPDATE OF "status", "colour"', pgid='pgtrigger_only_escalates_e46b4', table='alerts_slip', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='slip',
                trigger=pgtrigger.compiler.Trigger(name='issued_is_locked', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (OLD."number" = \'\'))', func="\n            IF to_jsonb(NEW) - '{status,signed_at,signed_by_id,receipt_note,returns,answer_by,answer_basis,talk_record,ended_on}'::text[] - 'about_key' IS DISTINCT FROM to_jsonb(OLD) - '{status,signed_at,signed_by_id,receipt_note,returns,answer_by,answer_basis,talk_record,ended_on}'::text[] - 'about_key' THEN\n                RAISE EXCEPTION 'an issued slip is not changed'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'slip_issued_is_locked';\n            END IF;\n            RETURN NEW;\n        ", hash='f8101a1285578ce8939b391f427e77a34dce0baa', operation='UPDATE', pgid='pgtrigger_issued_is_locked_543e7', table='alerts_slip', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='slip',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "alerts_slipevent" ("answer_basis", "answer_by", "approved_at", "approved_by_id", "colour", "days", "drafted_at", "drafted_by_id", "due_on", "ended_on", "facts", "file_id", "finding_id", "follows_id", "frozen_on", "id", "indicator_id", "issued_by_id", "issued_on", "kind", "matter_id", "meets_at", "milestone_id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "project_id", "proposed_at", "reason", "receipt_note", "rectification_id", "requirement", "returns", "revision", "rung", "sign_by", "signatory_id", "signed_at", "signed_by_id", "status", "subject", "summoned", "talk_record", "thing", "title", "unit_id") SELECT new_values."answer_basis", new_values."answer_by", new_values."approved_at", new_values."approved_by_id", new_values."colour", new_values."days", new_values."drafted_at", new_values."drafted_by_id", new_values."due_on", new_values."ended_on", new_values."facts", new_values."file_id", new_values."finding_id", new_values."follows_id", new_values."frozen_on", new_values."id", new_values."indicator_id", new_values."issued_by_id", new_values."issued_on", new_values."kind", new_values."matter_id", new_values."meets_at", new_values."milestone_id", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."place", new_values."project_id", new_values."proposed_at", new_values."reason", new_values."receipt_note", new_values."rectification_id", new_values."requirement", new_values."returns", new_values."revision", new_values."rung", new_values."sign_by", new_values."signatory_id", new_values."signed_at", new_values."signed_by_id", new_values."status", new_values."subject", new_values."summoned", new_values."talk_record", new_values."thing", new_values."title", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b36a77ebb236638bd4537f08b596df5eb51b5e06', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_255f1', referencing='REFERENCING NEW TABLE AS new_values ', table='alerts_slip', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='slip',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "alerts_slipevent" ("answer_basis", "answer_by", "approved_at", "approved_by_id", "colour", "days", "drafted_at", "drafted_by_id", "due_on", "ended_on", "facts", "file_id", "finding_id", "follows_id", "frozen_on", "id", "indicator_id", "issued_by_id", "issued_on", "kind", "matter_id", "meets_at", "milestone_id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "project_id", "proposed_at", "reason", "receipt_note", "rectification_id", "requirement", "returns", "revision", "rung", "sign_by", "signatory_id", "signed_at", "signed_by_id", "status", "subject", "summoned", "talk_record", "thing", "title", "unit_id") SELECT new_values."answer_basis", new_values."answer_by", new_values."approved_at", new_values."approved_by_id", new_values."colour", new_values."days", new_values."drafted_at", new_values."drafted_by_id", new_values."due_on", new_values."ended_on", new_values."facts", new_values."file_id", new_values."finding_id", new_values."follows_id", new_values."frozen_on", new_values."id", new_values."indicator_id", new_values."issued_by_id", new_values."issued_on", new_values."kind", new_values."matter_id", new_values."meets_at", new_values."milestone_id", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."place", new_values."project_id", new_values."proposed_at", new_values."reason", new_values."receipt_note", new_values."rectification_id", new_values."requirement", new_values."returns", new_values."revision", new_values."rung", new_values."sign_by", new_values."signatory_id", new_values."signed_at", new_values."signed_by_id", new_values."status", new_values."subject", new_values."summoned", new_values."talk_record", new_values."thing", new_values."title", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."answer_basis" IS DISTINCT FROM (new_values."answer_basis") OR old_values."answer_by" IS DISTINCT FROM (new_values."answer_by") OR old_values."approved_at" IS DISTINCT FROM (new_values."approved_at") OR old_values."approved_by_id" IS DISTINCT FROM (new_values."approved_by_id") OR old_values."colour" IS DISTINCT FROM (new_values."colour") OR old_values."days" IS DISTINCT FROM (new_values."days") OR old_values."drafted_at" IS DISTINCT FROM (new_values."drafted_at") OR old_values."drafted_by_id" IS DISTINCT FROM (new_values."drafted_by_id") OR old_values."due_on" IS DISTINCT FROM (new_values."due_on") OR old_values."ended_on" IS DISTINCT FROM (new_values."ended_on") OR old_values."facts" IS DISTINCT FROM (new_values."facts") OR old_values."file_id" IS DISTINCT FROM (new_values."file_id") OR old_values."finding_id" IS DISTINCT FROM (new_values."finding_id") OR old_values."follows_id" IS DISTINCT FROM (new_values."follows_id") OR old_values."frozen_on" IS DISTINCT FROM (new_values."frozen_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."indicator_id" IS DISTINCT FROM (new_values."indicator_id") OR old_values."issued_by_id" IS DISTINCT FROM (new_values."issued_by_id") OR old_values."issued_on" IS DISTINCT FROM (new_values."issued_on") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."matter_id" IS DISTINCT FROM (new_values."matter_id") OR old_values."meets_at" IS DISTINCT FROM (new_values."meets_at") OR old_values."milestone_id" IS DISTINCT FROM (new_values."milestone_id") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."place" IS DISTINCT FROM (new_values."place") OR old_values."project_id" IS DISTINCT FROM (new_values."project_id") OR old_values."proposed_at" IS DISTINCT FROM (new_values."proposed_at") OR old_values."reason" IS DISTINCT FROM (new_values."reason") OR old_values."receipt_note" IS DISTINCT FROM (new_values."receipt_note") OR old_values."rectification_id" IS DISTINCT FROM (new_values."rectification_id") OR old_values."requirement" IS DISTINCT FROM (new_values."requirement") OR old_values."returns" IS DISTINCT FROM (new_values."returns") OR old_values."revision" IS DISTINCT FROM (new_values."revision") OR old_values."rung" IS DISTINCT FROM (new_values."rung") OR old_values."sign_by" IS DISTINCT FROM (new_values."sign_by") OR old_values."signatory_id" IS DISTINCT FROM (new_values."signatory_id") OR old_values."signed_at" IS DISTINCT FROM (new_values."signed_at") OR old_values."signed_by_id" IS DISTINCT FROM (new_values."signed_by_id") OR old_values."status" IS DISTINCT FROM (new_values."status") OR old_values."subject" IS DISTINCT FROM (new_values."subject") OR old_values."summoned" IS DISTINCT FROM (new_values."summoned") OR old_values."talk_record" IS DISTINCT FROM (new_values."talk_record") OR old_values."thing" IS DISTINCT FROM (new_values."thing") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ef0a92ec0974389321c5dc943b4ff0b99d63fe0c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_fa125', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='alerts_slip', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='slip',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "alerts_slipevent" ("answer_basis", "answer_by", "approved_at", "approved_by_id", "colour", "days", "drafted_at", "drafted_by_id", "due_on", "ended_on", "facts", "file_id", "finding_id", "follows_id", "frozen_on", "id", "indicator_id", "issued_by_id", "issued_on", "kind", "matter_id", "meets_at", "milestone_id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "project_id", "proposed_at", "reason", "receipt_note", "rectification_id", "requirement", "returns", "revision", "rung", "sign_by", "signatory_id", "signed_at", "signed_by_id", "status", "subject", "summoned", "talk_record", "thing", "title", "unit_id") SELECT old_values."answer_basis", old_values."answer_by", old_values."approved_at", old_values."approved_by_id", old_values."colour", old_values."days", old_values."drafted_at", old_values."drafted_by_id", old_values."due_on", old_values."ended_on", old_values."facts", old_values."file_id", old_values."finding_id", old_values."follows_id", old_values."frozen_on", old_values."id", old_values."indicator_id", old_values."issued_by_id", old_values."issued_on", old_values."kind", old_values."matter_id", old_values."meets_at", old_values."milestone_id", old_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."place", old_values."project_id", old_values."proposed_at", old_values."reason", old_values."receipt_note", old_values."rectification_id", old_values."requirement", old_values."returns", old_values."revision", old_values."rung", old_values."sign_by", old_values."signatory_id", old_values."signed_at", old_values."signed_by_id", old_values."status", old_values."subject", old_values."summoned", old_values."talk_record", old_values."thing", old_values."title", old_values."unit_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='702ae0485fb255ac64126100e1e394fa1b33814e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_69a9c', referencing='REFERENCING OLD TABLE AS old_values ', table='alerts_slip', when='AFTER')),
            ),
            migrations.AddConstraint(
                model_name='slipanswer',
                constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='slip_answer_says_something', violation_error_message='请填写落实情况。'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='slipanswer',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='40e492239568ea208af76683e68e4b2b82c674ef', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_03122', table='alerts_slipanswer', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='slipevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='be1c542ab1a14ffa22a457e41e21f2eecf760fd0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4645f', table='alerts_slipevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='slipfile',
                constraint=models.UniqueConstraint(fields=('answer', 'upload'), name='slip_file_once', violation_error_message='这个文件已经附上。'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='slipstep',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6949b3f28e388d6559210a2563143d2cb09020d3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_971e2', table='alerts_slipstep', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='reminder',
                constraint=models.UniqueConstraint(condition=models.Q(('settled_at__isnull', True)), fields=('about_key', 'recipient', 'subject', 'due_on', 'rung', 'revision'), name='reminder_once', violation_error_message='这一催办已经生成。'),
            ),
            migrations.AddIndex(
                model_name='reminder',
                index=models.Index(condition=models.Q(('slip__isnull', False)), fields=['slip'], name='reminder_of_slip'),
            ),
            migrations.AddConstraint(
                model_name='reminder',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', False), ('rectification__isnull', True), ('review__isnull', True), ('slip__isnull', True), ('subject__in', ['progress', 'start']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', False), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('slip__isnull', True), ('subject__in', ['milestone']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', False), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('slip__isnull', True), ('subject__in', ['observation']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', False), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('slip__isnull', True), ('subject__in', ['matter', 'closed', 'shown']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', False), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('slip__isnull', True), ('subject__in', ['signature', 'feedback', 'assigned', 'refused', 'reported']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', False), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('slip__isnull', True), ('subject__in', ['returned', 'answered', 'sign_off', 'feedback_waiting', 'help']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', False), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('slip__isnull', True), ('subject__in', ['extension', 'decided', 'sign_off', 'extension_waiting']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', False), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('slip__isnull', True), ('subject__in', ['finding_answer', 'finding_told', 'disputed']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', False), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('slip__isnull', True), ('subject__in', ['concluded']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', False), ('slip__isnull', True), ('subject__in', ['review_decision', 'review_filed']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('slip__isnull', True), ('subject__in', ['verification', 'to_verify']), ('verification__isnull', False), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', False), ('review__isnull', True), ('slip__isnull', True), ('subject__in', ['rectification', 'measure', 'step', 'longer', 'ordered', 'sent_back', 'rectification_waiting', 'longer_waiting', 'longer_decided', 'rectified']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('slip__isnull', False), ('subject__in', ['slip_signature', 'slip_answer', 'slip_waiting', 'slip_issued', 'slip_answered', 'slip_returned']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', False), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('slip__isnull', True), ('subject__in', ['undelivered']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('slip__isnull', True), ('subject__in', ['calendar']), ('verification__isnull', True), ('year__isnull', False)), _connector='OR'), name='reminder_has_one_subject', violation_error_message='催办须针对且只针对一个对象。'),
            ),
        ]),
    ]
