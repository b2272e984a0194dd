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
            name='LateFee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='ltf')),
                ('number', models.CharField(max_length=60)),
                ('currency', models.CharField(max_length=3)),
                ('amount', kvit.tables.AmountField()),
                ('language', models.CharField(max_length=5)),
                ('ours', models.JSONField()),
                ('theirs', models.JSONField()),
                ('issued_on', models.DateField()),
                ('due_on', models.DateField()),
                ('reason', models.CharField(blank=True, max_length=400)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='late_fees', to='companies.company')),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='late_fees', to='parties.party')),
                ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='collecting.latefee')),
            ],
            options={
                'indexes': [models.Index(fields=['company', '-id'], name='late_fee_list')],
                'constraints': [models.UniqueConstraint(fields=('company', 'number'), name='late_fee_number_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='late_fee_amount'), models.CheckConstraint(condition=models.Q(('reverses', None), models.Q(('reason', ''), _negated=True), _connector='OR'), name='late_fee_reason')],
            },
        ),
        migrations.CreateModel(
            name='LateFeeLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=12)),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('amount', kvit.tables.AmountField()),
                ('law', models.CharField(blank=True, max_length=200)),
                ('parts', models.JSONField(default=list)),
                ('live', models.BooleanField(default=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('fee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='collecting.latefee')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='late_fee_lines', to='ledger.openitem')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('live', True)), fields=('item', 'rule', 'since'), name='late_fee_once'), models.UniqueConstraint(condition=models.Q(('live', True), models.Q(('rule', 'interest'), _negated=True)), fields=('item', 'rule'), name='late_fee_sum_once'), models.CheckConstraint(condition=models.Q(('rule__in', ('interest', 'compensation', 'reminder_fee'))), name='late_fee_rule'), models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='late_fee_days'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='late_fee_line_amount')],
            },
        ),
        migrations.CreateModel(
            name='LateFeePolicy',
            fields=[
                ('company', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='late_fee_policy', serialize=False, to='companies.company')),
                ('level', models.CharField(default='off', max_length=10)),
                ('interest', models.BooleanField(default=True)),
                ('compensation', models.BooleanField(default=True)),
                ('percent', models.DecimalField(decimal_places=4, max_digits=7, null=True)),
                ('reminder_fee', kvit.tables.AmountField(default=0)),
                ('least', kvit.tables.AmountField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('level__in', ['off', 'suggest', 'auto'])), name='late_fee_level'), models.CheckConstraint(condition=models.Q(('percent', None), ('percent__gte', 0), _connector='OR'), name='late_fee_percent'), models.CheckConstraint(condition=models.Q(('least__gte', 0), ('reminder_fee__gte', 0)), name='late_fee_sums')],
            },
        ),
        migrations.CreateModel(
            name='BalanceLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='bal')),
                ('number', models.CharField(max_length=60)),
                ('balance_on', models.DateField()),
                ('sums', models.JSONField()),
                ('lines', models.JSONField()),
                ('language', models.CharField(max_length=5)),
                ('ours', models.JSONField()),
                ('theirs', models.JSONField()),
                ('made_on', models.DateField()),
                ('answer_by_on', models.DateField()),
                ('answer', models.CharField(blank=True, default='', max_length=8)),
                ('answered_on', models.DateField(null=True)),
                ('note', models.CharField(blank=True, max_length=400)),
                ('said', models.JSONField(default=dict)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='balance_letters', to='companies.company')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='balance_letters', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'balance_on', 'id'], name='balance_letter_list')],
                'constraints': [models.UniqueConstraint(fields=('company', 'number'), name='balance_letter_number_once'), models.UniqueConstraint(fields=('party', 'balance_on'), name='balance_letter_once'), models.CheckConstraint(condition=models.Q(('answer__in', ('', 'agreed', 'differs'))), name='balance_letter_answer'), models.CheckConstraint(condition=models.Q(('answer', ''), ('answered_on__isnull', False), _connector='OR'), name='balance_letter_answered')],
            },
        ),
        migrations.CreateModel(
            name='Demand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='dem')),
                ('number', models.CharField(max_length=60)),
                ('currency', models.CharField(max_length=3)),
                ('amount', kvit.tables.AmountField()),
                ('interest', kvit.tables.AmountField(default=0)),
                ('lines', models.JSONField()),
                ('language', models.CharField(max_length=5)),
                ('ours', models.JSONField()),
                ('theirs', models.JSONField()),
                ('made_on', models.DateField()),
                ('last_on', models.DateField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='demands', to='companies.company')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='demands', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(fields=['company', '-id'], name='demand_list')],
                'constraints': [models.UniqueConstraint(fields=('company', 'number'), name='demand_number_once'), models.UniqueConstraint(fields=('party', 'currency', 'made_on'), name='demand_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('interest__gte', 0)), name='demand_amount'), models.CheckConstraint(condition=models.Q(('last_on__gt', models.F('made_on'))), name='demand_days')],
            },
        ),
        migrations.CreateModel(
            name='EnteredRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.IntegerField()),
                ('half', models.IntegerField()),
                ('percent', models.DecimalField(decimal_places=4, max_digits=7)),
                ('source', models.CharField(max_length=120)),
                ('entered_on', models.DateField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entered_rates', to='companies.company')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'year', 'half'), name='entered_rate_once'), models.CheckConstraint(condition=models.Q(('half__in', [1, 2])), name='entered_rate_half'), models.CheckConstraint(condition=models.Q(('percent__gte', 0)), name='entered_rate_percent')],
            },
        ),
    ]
