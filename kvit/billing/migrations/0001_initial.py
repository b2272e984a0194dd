import datetime
import django.db.models.deletion
import kvit.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('companies', '0001_initial'),
        ('companies', '__first__'),
        ('parties', '0001_initial'),
        ('receivables', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Schedule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='sch')),
                ('name', models.CharField(max_length=100)),
                ('status', models.CharField(default='active', max_length=8)),
                ('every', models.IntegerField(default=1)),
                ('unit', models.CharField(max_length=8)),
                ('anchor_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('count', models.IntegerField(null=True)),
                ('end_of_month', models.BooleanField(default=False)),
                ('clock', models.TimeField(default=datetime.time(6, 0))),
                ('draft', models.JSONField()),
                ('level', models.CharField(default='draft', max_length=8)),
                ('catch_up', models.CharField(default='make', max_length=5)),
                ('next_on', models.DateField(null=True)),
                ('failed_on', models.DateField(null=True)),
                ('failure', models.CharField(blank=True, max_length=60)),
                ('failure_facts', models.JSONField(default=dict)),
                ('version', models.IntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='schedules', to='companies.company')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='schedules', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('status', 'active')), fields=['company', 'next_on', 'id'], name='schedule_due'), models.Index(fields=['company', 'party'], name='schedule_of_party')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['active', 'paused', 'ended'])), name='schedule_status'), models.CheckConstraint(condition=models.Q(('unit__in', ['day', 'week', 'month', 'quarter', 'year'])), name='schedule_unit'), models.CheckConstraint(condition=models.Q(('level__in', ['draft', 'issue'])), name='schedule_level'), models.CheckConstraint(condition=models.Q(('catch_up__in', ['make', 'ask'])), name='schedule_catch_up')],
            },
        ),
        migrations.CreateModel(
            name='ScheduleRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period_from', models.DateField()),
                ('period_to', models.DateField()),
                ('status', models.CharField(max_length=8)),
                ('to_issue', models.BooleanField(default=False)),
                ('refusal', models.CharField(blank=True, max_length=60)),
                ('refusal_facts', models.JSONField(default=dict)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('run_on', models.DateField()),
                ('at', models.DateTimeField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('invoice', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='made_by_schedule', to='receivables.invoice')),
                ('schedule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='billing.schedule')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('status', 'asked')), fields=['company', 'id'], name='schedule_run_asked'), models.Index(condition=models.Q(('to_issue', True)), fields=['company', 'id'], name='schedule_run_to_issue')],
                'constraints': [models.UniqueConstraint(fields=('schedule', 'period_from', 'period_to'), name='schedule_run_once'), models.CheckConstraint(condition=models.Q(('status__in', ['asked', 'made', 'skipped'])), name='schedule_run_status'), models.CheckConstraint(condition=models.Q(('period_to__gte', models.F('period_from'))), name='schedule_run_days'), models.CheckConstraint(condition=models.Q(('status', 'made'), ('invoice__isnull', True), _connector='OR'), name='schedule_run_invoice')],
            },
        ),
    ]
