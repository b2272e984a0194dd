import django.db.models.deletion
import kvit.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('arrangements', '0002_write_offs_and_ratings')]

    initial = True

    dependencies = [
        ('companies', '0001_initial'),
        ('companies', '__first__'),
        ('ledger', '0001_initial'),
        ('parties', '0001_initial'),
        ('receivables', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='pln')),
                ('currency', models.CharField(max_length=3)),
                ('amount', kvit.tables.AmountField()),
                ('status', models.CharField(default='proposed', max_length=10)),
                ('is_asked', models.BooleanField()),
                ('grace_days', models.IntegerField()),
                ('made_on', models.DateField()),
                ('decided_on', models.DateField(null=True)),
                ('ended_on', models.DateField(null=True)),
                ('answer', models.CharField(blank=True, max_length=400)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='companies.company')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(fields=['company', '-id'], name='plan_list')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['agreed', 'broken', 'cancelled', 'completed', 'declined', 'proposed'])), name='plan_status'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='plan_above_zero'), models.CheckConstraint(condition=models.Q(models.Q(('ended_on', None), ('status__in', ['proposed', 'agreed'])), models.Q(models.Q(('status__in', ['proposed', 'agreed']), _negated=True), ('ended_on__isnull', False)), _connector='OR'), name='plan_ended'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'declined'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='plan_declined_why')],
            },
        ),
        migrations.CreateModel(
            name='PlanInstalment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.IntegerField()),
                ('due_on', models.DateField()),
                ('amount', kvit.tables.AmountField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='instalments', to='arrangements.plan')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plan', 'position'), name='plan_instalment_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='plan_instalment_above_zero')],
            },
        ),
        migrations.CreateModel(
            name='PlanItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', kvit.tables.AmountField()),
                ('is_live', models.BooleanField(default=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan_items', to='ledger.openitem')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='arrangements.plan')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plan', 'item'), name='plan_item_once'), models.UniqueConstraint(condition=models.Q(('is_live', True)), fields=('item',), name='plan_item_live_once')],
            },
        ),
        migrations.CreateModel(
            name='PlanTerms',
            fields=[
                ('company', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='plan_terms', serialize=False, to='companies.company')),
                ('level', models.CharField(default='off', max_length=10)),
                ('most_instalments', models.IntegerField(default=3)),
                ('least', kvit.tables.AmountField(default=100)),
                ('longest_days', models.IntegerField(default=120)),
                ('lowest', kvit.tables.AmountField(default=300)),
                ('highest', kvit.tables.AmountField(default=50000)),
                ('grace_days', models.IntegerField(default=3)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('level__in', ['off', 'suggest', 'auto'])), name='plan_terms_level'), models.CheckConstraint(condition=models.Q(('least__gt', 0), ('lowest__gt', 0)), name='plan_terms_least'), models.CheckConstraint(condition=models.Q(('highest__gte', models.F('lowest'))), name='plan_terms_sums')],
            },
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='rtg')),
                ('stars', models.IntegerField()),
                ('text', models.CharField(blank=True, max_length=1000)),
                ('rated_on', models.DateField()),
                ('changed_on', models.DateField(null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='companies.company')),
                ('invoice', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='rating', to='receivables.invoice')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'rated_on'], name='rating_days')],
                'constraints': [models.CheckConstraint(condition=models.Q(('stars__gte', 1), ('stars__lte', 5)), name='rating_stars'), models.CheckConstraint(condition=models.Q(('changed_on', None), ('changed_on__gte', models.F('rated_on')), _connector='OR'), name='rating_changed')],
            },
        ),
        migrations.CreateModel(
            name='WriteOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='wof')),
                ('reason', models.CharField(max_length=20)),
                ('text', models.CharField(max_length=400)),
                ('currency', models.CharField(max_length=3)),
                ('amount', kvit.tables.AmountField()),
                ('is_small', models.BooleanField()),
                ('status', models.CharField(default='requested', max_length=10)),
                ('asked_on', models.DateField()),
                ('decided_on', models.DateField(null=True)),
                ('answer', models.CharField(blank=True, max_length=400)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='write_offs', to='companies.company')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='write_offs', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(fields=['company', '-id'], name='write_off_list')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['booked', 'lapsed', 'rejected', 'requested', 'reversed', 'withdrawn'])), name='write_off_status'), models.CheckConstraint(condition=models.Q(('reason__in', ('small_rest', 'uncollectible', 'prescription', 'insolvency', 'agreement'))), name='write_off_reason'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='write_off_above_zero'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='write_off_text'), models.CheckConstraint(condition=models.Q(models.Q(('decided_on', None), ('status', 'requested')), models.Q(models.Q(('status', 'requested'), _negated=True), ('decided_on__isnull', False)), _connector='OR'), name='write_off_decided'), models.CheckConstraint(condition=models.Q(('is_small', True), models.Q(('status__in', ['booked', 'reversed']), _negated=True), ('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='write_off_by_two')],
            },
        ),
        migrations.CreateModel(
            name='WriteOffItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', kvit.tables.AmountField()),
                ('is_live', models.BooleanField(default=True)),
                ('booked', kvit.tables.AmountField(default=0)),
                ('taken_back_on', models.DateField(null=True)),
                ('taken_back_why', models.CharField(blank=True, max_length=400)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='write_off_items', to='ledger.openitem')),
                ('write_off', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='arrangements.writeoff')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('write_off', 'item'), name='write_off_item_once'), models.UniqueConstraint(condition=models.Q(('is_live', True)), fields=('item',), name='write_off_item_live_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='write_off_item_amount'), models.CheckConstraint(condition=models.Q(('booked__gte', 0), ('booked__lte', models.F('amount')), models.Q(('is_live', False), ('booked', 0), _connector='OR')), name='write_off_item_booked'), models.CheckConstraint(condition=models.Q(models.Q(('taken_back_on', None), ('taken_back_why', '')), models.Q(('booked__gt', 0), models.Q(('taken_back_why', ''), _negated=True)), _connector='OR'), name='write_off_item_taken_back')],
            },
        ),
        migrations.CreateModel(
            name='Dispute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='dsp')),
                ('reason', models.CharField(max_length=20)),
                ('text', models.CharField(max_length=1000)),
                ('currency', models.CharField(max_length=3)),
                ('amount', kvit.tables.AmountField()),
                ('status', models.CharField(default='open', max_length=10)),
                ('opened_on', models.DateField()),
                ('opened_at', models.DateTimeField(auto_now_add=True)),
                ('answer_by', models.DateField()),
                ('answer', models.CharField(blank=True, max_length=1000)),
                ('ended_on', models.DateField(null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disputes', to='companies.company')),
                ('corrected_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='receivables.invoice')),
                ('invoice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disputes', to='receivables.invoice')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disputes', to='receivables.invoiceline')),
                ('noted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disputes', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(fields=['company', '-id'], name='dispute_list')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'open')), fields=('line',), name='dispute_open_once'), models.CheckConstraint(condition=models.Q(('status__in', ['corrected', 'open', 'rejected', 'settled', 'withdrawn'])), name='dispute_status'), models.CheckConstraint(condition=models.Q(('reason__in', ('wrong_price', 'not_delivered', 'damaged', 'wrong_quantity', 'not_ordered', 'other'))), name='dispute_reason'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='dispute_above_zero'), models.CheckConstraint(condition=models.Q(models.Q(('ended_on', None), ('status', 'open')), models.Q(models.Q(('status', 'open'), _negated=True), ('ended_on__isnull', False)), _connector='OR'), name='dispute_ended'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'rejected'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='dispute_answer')],
            },
        ),
    ]
