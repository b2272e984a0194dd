import django.db.models.deletion
import kvit.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('banking', '0002_bank_rules_and_bookings'), ('banking', '0003_direct_debits'), ('banking', '0004_tolerance_to_ledger')]

    initial = True

    dependencies = [
        ('archive', '0001_initial'),
        ('companies', '0001_initial'),
        ('ledger', '0001_initial'),
        ('payments', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='BankRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='brl')),
                ('name', models.CharField(max_length=120)),
                ('told', models.JSONField()),
                ('level', models.CharField(default='off', max_length=10)),
                ('place', models.IntegerField()),
                ('archived', models.BooleanField(default=False)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bank_rules', to='companies.company')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'place', 'id'], name='bank_rule_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(('level__in', ['off', 'suggest', 'auto'])), name='bank_rule_level')],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='stm')),
                ('format', models.CharField(max_length=30)),
                ('reference', models.CharField(blank=True, max_length=100)),
                ('currency', models.CharField(max_length=3)),
                ('from_on', models.DateField(null=True)),
                ('to_on', models.DateField(null=True)),
                ('opening', kvit.tables.AmountField(null=True)),
                ('closing', kvit.tables.AmountField(null=True)),
                ('findings', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
                ('bank_account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='ledger.bankaccount')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='companies.company')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='archive.file')),
            ],
        ),
        migrations.CreateModel(
            name='StatementLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='btx')),
                ('key', models.CharField(max_length=64)),
                ('booked_on', models.DateField()),
                ('value_on', models.DateField(null=True)),
                ('amount', kvit.tables.AmountField()),
                ('currency', models.CharField(max_length=3)),
                ('counterparty_name', models.CharField(blank=True, max_length=200)),
                ('counterparty_iban', models.CharField(blank=True, max_length=50)),
                ('counterparty_bic', models.CharField(blank=True, max_length=20)),
                ('remittance', models.TextField(blank=True)),
                ('end_to_end_id', models.CharField(blank=True, max_length=100)),
                ('structured_reference', models.CharField(blank=True, max_length=100)),
                ('bank_reference', models.CharField(blank=True, max_length=100)),
                ('entry_reference', models.CharField(blank=True, max_length=100)),
                ('kind', models.CharField(blank=True, max_length=60)),
                ('is_reversal', models.BooleanField(default=False)),
                ('batch', models.CharField(blank=True, max_length=35)),
                ('return_reason', models.CharField(blank=True, max_length=20)),
                ('parts', models.JSONField(default=list)),
                ('status', models.CharField(default='open', max_length=12)),
                ('note', models.CharField(blank=True, max_length=400)),
                ('bank_account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='ledger.bankaccount')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statement_lines', to='companies.company')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='banking.statement')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('status__in', ['open', 'proposed'])), fields=['company', 'booked_on', 'id'], name='statement_line_waiting'), models.Index(fields=['company', '-booked_on', '-id'], name='statement_line_list')],
                'constraints': [models.UniqueConstraint(fields=('bank_account', 'key'), name='statement_line_once'), models.CheckConstraint(condition=models.Q(('status__in', ['open', 'proposed', 'reconciled', 'ignored'])), name='statement_line_status')],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.IntegerField()),
                ('items', models.JSONField()),
                ('difference', kvit.tables.AmountField()),
                ('kind', models.CharField(max_length=20)),
                ('confidence', models.DecimalField(decimal_places=4, max_digits=5)),
                ('reasons', models.JSONField(default=list)),
                ('is_sure', models.BooleanField(default=False)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('own_account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.bankaccount')),
                ('rule', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='banking.bankrule')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='banking.statementline')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('line', 'rank'), name='proposal_once')],
            },
        ),
        migrations.CreateModel(
            name='Match',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('automatic', models.BooleanField(default=False)),
                ('confidence', models.DecimalField(decimal_places=4, max_digits=5)),
                ('reasons', models.JSONField(default=list)),
                ('items', models.JSONField(default=list)),
                ('credits', models.JSONField(default=list)),
                ('others', models.JSONField(default=list)),
                ('undone', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('payment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='match', to='payments.payment')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='banking.statementline')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone', False)), fields=('line',), name='line_matched_once')],
            },
        ),
        migrations.CreateModel(
            name='Booking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='bkg')),
                ('kind', models.CharField(max_length=20)),
                ('parts', models.JSONField()),
                ('automatic', models.BooleanField(default=False)),
                ('note', models.CharField(blank=True, max_length=400)),
                ('undone', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='companies.company')),
                ('other', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='banking.booking')),
                ('own_account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.bankaccount')),
                ('rule', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='banking.bankrule')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='banking.statementline')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('undone', False)), fields=['company', '-at', '-id'], name='booking_newest')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone', False)), fields=('line',), name='line_booked_once')],
            },
        ),
    ]
