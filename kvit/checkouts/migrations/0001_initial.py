import django.db.models.deletion
import kvit.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('checkouts', '0002_refunds_and_chargebacks')]

    initial = True

    dependencies = [
        ('companies', '0001_initial'),
        ('ledger', '0001_initial'),
        ('parties', '0001_initial'),
        ('payments', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Gateway',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='gtw')),
                ('name', models.CharField(max_length=20)),
                ('sealed', models.TextField()),
                ('is_on', models.BooleanField(default=False)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gateways', to='companies.company')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'name'), name='gateway_once'), models.UniqueConstraint(condition=models.Q(('is_on', True)), fields=('company',), name='gateway_in_use_once')],
            },
        ),
        migrations.CreateModel(
            name='Checkout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='chk')),
                ('currency', models.CharField(max_length=3)),
                ('amount', kvit.tables.AmountField()),
                ('status', models.CharField(default='created', max_length=10)),
                ('reference', models.CharField(blank=True, max_length=200)),
                ('page', models.CharField(blank=True, max_length=2000)),
                ('created_at', models.DateTimeField()),
                ('ask_at', models.DateTimeField(null=True)),
                ('asked', models.IntegerField(default=0)),
                ('trouble', models.CharField(blank=True, max_length=60)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checkouts', to='companies.company')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
                ('payment', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='checkout', to='payments.payment')),
                ('gateway', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checkouts', to='checkouts.gateway')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ask_at', None), _negated=True), fields=['company', 'ask_at'], name='checkout_to_ask')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='checkout_above_zero'), models.CheckConstraint(condition=models.Q(('status__in', ['created', 'open', 'unknown', 'paid', 'failed', 'expired'])), name='checkout_status'), models.CheckConstraint(condition=models.Q(models.Q(('payment__isnull', False), ('status', 'paid')), models.Q(models.Q(('status', 'paid'), _negated=True), ('payment', None)), _connector='OR'), name='checkout_paid_once')],
            },
        ),
        migrations.CreateModel(
            name='GatewayEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(max_length=100)),
                ('key', models.CharField(max_length=100)),
                ('outcome', models.CharField(max_length=10)),
                ('at', models.DateTimeField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('gateway', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='checkouts.gateway')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('gateway', 'event'), name='gateway_event_once')],
            },
        ),
        migrations.CreateModel(
            name='GatewayRefund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='grf')),
                ('nth', models.IntegerField()),
                ('amount', kvit.tables.AmountField()),
                ('reason', models.CharField(blank=True, max_length=400)),
                ('status', models.CharField(default='asked', max_length=10)),
                ('reference', models.CharField(blank=True, max_length=200)),
                ('told', models.CharField(blank=True, max_length=200)),
                ('created_at', models.DateTimeField()),
                ('ask_at', models.DateTimeField(null=True)),
                ('asked', models.IntegerField(default=0)),
                ('trouble', models.CharField(blank=True, max_length=60)),
                ('checkout', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refunds', to='checkouts.checkout')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('payment', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gateway_refund', to='payments.payment')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ask_at', None), _negated=True), fields=['company', 'ask_at'], name='gateway_refund_to_ask')],
                'constraints': [models.UniqueConstraint(fields=('checkout', 'nth'), name='gateway_refund_once'), models.UniqueConstraint(condition=models.Q(('reference', ''), ('status', 'asked')), fields=('checkout',), name='gateway_refund_asked_once'), models.UniqueConstraint(condition=models.Q(('reference', ''), _negated=True), fields=('checkout', 'reference'), name='gateway_refund_reference_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='gateway_refund_above_zero'), models.CheckConstraint(condition=models.Q(('status__in', ['asked', 'pending', 'done', 'failed'])), name='gateway_refund_status'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'done'), _negated=True), ('payment__isnull', False), _connector='OR'), name='gateway_refund_booked')],
            },
        ),
        migrations.CreateModel(
            name='Chargeback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='cbk')),
                ('reference', models.CharField(max_length=200)),
                ('status', models.CharField(default='asked', max_length=10)),
                ('amount', kvit.tables.AmountField()),
                ('fee', kvit.tables.AmountField(default=0)),
                ('reason', models.CharField(blank=True, max_length=60)),
                ('evidence_until', models.DateField(null=True)),
                ('ask_at', models.DateTimeField(null=True)),
                ('trouble', models.CharField(blank=True, max_length=60)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('returned', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.payment')),
                ('taken', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.payment')),
                ('checkout', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='chargebacks', to='checkouts.checkout')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ask_at', None), _negated=True), fields=['company', 'ask_at'], name='chargeback_to_ask')],
                'constraints': [models.UniqueConstraint(fields=('checkout', 'reference'), name='chargeback_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='chargeback_above_zero'), models.CheckConstraint(condition=models.Q(('status__in', ['asked', 'open', 'won', 'lost'])), name='chargeback_status'), models.CheckConstraint(condition=models.Q(('returned', None), ('taken__isnull', False), _connector='OR'), name='chargeback_taken_first')],
            },
        ),
        migrations.CreateModel(
            name='CheckoutItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', kvit.tables.AmountField()),
                ('is_live', models.BooleanField(default=True)),
                ('checkout', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='checkouts.checkout')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checkout_items', to='ledger.openitem')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('checkout', 'item'), name='checkout_item_once'), models.UniqueConstraint(condition=models.Q(('is_live', True)), fields=('item',), name='checkout_item_live_once')],
            },
        ),
    ]
