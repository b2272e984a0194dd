from django.db import migrations

from kvit.core.countries import profile

ROLE = "tax_withheld"


def open_the_account(apps, schema_editor):
    """Companies from before get the account of taxes kept back from suppliers too; a code of their own stays theirs."""
    company_of = apps.get_model("companies", "Company")
    account_of = apps.get_model("ledger", "Account")
    for company in company_of.objects.all():
        wanted = profile(company.country).account(ROLE)
        if account_of.objects.filter(company=company, role=ROLE).exists():
            continue
        same = account_of.objects.filter(company=company, code=wanted.code, name=wanted.name, role="").first()
        if same is not None:  # an account of that name that they opened themselves
            same.role = ROLE
            same.save(update_fields=["role"])
            continue
        known = set(account_of.objects.filter(company=company).values_list("code", flat=True))
        code = next(c for c in (wanted.code, *(f"{wanted.code}-{n}" for n in range(2, 100))) if c not in known)
        account_of.objects.create(company=company, code=code, name=wanted.name, kind=wanted.kind, role=ROLE)


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0007_own_accounts_confirmed"),
    ]

    operations = [migrations.RunPython(open_the_account, migrations.RunPython.noop)]
