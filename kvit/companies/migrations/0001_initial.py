import django.db.models.deletion
import django.db.models.functions.text
import kvit.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('companies', '0002_who_made_a_key')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Company',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='com')),
                ('name', models.CharField(max_length=200)),
                ('trading_name', models.CharField(blank=True, max_length=200)),
                ('country', models.CharField(max_length=2)),
                ('currency', models.CharField(max_length=3)),
                ('zone', models.CharField(max_length=60)),
                ('language', models.CharField(max_length=5)),
                ('vat_id', models.CharField(blank=True, max_length=20)),
                ('tax_id', models.CharField(blank=True, max_length=30)),
                ('register_id', models.CharField(blank=True, max_length=60)),
                ('legal_note', models.CharField(blank=True, max_length=400)),
                ('street', models.CharField(blank=True, max_length=150)),
                ('building', models.CharField(blank=True, max_length=30)),
                ('post_code', models.CharField(blank=True, max_length=20)),
                ('town', models.CharField(blank=True, max_length=100)),
                ('region', models.CharField(blank=True, max_length=10)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('website', models.CharField(blank=True, max_length=200)),
                ('vat_on_payment', models.BooleanField(default=False)),
                ('is_test', models.BooleanField(default=False)),
                ('terms_days', models.IntegerField(default=30)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('public_id', kvit.tables.PublicIdField(prefix='usr')),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('language', models.CharField(default='en', max_length=5)),
                ('theme', models.CharField(default='system', max_length=10)),
                ('single_keys', models.BooleanField(default=True)),
                ('accountant_words', models.BooleanField(default=False)),
                ('is_active', models.BooleanField(default=True)),
                ('joined_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_once')],
            },
        ),
        migrations.CreateModel(
            name='Appearance',
            fields=[
                ('company', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='appearance', serialize=False, to='companies.company')),
                ('logo', models.BinaryField(null=True)),
                ('logo_type', models.CharField(blank=True, max_length=20)),
                ('accent', models.CharField(default='#1c5a3e', max_length=7)),
                ('columns', models.JSONField(default=list)),
                ('intro', models.TextField(blank=True)),
                ('outro', models.TextField(blank=True)),
                ('footer', models.TextField(blank=True)),
                ('window', models.CharField(default='left', max_length=5)),
            ],
        ),
        migrations.CreateModel(
            name='ApiKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='key')),
                ('name', models.CharField(max_length=100)),
                ('hash', models.CharField(max_length=64, unique=True)),
                ('hint', models.CharField(max_length=12)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_with', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='companies.apikey')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='api_keys', to=settings.AUTH_USER_MODEL)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='api_keys', to='companies.company')),
            ],
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='abs')),
                ('from_on', models.DateField()),
                ('until_on', models.DateField()),
                ('ceiling', kvit.tables.AmountField(null=True)),
                ('noted_at', models.DateTimeField(auto_now_add=True)),
                ('substitute', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to=settings.AUTH_USER_MODEL)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to='companies.company')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'until_on'], name='absence_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('substitute', models.F('user')), _negated=True), name='absence_of_another')],
            },
        ),
        migrations.CreateModel(
            name='Autopilot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('automation', models.CharField(max_length=30)),
                ('level', models.CharField(default='suggest', max_length=10)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='autopilot', to='companies.company')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'automation'), name='autopilot_once'), models.CheckConstraint(condition=models.Q(('level__in', ['off', 'suggest', 'auto'])), name='autopilot_level')],
            },
        ),
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pattern', models.CharField(max_length=60)),
                ('year', models.IntegerField()),
                ('last', models.IntegerField(default=0)),
                ('last_on', models.DateField(null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'pattern', 'year'), name='counter_once'), models.CheckConstraint(condition=models.Q(('last__gte', 0)), name='counter_rises')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=12)),
                ('limits', models.JSONField(default=dict)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='companies.company')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'user'), name='membership_once'), models.CheckConstraint(condition=models.Q(('role__in', ['owner', 'accountant', 'clerk', 'approver', 'viewer'])), name='membership_role')],
            },
        ),
        migrations.CreateModel(
            name='PortalLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='lnk')),
                ('party_id', models.BigIntegerField()),
                ('purpose', models.CharField(max_length=10)),
                ('hash', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('last_used_at', models.DateTimeField(null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='portal_links', to='companies.company')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'purpose', 'party_id', '-id'], name='portal_link_of_party')],
                'constraints': [models.CheckConstraint(condition=models.Q(('purpose__in', ['supplier', 'customer'])), name='portal_link_purpose'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='portal_link_expires')],
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='ser')),
                ('kind', models.CharField(max_length=20)),
                ('pattern', models.CharField(max_length=60)),
                ('active', models.BooleanField(default=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='series', to='companies.company')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('active', True)), fields=('company', 'kind'), name='series_once')],
            },
        ),
    ]
