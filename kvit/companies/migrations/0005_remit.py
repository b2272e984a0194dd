from django.db import migrations


def add(apps, schema_editor):
    """Companies that were opened before payments were told to suppliers get the automation, at a new one's level."""
    Company, Autopilot = apps.get_model("companies", "Company"), apps.get_model("companies", "Autopilot")
    for company in Company.objects.all():
        Autopilot.objects.get_or_create(company=company, automation="remit", defaults={"level": "suggest"})


class Migration(migrations.Migration):
    dependencies = [("companies", "0004_portal_links")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
