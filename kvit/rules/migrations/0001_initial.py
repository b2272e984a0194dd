import django.db.models.deletion
import kvit.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('companies', '0001_initial'),
        ('companies', '__first__'),
        ('events', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='rule')),
                ('level', models.CharField(default='off', max_length=10)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='flow_rules', to='companies.company')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('level__in', ['off', 'suggest', 'auto'])), name='rule_level')],
            },
        ),
        migrations.CreateModel(
            name='RuleVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('event', models.CharField(max_length=60)),
                ('told', models.JSONField()),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='rules.rule')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'event'], name='rule_version_of_event')],
                'constraints': [models.UniqueConstraint(fields=('rule', 'number'), name='rule_version_once')],
            },
        ),
        migrations.CreateModel(
            name='RuleAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='rac')),
                ('subject_name', models.CharField(max_length=120)),
                ('because', models.JSONField(default=list)),
                ('status', models.CharField(max_length=10)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rule_acts', to='companies.company')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.event')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='rules.rule')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='rules.ruleversion')),
            ],
            options={
                'indexes': [models.Index(fields=['rule', 'id'], name='rule_act_list')],
                'constraints': [models.UniqueConstraint(fields=('rule', 'event'), name='rule_act_once'), models.CheckConstraint(condition=models.Q(('status__in', ['suggested', 'done'])), name='rule_act_status')],
            },
        ),
    ]
