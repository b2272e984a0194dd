import django.db.models.deletion
import django.db.models.functions.text
import kvit.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('debits', '0001_direct_debits')]

    initial = True

    dependencies = [
        ('archive', '0001_initial'),
        ('companies', '0001_initial'),
        ('companies', '__first__'),
        ('ledger', '0001_initial'),
        ('parties', '0001_initial'),
        ('payments', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='DebitRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='dbr')),
                ('status', models.CharField(default='proposed', max_length=10)),
                ('version', models.IntegerField(default=1)),
                ('identifier', models.CharField(max_length=35)),
                ('until_on', models.DateField()),
                ('left_out', models.JSONField(default=list)),
                ('proposed_on', models.DateField()),
                ('released_on', models.DateField(null=True)),
                ('released_at', models.DateTimeField(null=True)),
                ('exported_on', models.DateField(null=True)),
                ('bank_account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.bankaccount')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='debit_runs', to='companies.company')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='archive.file')),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('released_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['company', '-id'], name='debit_run_list')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['proposed', 'released', 'exported', 'cancelled'])), name='debit_run_status'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['released', 'exported']), _negated=True), models.Q(('file__isnull', False), ('released_at__isnull', False), ('released_by__isnull', False)), _connector='OR'), name='debit_run_released'), models.CheckConstraint(condition=models.Q(('proposed_by', None), ('released_by', None), models.Q(('released_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='debit_run_of_two_people')],
            },
        ),
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='mdt')),
                ('reference', models.CharField(max_length=35)),
                ('scheme', models.CharField(default='core', max_length=4)),
                ('kind', models.CharField(default='recurring', max_length=9)),
                ('status', models.CharField(default='draft', max_length=9)),
                ('debtor_name', models.CharField(max_length=70)),
                ('iban', models.CharField(max_length=34)),
                ('bic', models.CharField(blank=True, max_length=11)),
                ('notice_days', models.IntegerField(null=True)),
                ('signed_on', models.DateField(null=True)),
                ('signed', models.JSONField(default=dict)),
                ('ends_with_next', models.BooleanField(default=False)),
                ('last_used_on', models.DateField(null=True)),
                ('over_on', models.DateField(null=True)),
                ('over_reason', models.CharField(blank=True, max_length=400)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('amends', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='amended_by', to='debits.mandate')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='companies.company')),
                ('paper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='archive.file')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(fields=['company', '-id'], name='mandate_list')],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('reference'), models.F('company'), condition=models.Q(('status', 'amended'), _negated=True), name='mandate_reference_once'), models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'active', 'used', 'expired', 'cancelled', 'amended'])), name='mandate_status'), models.CheckConstraint(condition=models.Q(('scheme__in', ['core', 'b2b'])), name='mandate_scheme'), models.CheckConstraint(condition=models.Q(('kind__in', ['recurring', 'one_off'])), name='mandate_kind'), models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'cancelled']), ('signed_on__isnull', False), _connector='OR'), name='mandate_signed'), models.CheckConstraint(condition=models.Q(('notice_days', None), ('notice_days__range', (1, 60)), _connector='OR'), name='mandate_notice')],
            },
        ),
        migrations.CreateModel(
            name='DebitItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='dbi')),
                ('number', models.CharField(blank=True, max_length=60)),
                ('status', models.CharField(default='planned', max_length=10)),
                ('amount', kvit.tables.AmountField()),
                ('sequence', models.CharField(max_length=4)),
                ('collect_on', models.DateField()),
                ('account_changed', models.BooleanField(default=False)),
                ('fee', kvit.tables.AmountField(default=0)),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('told', models.CharField(blank=True, max_length=400)),
                ('ended_on', models.DateField(null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='debit_items', to='ledger.openitem')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
                ('payment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='debit_items', to='payments.payment')),
                ('refund', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.payment')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='debits.debitrun')),
                ('mandate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='debits.mandate')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'status'], name='debit_item_state')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ['planned', 'sent'])), fields=('item',), name='debit_item_live_once'), models.UniqueConstraint(fields=('payment',), name='debit_item_payment_once'), models.UniqueConstraint(fields=('refund',), name='debit_item_refund_once'), models.CheckConstraint(condition=models.Q(('status__in', ['planned', 'sent', 'collected', 'rejected', 'returned', 'removed'])), name='debit_item_status'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('fee__gte', 0)), name='debit_item_amount'), models.CheckConstraint(condition=models.Q(('sequence__in', ['FRST', 'RCUR', 'OOFF', 'FNAL'])), name='debit_item_sequence'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['collected', 'returned']), _negated=True), ('payment__isnull', False), _connector='OR'), name='debit_item_money'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'returned'), _negated=True), ('refund__isnull', False), _connector='OR'), name='debit_item_returned')],
            },
        ),
        migrations.CreateModel(
            name='Creditor',
            fields=[
                ('company', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='creditor', serialize=False, to='companies.company')),
                ('identifier', models.CharField(max_length=35)),
                ('notice_days', models.IntegerField(default=14)),
                ('bank_account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.bankaccount')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('notice_days__range', (1, 60))), name='creditor_notice')],
            },
        ),
    ]
