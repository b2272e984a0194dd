import django.db.models.deletion
import kvit.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('networks', '0002_chain'), ('networks', '0003_errors_and_withdrawals'), ('networks', '0004_outages')]

    initial = True

    dependencies = [
        ('archive', '0001_initial'),
        ('companies', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='sub')),
                ('network', models.CharField(max_length=20)),
                ('document_kind', models.CharField(max_length=30)),
                ('document_id', models.BigIntegerField()),
                ('document_public_id', models.CharField(max_length=40)),
                ('number', models.CharField(max_length=60)),
                ('issued_on', models.DateField()),
                ('attempt', models.IntegerField(default=1)),
                ('form', models.CharField(max_length=20)),
                ('facts', models.JSONField(default=dict)),
                ('key', models.CharField(max_length=60, unique=True)),
                ('is_duty', models.BooleanField(default=False)),
                ('until', models.DateField(null=True)),
                ('status', models.CharField(default='prepared', max_length=12)),
                ('mode', models.CharField(blank=True, max_length=10)),
                ('handed', models.IntegerField(default=0)),
                ('begun_at', models.DateTimeField(null=True)),
                ('handed_at', models.DateTimeField(null=True)),
                ('ask_at', models.DateTimeField(null=True)),
                ('asked', models.IntegerField(default=0)),
                ('warned', models.IntegerField(default=0)),
                ('reference', models.CharField(blank=True, max_length=200)),
                ('official', models.CharField(blank=True, max_length=100)),
                ('told', models.TextField(blank=True)),
                ('findings', models.JSONField(default=list)),
                ('with_errors', models.BooleanField(default=False)),
                ('withdrawal', models.CharField(blank=True, max_length=10)),
                ('prepared_at', models.DateTimeField()),
                ('submitted_at', models.DateTimeField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='companies.company')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='archive.file')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'document_kind', 'document_id'], name='submission_of_document'), models.Index(fields=['company', 'status', '-id'], name='submission_by_status'), models.Index(fields=['company', '-id'], name='submission_list'), models.Index(condition=models.Q(('with_errors', True)), fields=['company', 'id'], name='submission_with_errors'), models.Index(condition=models.Q(('withdrawal__in', ['wanted', 'asked'])), fields=['company', 'ask_at'], name='submission_wanted_back'), models.Index(condition=models.Q(('status__in', ['submitted', 'unknown'])), fields=['status', 'ask_at'], name='submission_to_ask')],
                'constraints': [models.UniqueConstraint(fields=('company', 'network', 'document_kind', 'document_id', 'attempt'), name='submission_attempt_once'), models.UniqueConstraint(condition=models.Q(('status', 'superseded'), _negated=True), fields=('company', 'network', 'document_kind', 'document_id'), name='submission_live_once'), models.CheckConstraint(condition=models.Q(('status__in', ['prepared', 'validated', 'submitted', 'accepted', 'rejected', 'unknown', 'superseded'])), name='submission_status')],
            },
        ),
        migrations.CreateModel(
            name='Acknowledgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='ack')),
                ('kind', models.CharField(max_length=30)),
                ('name', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='archive.file')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acknowledgements', to='networks.submission')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('submission', 'kind', 'file'), name='acknowledgement_once')],
            },
        ),
        migrations.CreateModel(
            name='Arrival',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='arr')),
                ('network', models.CharField(max_length=20)),
                ('mode', models.CharField(max_length=10)),
                ('reference', models.CharField(max_length=200)),
                ('sender', models.CharField(blank=True, max_length=200)),
                ('number', models.CharField(blank=True, max_length=100)),
                ('at', models.DateTimeField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='arrivals', to='companies.company')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='archive.file')),
            ],
            options={
                'indexes': [models.Index(fields=['company', '-id'], name='arrival_list')],
                'constraints': [models.UniqueConstraint(fields=('company', 'network', 'mode', 'reference'), name='arrival_once')],
            },
        ),
        migrations.CreateModel(
            name='ChainHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mode', models.CharField(max_length=10)),
                ('sequence', models.BigIntegerField(default=0)),
                ('hash', models.CharField(blank=True, max_length=64)),
                ('nif', models.CharField(blank=True, max_length=20)),
                ('number', models.CharField(blank=True, max_length=60)),
                ('issued_on', models.DateField(null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='companies.company')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'mode'), name='chain_head_once'), models.CheckConstraint(condition=models.Q(('mode__in', ['test', 'production'])), name='chain_head_mode')],
            },
        ),
        migrations.CreateModel(
            name='ChainRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='chr')),
                ('mode', models.CharField(max_length=10)),
                ('sequence', models.BigIntegerField()),
                ('kind', models.CharField(max_length=12)),
                ('attempt', models.IntegerField(default=1)),
                ('document_kind', models.CharField(max_length=30)),
                ('document_id', models.BigIntegerField()),
                ('document_public_id', models.CharField(max_length=40)),
                ('nif', models.CharField(max_length=20)),
                ('number', models.CharField(max_length=60)),
                ('issued_on', models.DateField()),
                ('total', kvit.tables.AmountField(null=True)),
                ('hash', models.CharField(max_length=64)),
                ('previous_hash', models.CharField(blank=True, max_length=64)),
                ('generated_at', models.DateTimeField()),
                ('content', models.TextField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='chain_records', to='companies.company')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'document_kind', 'document_id'], name='chain_record_of_document')],
                'constraints': [models.UniqueConstraint(fields=('company', 'mode', 'sequence'), name='chain_record_once'), models.UniqueConstraint(fields=('company', 'mode', 'document_kind', 'document_id', 'kind', 'attempt'), name='chain_record_attempt_once'), models.UniqueConstraint(fields=('company', 'hash'), name='chain_record_hash_once'), models.CheckConstraint(condition=models.Q(('mode__in', ['test', 'production'])), name='chain_record_mode'), models.CheckConstraint(condition=models.Q(('kind__in', ['issue', 'cancellation'])), name='chain_record_kind')],
            },
        ),
        migrations.CreateModel(
            name='Connection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='net')),
                ('network', models.CharField(max_length=20)),
                ('mode', models.CharField(max_length=10)),
                ('is_on', models.BooleanField(default=False)),
                ('settings', models.JSONField(default=dict)),
                ('sealed', models.TextField(blank=True)),
                ('ends_on', models.DateField(null=True)),
                ('warned_on', models.DateField(null=True)),
                ('cursor', models.CharField(blank=True, max_length=200)),
                ('trouble', models.CharField(blank=True, max_length=60)),
                ('trouble_facts', models.JSONField(default=dict)),
                ('trouble_since', models.DateTimeField(null=True)),
                ('again_at', models.DateTimeField(null=True)),
                ('send_at', models.DateTimeField(null=True)),
                ('used_at', models.DateTimeField(null=True)),
                ('fetched_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='connections', to='companies.company')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'network', 'mode'), name='connection_once'), models.UniqueConstraint(condition=models.Q(('is_on', True)), fields=('company', 'network'), name='connection_in_use_once'), models.CheckConstraint(condition=models.Q(('mode__in', ['test', 'production'])), name='connection_mode')],
            },
        ),
        migrations.CreateModel(
            name='Outage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='out')),
                ('network', models.CharField(max_length=20)),
                ('kind', models.CharField(max_length=12)),
                ('began_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outages', to='companies.company')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'network', '-began_at'], name='outage_list')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['unavailable', 'emergency', 'total'])), name='outage_kind'), models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gt', models.F('began_at')), _connector='OR'), name='outage_ends_after')],
            },
        ),
    ]
