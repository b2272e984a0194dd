import django.db.models.deletion
import kvit.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='evt')),
                ('company_id', models.BigIntegerField(db_index=True, null=True)),
                ('name', models.CharField(max_length=60)),
                ('subject_kind', models.CharField(max_length=30)),
                ('subject_id', models.BigIntegerField()),
                ('subject_public_id', models.CharField(blank=True, max_length=40)),
                ('actor_kind', models.CharField(max_length=20)),
                ('actor_id', models.BigIntegerField()),
                ('actor_name', models.CharField(max_length=200)),
                ('request_id', models.CharField(blank=True, max_length=64)),
                ('reason', models.TextField(blank=True)),
                ('acted_on', models.DateField()),
                ('at', models.DateTimeField()),
                ('facts', models.JSONField(default=dict)),
            ],
            options={
                'indexes': [models.Index(fields=['company_id', 'subject_kind', 'subject_id', 'id'], name='event_of_subject'), models.Index(fields=['company_id', 'name', 'id'], name='event_of_name')],
            },
        ),
        migrations.CreateModel(
            name='InboundKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('company_id', models.BigIntegerField(db_index=True)),
                ('source', models.CharField(max_length=40)),
                ('key', models.CharField(max_length=255)),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('status_code', models.IntegerField(null=True)),
                ('answer', models.JSONField(null=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company_id', 'source', 'key'), name='inbound_once')],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.BigIntegerField(unique=True)),
                ('previous_hash', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64, unique=True)),
                ('events', models.IntegerField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Work',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('handler', models.CharField(blank=True, max_length=80)),
                ('status', models.CharField(default='pending', max_length=10)),
                ('attempt', models.IntegerField(default=0)),
                ('due_at', models.DateTimeField()),
                ('leased_until', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('error', models.TextField(blank=True)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='events.event')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('status__in', ['pending', 'running'])), fields=['due_at', 'id'], name='work_waiting'), models.Index(condition=models.Q(('status', 'dead')), fields=['id'], name='work_dead')],
                'constraints': [models.UniqueConstraint(fields=('event', 'handler'), name='work_once'), models.CheckConstraint(condition=models.Q(('status__in', ['pending', 'running', 'done', 'dead'])), name='work_status')],
            },
        ),
        migrations.CreateModel(
            name='SealedEvent',
            fields=[
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to='events.event')),
                ('hash', models.CharField(max_length=64)),
                ('seal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='events.seal')),
            ],
        ),
    ]
