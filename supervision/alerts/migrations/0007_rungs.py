"""Rungs are levels of a ladder, and one generated key says what a reminder is about."""

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

    dependencies = [('alerts', '0006_old_reminders')]

    operations = [
        Together([
            migrations.RemoveConstraint(
                model_name='digest',
                name='digest_one_a_day',
            ),
            migrations.RemoveField(
                model_name='reminder',
                name='digest',
            ),
            migrations.AddField(
                model_name='reminder',
                name='about_key',
                field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce(models.F('project'), models.F('milestone'), models.F('indicator'), models.F('matter'), models.F('duty'), models.F('feedback'), models.F('extension'), models.F('finding'), models.F('conclusion'), models.F('review'), models.F('verification'), models.F('rectification'), models.F('failed'), models.F('year')), output_field=models.BigIntegerField()),
            ),
            migrations.AlterField(
                model_name='reminder',
                name='conclusion',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='inspections.conclusion'),
            ),
            migrations.AlterField(
                model_name='reminder',
                name='duty',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='matters.duty'),
            ),
            migrations.AlterField(
                model_name='reminder',
                name='extension',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='matters.extension'),
            ),
            migrations.AlterField(
                model_name='reminder',
                name='feedback',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='matters.feedback'),
            ),
            migrations.AlterField(
                model_name='reminder',
                name='finding',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='inspections.finding'),
            ),
            migrations.AlterField(
                model_name='reminder',
                name='indicator',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='indicators.indicator'),
            ),
            migrations.AlterField(
                model_name='reminder',
                name='matter',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='matters.matter'),
            ),
            migrations.AlterField(
                model_name='reminder',
                name='milestone',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='projects.milestone'),
            ),
            migrations.AlterField(
                model_name='reminder',
                name='project',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='projects.project'),
            ),
            migrations.AlterField(
                model_name='reminder',
                name='recipient',
                field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to=settings.AUTH_USER_MODEL, verbose_name='接收人'),
            ),
            migrations.AlterField(
                model_name='reminder',
                name='rectification',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='inspections.rectification'),
            ),
            migrations.AlterField(
                model_name='reminder',
                name='review',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='inspections.review'),
            ),
            migrations.AlterField(
                model_name='reminder',
                name='rung',
                field=models.PositiveSmallIntegerField(default=0, verbose_name='阶次'),
            ),
            migrations.AlterField(
                model_name='reminder',
                name='subject',
                field=models.CharField(choices=[('progress', '月报逾期'), ('milestone', '节点逾期'), ('start', '开工逾期'), ('observation', '指标值逾期'), ('calendar', '节假日安排未导入'), ('signature', '签收逾期'), ('feedback', '反馈逾期'), ('matter', '办结逾期'), ('assigned', '新交办'), ('returned', '退回'), ('answered', '求助答复'), ('decided', '延期审批结果'), ('closed', '事项终结'), ('refused', '单位退回交办'), ('reported', '办结待审核'), ('sign_off', '待单位负责人审签'), ('feedback_waiting', '反馈待审核'), ('extension_waiting', '延期待审批'), ('help', '需协调解决'), ('shown', '呈阅'), ('finding_answer', '问题确认逾期'), ('review_decision', '复核决定逾期'), ('verification', '核查逾期'), ('rectification', '整改逾期'), ('measure', '整改措施逾期'), ('step', '整改环节逾期'), ('finding_told', '问题待确认'), ('disputed', '单位有异议'), ('concluded', '督查结论送达'), ('review_filed', '复核待办'), ('ordered', '交办整改'), ('sent_back', '整改退回'), ('to_verify', '现场核查'), ('rectification_waiting', '整改待审核'), ('longer_waiting', '整改延期待审批'), ('longer_decided', '整改延期审批结果'), ('rectified', '整改销号'), ('undelivered', '消息发送失败')], max_length=24, verbose_name='类别'),
            ),
            migrations.AlterField(
                model_name='reminder',
                name='verification',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='inspections.verification'),
            ),
            migrations.AlterField(
                model_name="reminder",
                name="settled_at",
                field=models.DateTimeField(blank=True, null=True, verbose_name="了结时间"),
            ),
        ]),
        Together([
            migrations.AlterModelOptions(
                name='digest',
                options={'ordering': ['-on', 'recipient', 'channel'], 'verbose_name': '每日提醒', 'verbose_name_plural': '每日提醒'},
            ),
            migrations.AddIndex(
                        model_name='reminder',
                        index=models.Index(condition=models.Q(('project__isnull', False)), fields=['project'], name='reminder_of_project'),
                    ),
            migrations.AddIndex(
                model_name='reminder',
                index=models.Index(condition=models.Q(('milestone__isnull', False)), fields=['milestone'], name='reminder_of_milestone'),
            ),
            migrations.AddIndex(
                model_name='reminder',
                index=models.Index(condition=models.Q(('indicator__isnull', False)), fields=['indicator'], name='reminder_of_indicator'),
            ),
            migrations.AddIndex(
                model_name='reminder',
                index=models.Index(condition=models.Q(('matter__isnull', False)), fields=['matter'], name='reminder_of_matter'),
            ),
            migrations.AddIndex(
                model_name='reminder',
                index=models.Index(condition=models.Q(('duty__isnull', False)), fields=['duty'], name='reminder_of_duty'),
            ),
            migrations.AddIndex(
                model_name='reminder',
                index=models.Index(condition=models.Q(('feedback__isnull', False)), fields=['feedback'], name='reminder_of_feedback'),
            ),
            migrations.AddIndex(
                model_name='reminder',
                index=models.Index(condition=models.Q(('extension__isnull', False)), fields=['extension'], name='reminder_of_extension'),
            ),
            migrations.AddIndex(
                model_name='reminder',
                index=models.Index(condition=models.Q(('finding__isnull', False)), fields=['finding'], name='reminder_of_finding'),
            ),
            migrations.AddIndex(
                model_name='reminder',
                index=models.Index(condition=models.Q(('conclusion__isnull', False)), fields=['conclusion'], name='reminder_of_conclusion'),
            ),
            migrations.AddIndex(
                model_name='reminder',
                index=models.Index(condition=models.Q(('review__isnull', False)), fields=['review'], name='reminder_of_review'),
            ),
            migrations.AddIndex(
                model_name='reminder',
                index=models.Index(condition=models.Q(('verification__isnull', False)), fields=['verification'], name='reminder_of_verification'),
            ),
            migrations.AddIndex(
                model_name='reminder',
                index=models.Index(condition=models.Q(('rectification__isnull', False)), fields=['rectification'], name='reminder_of_rectification'),
            ),
            migrations.AddIndex(
                model_name='reminder',
                index=models.Index(condition=models.Q(('failed__isnull', False)), fields=['failed'], name='reminder_of_failed'),
            ),
            migrations.AddIndex(
                model_name='reminder',
                index=models.Index(condition=models.Q(('settled_at__isnull', True)), fields=['recipient'], name='reminder_of_recipient'),
            ),
            migrations.AddIndex(
                model_name='reminder',
                index=models.Index(condition=models.Q(('bundled_at__isnull', True), ('settled_at__isnull', True)), fields=['recipient'], name='reminder_to_bundle'),
            ),
            migrations.AddConstraint(
                model_name='digest',
                constraint=models.UniqueConstraint(fields=('recipient', 'on', 'channel'), name='digest_one_a_day', violation_error_message='一人一天每个渠道只发一封。'),
            ),
            migrations.AddConstraint(
                model_name='reminder',
                constraint=models.UniqueConstraint(condition=models.Q(('settled_at__isnull', True)), fields=('about_key', 'recipient', 'subject', 'due_on', 'rung', 'revision'), name='reminder_once', violation_error_message='这一催办已经生成。'),
            ),
            migrations.AddConstraint(
                model_name='reminder',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', False), ('rectification__isnull', True), ('review__isnull', True), ('subject__in', ['progress', 'start']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', False), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('subject__in', ['milestone']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', False), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('subject__in', ['observation']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', False), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('subject__in', ['matter', 'closed', 'shown']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', False), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('subject__in', ['signature', 'feedback', 'assigned', 'refused', 'reported']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', False), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('subject__in', ['returned', 'answered', 'sign_off', 'feedback_waiting', 'help']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', False), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('subject__in', ['decided', 'sign_off', 'extension_waiting']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', False), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('subject__in', ['finding_answer', 'finding_told', 'disputed']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', False), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('subject__in', ['concluded']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', False), ('subject__in', ['review_decision', 'review_filed']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('subject__in', ['verification', 'to_verify']), ('verification__isnull', False), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', False), ('review__isnull', True), ('subject__in', ['rectification', 'measure', 'step', 'ordered', 'sent_back', 'rectification_waiting', 'longer_waiting', 'longer_decided', 'rectified']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', False), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('subject__in', ['undelivered']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('subject__in', ['calendar']), ('verification__isnull', True), ('year__isnull', False)), _connector='OR'), name='reminder_has_one_subject', violation_error_message='催办须针对且只针对一个对象。'),
            ),
            migrations.AddConstraint(
                model_name='reminder',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('settled_at__isnull', True)), models.Q(('outcome__in', ['done', 'moved', 'reassigned', 'excused', 'superseded']), ('settled_at__isnull', False)), _connector='OR'), name='reminder_outcome_when_settled', violation_error_message='了结的催办须写明结果，未了结的不能写。'),
            ),
        ]),
    ]
