"""Companies from before saved ways of paying get the switch of their charges, turned off."""

from django.db import migrations


def add(apps, schema_editor):
    Company, Autopilot = apps.get_model("companies", "Company"), apps.get_model("companies", "Autopilot")
    known = Autopilot.objects.filter(automation="charge").values("company_id")
    missing = Company.objects.exclude(pk__in=known)
    Autopilot.objects.bulk_create(Autopilot(company=one, automation="charge", level="off") for one in missing)


class Migration(migrations.Migration):
    dependencies = [("companies", "0002_who_made_a_key")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
