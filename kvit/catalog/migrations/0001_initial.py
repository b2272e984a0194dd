import django.db.models.deletion
import kvit.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('companies', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PriceList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='pl')),
                ('name', models.CharField(max_length=100)),
                ('currency', models.CharField(max_length=3)),
                ('includes_vat', models.BooleanField(default=False)),
                ('archived_at', models.DateTimeField(null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='price_lists', to='companies.company')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'name'), name='price_list_once')],
            },
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='prd')),
                ('external_id', models.CharField(blank=True, max_length=100)),
                ('code', models.CharField(blank=True, max_length=60)),
                ('name', models.CharField(max_length=200)),
                ('description', models.TextField(blank=True)),
                ('texts', models.JSONField(default=dict)),
                ('unit', models.CharField(default='C62', max_length=3)),
                ('price', models.DecimalField(decimal_places=6, max_digits=15, null=True)),
                ('currency', models.CharField(max_length=3)),
                ('vat_code', models.CharField(blank=True, max_length=20)),
                ('is_service', models.BooleanField(default=False)),
                ('archived_at', models.DateTimeField(null=True)),
                ('version', models.IntegerField(default=1)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='products', to='companies.company')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'name', 'id'], name='product_list')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('company', 'external_id'), name='product_external_once'), models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('company', 'code'), name='product_code_once')],
            },
        ),
        migrations.CreateModel(
            name='Price',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.DecimalField(decimal_places=6, max_digits=15)),
                ('valid_from', models.DateField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('price_list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='prices', to='catalog.pricelist')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='prices', to='catalog.product')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('price_list', 'product', 'valid_from'), name='price_once')],
            },
        ),
        migrations.CreateModel(
            name='VatCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=120)),
                ('category', models.CharField(max_length=2)),
                ('rate', models.DecimalField(decimal_places=4, max_digits=7)),
                ('reason_code', models.CharField(blank=True, max_length=30)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vat_codes', to='companies.company')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'code', 'valid_from'), name='vat_code_once'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='vat_code_days')],
            },
        ),
    ]
