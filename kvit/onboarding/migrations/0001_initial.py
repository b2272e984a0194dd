import django.db.models.deletion
import kvit.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('archive', '0001_initial'),
        ('companies', '0001_initial'),
        ('parties', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='imp')),
                ('kind', models.CharField(max_length=20)),
                ('understood', models.JSONField(default=dict)),
                ('created', models.IntegerField(default=0)),
                ('updated', models.IntegerField(default=0)),
                ('unchanged', models.IntegerField(default=0)),
                ('rejected', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='imports', to='companies.company')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='archive.file')),
            ],
        ),
        migrations.CreateModel(
            name='ImportedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('made', models.BooleanField()),
                ('object_kind', models.CharField(max_length=30)),
                ('object_id', models.BigIntegerField()),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='onboarding.import')),
            ],
        ),
        migrations.CreateModel(
            name='ImportedInvoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='opn')),
                ('external_id', models.CharField(max_length=100)),
                ('number', models.CharField(max_length=60)),
                ('is_credit', models.BooleanField(default=False)),
                ('issued_on', models.DateField()),
                ('due_on', models.DateField()),
                ('settled_on', models.DateField(null=True)),
                ('currency', models.CharField(max_length=3)),
                ('total', kvit.tables.AmountField()),
                ('reference', models.CharField(blank=True, max_length=60)),
                ('discount_percent', models.DecimalField(decimal_places=4, max_digits=7, null=True)),
                ('discount_until', models.DateField(null=True)),
                ('taken_back', models.BooleanField(default=False)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='parties.party')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='onboarding.import')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('taken_back', False)), fields=('company', 'external_id'), name='imported_invoice_once')],
            },
        ),
    ]
