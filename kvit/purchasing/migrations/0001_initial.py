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
    ]

    operations = [
        migrations.CreateModel(
            name='PurchaseOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='por')),
                ('status', models.CharField(default='draft', max_length=10)),
                ('version', models.IntegerField(default=1)),
                ('number', models.CharField(max_length=60, null=True)),
                ('currency', models.CharField(max_length=3)),
                ('net', kvit.tables.AmountField(default=0)),
                ('ordered_on', models.DateField(null=True)),
                ('wanted_on', models.DateField(null=True)),
                ('note', models.CharField(blank=True, max_length=400)),
                ('reason', models.CharField(blank=True, max_length=400)),
                ('is_billed', models.BooleanField(default=False)),
                ('approved_on', models.DateField(null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='purchase_orders', to='companies.company')),
                ('drafted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ordered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='purchase_orders', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'status', '-id'], name='purchase_order_list'), models.Index(fields=['company', 'party', '-id'], name='purchase_order_of_party')],
                'constraints': [models.UniqueConstraint(fields=('company', 'number'), name='purchase_order_number_once'), models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'to_approve', 'approved', 'closed', 'cancelled'])), name='purchase_order_status'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['approved', 'closed']), _negated=True), models.Q(('approved_by__isnull', False), ('number__isnull', False), ('ordered_on__isnull', False)), _connector='OR'), name='purchase_order_approved'), models.CheckConstraint(condition=models.Q(('ordered_by', None), ('approved_by', None), models.Q(('approved_by', models.F('ordered_by')), _negated=True), _connector='OR'), name='purchase_order_not_its_orderer'), models.CheckConstraint(condition=models.Q(('drafted_by', None), ('approved_by', None), models.Q(('approved_by', models.F('drafted_by')), _negated=True), _connector='OR'), name='purchase_order_not_its_writer')],
            },
        ),
        migrations.CreateModel(
            name='OrderLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.IntegerField()),
                ('name', models.CharField(max_length=300)),
                ('product_code', models.CharField(blank=True, max_length=60)),
                ('supplier_code', models.CharField(blank=True, max_length=60)),
                ('quantity', models.DecimalField(decimal_places=6, max_digits=15)),
                ('unit', models.CharField(max_length=20)),
                ('price', kvit.tables.PriceField()),
                ('net', kvit.tables.AmountField()),
                ('vat_code', models.CharField(blank=True, max_length=20)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='purchasing.purchaseorder')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('order', 'position'), name='order_line_once'), models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='order_line_of_something')],
            },
        ),
        migrations.CreateModel(
            name='GoodsReceipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='gre')),
                ('kind', models.CharField(max_length=10)),
                ('number', models.CharField(max_length=60)),
                ('received_on', models.DateField()),
                ('delivery_note', models.CharField(blank=True, max_length=100)),
                ('note', models.CharField(blank=True, max_length=400)),
                ('beyond_reason', models.CharField(blank=True, max_length=400)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goods_receipts', to='companies.company')),
                ('corrects', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='purchasing.goodsreceipt')),
                ('received_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='purchasing.purchaseorder')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'number'), name='goods_receipt_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('corrects', None), ('kind__in', ['receipt', 'return'])), models.Q(('corrects__isnull', False), ('kind', 'correction')), _connector='OR'), name='goods_receipt_kind'), models.CheckConstraint(condition=models.Q(('beyond_reason', ''), ('received_by__isnull', False), _connector='OR'), name='goods_receipt_beyond')],
            },
        ),
        migrations.CreateModel(
            name='PurchaseRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='prq')),
                ('status', models.CharField(default='to_approve', max_length=10)),
                ('number', models.CharField(max_length=60)),
                ('lines', models.JSONField()),
                ('currency', models.CharField(max_length=3)),
                ('net', kvit.tables.AmountField()),
                ('supplier_name', models.CharField(blank=True, max_length=200)),
                ('wanted_on', models.DateField(null=True)),
                ('cost_centre', models.CharField(blank=True, max_length=60)),
                ('purpose', models.CharField(max_length=400)),
                ('asked_on', models.DateField()),
                ('decided_on', models.DateField(null=True)),
                ('reason', models.CharField(blank=True, max_length=400)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='purchase_requests', to='companies.company')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('order', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='request', to='purchasing.purchaseorder')),
                ('party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='purchase_requests', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'status', '-id'], name='purchase_request_list')],
                'constraints': [models.UniqueConstraint(fields=('company', 'number'), name='purchase_request_number_once'), models.CheckConstraint(condition=models.Q(('status__in', ['to_approve', 'approved', 'refused', 'ordered', 'cancelled'])), name='purchase_request_status'), models.CheckConstraint(condition=models.Q(('status__in', ['to_approve', 'cancelled']), ('decided_by__isnull', False), _connector='OR'), name='purchase_request_decided'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='purchase_request_not_its_asker'), models.CheckConstraint(condition=models.Q(models.Q(('order__isnull', False), ('status', 'ordered')), models.Q(models.Q(('status', 'ordered'), _negated=True), ('order', None)), _connector='OR'), name='purchase_request_ordered')],
            },
        ),
        migrations.CreateModel(
            name='ReceiptLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.DecimalField(decimal_places=6, max_digits=15)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('order_line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipt_lines', to='purchasing.orderline')),
                ('receipt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='purchasing.goodsreceipt')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('receipt', 'order_line'), name='receipt_line_once'), models.CheckConstraint(condition=models.Q(('quantity', 0), _negated=True), name='receipt_line_of_something')],
            },
        ),
        migrations.CreateModel(
            name='SupplierPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('policy', models.CharField(max_length=20)),
                ('percent', models.DecimalField(decimal_places=4, max_digits=7)),
                ('money', kvit.tables.AmountField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('party', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='order_policy', to='parties.party')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('policy__in', ['order_and_receipt', 'order_only', 'none'])), name='supplier_policy_known'), models.CheckConstraint(condition=models.Q(('money__gte', 0), ('percent__gte', 0)), name='supplier_policy_tolerance')],
            },
        ),
    ]
