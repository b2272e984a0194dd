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
        ('payments', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Desk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='dsk')),
                ('nth', models.IntegerField()),
                ('code', models.CharField(max_length=6)),
                ('name', models.CharField(max_length=80)),
                ('currency', models.CharField(max_length=3)),
                ('opened_on', models.DateField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='desk', to='ledger.account')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='desks', to='companies.company')),
                ('responsible', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('transit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'nth'), name='desk_nth_once'), models.UniqueConstraint(fields=('company', 'code'), name='desk_code_once'), models.CheckConstraint(condition=models.Q(('nth__gte', 1), ('nth__lte', 99)), name='desk_nth')],
            },
        ),
        migrations.CreateModel(
            name='CashLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='csh')),
                ('nth', models.IntegerField()),
                ('booked_on', models.DateField()),
                ('kind', models.CharField(max_length=10)),
                ('amount', kvit.tables.AmountField()),
                ('base_amount', kvit.tables.AmountField()),
                ('balance', kvit.tables.AmountField()),
                ('form', models.CharField(blank=True, max_length=7)),
                ('year', models.IntegerField(default=0)),
                ('counter', models.IntegerField(default=0)),
                ('number', models.CharField(blank=True, max_length=30)),
                ('person', models.CharField(blank=True, max_length=120)),
                ('purpose', models.CharField(max_length=200)),
                ('ours', models.JSONField(default=dict)),
                ('theirs', models.JSONField(default=dict)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cash_lines', to='companies.company')),
                ('faces', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.openitem')),
                ('party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
                ('payment', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cash_line', to='payments.payment')),
                ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='cashbook.cashline')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('desk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='cashbook.desk')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'party', 'booked_on'], name='cash_line_of_party'), models.Index(fields=['desk', 'booked_on'], name='cash_line_of_day')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'nth'), name='cash_line_nth_once'), models.UniqueConstraint(condition=models.Q(('form', ''), _negated=True), fields=('desk', 'form', 'year', 'counter'), name='cash_paper_once'), models.CheckConstraint(condition=models.Q(('balance__gte', 0)), name='cash_never_below_zero'), models.CheckConstraint(condition=models.Q(('kind__in', ('opening', 'received', 'withdrawal', 'surplus', 'paid', 'expense', 'deposit', 'shortage'))), name='cash_line_kind'), models.CheckConstraint(condition=models.Q(('form__in', ['', 'receipt', 'order', 'voucher'])), name='cash_line_form'), models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('kind__in', ('opening', 'received', 'withdrawal', 'surplus')), ('reverses', None)), models.Q(('amount__lt', 0), ('kind__in', ('paid', 'expense', 'deposit', 'shortage')), ('reverses', None)), models.Q(('amount__lt', 0), ('kind__in', ('opening', 'received', 'withdrawal', 'surplus')), ('reverses__isnull', False)), models.Q(('amount__gt', 0), ('kind__in', ('paid', 'expense', 'deposit', 'shortage')), ('reverses__isnull', False)), _connector='OR'), name='cash_line_sign'), models.CheckConstraint(condition=models.Q(models.Q(('form', ''), ('kind', 'opening')), models.Q(('form', ''), ('reverses__isnull', False)), models.Q(models.Q(('form', ''), _negated=True), models.Q(('number', ''), _negated=True), ('counter__gte', 1)), _connector='OR'), name='cash_line_has_paper'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('received', 'paid')), ('payment__isnull', False), ('reverses', None)), models.Q(('kind__in', ('received', 'paid')), ('payment', None), ('reverses__isnull', False)), models.Q(models.Q(('kind__in', ('received', 'paid')), _negated=True), ('payment', None)), _connector='OR'), name='cash_line_has_payment')],
            },
        ),
        migrations.CreateModel(
            name='CashCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='cct')),
                ('counted_on', models.DateField()),
                ('counted', kvit.tables.AmountField()),
                ('book', kvit.tables.AmountField()),
                ('reason', models.CharField(blank=True, max_length=400)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cash_counts', to='companies.company')),
                ('counted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('line', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='count', to='cashbook.cashline')),
                ('desk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counts', to='cashbook.desk')),
            ],
            options={
                'indexes': [models.Index(fields=['desk', '-id'], name='cash_count_list')],
                'constraints': [models.CheckConstraint(condition=models.Q(('counted__gte', 0)), name='cash_count_not_below'), models.CheckConstraint(condition=models.Q(models.Q(('counted', models.F('book')), ('line', None)), models.Q(models.Q(('reason', ''), _negated=True), ('line__isnull', False)), _connector='OR'), name='cash_count_reason')],
            },
        ),
    ]
