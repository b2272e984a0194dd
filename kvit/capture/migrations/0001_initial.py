import django.db.models.deletion
import kvit.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('capture', '0002_mailbox_purpose')]

    initial = True

    dependencies = [
        ('archive', '0001_initial'),
        ('companies', '0001_initial'),
        ('parties', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CapturedDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='doc')),
                ('via', models.CharField(max_length=10)),
                ('name', models.CharField(max_length=200)),
                ('sender', models.CharField(blank=True, max_length=200)),
                ('received_on', models.DateField()),
                ('received_at', models.DateTimeField()),
                ('brought_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='captured_documents', to='companies.company')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='archive.file')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'file'), name='captured_document_once'), models.CheckConstraint(condition=models.Q(('via__in', ['upload', 'api', 'cli', 'folder', 'mailbox', 'network', 'portal'])), name='captured_document_via')],
            },
        ),
        migrations.CreateModel(
            name='Mailbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='mbx')),
                ('host', models.CharField(max_length=255)),
                ('port', models.IntegerField()),
                ('security', models.CharField(max_length=10)),
                ('purpose', models.CharField(default='bills', max_length=10)),
                ('user', models.CharField(max_length=200)),
                ('sealed', models.TextField(blank=True)),
                ('folder', models.CharField(max_length=200)),
                ('taken_folder', models.CharField(blank=True, max_length=200)),
                ('is_used', models.BooleanField(default=True)),
                ('trouble', models.CharField(blank=True, max_length=60)),
                ('trouble_facts', models.JSONField(default=dict)),
                ('trouble_since', models.DateTimeField(null=True)),
                ('fetched_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mailboxes', to='companies.company')),
            ],
            options={
                'verbose_name_plural': 'mailboxes',
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_used', True)), fields=('company', 'host', 'user', 'folder'), name='mailbox_once'), models.CheckConstraint(condition=models.Q(('security__in', ['tls', 'starttls', 'none'])), name='mailbox_security'), models.CheckConstraint(condition=models.Q(('purpose__in', ['bills', 'replies'])), name='mailbox_purpose')],
            },
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='mail')),
                ('validity', models.BigIntegerField()),
                ('number', models.BigIntegerField()),
                ('status', models.CharField(default='kept', max_length=10)),
                ('case', models.CharField(blank=True, max_length=64)),
                ('sender', models.CharField(blank=True, max_length=200)),
                ('subject', models.CharField(blank=True, max_length=200)),
                ('words', models.TextField(blank=True)),
                ('received_on', models.DateField()),
                ('received_at', models.DateTimeField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mails', to='companies.company')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='archive.file')),
                ('mailbox', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mails', to='capture.mailbox')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'case'], name='mail_by_case'), models.Index(fields=['company', '-id'], name='mail_list')],
                'constraints': [models.UniqueConstraint(fields=('mailbox', 'validity', 'number'), name='mail_once'), models.CheckConstraint(condition=models.Q(('status__in', ['kept', 'taken'])), name='mail_status')],
            },
        ),
        migrations.CreateModel(
            name='MailPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.IntegerField()),
                ('name', models.CharField(max_length=200)),
                ('ignored', models.CharField(blank=True, max_length=60)),
                ('ignored_facts', models.JSONField(default=dict)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='companies.company')),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mail_parts', to='capture.captureddocument')),
                ('mail', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='capture.mail')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('mail', 'position'), name='mail_part_once'), models.CheckConstraint(condition=models.Q(models.Q(('document', None), ('ignored__gt', '')), models.Q(('document__isnull', False), ('ignored', '')), _connector='OR'), name='mail_part_one')],
            },
        ),
        migrations.CreateModel(
            name='Remembered',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('supplier', models.CharField(max_length=40)),
                ('field', models.CharField(max_length=20)),
                ('hint', models.JSONField()),
                ('learned_on', models.DateField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='companies.company')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'supplier', 'field'), name='remembered_once')],
            },
        ),
    ]
