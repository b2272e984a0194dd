import django.db.models.deletion
import kvit.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('checkouts', '0001_initial'),
        ('companies', '0001_initial'),
        ('ledger', '0001_initial'),
        ('parties', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedMethod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='svm')),
                ('status', models.CharField(default='agreed', max_length=10)),
                ('agreed', models.JSONField()),
                ('agreed_on', models.DateField()),
                ('customer', models.CharField(blank=True, max_length=200)),
                ('method', models.CharField(blank=True, max_length=200)),
                ('mandate', models.CharField(blank=True, max_length=200)),
                ('kind', models.CharField(blank=True, max_length=30)),
                ('brand', models.CharField(blank=True, max_length=30)),
                ('last4', models.CharField(blank=True, max_length=4)),
                ('expires_on', models.DateField(null=True)),
                ('kept_on', models.DateField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_by', models.CharField(blank=True, max_length=200)),
                ('reason', models.CharField(blank=True, max_length=400)),
                ('checkout', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='saves', to='checkouts.checkout')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'party', '-id'], name='saved_method_of_party')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['agreed', 'kept', 'withdrawn'])), name='saved_method_status'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'kept'), _negated=True), models.Q(('method', ''), _negated=True), _connector='OR'), name='saved_method_kept'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'withdrawn'), ('withdrawn_at__isnull', False)), models.Q(models.Q(('status', 'withdrawn'), _negated=True), ('withdrawn_at', None)), _connector='OR'), name='saved_method_withdrawn')],
            },
        ),
        migrations.CreateModel(
            name='SavedCharge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='svc')),
                ('attempt', models.IntegerField()),
                ('amount', kvit.tables.AmountField()),
                ('told_on', models.DateField()),
                ('charge_on', models.DateField()),
                ('status', models.CharField(default='planned', max_length=10)),
                ('dropped', models.CharField(blank=True, max_length=60)),
                ('checkout', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='saved_charge', to='checkouts.checkout')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='saved_charges', to='ledger.openitem')),
                ('saved', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='charges', to='checkouts.savedmethod')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('status', 'planned')), fields=['company', 'charge_on'], name='saved_charge_due')],
                'constraints': [models.UniqueConstraint(fields=('item', 'attempt'), name='saved_charge_attempt_once'), models.UniqueConstraint(condition=models.Q(('status', 'planned')), fields=('item',), name='saved_charge_planned_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='saved_charge_above_zero'), models.CheckConstraint(condition=models.Q(('charge_on__gt', models.F('told_on'))), name='saved_charge_told_first'), models.CheckConstraint(condition=models.Q(('status__in', ['planned', 'begun', 'dropped'])), name='saved_charge_status'), models.CheckConstraint(condition=models.Q(models.Q(('checkout__isnull', False), ('status', 'begun')), models.Q(models.Q(('status', 'begun'), _negated=True), ('checkout', None)), _connector='OR'), name='saved_charge_begun')],
            },
        ),
        migrations.AddField(
            model_name='checkout',
            name='told',
            field=models.CharField(blank=True, max_length=60),
        ),
    ]
