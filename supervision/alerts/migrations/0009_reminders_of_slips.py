"""Reminders of slips: to sign for them, to answer, and what is new of them."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

from accounts.migrations._together import Together


class Migration(migrations.Migration):

    dependencies = [('alerts', '0008_slips')]

    operations = [
        migrations.RemoveConstraint(
            model_name='reminder',
            name='reminder_has_one_subject',
        ),
        # The key of what a reminder is about is generated; it is made anew with one more column.
        migrations.RemoveConstraint(
            model_name='reminder',
            name='reminder_once',
        ),
        migrations.RemoveField(
            model_name='reminder',
            name='about_key',
        ),
        migrations.AlterField(
            model_name='reminder',
            name='subject',
            field=models.CharField(choices=[('progress', '月报逾期'), ('milestone', '节点逾期'), ('start', '开工逾期'), ('observation', '指标值逾期'), ('calendar', '节假日安排未导入'), ('signature', '签收逾期'), ('feedback', '反馈逾期'), ('matter', '办结逾期'), ('assigned', '新交办'), ('returned', '退回'), ('answered', '求助答复'), ('decided', '延期审批结果'), ('closed', '事项终结'), ('refused', '单位退回交办'), ('reported', '办结待审核'), ('sign_off', '待单位负责人审签'), ('feedback_waiting', '反馈待审核'), ('extension_waiting', '延期待审批'), ('help', '需协调解决'), ('shown', '呈阅'), ('finding_answer', '问题确认逾期'), ('review_decision', '复核决定逾期'), ('verification', '核查逾期'), ('rectification', '整改逾期'), ('measure', '整改措施逾期'), ('step', '整改环节逾期'), ('finding_told', '问题待确认'), ('disputed', '单位有异议'), ('concluded', '督查结论送达'), ('review_filed', '复核待办'), ('ordered', '交办整改'), ('sent_back', '整改退回'), ('to_verify', '现场核查'), ('rectification_waiting', '整改待审核'), ('longer_waiting', '整改延期待审批'), ('longer_decided', '整改延期审批结果'), ('rectified', '整改销号'), ('undelivered', '消息发送失败'), ('slip_signature', '督查单签收逾期'), ('slip_answer', '督查单反馈逾期'), ('slip_waiting', '督查单待批准'), ('slip_issued', '督查单送达'), ('slip_answered', '督查单反馈待审核'), ('slip_returned', '督查单反馈退回')], max_length=24, verbose_name='类别'),
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
        Together(
            [
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
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', False), ('rectification__isnull', True), ('review__isnull', True), ('slip__isnull', True), ('subject__in', ['progress', 'start']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', False), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('slip__isnull', True), ('subject__in', ['milestone']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', False), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('slip__isnull', True), ('subject__in', ['observation']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', False), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('slip__isnull', True), ('subject__in', ['matter', 'closed', 'shown']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', False), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('slip__isnull', True), ('subject__in', ['signature', 'feedback', 'assigned', 'refused', 'reported']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', False), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('slip__isnull', True), ('subject__in', ['returned', 'answered', 'sign_off', 'feedback_waiting', 'help']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', False), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('slip__isnull', True), ('subject__in', ['decided', 'sign_off', 'extension_waiting']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', False), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('slip__isnull', True), ('subject__in', ['finding_answer', 'finding_told', 'disputed']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', False), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('slip__isnull', True), ('subject__in', ['concluded']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', False), ('slip__isnull', True), ('subject__in', ['review_decision', 'review_filed']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('slip__isnull', True), ('subject__in', ['verification', 'to_verify']), ('verification__isnull', False), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', False), ('review__isnull', True), ('slip__isnull', True), ('subject__in', ['rectification', 'measure', 'step', 'ordered', 'sent_back', 'rectification_waiting', 'longer_waiting', 'longer_decided', 'rectified']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('slip__isnull', False), ('subject__in', ['slip_signature', 'slip_answer', 'slip_waiting', 'slip_issued', 'slip_answered', 'slip_returned']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', False), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('slip__isnull', True), ('subject__in', ['undelivered']), ('verification__isnull', True), ('year__isnull', True)), models.Q(('conclusion__isnull', True), ('duty__isnull', True), ('extension__isnull', True), ('failed__isnull', True), ('feedback__isnull', True), ('finding__isnull', True), ('indicator__isnull', True), ('matter__isnull', True), ('milestone__isnull', True), ('project__isnull', True), ('rectification__isnull', True), ('review__isnull', True), ('slip__isnull', True), ('subject__in', ['calendar']), ('verification__isnull', True), ('year__isnull', False)), _connector='OR'), name='reminder_has_one_subject', violation_error_message='催办须针对且只针对一个对象。'),
                ),
                        ]
        ),
    ]
