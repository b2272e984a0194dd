import django.db.models.deletion
import kvit.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('replies', '0002_begun_by_answers')]

    initial = True

    dependencies = [
        ('arrangements', '0001_initial'),
        ('capture', '0001_initial'),
        ('companies', '0001_initial'),
        ('companies', '__first__'),
        ('dunning', '0001_initial'),
        ('outbox', '0001_initial'),
        ('parties', '0001_initial'),
        ('receivables', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CustomerReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='rpl')),
                ('mail_case', models.CharField(max_length=64)),
                ('message_key', models.CharField(blank=True, max_length=200)),
                ('sender', models.CharField(blank=True, max_length=200)),
                ('subject', models.CharField(blank=True, max_length=200)),
                ('words', models.TextField(blank=True)),
                ('program', models.CharField(blank=True, max_length=10)),
                ('is_doubted', models.BooleanField(default=False)),
                ('received_on', models.DateField()),
                ('received_at', models.DateTimeField()),
                ('language', models.CharField(max_length=5)),
                ('want', models.CharField(max_length=12)),
                ('confidence', models.IntegerField()),
                ('wants', models.JSONField(default=list)),
                ('told', models.JSONField(default=dict)),
                ('threaded_by', models.CharField(blank=True, max_length=10)),
                ('is_known', models.BooleanField(default=False)),
                ('status', models.CharField(default='open', max_length=10)),
                ('proposed', models.CharField(default='ask', max_length=12)),
                ('against', models.JSONField(default=list)),
                ('due_on', models.DateField()),
                ('answered', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='outbox.message')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='customer_replies', to='companies.company')),
                ('invoice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='receivables.invoice')),
                ('mail', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='capture.mail')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='parties.party')),
            ],
            options={
                'verbose_name_plural': 'customer replies',
                'indexes': [models.Index(fields=['company', '-id'], name='reply_list'), models.Index(fields=['company', 'status', '-id'], name='reply_by_status'), models.Index(fields=['company', 'party', '-id'], name='reply_of_party')],
                'constraints': [models.UniqueConstraint(fields=('company', 'mail_case'), name='reply_once'), models.CheckConstraint(condition=models.Q(('status__in', ['dismissed', 'done', 'noted', 'open'])), name='reply_status'), models.CheckConstraint(condition=models.Q(('want__in', ('paid', 'dispute', 'promise', 'plan', 'document', 'address', 'cancellation', 'absence', 'other'))), name='reply_want'), models.CheckConstraint(condition=models.Q(('proposed__in', ('promise', 'hold', 'send_again', 'dispute', 'plan', 'note', 'ask'))), name='reply_act'), models.CheckConstraint(condition=models.Q(('confidence__gte', 0), ('confidence__lte', 100)), name='reply_sure'), models.CheckConstraint(condition=models.Q(('threaded_by__in', ['message', 'number', 'sender', 'person', ''])), name='reply_thread'), models.CheckConstraint(condition=models.Q(('invoice', None), ('party__isnull', False), _connector='OR'), name='reply_has_party')],
            },
        ),
        migrations.CreateModel(
            name='ReplyAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='rpa')),
                ('kind', models.CharField(max_length=12)),
                ('is_by_itself', models.BooleanField()),
                ('facts', models.JSONField(default=dict)),
                ('done_on', models.DateField()),
                ('undone_on', models.DateField(null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='companies.company')),
                ('dispute', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='arrangements.dispute')),
                ('invoice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='receivables.invoice')),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='outbox.message')),
                ('pause', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dunning.pause')),
                ('plan', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='arrangements.plan')),
                ('reply', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='replies.customerreply')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_on', None)), fields=('reply', 'kind'), name='reply_act_once'), models.UniqueConstraint(condition=models.Q(('kind', 'send_again')), fields=('invoice', 'done_on'), name='reply_sends_once_a_day'), models.CheckConstraint(condition=models.Q(('kind__in', ['promise', 'hold', 'send_again', 'dispute', 'plan', 'note'])), name='reply_act_kind')],
            },
        ),
    ]
