import django.db.models.deletion
import kvit.tables
from django.db import migrations, models


class Migration(migrations.Migration):

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
