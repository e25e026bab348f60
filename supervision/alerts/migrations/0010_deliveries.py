"""An attempt at a message is numbered once, and has a result only when it ended."""

from django.db import migrations, models

from accounts.migrations._together import Together


class Migration(migrations.Migration):

    dependencies = [
        ('alerts', '0009_deadlines'),
    ]

    operations = [
        Together([
            migrations.AddConstraint(
                model_name='delivery',
                constraint=models.UniqueConstraint(fields=('digest', 'attempt'), name='delivery_attempt_once', violation_error_message='这封消息的这一次发送已有记录。'),
            ),
            migrations.AddConstraint(
                model_name='delivery',
                constraint=models.CheckConstraint(condition=models.Q(('ended_at__isnull', False), models.Q(('answer', ''), ('error', '')), _connector='OR'), name='delivery_says_how_it_ended', violation_error_message='还没有结束的发送不能有结果。'),
            ),
        ]),
    ]
