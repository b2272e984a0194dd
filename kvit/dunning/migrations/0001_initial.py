import django.db.models.deletion
import kvit.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('companies', '0001_initial'),
        ('companies', '__first__'),
        ('ledger', '0001_initial'),
        ('parties', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Procedure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='prc')),
                ('told', models.JSONField()),
                ('level', models.CharField(default='suggest', max_length=10)),
                ('is_default', models.BooleanField(default=False)),
                ('version', models.IntegerField(default=1)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminder_procedures', to='companies.company')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('level__in', ['off', 'suggest', 'auto'])), name='procedure_level'), models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('company',), name='procedure_default_once')],
            },
        ),
        migrations.CreateModel(
            name='Choice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.openitem')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='choices', to='dunning.procedure')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('item', None)), fields=('party',), name='procedure_choice_of_party'), models.UniqueConstraint(condition=models.Q(('item__isnull', False)), fields=('item',), name='procedure_choice_of_item')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='rmd')),
                ('status', models.CharField(default='sent', max_length=10)),
                ('tone', models.CharField(max_length=10)),
                ('channel', models.CharField(default='email', max_length=10)),
                ('language', models.CharField(max_length=5)),
                ('reminded_on', models.DateField()),
                ('reason', models.CharField(blank=True, max_length=400)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='companies.company')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(fields=['company', '-id'], name='reminder_list'), models.Index(fields=['company', 'party', '-reminded_on'], name='reminder_of_party')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['sent', 'skipped'])), name='reminder_status'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'skipped'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='reminder_skip_reason')],
            },
        ),
        migrations.CreateModel(
            name='Reminded',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.IntegerField()),
                ('days', models.IntegerField()),
                ('balance', kvit.tables.AmountField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminded', to='ledger.openitem')),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dunning.procedure')),
                ('reminder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='dunning.reminder')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('item', 'position'), name='reminded_once')],
            },
        ),
        migrations.CreateModel(
            name='Suppression',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.IntegerField()),
                ('reason', models.CharField(max_length=20)),
                ('facts', models.JSONField(default=dict)),
                ('since', models.DateField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.openitem')),
            ],
            options={
                'indexes': [models.Index(fields=['company', '-id'], name='suppression_list')],
                'constraints': [models.UniqueConstraint(fields=('item', 'position', 'reason'), name='suppression_once')],
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='pau')),
                ('kind', models.CharField(max_length=10)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('reason', models.CharField(blank=True, max_length=400)),
                ('ended_on', models.DateField(null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminder_pauses', to='companies.company')),
                ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.openitem')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'party', 'ended_on'], name='pause_of_party')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['hold', 'promise', 'taken_over'])), name='pause_kind'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='pause_days'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'promise'), _negated=True), ('until__isnull', False), _connector='OR'), name='promise_has_day')],
            },
        ),
    ]
