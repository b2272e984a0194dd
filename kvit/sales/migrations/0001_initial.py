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
            name='Proforma',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='pro')),
                ('status', models.CharField(default='draft', max_length=10)),
                ('version', models.IntegerField(default=1)),
                ('external_id', models.CharField(blank=True, max_length=100)),
                ('number', models.CharField(max_length=60, null=True)),
                ('issued_on', models.DateField(null=True)),
                ('valid_until', models.DateField(null=True)),
                ('draft', models.JSONField()),
                ('language', models.CharField(default='en', max_length=5)),
                ('currency', models.CharField(max_length=3)),
                ('net', kvit.tables.AmountField(default=0)),
                ('vat', kvit.tables.AmountField(default=0)),
                ('gross', kvit.tables.AmountField(default=0)),
                ('payable', kvit.tables.AmountField(default=0)),
                ('seller', models.JSONField(default=dict)),
                ('buyer', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('issued_at', models.DateTimeField(null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proformas', to='companies.company')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proformas', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(fields=['company', '-id'], name='proforma_list'), models.Index(fields=['company', 'party', '-id'], name='proforma_of_party')],
                'constraints': [models.UniqueConstraint(fields=('company', 'number'), name='proforma_number_once'), models.UniqueConstraint(condition=models.Q(models.Q(('external_id', ''), _negated=True), models.Q(('status', 'discarded'), _negated=True)), fields=('company', 'external_id'), name='proforma_external_once'), models.CheckConstraint(condition=models.Q(models.Q(('number__isnull', True), ('status__in', ['draft', 'discarded'])), models.Q(('number__isnull', False), ('status__in', ['issued', 'invoiced', 'withdrawn'])), _connector='OR'), name='proforma_numbered')],
            },
        ),
    ]
