import django.db.models.deletion
import kvit.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('parties', '0002_text_consent'), ('parties', '0003_own_facts_of_customers')]

    initial = True

    dependencies = [
        ('companies', '0001_initial'),
        ('companies', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='par')),
                ('external_id', models.CharField(blank=True, max_length=100)),
                ('is_customer', models.BooleanField(default=True)),
                ('is_supplier', models.BooleanField(default=False)),
                ('name', models.CharField(max_length=200)),
                ('trading_name', models.CharField(blank=True, max_length=200)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('is_business', models.BooleanField(default=True)),
                ('is_public', models.BooleanField(default=False)),
                ('public_offices', models.JSONField(default=dict)),
                ('vat_id', models.CharField(blank=True, max_length=20)),
                ('tax_id', models.CharField(blank=True, max_length=30)),
                ('register_id', models.CharField(blank=True, max_length=60)),
                ('street', models.CharField(blank=True, max_length=150)),
                ('building', models.CharField(blank=True, max_length=30)),
                ('post_code', models.CharField(blank=True, max_length=20)),
                ('town', models.CharField(blank=True, max_length=100)),
                ('region', models.CharField(blank=True, max_length=10)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('text_number', models.CharField(blank=True, max_length=16)),
                ('text_consent_on', models.DateField(null=True)),
                ('text_consent_source', models.CharField(blank=True, max_length=200)),
                ('language', models.CharField(blank=True, max_length=5)),
                ('currency', models.CharField(blank=True, max_length=3)),
                ('terms_days', models.IntegerField(null=True)),
                ('credit_limit', kvit.tables.AmountField(null=True)),
                ('electronic_scheme', models.CharField(blank=True, max_length=4)),
                ('electronic_address', models.CharField(blank=True, max_length=100)),
                ('buyer_reference', models.CharField(blank=True, max_length=100)),
                ('customer_number', models.CharField(blank=True, max_length=60)),
                ('surcharge', models.BooleanField(default=False)),
                ('retention_rate', models.DecimalField(decimal_places=4, default=0, max_digits=7)),
                ('price_list_id', models.BigIntegerField(null=True)),
                ('price_list_until', models.DateField(null=True)),
                ('note', models.TextField(blank=True)),
                ('incomplete', models.BooleanField(default=False)),
                ('archived_at', models.DateTimeField(null=True)),
                ('version', models.IntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='companies.company')),
                ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='parties.party')),
                ('responsible', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'name', 'id'], name='party_list'), models.Index(fields=['company', 'vat_id'], name='party_by_vat')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('company', 'external_id'), name='party_external_once'), models.CheckConstraint(condition=models.Q(('is_customer', True), ('is_supplier', True), _connector='OR'), name='party_role'), models.CheckConstraint(condition=models.Q(('price_list_until', None), ('price_list_id__isnull', False), _connector='OR'), name='party_price_list_until'), models.CheckConstraint(condition=models.Q(models.Q(('text_consent_on', None), ('text_number', '')), models.Q(models.Q(('text_number', ''), _negated=True), models.Q(('text_consent_source', ''), _negated=True), ('text_consent_on__isnull', False)), _connector='OR'), name='party_text_consent')],
            },
        ),
        migrations.CreateModel(
            name='KnownIban',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('iban', models.CharField(max_length=34)),
                ('learned_on', models.DateField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ibans', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'iban'], name='known_iban_find')],
                'constraints': [models.UniqueConstraint(fields=('company', 'party', 'iban'), name='known_iban_once')],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='con')),
                ('name', models.CharField(max_length=200)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('role', models.CharField(blank=True, max_length=60)),
                ('gets_invoices', models.BooleanField(default=False)),
                ('archived_at', models.DateTimeField(null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='parties.party')),
            ],
        ),
        migrations.CreateModel(
            name='BankDetail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='bnk')),
                ('iban', models.CharField(max_length=34)),
                ('status', models.CharField(default='requested', max_length=10)),
                ('source', models.CharField(max_length=10)),
                ('requested_on', models.DateField()),
                ('requested_at', models.DateTimeField()),
                ('confirmed_on', models.DateField(null=True)),
                ('note', models.CharField(blank=True, max_length=400)),
                ('usable_on', models.DateField(null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bank_details', to='companies.company')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bank_details', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'iban'], name='bank_detail_find')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ['requested', 'confirmed'])), fields=('party', 'iban'), name='bank_detail_once'), models.CheckConstraint(condition=models.Q(('status__in', ['requested', 'confirmed', 'refused', 'retired'])), name='bank_detail_status'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'confirmed'), _negated=True), models.Q(('confirmed_by__isnull', False), ('usable_on__isnull', False)), _connector='OR'), name='bank_detail_confirmed')],
            },
        ),
        migrations.CreateModel(
            name='AddressCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='adc')),
                ('participant', models.CharField(max_length=150)),
                ('answer', models.CharField(max_length=7)),
                ('takes_invoices', models.BooleanField(default=False)),
                ('asked_at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=120)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='address_checks', to='companies.company')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='address_checks', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'party', '-id'], name='address_check_of_party')],
                'constraints': [models.CheckConstraint(condition=models.Q(('answer__in', ['found', 'absent', 'unknown'])), name='address_check_answer')],
            },
        ),
        migrations.CreateModel(
            name='PartyChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='chg')),
                ('side', models.CharField(default='supplier', max_length=8)),
                ('asked', models.JSONField()),
                ('before', models.JSONField()),
                ('status', models.CharField(default='proposed', max_length=8)),
                ('proposed_on', models.DateField()),
                ('reason', models.CharField(blank=True, max_length=400)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'party', 'status'], name='party_change_of_party')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['proposed', 'taken', 'refused'])), name='party_change_status'), models.CheckConstraint(condition=models.Q(('side__in', ['supplier', 'customer'])), name='party_change_side')],
            },
        ),
        migrations.CreateModel(
            name='VatCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='vck')),
                ('vat_id', models.CharField(max_length=20)),
                ('answer', models.CharField(max_length=7)),
                ('asked_at', models.DateTimeField()),
                ('again_at', models.DateTimeField(null=True)),
                ('register', models.CharField(blank=True, max_length=40)),
                ('requester', models.CharField(blank=True, max_length=20)),
                ('proof', models.CharField(blank=True, max_length=60)),
                ('reason', models.CharField(blank=True, max_length=60)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('address', models.CharField(blank=True, max_length=400)),
                ('facts', models.JSONField(default=dict)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vat_checks', to='companies.company')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vat_checks', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'party', '-id'], name='vat_check_of_party')],
                'constraints': [models.CheckConstraint(condition=models.Q(('answer__in', ['valid', 'invalid', 'unknown'])), name='vat_check_answer'), models.CheckConstraint(condition=models.Q(('answer', 'unknown'), ('again_at__isnull', True), _connector='OR'), name='vat_check_again')],
            },
        ),
    ]
