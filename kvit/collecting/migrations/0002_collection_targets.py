import django.db.models.deletion
import kvit.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('collecting', '0001_initial'),
        ('companies', '0001_initial'),
        ('companies', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='CollectionTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='tgt')),
                ('month', models.DateField()),
                ('amount', kvit.tables.AmountField()),
                ('version', models.IntegerField(default=1)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='collection_targets', to='companies.company')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'user', 'month'), name='collection_target_once'), models.UniqueConstraint(condition=models.Q(('user', None)), fields=('company', 'month'), name='collection_target_of_all_once'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='collection_target_month'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='collection_target_amount')],
            },
        ),
        migrations.CreateModel(
            name='TargetChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.IntegerField()),
                ('amount', kvit.tables.AmountField()),
                ('set_on', models.DateField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('set_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='collecting.collectiontarget')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('target', 'version'), name='target_change_once')],
            },
        ),
    ]
