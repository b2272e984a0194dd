import django.db.models.deletion
import kvit.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0001_initial'),
        ('companies', '__first__'),
        ('loyalty', '0001_initial'),
        ('parties', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='LoyaltyGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='lyg')),
                ('points', models.IntegerField()),
                ('reason', models.CharField(max_length=400)),
                ('needs_two', models.BooleanField()),
                ('status', models.CharField(default='waiting', max_length=10)),
                ('asked_on', models.DateField()),
                ('decided_on', models.DateField(null=True)),
                ('key', models.CharField(blank=True, max_length=60)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loyalty_grants', to='companies.company')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loyalty_grants', to='parties.party')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='loyalty.loyaltyprogramme')),
            ],
            options={
                'indexes': [models.Index(fields=['company', '-id'], name='loyalty_grant_list')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('company', 'key'), name='loyalty_grant_once'), models.CheckConstraint(condition=models.Q(models.Q(('points', 0), _negated=True), models.Q(('reason', ''), _negated=True)), name='loyalty_grant_some'), models.CheckConstraint(condition=models.Q(models.Q(('decided_by', None), ('decided_on', None), ('status', 'waiting')), models.Q(('decided_by__isnull', False), ('decided_on__isnull', False), ('status__in', ['done', 'refused'])), _connector='OR'), name='loyalty_grant_decided'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'done'), _negated=True), ('needs_two', False), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='loyalty_grant_by_two')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='loyaltymovement',
            name='loyalty_earned_once',
        ),
        migrations.RemoveConstraint(
            model_name='loyaltymovement',
            name='loyalty_used_once',
        ),
        migrations.RemoveConstraint(
            model_name='loyaltymovement',
            name='loyalty_movement_kind',
        ),
        migrations.RemoveConstraint(
            model_name='loyaltymovement',
            name='loyalty_movement_sign',
        ),
        migrations.RemoveConstraint(
            model_name='loyaltyprogramme',
            name='loyalty_programme_bounds',
        ),
        migrations.AddField(
            model_name='loyaltyprogramme',
            name='by_hand',
            field=models.IntegerField(default=1000),
        ),
        migrations.AddConstraint(
            model_name='loyaltymovement',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ['earned', 'granted'])), fields=('lot',), name='loyalty_earned_once'),
        ),
        migrations.AddConstraint(
            model_name='loyaltymovement',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ['redeemed', 'removed'])), fields=('lot', 'document_kind', 'document_id'), name='loyalty_used_once'),
        ),
        migrations.AddConstraint(
            model_name='loyaltymovement',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('earned', 'taken_back', 'restored', 'redeemed', 'given_back', 'expired', 'granted', 'removed'))), name='loyalty_movement_kind'),
        ),
        migrations.AddConstraint(
            model_name='loyaltymovement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['earned', 'restored', 'given_back', 'granted']), ('points__gte', 0), ('worth__gte', 0)), models.Q(('kind__in', ['taken_back', 'redeemed', 'expired', 'removed']), ('points__lte', 0), ('worth__lte', 0)), _connector='OR'), name='loyalty_movement_sign'),
        ),
        migrations.AddConstraint(
            model_name='loyaltyprogramme',
            constraint=models.CheckConstraint(condition=models.Q(('by_hand__gte', 0), ('least__gt', 0), ('months__gt', 0), ('most_share__gt', 0), ('most_share__lt', 100), ('per_unit__gt', 0), ('value__gt', 0)), name='loyalty_programme_bounds'),
        ),
    ]
