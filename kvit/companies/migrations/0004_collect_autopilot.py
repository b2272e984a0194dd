"""Companies from before it get the switch of what is put before a person in collecting, at the level where all start."""

from django.db import migrations


def add(apps, schema_editor):
    Company, Autopilot = apps.get_model("companies", "Company"), apps.get_model("companies", "Autopilot")
    known = Autopilot.objects.filter(automation="collect").values("company_id")
    missing = Company.objects.exclude(pk__in=known)
    Autopilot.objects.bulk_create(Autopilot(company=one, automation="collect", level="suggest") for one in missing)


class Migration(migrations.Migration):
    dependencies = [("companies", "0003_charge_autopilot")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
