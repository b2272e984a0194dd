import django.db.models.deletion
import kvit.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('outbox', '0002_own_words'), ('outbox', '0003_webhooks'), ('outbox', '0004_portal')]

    initial = True

    dependencies = [
        ('archive', '0001_initial'),
        ('companies', '0001_initial'),
        ('events', '0001_initial'),
        ('parties', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='msg')),
                ('kind', models.CharField(max_length=30)),
                ('about_kind', models.CharField(max_length=30)),
                ('about_id', models.BigIntegerField()),
                ('about_public_id', models.CharField(max_length=40)),
                ('about_name', models.CharField(blank=True, max_length=100)),
                ('occasion', models.CharField(max_length=60)),
                ('to_address', models.EmailField(max_length=254)),
                ('to_name', models.CharField(blank=True, max_length=200)),
                ('from_address', models.EmailField(max_length=254)),
                ('from_name', models.CharField(blank=True, max_length=200)),
                ('reply_to', models.EmailField(blank=True, max_length=254)),
                ('language', models.CharField(max_length=5)),
                ('subject', models.CharField(max_length=300)),
                ('text', models.TextField()),
                ('html', models.TextField()),
                ('key', models.CharField(max_length=320, unique=True)),
                ('secret', models.TextField(blank=True)),
                ('status', models.CharField(default='queued', max_length=10)),
                ('attempts', models.IntegerField(default=0)),
                ('begun_at', models.DateTimeField(null=True)),
                ('failure', models.CharField(blank=True, max_length=60)),
                ('failure_facts', models.JSONField(default=dict)),
                ('told', models.CharField(blank=True, max_length=300)),
                ('queued_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outbox', to='companies.company')),
                ('party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='parties.party')),
                ('responsible', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'messages_message',
                'indexes': [models.Index(fields=['company', '-id'], name='message_list'), models.Index(fields=['company', 'status', '-id'], name='message_by_status'), models.Index(fields=['company', 'party', '-id'], name='message_of_party')],
                'constraints': [models.UniqueConstraint(fields=('company', 'about_kind', 'about_id', 'kind', 'occasion', 'to_address'), name='message_once'), models.CheckConstraint(condition=models.Q(('status__in', ['queued', 'sent', 'kept', 'unknown', 'failed', 'bounced'])), name='message_status')],
            },
        ),
        migrations.CreateModel(
            name='Enclosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.IntegerField()),
                ('name', models.CharField(max_length=200)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='archive.file')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enclosures', to='outbox.message')),
            ],
            options={
                'db_table': 'messages_enclosure',
                'constraints': [models.UniqueConstraint(fields=('message', 'position'), name='enclosure_once')],
            },
        ),
        migrations.CreateModel(
            name='OwnWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30)),
                ('language', models.CharField(max_length=5)),
                ('subject', models.CharField(blank=True, max_length=200)),
                ('intro', models.TextField(blank=True)),
                ('closing', models.TextField(blank=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
            ],
            options={
                'db_table': 'messages_ownwords',
                'constraints': [models.UniqueConstraint(fields=('company', 'kind', 'language'), name='own_words_once')],
            },
        ),
        migrations.CreateModel(
            name='WebhookEndpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='whe')),
                ('url', models.CharField(max_length=500)),
                ('description', models.CharField(blank=True, max_length=200)),
                ('events', models.JSONField(default=list)),
                ('secret', models.TextField()),
                ('previous_secret', models.TextField(blank=True)),
                ('previous_until', models.DateTimeField(null=True)),
                ('status', models.CharField(default='active', max_length=10)),
                ('disabled_reason', models.CharField(blank=True, max_length=60)),
                ('failing_since', models.DateTimeField(null=True)),
                ('version', models.IntegerField(default=1)),
                ('created_at', models.DateTimeField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='webhook_endpoints', to='companies.company')),
            ],
            options={
                'db_table': 'messages_webhookendpoint',
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'archived'), _negated=True), fields=('company', 'url'), name='webhook_url_once'), models.CheckConstraint(condition=models.Q(('status__in', ['active', 'paused', 'disabled', 'archived'])), name='webhook_endpoint_status')],
            },
        ),
        migrations.CreateModel(
            name='WebhookDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='whd')),
                ('name', models.CharField(max_length=60)),
                ('body', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('status', models.CharField(default='pending', max_length=10)),
                ('attempts', models.IntegerField(default=0)),
                ('tries', models.IntegerField(default=0)),
                ('due_at', models.DateTimeField()),
                ('leased_until', models.DateTimeField(null=True)),
                ('delivered_at', models.DateTimeField(null=True)),
                ('failure', models.CharField(blank=True, max_length=60)),
                ('failure_facts', models.JSONField(default=dict)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.event')),
                ('endpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='outbox.webhookendpoint')),
            ],
            options={
                'db_table': 'messages_webhookdelivery',
                'indexes': [models.Index(condition=models.Q(('status', 'pending')), fields=['due_at', 'id'], name='webhook_waiting'), models.Index(fields=['company', '-id'], name='webhook_log'), models.Index(fields=['company', 'status', '-id'], name='webhook_log_by_status'), models.Index(fields=['endpoint', '-id'], name='webhook_log_of_endpoint')],
                'constraints': [models.UniqueConstraint(fields=('endpoint', 'event'), name='webhook_delivery_once'), models.CheckConstraint(condition=models.Q(('status__in', ['pending', 'delivered', 'dead'])), name='webhook_delivery_status')],
            },
        ),
        migrations.CreateModel(
            name='WebhookAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('at', models.DateTimeField()),
                ('took_ms', models.IntegerField()),
                ('status_code', models.IntegerField(null=True)),
                ('answer', models.CharField(blank=True, max_length=300)),
                ('failure', models.CharField(blank=True, max_length=60)),
                ('failure_facts', models.JSONField(default=dict)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='outbox.webhookdelivery')),
            ],
            options={
                'db_table': 'messages_webhookattempt',
                'constraints': [models.UniqueConstraint(fields=('delivery', 'number'), name='webhook_attempt_once')],
            },
        ),
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='ann')),
                ('title', models.CharField(max_length=120)),
                ('text', models.TextField()),
                ('from_on', models.DateField()),
                ('until_on', models.DateField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='announcements', to='companies.company')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'messages_announcement',
                'indexes': [models.Index(fields=['company', 'until_on'], name='announcement_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='announcement_days')],
            },
        ),
    ]
