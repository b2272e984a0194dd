from django.db import migrations


def add(apps, schema_editor):
    """Companies that were opened before there were networks get the automation, at the level of a new company."""
    Company, Autopilot = apps.get_model("companies", "Company"), apps.get_model("companies", "Autopilot")
    for company in Company.objects.all():
        Autopilot.objects.get_or_create(company=company, automation="report", defaults={"level": "suggest"})


class Migration(migrations.Migration):
    dependencies = [("companies", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
