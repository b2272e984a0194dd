import django.db.models.deletion
import kvit.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('ledger', '0002_account_has_book'), ('ledger', '0003_tolerance')]

    initial = True

    dependencies = [
        ('companies', '0001_initial'),
        ('companies', '__first__'),
        ('parties', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PeriodLock',
            fields=[
                ('company', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='period_lock', serialize=False, to='companies.company')),
                ('locked_until', models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(max_length=10)),
                ('role', models.CharField(blank=True, max_length=30)),
                ('has_book', models.BooleanField(default=False)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='companies.company')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'code'), name='account_once'), models.UniqueConstraint(condition=models.Q(('role', ''), _negated=True), fields=('company', 'role'), name='account_role_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['asset', 'liability', 'equity', 'income', 'expense'])), name='account_kind')],
            },
        ),
        migrations.CreateModel(
            name='BankAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='acc')),
                ('iban', models.CharField(max_length=34)),
                ('bic', models.CharField(blank=True, max_length=11)),
                ('bank_name', models.CharField(blank=True, max_length=120)),
                ('currency', models.CharField(max_length=3)),
                ('is_main', models.BooleanField(default=False)),
                ('is_shown', models.BooleanField(default=True)),
                ('archived_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='ledger.account')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bank_accounts', to='companies.company')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'iban'), name='bank_account_once'), models.UniqueConstraint(condition=models.Q(('is_main', True)), fields=('company', 'currency'), name='bank_account_main_once')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='ent')),
                ('kind', models.CharField(max_length=20)),
                ('document_kind', models.CharField(max_length=30)),
                ('document_id', models.BigIntegerField()),
                ('document_number', models.CharField(blank=True, max_length=60)),
                ('posted_on', models.DateField()),
                ('text', models.CharField(blank=True, max_length=200)),
                ('posted', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='companies.company')),
                ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='ledger.entry')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'posted_on', 'id'], name='entry_journal')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('reverses__isnull', True)), fields=('company', 'kind', 'document_kind', 'document_id'), name='entry_once')],
            },
        ),
        migrations.CreateModel(
            name='EntryLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('currency', models.CharField(max_length=3)),
                ('amount', kvit.tables.AmountField()),
                ('base_amount', kvit.tables.AmountField()),
                ('vat_code', models.CharField(blank=True, max_length=20)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='ledger.account')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='ledger.entry')),
                ('party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='parties.party')),
            ],
            options={
                'indexes': [models.Index(fields=['account', 'entry'], name='entry_line_register')],
            },
        ),
        migrations.CreateModel(
            name='OpenItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='itm')),
                ('document_kind', models.CharField(max_length=30)),
                ('document_id', models.BigIntegerField()),
                ('document_number', models.CharField(blank=True, max_length=60)),
                ('part', models.IntegerField(default=1)),
                ('side', models.CharField(default='receivable', max_length=10)),
                ('external_id', models.CharField(blank=True, max_length=100)),
                ('reference', models.CharField(blank=True, max_length=60)),
                ('opened_on', models.DateField()),
                ('due_on', models.DateField()),
                ('discount', kvit.tables.AmountField(default=0)),
                ('discount_until', models.DateField(null=True)),
                ('currency', models.CharField(max_length=3)),
                ('amount', kvit.tables.AmountField()),
                ('balance', kvit.tables.AmountField()),
                ('base_amount', kvit.tables.AmountField()),
                ('base_balance', kvit.tables.AmountField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='open_items', to='companies.company')),
                ('line', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='open_item', to='ledger.entryline')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='open_items', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('balance', 0), _negated=True), fields=['company', 'due_on', 'id'], name='open_item_due'), models.Index(condition=models.Q(('balance', 0), _negated=True), fields=['company', 'party', 'due_on'], name='open_item_party'), models.Index(fields=['company', 'document_number'], name='open_item_number')],
                'constraints': [models.UniqueConstraint(fields=('company', 'document_kind', 'document_id', 'part'), name='open_item_once'), models.CheckConstraint(condition=models.Q(('side__in', ['receivable', 'payable'])), name='open_item_side'), models.CheckConstraint(condition=models.Q(models.Q(('amount__gte', 0), ('balance__gte', 0), ('balance__lte', models.F('amount'))), models.Q(('amount__lt', 0), ('balance__gte', models.F('amount')), ('balance__lte', 0)), _connector='OR'), name='open_item_balance')],
            },
        ),
        migrations.CreateModel(
            name='Allocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='alc')),
                ('amount', kvit.tables.AmountField()),
                ('item_base', kvit.tables.AmountField()),
                ('against_base', kvit.tables.AmountField()),
                ('allocated_on', models.DateField()),
                ('at', models.DateTimeField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('undoes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='ledger.allocation')),
                ('against', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='used_by', to='ledger.openitem')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='ledger.openitem')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('undoes__isnull', True)), models.Q(('amount__lt', 0), ('undoes__isnull', False)), _connector='OR'), name='allocation_sign')],
            },
        ),
        migrations.CreateModel(
            name='Rate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('currency', models.CharField(max_length=3)),
                ('valid_on', models.DateField()),
                ('rate', models.DecimalField(decimal_places=6, max_digits=15)),
                ('source', models.CharField(max_length=60)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rates', to='companies.company')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'currency', 'valid_on'), name='rate_once'), models.CheckConstraint(condition=models.Q(('rate__gt', 0)), name='rate_above_zero')],
            },
        ),
        migrations.CreateModel(
            name='Tolerance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('currency', models.CharField(max_length=3)),
                ('valid_from', models.DateField()),
                ('amount', kvit.tables.AmountField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tolerances', to='companies.company')),
            ],
            options={
                'db_table': 'banking_tolerance',
                'constraints': [models.UniqueConstraint(fields=('company', 'currency', 'valid_from'), name='tolerance_once'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='tolerance_above')],
            },
        ),
    ]
