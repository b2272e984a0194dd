import django.db.models.deletion
import kvit.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('companies', '0001_initial'),
        ('companies', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='pol')),
                ('name', models.CharField(max_length=120)),
                ('position', models.IntegerField()),
                ('subject_kind', models.CharField(blank=True, max_length=30)),
                ('least', kvit.tables.AmountField(default=0)),
                ('period_days', models.IntegerField(default=30)),
                ('categories', models.JSONField(default=list)),
                ('suppliers', models.JSONField(default=list)),
                ('cost_centres', models.JSONField(default=list)),
                ('steps', models.JSONField(default=list)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('archived_at', models.DateTimeField(null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='policies', to='companies.company')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('archived_at', None)), fields=('company', 'position'), name='policy_position_once')],
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='apr')),
                ('subject_kind', models.CharField(max_length=30)),
                ('subject_id', models.BigIntegerField()),
                ('subject_public_id', models.CharField(blank=True, max_length=40)),
                ('subject_name', models.CharField(max_length=120)),
                ('amount', kvit.tables.AmountField()),
                ('counted', kvit.tables.AmountField()),
                ('supplier', models.CharField(blank=True, max_length=60)),
                ('category', models.CharField(blank=True, max_length=60)),
                ('cost_centre', models.CharField(blank=True, max_length=60)),
                ('status', models.CharField(default='open', max_length=10)),
                ('opened_on', models.DateField()),
                ('opened_at', models.DateTimeField(auto_now_add=True)),
                ('closed_on', models.DateField(null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='companies.company')),
                ('requester', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='approvals.policy')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'status', 'id'], name='approval_list'), models.Index(fields=['company', 'supplier', 'opened_on'], name='approval_of_supplier')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ['open', 'approved'])), fields=('company', 'subject_kind', 'subject_id'), name='approval_once'), models.CheckConstraint(condition=models.Q(('status__in', ['open', 'approved', 'rejected', 'withdrawn'])), name='approval_status')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='qst')),
                ('text', models.TextField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('approval', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='approvals.approval')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('question', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reply', to='approvals.question')),
            ],
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.IntegerField()),
                ('need', models.CharField(max_length=3)),
                ('remind_days', models.IntegerField()),
                ('escalate_days', models.IntegerField()),
                ('escalate_people', models.JSONField(default=list)),
                ('escalate_roles', models.JSONField(default=list)),
                ('opened_on', models.DateField(null=True)),
                ('reminded_on', models.DateField(null=True)),
                ('escalated_on', models.DateField(null=True)),
                ('settled_on', models.DateField(null=True)),
                ('approval', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='approvals.approval')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('need__in', ['any', 'all'])), name='step_need')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(blank=True, max_length=12)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='approvals.step')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('step', 'person'), name='seat_once')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slot', models.BigIntegerField()),
                ('verdict', models.CharField(max_length=7)),
                ('by_key', models.BooleanField(default=False)),
                ('reason', models.TextField(blank=True)),
                ('answered_on', models.DateField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('in_name_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('approval', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='approvals.approval')),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='approvals.seat')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='approvals.step')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'in_name_of', 'answered_on'], name='answer_in_name')],
                'constraints': [models.UniqueConstraint(fields=('approval', 'person'), name='answer_once_by_person'), models.UniqueConstraint(fields=('step', 'slot'), name='answer_once_for_slot'), models.CheckConstraint(condition=models.Q(('verdict__in', ['approve', 'reject'])), name='answer_verdict')],
            },
        ),
        migrations.CreateModel(
            name='DutyDone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_kind', models.CharField(max_length=30)),
                ('subject_id', models.BigIntegerField()),
                ('duty', models.CharField(max_length=20)),
                ('done_on', models.DateField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'subject_kind', 'subject_id', 'person'), name='duty_once'), models.CheckConstraint(condition=models.Q(('duty__in', ('create_supplier', 'enter', 'approve', 'release', 'reconcile'))), name='duty_known')],
            },
        ),
    ]
