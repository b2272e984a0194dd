import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cashbook', '0001_initial'),
        ('companies', '0001_initial'),
        ('companies', '__first__'),
        ('ledger', '0001_initial'),
        ('parties', '0001_initial'),
        ('payments', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='cashline',
            name='cash_line_kind',
        ),
        migrations.RemoveConstraint(
            model_name='cashline',
            name='cash_line_form',
        ),
        migrations.RemoveConstraint(
            model_name='cashline',
            name='cash_line_sign',
        ),
        migrations.RemoveConstraint(
            model_name='cashline',
            name='cash_line_has_payment',
        ),
        migrations.AddField(
            model_name='cashline',
            name='key',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name='cashline',
            name='partner',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='arrived_by', to='cashbook.cashline'),
        ),
        migrations.AddField(
            model_name='desk',
            name='closed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='desk',
            name='closed_on',
            field=models.DateField(null=True),
        ),
        migrations.AddConstraint(
            model_name='cashline',
            constraint=models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('company', 'key'), name='cash_act_once'),
        ),
        migrations.AddConstraint(
            model_name='cashline',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('opening', 'received', 'withdrawal', 'surplus', 'from_desk', 'paid', 'expense', 'deposit', 'shortage', 'refund', 'to_desk'))), name='cash_line_kind'),
        ),
        migrations.AddConstraint(
            model_name='cashline',
            constraint=models.CheckConstraint(condition=models.Q(('form__in', ['', 'receipt', 'order', 'voucher', 'refund'])), name='cash_line_form'),
        ),
        migrations.AddConstraint(
            model_name='cashline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('kind__in', ('opening', 'received', 'withdrawal', 'surplus', 'from_desk')), ('reverses', None)), models.Q(('amount__lt', 0), ('kind__in', ('paid', 'expense', 'deposit', 'shortage', 'refund', 'to_desk')), ('reverses', None)), models.Q(('amount__lt', 0), ('kind__in', ('opening', 'received', 'withdrawal', 'surplus', 'from_desk')), ('reverses__isnull', False)), models.Q(('amount__gt', 0), ('kind__in', ('paid', 'expense', 'deposit', 'shortage', 'refund', 'to_desk')), ('reverses__isnull', False)), _connector='OR'), name='cash_line_sign'),
        ),
        migrations.AddConstraint(
            model_name='cashline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'from_desk'), ('partner__isnull', False), ('reverses', None)), models.Q(('kind', 'from_desk'), ('partner', None), ('reverses__isnull', False)), models.Q(models.Q(('kind', 'from_desk'), _negated=True), ('partner', None)), _connector='OR'), name='cash_line_has_partner'),
        ),
        migrations.AddConstraint(
            model_name='cashline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('received', 'paid', 'refund')), ('payment__isnull', False), ('reverses', None)), models.Q(('kind__in', ('received', 'paid', 'refund')), ('payment', None), ('reverses__isnull', False)), models.Q(models.Q(('kind__in', ('received', 'paid', 'refund')), _negated=True), ('payment', None)), _connector='OR'), name='cash_line_has_payment'),
        ),
        migrations.AddConstraint(
            model_name='desk',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_by', None), ('closed_on', None)), models.Q(('closed_by__isnull', False), ('closed_on__gte', models.F('opened_on'))), _connector='OR'), name='desk_closed_by_somebody'),
        ),
    ]
