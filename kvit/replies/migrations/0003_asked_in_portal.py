import django.db.models.deletion
import kvit.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('arrangements', '0001_initial'),
        ('billing', '0001_initial'),
        ('capture', '0001_initial'),
        ('companies', '0001_initial'),
        ('companies', '__first__'),
        ('dunning', '0001_initial'),
        ('outbox', '0001_initial'),
        ('parties', '0001_initial'),
        ('receivables', '0001_initial'),
        ('replies', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReplyAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='ran')),
                ('key', models.CharField(max_length=64)),
                ('words', models.TextField()),
                ('written_on', models.DateField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='companies.company')),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='outbox.message')),
                ('reply', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='replies.customerreply')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('reply', 'key'), name='reply_answered_once')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='customerreply',
            name='reply_thread',
        ),
        migrations.RemoveConstraint(
            model_name='customerreply',
            name='reply_act',
        ),
        migrations.RemoveConstraint(
            model_name='replyact',
            name='reply_act_kind',
        ),
        migrations.AddField(
            model_name='customerreply',
            name='schedule',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='billing.schedule'),
        ),
        migrations.AlterField(
            model_name='customerreply',
            name='mail',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='capture.mail'),
        ),
        migrations.AddConstraint(
            model_name='customerreply',
            constraint=models.CheckConstraint(condition=models.Q(('proposed__in', ('promise', 'hold', 'send_again', 'dispute', 'plan', 'cancel', 'note', 'ask'))), name='reply_act'),
        ),
        migrations.AddConstraint(
            model_name='customerreply',
            constraint=models.CheckConstraint(condition=models.Q(('threaded_by__in', ['message', 'number', 'sender', 'person', 'portal', ''])), name='reply_thread'),
        ),
        migrations.AddConstraint(
            model_name='customerreply',
            constraint=models.CheckConstraint(condition=models.Q(('mail__isnull', False), models.Q(('party__isnull', False), ('threaded_by', 'portal')), _connector='OR'), name='reply_mail_or_portal'),
        ),
        migrations.AddConstraint(
            model_name='replyact',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['promise', 'hold', 'send_again', 'dispute', 'plan', 'cancel', 'note'])), name='reply_act_kind'),
        ),
    ]
