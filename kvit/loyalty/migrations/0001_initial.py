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
            name='LoyaltyProgramme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='lyp')),
                ('level', models.CharField(max_length=10)),
                ('way', models.CharField(max_length=10)),
                ('per_unit', models.DecimalField(decimal_places=4, max_digits=9)),
                ('value', kvit.tables.AmountField()),
                ('months', models.IntegerField()),
                ('least', models.IntegerField()),
                ('most_share', models.DecimalField(decimal_places=4, max_digits=7)),
                ('early_days', models.IntegerField(default=0)),
                ('early_bonus', models.DecimalField(decimal_places=4, default=0, max_digits=7)),
                ('started_on', models.DateField()),
                ('ended_on', models.DateField(null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loyalty_programmes', to='companies.company')),
                ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('company',), name='loyalty_programme_one'), models.CheckConstraint(condition=models.Q(('level__in', ['off', 'suggest', 'auto'])), name='loyalty_programme_level'), models.CheckConstraint(condition=models.Q(('way__in', ('points', 'percent'))), name='loyalty_programme_way'), models.CheckConstraint(condition=models.Q(('least__gt', 0), ('months__gt', 0), ('most_share__gt', 0), ('most_share__lt', 100), ('per_unit__gt', 0), ('value__gt', 0)), name='loyalty_programme_bounds')],
            },
        ),
        migrations.CreateModel(
            name='LoyaltyLot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='lyl')),
                ('document_kind', models.CharField(max_length=30)),
                ('document_id', models.BigIntegerField()),
                ('document_number', models.CharField(max_length=60)),
                ('value', kvit.tables.AmountField()),
                ('days_early', models.IntegerField()),
                ('earned_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('left', models.IntegerField(default=0)),
                ('held', models.IntegerField(default=0)),
                ('moves', models.IntegerField(default=0)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loyalty_lots', to='companies.company')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loyalty_lots', to='parties.party')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lots', to='loyalty.loyaltyprogramme')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('left__gt', 0)), fields=['company', 'party', 'ends_on'], name='loyalty_lot_purse')],
                'constraints': [models.UniqueConstraint(fields=('company', 'document_kind', 'document_id'), name='loyalty_lot_once'), models.CheckConstraint(condition=models.Q(('held__gte', 0), ('left__gte', models.F('held'))), name='loyalty_lot_left')],
            },
        ),
        migrations.CreateModel(
            name='LoyaltyHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document_kind', models.CharField(max_length=30)),
                ('document_id', models.BigIntegerField()),
                ('points', models.IntegerField()),
                ('held_on', models.DateField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('lot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='loyalty.loyaltylot')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'document_kind', 'document_id'], name='loyalty_hold_of')],
                'constraints': [models.UniqueConstraint(fields=('lot', 'document_kind', 'document_id'), name='loyalty_hold_once'), models.CheckConstraint(condition=models.Q(('points__gt', 0)), name='loyalty_hold_above_zero')],
            },
        ),
        migrations.CreateModel(
            name='LoyaltyMovement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='lym')),
                ('place', models.IntegerField()),
                ('kind', models.CharField(max_length=10)),
                ('points', models.IntegerField()),
                ('worth', kvit.tables.AmountField()),
                ('document_kind', models.CharField(max_length=30)),
                ('document_id', models.BigIntegerField()),
                ('document_number', models.CharField(max_length=60)),
                ('moved_on', models.DateField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('lot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='movements', to='loyalty.loyaltylot')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'document_kind', 'document_id'], name='loyalty_movement_of')],
                'constraints': [models.UniqueConstraint(fields=('lot', 'place'), name='loyalty_movement_place_once'), models.UniqueConstraint(condition=models.Q(('kind', 'earned')), fields=('lot',), name='loyalty_earned_once'), models.UniqueConstraint(condition=models.Q(('kind', 'redeemed')), fields=('lot', 'document_kind', 'document_id'), name='loyalty_used_once'), models.CheckConstraint(condition=models.Q(('kind__in', ('earned', 'taken_back', 'restored', 'redeemed', 'given_back', 'expired'))), name='loyalty_movement_kind'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['earned', 'restored', 'given_back']), ('points__gte', 0), ('worth__gte', 0)), models.Q(('kind__in', ['taken_back', 'redeemed', 'expired']), ('points__lte', 0), ('worth__lte', 0)), _connector='OR'), name='loyalty_movement_sign')],
            },
        ),
    ]
