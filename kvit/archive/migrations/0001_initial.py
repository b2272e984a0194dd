import django.db.models.deletion
import kvit.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('companies', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='File',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', kvit.tables.PublicIdField(prefix='file')),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.BigIntegerField()),
                ('media_type', models.CharField(max_length=100)),
                ('name', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='companies.company')),
            ],
            options={
                'indexes': [models.Index(fields=['sha256'], name='file_by_hash')],
                'constraints': [models.UniqueConstraint(fields=('company', 'sha256'), name='file_once')],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document_kind', models.CharField(max_length=30)),
                ('document_id', models.BigIntegerField()),
                ('form', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='companies.company')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='archive.file')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'document_kind', 'document_id', 'form'), name='document_once')],
            },
        ),
        migrations.CreateModel(
            name='Judgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64)),
                ('profile', models.CharField(max_length=30)),
                ('judge', models.CharField(max_length=60)),
                ('version', models.CharField(max_length=60)),
                ('verdict', models.CharField(max_length=15)),
                ('findings', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sha256', 'profile', 'judge', 'version'), name='judgement_once'), models.CheckConstraint(condition=models.Q(('verdict__in', ['valid', 'invalid'])), name='judgement_verdict')],
            },
        ),
    ]
